//! Connections that wait for the next call.

use parking_lot::{Condvar, Mutex};

use super::connection::{Connection, Connector};
use crate::store::Result;

/// Most connections that calls use at a time; each running pass has one of its own beside them.
const MOST: usize = 16;

/// Connections kept open while nobody uses them.
const IDLE: usize = 4;

/// The connections of calls.
#[derive(Debug, Default)]
pub(super) struct Pool {
    state: Mutex<State>,
    freed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    idle: Vec<Connection>,
    lent: usize,
}

/// A connection on loan; it is closed unless it is kept.
pub(super) struct Loan<'a> {
    pool: &'a Pool,
    connection: Connection,
    _place: Place<'a>,
}

/// The right to have a connection open.
struct Place<'a>(&'a Pool);

impl Pool {
    /// A connection on which `begin` was just done. Those that broke while they lay idle are left out.
    pub(super) fn begin(&self, connector: &Connector, begin: &str) -> Result<Loan<'_>> {
        let place = self.place();
        loop {
            let idle = self.state.lock().idle.pop();
            let is_new = idle.is_none();
            let mut connection = match idle {
                Some(connection) => connection,
                None => connector.connect()?,
            };
            match connection.batch(begin) {
                Ok(()) => {
                    return Ok(Loan {
                        pool: self,
                        connection,
                        _place: place,
                    });
                }
                Err(error) if is_new || !connection.is_closed() => return Err(error.into()),
                Err(_) => {}
            }
        }
    }

    fn place(&self) -> Place<'_> {
        let mut state = self.state.lock();
        while state.lent >= MOST {
            self.freed.wait(&mut state);
        }
        state.lent += 1;
        Place(self)
    }
}

impl Loan<'_> {
    pub(super) fn get(&mut self) -> &mut Connection {
        &mut self.connection
    }

    /// Gives the connection back for the next call.
    pub(super) fn keep(self) {
        let mut state = self.pool.state.lock();
        if state.idle.len() < IDLE {
            state.idle.push(self.connection);
        }
        drop(state);
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.state.lock().lent -= 1;
        self.0.freed.notify_one();
    }
}
