//! Which records an export holds.

use std::str::FromStr;

use import_core::api::{ExportConditions, ExportDateField, ExportField, ExportFilter, RecordKind};
use import_core::record::{ExternalId, StoredContact, StoredOrganization, Timestamp};
use import_core::schema::SchemaRef;
use thiserror::Error;
use uuid::Uuid;

use crate::store::{ContactRecord, OrganizationRecord};

/// Most records of one export, as the public API has it.
pub const MOST_RECORDS: u64 = 180_000_000;

/// Most conditions and values of an export, all in all: each is compared with every record.
const MOST_PARTS: usize = 1_000;

/// What every contact here is.
const CLASSIFICATION: &str = "Curated";

/// What is wrong with a condition.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct ConditionFault {
    /// Which one: its path in the request.
    pub path: String,
    /// What was found and what was expected.
    pub message: String,
}

/// Errs where conditions cannot be met by any record for what they say, not for what there is.
pub fn check(kind: RecordKind, conditions: &ExportConditions) -> Result<(), ConditionFault> {
    if let Some(limit) = conditions.limit
        && !(1..=MOST_RECORDS).contains(&limit)
    {
        let message = format!("`{limit}` is not a number from 1 to {MOST_RECORDS}");
        return Err(fault("limit", message));
    }
    Filter::new(kind, conditions).map(|_| ())
}

fn fault(path: &str, message: String) -> ConditionFault {
    ConditionFault {
        path: path.to_owned(),
        message,
    }
}

/// A condition, read once for all records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Filter {
    All(Vec<Filter>),
    Any(Vec<Filter>),
    Not(Box<Filter>),
    Division(Vec<String>),
    Classification(Vec<String>),
    Organization(Vec<Uuid>),
    Source(Vec<Uuid>),
    Schema(Vec<Uuid>),
    SchemaVersion(Vec<u64>),
    Until(ExportDateField, Timestamp),
    Since(ExportDateField, Timestamp),
}

/// What conditions know of a record.
pub(super) struct Facts<'a> {
    division: &'a str,
    organization: Option<Uuid>,
    external_ids: &'a [ExternalId],
    schema: Option<SchemaRef>,
    created: Timestamp,
    modified: Timestamp,
}

impl<'a> From<&'a ContactRecord> for Facts<'a> {
    fn from(record: &'a ContactRecord) -> Self {
        let StoredContact {
            contact,
            organization,
            created,
            modified,
            ..
        } = &record.stored;
        Self {
            division: &record.division,
            organization: *organization,
            external_ids: &contact.external_ids,
            schema: contact.schema,
            created: *created,
            modified: *modified,
        }
    }
}

impl<'a> From<&'a OrganizationRecord> for Facts<'a> {
    fn from(record: &'a OrganizationRecord) -> Self {
        let StoredOrganization {
            organization,
            created,
            modified,
            ..
        } = &record.stored;
        Self {
            division: &record.division,
            organization: None,
            external_ids: &organization.external_ids,
            schema: organization.schema,
            created: *created,
            modified: *modified,
        }
    }
}

impl Filter {
    /// What these conditions say.
    pub(super) fn new(
        kind: RecordKind,
        conditions: &ExportConditions,
    ) -> Result<Self, ConditionFault> {
        let mut reader = Reader { kind, parts: 0 };
        let filters = conditions.filters.as_ref();
        filters.map_or(Ok(Self::All(Vec::new())), |filter| {
            reader.read(filter, "filters")
        })
    }

    /// Whether a record fulfils it.
    pub(super) fn holds(&self, facts: &Facts<'_>) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(facts)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(facts)),
            Self::Not(part) => !part.holds(facts),
            Self::Division(ids) => ids.iter().any(|id| id == facts.division),
            Self::Classification(names) => names.iter().any(|name| name == CLASSIFICATION),
            Self::Organization(ids) => facts.organization.is_some_and(|id| ids.contains(&id)),
            Self::Source(ids) => {
                let mut sources = facts.external_ids.iter().map(|id| id.external_source.id);
                sources.any(|source| ids.contains(&source))
            }
            Self::Schema(ids) => facts.schema.is_some_and(|schema| ids.contains(&schema.id)),
            Self::SchemaVersion(versions) => {
                let schema = facts.schema;
                schema.is_some_and(|schema| versions.contains(&schema.version))
            }
            Self::Until(field, time) => facts.date(*field) <= *time,
            Self::Since(field, time) => facts.date(*field) >= *time,
        }
    }
}

