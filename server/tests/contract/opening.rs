//! Opening a database that several servers share.

use server::store::postgres::PostgresStore;
use server::store::{StoreError, Users as _};

use crate::cluster;

#[test]
fn a_database_that_cannot_be_opened_is_refused_in_plain_words_without_the_password() {
    let check = |url: &str, words: &str| {
        let error = PostgresStore::open(url).unwrap_err();
        let text = format!("{error} {error:?}");
        assert!(text.contains(words), "{text}");
        assert!(!text.contains("s3cret"), "{text}");
    };
    check("postgres://ada:s3cret@127.0.0.1:1/x", "could not connect");
    check(
        "postgres://ada:s3cret@127.0.0.1:y/x",
        "the address of the database is not",
    );
    check("postgres:ada:s3cret", "the address of the database is not");
    let nowhere = cluster::new_database().replace("/test", "/none");
    check(&nowhere, "does not exist");
}

#[test]
fn servers_that_start_at_once_bring_the_database_up_to_date_once() {
    let url = cluster::new_database();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert!(!PostgresStore::open(&url).unwrap().has_users().unwrap()));
        }
    });
}

#[test]
fn a_database_without_a_place_for_a_further_connection_is_busy_until_it_has_one() {
    let url = cluster::new_database();
    let say = |sql: &str| cluster::psql(&url, &["--command", sql]);
    // There is always a place for those who may do everything.
    say("CREATE ROLE narrow LOGIN");
    say("GRANT ALL ON SCHEMA public TO narrow");
    let store = PostgresStore::open(&url.replace("user=muster", "user=narrow")).unwrap();
    say("ALTER ROLE narrow CONNECTION LIMIT 0");
    let error = store.has_users().unwrap_err();
    assert!(matches!(error, StoreError::Busy), "{error:?}");
    say("ALTER ROLE narrow CONNECTION LIMIT -1");
    assert!(!store.has_users().unwrap());
}
