//! Undoing imports.

use import_core::record::SECOND;
use serde_json::{Value, json};

use super::undo_laws::directory;
use crate::support::{API, Database, Profile, Rows, TestServer};

on_every_store!(
    created_records_are_removed,
    updated_records_get_their_former_values_back,
    merged_contacts_are_separated_again,
    what_was_changed_since_is_kept_and_listed,
    a_group_of_merged_contacts_is_kept_as_a_whole,
    an_external_id_that_another_has_by_now_is_not_given_back,
    imports_are_undone_one_after_the_other,
    undo_is_refused_in_plain_words,
    what_a_cancelled_import_did_is_undone,
    a_cancelled_undo_goes_on_and_the_import_does_not,
    what_an_undo_kept_is_undone_once_nothing_is_in_its_way,
    a_contact_that_its_survivor_does_not_know_is_kept_and_the_undo_ends,
);

const COLUMNS: &[&str] = &[
    "External ID",
    "First Name",
    "Title",
    "Work Email",
    "Cell Phone",
    "External Organization External ID",
    "External Organization Name",
];

async fn start(database: Database) -> (TestServer, Profile) {
    let server = TestServer::start_on(database);
    let profile = server.profile(json!({}), COLUMNS).await;
    (server, profile)
}

/// `(kind, name, action, reason)` of each record of an undo.
async fn undone(server: &TestServer, undo: &Value, query: &str) -> Vec<[String; 4]> {
    let id = undo["id"].as_str().unwrap();
    let path = format!("{API}/import/jobs/{id}/undo?{query}");
    let listed = server.get(&path).await.expect(200).json();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let entities = listed["entities"].as_array().unwrap().iter();
    entities
        .map(|one| ["kind", "name", "action", "reason"].map(|name| text(&one[name])))
        .collect()
}

async fn created_records_are_removed(database: Database) {
    let (server, profile) = start(database).await;
    let before = directory(&server);
    let csv = "First Name,Work Email,External Organization External ID,External Organization Name\n\
               Ann,ann@x.org,o1,Acme\nBob,bob@x.org,o1,Acme\n";
    let import = server.import(csv, &profile).await;
    let undo = server.undo(&import).await;
    assert_eq!(
        undo["undo"],
        json!({"removed": 3, "restored": 0, "separated": 0, "kept": 0})
    );
    assert_eq!(undo["undoes"]["id"], import["id"]);
    assert_eq!(undo["progress"]["rowsDone"], 3);
    assert_eq!(undo["progress"]["rowsTotal"], 3);
    let import = server.job(import["id"].as_str().unwrap()).await;
    assert_eq!(import["undoneBy"]["id"], undo["id"]);
    assert!(server.search("").await.is_empty());
    assert!(server.search("ann").await.is_empty());
    assert_eq!(directory(&server), before);
    let first = undone(&server, &undo, "pageSize=2").await;
    assert_eq!(first[0], ["contact", "Ann", "removed", ""]);
    let kept = undone(&server, &undo, "action=kept").await;
    assert!(kept.is_empty());
}

async fn updated_records_get_their_former_values_back(database: Database) {
    let (server, profile) = start(database).await;
    let csv = "External ID,First Name,Work Email,External Organization External ID,External Organization Name\n\
               1,Ann,ann@x.org,o1,Acme\n";
    server.import(csv, &profile).await;
    let before = directory(&server);
    let contact = TestServer::only(server.search("ann").await);
    server.pass(SECOND);
    let csv = "External ID,First Name,Title,Work Email,External Organization External ID,External Organization Name\n\
               1,Bea,CTO,bea@x.org,o1,Apex\n1,Bea,CEO,bea@x.org,o1,Apex\n";
    let import = server.import(csv, &profile).await;
    assert!(server.search("ann").await.is_empty() || !server.search("bea").await.is_empty());
    let undo = server.undo(&import).await;
    assert_eq!(
        undo["undo"],
        json!({"removed": 0, "restored": 2, "separated": 0, "kept": 0})
    );
    assert_eq!(directory(&server), before);
    let restored = TestServer::only(server.search("ann").await);
    assert_eq!(restored["modifyDate"], contact["modifyDate"]);
    assert_eq!(restored["workEmail"], "ann@x.org");
    assert!(restored["title"].is_null());
    assert!(server.search("bea").await.is_empty());
}