impl Facts<'_> {
    fn date(&self, field: ExportDateField) -> Timestamp {
        match field {
            ExportDateField::CreateDate => self.created,
            ExportDateField::ModifyDate => self.modified,
        }
    }
}

struct Reader {
    kind: RecordKind,
    parts: usize,
}

impl Reader {
    fn read(&mut self, filter: &ExportFilter, path: &str) -> Result<Filter, ConditionFault> {
        let mut parts = Vec::new();
        if let Some(eq) = &filter.eq {
            let values = std::slice::from_ref(&eq.value);
            parts.push(self.field(eq.field, values, &format!("{path}.eq"))?);
        }
        if let Some(one_of) = &filter.one_of {
            parts.push(self.field(one_of.field, &one_of.values, &format!("{path}.in"))?);
        }
        if let Some(date) = &filter.lte {
            let time = self.date(&date.value, &format!("{path}.lte"))?;
            parts.push(Filter::Until(date.field, time));
        }
        if let Some(date) = &filter.gte {
            let time = self.date(&date.value, &format!("{path}.gte"))?;
            parts.push(Filter::Since(date.field, time));
        }
        if let Some(all) = &filter.and {
            parts.push(Filter::All(self.each(all, &format!("{path}.and"))?));
        }
        if let Some(any) = &filter.or {
            parts.push(Filter::Any(self.each(any, &format!("{path}.or"))?));
        }
        if let Some(not) = &filter.not {
            let part = self.read(not, &format!("{path}.not"))?;
            parts.push(Filter::Not(Box::new(part)));
        }
        Ok(Filter::All(parts))
    }

    fn each(
        &mut self,
        filters: &[ExportFilter],
        path: &str,
    ) -> Result<Vec<Filter>, ConditionFault> {
        let filters = filters.iter().enumerate();
        filters
            .map(|(index, filter)| self.read(filter, &format!("{path}[{index}]")))
            .collect()
    }

    fn field(
        &mut self,
        field: ExportField,
        values: &[String],
        path: &str,
    ) -> Result<Filter, ConditionFault> {
        self.count(values.len(), path)?;
        let is_of_contacts = matches!(
            field,
            ExportField::ContactClassification
                | ExportField::ExternalOrganizationId
                | ExportField::ExternalSourceId
        );
        if self.kind == RecordKind::Organization && is_of_contacts {
            let message = format!("organizations are not filtered by `{field:?}`");
            return Err(fault(path, message));
        }
        match field {
            ExportField::DivisionId => Ok(Filter::Division(values.to_vec())),
            ExportField::ContactClassification => Ok(Filter::Classification(values.to_vec())),
            ExportField::ExternalOrganizationId => {
                Ok(Filter::Organization(parse(values, path, "an id")?))
            }
            ExportField::ExternalSourceId => Ok(Filter::Source(parse(values, path, "an id")?)),
            ExportField::SchemaId => Ok(Filter::Schema(parse(values, path, "an id")?)),
            ExportField::SchemaVersion => {
                let versions = parse(values, path, "a whole number")?;
                Ok(Filter::SchemaVersion(versions))
            }
        }
    }

    fn date(&mut self, value: &str, path: &str) -> Result<Timestamp, ConditionFault> {
        self.count(1, path)?;
        let wrong = |_| {
            let message = format!("`{value}` is not a time such as `2026-03-04T05:06:07Z`");
            fault(path, message)
        };
        let time: jiff::Timestamp = value.trim().parse().map_err(wrong)?;
        Ok(time.as_microsecond())
    }

    fn count(&mut self, parts: usize, path: &str) -> Result<(), ConditionFault> {
        self.parts += parts;
        if self.parts > MOST_PARTS {
            let message = format!("there are more than {MOST_PARTS} values in all");
            return Err(fault(path, message));
        }
        Ok(())
    }
}

