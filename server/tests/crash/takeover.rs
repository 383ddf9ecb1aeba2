//! Two servers on one database: they take turns, and one goes on when the other is gone.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::client::Client;
use super::process::Muster;
use super::storage::Storage;
use super::{scenario, snapshot};
use crate::support::Database;

/// Within which another goes on with the job of a server that died: the rest of a lease of 8 s, and a nap of 3 s of
/// the other server.
const PROMISE: Duration = Duration::from_secs(15);

/// Notes who takes jobs, and in which order the batches of jobs are written.
const WATCH: &str = "
    CREATE TABLE taken (owner uuid);
    CREATE FUNCTION note_taken() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN INSERT INTO taken VALUES (NEW.lease_owner); RETURN NULL; END';
    CREATE TRIGGER taken AFTER UPDATE OF lease_owner ON job
        FOR EACH ROW WHEN (NEW.lease_owner IS NOT NULL) EXECUTE FUNCTION note_taken();
    CREATE TABLE written (number bigint GENERATED ALWAYS AS IDENTITY, job bigint, phase smallint);
    CREATE FUNCTION note_written() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN INSERT INTO written (job, phase) VALUES (NEW.job, NEW.phase); RETURN NULL; END';
    CREATE TRIGGER written AFTER INSERT ON batch_outcome
        FOR EACH ROW EXECUTE FUNCTION note_written()";

/// The passes in the order of their batches; a pass is there again wherever another's batch came in between.
const PASSES: &str = "
    SELECT job, phase FROM (
        SELECT *, lag((job, phase)) OVER (ORDER BY number) AS before FROM written) w
    WHERE before IS DISTINCT FROM (job, phase) ORDER BY number";

/// The job that is imported, and who does it.
const IMPORTING: &str =
    "SELECT id, lease_owner FROM job WHERE step = 'Importing' AND status = 'Running'
     AND lease_owner IS NOT NULL";

#[test]
fn servers_take_turns_in_a_division_and_one_goes_on_when_the_other_dies() {
    let storage = Storage::new(Database::Postgres);
    let undisturbed = Muster::start(&storage);
    let client = Client::new(&undisturbed);
    let jobs = others(&client, &client, first(&client));
    finish(&client, &jobs);
    drop(client);
    drop(undisturbed);
    let expected = snapshot::read(&storage);

    let storage = Storage::new(Database::Postgres);
    storage.cells(WATCH);
    let one = Muster::start(&storage);
    let client_of_one = Client::new(&one);
    let first = first(&client_of_one);
    // So far there is one server only.
    let id_of_one = storage.cells("SELECT DISTINCT owner FROM taken").remove(0);
    let other = Muster::start(&storage);
    let client_of_other = Client::new(&other);
    let jobs = others(&client_of_one, &client_of_other, first);

    let importing = loop {
        if let Some(found) = storage.cells(IMPORTING).pop() {
            break found;
        }
    };
    let (dies, stays) = if importing[1..] == id_of_one[..] {
        (&one, &client_of_other)
    } else {
        (&other, &client_of_one)
    };
    dies.kill();
    let killed = Instant::now();
    let left = storage.cells(IMPORTING);
    assert_eq!(left, [importing], "it died in the middle");
    assert_eq!(left[0][0], jobs[0], "the jobs wait in their order");
    // How long the import then takes is another matter.
    while storage.cells(IMPORTING) == left {
        assert!(killed.elapsed() < PROMISE, "nobody goes on");
    }
    assert_eq!(scenario::wait(stays, &jobs[0])["status"], "Completed");
    finish(stays, &jobs);
    let passes = storage.cells(PASSES);
    let different: BTreeSet<_> = passes.iter().collect();
    assert_eq!(different.len(), 2 * jobs.len(), "{passes:?}");
    assert_eq!(passes.len(), different.len(), "{passes:?}");
    drop((client_of_one, client_of_other));
    drop((one, other));
    snapshot::assert_same(&snapshot::read(&storage), &expected, &"a takeover");
}

/// A job that waits for its user, and the mapping that the others use as well.
fn first(client: &Client<'_>) -> (Value, String) {
    let mapping = scenario::profile(client);
    let job = scenario::stage(client, &mapping, 0);
    assert_eq!(scenario::wait(client, &job)["executionStep"], "Validated");
    (mapping, job)
}

/// Two more jobs, by two servers; then all may be imported, in their order.
fn others(one: &Client<'_>, other: &Client<'_>, first: (Value, String)) -> [String; 3] {
    let (mapping, first) = first;
    let second = scenario::stage(one, &mapping, 1);
    let third = scenario::stage(other, &mapping, 2);
    let jobs = [first, second, third];
    for job in &jobs {
        assert_eq!(scenario::wait(one, job)["executionStep"], "Validated");
    }
    for (job, client) in jobs.iter().zip([one, other, one]) {
        scenario::command(client, job, "Continue");
    }
    jobs
}

fn finish(client: &Client<'_>, jobs: &[String]) {
    for job in jobs {
        assert_eq!(scenario::wait(client, job)["status"], "Completed");
    }
}
