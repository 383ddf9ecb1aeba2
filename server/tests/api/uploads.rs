//! Staging: whole files, batches, and what must not get in.

use axum::body::Body;
use axum::http::{Request, header};
use import_core::permission::Permission;
use serde_json::{Value, json};
use server::environment::Environment as _;
use server::http::HttpOptions;
use server::store::Grant;

use crate::support::{API, Answer, Rows, TestServer, gzip};

fn some_rows(count: usize) -> Rows {
    Rows::new(
        &["External ID", "First Name"],
        (0..count).map(|n| vec![n.to_string(), format!("Name {n}")]),
    )
}

async fn complete(server: &TestServer, id: &str) -> Answer {
    let path = format!("{API}/import/csv/uploads/{id}/complete");
    server
        .send(Request::post(path).body(Body::empty()).unwrap())
        .await
}

#[tokio::test]
async fn a_whole_file_is_cut_and_previewed() {
    let server = TestServer::start();
    let id = server.upload(&some_rows(9_000).csv()).await;
    let one = format!("{API}/import/csv/uploads/{id}");
    let details = server
        .get(&format!("{one}/details"))
        .await
        .expect(200)
        .json();
    assert_eq!(details["fileName"], "contacts.csv");
    let valid = json!({"separatorValid": true, "fileEncodingValid": true, "errors": []});
    assert_eq!(details["validationResult"], valid);
    let preview = server
        .get(&format!("{one}/preview"))
        .await
        .expect(200)
        .json();
    assert_eq!(preview["headers"], json!(["External ID", "First Name"]));
    assert_eq!(preview["entries"].as_array().unwrap().len(), 10);
    assert_eq!(preview["entries"][9], json!(["9", "Name 9"]));
    let record = server
        .store
        .find_upload(id.parse().unwrap())
        .unwrap()
        .unwrap();
    let batches = 9_000_usize.div_ceil(server.store.batch_rows());
    assert_eq!((record.rows, record.batches), (9_000, batches as u64));
    server
        .put_bytes(&one, "a,b\n")
        .await
        .expect_error(409, "upload_complete");
}

#[tokio::test]
async fn batches_may_come_again_until_and_after_the_end() {
    let server = TestServer::start();
    let id = server.create_upload().await;
    let rows = some_rows(5);
    let batches = rows.batches(2);
    let path = |number: usize| format!("{API}/import/csv/uploads/{id}/rows/{number}");
    for number in [2, 0, 1, 0] {
        server
            .put_bytes(&path(number), batches[number].clone())
            .await
            .expect(204);
    }
    complete(&server, &id).await.expect(204);
    complete(&server, &id).await.expect(204);
    server
        .put_bytes(&path(1), batches[1].clone())
        .await
        .expect(204);
    let other = batches[0].clone();
    server
        .put_bytes(&path(1), other)
        .await
        .expect_error(409, "upload_complete");
    let record = server
        .store
        .find_upload(id.parse().unwrap())
        .unwrap()
        .unwrap();
    assert_eq!((record.rows, record.batches), (5, 3));
}

#[tokio::test]
async fn batches_have_to_make_up_one_file() {
    let server = TestServer::start();
    let stage = async |numbered: Vec<(usize, Vec<u8>)>| {
        let id = server.create_upload().await;
        for (number, batch) in numbered {
            let path = format!("{API}/import/csv/uploads/{id}/rows/{number}");
            server.put_bytes(&path, batch).await.expect(204);
        }
        let body = complete(&server, &id)
            .await
            .expect_error(409, "upload_incomplete");
        body["message"].as_str().unwrap().to_owned()
    };
    let batches = some_rows(4).batches(2);
    let other = Rows::new(&["External ID"], [vec!["1".to_owned()]]).batches(1);
    let none = stage(Vec::new()).await;
    assert!(none.contains("no batch"), "{none}");
    let gap = stage(vec![(0, batches[0].clone()), (2, batches[1].clone())]).await;
    assert_eq!(gap, "batch 1 is missing");
    let columns = stage(vec![(0, batches[0].clone()), (1, other[0].clone())]).await;
    assert_eq!(columns, "batch 1 has other columns than batch 0");
    let order = stage(vec![(0, batches[1].clone()), (1, batches[0].clone())]).await;
    assert_eq!(order, "batch 1 begins with row 2, but row 5 came before it");
}

