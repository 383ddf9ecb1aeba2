//! Finding what was imported.

use serde_json::json;

use crate::support::{API, TestServer};

const CSV: &str = "External ID,First Name,Last Name,Work Email,Cell Phone,Other Phone\n\
    A-17,Zoë,Müller,zoe.mueller@example.com,+41 44 668 18 00,\n\
    A-18,王,小明,wang@example.cn,+86 138 0013 8000,\n\
    B-1,Ann,Lee,ann@x.org,(415) 555-0102,\n\
    B-2,Anna,Leeds,ANNA@x.org,,020 7946 0958\n";

const COLUMNS: &[&str] = &[
    "External ID",
    "First Name",
    "Last Name",
    "Work Email",
    "Cell Phone",
    "Other Phone",
];

async fn server() -> TestServer {
    let server = TestServer::start();
    let profile = server.profile(json!({}), COLUMNS).await;
    let british = server
        .profile(json!({"defaultCountry": "GB"}), COLUMNS)
        .await;
    let (us, gb) = CSV.rsplit_once("B-2").unwrap();
    server.import(us, &profile).await;
    let header = us.lines().next().unwrap();
    server.import(&format!("{header}\nB-2{gb}"), &british).await;
    server
}

#[tokio::test]
async fn contacts_are_found_by_names_addresses_phones_and_ids() {
    let server = server().await;
    let ids = async |text: &str| -> Vec<String> {
        let found = server.search(text).await;
        let mut ids: Vec<String> = found
            .iter()
            .map(|contact| {
                contact["externalIds"][0]["value"]
                    .as_str()
                    .unwrap()
                    .to_owned()
            })
            .collect();
        ids.sort();
        ids
    };
    assert_eq!(ids("").await, ["A-17", "A-18", "B-1", "B-2"]);
    assert_eq!(ids("zoe").await, ["A-17"], "accents do not count");
    assert_eq!(ids("MÜLL").await, ["A-17"]);
    assert_eq!(ids("ann").await, ["B-1", "B-2"]);
    assert_eq!(
        ids("lee ann").await,
        ["B-1", "B-2"],
        "each word begins a word of the name"
    );
    assert_eq!(ids("ann leed").await, ["B-2"]);
    assert_eq!(ids("小明").await, ["A-18"]);
    assert_eq!(ids("明小").await, [] as [&str; 0]);
    assert_eq!(ids("anna@X.org").await, ["B-2"]);
    assert_eq!(ids("zoe.m").await, ["A-17"], "the beginning of an address");
    assert_eq!(ids("A-1").await, ["A-17", "A-18"]);
    assert_eq!(
        ids("a-1").await,
        [] as [&str; 0],
        "IDs are compared to the letter"
    );
    for spelling in [
        "+14155550102",
        "(415) 555-0102",
        "415 555 0102",
        "001 415 555-0102",
        "1415555",
        "415555",
    ] {
        assert_eq!(ids(spelling).await, ["B-1"], "{spelling}");
    }
    assert_eq!(
        ids("020 7946 0958").await,
        ["B-2"],
        "regions of profiles count"
    );
    assert_eq!(ids("+4144668").await, ["A-17"]);
    assert_eq!(ids("nobody").await, [] as [&str; 0]);
}

#[tokio::test]
async fn lists_have_pages_orders_and_bounds() {
    let server = server().await;
    let names = async |query: &str| -> Vec<String> {
        let page = server
            .get(&format!("{API}/contacts?{query}"))
            .await
            .expect(200)
            .json();
        let entities = page["entities"].as_array().unwrap().iter();
        entities
            .map(|contact| contact["firstName"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        names("").await,
        ["Anna", "Ann", "王", "Zoë"],
        "newest first"
    );
    assert_eq!(
        names("sortOrder=firstName").await,
        ["Ann", "Anna", "Zoë", "王"]
    );
    assert_eq!(names("sortOrder=-lastName&pageSize=2").await, ["王", "Zoë"]);
    assert_eq!(
        names("sortOrder=lastName:desc&pageSize=2&pageNumber=2").await,
        ["Anna", "Ann"]
    );
    assert_eq!(names("divisionIds=*").await.len(), 4);
    assert_eq!(names("divisionIds=elsewhere").await.len(), 0);

    let page = server
        .get(&format!("{API}/contacts?pageSize=3&q="))
        .await
        .json();
    assert_eq!(page["total"], 4);
    assert_eq!(page["pageCount"], 2);
    assert_eq!(page["partialResults"], false);
    let next = server
        .get(page["nextUri"].as_str().unwrap())
        .await
        .expect(200)
        .json();
    assert_eq!(next["entities"].as_array().unwrap().len(), 1);
    assert!(next["nextUri"].is_null());
    assert_eq!(
        next["previousUri"],
        format!("{API}/contacts?pageSize=3&q=&pageNumber=1")
    );
}

#[tokio::test]
async fn a_contact_shows_everything_it_is_found_by() {
    let server = server().await;
    let contact = TestServer::only(server.search("ann@x.org").await);
    let path = contact["selfUri"].as_str().unwrap();
    let read = server.get(path).await.expect(200).json();
    assert_eq!(read, contact);
    assert_eq!(read["type"], "Curated");
    assert_eq!(read["division"]["id"], "*");
    assert_eq!(read["canonicalContact"]["id"], read["id"]);
    assert_eq!(read["cellPhone"]["e164"], "+14155550102");
    assert_eq!(read["cellPhone"]["userInput"], "(415) 555-0102");
    let kinds: Vec<_> = read["identifiers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["type"].as_str().unwrap(),
                one["value"].as_str().unwrap(),
            )
        })
        .collect();
    let expected = [
        ("ExternalId", "B-1"),
        ("Email", "ann@x.org"),
        ("Phone", "+14155550102"),
    ];
    assert_eq!(kinds, expected);
}

#[tokio::test]
async fn there_is_one_division() {
    let server = TestServer::start();
    let page = server
        .get("/api/v2/authorization/divisions")
        .await
        .expect(200)
        .json();
    assert_eq!(page["total"], 1);
    assert_eq!(page["entities"][0]["id"], "*");
    assert_eq!(page["entities"][0]["name"], "Unassigned");
}
