//! What a search finds.

use import_core::record::{Contact, StoredContact};
use server::store::{ContactRecord, Found, Page, PassKind, Scope, Search, Store};
use uuid::Uuid;

use super::passes::{batch, checkpoint, contact, created, id, job, job_in, keys};

on_every_store!(
    names_are_found_by_the_beginnings_of_their_words,
    identifiers_are_found_by_their_beginning,
    newest_come_first_and_pages_follow_each_other,
    the_newest_of_more_than_are_counted_come_first,
    records_of_several_divisions_come_in_one_order,
);

/// Contacts of these names, `n0@x.org` and so on, in this order.
fn import(store: &dyn Store, names: &[&str]) -> Vec<StoredContact> {
    let contacts: Vec<StoredContact> = (10..)
        .zip(names)
        .map(|(number, name)| StoredContact {
            contact: Contact {
                first_name: None,
                last_name: Some((*name).to_owned()),
                ..contact(number, &format!("n{}@x.org", number - 10)).contact
            },
            ..contact(number, "")
        })
        .collect();
    let job = job(store, 1);
    let mut pass = store.begin_pass(&job, PassKind::Import, 0).unwrap();
    pass.look_up(&keys(&[])).unwrap();
    let changes = contacts.iter().map(created).collect();
    pass.write(&batch(0, changes)).unwrap();
    pass.commit(&checkpoint(1)).unwrap();
    contacts
}

fn search(store: &dyn Store, search: &Search) -> Vec<Uuid> {
    let found = store.search_contacts(search).unwrap().entries;
    found.into_iter().map(|found| found.stored.id).collect()
}

fn text(text: &str) -> Search {
    Search {
        text: text.to_owned(),
        limit: 100,
        ..Search::default()
    }
}

fn names_are_found_by_the_beginnings_of_their_words(store: &dyn Store) {
    let names = ["Zoë Lindström", "王小明", "O'Brien", "Li小明 2", "  "];
    import(store, &names);
    let check = |query: &str, expected: &[u128]| {
        let expected: Vec<Uuid> = expected.iter().map(|number| id(number + 10)).collect();
        assert_eq!(search(store, &text(query)), expected, "{query}");
    };
    check("zoe", &[0]);
    check("ZOË lind", &[0]);
    check("lindstrom zoe", &[0]);
    check("strom", &[]);
    check("小明", &[3, 1]);
    check("明小", &[]);
    check("王", &[1]);
    check("li小", &[3]);
    check("brien", &[2]);
    check("o'b", &[2]);
    check("' | ! & <-> :* \\ \0", &[]);
    check("", &[4, 3, 2, 1, 0]);
}

fn identifiers_are_found_by_their_beginning(store: &dyn Store) {
    import(store, &["One", "Two"]);
    assert_eq!(search(store, &text("N0@")), [id(10)]);
    assert_eq!(search(store, &text("n")), [id(11), id(10)]);
    assert!(search(store, &text("x.org")).is_empty());
    let of_an_organization = Search {
        organization: Some(id(99)),
        ..text("n0")
    };
    assert!(search(store, &of_an_organization).is_empty());
    let elsewhere = Search {
        divisions: Scope::of("other"),
        ..text("n0")
    };
    assert!(search(store, &elsewhere).is_empty());
    let here = Search {
        divisions: Scope::of("*"),
        ..text("n0")
    };
    assert_eq!(search(store, &here), [id(10)]);
}

fn newest_come_first_and_pages_follow_each_other(store: &dyn Store) {
    import(store, &["One", "Two", "Three"]);
    let page = |offset| Search {
        offset,
        limit: 2,
        ..Search::default()
    };
    assert_eq!(search(store, &page(0)), [id(12), id(11)]);
    assert_eq!(search(store, &page(2)), [id(10)]);
    assert!(search(store, &page(9)).is_empty());
    let wanted = [id(11), id(1), id(10)];
    let found = store.find_contacts(&wanted).unwrap().into_iter();
    let found: Vec<Uuid> = found.map(|found| found.stored.id).collect();
    assert_eq!(found, [id(11), id(10)]);
}

fn the_newest_of_more_than_are_counted_come_first(store: &dyn Store) {
    let mut names = vec!["Old Face"; Found::<()>::MOST + 10];
    names.extend(vec!["New Face"; 2 * Found::<()>::MOST + 10]);
    let contacts = import(store, &names);
    let (old, new) = contacts.split_at(Found::<()>::MOST + 10);
    for (text, named) in [("old", old), ("new", new), ("face", &contacts)] {
        let newest: Vec<Uuid> = named.iter().rev().map(|contact| contact.id).collect();
        for offset in [0, 50, 9_950] {
            let found = store.search_contacts(&Search {
                offset,
                limit: 50,
                ..self::text(text)
            });
            let found = found.unwrap();
            let ids = found.entries.iter().map(|found| found.stored.id);
            let place = format!("{text} from {offset}");
            assert!(
                ids.eq(newest[offset..offset + 50].iter().copied()),
                "{place}"
            );
            assert_eq!(found.total, Found::<()>::MOST, "{place}");
            assert!(found.is_partial, "{place}");
        }
    }
}

fn records_of_several_divisions_come_in_one_order(store: &dyn Store) {
    let divisions = ["*", "north", "south"];
    for division in &divisions[1..] {
        store.create_division(division, division).unwrap();
    }
    // The first, fourth and so on in one, the next ones in another.
    for (number, division) in (0..).zip(divisions) {
        let changes = (0..4).map(|n| {
            let number = 10 + 3 * n + number;
            created(&contact(number, &format!("n{number}@x.org")))
        });
        let job = job_in(store, number + 1, division);
        let mut pass = store.begin_pass(&job, PassKind::Import, 0).unwrap();
        pass.look_up(&keys(&[])).unwrap();
        pass.write(&batch(0, changes.collect())).unwrap();
        pass.commit(&checkpoint(1)).unwrap();
    }
    let division = |found: &ContactRecord| {
        let number = found.stored.id.as_u128() - id(10).as_u128();
        assert_eq!(
            found.division,
            divisions[usize::try_from(number % 3).unwrap()]
        );
    };
    let all: Vec<Uuid> = (10..22).map(id).collect();
    for query in ["", "ann", "n"] {
        let found = store.search_contacts(&text(query)).unwrap();
        found.entries.iter().for_each(division);
        let ids: Vec<Uuid> = found.entries.iter().map(|found| found.stored.id).collect();
        // Where records are numbered, their numbers are what is put in order.
        let mut sorted = ids.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, all, "{query}");
    }
    let wanted = [id(20), id(11), id(99), id(10), id(18)];
    let found = store.find_contacts(&wanted).unwrap();
    found.iter().for_each(division);
    let ids: Vec<Uuid> = found.iter().map(|found| found.stored.id).collect();
    assert_eq!(ids, [id(20), id(11), id(10), id(18)]);
    let mut page = Page {
        after: None,
        size: 5,
    };
    let mut scanned = Vec::new();
    loop {
        let slice = store.scan_contacts(&Scope::Everywhere, &page).unwrap();
        slice.entries.iter().for_each(division);
        scanned.extend(slice.entries.iter().map(|found| found.stored.id));
        page.after = slice.next;
        if page.after.is_none() {
            break;
        }
    }
    scanned.sort_unstable();
    assert_eq!(scanned, all);
}
