//! Changes outside of imports: what they see, what they leave, and what an import makes of it.

use std::sync::Arc;

use import_core::editing::Edit;
use import_core::engine::{ContactChange, Keys, Known, OrganizationChange};
use import_core::record::{
    ExternalId, Identifier, IdentifierKind, Organization, StoredContact, StoredOrganization,
};
use server::store::{EditEntry, NewEdit, Page, PassKind, Scope, Search, Selection, Store};
use uuid::Uuid;

use super::passes::{batch, checkpoint, contact, created, id, job, keys};

on_every_store!(
    a_change_sees_what_is_selected_and_is_noted,
    a_contact_that_is_deleted_is_nowhere,
    an_organization_that_is_deleted_leaves_its_contacts,
    a_contact_that_is_merged_away_is_not_selected,
    passes_see_what_was_changed_between_them,
    a_scan_gives_everything_once,
    records_of_some_divisions_come_in_order_and_without_those_between,
);

const AUTHOR: u128 = 77;

fn edit_at(at: i64) -> NewEdit {
    NewEdit {
        division: "*".to_owned(),
        author: id(AUTHOR),
        at,
    }
}

fn write(store: &dyn Store, at: i64, selection: &Selection, edit: impl FnOnce(Known) -> Edit) {
    let mut edit = Some(edit);
    let mut decide = |known| edit.take().unwrap()(known);
    assert!(store.edit(&edit_at(at), selection, &mut decide).unwrap());
}

fn contacts(changes: Vec<ContactChange>) -> Edit {
    Edit {
        contacts: changes,
        ..Edit::default()
    }
}

fn by_id(ids: &[u128]) -> Selection {
    Selection {
        contacts: ids.iter().copied().map(id).collect(),
        organizations: ids.iter().copied().map(id).collect(),
        ..Selection::default()
    }
}

fn by_mail(mails: &[&str]) -> Selection {
    Selection {
        keys: keys(mails),
        ..Selection::default()
    }
}

fn add(store: &dyn Store, stored: &StoredContact) {
    let new = created(stored);
    write(store, 1, &Selection::default(), |_| contacts(vec![new]));
}

fn known(store: &dyn Store, selection: &Selection) -> Known {
    let mut seen = None;
    write(store, 0, selection, |known| {
        seen = Some(known);
        Edit::default()
    });
    seen.unwrap()
}

fn ids(contacts: &[Arc<StoredContact>]) -> Vec<Uuid> {
    let mut ids: Vec<Uuid> = contacts.iter().map(|contact| contact.id).collect();
    ids.sort();
    ids
}

fn organization(number: u128) -> StoredOrganization {
    StoredOrganization {
        id: id(number),
        organization: Organization {
            name: Some("Acme".to_owned()),
            external_ids: vec![ExternalId::new(id(3_000), "E1")],
            ..Organization::default()
        },
        created: 1,
        modified: 1,
        version: 1,
    }
}

fn add_organization(store: &dyn Store, after: &StoredOrganization) {
    let new = OrganizationChange::new(None, Arc::new(after.clone()));
    write(store, 1, &Selection::default(), |_| Edit {
        organizations: vec![new],
        ..Edit::default()
    });
}

fn finds(store: &dyn Store, text: &str) -> usize {
    let search = Search {
        text: text.to_owned(),
        limit: 100,
        ..Search::default()
    };
    store.search_contacts(&search).unwrap().entries.len()
        + store.search_organizations(&search).unwrap().entries.len()
}

fn a_change_sees_what_is_selected_and_is_noted(store: &dyn Store) {
    let nowhere = NewEdit {
        division: "elsewhere".to_owned(),
        ..edit_at(1)
    };
    let there = store.edit(&nowhere, &Selection::default(), &mut |_| unreachable!());
    assert!(!there.unwrap());

    let before = contact(1, "a@x.org");
    add(store, &before);
    add(store, &contact(2, "b@x.org"));
    add(store, &contact(3, "c@x.org"));
    let selection = Selection {
        contacts: vec![id(1), id(2), id(9)],
        ..by_mail(&["b@x.org", "a@x.org", "z@x.org"])
    };
    let seen = known(store, &selection).contacts;
    assert_eq!(ids(&seen), [id(1), id(2)]);

    let after = StoredContact {
        modified: 5,
        version: 2,
        ..contact(1, "new@x.org")
    };
    let changed = after.clone();
    write(store, 5, &by_id(&[1]), |known| {
        assert_eq!(known.contacts, [Arc::new(before.clone())]);
        let before = known.contacts.into_iter().next();
        contacts(vec![ContactChange::new(before, &changed, None)])
    });
    let found = store.find_contact(id(1)).unwrap().unwrap();
    assert_eq!((found.stored, found.merged_to), (after, None));
    assert!(known(store, &by_mail(&["a@x.org"])).contacts.is_empty());
    let key = Identifier::new(IdentifierKind::Email, "new@x.org");
    let holders = store
        .find_contacts_by(&Scope::of("*"), std::slice::from_ref(&key))
        .unwrap();
    assert_eq!(holders[0].stored.id, id(1));
    assert!(
        store
            .find_contacts_by(&Scope::of("elsewhere"), &[key])
            .unwrap()
            .is_empty()
    );
    let entry = |at, version, former| EditEntry {
        author: id(AUTHOR),
        at,
        version,
        former,
    };
    assert_eq!(
        store.list_edits(id(1)).unwrap(),
        [entry(1, 1, None), entry(5, 2, Some(1))]
    );
}

