//! Roles, who has them, and users.

use import_core::permission::Permission as P;
use import_core::record::SECOND;
use serde_json::{Value, json};
use server::http::HttpOptions;
use server::store::Role;

use crate::support::{API, TestServer};

const ROLES: &str = "/api/v2/authorization/roles";
const USERS: &str = "/api/v2/users";

fn grants_of(user: &str) -> String {
    format!("/api/v2/authorization/subjects/{user}")
}

async fn create_role(server: &TestServer, name: &str, permissions: &[P]) -> Value {
    let names: Vec<&str> = permissions.iter().map(|one| one.name()).collect();
    let body = json!({"name": name, "permissions": names});
    server.post(ROLES, body).await.expect(201).json()
}

#[tokio::test]
async fn who_makes_too_many_requests_has_to_wait_and_nobody_else() {
    let mut server = TestServer::with_options(HttpOptions {
        rate_limit: 3,
        ..HttpOptions::default()
    });
    let me = "/api/v2/users/me";
    server.sign_in_as(&[], None);
    for _ in 0..3 {
        server.get(me).await.expect(200);
    }
    let refused = server.get(me).await;
    assert_eq!(refused.headers["retry-after"], "20");
    let error = refused.expect_error(429, "rate_limited");
    assert_eq!(error["messageParams"]["seconds"], "20");
    // What needs nobody is not counted.
    server.get("/api/health").await.expect(204);
    server.pass(20 * SECOND);
    server.get(me).await.expect(200);
    server.get(me).await.expect(429);
    server.sign_in_as(&[], None);
    server.get(me).await.expect(200);
}

#[tokio::test]
async fn a_role_is_made_read_changed_and_removed() {
    let server = TestServer::start();
    let body = json!({
        "name": " Seer ", "description": "Sees contacts",
        "permissions": ["externalContacts:importJob:view"],
        "permissionPolicies": [
            {"domain": "externalContacts", "entityName": "contact", "actionSet": ["search", "view"]},
            {"domain": "authorization", "entityName": "role", "actionSet": ["*"]},
        ],
    });
    let made = server.post(ROLES, body).await.expect(201).json();
    assert_eq!(made["name"], "Seer");
    assert_eq!(
        made["permissions"],
        json!([
            "externalContacts:contact:view",
            "externalContacts:contact:search",
            "externalContacts:importJob:view",
            "authorization:role:view",
            "authorization:role:add",
            "authorization:role:edit",
            "authorization:role:delete",
        ])
    );
    assert_eq!(
        made["permissionPolicies"][0]["actionSet"],
        json!(["view", "search"])
    );
    let one = made["selfUri"].as_str().unwrap();
    assert_eq!(server.get(one).await.expect(200).json(), made);

    let less = json!({"name": "Seer", "permissions": []});
    let changed = server.put(one, less).await.expect(200).json();
    assert_eq!(changed["permissions"], json!([]));
    let listed = server.get(&format!("{ROLES}?name=see&pageSize=1")).await;
    let listed = listed.expect(200).json();
    assert_eq!(
        (&listed["total"], &listed["entities"][0]),
        (&json!(1), &changed)
    );
    server.delete(one).await.expect(204);
    server.get(one).await.expect_error(404, "not_found");
}

#[tokio::test]
async fn wrong_roles_name_their_field() {
    let server = TestServer::start();
    let cases = [
        (json!({"name": " "}), "name"),
        (json!({"name": "x".repeat(101)}), "name"),
        (json!({"name": "x\0y"}), "name"),
        (
            json!({"name": "x", "description": "x".repeat(501)}),
            "description",
        ),
        (
            json!({"name": "x", "permissions": ["contact:view"]}),
            "permissions[0]",
        ),
        (
            json!({"name": "x", "permissionPolicies": [
                {"domain": "externalContacts", "entityName": "shoe", "actionSet": ["*"]}
            ]}),
            "permissionPolicies[0].actionSet",
        ),
    ];
    for (body, field) in cases {
        let error = server
            .post(ROLES, body)
            .await
            .expect_error(400, "field_invalid");
        assert_eq!(error["details"][0]["fieldName"], field);
    }
    let built_in = format!("{ROLES}/{}", Role::ADMINISTRATOR);
    let error = server.put(&built_in, json!({"name": "x"})).await;
    error.expect_error(409, "role_built_in");
    server
        .delete(&built_in)
        .await
        .expect_error(409, "role_built_in");
    let shown = server.get(&built_in).await.expect(200).json();
    assert_eq!(shown["default"], true);
    assert_eq!(shown["permissions"].as_array().unwrap().len(), P::ALL.len());
}

