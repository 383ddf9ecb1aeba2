//! What is removed of old jobs, and what is not.

use import_core::api::{FileValidation, JobStatus, Phase};
use server::store::{
    BatchSummary, JobChange, JobRecord, NewJob, NewUndo, Page, PassKind, ProblemFilter, RowFilter,
    Store, UndoChunk, UploadRecord,
};
use uuid::Uuid;

use super::passes::{batch, checkpoint, close, contact, created, id, job, keys, new_upload};

on_every_store!(
    the_rows_of_an_old_job_go_and_the_job_stays,
    an_import_goes_with_its_undo_and_not_before,
    the_rows_of_a_file_stay_as_long_as_a_job_needs_them,
    nothing_goes_of_a_job_that_is_not_over,
);

/// An import of two batches that is at work.
fn import(store: &dyn Store, number: u128) -> JobRecord {
    let of_job = job(store, number);
    let upload = id(number + 50_000);
    store.create_upload(&new_upload(upload)).unwrap();
    for number in 0..2 {
        let summary = BatchSummary {
            number,
            rows: 2,
            first_row: number * 10 + 2,
            last_row: number * 10 + 3,
            headers: Vec::new(),
            validation: FileValidation::default(),
        };
        store
            .stage_batch(upload, &summary, b"rows", u64::MAX)
            .unwrap();
    }
    let record = UploadRecord {
        complete: true,
        rows: 4,
        batches: 2,
        ..store.find_upload(upload).unwrap().unwrap()
    };
    close(store, &record);
    let import = another(store, number + 60_000, &of_job, upload);
    let mut pass = store.begin_pass(&import, PassKind::Import, 0).unwrap();
    for of in 0..2 {
        let mail = format!("{number}.{of}@x.org");
        pass.look_up(&keys(&[&mail])).unwrap();
        let new = contact(number * 100 + u128::from(of), &mail);
        pass.write(&batch(of, vec![created(&new)])).unwrap();
        pass.commit(&checkpoint(of + 1)).unwrap();
    }
    drop(pass);
    found(store, import.id)
}

/// Another job of an upload.
fn another(store: &dyn Store, number: u128, like: &JobRecord, upload: Uuid) -> JobRecord {
    let new = NewJob {
        id: id(number),
        upload,
        profile: like.profile,
        settings: like.settings.clone(),
        division: like.division.clone(),
        created_by: id(4_000),
        created: 5,
        is_staged: true,
    };
    store.create_job(&new).unwrap();
    found(store, new.id)
}

fn found(store: &dyn Store, job: Uuid) -> JobRecord {
    store.find_job(job).unwrap().unwrap()
}

fn set(store: &dyn Store, job: Uuid, status: JobStatus, now: i64) {
    let change = JobChange {
        status: Some(status),
        ..JobChange::default()
    };
    store
        .change_job(job, now, &mut |_| Some(change.clone()))
        .unwrap();
}

/// Removes everything that is older.
fn remove(store: &dyn Store, before: i64) {
    while store.remove_rows(before).unwrap() {}
    assert!(!store.remove_rows(before).unwrap(), "nothing is left to do");
}

/// How much there is of a job: batches of its file, of its outcomes, problems and kinds of problems.
fn left(store: &dyn Store, job: &JobRecord) -> [usize; 4] {
    let page = Page {
        after: None,
        size: 100,
    };
    let phase = Phase::Import;
    let rows = store
        .list_rows(job.id, phase, RowFilter::default(), &page)
        .unwrap();
    let problems = store
        .list_problems(job.id, phase, &ProblemFilter::default(), &page)
        .unwrap();
    [
        store.list_batches(job.upload).unwrap().len(),
        rows.entries.len(),
        problems.entries.len(),
        store.count_problems(job.id, phase).unwrap().len(),
    ]
}

const ALL: [usize; 4] = [2, 4, 2, 1];
const NOTHING: [usize; 4] = [0; 4];

