//! What each route needs. The table beside this file says it a second time, on purpose: a permission changes only
//! where somebody means it, and no route comes in without one.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Request, header};
use import_core::permission::Permission;
use server::auth::Needs;
use server::http::{Route, routes};

use crate::support::{Answer, TestServer};

const TABLE: &str = include_str!("permissions.txt");

#[test]
fn every_route_needs_what_the_table_says() {
    let routes: BTreeSet<String> = routes().iter().map(line).collect();
    let table: BTreeSet<String> = TABLE.lines().map(str::to_owned).collect();
    let unknown: Vec<_> = routes.difference(&table).collect();
    assert!(unknown.is_empty(), "not in the table: {unknown:#?}");
    let gone: Vec<_> = table.difference(&routes).collect();
    assert!(gone.is_empty(), "no route any more: {gone:#?}");
}

/// A route in one line: what of, and each permission or one of several.
fn line(route: &Route) -> String {
    let names = |permissions: &[Permission], between: &str| {
        let names: Vec<&str> = permissions.iter().map(|one| one.name()).collect();
        names.join(between)
    };
    let needs = match route.needs {
        Needs::Nothing => "nothing".to_owned(),
        Needs::Somebody => "somebody".to_owned(),
        Needs::All(all) => names(all, " & "),
        Needs::Any(any) => names(any, " | "),
    };
    format!("{} {} {needs}", route.method, route.path)
}

#[tokio::test]
async fn a_missing_permission_is_refused_and_named() {
    let mut server = TestServer::start();
    for route in routes() {
        let needed = route.needs.permissions();
        match route.needs {
            Needs::Nothing | Needs::Somebody => {}
            Needs::All(_) => {
                for &missing in needed {
                    let others: Vec<Permission> = Permission::ALL
                        .iter()
                        .copied()
                        .filter(|&one| one != missing)
                        .collect();
                    server.sign_in_as(&others, None);
                    expect_missing(&route, missing, &ask(&server, &route).await);
                }
            }
            Needs::Any(_) => {
                let others: Vec<Permission> = Permission::ALL
                    .iter()
                    .copied()
                    .filter(|one| !needed.contains(one))
                    .collect();
                server.sign_in_as(&others, None);
                expect_missing(&route, needed[0], &ask(&server, &route).await);
                for &one in needed {
                    server.sign_in_as(&[one], None);
                    expect_allowed(&route, &ask(&server, &route).await);
                }
            }
        }
        server.sign_in_as(needed, None);
        expect_allowed(&route, &ask(&server, &route).await);
    }
}

#[tokio::test]
async fn nobody_gets_past_a_route_that_needs_somebody() {
    let server = TestServer::empty();
    for route in routes() {
        let answer = ask(&server, &route).await;
        let is_open = route.needs == Needs::Nothing;
        let is_refused = answer.status == 401 && answer.json()["code"] == "signed_out";
        assert_eq!(is_refused, !is_open, "{}: {}", line(&route), answer.text());
        let challenge = answer.headers.get("www-authenticate");
        if is_refused {
            assert_eq!(challenge.unwrap(), "Bearer realm=\"muster\"");
        }
    }
}

/// Asks for nothing in particular: ids that nobody has, and a body that says nothing.
async fn ask(server: &TestServer, route: &Route) -> Answer {
    let mut path = route.path.replace("{number}", "0");
    for name in ["{id}", "{role}", "{division}"] {
        path = path.replace(name, "019c0000-0000-7000-8000-000000000000");
    }
    assert!(
        !path.contains('{'),
        "the test does not know how to fill in `{path}`"
    );
    let request = Request::builder()
        .method(route.method.clone())
        .uri(path)
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from("{}"))
        .unwrap();
    server.send(request).await
}

#[track_caller]
fn expect_missing(route: &Route, permission: Permission, answer: &Answer) {
    let text = answer.text();
    assert_eq!(
        answer.status,
        403,
        "{} without {permission}: {text}",
        line(route)
    );
    let body = answer.json();
    assert_eq!(body["code"], "missing_permission");
    assert_eq!(body["messageParams"]["permission"], permission.name());
    assert!(
        body["message"]
            .as_str()
            .unwrap()
            .contains(permission.name())
    );
}

#[track_caller]
fn expect_allowed(route: &Route, answer: &Answer) {
    let text = answer.text();
    assert!(
        !matches!(answer.status.as_u16(), 401 | 403 | 500..),
        "{}: {text}",
        line(route)
    );
}