#[tokio::test]
async fn hostile_batches_are_turned_away() {
    let server = TestServer::start();
    let id = server.create_upload().await;
    let path = format!("{API}/import/csv/uploads/{id}/rows/0");
    let bomb = gzip(&vec![b'a'; 65 << 20]);
    let long_number = format!("#row,#line,#problems,a\n{},2,,x\n", "9".repeat(40));
    let cases: Vec<Vec<u8>> = vec![
        b"not gzip".to_vec(),
        gzip(b"")[..8].to_vec(),
        bomb,
        gzip(b""),
        gzip(b"\xff\xfe\x00"),
        gzip(b"a,b\n1,2\n"),
        gzip(b"#row,#line,#problems,a,a\n"),
        gzip(b"#row,#line,#problems,a\n3,3,,x\n2,2,,x\n"),
        gzip(b"#row,#line,#problems,a\n-1,3,,x\n"),
        gzip(b"#row,#line,#problems,a\n2,2,not json,x\n"),
        gzip(long_number.as_bytes()),
    ];
    for (index, batch) in cases.into_iter().enumerate() {
        let answer = server.put_bytes(&path, batch).await;
        assert_eq!(answer.status.as_u16(), 400, "case {index}");
        answer.expect_error(400, "batch_invalid");
    }
    let path = format!("{API}/import/csv/uploads/{id}/rows/x");
    server
        .put_bytes(&path, "")
        .await
        .expect_error(400, "number_invalid");
    let path = format!("{API}/import/csv/uploads/{id}/rows/99999999999999");
    server
        .put_bytes(&path, "")
        .await
        .expect_error(400, "number_invalid");
    let nowhere = "019c0000-0000-7000-8000-000000000000";
    let path = format!("{API}/import/csv/uploads/{nowhere}/rows/0");
    let batch = some_rows(1).batches(1).remove(0);
    server
        .put_bytes(&path, batch)
        .await
        .expect_error(404, "not_found");
}

#[tokio::test]
async fn files_over_the_limit_are_refused() {
    let options = HttpOptions {
        max_upload: 1_000,
        ..HttpOptions::default()
    };
    let mut server = TestServer::with_options(options);
    server.sign_in_directly();
    for door in ["csv", "legacy"] {
        let uploads = format!("{API}/import/{door}/uploads");
        let announced = server.post(&uploads, json!({"fileSize": 1_001})).await;
        let error = announced.expect_error(413, "too_large");
        assert_eq!(error["messageParams"]["limit"], "1000", "{door}");
        // One that is larger than it was said to be.
        let upload = server.post(&uploads, json!({"fileSize": 1})).await;
        let upload = upload.expect(201).json();
        let path = format!("{uploads}/{}", upload["uploadId"].as_str().unwrap());
        let sent = server.put_bytes(&path, "x".repeat(1_001)).await;
        sent.expect_error(413, "too_large");
    }
}

#[tokio::test]
async fn batches_over_the_limit_of_a_file_are_refused_and_those_before_stay() {
    let batches = some_rows(40).batches(10);
    let options = HttpOptions {
        max_upload: 4_000,
        ..HttpOptions::default()
    };
    let mut server = TestServer::with_options(options);
    server.sign_in_directly();
    let uploads = format!("{API}/import/csv/uploads");
    let upload = server.post(&uploads, json!({"fileSize": 1})).await;
    let upload = upload.expect(201).json();
    let rows = format!("{uploads}/{}/rows", upload["uploadId"].as_str().unwrap());
    let send = async |number: usize| {
        let batch = batches[number.min(3)].clone();
        server.put_bytes(&format!("{rows}/{number}"), batch).await
    };
    send(0).await.expect(204);
    // The same place again takes no more room.
    for _ in 0..20 {
        send(1).await.expect(204);
    }
    let mut number = 2;
    let error = loop {
        let answer = send(number).await;
        if answer.status != 204 {
            break answer.expect_error(413, "too_large");
        }
        number += 1;
        assert!(number < 100, "there is no limit");
    };
    assert_eq!(error["messageParams"]["limit"], "4000");
    assert!(
        error["message"].as_str().unwrap().contains("the batches"),
        "{error}"
    );
}

#[tokio::test]
async fn a_file_that_is_no_table_says_so() {
    let server = TestServer::start();
    let profile = server.profile(json!({}), &["External ID"]).await;
    let cases = [
        ("", "the file is empty"),
        ("External ID\n", "a header and no row"),
        ("PK\u{3}\u{4}rest of a workbook", "ZIP"),
        ("External ID,External ID\n1,2\n", "the same name"),
    ];
    for (file, expected) in cases {
        let id = server.upload(file).await;
        let path = format!("{API}/import/csv/uploads/{id}/details");
        let details = server.get(&path).await.expect(200).json();
        let message = details["validationResult"]["errors"][0]["message"].as_str();
        assert!(
            message.is_some_and(|found| found.contains(expected)),
            "{file:?}: {details}"
        );
        let body = json!({"uploadId": id, "settingsId": profile.mapping});
        let job = server.post(&format!("{API}/import/csv/jobs"), body).await;
        job.expect_error(400, "file_invalid");
    }
}

#[tokio::test]
async fn a_workbook_is_read_by_its_first_sheet_with_values() {
    let server = TestServer::start();
    let file = include_bytes!("../../../import-core/tests/files/title_merged_and_blank_edges.xlsx");
    let id = server.announce(file.len()).await;
    let path = format!("{API}/import/csv/uploads/{id}");
    server.put_bytes(&path, file.to_vec()).await.expect(204);
    let preview = server.get(&format!("{path}/preview")).await.expect(200);
    let preview = preview.json();
    assert_eq!(
        preview["headers"],
        json!(["External ID", "First Name", "City"])
    );
    let rows = json!([["1", "Ann", "Köln"], ["2", "Bo", ""]]);
    assert_eq!(preview["entries"], rows);
}

