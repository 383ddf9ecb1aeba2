//! The real binary, killed at random instants, ends where an undisturbed one does.
//!
//! A kill is `SIGKILL`: nothing of the program gets to run any more. `MUSTER_KILLS` says how many there are at
//! least; `make torture` asks for many.

mod client;
mod full_disk;
mod process;
mod scenario;
mod snapshot;

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use self::client::Client;
use self::process::Muster;

/// Kills of an ordinary run of the tests.
const KILLS: usize = 12;

/// Most answers of the server between two kills; about half a second of its work.
const MOST_ANSWERS: u16 = 600;

#[test]
fn a_server_that_is_killed_loses_nothing_and_does_nothing_twice() {
    let wanted = std::env::var("MUSTER_KILLS").map_or(KILLS, |kills| kills.parse().unwrap());
    let expected = run(0).1;
    let mut kills = 0;
    while kills < wanted {
        let (killed, state) = run(wanted - kills);
        kills += killed;
        for (part, rows) in &expected {
            let found = &state[part];
            let same = rows.iter().zip(found).take_while(|(a, b)| a == b).count();
            assert_eq!(
                rows.get(same),
                found.get(same),
                "`{part}` differs after {kills} kills, first at {same} of {}",
                rows.len()
            );
        }
        assert_eq!(state, expected, "after {kills} kills");
    }
}

/// Plays the scenario on a server that is killed at most `most` times; answers how often it was, and what is
/// in the database afterwards.
fn run(most: usize) -> (usize, snapshot::Snapshot) {
    let folder = tempfile::tempdir().unwrap();
    let muster = Muster::start(folder.path());
    let client = Client::new(&muster);
    let is_over = AtomicBool::new(false);
    let kills = thread::scope(|scope| {
        let killer = scope.spawn(|| {
            let mut kills = 0;
            while kills < most {
                if !waits_at_random(&client, &is_over) {
                    break;
                }
                client.kill_and_restart();
                kills += 1;
            }
            kills
        });
        // The killer must hear of the end, also of a bad one.
        let played = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            scenario::play(&client);
        }));
        is_over.store(true, Ordering::Relaxed);
        let kills = killer.join().unwrap();
        if let Err(panic) = played {
            std::panic::resume_unwind(panic);
        }
        kills
    });
    drop(client);
    drop(muster);
    (kills, snapshot::read(folder.path()))
}

/// Lets a random number of answers go by; `false` where the scenario is over before.
fn waits_at_random(client: &Client<'_>, is_over: &AtomicBool) -> bool {
    let mut random = [0; 2];
    getrandom::fill(&mut random).unwrap();
    for _ in 0..u16::from_ne_bytes(random) % MOST_ANSWERS {
        if is_over.load(Ordering::Relaxed) {
            return false;
        }
        client.poll_health();
    }
    !is_over.load(Ordering::Relaxed)
}
