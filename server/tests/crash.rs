//! The real binary, killed at random instants, ends where an undisturbed one does.
//!
//! A kill is `SIGKILL`: nothing of the program gets to run any more. `MUSTER_KILLS` says how many there are at
//! least on each store; `make torture` asks for many.

mod client;
mod full_disk;
mod hangup;
mod instants;
mod process;
mod scenario;
mod snapshot;
mod storage;
mod takeover;

use std::panic::{self, AssertUnwindSafe};
use std::thread;

use self::client::Client;
use self::instants::{Kills, Phase, Stretch};
use self::process::Muster;
use self::snapshot::Snapshot;
use self::storage::Storage;
use crate::support::Database;

#[test]
fn a_server_on_sqlite_that_is_killed_loses_nothing_and_does_nothing_twice() {
    kill_on(Database::Sqlite);
}

#[test]
fn a_server_on_postgres_that_is_killed_loses_nothing_and_does_nothing_twice() {
    kill_on(Database::Postgres);
}

fn kill_on(database: Database) {
    let wanted = std::env::var("MUSTER_KILLS").map_or(1, |kills| kills.parse().unwrap());
    let (expected, stretches, _) = run(database, &[]);
    let mut kills = Kills::default();
    // A phase that was over before its instant came is tried again.
    let is_enough =
        |kills: &Kills| kills.total() >= wanted && Phase::ALL.iter().all(|of| kills.of(*of) > 0);
    for _ in 0..wanted.max(5) {
        if is_enough(&kills) {
            break;
        }
        let (state, _, more) = run(database, &stretches);
        kills += more;
        snapshot::assert_same(&state, &expected, &kills);
    }
    eprintln!("{database:?}: {kills}");
    assert!(is_enough(&kills), "{kills}");
}

/// Plays the scenario on a server that is killed in each of these stretches. Answers what is in the database
/// afterwards, what stretches there were, and the kills.
fn run(database: Database, kill_in: &[Stretch]) -> (Snapshot, Vec<Stretch>, Kills) {
    let storage = Storage::new(database);
    let muster = Muster::start(&storage);
    let client = Client::new(&muster);
    let kills = thread::scope(|scope| {
        let killer = scope.spawn(|| instants::kill_in_each(&client, kill_in));
        // The killer must hear of the end, also of a bad one.
        let played = panic::catch_unwind(AssertUnwindSafe(|| scenario::play(&client)));
        client.sights.end();
        let kills = killer.join().unwrap();
        if let Err(panic) = played {
            panic::resume_unwind(panic);
        }
        kills
    });
    let stretches = client.sights.stretches();
    drop(client);
    drop(muster);
    (snapshot::read(&storage), stretches, kills)
}