fn a_contact_that_is_deleted_is_nowhere(store: &dyn Store) {
    let gone = contact(1, "a@x.org");
    add(store, &gone);
    add(store, &contact(2, "b@x.org"));
    assert_eq!(finds(store, "Ann"), 2);
    let deleted = gone.clone();
    write(store, 3, &by_id(&[1]), |_| Edit {
        deleted_contacts: vec![Arc::new(deleted)],
        ..Edit::default()
    });
    assert_eq!(store.find_contact(id(1)).unwrap(), None);
    assert_eq!((finds(store, "Ann"), finds(store, "a@x.org")), (1, 0));
    assert!(known(store, &by_mail(&["a@x.org"])).contacts.is_empty());
    assert!(known(store, &by_id(&[1])).contacts.is_empty());
    let last = store.list_edits(id(1)).unwrap().pop().unwrap();
    assert_eq!((last.at, last.version, last.former), (3, 2, Some(1)));
    // What it was found by is free.
    add(store, &contact(3, "a@x.org"));
    let again = known(store, &by_mail(&["a@x.org"])).contacts;
    assert_eq!(ids(&again), [id(3)]);
}

fn an_organization_that_is_deleted_leaves_its_contacts(store: &dyn Store) {
    let acme = organization(10);
    add_organization(store, &acme);
    let member = StoredContact {
        organization: Some(id(10)),
        ..contact(1, "a@x.org")
    };
    add(store, &member);
    assert_eq!(finds(store, "acme"), 1);
    let key = Identifier::external(id(3_000), "E1");
    let by_key = Selection {
        keys: Keys {
            organizations: vec![key.clone()],
            ..Keys::default()
        },
        ..by_id(&[10])
    };
    assert_eq!(
        known(store, &by_key).organizations,
        [Arc::new(acme.clone())]
    );
    let found = store
        .find_organizations_by(&Scope::Everywhere, std::slice::from_ref(&key))
        .unwrap();
    assert_eq!(found[0].stored, acme);
    write(store, 3, &by_id(&[10]), |known| Edit {
        deleted_organizations: known.organizations,
        ..Edit::default()
    });
    assert!(store.find_organization(id(10)).unwrap().is_none());
    assert!(
        store
            .find_organizations_by(&Scope::Everywhere, &[key])
            .unwrap()
            .is_empty()
    );
    assert_eq!(finds(store, "acme"), 0);
    let member = store.find_contact(id(1)).unwrap().unwrap().stored;
    assert_eq!((member.organization, member.version), (None, 1));
}

fn a_contact_that_is_merged_away_is_not_selected(store: &dyn Store) {
    let (first, second) = (contact(1, "a@x.org"), contact(2, "b@x.org"));
    add(store, &first);
    add(store, &second);
    let mut survivor = first.clone();
    survivor.version = 2;
    survivor.contact.personal_email = Some("b@x.org".to_owned());
    survivor.merge_set = vec![id(2)];
    let merged = survivor.clone();
    write(store, 2, &by_id(&[1, 2]), |_| {
        let second = Arc::new(second);
        contacts(vec![
            ContactChange::new(Some(Arc::new(first)), &merged, None),
            ContactChange::new(Some(Arc::clone(&second)), &second, Some(id(1))),
        ])
    });
    let seen = known(store, &by_id(&[1, 2])).contacts;
    assert_eq!(ids(&seen), [id(1)]);
    assert_eq!(
        store.find_contact(id(2)).unwrap().unwrap().merged_to,
        Some(id(1))
    );
    // Whoever deletes the person deletes the records behind as well.
    write(store, 3, &by_id(&[1]), |known| Edit {
        deleted_contacts: known.contacts,
        ..Edit::default()
    });
    assert_eq!(store.find_contact(id(2)).unwrap(), None);
}

