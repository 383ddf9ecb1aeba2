//! Names are found however they are spelled: on every store alike, and in a file of before that was so.

use import_core::record::{Contact, StoredContact};
use rusqlite::{Connection, params};
use server::store::sqlite::SqliteStore;
use server::store::{PassKind, Search, Store};
use tempfile::TempDir;
use uuid::Uuid;

use super::passes::{batch, checkpoint, contact, created, id, job, keys};

on_every_store!(a_name_is_found_by_every_spelling_of_its_words);

/// Each name, and what finds it alone.
const SPELLINGS: [(&str, &[&str]); 6] = [
    (
        "Αθήνα Μέλας",
        &["Αθηνα", "αθήνα", "ΑΘΗΝΑ", "ΑΘΉΝΑ", "μελασ"],
    ),
    ("ABC Trading", &["ＡＢＣ", "ａｂｃ", "abc"]),
    ("ＸＹＺ　２４７", &["xyz", "XYZ", "ｘｙｚ", "247"]),
    ("Zoë Ångström", &["zoe", "ANGSTROM", "Zoë"]),
    ("İzmir", &["izmir", "İZMIR"]),
    ("王ﾀﾛｳ", &["王", "ﾛｳ"]),
];

/// Contacts of these names, in their order.
fn import(store: &dyn Store) {
    let changes = (10..).zip(SPELLINGS).map(|(number, (name, _))| {
        let contact = StoredContact {
            contact: Contact {
                last_name: Some(name.to_owned()),
                ..Contact::default()
            },
            ..contact(number, "")
        };
        created(&contact)
    });
    let job = job(store, 1);
    let mut pass = store.begin_pass(&job, PassKind::Import, 0).unwrap();
    pass.look_up(&keys(&[])).unwrap();
    pass.write(&batch(0, changes.collect())).unwrap();
    pass.commit(&checkpoint(1)).unwrap();
}

fn find(store: &dyn Store, text: &str) -> Vec<Uuid> {
    let search = Search {
        text: text.to_owned(),
        limit: 100,
        ..Search::default()
    };
    let found = store.search_contacts(&search).unwrap().entries;
    found.into_iter().map(|found| found.stored.id).collect()
}

#[track_caller]
fn check(store: &dyn Store) {
    for (number, (name, texts)) in (10..).zip(SPELLINGS) {
        for text in texts.iter().chain([&name]) {
            assert_eq!(find(store, text), [id(number)], "{text}");
        }
    }
}

fn a_name_is_found_by_every_spelling_of_its_words(store: &dyn Store) {
    import(store);
    check(store);
}

#[test]
fn names_of_an_older_file_are_found_by_every_spelling() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("store.db");
    import(&SqliteStore::open(&path).unwrap());

    let file = Connection::open(&path).unwrap();
    file.execute_batch("INSERT INTO contact_name (contact_name) VALUES ('delete-all')")
        .unwrap();
    for (number, (name, _)) in (1..).zip(SPELLINGS) {
        let sql = "INSERT INTO contact_name (rowid, name) VALUES (?1, ?2)";
        file.execute(sql, params![number, name]).unwrap();
    }
    file.pragma_update(None, "user_version", 0).unwrap();
    drop(file);

    let applied = SqliteStore::migrate(&path).unwrap();
    assert_eq!(applied, ["the indexes of names"]);
    check(&SqliteStore::open(&path).unwrap());
    assert!(SqliteStore::migrate(&path).unwrap().is_empty());
}
