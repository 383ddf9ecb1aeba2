//! The commands that manage users and API clients.

use std::process::{Command, Output};

use serde_json::Value;
use server::auth::Token;
use server::store::sqlite::SqliteStore;
use server::store::{Clients as _, Roles as _, Users as _};
use tempfile::TempDir;

fn muster(folder: &TempDir, arguments: &[&str]) -> Output {
    let database = format!("sqlite:{}", folder.path().join("muster.db").display());
    Command::new(env!("CARGO_BIN_EXE_muster"))
        .args(arguments)
        .args(["--database", &database])
        .env("MUSTER_PASSWORD", "correct horse")
        .output()
        .unwrap()
}

fn store(folder: &TempDir) -> SqliteStore {
    SqliteStore::open(&folder.path().join("muster.db")).unwrap()
}

#[test]
fn an_api_client_is_made_and_its_secret_printed_once() {
    let folder = tempfile::tempdir().unwrap();
    let made = muster(
        &folder,
        &[
            "client",
            "create",
            "--name",
            "Robot",
            "--role",
            "external contacts admin",
            "--division",
            "unassigned",
        ],
    );
    assert!(made.status.success(), "{made:?}");
    let printed: Value = serde_json::from_slice(&made.stdout).unwrap();
    let id = printed["clientId"].as_str().unwrap().parse().unwrap();
    let secret = printed["clientSecret"].as_str().unwrap();

    let store = store(&folder);
    let hash = Token::received(secret).hash();
    let client = store.find_client_by_secret(id, &hash).unwrap().unwrap();
    assert_eq!(client.name, "Robot");
    let grants = store.list_grants(id).unwrap();
    assert_eq!(grants.len(), 1);
    assert!(grants[0].role.built_in);
    assert_eq!(grants[0].division.as_ref().unwrap().0, "*");
}

#[test]
fn an_unknown_role_or_division_makes_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let check = |arguments: &[&str], words: &str| {
        let refused = muster(&folder, arguments);
        assert!(!refused.status.success());
        let text = String::from_utf8(refused.stderr).unwrap();
        assert!(text.contains(words), "{text}");
    };
    let client = ["client", "create", "--name", "Robot", "--role"];
    check(
        &[&client[..], &["Nobody"]].concat(),
        "no role named `Nobody`",
    );
    check(
        &[
            &client[..],
            &["External Contacts Admin", "--division", "North"],
        ]
        .concat(),
        "no division `North`",
    );
    let user = ["user", "create", "--name", "ada", "--role", "Nobody"];
    check(&user, "no role named `Nobody`");
    assert!(store(&folder).list_clients().unwrap().is_empty());
    assert!(!store(&folder).has_users().unwrap());
}
