//! What a pass sees and leaves.

use import_core::api::{JobStatus, Phase};
use std::sync::Arc;

use import_core::engine::{ContactChange, Keys, Plan};
use import_core::outcome::{Counts, Outcome, RowOutcome};
use import_core::problem::{Code, Problem};
use import_core::record::{Contact, Identifier, IdentifierKind, StoredContact};
use import_core::settings::{Layout, Settings};
use server::store::{
    BatchOutcome, Checkpoint, JobChange, JobRecord, NewJob, NewUpload, Page, PassKind,
    ProblemFilter, RowFilter, Search, Store, UploadRecord, provisional,
};
use uuid::Uuid;

on_every_store!(
    an_import_sees_its_own_batches_and_keeps_only_what_is_committed,
    an_import_goes_on_with_the_numbers_of_the_last_commit,
    changed_contacts_are_found_by_their_new_keys_alone,
    a_dry_run_sees_its_own_changes_and_leaves_nothing_but_its_report,
    a_change_sees_the_job_and_may_leave_it_alone,
);

pub(super) fn id(number: u128) -> Uuid {
    // Version and variant of real ids.
    Uuid::from_u128(number | 0x7 << 76 | 0x2 << 62)
}

/// An upload with a ticket of its own.
pub(super) fn new_upload(upload: Uuid) -> NewUpload {
    let mut ticket = [0; 32];
    ticket[..16].copy_from_slice(upload.as_bytes());
    NewUpload {
        id: upload,
        file_name: None,
        file_size: 0,
        author: id(500),
        ticket,
        created: 0,
    }
}

/// Closes an upload with this record; answers what it is then.
pub(super) fn close(store: &dyn Store, record: &UploadRecord) -> Option<UploadRecord> {
    let mut close = |_, _| Some(record.clone());
    store.complete_upload(record.id, &mut close).unwrap()
}

pub(super) fn job(store: &dyn Store, number: u128) -> JobRecord {
    job_in(store, number, "*")
}

pub(super) fn job_in(store: &dyn Store, number: u128, division: &str) -> JobRecord {
    let upload = id(number + 1_000);
    store.create_upload(&new_upload(upload)).unwrap();
    let record = UploadRecord {
        complete: true,
        rows: 10,
        batches: 2,
        ..store.find_upload(upload).unwrap().unwrap()
    };
    close(store, &record);
    let new = NewJob {
        id: id(number),
        upload,
        profile: id(2_000),
        settings: Settings {
            source: id(3_000),
            layout: Layout::Mapped,
            criteria: Vec::new(),
            merge: true,
            default_region: "US".to_owned(),
            columns: Vec::new(),
            custom: Vec::new(),
        },
        division: division.to_owned(),
        created_by: id(4_000),
        created: 5,
        is_staged: true,
    };
    store.create_job(&new).unwrap();
    store.find_job(new.id).unwrap().unwrap()
}

pub(super) fn contact(number: u128, mail: &str) -> StoredContact {
    StoredContact {
        id: id(number),
        contact: Contact {
            first_name: Some("Ann".to_owned()),
            work_email: Some(mail.to_owned()),
            ..Contact::default()
        },
        organization: None,
        created: 1,
        modified: 1,
        version: 1,
        merge_set: Vec::new(),
    }
}

pub(super) fn keys(mails: &[&str]) -> Keys {
    Keys {
        contacts: mails
            .iter()
            .map(|mail| Identifier::new(IdentifierKind::Email, *mail))
            .collect(),
        organizations: Vec::new(),
    }
}

pub(super) fn batch(number: u64, contacts: Vec<ContactChange>) -> BatchOutcome {
    let mut problem = Problem::of_cell(Code::EmailInvalid, number * 10 + 3, "Work Email", "x@");
    problem = problem.with("b", 2);
    let row = |row, outcome, contact, problems| RowOutcome {
        row,
        outcome,
        contact,
        organization: None,
        problems,
    };
    let contact = contacts.first().map(|change| change.after.id);
    BatchOutcome {
        number,
        plan: Plan {
            contacts,
            rows: vec![
                row(number * 10 + 2, Outcome::Created, contact, Vec::new()),
                row(number * 10 + 3, Outcome::Rejected, None, vec![problem]),
            ],
            ..Plan::default()
        },
    }
}

pub(super) fn created(after: &StoredContact) -> ContactChange {
    ContactChange::new(None, after, None)
}

