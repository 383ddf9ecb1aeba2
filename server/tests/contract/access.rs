//! Roles, grants, divisions, users and API clients.

use import_core::permission::Permission as P;
use server::store::{Client, Grant, NewUser, PassKind, Role, Scope, Search, Store, StoreError};
use uuid::Uuid;

use super::passes::{batch, checkpoint, contact, created, id, job};

on_every_store!(
    the_built_in_role_has_everything_and_stays,
    roles_are_kept_until_nobody_has_them,
    grants_are_given_once_and_taken_where_they_were_given,
    an_administrator_stays,
    divisions_are_removed_when_they_are_empty,
    a_removed_division_takes_its_grants_along,
    who_may_not_sign_in_has_no_session,
    clients_are_found_by_their_secret,
    tokens_end,
    nothing_is_found_outside_of_the_divisions_asked_for,
);

fn role(number: u128, name: &str, permissions: &[P]) -> Role {
    Role {
        id: id(number),
        name: name.to_owned(),
        description: "d".to_owned(),
        permissions: permissions.to_vec(),
        built_in: false,
    }
}

fn user(store: &dyn Store, number: u128, grants: Vec<Grant>) -> Uuid {
    let user = NewUser {
        id: id(number),
        name: format!("User {number}"),
        password: "hash".to_owned(),
        created: 5,
        grants,
    };
    store.create_user(&user).unwrap();
    user.id
}

fn grant(role: u128, division: Option<&str>) -> Grant {
    Grant {
        role: id(role),
        division: division.map(str::to_owned),
    }
}

fn client(number: u128) -> Client {
    Client {
        id: id(number),
        name: "Robot".to_owned(),
        description: String::new(),
        token_seconds: 600,
        is_active: true,
        created: 7,
    }
}

/// `(role, division)` of everything a subject was granted.
fn granted(store: &dyn Store, subject: Uuid) -> Vec<(String, Option<String>)> {
    let grants = store.list_grants(subject).unwrap().into_iter();
    grants
        .map(|grant| (grant.role.name, grant.division.map(|(id, _)| id)))
        .collect()
}

fn the_built_in_role_has_everything_and_stays(store: &dyn Store) {
    let administrator = store.find_role(Role::ADMINISTRATOR).unwrap().unwrap();
    assert_eq!(administrator.name, "External Contacts Admin");
    assert_eq!(administrator.permissions, P::ALL);
    assert!(administrator.built_in);
    let changed = Role {
        permissions: Vec::new(),
        ..administrator.clone()
    };
    assert!(!store.update_role(&changed).unwrap());
    assert!(!store.delete_role(Role::ADMINISTRATOR).unwrap());
    assert_eq!(store.list_roles().unwrap(), [administrator]);
}

fn roles_are_kept_until_nobody_has_them(store: &dyn Store) {
    let seer = role(101, "Seer", &[P::ContactView, P::ImportJobView]);
    store.create_role(&seer).unwrap();
    let twin = store.create_role(&role(102, " SEER", &[])).unwrap_err();
    assert!(matches!(twin, StoreError::NameTaken));
    assert_eq!(store.find_role(id(101)).unwrap(), Some(seer));
    let less = role(101, "Viewer", &[P::ContactView]);
    assert!(store.update_role(&less).unwrap());
    assert!(!store.update_role(&role(103, "Nobody", &[])).unwrap());
    assert_eq!(store.find_role(id(101)).unwrap(), Some(less));

    let user = user(store, 10, vec![grant(101, None)]);
    let used = store.delete_role(id(101)).unwrap_err();
    assert!(matches!(used, StoreError::InUse));
    let administrator = [Grant::of_administrator()];
    store
        .change_grants(user, &[grant(101, None)], &administrator, 0)
        .unwrap();
    assert!(store.delete_role(id(101)).unwrap());
    assert!(!store.delete_role(id(101)).unwrap());
}

