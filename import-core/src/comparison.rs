//! What a row of a file says, beside what its record holds.
//!
//! A cell is as stored where the engine would change nothing by it: the comparison has no rules of its own.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::applying::{apply_to_contact, apply_to_organization};
use crate::columns::{Field, Kind, Subject};
use crate::field::{self, Context, text};
use crate::record::{Contact, Organization, Ticker};
use crate::row::{CONTACT_IDENTIFIERS, Cell, PartPolicies, Row, Value};
use crate::settings::{CustomColumn, ImportColumn, Policy, Settings};

/// The records of a row as they are now.
#[derive(Clone, Copy, Debug, Default)]
pub struct Records<'a> {
    /// Its contact.
    pub contact: Option<&'a Contact>,
    /// Its organization.
    pub organization: Option<&'a Organization>,
}

/// A cell beside the field that it feeds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ComparedField {
    /// The field.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub field: Field,
    /// The column's name in the file.
    pub column: String,
    /// What the file says; never empty.
    pub imported: String,
    /// What the record holds; empty where it holds nothing.
    pub stored: String,
    /// Whether both are the same: equal by what is compared of such a value, not by how it is spelled.
    pub same: bool,
}

/// Compares the cells of a checked row, those that say anything, in the order of the file.
pub fn compare<'c>(
    row: &Row,
    cell: impl Fn(usize) -> &'c str,
    settings: &Settings,
    records: Records<'_>,
) -> Vec<ComparedField> {
    let held = Held::new(records, settings);
    let compared = settings.columns.iter().filter_map(|column| {
        let imported = text::trim(cell(column.index));
        if imported.is_empty() {
            return None;
        }
        let stored = held.field(column.field);
        Some(ComparedField {
            field: column.field,
            column: column.header.clone(),
            imported: imported.to_owned(),
            same: is_same(row, column, imported, &stored, settings, records),
            stored,
        })
    });
    compared.collect()
}

/// What records hold, field by field.
pub struct Held<'a> {
    records: Records<'a>,
    settings: &'a Settings,
    documents: Documents,
}

impl<'a> Held<'a> {
    /// Makes records ready to be read.
    pub fn new(records: Records<'a>, settings: &'a Settings) -> Self {
        Self {
            records,
            settings,
            documents: Documents {
                contact: records.contact.map(to_json),
                organization: records.organization.map(to_json),
            },
        }
    }

    /// The text of a field; empty where nothing is held.
    pub fn field(&self, field: Field) -> String {
        self.documents.text(field, self.settings)
    }

    /// The text of the field that a custom column feeds; empty where nothing is held.
    pub fn custom(&self, column: &CustomColumn) -> String {
        self.custom_value(column).map(shown).unwrap_or_default()
    }

    /// Whether the records hold what a checked row says of a field: applied once more it would change nothing, or it
    /// is an identifier that has moved.
    pub fn keeps(&self, row: &Row, field: Field) -> bool {
        let mut identifiers = CONTACT_IDENTIFIERS.iter();
        let kind = identifiers.find(|(_, of)| *of == field);
        match (kind, self.records.contact, row.key(field)) {
            _ if field == Field::OrganizationExternalId => {
                row.key(field) == Some(self.field(field).as_str())
            }
            (Some((kind, _)), Some(contact), Some(key)) if field != Field::ExternalId => contact
                .identifiers()
                .iter()
                .any(|held| held.kind == *kind && held.key == key),
            _ => changes_nothing(row, field, self.settings, self.records),
        }
    }

    /// The same of a custom column, by its place in the settings.
    pub fn keeps_custom(&self, row: &Row, place: usize) -> bool {
        let mut cells = row.custom.iter();
        let cell = cells.find(|cell| cell.column == place);
        let column = self.settings.custom.get(place);
        match (cell.and_then(|cell| cell.value.as_ref()), column) {
            (Some(value), Some(column)) => self.custom_value(column) == Some(value),
            _ => false,
        }
    }