#[tokio::test]
async fn without_a_place_for_the_file_it_is_to_be_sent_later() {
    let options = HttpOptions {
        temporary: Some("/nowhere/at/all".into()),
        ..HttpOptions::default()
    };
    let mut server = TestServer::with_options(options);
    server.sign_in_directly();
    let id = server.announce(4).await;
    let path = format!("{API}/import/csv/uploads/{id}");
    let answer = server.put_bytes(&path, "a\n1\n").await;
    assert!(answer.headers.contains_key("retry-after"));
    answer.expect_error(503, "storage_full");
}

#[tokio::test]
async fn a_file_that_is_cut_off_is_not_taken_as_a_whole_one() {
    let server = TestServer::start();
    let csv = "External ID,First Name\n1,Ann\n2,Bo\n";
    let id = server.announce(csv.len()).await;
    let path = format!("{API}/import/csv/uploads/{id}");
    for sent in [&csv[..30], &format!("{csv}3,Cy\n")] {
        let answer = server.put_bytes(&path, sent.to_owned()).await;
        let error = answer.expect_error(400, "size_mismatch");
        let expected = json!({"announced": "34", "found": sent.len().to_string()});
        assert_eq!(error["messageParams"], expected);
    }
    // It is still open.
    server.put_bytes(&path, csv).await.expect(204);
    let preview = server.get(&format!("{path}/preview")).await.expect(200);
    assert_eq!(
        preview.json()["entries"],
        json!([["1", "Ann"], ["2", "Bo"]])
    );
    // Who announces no size may send any.
    let id = server.announce(0).await;
    let path = format!("{API}/import/csv/uploads/{id}");
    server.put_bytes(&path, csv).await.expect(204);
}

/// What an announced upload answers where the server was asked by this name.
async fn announce(server: &TestServer, host: &str) -> Value {
    let request = Request::post(format!("{API}/import/csv/uploads"))
        .header(header::HOST, host)
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(r#"{"fileSize": 29}"#))
        .unwrap();
    server.send(request).await.expect(201).json()
}

/// Sends a file with the headers of an upload and nothing else, as whoever holds only the upload does.
async fn send_file(server: &mut TestServer, upload: &Value, path: &str) -> Answer {
    let cookie = server.cookie.take();
    let mut request = Request::put(path);
    for header in upload["uploadHeaders"].as_array().unwrap() {
        let text = |name: &str| header[name].as_str().unwrap();
        request = request.header(text("name"), text("value"));
    }
    let body = Body::from("External ID,First Name\n1,Ann\n");
    let answer = server.send(request.body(body).unwrap()).await;
    server.cookie = cookie;
    answer
}

fn path_of(upload: &Value) -> String {
    let id = upload["uploadId"].as_str().unwrap();
    format!("{API}/import/csv/uploads/{id}")
}

#[tokio::test]
async fn the_address_and_the_headers_of_an_upload_are_enough_to_send_its_file() {
    let mut server = TestServer::start();
    let upload = announce(&server, "muster.example:8080").await;
    let path = path_of(&upload);
    let address = format!("http://muster.example:8080{path}");
    assert_eq!(upload["uploadUrl"], address);
    send_file(&mut server, &upload, &path).await.expect(204);
    let preview = server.get(&format!("{path}/preview")).await.expect(200);
    assert_eq!(preview.json()["entries"], json!([["1", "Ann"]]));
}

#[tokio::test]
async fn a_ticket_is_for_one_upload_one_day_and_those_who_may() {
    let mut server = TestServer::start();
    let first = announce(&server, "a").await;
    let second = announce(&server, "a").await;
    let refused = send_file(&mut server, &first, &path_of(&second)).await;
    refused.expect_error(401, "token_invalid");
    let nowhere = send_file(&mut server, &first, &format!("{API}/contacts/x")).await;
    nowhere.expect_error(401, "token_invalid");

    let needed = [
        Permission::ExternalEntityImport,
        Permission::ContactView,
        Permission::ImportCsvUploadAdd,
    ];
    let author = server.sign_in_as(&needed, None);
    let theirs = announce(&server, "a").await;
    let role = server.store.list_grants(author).unwrap()[0].role.id;
    let taken = Grant {
        role,
        division: None,
    };
    server
        .store
        .change_grants(author, &[taken], &[], server.environment.now())
        .unwrap();
    let refused = send_file(&mut server, &theirs, &path_of(&theirs)).await;
    refused.expect_error(403, "missing_permission");
    server.store.update_user(author, "gone", false).unwrap();
    let refused = send_file(&mut server, &theirs, &path_of(&theirs)).await;
    refused.expect_error(401, "token_invalid");

    server.pass(server::auth::TICKET + 1);
    let late = send_file(&mut server, &second, &path_of(&second)).await;
    late.expect_error(401, "token_invalid");
}
