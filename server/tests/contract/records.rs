//! Sources, profiles, sessions and uploads.

use super::passes::{close, job, new_upload};
use import_core::api::{ExternalSource, FileValidation};
use server::store::{BatchSummary, Grant, NewUpload, NewUser, Staged, Store, StoreError};
use uuid::Uuid;

on_every_store!(
    what_is_not_there_is_none,
    names_are_taken_without_case,
    sessions_end,
    the_setup_token_works_once_and_only_for_the_first,
    a_batch_is_kept_until_the_upload_is_complete,
    an_old_upload_goes_unless_a_job_is_of_it,
);

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn source(name: &str) -> ExternalSource {
    ExternalSource {
        id: None,
        name: name.to_owned(),
        active: true,
        link_configuration: None,
        self_uri: None,
    }
}

fn what_is_not_there_is_none(store: &dyn Store) {
    assert!(!store.has_users().unwrap());
    assert!(store.find_source(id(1)).unwrap().is_none());
    assert!(store.find_settings(id(1)).unwrap().is_none());
    assert!(store.find_csv_settings(id(1)).unwrap().is_none());
    assert!(store.find_upload(id(1)).unwrap().is_none());
    assert!(store.find_job(id(1)).unwrap().is_none());
    assert!(store.find_contact(id(1)).unwrap().is_none());
    assert!(store.find_organization(id(1)).unwrap().is_none());
    assert!(store.find_session(&[0; 32], 0).unwrap().is_none());
    assert!(store.read_batch(id(1), 0).unwrap().is_none());
    assert!(store.claim_job(id(1), 0, 1).unwrap().is_none());
}

fn names_are_taken_without_case(store: &dyn Store) {
    store.create_source(id(1), &source("Crm")).unwrap();
    let error = store.create_source(id(2), &source(" CRM")).unwrap_err();
    assert!(matches!(error, StoreError::NameTaken));
    let user = |number, name: &str| NewUser {
        id: id(number),
        name: name.to_owned(),
        password: "hash".to_owned(),
        created: 0,
        grants: vec![Grant::of_administrator()],
    };
    store.create_user(&user(3, "Ada")).unwrap();
    let error = store.create_user(&user(4, "ADA")).unwrap_err();
    assert!(matches!(error, StoreError::NameTaken));
    let (found, hash) = store.find_password("ada").unwrap().unwrap();
    assert_eq!(
        (found.id, found.name.as_str(), hash.as_str()),
        (id(3), "Ada", "hash")
    );
}

fn sessions_end(store: &dyn Store) {
    let user = NewUser {
        id: id(1),
        name: "Ada".to_owned(),
        password: "hash".to_owned(),
        created: 0,
        grants: vec![Grant::of_administrator()],
    };
    store.create_user(&user).unwrap();
    store.open_session(&[1; 32], user.id, 0, 100).unwrap();
    assert_eq!(store.find_session(&[1; 32], 99).unwrap().unwrap().1, 100);
    assert!(store.find_session(&[1; 32], 100).unwrap().is_none());
    store.extend_session(&[1; 32], 200).unwrap();
    assert!(store.find_session(&[1; 32], 150).unwrap().is_some());
    store.close_session(&[1; 32]).unwrap();
    assert!(store.find_session(&[1; 32], 0).unwrap().is_none());
}

fn the_setup_token_works_once_and_only_for_the_first(store: &dyn Store) {
    let user = |number| NewUser {
        id: id(number),
        name: format!("user {number}"),
        password: "hash".to_owned(),
        created: 0,
        grants: vec![Grant::of_administrator()],
    };
    store.set_setup_token(&[1; 32]).unwrap();
    store.set_setup_token(&[2; 32]).unwrap();
    assert!(!store.create_first_user(&[1; 32], &user(1)).unwrap());
    assert!(store.create_first_user(&[2; 32], &user(2)).unwrap());
    assert!(!store.create_first_user(&[2; 32], &user(3)).unwrap());
    store.set_setup_token(&[4; 32]).unwrap();
    assert!(!store.create_first_user(&[4; 32], &user(4)).unwrap());
}

fn a_batch_is_kept_until_the_upload_is_complete(store: &dyn Store) {
    let summary = |number| BatchSummary {
        number,
        rows: 1,
        first_row: number + 2,
        last_row: number + 2,
        headers: vec!["a".to_owned()],
        validation: FileValidation::default(),
    };
    let upload = id(1);
    let stage = |number, bytes: &[u8]| {
        store
            .stage_batch(upload, &summary(number), bytes, u64::MAX)
            .unwrap()
    };
    assert_eq!(stage(0, b"x"), Staged::NoUpload);
    let new = NewUpload {
        file_name: Some("a.csv".to_owned()),
        ..new_upload(upload)
    };
    store.create_upload(&new).unwrap();
    let found = store.find_ticket(&new.ticket, new.created).unwrap();
    assert_eq!(found, Some((upload, new.author)));
    assert_eq!(
        store.find_ticket(&new.ticket, new.created + 1).unwrap(),
        None
    );
    assert_eq!(store.find_ticket(&[9; 32], 0).unwrap(), None);
    assert_eq!(stage(1, b"one"), Staged::Kept);
    assert_eq!(stage(0, b"zero"), Staged::Kept);
    assert_eq!(stage(1, b"other"), Staged::Kept);
    assert_eq!(store.read_batch(upload, 1).unwrap().unwrap(), b"other");
    assert_eq!(
        store.list_batches(upload).unwrap(),
        [summary(0), summary(1)]
    );

    let mut record = store.find_upload(upload).unwrap().unwrap();
    assert!(!record.complete);
    // What closes it sees all of it, and may leave it open.
    let mut seen = Vec::new();
    let left = store.complete_upload(upload, &mut |_, batches| {
        seen = batches;
        None
    });
    assert_eq!(left.unwrap(), Some(record.clone()));
    assert_eq!(seen, [summary(0), summary(1)]);
    assert_eq!(
        store.complete_upload(id(2), &mut |_, _| None).unwrap(),
        None
    );
    record.complete = true;
    record.rows = 2;
    record.batches = 2;
    record.headers = vec!["a".to_owned()];
    let closed = close(store, &record);
    assert_eq!(closed, Some(record.clone()));
    assert_eq!(store.find_upload(upload).unwrap().unwrap(), record);
    assert_eq!(stage(1, b"other"), Staged::Repeated);
    assert_eq!(stage(1, b"again"), Staged::Refused);
    assert_eq!(stage(7, b"new"), Staged::Refused);
    store.clear_batches(upload).unwrap();
    assert!(
        store.read_batch(upload, 0).unwrap().is_some(),
        "complete is complete"
    );
    let mut reopen = |_, _| unreachable!("it is complete");
    assert_eq!(
        store.complete_upload(upload, &mut reopen).unwrap(),
        Some(record)
    );
}

fn an_old_upload_goes_unless_a_job_is_of_it(store: &dyn Store) {
    let job = job(store, 1);
    let (old, new) = (id(2), id(3));
    store.create_upload(&new_upload(old)).unwrap();
    let latter = NewUpload {
        created: 5,
        ..new_upload(new)
    };
    store.create_upload(&latter).unwrap();
    assert_eq!(store.remove_uploads(5).unwrap(), 1);
    assert!(store.find_upload(old).unwrap().is_none());
    for kept in [new, job.upload] {
        assert!(store.find_upload(kept).unwrap().is_some());
    }
}
