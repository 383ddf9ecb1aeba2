//! Schemas of custom fields.

use import_core::columns::Subject;
use import_core::schema::{Schema, SchemaRef, Schemas, read_document};
use serde_json::json;
use server::store::{SchemaRecord, Store};

use super::passes::id;

on_every_store!(
    a_kind_of_record_has_one_schema,
    versions_come_one_after_the_other,
    a_removed_schema_makes_room_for_another,
);

fn record(subject: Subject, number: u128, version: u64) -> SchemaRecord {
    let document = json!({"properties": {"size_integer": {"title": format!("Size {version}")}}});
    SchemaRecord {
        subject,
        schema: Schema {
            reference: SchemaRef {
                id: id(number),
                version,
            },
            name: "Fields".to_owned(),
            description: "d".to_owned(),
            enabled: version != 2,
            fields: read_document(document.as_object().unwrap()).unwrap(),
        },
        author: id(9),
        created: 5,
    }
}

fn a_kind_of_record_has_one_schema(store: &dyn Store) {
    assert_eq!(store.schemas().unwrap(), Schemas::default());
    let of_contacts = record(Subject::Contact, 1, 1);
    let of_organizations = record(Subject::Organization, 2, 1);
    assert!(store.create_schema(&of_contacts).unwrap());
    assert!(
        !store
            .create_schema(&record(Subject::Contact, 3, 1))
            .unwrap()
    );
    assert!(store.create_schema(&of_organizations).unwrap());
    let newest = |subject| store.newest_schema(subject).unwrap();
    assert_eq!(newest(Subject::Contact), Some(of_contacts.clone()));
    assert_eq!(
        newest(Subject::Organization),
        Some(of_organizations.clone())
    );
    let schemas = Schemas {
        contact: Some(of_contacts.schema),
        organization: Some(of_organizations.schema),
    };
    assert_eq!(store.schemas().unwrap(), schemas);
}

fn versions_come_one_after_the_other(store: &dyn Store) {
    let versions = [1, 2, 3].map(|version| record(Subject::Contact, 1, version));
    assert!(
        !store.update_schema(&versions[1]).unwrap(),
        "there is no first one"
    );
    assert!(store.create_schema(&versions[0]).unwrap());
    assert!(
        !store.update_schema(&versions[2]).unwrap(),
        "one is left out"
    );
    assert!(store.update_schema(&versions[1]).unwrap());
    assert!(
        !store.update_schema(&versions[1]).unwrap(),
        "another was faster"
    );
    assert!(store.update_schema(&versions[2]).unwrap());
    let listed = |subject, number| store.list_schema_versions(subject, id(number)).unwrap();
    assert_eq!(listed(Subject::Contact, 1), versions);
    assert_eq!(listed(Subject::Organization, 1), []);
    assert_eq!(listed(Subject::Contact, 2), []);
    let newest = store.newest_schema(Subject::Contact).unwrap();
    assert_eq!(newest.as_ref(), versions.last());
}

fn a_removed_schema_makes_room_for_another(store: &dyn Store) {
    assert!(
        store
            .create_schema(&record(Subject::Contact, 1, 1))
            .unwrap()
    );
    assert!(
        store
            .update_schema(&record(Subject::Contact, 1, 2))
            .unwrap()
    );
    assert!(!store.delete_schema(Subject::Organization, id(1)).unwrap());
    assert!(store.delete_schema(Subject::Contact, id(1)).unwrap());
    assert!(!store.delete_schema(Subject::Contact, id(1)).unwrap());
    assert_eq!(
        store.list_schema_versions(Subject::Contact, id(1)).unwrap(),
        []
    );
    assert!(
        store
            .create_schema(&record(Subject::Contact, 2, 1))
            .unwrap()
    );
}
