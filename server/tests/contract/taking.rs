//! Who gets a job.

use import_core::api::ExecutionStep;
use server::store::postgres::PostgresStore;
use server::store::{JobChange, Jobs as _, PassKind, Store};

use super::passes::{batch, checkpoint, contact, created, id, job, keys};
use crate::cluster;

on_every_store!(jobs_of_a_division_are_taken_one_after_the_other);

fn jobs_of_a_division_are_taken_one_after_the_other(store: &dyn Store) {
    let (first, second) = (job(store, 1), job(store, 2));
    let (one, other) = (id(7_001), id(7_002));
    assert_eq!(store.claim_job(one, 0, 10).unwrap(), Some(first.id));
    assert_eq!(store.claim_job(other, 0, 10).unwrap(), None);
    assert!(store.extend_lease(first.id, one, 15).unwrap());
    assert!(!store.extend_lease(first.id, other, 90).unwrap());
    assert_eq!(store.claim_job(other, 14, 30).unwrap(), None);
    assert_eq!(
        store.claim_job(other, 15, 30).unwrap(),
        Some(first.id),
        "the lease ran out"
    );
    assert!(
        !store.extend_lease(first.id, one, 90).unwrap(),
        "who lost a job does not get it back"
    );
    store.release_job(first.id, one).unwrap();
    assert_eq!(
        store.claim_job(one, 16, 40).unwrap(),
        None,
        "nor lets go of what is another's"
    );
    store.release_job(first.id, other).unwrap();
    validated(store, first.id);
    assert_eq!(store.claim_job(one, 0, 10).unwrap(), Some(second.id));
    assert_eq!(
        store.claim_job(one, 0, 10).unwrap(),
        None,
        "a validated job waits for its user"
    );
}

#[test]
fn on_postgres_a_server_that_starts_takes_nothing_from_one_that_is_at_work() {
    super::on_postgres(|store| {
        let first = job(store, 1);
        store.claim_job(id(7_001), 0, 10).unwrap();
        store.release_all_jobs().unwrap();
        assert!(store.find_job(first.id).unwrap().unwrap().is_held);
        assert_eq!(store.claim_job(id(7_002), 9, 20).unwrap(), None);
    });
}

#[test]
fn on_sqlite_there_is_one_server_so_whoever_held_a_job_is_gone() {
    super::on_sqlite(|store| {
        let first = job(store, 1);
        store.claim_job(id(7_001), 0, 10).unwrap();
        store.release_all_jobs().unwrap();
        assert_eq!(store.claim_job(id(7_002), 9, 20).unwrap(), Some(first.id));
    });
}

#[test]
fn of_servers_that_ask_at_once_one_gets_a_job() {
    let url = cluster::new_database();
    let store = PostgresStore::open(&url).unwrap();
    for number in 1..=4 {
        job(&store, number);
    }
    let taken: usize = std::thread::scope(|scope| {
        let servers: Vec<_> = (0..4)
            .map(|number| {
                let url = &url;
                scope.spawn(move || {
                    let store = PostgresStore::open(url).unwrap();
                    store.claim_job(id(7_000 + number), 0, 10).unwrap()
                })
            })
            .collect();
        let taken = servers.into_iter().map(|server| server.join().unwrap());
        taken.flatten().count()
    });
    assert_eq!(taken, 1);
}

#[test]
fn a_server_that_lost_its_lease_writes_nothing_more() {
    let url = cluster::new_database();
    let (slow, quick) = (
        PostgresStore::open(&url).unwrap(),
        PostgresStore::open(&url).unwrap(),
    );
    let job = job(&slow, 1);
    slow.claim_job(id(7_001), 0, 10).unwrap();
    let mut pass = slow.begin_pass(&job, PassKind::Import, 0).unwrap();
    pass.look_up(&keys(&["a@x.org"])).unwrap();
    let changes = vec![created(contact(10, "a@x.org"))];
    pass.write(batch(0, changes)).unwrap();

    assert_eq!(quick.claim_job(id(7_002), 10, 20).unwrap(), Some(job.id));
    assert!(pass.commit(&checkpoint(1)).is_err());
    drop(pass);
    slow.release_job(job.id, id(7_001)).unwrap();
    assert!(quick.find_job(job.id).unwrap().unwrap().is_held);

    let mut pass = quick.begin_pass(&job, PassKind::Import, 10).unwrap();
    let known = pass.look_up(&keys(&["a@x.org"])).unwrap();
    assert!(known.contacts.is_empty());
    assert!(!pass.commit(&checkpoint(1)).unwrap());
}

fn validated(store: &dyn Store, job: uuid::Uuid) {
    let done = JobChange {
        step: Some(ExecutionStep::Validated),
        ..JobChange::default()
    };
    store.change_job(job, &mut |_| Some(done.clone())).unwrap();
}