/// Reads every value, or errs with the first that is not `what`.
fn parse<T: FromStr>(values: &[String], path: &str, what: &str) -> Result<Vec<T>, ConditionFault> {
    let wrong = |value: &str| fault(path, format!("`{value}` is not {what}"));
    let read = values.iter();
    read.map(|value| value.parse().map_err(|_| wrong(value)))
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const SOURCE: &str = "019c0000-0000-7000-8000-000000000001";

    fn filter(kind: RecordKind, filters: &Value) -> Result<Filter, ConditionFault> {
        let conditions = json!({"filters": filters});
        Filter::new(kind, &serde_json::from_value(conditions).unwrap())
    }

    #[track_caller]
    fn check(filters: &Value, holds: bool) {
        let ids = [ExternalId::new(SOURCE.parse().unwrap(), "7")];
        let facts = Facts {
            division: "north",
            organization: None,
            external_ids: &ids,
            schema: Some(SchemaRef {
                id: SOURCE.parse().unwrap(),
                version: 2,
            }),
            created: 0,
            modified: 1_000_000,
        };
        let filter = filter(RecordKind::Contact, filters).unwrap();
        assert_eq!(filter.holds(&facts), holds, "{filters}");
    }

    #[test]
    fn a_record_fulfils_every_part_of_a_condition() {
        let north = json!({"field": "DivisionId", "value": "north"});
        let south = json!({"field": "DivisionId", "values": ["south"]});
        check(&json!({}), true);
        check(&json!({"eq": north}), true);
        check(&json!({"in": south}), false);
        check(&json!({"eq": north, "in": south}), false);
        check(&json!({"or": [{"eq": north}, {"in": south}]}), true);
        check(&json!({"and": [{"eq": north}, {"in": south}]}), false);
        check(&json!({"not": {"in": south}}), true);
        check(&json!({"or": []}), false);
        check(
            &json!({"eq": {"field": "ExternalSourceId", "value": SOURCE}}),
            true,
        );
        check(
            &json!({"eq": {"field": "ExternalOrganizationId", "value": SOURCE}}),
            false,
        );
        check(
            &json!({"eq": {"field": "ContactClassification", "value": "Curated"}}),
            true,
        );
        check(
            &json!({"eq": {"field": "ContactClassification", "value": "Identified"}}),
            false,
        );
    }

    #[test]
    fn the_schema_that_wrote_last_is_a_condition() {
        check(&json!({"eq": {"field": "SchemaId", "value": SOURCE}}), true);
        let versions =
            |values: [&str; 2]| json!({"in": {"field": "SchemaVersion", "values": values}});
        check(&versions(["1", "2"]), true);
        check(&versions(["1", "3"]), false);
        let first = json!({"eq": {"field": "SchemaVersion", "value": "first"}});
        let refused = filter(RecordKind::Organization, &first).unwrap_err();
        assert!(refused.message.contains("`first` is not a whole number"));
    }

    #[test]
    fn dates_include_their_bound() {
        let second = "1970-01-01T00:00:01Z";
        check(
            &json!({"lte": {"field": "ModifyDate", "value": second}}),
            true,
        );
        check(
            &json!({"gte": {"field": "ModifyDate", "value": second}}),
            true,
        );
        check(
            &json!({"gte": {"field": "CreateDate", "value": second}}),
            false,
        );
        check(
            &json!({"lte": {"field": "CreateDate", "value": "1970-01-01T01:00:00+01:00"}}),
            true,
        );
    }

    #[test]
    fn what_is_wrong_is_named() {
        let refused = |kind, filters: &Value| filter(kind, filters).unwrap_err();
        let date = json!({"lte": {"field": "CreateDate", "value": "yesterday"}});
        let found = refused(RecordKind::Contact, &json!({"and": [{}, {"not": date}]}));
        assert_eq!(found.path, "filters.and[1].not.lte");
        assert!(found.message.contains("`yesterday`"));
        let source = json!({"eq": {"field": "ExternalSourceId", "value": "crm"}});
        assert_eq!(refused(RecordKind::Contact, &source).path, "filters.eq");
        let found = refused(RecordKind::Organization, &source);
        assert!(found.message.contains("organizations are not filtered"));
        let many = vec!["x"; MOST_PARTS + 1];
        let many = json!({"in": {"field": "DivisionId", "values": many}});
        assert!(
            refused(RecordKind::Contact, &many)
                .message
                .contains("more than")
        );
    }
}