#[tokio::test]
async fn a_user_is_made_given_a_role_and_signs_in() {
    let mut server = TestServer::start();
    let role = create_role(&server, "Seer", &[P::ContactView]).await;
    let body = json!({"name": "Bob", "password": "correct horse"});
    let bob = server.post(USERS, body.clone()).await.expect(201).json();
    assert_eq!(bob["state"], "active");
    assert!(bob.get("password").is_none());
    server
        .post(USERS, body)
        .await
        .expect_error(409, "name_taken");
    let short = server
        .post(USERS, json!({"name": "Eve", "password": "short"}))
        .await;
    short.expect_error(400, "field_invalid");

    let id = bob["id"].as_str().unwrap();
    let grants = json!({"grants": [{"roleId": role["id"], "divisionId": "all"}]});
    let add = format!("{}/bulkadd", grants_of(id));
    server.post(&add, grants).await.expect(204);
    let subject = server.get(&grants_of(id)).await.expect(200).json();
    assert_eq!(subject["grants"][0]["role"]["name"], "Seer");
    assert_eq!(subject["grants"][0]["division"]["id"], "all");
    assert_eq!(
        subject["grants"][0]["role"]["policies"][0]["entityName"],
        "contact"
    );
    let role_uri = role["selfUri"].as_str().unwrap().to_owned();
    server.delete(&role_uri).await.expect_error(409, "in_use");

    let administrator = server.cookie.take();
    let sign_in = json!({"name": "bob", "password": "correct horse"});
    let signed_in = server
        .post("/api/session", sign_in.clone())
        .await
        .expect(200);
    let seen = json!(["externalContacts:contact:view"]);
    assert_eq!(signed_in.json()["permissions"], seen);
    server.cookie = Some(
        signed_in.headers["set-cookie"]
            .split(';')
            .next()
            .unwrap()
            .to_owned(),
    );
    server.get(&format!("{API}/contacts")).await.expect(200);
    let refused = server.get(&format!("{API}/organizations")).await;
    let refused = refused.expect_error(403, "missing_permission");
    let missing = &refused["messageParams"]["permission"];
    assert_eq!(missing, "externalContacts:externalOrganization:view");
    let own = server.get("/api/v2/authorization/subjects/me").await;
    assert_eq!(own.expect(200).json()["grants"][0]["role"]["name"], "Seer");

    let bobs = std::mem::replace(&mut server.cookie, administrator);
    let one = format!("{USERS}/{id}");
    let off = server.patch(&one, json!({"state": "inactive"})).await;
    assert_eq!(off.expect(200).json()["name"], "Bob");
    let administrator = std::mem::replace(&mut server.cookie, bobs);
    server
        .get("/api/v2/users/me")
        .await
        .expect_error(401, "signed_out");
    server
        .post("/api/session", sign_in)
        .await
        .expect_error(401, "sign_in_wrong");
    server.cookie = administrator;
    server.delete(&one).await.expect(204);
    server.get(&one).await.expect_error(404, "not_found");
    server
        .get(&grants_of(id))
        .await
        .expect_error(404, "not_found");
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let server = TestServer::start();
    let me = server.get("/api/v2/users/me").await.json();
    let id = me["id"].as_str().unwrap();
    let one = format!("{USERS}/{id}");
    server
        .delete(&one)
        .await
        .expect_error(409, "last_administrator");
    let off = server.patch(&one, json!({"state": "inactive"})).await;
    off.expect_error(409, "last_administrator");
    let grant = format!(
        "{}/divisions/all/roles/{}",
        grants_of(id),
        Role::ADMINISTRATOR
    );
    server
        .delete(&grant)
        .await
        .expect_error(409, "last_administrator");
    let none = server
        .post(
            &format!("{}/bulkreplace", grants_of(id)),
            json!({"grants": []}),
        )
        .await;
    none.expect_error(409, "last_administrator");

    let other = server
        .post(USERS, json!({"name": "Bob", "password": "correct horse"}))
        .await;
    let other = other.expect(201).json()["id"].as_str().unwrap().to_owned();
    let path = format!(
        "{}/divisions/all/roles/{}",
        grants_of(&other),
        Role::ADMINISTRATOR
    );
    server.post(&path, json!({})).await.expect(204);
    server.delete(&grant).await.expect(204);
    // Now the one who is signed in may do nothing any more.
    server
        .get(USERS)
        .await
        .expect_error(403, "missing_permission");
}