fn the_rows_of_an_old_job_go_and_the_job_stays(store: &dyn Store) {
    for (number, status) in [
        (1, JobStatus::Completed),
        (2, JobStatus::Failed),
        (3, JobStatus::Cancelled),
    ] {
        let import = import(store, number);
        set(store, import.id, status, 1_000);
        remove(store, 999);
        assert_eq!(left(store, &import), ALL);
        let before = found(store, import.id);
        assert!(!before.rows_removed);

        // It may stop after each step, and goes on.
        assert!(store.remove_rows(1_000).unwrap());
        let begun = found(store, import.id);
        assert!(begun.rows_removed, "it is said before anything goes");
        assert_eq!(left(store, &import), ALL);
        remove(store, 1_000);
        assert_eq!(left(store, &import), NOTHING);
        let after = found(store, import.id);
        assert_eq!(
            after,
            JobRecord {
                rows_removed: true,
                ..before
            }
        );
        assert!(store.find_upload(import.upload).unwrap().is_none());
        assert_eq!(store.remove_uploads(i64::MAX).unwrap(), 0);
    }
}

fn an_import_goes_with_its_undo_and_not_before(store: &dyn Store) {
    let import = import(store, 1);
    set(store, import.id, JobStatus::Completed, 1_000);
    let undo = NewUndo {
        id: id(9_000),
        undoes: import.id,
        created_by: id(4_000),
        created: 5,
    };
    store.create_undo(&undo, &mut |_| true).unwrap();
    let undoing = found(store, undo.id);
    store.begin_undo(&undoing, 5).unwrap();
    let chunk = UndoChunk {
        records: 100,
        now: 5,
        lease_until: 10,
    };
    while !store.undo_some(&undoing, &chunk).unwrap().is_done {}
    let undone = |expected: usize| {
        let page = Page {
            after: None,
            size: 100,
        };
        let listed = store.list_undone(undo.id, None, &page).unwrap();
        assert_eq!(listed.entries.len(), expected);
    };
    undone(2);
    remove(store, 5_000);
    assert_eq!(left(store, &import), ALL, "the undo is at work");

    // It stopped, went on, and is over later than the import.
    set(store, undo.id, JobStatus::Failed, 1_000);
    set(store, undo.id, JobStatus::Running, 1_500);
    remove(store, 5_000);
    assert_eq!(left(store, &import), ALL, "the undo goes on");
    set(store, undo.id, JobStatus::Completed, 2_000);
    remove(store, 1_999);
    assert_eq!(left(store, &import), ALL);
    undone(2);
    remove(store, 2_000);
    assert_eq!(left(store, &import), NOTHING);
    undone(0);
    for job in [import.id, undo.id] {
        assert!(found(store, job).rows_removed);
    }
}

fn the_rows_of_a_file_stay_as_long_as_a_job_needs_them(store: &dyn Store) {
    let first = import(store, 1);
    let second = another(store, 2_000, &first, first.upload);
    set(store, first.id, JobStatus::Completed, 1_000);
    remove(store, 3_000);
    assert_eq!(left(store, &first), [2, 0, 0, 0]);
    assert!(found(store, first.id).rows_removed);
    assert!(store.find_upload(first.upload).unwrap().is_some());
    assert!(!found(store, second.id).rows_removed);

    set(store, second.id, JobStatus::Cancelled, 2_000);
    remove(store, 3_000);
    assert_eq!(left(store, &second), NOTHING);
    assert!(store.find_upload(first.upload).unwrap().is_none());
    let of_nothing = NewJob {
        id: id(3_000),
        upload: first.upload,
        profile: first.profile,
        settings: first.settings,
        division: first.division,
        created_by: id(4_000),
        created: 5,
        is_staged: true,
    };
    store.create_job(&of_nothing).unwrap_err();
}

fn nothing_goes_of_a_job_that_is_not_over(store: &dyn Store) {
    // Running, waiting for its user, and one that was retried.
    let running = import(store, 1);
    let validated = import(store, 2);
    let step = JobChange {
        step: Some(import_core::api::ExecutionStep::Validated),
        ..JobChange::default()
    };
    store
        .change_job(validated.id, 0, &mut |_| Some(step.clone()))
        .unwrap();
    let retried = import(store, 3);
    set(store, retried.id, JobStatus::Failed, 10);
    set(store, retried.id, JobStatus::Running, 20);
    remove(store, i64::MAX);
    for job in [running, validated, retried] {
        assert_eq!(left(store, &job), ALL);
        assert!(!found(store, job.id).rows_removed);
    }
}