fn grants_are_given_once_and_taken_where_they_were_given(store: &dyn Store) {
    user(store, 9, vec![Grant::of_administrator()]);
    store.create_division("d", "North").unwrap();
    store
        .create_role(&role(101, "Seer", &[P::ContactView]))
        .unwrap();
    let user = user(
        store,
        10,
        vec![grant(101, Some("d")), grant(101, Some("d"))],
    );
    let in_d = ("Seer".to_owned(), Some("d".to_owned()));
    let in_all = ("Seer".to_owned(), None);
    assert_eq!(granted(store, user), std::slice::from_ref(&in_d));

    let unknown = [grant(101, Some("x")), grant(102, None)];
    let both = [
        grant(101, None),
        grant(101, Some("d")),
        grant(101, Some("*")),
    ];
    store.change_grants(user, &[], &both, 8).unwrap();
    store.change_grants(user, &[], &unknown, 8).unwrap();
    assert_eq!(granted(store, user).len(), 3);
    store.change_grants(user, &unknown, &[], 8).unwrap();
    assert_eq!(granted(store, user).len(), 3);
    store
        .change_grants(user, &[grant(101, None), grant(101, Some("*"))], &[], 9)
        .unwrap();
    assert_eq!(granted(store, user), [in_d]);
    store
        .change_grants(user, &[grant(101, Some("d"))], &[grant(101, None)], 9)
        .unwrap();
    assert_eq!(granted(store, user), [in_all]);
    let found = store.list_grants(user).unwrap().pop().unwrap();
    assert_eq!((found.scope(), found.created), (Scope::Everywhere, 9));
    assert_eq!(found.role.permissions, [P::ContactView]);
}

fn an_administrator_stays(store: &dyn Store) {
    let one = user(store, 1, vec![Grant::of_administrator()]);
    let stays = |result: Result<bool, StoreError>| {
        assert!(matches!(result, Err(StoreError::LastAdministrator)));
    };
    stays(store.update_user(one, "Ada", false));
    stays(store.delete_user(one));
    // A program of that id there is not, and nothing happens.
    assert!(!store.delete_client(one).unwrap());
    let taken = store.change_grants(one, &[Grant::of_administrator()], &[], 0);
    stays(taken.map(|()| true));
    assert!(store.find_user(one).unwrap().unwrap().is_active);
    assert_eq!(granted(store, one).len(), 1);

    // Neither somebody who may not sign in nor a program is an administrator, nor is somebody of one division.
    let two = user(store, 2, vec![Grant::of_administrator()]);
    assert!(store.update_user(two, "Bob", false).unwrap());
    store
        .create_client(&client(3), &[3; 32], &[Grant::of_administrator()])
        .unwrap();
    let of_one = Grant {
        division: Some("*".to_owned()),
        ..Grant::of_administrator()
    };
    user(store, 4, vec![of_one]);
    stays(store.delete_user(one));
    assert!(store.update_user(two, "Bob", true).unwrap());
    assert!(store.delete_user(one).unwrap());
    assert!(!store.delete_user(one).unwrap());
    assert_eq!(store.list_grants(one).unwrap(), []);
}

fn divisions_are_removed_when_they_are_empty(store: &dyn Store) {
    store.create_division("d", "North").unwrap();
    let twin = store.create_division("e", " NORTH").unwrap_err();
    assert!(matches!(twin, StoreError::NameTaken));
    let unassigned = store.rename_division("d", "unassigned").unwrap_err();
    assert!(matches!(unassigned, StoreError::NameTaken));
    assert!(store.rename_division("d", "South").unwrap());
    assert!(!store.rename_division("x", "West").unwrap());
    let names: Vec<String> = store
        .list_divisions()
        .unwrap()
        .into_iter()
        .map(|(_, name)| name)
        .collect();
    assert_eq!(names, ["South", "Unassigned"]);

    assert!(store.delete_division("d").unwrap());
    assert!(!store.delete_division("d").unwrap());
    // The division of records that nobody assigned to one stays, also without records.
    let used = store.delete_division("*").unwrap_err();
    assert!(matches!(used, StoreError::InUse));
}

fn a_removed_division_takes_its_grants_along(store: &dyn Store) {
    store.create_division("d", "North").unwrap();
    store.create_role(&role(101, "Seer", &[])).unwrap();
    let user = user(store, 10, vec![grant(101, Some("d"))]);
    assert!(store.delete_division("d").unwrap());
    assert_eq!(store.list_grants(user).unwrap(), []);
}

fn who_may_not_sign_in_has_no_session(store: &dyn Store) {
    user(store, 1, vec![Grant::of_administrator()]);
    let bob = user(store, 2, Vec::new());
    let open = |token: u8| store.open_session(&[token; 32], bob, 0, 100).unwrap();
    let has = |token: u8| store.find_session(&[token; 32], 1).unwrap().is_some();
    open(1);
    assert!(store.update_user(bob, "Bob", false).unwrap());
    assert!(!has(1));
    assert!(store.find_password("bob").unwrap().is_none());
    assert!(store.update_user(bob, "Bob", true).unwrap());
    assert!(!has(1));
    assert!(store.find_password("bob").unwrap().is_some());

    open(2);
    assert!(store.set_password(bob, "other").unwrap());
    assert!(!has(2));
    assert_eq!(store.find_password("bob").unwrap().unwrap().1, "other");
    open(3);
    let taken = store.update_user(bob, "USER 1", true).unwrap_err();
    assert!(matches!(taken, StoreError::NameTaken));
    assert!(has(3));
    assert!(store.delete_user(bob).unwrap());
    assert!(!has(3));
    assert_eq!(store.list_users().unwrap().len(), 1);
    assert!(!store.set_password(bob, "x").unwrap());
    assert!(!store.update_user(bob, "x", true).unwrap());
}

