//! Records as rows of a file that can be imported again.
//!
//! The columns of fields have the names by which an import knows them; the export's own columns come after them and
//! have names that no field has. What no column can hold is in the last one, for people.

use std::collections::HashMap;

use import_core::api::RecordKind;
use import_core::columns::{Field, Subject};
use import_core::formula;
use import_core::record::contact::phone_key;
use import_core::record::{Contact, ExternalId, IdentifierKind, Ticker, Timestamp};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::store::{
    ContactRecord, ExportPlan, ExportSource, OrganizationRecord, Store, StoreError,
};
use crate::timestamp::rfc3339;

/// The export's own columns, after those of the fields.
const COLUMNS: [&str; 6] = [
    "Export Record ID",
    "Export Division",
    "Export Organization",
    "Export Date Created",
    "Export Date Modified",
    "Export Other Identifiers",
];

/// What a column shows.
#[derive(Clone, Debug)]
enum Column {
    /// The ID of the record, or of a contact's organization, in a source.
    Id(Subject, Uuid),
    /// A field of the record itself.
    Field(Field),
    /// The name of a contact's organization.
    OrganizationName,
    /// A custom field of the record, by its key.
    Custom(String),
}

/// Writes records of one kind.
pub(super) struct Rows<'a> {
    columns: Vec<(String, Column)>,
    sources: &'a [ExportSource],
    divisions: HashMap<String, String>,
}

/// What the export's own columns hold.
struct Own<'a> {
    id: Uuid,
    division: &'a str,
    organization: &'a str,
    created: Timestamp,
    modified: Timestamp,
    others: Vec<String>,
}

impl<'a> Rows<'a> {
    /// For records of this kind, with a column for the IDs of each source of the plan and for each custom field.
    pub(super) fn new(
        store: &dyn Store,
        kind: RecordKind,
        plan: &'a ExportPlan,
    ) -> Result<Self, StoreError> {
        let sources = &*plan.sources;
        let (subject, own) = match kind {
            RecordKind::Contact => (Subject::Contact, Field::ExternalId),
            RecordKind::Organization => (Subject::Organization, Field::OrganizationExternalId),
        };
        let ids = |subject, field: Field| {
            let header = move |source: &ExportSource| match sources {
                // The name by which an import knows it.
                [_] => field.header().to_owned(),
                _ => format!("{} ({})", field.header(), source.name),
            };
            let columns = sources.iter();
            columns.map(move |source| (header(source), Column::Id(subject, source.id)))
        };
        let fields = Field::ALL.iter().copied();
        let fields = fields.filter(|&field| field.subject() == subject && field != own);
        let mut columns: Vec<(String, Column)> = ids(subject, own).collect();
        columns.extend(fields.map(|field| (field.header().to_owned(), Column::Field(field))));
        if kind == RecordKind::Contact {
            columns.extend(ids(Subject::Organization, Field::OrganizationExternalId));
            let header = Field::OrganizationName.header().to_owned();
            columns.push((header, Column::OrganizationName));
        }
        let custom = plan.custom.iter();
        columns
            .extend(custom.map(|field| (field.header.clone(), Column::Custom(field.key.clone()))));
        Ok(Self {
            columns,
            sources,
            divisions: store.list_divisions()?.into_iter().collect(),
        })
    }

    /// The first row.
    pub(super) fn write_headers(&self, writer: &mut csv::Writer<Vec<u8>>) -> csv::Result<()> {
        let headers = self.columns.iter().map(|(header, _)| header.as_str());
        for header in headers.chain(COLUMNS) {
            writer.write_field(formula::harden(header).as_bytes())?;
        }
        writer.write_record(None::<&[u8]>)
    }

    /// The row of a contact and of the organization that it belongs to.
    pub(super) fn write_contact(
        &self,
        writer: &mut csv::Writer<Vec<u8>>,
        record: &ContactRecord,
        organization: Option<&OrganizationRecord>,
    ) -> csv::Result<()> {
        let stored = &record.stored;
        let organization = organization.map(|record| &record.stored.organization);
        let organization_ids = organization.map_or(&[][..], |found| &found.external_ids);
        let name = organization.and_then(|found| found.name.as_deref());
        let own = Own {
            id: stored.id,
            division: &record.division,
            organization: name.unwrap_or_default(),
            created: stored.created,
            modified: stored.modified,
            others: self.others(&stored.contact),
        };
        // A name without an ID would keep the row out when it is imported again.
        let has_id = !organization_ids.is_empty();
        let name = name.filter(|_| has_id).unwrap_or_default();
        let ids = (&*stored.contact.external_ids, organization_ids);
        self.write(writer, &stored.contact, ids, name, &own)
    }

    /// The row of an organization.
    pub(super) fn write_organization(
        &self,
        writer: &mut csv::Writer<Vec<u8>>,
        record: &OrganizationRecord,
    ) -> csv::Result<()> {
        let stored = &record.stored;
        let ids = &stored.organization.external_ids;
        let own = Own {
            id: stored.id,
            division: &record.division,
            organization: "",
            created: stored.created,
            modified: stored.modified,
            others: self.other_ids(ids),
        };
        self.write(writer, &stored.organization, (&[], ids), "", &own)
    }