fn changed(
    before: &StoredContact,
    after: &StoredContact,
    merged_to: Option<Uuid>,
) -> ContactChange {
    ContactChange::new(Some(Arc::new(before.clone())), after, merged_to)
}

pub(super) fn checkpoint(next_batch: u64) -> Checkpoint {
    let mut counts = Counts::default();
    counts.rows.created = next_batch;
    Checkpoint {
        next_batch,
        counts,
        now: 100,
        lease_until: 200,
    }
}

fn found(store: &dyn Store, text: &str) -> Vec<Uuid> {
    let search = Search {
        text: text.to_owned(),
        limit: 100,
        ..Search::default()
    };
    let found = store.search_contacts(&search).unwrap().entries;
    found.into_iter().map(|record| record.stored.id).collect()
}

fn an_import_sees_its_own_batches_and_keeps_only_what_is_committed(store: &dyn Store) {
    let job = job(store, 1);
    let mut pass = store.begin_pass(&job, PassKind::Import, 0).unwrap();
    assert!(
        pass.look_up(&keys(&["a@x.org"]))
            .unwrap()
            .contacts
            .is_empty()
    );
    let ann = contact(10, "a@x.org");
    pass.write(&batch(0, vec![created(&ann)])).unwrap();
    let known = pass.look_up(&keys(&["a@x.org", "b@x.org"])).unwrap();
    assert_eq!(known.contacts, [Arc::new(ann.clone())]);
    assert!(!pass.commit(&checkpoint(1)).unwrap());
    pass.look_up(&keys(&["b@x.org"])).unwrap();
    pass.write(&batch(1, vec![created(&contact(11, "b@x.org"))]))
        .unwrap();
    drop(pass);

    assert_eq!(found(store, ""), [ann.id]);
    assert_eq!(found(store, "ann"), [ann.id]);
    let after = store.find_job(job.id).unwrap().unwrap();
    assert_eq!(after.next_batch, 1);
    assert_eq!(after.import.rows.created, 1);
    let page = Page {
        after: None,
        size: 10,
    };
    let rows = store
        .list_rows(job.id, Phase::Import, RowFilter::default(), &page)
        .unwrap();
    assert_eq!(rows.entries.len(), 2);
    assert_eq!(rows.entries[0].contact, Some(ann.id));
    let problems = store
        .list_problems(job.id, Phase::Import, &ProblemFilter::default(), &page)
        .unwrap();
    assert_eq!(problems.entries.len(), 1);
    assert_eq!(problems.entries[0].outcome, Outcome::Rejected);
    assert_eq!(problems.entries[0].problem.args["b"], "2");
    assert_eq!(
        store.count_problems(job.id, Phase::Import).unwrap()[0].count,
        1
    );
}

fn an_import_goes_on_with_the_numbers_of_the_last_commit(store: &dyn Store) {
    let first = job(store, 1);
    for number in 0..2 {
        let job = store.find_job(first.id).unwrap().unwrap();
        let mut pass = store.begin_pass(&job, PassKind::Import, 0).unwrap();
        pass.look_up(&keys(&[])).unwrap();
        let mail = format!("{number}@x.org");
        let change = created(&contact(10 + u128::from(number), &mail));
        pass.write(&batch(number, vec![change])).unwrap();
        pass.commit(&checkpoint(number + 1)).unwrap();
    }
    assert_eq!(found(store, "").len(), 2);
    assert_eq!(
        store.count_problems(first.id, Phase::Import).unwrap()[0].count,
        2
    );
}

fn changed_contacts_are_found_by_their_new_keys_alone(store: &dyn Store) {
    let job = job(store, 1);
    let mut pass = store.begin_pass(&job, PassKind::Import, 0).unwrap();
    let (ann, bea) = (contact(10, "a@x.org"), contact(11, "b@x.org"));
    pass.look_up(&keys(&[])).unwrap();
    pass.write(&batch(0, vec![created(&ann), created(&bea)]))
        .unwrap();
    pass.commit(&checkpoint(1)).unwrap();

    pass.look_up(&keys(&["a@x.org", "b@x.org"])).unwrap();
    let mut one = ann.clone();
    one.contact.first_name = Some("Anna".to_owned());
    one.contact.personal_email = Some("b@x.org".to_owned());
    one.version = 2;
    one.merge_set = vec![bea.id];
    let changes = vec![changed(&ann, &one, None), changed(&bea, &bea, Some(ann.id))];
    pass.write(&batch(1, changes)).unwrap();
    let known = pass.look_up(&keys(&["b@x.org"])).unwrap();
    assert_eq!(known.contacts, [Arc::new(one)]);
    pass.commit(&checkpoint(2)).unwrap();
    drop(pass);

    assert_eq!(found(store, "b@x.org"), [ann.id]);
    assert_eq!(found(store, "anna"), [ann.id]);
    assert_eq!(found(store, ""), [ann.id]);
    let gone = store.find_contact(bea.id).unwrap().unwrap();
    assert_eq!(gone.merged_to, Some(ann.id));
    assert_eq!(gone.stored, bea);
}

