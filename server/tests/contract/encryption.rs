//! Encrypted connections to `PostgreSQL`.

use std::net::TcpListener;

use rcgen::CertifiedKey;
use server::store::Users as _;
use server::store::postgres::PostgresStore;
use tempfile::TempDir;

use crate::cluster;

#[test]
fn the_address_decides_whether_a_connection_is_encrypted_and_whom_it_trusts() {
    let CertifiedKey { cert, signing_key } =
        rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let port = free_port();
    let _cluster = cluster::start(&[
        ("MUSTER_TEST_PORT", &port),
        ("MUSTER_TEST_CERTIFICATE", &cert.pem()),
        ("MUSTER_TEST_KEY", &signing_key.serialize_pem()),
    ]);
    let folder = TempDir::new().unwrap();
    let roots = folder.path().join("roots.pem");
    std::fs::write(&roots, cert.pem()).unwrap();
    let trusting = format!("sslmode=verify-full&sslrootcert={}", roots.display());

    // Each on a database of its own, so that no connection is taken for another's.
    let open = |host: &str, database: &str, query: &str| {
        let url = |name: &str| format!("postgres://muster@{host}:{port}/{name}");
        cluster::rows(&url("postgres"), &format!("CREATE DATABASE {database}"));
        PostgresStore::open(&format!("{}?{query}", url(database)))
    };
    let check = |database: &str, query: &str, encrypted: bool| {
        let store = open("localhost", database, query).unwrap();
        assert!(!store.has_users().unwrap());
        let sql = "SELECT DISTINCT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
                   WHERE datname = current_database() AND application_name = 'muster'";
        let url = format!("postgres://muster@localhost:{port}/{database}");
        let expected = if encrypted { "t" } else { "f" };
        assert_eq!(cluster::rows(&url, sql), [expected], "{query}");
    };
    check("disabled", "sslmode=disable", false);
    check("unsaid", "", true);
    check("preferred", "sslmode=prefer", true);
    check("required", "sslmode=require", true);
    check("verified", &trusting, true);

    let refused = |host: &str, database: &str, query: &str, words: &str| {
        let error = open(host, database, query).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    };
    // The certificate is for another name, signed by someone unknown, or the file is none.
    refused("127.0.0.1", "another", &trusting, "not valid for name");
    refused("localhost", "unknown", "sslmode=verify-full", "certificate");
    let missing = "sslmode=verify-full&sslrootcert=/nowhere/roots.pem";
    refused("localhost", "missing", missing, "`/nowhere/roots.pem`");
    refused("localhost", "wrong", "sslmode=maybe", "`sslmode`");
}

/// A port that was free a moment ago.
fn free_port() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port().to_string()
}
