//! A disk that is full in the middle of an import.

use std::fs;

use super::client::Client;
use super::process::Muster;
use super::storage::Storage;
use super::{scenario, snapshot};
use crate::support::Database;

#[test]
fn an_import_on_a_full_disk_fails_in_plain_words_and_goes_on_when_there_is_room() {
    let storage = Storage::new(Database::Sqlite);
    let muster = Muster::start(&storage);
    let client = Client::new(&muster);
    let mapping = scenario::profile(&client);
    let job = scenario::stage(&client, &mapping, 0);
    assert_eq!(scenario::wait(&client, &job)["executionStep"], "Validated");

    // Room for what is there and a little more, in the database as in its log.
    let size = |name: &str| fs::metadata(storage.folder().join(name)).map_or(0, |file| file.len());
    let room = size("muster.db").max(size("muster.db-wal")) + (64 << 10);
    client.restart_with(Some(room));
    scenario::command(&client, &job, "Continue");
    let failed = scenario::wait(&client, &job);
    assert_eq!(failed["status"], "Failed", "{failed}");
    let details = failed["statusDetails"].as_str().unwrap();
    assert!(
        details.contains("the disk of the database is full"),
        "{details}"
    );
    assert!(details.contains("`Retry` goes on from there"), "{details}");

    client.restart_with(None);
    scenario::command(&client, &job, "Retry");
    let done = scenario::wait(&client, &job);
    assert_eq!(done["status"], "Completed", "{done}");
    assert_eq!(done["import"], done["validation"]);
    drop(client);
    drop(muster);
    let contacts = snapshot::read(&storage)["contacts"].len();
    assert!(contacts > 1_000, "{contacts}");
}
