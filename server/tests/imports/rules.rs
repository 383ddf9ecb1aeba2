//! The worked cases of merging and updating, from file to directory.

use import_core::api::Phase;
use serde_json::json;

use crate::support::{API, Profile, TestServer};

const COLUMNS: &[&str] = &[
    "External ID",
    "First Name",
    "Title",
    "Work Email",
    "Personal Email",
    "Other Email",
    "Cell Phone",
];

async fn profile(server: &TestServer, merge: bool) -> Profile {
    server
        .profile(json!({"mergeContacts": merge}), COLUMNS)
        .await
}

#[tokio::test]
async fn a_match_by_e_mail_is_updated_and_every_cell_reads_back() {
    for merge in [true, false] {
        let server = TestServer::start();
        let profile = profile(&server, merge).await;
        server.import("Work Email\na@x.org\n", &profile).await;
        let job = server
            .import(
                "External ID,Personal Email,Title\n7,A@X.org,CTO\n",
                &profile,
            )
            .await;
        assert_eq!(job["import"]["rows"]["updated"], 1);
        let contact = TestServer::only(server.search("a@x.org").await);
        assert_eq!(contact["personalEmail"], "A@X.org");
        assert!(contact["workEmail"].is_null());
        assert_eq!(contact["title"], "CTO");
        assert_eq!(contact["externalIds"][0]["value"], "7");
        assert_eq!(
            contact["externalIds"][0]["externalSource"]["id"],
            profile.source
        );
        assert_ne!(contact["createDate"], contact["modifyDate"]);
    }
}

#[tokio::test]
async fn merging_makes_one_contact_of_all_that_match() {
    let server = TestServer::start();
    let profile = profile(&server, true).await;
    server
        .import("Work Email,Cell Phone\na@x.org,\n,+14155550102\n", &profile)
        .await;
    let (a, b) = (
        server.search("a@x.org").await,
        server.search("(415) 555-0102").await,
    );
    let (a, b) = (
        TestServer::only(a)["id"].clone(),
        TestServer::only(b)["id"].clone(),
    );

    let csv = "Work Email,Cell Phone,First Name\na@x.org,(415) 555-0102,Ann\n";
    let job = server.import(csv, &profile).await;
    assert_eq!(job["import"]["rows"]["merged"], 1);
    let one = TestServer::only(server.search("ann").await);
    assert_eq!(one["id"], a, "the first match survives");
    assert_eq!(TestServer::only(server.search("+1415555").await)["id"], a);
    assert_eq!(one["mergeSet"][0]["id"], b);

    let gone = server
        .get(&format!("{API}/contacts/{}", b.as_str().unwrap()))
        .await
        .expect(200)
        .json();
    assert_eq!(gone["mergedTo"]["id"], a);
    assert_eq!(gone["canonicalContact"]["id"], a);
    assert_eq!(gone["identifiers"], json!([]));
    assert_eq!(server.search("").await.len(), 1);
}

#[tokio::test]
async fn updating_the_first_match_leaves_the_others_alone() {
    let server = TestServer::start();
    let profile = profile(&server, false).await;
    server
        .import("Work Email,Cell Phone\na@x.org,\n,+14155550102\n", &profile)
        .await;
    let csv = "Work Email,Cell Phone,First Name\na@x.org,(415) 555-0102,Ann\n";
    let job = server.import(csv, &profile).await;
    assert_eq!(job["import"]["rows"]["updated"], 1);
    let problems = server.problems(&job, Phase::Import).await;
    assert!(
        problems.contains(&(2, "identifier_shared".to_owned())),
        "{problems:?}"
    );
    assert_eq!(server.search("415 555 0102").await.len(), 2);
}

#[tokio::test]
async fn a_new_address_pushes_the_old_one_to_a_free_place() {
    let server = TestServer::start();
    let profile = profile(&server, true).await;
    server
        .import("External ID,Work Email\n7,a@x.org\n", &profile)
        .await;
    server
        .import("External ID,Work Email\n7,b@y.org\n", &profile)
        .await;
    let contact = TestServer::only(server.search("a@x.org").await);
    assert_eq!(contact["workEmail"], "b@y.org");
    assert_eq!(contact["personalEmail"], "a@x.org");
}

#[tokio::test]
async fn without_a_free_place_an_address_stays_an_identifier() {
    let server = TestServer::start();
    let profile = profile(&server, true).await;
    let csv = "External ID,Work Email,Personal Email,Other Email\n7,a@x.org,b@x.org,c@x.org\n";
    server.import(csv, &profile).await;
    let job = server
        .import("External ID,Work Email\n7,new@z.org\n", &profile)
        .await;
    let problems = server.problems(&job, Phase::Import).await;
    assert_eq!(problems, [(2, "slot_overflow".to_owned())]);
    let contact = TestServer::only(server.search("a@x.org").await);
    assert_eq!(contact["workEmail"], "new@z.org");
    assert_eq!(contact["identifiers"].as_array().unwrap().len(), 5);
}

#[tokio::test]
async fn later_rows_of_a_file_lie_on_top_wherever_batches_end() {
    for size in [1, 2, 100] {
        let server = TestServer::start();
        let profile = profile(&server, true).await;
        let rows = crate::support::Rows::new(
            &["External ID", "Title"],
            [["7", "CTO"], ["7", "CEO"]].map(|row| row.map(str::to_owned).to_vec()),
        );
        let upload = server.upload_in_batches(&rows, size).await;
        let job = server.create_job(&upload, &profile).await;
        server.run();
        server.command(&job, "Continue").await.expect(200);
        server.run();
        let job = server.job(&job).await;
        assert_eq!(job["import"]["rows"]["created"], 1);
        assert_eq!(job["import"]["rows"]["updated"], 1);
        assert_eq!(job["import"], job["validation"]);
        let problems = server.problems(&job, Phase::Import).await;
        assert!(
            problems.contains(&(3, "duplicate_in_file".to_owned())),
            "{problems:?}"
        );
        assert_eq!(TestServer::only(server.search("7").await)["title"], "CEO");
    }
}

#[tokio::test]
async fn policies_decide_what_empty_and_filled_cells_do() {
    let server = TestServer::start();
    let fields = json!([
        {"name": "title", "included": true, "policy": "OverwriteOrClear"},
        {"name": "firstName", "included": true, "policy": "Fill"},
        {"name": "workEmail", "included": false},
    ]);
    let all = profile(&server, true).await;
    server
        .import(
            "External ID,First Name,Title,Work Email\n7,Ann,CTO,a@x.org\n",
            &all,
        )
        .await;
    let chosen = server
        .profile(json!({"importFields": fields}), COLUMNS)
        .await;
    server
        .import(
            "External ID,First Name,Title,Work Email\n7,Bea,,b@x.org\n",
            &chosen,
        )
        .await;
    let contact = TestServer::only(server.search("7").await);
    assert_eq!(contact["firstName"], "Ann");
    assert!(contact["title"].is_null());
    assert_eq!(contact["workEmail"], "a@x.org");
}

#[tokio::test]
async fn broken_rows_are_rejected_and_their_neighbours_are_not() {
    let server = TestServer::start();
    let profile = profile(&server, true).await;
    let csv = "External ID,Title\n1,CEO\n2\n3,\"stray\"x\n4,CFO\n";
    let job = server.import(csv, &profile).await;
    assert_eq!(job["import"]["rows"]["created"], 2);
    assert_eq!(job["import"]["rows"]["rejected"], 2);
    let problems = server.problems(&job, Phase::Import).await;
    assert_eq!(
        problems,
        [(3, "row_ragged".to_owned()), (4, "quote_stray".to_owned())]
    );
}
