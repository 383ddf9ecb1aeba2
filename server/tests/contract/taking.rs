//! Who gets a job.

use std::sync::mpsc;
use std::time::Duration;

use import_core::api::ExecutionStep;
use server::store::postgres::PostgresStore;
use server::store::{Divisions as _, JobChange, JobRecord, Jobs as _, PassKind, Store, StoreError};

use super::passes::{batch, checkpoint, contact, created, id, job, job_in, keys};
use crate::cluster;

on_every_store!(
    jobs_of_a_division_are_taken_one_after_the_other,
    who_lost_a_job_writes_nothing_more,
);

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

fn who_lost_a_job_writes_nothing_more(store: &dyn Store) {
    let job = job(store, 1);
    let (slow, quick) = (id(7_001), id(7_002));
    store.claim_job(slow, 0, 10).unwrap();
    let lost = found(store, job.id);
    assert_eq!(lost.held_by, Some(slow));
    for kind in [PassKind::Import, PassKind::DryRun] {
        let mut pass = store.begin_pass(&lost, kind, 0).unwrap();
        take(store, job.id, quick);
        pass.look_up(&keys(&["a@x.org"])).unwrap();
        let changes = vec![created(&contact(10, "a@x.org"))];
        pass.write(&batch(0, changes)).unwrap();
        assert!(matches!(
            pass.commit(&checkpoint(1)),
            Err(StoreError::NotHeld)
        ));
        drop(pass);
        let refused = store.begin_pass(&lost, kind, 10).err();
        assert!(matches!(refused, Some(StoreError::NotHeld)));
        assert!(matches!(
            store.begin_undo(&lost, 10),
            Err(StoreError::NotHeld)
        ));

        let held = found(store, job.id);
        assert_eq!(held.held_by, Some(quick));
        let mut pass = store.begin_pass(&held, kind, 10).unwrap();
        let known = pass.look_up(&keys(&["a@x.org"])).unwrap();
        assert!(known.contacts.is_empty());
        assert!(!pass.commit(&checkpoint(1)).unwrap());
        drop(pass);
        take(store, job.id, slow);
    }
}

/// Gives a job to a runner, whoever has it.
fn take(store: &dyn Store, job: uuid::Uuid, owner: uuid::Uuid) {
    assert_eq!(store.claim_job(owner, 1_000, 1_000).unwrap(), Some(job));
}

#[test]
fn on_postgres_a_server_that_starts_takes_nothing_from_one_that_is_at_work() {
    super::on_postgres(|store| {
        let first = job(store, 1);
        store.claim_job(id(7_001), 0, 10).unwrap();
        store.release_all_jobs().unwrap();
        assert!(found(store, first.id).held_by.is_some());
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
fn on_postgres_jobs_of_different_divisions_are_taken_at_once() {
    let url = cluster::new_database();
    let store = PostgresStore::open(&url).unwrap();
    store.create_division("sales", "Sales").unwrap();
    let jobs = [
        job(&store, 1),
        job_in(&store, 2, "sales"),
        job_in(&store, 3, "sales"),
    ];
    let take = |owner| store.claim_job(id(owner), 0, 10).unwrap();
    assert_eq!(take(7_001), Some(jobs[0].id));
    assert_eq!(take(7_002), Some(jobs[1].id));
    assert_eq!(take(7_003), None);
}

#[test]
fn a_server_hears_of_jobs_that_others_let_wait() {
    let url = cluster::new_database();
    let (other, idle) = (
        PostgresStore::open(&url).unwrap(),
        PostgresStore::open(&url).unwrap(),
    );
    let (sender, notices) = mpsc::channel();
    idle.watch_jobs(Box::new(move || {
        let _ = sender.send(());
    }));
    // That it takes so long is for a test that fails: nobody looks by himself here.
    let hears = |what: &str| notices.recv_timeout(Duration::from_mins(1)).expect(what);
    hears("that it may have missed something before it listened");

    let first = job(&other, 1);
    hears("of a new job");
    other.claim_job(id(7_001), 0, 10).unwrap();
    validated(&other, first.id);
    other.release_job(first.id, id(7_001)).unwrap();
    hears("that the division is free");
    let go_on = JobChange {
        step: Some(ExecutionStep::Importing),
        ..JobChange::default()
    };
    other
        .change_job(first.id, 0, &mut |_| Some(go_on.clone()))
        .unwrap();
    hears("of a job that goes on");

    let listening = "pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'";
    let ended = cluster::rows(
        &url,
        &format!("SELECT pg_terminate_backend(pid) FROM {listening}"),
    );
    assert_eq!(ended, ["t"]);
    hears("that it may have missed something while it was cut off");
    job(&other, 2);
    hears("of another new job");
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

fn found(store: &dyn Store, job: uuid::Uuid) -> JobRecord {
    store.find_job(job).unwrap().unwrap()
}

fn validated(store: &dyn Store, job: uuid::Uuid) {
    let done = JobChange {
        step: Some(ExecutionStep::Validated),
        ..JobChange::default()
    };
    store
        .change_job(job, 0, &mut |_| Some(done.clone()))
        .unwrap();
}
