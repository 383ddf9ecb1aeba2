//! A terminal that is closed.

use std::process::Command;

use super::client::Client;
use super::process::Muster;
use super::storage::Storage;
use crate::support::Database;

#[test]
fn a_hangup_does_not_end_the_server() {
    let storage = Storage::new(Database::Sqlite);
    let muster = Muster::start(&storage);
    let pid = muster.pid();
    let hang_up = format!("kill -HUP {pid}");
    let told = Command::new("sh").args(["-c", &hang_up]).status().unwrap();
    assert!(told.success());
    // It is there for several requests, among them the slow one that signs in.
    let client = Client::new(&muster);
    drop(client);
    assert!(muster.is_running());
}