fn clients_are_found_by_their_secret(store: &dyn Store) {
    let robot = client(1);
    store
        .create_client(&robot, &[1; 32], &[Grant::of_administrator()])
        .unwrap();
    assert_eq!(granted(store, robot.id).len(), 1);
    let find = |secret: u8| {
        store
            .find_client_by_secret(robot.id, &[secret; 32])
            .unwrap()
    };
    assert_eq!(find(1).as_ref(), Some(&robot));
    assert_eq!(find(2), None);
    assert!(store.set_client_secret(robot.id, &[2; 32]).unwrap());
    assert_eq!(find(1), None);
    assert_eq!(find(2).as_ref(), Some(&robot));

    let off = Client {
        name: "Off".to_owned(),
        is_active: false,
        ..robot.clone()
    };
    assert!(store.update_client(&off).unwrap());
    assert_eq!(find(2), None);
    assert_eq!(store.find_client(robot.id).unwrap().as_ref(), Some(&off));
    assert_eq!(store.list_clients().unwrap(), [off]);
    assert!(!store.delete_user(robot.id).unwrap());
    assert_eq!(granted(store, robot.id).len(), 1);
    assert!(store.delete_client(robot.id).unwrap());
    assert!(!store.delete_client(robot.id).unwrap());
    assert!(!store.update_client(&robot).unwrap());
    assert!(!store.set_client_secret(robot.id, &[3; 32]).unwrap());
    assert_eq!(store.list_grants(robot.id).unwrap(), []);
}

fn tokens_end(store: &dyn Store) {
    let robot = client(1);
    store.create_client(&robot, &[1; 32], &[]).unwrap();
    let open = |token: u8| store.open_token(&[token; 32], robot.id, 0, 100).unwrap();
    let has = |token: u8, now| store.find_token(&[token; 32], now).unwrap().is_some();
    open(1);
    assert!(has(1, 99));
    assert!(!has(1, 100));
    store.close_token(&[1; 32]).unwrap();
    assert!(!has(1, 0));
    open(2);
    store.set_client_secret(robot.id, &[2; 32]).unwrap();
    assert!(!has(2, 0));
    open(3);
    let off = Client {
        is_active: false,
        ..robot.clone()
    };
    store.update_client(&off).unwrap();
    assert!(!has(3, 0));
    store.delete_client(robot.id).unwrap();
    assert!(!has(3, 0));
}

fn nothing_is_found_outside_of_the_divisions_asked_for(store: &dyn Store) {
    store.create_division("d", "North").unwrap();
    let job = job(store, 1);
    let mut pass = store.begin_pass(&job, PassKind::Import, 0).unwrap();
    pass.look_up(&super::passes::keys(&[])).unwrap();
    let changes = vec![created(&contact(10, "ann@x.org"))];
    pass.write(&batch(0, changes)).unwrap();
    pass.commit(&checkpoint(1)).unwrap();
    drop(pass);
    let found = |divisions: Scope, text: &str| {
        let search = Search {
            text: text.to_owned(),
            divisions: divisions.clone(),
            limit: 10,
            ..Search::default()
        };
        let contacts = store.search_contacts(&search).unwrap().entries.len();
        let filter = server::store::JobFilter {
            divisions,
            ..server::store::JobFilter::default()
        };
        let page = server::store::Page {
            after: None,
            size: 10,
        };
        let jobs = store.list_jobs(&filter, &page).unwrap().entries.len();
        (contacts, jobs)
    };
    for text in ["", "ann@"] {
        assert_eq!(found(Scope::Everywhere, text), (1, 1));
        assert_eq!(found(Scope::of("*"), text), (1, 1));
        assert_eq!(found(Scope::of("d"), text), (0, 0));
        assert_eq!(found(Scope::NOWHERE, text), (0, 0));
    }
    let used = store.delete_division("*").unwrap_err();
    assert!(matches!(used, StoreError::InUse));
}