async fn merged_contacts_are_separated_again(database: Database) {
    let (server, profile) = start(database).await;
    let csv = "First Name,Work Email,Cell Phone\nAnn,a@x.org,\nAnnie,,+14155550102\n";
    server.import(csv, &profile).await;
    let before = directory(&server);
    server.pass(SECOND);
    // The second row merges what the first one created as well.
    let csv = "First Name,Work Email,Cell Phone\nZoe,z@x.org,\nAnn,a@x.org,(415) 555-0102\n";
    let import = server.import(csv, &profile).await;
    assert_eq!(import["import"]["rows"]["merged"], 1);
    assert_eq!(server.search("").await.len(), 2);
    let undo = server.undo(&import).await;
    assert_eq!(
        undo["undo"],
        json!({"removed": 1, "restored": 1, "separated": 1, "kept": 0})
    );
    assert_eq!(directory(&server), before);
    let annie = TestServer::only(server.search("annie").await);
    assert!(annie["mergedTo"].is_null());
    assert_eq!(
        TestServer::only(server.search("+14155550102").await)["id"],
        annie["id"]
    );
}

async fn what_was_changed_since_is_kept_and_listed(database: Database) {
    let (server, profile) = start(database).await;
    let csv = "External ID,First Name,External Organization External ID,External Organization Name\n\
               1,Ann,o1,Acme\n2,Bob,o2,Best\n3,=Cem,,\n";
    let import = server.import(csv, &profile).await;
    server.pass(SECOND);
    server
        .import("External ID,Title\n1,CTO\n3,CEO\n", &profile)
        .await;
    let undo = server.undo(&import).await;
    assert_eq!(
        undo["undo"],
        json!({"removed": 2, "restored": 0, "separated": 0, "kept": 3})
    );
    let kept = undone(&server, &undo, "action=kept").await;
    let expected = [
        ["contact", "Ann", "kept", "changed"],
        ["contact", "=Cem", "kept", "changed"],
        ["organization", "Acme", "kept", "inUse"],
    ];
    assert_eq!(kept, expected);
    assert!(server.search("bob").await.is_empty());

    let report = undo["metadata"]["importReportDownloadUrl"]
        .as_str()
        .unwrap();
    let answer = server.get(report).await.expect(200);
    assert!(answer.headers["content-disposition"].contains("undo-report"));
    let text = answer.text();
    assert!(
        text.starts_with("\u{feff}Record,Record ID,Name,Action,Reason\r\n"),
        "{text}"
    );
    assert!(
        text.contains(",'=Cem,kept,changed after the import\r\n"),
        "{text}"
    );
    assert!(text.contains(",Bob,removed,\r\n"), "{text}");
    assert_eq!(text.lines().count(), 6);
    let kept = server
        .get(&format!("{report}&only=failed"))
        .await
        .expect(200)
        .text();
    assert_eq!(kept.lines().count(), 4);
}

async fn a_group_of_merged_contacts_is_kept_as_a_whole(database: Database) {
    let (server, profile) = start(database).await;
    let csv = "First Name,Work Email,Cell Phone\nAnn,a@x.org,\nAnnie,,+14155550102\n";
    server.import(csv, &profile).await;
    server.pass(SECOND);
    let import = server
        .import("Work Email,Cell Phone\na@x.org,+14155550102\n", &profile)
        .await;
    server.pass(SECOND);
    let later = server
        .import("Work Email,Title\na@x.org,CTO\n", &profile)
        .await;
    let before = directory(&server);
    let undo = server.undo(&import).await;
    let kept = undone(&server, &undo, "action=kept").await;
    // The latest name is that of both.
    let expected = [
        ["contact", "Annie", "kept", "changed"],
        ["contact", "Annie", "kept", "tied"],
    ];
    assert_eq!(kept, expected);
    assert_eq!(directory(&server), before);
    // The later import can still be undone.
    let undo = server.undo(&later).await;
    assert_eq!(undo["undo"]["restored"], 1);
}