    fn custom_value(&self, column: &CustomColumn) -> Option<&'a Json> {
        let fields = match column.subject {
            Subject::Contact => &self.records.contact?.custom_fields,
            Subject::Organization => &self.records.organization?.custom_fields,
        };
        fields.get(&column.field.key)
    }
}

fn is_same(
    row: &Row,
    column: &ImportColumn,
    imported: &str,
    stored: &str,
    settings: &Settings,
    records: Records<'_>,
) -> bool {
    let kind = column.field.kind();
    if matches!(
        kind,
        Kind::PhoneExtension | Kind::PhoneAcceptsSms | Kind::PhoneRegion
    ) {
        // Part of the phone's cell; it has none of its own.
        let read = field::read(kind, imported, Context::default());
        return matches!(read, Ok(Some(value)) if plain(&value) == stored);
    }
    match column.field {
        Field::OrganizationExternalId => row.value(column.field).is_some() && imported == stored,
        field => changes_nothing(row, field, settings, records),
    }
}

/// Whether a cell of a checked row, applied to its record, would change nothing. One that had to be left out is not
/// there.
fn changes_nothing(row: &Row, field: Field, settings: &Settings, records: Records<'_>) -> bool {
    let Some(value) = row.value(field) else {
        return false;
    };
    let alone = Row {
        cells: vec![Cell {
            field,
            policy: Policy::Overwrite,
            parts: PartPolicies::default(),
            value: Some(value.clone()),
        }],
        ..Row::default()
    };
    match (field.subject(), records.contact, records.organization) {
        (Subject::Contact, Some(contact), _) => {
            let mut after = contact.clone();
            apply_to_contact(&mut after, &alone, settings).is_ok() && after == *contact
        }
        (Subject::Organization, _, Some(organization)) => {
            let mut after = organization.clone();
            apply_to_organization(&mut after, &alone, settings);
            after == *organization
        }
        _ => false,
    }
}

/// The parts of a phone as the record's JSON has them.
fn plain(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Bool(value) => value.to_string(),
        Value::Integer(value) => value.to_string(),
        Value::Email { .. } | Value::Phone(_) | Value::List(_) => String::new(),
    }
}

/// The records as the API shows them, where every field has its path.
struct Documents {
    contact: Option<Json>,
    organization: Option<Json>,
}

impl Documents {
    fn text(&self, field: Field, settings: &Settings) -> String {
        let (document, path) = match field.subject() {
            Subject::Contact => (&self.contact, field.path()),
            Subject::Organization => {
                let path = field.path();
                let path = path.strip_prefix("externalOrganization.").unwrap_or(path);
                (&self.organization, path)
            }
        };
        let Some(document) = document else {
            return String::new();
        };
        if matches!(field, Field::ExternalId | Field::OrganizationExternalId) {
            return external_id(document, settings);
        }
        let pointer = format!("/{}", path.replace('.', "/").replace("[0]", "/0"));
        document.pointer(&pointer).map(shown).unwrap_or_default()
    }
}

/// The first ID that the record has in the source of the file.
fn external_id(document: &Json, settings: &Settings) -> String {
    let ids = document["externalIds"].as_array().into_iter().flatten();
    let source = settings.source.to_string();
    let mut of_source = ids.filter(|id| id["externalSource"]["id"] == source.as_str());
    of_source
        .next()
        .map(|id| shown(&id["value"]))
        .unwrap_or_default()
}

/// A value as files write it.
fn shown(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        Json::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join("; "),
        Json::Object(_) => {
            Ticker::deserialize(value).map_or_else(|_| String::new(), |ticker| ticker.to_string())
        }
        other => other.to_string(),
    }
}

