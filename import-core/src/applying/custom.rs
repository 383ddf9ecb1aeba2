//! Custom fields: each is a single field of its record.

use serde_json::{Map, Value as Json};

use super::wish;
use crate::columns::Subject;
use crate::record::{Contact, Organization};
use crate::row::Row;
use crate::schema::SchemaRef;
use crate::settings::Settings;
use crate::slots::Wish;

pub(super) fn apply_to_contact(contact: &mut Contact, row: &Row, settings: &Settings) {
    let (fields, schema) = (&mut contact.custom_fields, &mut contact.schema);
    apply(fields, schema, Subject::Contact, row, settings);
}

pub(super) fn apply_to_organization(
    organization: &mut Organization,
    row: &Row,
    settings: &Settings,
) {
    let (fields, schema) = (&mut organization.custom_fields, &mut organization.schema);
    apply(fields, schema, Subject::Organization, row, settings);
}

/// Applies the custom cells of a record. The schema is noted that wrote the last value that changed.
fn apply(
    fields: &mut Map<String, Json>,
    schema: &mut Option<SchemaRef>,
    subject: Subject,
    row: &Row,
    settings: &Settings,
) {
    for cell in row.custom.iter().filter(|cell| cell.subject == subject) {
        let column = &settings.custom[cell.column];
        let key = &column.field.key;
        let held = fields.get(key);
        let same = held == cell.value.as_ref();
        match wish(column.policy, held.is_some(), same, cell.value.clone()) {
            Wish::Keep => continue,
            Wish::Clear => {
                if fields.remove(key).is_none() {
                    continue;
                }
            }
            Wish::Set(value) => {
                fields.insert(key.clone(), value);
            }
        }
        *schema = (!fields.is_empty()).then_some(column.schema);
    }
}