async fn an_external_id_that_another_has_by_now_is_not_given_back(database: Database) {
    let (server, profile) = start(database).await;
    let clears = json!({"importFields": [
        {"name": "External ID", "included": true, "policy": "OverwriteOrClear"}
    ]});
    let clearing = server.profile(clears, COLUMNS).await;
    server
        .import(
            "External ID,First Name,Work Email\n1,Ann,a@x.org\n",
            &profile,
        )
        .await;
    server.pass(SECOND);
    // Ann loses her ID, and in the same file Bea gets it.
    let both = "External ID,First Name,Work Email\n,Ann,a@x.org\n1,Bea,b@x.org\n";
    let import = server.import(both, &clearing).await;
    let undo = server.undo(&import).await;
    assert_eq!(
        undo["undo"],
        json!({"removed": 1, "restored": 1, "separated": 0, "kept": 0})
    );
    server.pass(SECOND);
    let clears = "External ID,Work Email\n,a@x.org\n";
    let import = server.import(clears, &clearing).await;
    server.pass(SECOND);
    let zed = server
        .import("External ID,First Name\n1,Zed\n", &profile)
        .await;
    let before = directory(&server);
    let undo = server.undo(&import).await;
    let kept = undone(&server, &undo, "action=kept").await;
    assert_eq!(kept, [["contact", "Ann", "kept", "idTaken"]]);
    assert_eq!(directory(&server), before);
    // Without Zed it can be given back.
    server.undo(&zed).await;
    let id = undo["id"].as_str().unwrap();
    server.command(id, "Retry").await.expect(200);
    server.run();
    assert_eq!(server.job(id).await["undo"]["restored"], 1);
}

async fn imports_are_undone_one_after_the_other(database: Database) {
    let (server, profile) = start(database).await;
    let empty = directory(&server);
    let first = server
        .import("External ID,First Name\n1,Ann\n", &profile)
        .await;
    server.pass(SECOND);
    let second = server
        .import("External ID,First Name\n1,Bea\n", &profile)
        .await;
    server.pass(SECOND);
    let third = server
        .import("External ID,First Name\n1,Cleo\n", &profile)
        .await;
    for import in [&third, &second, &first] {
        assert_eq!(server.undo(import).await["undo"]["kept"], 0);
    }
    assert_eq!(directory(&server), empty);
}

async fn undo_is_refused_in_plain_words(database: Database) {
    let (server, profile) = start(database).await;
    let upload = server.upload("External ID,First Name\n1,Ann\n").await;
    let job = server.create_job(&upload, &profile).await;
    let error = server.ask_undo(&job).await.expect_error(409, "job_state");
    assert_eq!(error["messageParams"]["state"], "being validated");
    server.run();
    server.ask_undo(&job).await.expect_error(409, "job_state");
    server.command(&job, "Cancel").await.expect(200);
    server
        .ask_undo(&job)
        .await
        .expect_error(409, "nothing_to_undo");

    let csv = "External ID,First Name\n1,Ann\n";
    let import = server.import(csv, &profile).await;
    server.pass(SECOND);
    let unchanged = server.import(csv, &profile).await;
    server
        .ask_undo(unchanged["id"].as_str().unwrap())
        .await
        .expect_error(409, "nothing_to_undo");
    let undo = server.undo(&import).await;
    server
        .ask_undo(import["id"].as_str().unwrap())
        .await
        .expect_error(409, "already_undone");
    server
        .ask_undo(undo["id"].as_str().unwrap())
        .await
        .expect_error(409, "undo_of_undo");
    server
        .ask_undo("019c0000-0000-7000-8000-000000000000")
        .await
        .expect_error(404, "not_found");
}

async fn cancelled_import(server: &TestServer, profile: &Profile) -> String {
    let rows = (0..12).map(|n| vec![format!("{}", n % 8), format!("Name {n}")]);
    let rows = Rows::new(&["External ID", "First Name"], rows);
    let upload = server.upload_in_batches(&rows, 2).await;
    let job = server.create_job(&upload, profile).await;
    server.run();
    server.command(&job, "Continue").await.expect(200);
    server.run_some(&job, 5);
    server.command(&job, "Cancel").await.expect(200);
    assert_eq!(server.job(&job).await["status"], "Cancelled");
    job
}

