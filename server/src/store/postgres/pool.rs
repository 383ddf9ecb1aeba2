//! Connections that wait for the next call.

use parking_lot::{Condvar, Mutex};

use super::connection::{Connection, Connector};
use crate::store::Result;

/// Most connections that calls use at a time; a running pass has one or two of its own beside them.
const MOST: usize = 16;

/// How many of these may wait for a lock: whoever holds it needs the others to go on.
const MOST_WAITING: usize = MOST / 2;

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
    /// How many of those lent may be waiting for a lock.
    waiting: usize,
}

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To work at once.
    Work,
    /// To wait for the lock of a division first.
    Lock,
}

/// A connection on loan; it is closed unless it is kept.
pub(super) struct Loan<'a> {
    pool: &'a Pool,
    connection: Connection,
    _place: Place<'a>,
}

/// The right to have a connection open.
struct Place<'a> {
    pool: &'a Pool,
    purpose: Purpose,
}

impl Pool {
    /// A connection on which `begin` was just done. Those that broke while they lay idle are left out.
    pub(super) fn begin(
        &self,
        connector: &Connector,
        begin: &str,
        purpose: Purpose,
    ) -> Result<Loan<'_>> {
        let place = self.place(purpose);
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

    fn place(&self, purpose: Purpose) -> Place<'_> {
        let waiting = usize::from(purpose == Purpose::Lock);
        let mut state = self.state.lock();
        while state.lent >= MOST || state.waiting + waiting > MOST_WAITING {
            self.freed.wait(&mut state);
        }
        state.lent += 1;
        state.waiting += waiting;
        Place {
            pool: self,
            purpose,
        }
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
        let mut state = self.pool.state.lock();
        state.lent -= 1;
        state.waiting -= usize::from(self.purpose == Purpose::Lock);
        drop(state);
        // Not everyone who waits for a place may have this one.
        self.pool.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::thread;

    use super::*;

    #[test]
    fn those_who_wait_for_a_lock_leave_places_to_whoever_holds_it() {
        let pool = &Pool::default();
        let locks: Vec<_> = (0..MOST_WAITING)
            .map(|_| pool.place(Purpose::Lock))
            .collect();
        thread::scope(|scope| {
            let (done, got) = mpsc::channel();
            scope.spawn(move || {
                let _place = pool.place(Purpose::Lock);
                done.send(()).unwrap();
            });
            let others: Vec<_> = (MOST_WAITING..MOST)
                .map(|_| pool.place(Purpose::Work))
                .collect();
            drop(others);
            assert!(got.try_recv().is_err());
            drop(locks);
            got.recv().unwrap();
        });
    }
}
