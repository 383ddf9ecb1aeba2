//! Who makes an export, and what is kept of it.

use import_core::api::{ExportStatus, RecordKind};
use server::store::{
    ExportFilter, ExportPlan, ExportProgress, NewExport, Page, Scope, Store, StoreError,
};
use uuid::Uuid;

use super::passes::id;

on_every_store!(
    exports_are_listed_by_kind_and_division,
    an_export_is_made_by_one_at_a_time,
    a_piece_is_kept_with_the_progress_or_not_at_all,
    old_exports_go_with_their_pieces,
);

fn add(store: &dyn Store, number: u128, divisions: &[&str]) -> Uuid {
    let export = NewExport {
        id: id(number),
        kind: RecordKind::Contact,
        plan: ExportPlan {
            divisions: divisions.iter().map(|&id| id.to_owned()).collect(),
            ..ExportPlan::default()
        },
        created_by: id(77),
        created: i64::try_from(number).unwrap(),
    };
    store.create_export(&export).unwrap();
    export.id
}

fn running(records: u64, pieces: u64) -> ExportProgress {
    ExportProgress {
        status: ExportStatus::Running,
        completed: None,
        records,
        pieces,
        position: None,
    }
}

fn exports_are_listed_by_kind_and_division(store: &dyn Store) {
    let here = add(store, 1, &["*"]);
    let both = add(store, 2, &["*", "north"]);
    let check = |kind, visible: Scope, divisions: &[&str], expected: &[Uuid]| {
        let filter = ExportFilter {
            kind,
            visible,
            divisions: divisions.iter().map(|&id| id.to_owned()).collect(),
        };
        let page = Page {
            after: None,
            size: 10,
        };
        let found = store.list_exports(&filter, &page).unwrap().entries;
        let found: Vec<Uuid> = found.iter().map(|export| export.id).collect();
        assert_eq!(found, expected, "{filter:?}");
    };
    let contacts = RecordKind::Contact;
    check(contacts, Scope::Everywhere, &[], &[both, here]);
    check(contacts, Scope::Everywhere, &["north"], &[both]);
    check(contacts, Scope::of("*"), &[], &[here]);
    check(contacts, Scope::of("north"), &[], &[]);
    check(contacts, Scope::NOWHERE, &[], &[]);
    check(RecordKind::Organization, Scope::Everywhere, &[], &[]);
}

fn an_export_is_made_by_one_at_a_time(store: &dyn Store) {
    let export = add(store, 1, &["*"]);
    let (slow, quick) = (id(7_001), id(7_002));
    let held = store.claim_export(slow, 0, 10).unwrap().unwrap();
    assert_eq!((held.id, held.held_by), (export, Some(slow)));
    assert!(store.claim_export(quick, 9, 20).unwrap().is_none());
    store
        .advance_export(&held, None, &running(0, 0), 15)
        .unwrap();
    assert!(store.claim_export(quick, 14, 20).unwrap().is_none());
    let taken = store.claim_export(quick, 15, 30).unwrap().unwrap();
    assert_eq!(taken.progress, running(0, 0));
    let lost = store.advance_export(&held, Some(b"x"), &running(1, 1), 40);
    assert!(matches!(lost, Err(StoreError::NotHeld)));
    assert_eq!(store.read_export_piece(export, 0).unwrap(), None);

    let done = ExportProgress {
        status: ExportStatus::Succeeded,
        completed: Some(16),
        records: 1,
        pieces: 1,
        position: None,
    };
    store.advance_export(&taken, Some(b"x"), &done, 40).unwrap();
    let found = store.find_export(export).unwrap().unwrap();
    assert_eq!(found.progress, done);
    assert!(store.claim_export(slow, 100, 200).unwrap().is_none());
    let late = store.advance_export(&taken, Some(b"y"), &running(2, 2), 50);
    assert!(matches!(late, Err(StoreError::NotHeld)), "it is complete");
}

fn a_piece_is_kept_with_the_progress_or_not_at_all(store: &dyn Store) {
    let export = add(store, 1, &["*"]);
    let held = store.claim_export(id(7_001), 0, 10).unwrap().unwrap();
    store
        .advance_export(&held, Some(b"one"), &running(2, 1), 10)
        .unwrap();
    // The same piece once more, by someone who does not know that it is there.
    assert!(
        store
            .advance_export(&held, Some(b"again"), &running(9, 9), 10)
            .is_err()
    );
    let found = store.find_export(export).unwrap().unwrap();
    assert_eq!(found.progress, running(2, 1));
    let piece = store.read_export_piece(export, 0).unwrap();
    assert_eq!(piece.as_deref(), Some(b"one".as_slice()));
    assert_eq!(store.read_export_piece(export, 1).unwrap(), None);
}

fn old_exports_go_with_their_pieces(store: &dyn Store) {
    let (old, new) = (add(store, 1, &["*"]), add(store, 2, &["*"]));
    let held = store.claim_export(id(7_001), 0, 10).unwrap().unwrap();
    store
        .advance_export(&held, Some(b"one"), &running(1, 1), 10)
        .unwrap();
    assert_eq!(store.remove_exports(2).unwrap(), 1);
    assert!(store.find_export(old).unwrap().is_none());
    assert_eq!(store.read_export_piece(old, 0).unwrap(), None);
    assert!(store.find_export(new).unwrap().is_some());
    let next = store.claim_export(id(7_001), 0, 10).unwrap().unwrap();
    assert_eq!(next.id, new);
}