fn a_dry_run_sees_its_own_changes_and_leaves_nothing_but_its_report(store: &dyn Store) {
    let real = job(store, 1);
    let mut pass = store.begin_pass(&real, PassKind::Import, 0).unwrap();
    let ann = contact(10, "a@x.org");
    pass.look_up(&keys(&[])).unwrap();
    pass.write(&batch(0, vec![created(&ann)])).unwrap();
    pass.commit(&checkpoint(1)).unwrap();
    drop(pass);

    let dry = job(store, 2);
    for _ in 0..2 {
        let mut pass = store.begin_pass(&dry, PassKind::DryRun, 0).unwrap();
        let known = pass.look_up(&keys(&["a@x.org", "new@x.org"])).unwrap();
        assert_eq!(known.contacts, [Arc::new(ann.clone())]);
        let mut moved = ann.clone();
        moved.contact.work_email = Some("c@x.org".to_owned());
        let mut new = contact(20, "new@x.org");
        new.id = provisional(new.id);
        let changes = vec![created(&new), changed(&ann, &moved, None)];
        pass.write(&batch(0, changes)).unwrap();
        pass.commit(&checkpoint(1)).unwrap();
        let known = pass.look_up(&keys(&["a@x.org"])).unwrap();
        assert!(known.contacts.is_empty(), "the key was given up");
        let mut known = pass
            .look_up(&keys(&["c@x.org", "new@x.org"]))
            .unwrap()
            .contacts;
        known.sort_by_key(|contact| contact.id);
        assert_eq!(known, [Arc::new(moved.clone()), Arc::new(new.clone())]);

        // Again, and away: the survivor takes the other's key.
        let mut both = moved.clone();
        both.contact.personal_email = Some("new@x.org".to_owned());
        let changes = vec![
            changed(&moved, &both, None),
            changed(&new, &new, Some(ann.id)),
        ];
        pass.write(&batch(1, changes)).unwrap();
        let known = pass.look_up(&keys(&["new@x.org"])).unwrap();
        assert_eq!(known.contacts, [Arc::new(both)]);
        pass.commit(&checkpoint(2)).unwrap();
    }
    assert_eq!(found(store, "a@x.org"), [ann.id]);
    assert_eq!(found(store, "").len(), 1);
    let page = Page {
        after: None,
        size: 10,
    };
    let rows = store
        .list_rows(dry.id, Phase::Validation, RowFilter::default(), &page)
        .unwrap();
    assert_eq!(
        rows.entries.len(),
        4,
        "a dry run that begins anew drops what was found before"
    );
    assert_eq!(rows.entries[0].contact, None);
    assert_eq!(
        store.count_problems(dry.id, Phase::Validation).unwrap()[0].count,
        2
    );
}

fn a_change_sees_the_job_and_may_leave_it_alone(store: &dyn Store) {
    let job = job(store, 1);
    let left = store.change_job(job.id, 0, &mut |_| None).unwrap().unwrap();
    assert_eq!(left, job);
    let change = JobChange {
        status: Some(JobStatus::Failed),
        details: Some(Some("why".to_owned())),
        cancel_requested: Some(true),
        ..JobChange::default()
    };
    let changed = store
        .change_job(job.id, 0, &mut |_| Some(change.clone()))
        .unwrap()
        .unwrap();
    assert_eq!(changed.status, JobStatus::Failed);
    assert_eq!(store.find_job(job.id).unwrap().unwrap(), changed);
    assert!(
        store
            .change_job(id(99), 0, &mut |_| None)
            .unwrap()
            .is_none()
    );
}
