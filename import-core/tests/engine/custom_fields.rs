//! Custom fields in rows, merges and policies.

use import_core::columns::{Field, Subject};
use import_core::outcome::Outcome;
use import_core::record::Contact;
use import_core::schema::{CustomField, SchemaRef, read_document};
use import_core::settings::{CustomColumn, Policy, Settings};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::directory::{Directory, rows, settings};

const SCHEMA: SchemaRef = SchemaRef {
    id: Uuid::from_u128(5),
    version: 3,
};

/// Columns of an e-mail address and of two custom fields, `likes_tag` and `size_integer`.
fn custom_settings(policy: Policy) -> Settings {
    let document = json!({"properties": {
        "likes_tag": {"title": "Likes"}, "size_integer": {"title": "Size"},
    }});
    let fields = document.as_object().map(read_document);
    let fields = fields
        .and_then(Result::ok)
        .expect("a document of two fields");
    let column = |(index, field): (usize, CustomField)| CustomColumn {
        index,
        header: field.title.clone(),
        subject: Subject::Contact,
        schema: SCHEMA,
        field,
        policy,
        format: None,
    };
    Settings {
        custom: (1..).zip(fields).map(column).collect(),
        ..settings(&[Field::WorkEmail, Field::CellPhone], true)
    }
}

fn with(email: &str, version: u64, fields: &Value) -> Contact {
    let fields = fields.as_object().cloned().unwrap_or_default();
    Contact {
        work_email: Some(email.to_owned()),
        schema: (!fields.is_empty()).then_some(SchemaRef { version, ..SCHEMA }),
        custom_fields: fields,
        ..Contact::default()
    }
}

/// What a row makes of a contact with these fields: its outcome, fields and schema version.
#[track_caller]
fn check(
    policy: Policy,
    before: &Value,
    cells: [&str; 2],
    expected: (Outcome, &Value, Option<u64>),
) {
    let mut directory = Directory::default();
    let id = directory.add(with("a@x.org", 2, before));
    let mut settings = custom_settings(policy);
    settings.columns.truncate(1);
    let file = rows(&[&["a@x.org", cells[0], cells[1]]], &settings);
    let (outcomes, _) = directory.import(&file, &settings, 1);
    let contact = &directory.contacts[&id].contact;
    let version = contact.schema.map(|schema| schema.version);
    let fields = Value::Object(contact.custom_fields.clone());
    assert_eq!((outcomes[0].outcome, &fields, version), expected);
}

#[test]
fn a_cell_does_what_its_policy_says() {
    use Outcome::{Unchanged, Updated};
    let before = json!({"size_integer": 7});
    let (overwrite, clear) = (Policy::Overwrite, Policy::OverwriteOrClear);
    check(
        overwrite,
        &before,
        ["", "8"],
        (Updated, &json!({"size_integer": 8}), Some(3)),
    );
    check(
        overwrite,
        &before,
        ["", "007"],
        (Unchanged, &before, Some(2)),
    );
    check(overwrite, &before, ["", ""], (Unchanged, &before, Some(2)));
    check(
        Policy::Fill,
        &before,
        ["", "8"],
        (Unchanged, &before, Some(2)),
    );
    check(clear, &before, ["", ""], (Updated, &json!({}), None));
    check(clear, &json!({}), ["", ""], (Unchanged, &json!({}), None));
    let both = json!({"likes_tag": ["a", "b"], "size_integer": 7});
    check(
        Policy::Fill,
        &before,
        ["a;b", ""],
        (Updated, &both, Some(3)),
    );
}

#[test]
fn a_new_contact_has_its_custom_fields() {
    let mut directory = Directory::default();
    let settings = custom_settings(Policy::Overwrite);
    directory.import(&rows(&[&["new@x.org", "", "7"]], &settings), &settings, 1);
    // The second column is that of the phone, too: it is empty.
    let contact = &directory.live()[0].contact;
    assert_eq!(contact.schema, Some(SCHEMA));
    assert_eq!(
        Value::Object(contact.custom_fields.clone()),
        json!({"size_integer": 7})
    );
}

#[test]
fn a_merge_takes_the_most_recent_values_and_unites_tags() {
    let mut directory = Directory::default();
    let older = json!({"size_integer": 7, "likes_tag": ["a", "b"], "note_text": "x"});
    let first = directory.add(with("a@x.org", 1, &older));
    let newer = with("", 2, &json!({"size_integer": 8, "likes_tag": ["b", "c"]}));
    let phone = "+14155550102";
    directory.add(Contact {
        work_email: None,
        cell_phone: import_core::field::phone::parse(phone, import_core::field::Region::default()),
        ..newer
    });
    let mut settings = custom_settings(Policy::Overwrite);
    settings.custom = Vec::new();
    let (outcomes, _) = directory.import(&rows(&[&["a@x.org", phone]], &settings), &settings, 1);
    assert_eq!(outcomes[0].outcome, Outcome::Merged);
    let merged = &directory.contacts[&first].contact;
    let expected: Map<String, Value> = serde_json::from_value(
        json!({"size_integer": 8, "likes_tag": ["b", "c", "a"], "note_text": "x"}),
    )
    .unwrap();
    assert_eq!(merged.custom_fields, expected);
    assert_eq!(merged.schema.map(|schema| schema.version), Some(2));
}