    fn write(
        &self,
        writer: &mut csv::Writer<Vec<u8>>,
        record: &impl Serialize,
        (contact_ids, organization_ids): (&[ExternalId], &[ExternalId]),
        organization_name: &str,
        own: &Own<'_>,
    ) -> csv::Result<()> {
        // Fields are told by their places in the API's JSON.
        let document = serde_json::to_value(record).map_err(std::io::Error::from)?;
        let mut put = |text: &str| writer.write_field(formula::harden(text).as_bytes());
        for (_, column) in &self.columns {
            match column {
                Column::Id(Subject::Contact, source) => put(id_in(contact_ids, *source))?,
                Column::Id(Subject::Organization, source) => put(id_in(organization_ids, *source))?,
                Column::Field(field) => put(&cell(&document, *field))?,
                Column::OrganizationName => put(organization_name)?,
                Column::Custom(key) => put(&shown(document["customFields"].get(key)))?,
            }
        }
        let division = self.divisions.get(own.division);
        put(&own.id.to_string())?;
        put(division.map_or(own.division, String::as_str))?;
        put(own.organization)?;
        put(&rfc3339(own.created))?;
        put(&rfc3339(own.modified))?;
        put(&own.others.join("; "))?;
        writer.write_record(None::<&[u8]>)
    }

    /// What a contact is found by and no column shows.
    fn others(&self, contact: &Contact) -> Vec<String> {
        let mut others = self.other_ids(&contact.external_ids);
        let emails = contact.extra_emails.iter().map(String::as_str);
        others.extend(emails.map(|email| named(IdentifierKind::Email, email)));
        let phones = contact.extra_phones.iter().map(phone_key);
        others.extend(phones.map(|phone| named(IdentifierKind::Phone, phone)));
        let apple = contact.apple_opaque_ids.iter();
        others.extend(apple.map(|id| named(IdentifierKind::AppleOpaqueId, &id.value)));
        let rest = contact.extra_identifiers.iter();
        others.extend(rest.map(|rest| named(rest.kind, &rest.key)));
        others
    }

    fn other_ids(&self, ids: &[ExternalId]) -> Vec<String> {
        let mut shown: Vec<Uuid> = self.sources.iter().map(|source| source.id).collect();
        let mut others = Vec::new();
        for id in ids {
            let source = id.external_source.id;
            match shown.iter().position(|&one| one == source) {
                // The first of a source has a column.
                Some(place) => {
                    shown.swap_remove(place);
                }
                None => others.push(named(IdentifierKind::ExternalId, &id.value)),
            }
        }
        others
    }
}

fn named(kind: IdentifierKind, key: &str) -> String {
    // The key of an external ID names its source after the value.
    let value = key.split('\u{1f}').next().unwrap_or(key);
    format!("{kind:?}: {value}")
}

/// The first ID of a source.
fn id_in(ids: &[ExternalId], source: Uuid) -> &str {
    let id = ids.iter().find(|id| id.external_source.id == source);
    id.map_or("", |id| id.value.as_str())
}

/// The text of a field, as an import reads it.
fn cell(document: &Value, field: Field) -> String {
    let path = field.path();
    let path = path.strip_prefix("externalOrganization.").unwrap_or(path);
    let found = path.split('.').try_fold(document, |value, step| {
        // Of a list, a field is the first.
        match step.strip_suffix("[0]") {
            Some(list) => value.get(list)?.get(0),
            None => value.get(step),
        }
    });
    shown(found)
}

/// A value of a record's JSON as text: several are separated by `;`.
fn shown(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::Array(items)) => items.iter().map(text).collect::<Vec<_>>().join(";"),
        Some(value) => text(value),
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        // The one kind of item that is no text.
        Value::Object(_) => serde_json::from_value::<Ticker>(value.clone())
            .map_or_else(|_| String::new(), |ticker| ticker.to_string()),
        value => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_field_has_a_cell_that_an_import_reads() {
        let document = json!({
            "firstName": "Ann",
            "workPhone": {"display": "+1 415-555-0102", "acceptsSMS": true, "extension": 7},
            "lineId": {"ids": [{"userId": "u1"}]},
            "tags": ["a", "b"],
            "tickers": [{"symbol": "ACME", "exchange": "NYSE"}, {"symbol": "X", "exchange": ""}],
        });
        let check = |field, expected| assert_eq!(cell(&document, field), expected, "{field}");
        check(Field::FirstName, "Ann");
        check(Field::LastName, "");
        check(Field::WorkPhone, "+1 415-555-0102");
        check(Field::WorkPhoneAcceptsSms, "true");
        check(Field::WorkPhoneExtension, "7");
        check(Field::LineId, "u1");
        check(Field::FacebookId, "");
        check(Field::OrganizationTags, "a;b");
        check(Field::OrganizationTickers, "NYSE:ACME;X");
    }

    #[test]
    fn no_field_has_the_name_of_one_of_the_own_columns() {
        for name in COLUMNS {
            assert!(Field::by_name(name).is_none(), "{name}");
        }
    }
}