async fn what_a_cancelled_import_did_is_undone(database: Database) {
    let (server, profile) = start(database).await;
    server
        .import("External ID,First Name\n1,Ann\n", &profile)
        .await;
    let before = directory(&server);
    server.pass(SECOND);
    let job = cancelled_import(&server, &profile).await;
    let undo = server.undo(&json!({"id": job})).await;
    assert_eq!(
        undo["undo"],
        json!({"removed": 7, "restored": 1, "separated": 0, "kept": 0})
    );
    assert_eq!(directory(&server), before);
}

async fn a_cancelled_undo_goes_on_and_the_import_does_not(database: Database) {
    let (server, profile) = start(database).await;
    let before = directory(&server);
    let job = cancelled_import(&server, &profile).await;
    let undo = server.ask_undo(&job).await.expect(201).json();
    let undo = undo["job"]["id"].as_str().unwrap().to_owned();
    // Five batches are collected, three records decided.
    server.run_some(&undo, 8);
    let between = server.job(&undo).await;
    assert_eq!(between["undo"]["removed"], 3);
    assert_eq!(between["progress"]["rowsTotal"], 8);
    server.command(&undo, "Cancel").await.expect(200);
    server
        .ask_undo(&job)
        .await
        .expect_error(409, "already_undone");
    server
        .command(&job, "Retry")
        .await
        .expect_error(409, "job_state");
    server.command(&undo, "Retry").await.expect(200);
    server.run();
    let done = server.job(&undo).await;
    assert_eq!(done["status"], "Completed");
    assert_eq!(done["undo"]["removed"], 8);
    assert_eq!(directory(&server), before);
}

async fn what_an_undo_kept_is_undone_once_nothing_is_in_its_way(database: Database) {
    let (server, profile) = start(database).await;
    let empty = directory(&server);
    let csv = "External ID,First Name,External Organization External ID,External Organization Name\n\
               1,Ann,o1,Acme\n2,Bob,o2,Best\n";
    let import = server.import(csv, &profile).await;
    server.pass(SECOND);
    let later = server.import("External ID,Title\n1,CTO\n", &profile).await;
    let undo = server.undo(&import).await;
    let counts = json!({"removed": 2, "restored": 0, "separated": 0, "kept": 2});
    assert_eq!(undo["undo"], counts);

    let id = undo["id"].as_str().unwrap();
    let retry = async || {
        server.command(id, "Retry").await.expect(200);
        server.run();
        server.job(id).await
    };
    let again = retry().await;
    assert_eq!(again["status"], "Completed");
    assert_eq!(again["undo"], counts, "the later import is in the way");
    assert_eq!(again["progress"]["rowsDone"], 4);

    server.undo(&later).await;
    let again = retry().await;
    assert_eq!(
        again["undo"],
        json!({"removed": 4, "restored": 0, "separated": 0, "kept": 0})
    );
    assert_eq!(undone(&server, &again, "").await.len(), 4);
    assert_eq!(directory(&server), empty);
    let nothing_left = server.command(id, "Retry").await;
    nothing_left.expect_error(409, "job_state");
}

async fn a_contact_that_its_survivor_does_not_know_is_kept_and_the_undo_ends(database: Database) {
    let (server, profile) = start(database).await;
    let csv = "First Name,Work Email,Cell Phone\nAnn,a@x.org,\nAnnie,,+14155550102\n";
    server.import(csv, &profile).await;
    server.pass(SECOND);
    let import = server
        .import("Work Email,Cell Phone\na@x.org,+14155550102\n", &profile)
        .await;
    server.execute("UPDATE contact SET merge_set = NULL");
    let undo = server.ask_undo(import["id"].as_str().unwrap()).await;
    let undo = undo.expect(201).json();
    let undo = undo["job"]["id"].as_str().unwrap();
    server.run_some(undo, 20);
    let undo = server.job(undo).await;
    assert_eq!(undo["status"], "Completed");
    let kept = undone(&server, &undo, "action=kept").await;
    assert_eq!(kept, [["contact", "Annie", "kept", "changed"]]);
}