#[tokio::test]
async fn nobody_hands_out_or_takes_over_more_than_they_have() {
    let mut server = TestServer::start();
    let strong = create_role(&server, "Strong", &[P::ContactDelete, P::ContactView]).await;
    let weak = create_role(&server, "Weak", &[P::ContactView]).await;
    let made = server
        .post(USERS, json!({"name": "Bob", "password": "correct horse"}))
        .await;
    let bob = made.expect(201).json()["id"].as_str().unwrap().to_owned();
    let add = format!("{}/bulkadd", grants_of(&bob));
    let replace = format!("{}/bulkreplace", grants_of(&bob));
    let remove = format!("{}/bulkremove", grants_of(&bob));
    let one = format!("{USERS}/{bob}");
    let password = format!("{one}/password");
    let grants = |role: &Value, division: &str| json!({"grants": [{"roleId": role["id"], "divisionId": division}]});
    server.post(&add, grants(&strong, "all")).await.expect(204);
    let clients = "/api/v2/oauth/clients";
    let robot = json!({"name": "Robot", "roleDivisions": [{"roleId": strong["id"]}]});
    let strong_robot = server.post(clients, robot.clone()).await.expect(201).json();
    let strong_robot = format!("{clients}/{}", strong_robot["id"].as_str().unwrap());

    let mine = [
        P::ContactView,
        P::GrantAdd,
        P::GrantDelete,
        P::RoleAdd,
        P::RoleEdit,
        P::UserEdit,
        P::UserDelete,
        P::OauthClientAdd,
        P::OauthClientEdit,
        P::OauthClientDelete,
    ];
    let administrator = server.cookie.clone();
    server.sign_in_as(&mine, None);
    let names_delete = |body: Value| {
        assert_eq!(
            body["messageParams"]["permission"],
            "externalContacts:contact:delete"
        );
    };
    let refused = |answer: crate::support::Answer| {
        names_delete(answer.expect_error(403, "missing_permission"));
    };
    refused(server.post(&add, grants(&strong, "all")).await);
    refused(server.post(&add, grants(&strong, "*")).await);
    refused(server.post(&remove, grants(&strong, "all")).await);
    refused(server.post(&replace, grants(&weak, "all")).await);
    let new = json!({"newPassword": "correct horse 2"});
    refused(server.post(&password, new.clone()).await);
    let off = json!({"state": "inactive"});
    refused(server.patch(&one, off).await);
    refused(server.delete(&one).await);
    refused(server.delete(&strong_robot).await);
    let off = json!({"name": "Robot", "state": "inactive"});
    refused(server.put(&strong_robot, off).await);
    // A name takes nothing from anybody.
    server.patch(&one, json!({"name": "Rob"})).await.expect(200);
    let role = json!({"name": "Mine", "permissions": ["externalContacts:contact:delete"]});
    refused(server.post(ROLES, role.clone()).await);
    refused(server.put(weak["selfUri"].as_str().unwrap(), role).await);
    refused(server.post(clients, robot).await);
    server.post(&add, grants(&weak, "*")).await.expect(204);

    server.cookie = administrator;
    server.post(&password, new).await.expect(204);
    server
        .post(&replace, grants(&weak, "all"))
        .await
        .expect(204);
    let subject = server.get(&grants_of(&bob)).await.json();
    assert_eq!(subject["grants"].as_array().unwrap().len(), 1);
    assert_eq!(subject["grants"][0]["role"]["name"], "Weak");
    let unknown = json!({"grants": [{"roleId": bob}]});
    let error = server
        .post(&add, unknown)
        .await
        .expect_error(400, "field_invalid");
    assert_eq!(error["details"][0]["fieldName"], "roleId");
    let error = server.post(&add, grants(&weak, "nowhere")).await;
    assert_eq!(
        error.expect_error(400, "field_invalid")["details"][0]["fieldName"],
        "divisionId"
    );
}