fn passes_see_what_was_changed_between_them(store: &dyn Store) {
    let job = job(store, 1);
    let acme = organization(10);
    add_organization(store, &acme);
    let mut pass = store.begin_pass(&job, PassKind::Import, 0).unwrap();
    let mut wanted = keys(&["a@x.org"]);
    wanted.organizations = acme.organization.identifiers();
    assert_eq!(
        pass.look_up(&wanted).unwrap().organizations,
        [Arc::new(acme.clone())]
    );
    pass.write(&batch(0, vec![created(&contact(1, "a@x.org"))]))
        .unwrap();
    pass.commit(&checkpoint(1)).unwrap();

    add(store, &contact(2, "z@x.org"));
    let deleted = acme.clone();
    write(store, 3, &by_id(&[10]), |_| Edit {
        deleted_organizations: vec![Arc::new(deleted)],
        ..Edit::default()
    });
    wanted.contacts.extend(keys(&["z@x.org"]).contacts);
    let seen = pass.look_up(&wanted).unwrap();
    assert_eq!(ids(&seen.contacts), [id(1), id(2)]);
    assert!(seen.organizations.is_empty());
}

fn a_scan_gives_everything_once(store: &dyn Store) {
    for number in 1..=5 {
        add(store, &contact(number, &format!("{number}@x.org")));
    }
    add_organization(store, &organization(10));
    let mut page = Page {
        after: None,
        size: 2,
    };
    let mut found = Vec::new();
    loop {
        let slice = store.scan_contacts(&Scope::of("*"), &page).unwrap();
        found.extend(slice.entries.into_iter().map(|entry| entry.stored.id));
        // What is deleted meanwhile does not stop it.
        if page.after.is_none() {
            write(store, 3, &by_id(&[2]), |known| Edit {
                deleted_contacts: known.contacts,
                ..Edit::default()
            });
        }
        page.after = slice.next;
        if page.after.is_none() {
            break;
        }
    }
    assert_eq!(found, [id(1), id(2), id(3), id(4), id(5)]);
    page.size = 10;
    assert_eq!(
        store
            .scan_contacts(&Scope::Everywhere, &page)
            .unwrap()
            .entries
            .len(),
        4
    );
    assert!(
        store
            .scan_contacts(&Scope::of("elsewhere"), &page)
            .unwrap()
            .entries
            .is_empty()
    );
    assert_eq!(
        store
            .scan_organizations(&Scope::Everywhere, &page)
            .unwrap()
            .entries
            .len(),
        1
    );

    let search = Search {
        ids: vec![id(1), id(4)],
        limit: 10,
        ..Search::default()
    };
    let named = |text: &str| {
        let search = Search {
            text: text.to_owned(),
            ..search.clone()
        };
        let found = store.search_contacts(&search).unwrap().entries;
        found
            .into_iter()
            .map(|found| found.stored.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(named(""), [id(4), id(1)]);
    assert_eq!(named("ann"), [id(4), id(1)]);
    assert_eq!(named("1@x"), [id(1)]);
    assert!(named("3@x").is_empty());
}

fn records_of_some_divisions_come_in_order_and_without_those_between(store: &dyn Store) {
    let divisions = ["*", "north", "south"];
    for division in &divisions[1..] {
        store.create_division(division, division).unwrap();
    }
    for number in 0..12_usize {
        let new = created(&contact(number as u128 + 1, &format!("{number}@x.org")));
        let to = NewEdit {
            division: divisions[number % 3].to_owned(),
            ..edit_at(1)
        };
        let mut edit = Some(contacts(vec![new]));
        let mut decide = |_| edit.take().unwrap();
        assert!(store.edit(&to, &Selection::default(), &mut decide).unwrap());
    }
    let north_and_south = Scope::Within(divisions[1..].iter().map(ToString::to_string).collect());
    for (scope, expected) in [
        (Scope::of("south"), &[12, 9, 6, 3][..]),
        (north_and_south, &[12, 11, 9, 8, 6, 5, 3, 2]),
        (Scope::Everywhere, &[12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]),
        (Scope::NOWHERE, &[]),
    ] {
        let expected: Vec<Uuid> = expected.iter().copied().map(id).collect();
        let newest = store.search_contacts(&Search {
            divisions: scope.clone(),
            limit: 100,
            ..Search::default()
        });
        let newest = newest.unwrap().entries.into_iter();
        let newest: Vec<Uuid> = newest.map(|found| found.stored.id).collect();
        assert_eq!(newest, expected, "{scope:?}");

        let (mut page, mut scanned) = (
            Page {
                after: None,
                size: 3,
            },
            Vec::new(),
        );
        loop {
            let slice = store.scan_contacts(&scope, &page).unwrap();
            scanned.extend(slice.entries.into_iter().map(|entry| entry.stored.id));
            page.after = slice.next;
            if page.after.is_none() {
                break;
            }
        }
        scanned.sort_unstable_by(|a, b| b.cmp(a));
        assert_eq!(scanned, expected, "{scope:?}");
    }
}