fn to_json<T: Serialize>(record: &T) -> Json {
    serde_json::to_value(record).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::check::check_row;
    use crate::legacy;
    use crate::record::{ExternalId, PhoneNumber};

    const CELLS: [(&str, &str); 8] = [
        ("Contact ID", "7"),
        ("Contact First Name", " Ann "),
        ("Contact Last Name", "Lee"),
        ("Contact Work Email", "ANN@x.org"),
        ("Contact Cell Phone", "+14155550102"),
        ("Contact Cell Phone Accepts SMS", "yes"),
        ("Contact Home Phone", "ask Bob"),
        ("Contact City", ""),
    ];

    fn ann() -> Contact {
        Contact {
            first_name: Some("Ann".to_owned()),
            last_name: Some("Lee-Smith".to_owned()),
            work_email: Some("ann@x.org".to_owned()),
            cell_phone: Some(PhoneNumber {
                display: "+1 415-555-0102".to_owned(),
                e164: Some("+14155550102".to_owned()),
                accepts_sms: Some(true),
                ..PhoneNumber::default()
            }),
            home_phone: Some(PhoneNumber {
                display: "ask Bob".to_owned(),
                ..PhoneNumber::default()
            }),
            external_ids: vec![
                ExternalId::new(Uuid::from_u128(1), "other"),
                ExternalId::new(Uuid::nil(), "7"),
            ],
            ..Contact::default()
        }
    }

    fn compared(records: Records<'_>) -> Vec<ComparedField> {
        let headers: Vec<String> = CELLS.iter().map(|(name, _)| (*name).to_owned()).collect();
        let settings = legacy::settings(&headers, Uuid::nil()).unwrap();
        let cell = |index: usize| CELLS[index].1;
        let row = check_row(cell, 2, &settings, &[]);
        compare(&row, cell, &settings, records)
    }

    #[test]
    fn values_are_the_same_by_what_is_compared_and_not_by_their_spelling() {
        let ann = ann();
        let fields = compared(Records {
            contact: Some(&ann),
            organization: None,
        });
        let expected = [
            ("Contact ID", "7", true),
            ("Contact First Name", "Ann", true),
            ("Contact Last Name", "Lee-Smith", false),
            ("Contact Work Email", "ann@x.org", true),
            ("Contact Cell Phone", "+1 415-555-0102", true),
            ("Contact Cell Phone Accepts SMS", "true", true),
            ("Contact Home Phone", "ask Bob", true),
        ];
        let fields: Vec<_> = fields
            .iter()
            .map(|field| (field.column.as_str(), field.stored.as_str(), field.same))
            .collect();
        assert_eq!(fields, expected);
    }

    #[test]
    fn a_record_that_is_gone_holds_nothing() {
        let fields = compared(Records::default());
        assert_eq!(fields.len(), 7);
        assert!(
            fields
                .iter()
                .all(|field| field.stored.is_empty() && !field.same)
        );
    }

    #[test]
    fn an_organization_is_compared_by_its_own_fields() {
        let cells = ["E1", "Acme", "a; b", "42", "XETRA:ACME"];
        let headers = [
            "Account ID",
            "Account Name",
            "Account Tags",
            "Account Employee Count",
            "Account Tickers",
        ];
        let headers: Vec<String> = headers.iter().map(|&name| name.to_owned()).collect();
        let settings = legacy::settings(&headers, Uuid::nil()).unwrap();
        let row = check_row(|index| cells[index], 2, &settings, &[]);
        let acme = Organization {
            name: Some("Acme".to_owned()),
            tags: vec!["a".to_owned(), "b".to_owned()],
            employee_count: Some(43),
            tickers: vec![Ticker::parse("XETRA:ACME")],
            external_ids: vec![ExternalId::new(Uuid::nil(), "E1")],
            ..Organization::default()
        };
        let records = Records {
            contact: None,
            organization: Some(&acme),
        };
        let fields = compare(&row, |index| cells[index], &settings, records);
        let fields: Vec<_> = fields
            .iter()
            .map(|field| (field.stored.as_str(), field.same))
            .collect();
        assert_eq!(
            fields,
            [
                ("E1", true),
                ("Acme", true),
                ("a; b", true),
                ("43", false),
                ("XETRA:ACME", true)
            ]
        );
    }
}
