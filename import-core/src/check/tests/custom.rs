//! Custom fields.

use serde_json::json;
use uuid::Uuid;

use super::{problems, settings};
use crate::check::check_row;
use crate::columns::{Field, Subject};
use crate::problem::Code;
use crate::schema::{CustomField, SchemaRef, of_properties};
use crate::settings::{CustomColumn, Policy, Settings};

fn custom(subject: Subject, index: usize, header: &str, field: &CustomField) -> CustomColumn {
    CustomColumn {
        index,
        header: header.to_owned(),
        subject,
        schema: SchemaRef {
            id: Uuid::nil(),
            version: 1,
        },
        field: field.clone(),
        policy: Policy::Overwrite,
        format: None,
    }
}

#[test]
fn custom_fields_are_cells_of_their_record() {
    let schema = of_properties(&json!({"size_integer": {"title": "Size"}}));
    let size = &schema.fields[0];
    let settings = Settings {
        custom: vec![custom(Subject::Contact, 1, "Size", size)],
        ..settings(&[Field::ExternalId])
    };
    let row = check_row(|index| ["7", " 42 "][index], 2, &settings, &[]);
    assert_eq!(problems(&row), []);
    assert_eq!(row.custom[0].value, Some(json!(42)));
    // An empty cell that clears nothing is no cell.
    let row = check_row(|index| ["7", ""][index], 2, &settings, &[]);
    assert_eq!(row.custom, []);
    let row = check_row(|index| ["7", "big"][index], 2, &settings, &[]);
    assert_eq!(problems(&row), [(Code::IntegerInvalid, Some("Size"))]);
    assert!(row.is_rejected() && row.mentions(Subject::Contact, &settings));
}

#[test]
fn a_custom_field_of_an_organization_wants_the_organizations_id() {
    let schema = of_properties(&json!({"size_integer": {"title": "Size"}}));
    let size = &schema.fields[0];
    let settings = Settings {
        custom: vec![custom(Subject::Organization, 1, "Org size", size)],
        ..settings(&[Field::WorkEmail])
    };
    let row = check_row(|index| ["a@x.org", "42"][index], 2, &settings, &[]);
    let missing = (Code::OrganizationExternalIdMissing, Some("Org size"));
    assert_eq!(problems(&row), [missing]);
    assert!(row.mentions(Subject::Organization, &settings));
}
