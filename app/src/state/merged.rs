//! What the rows of a group come to, beside the rows themselves.

use import_core::columns::{Field, Kind};
use import_core::comparison::{Held, Records};
use import_core::duplicates::{MergedRecord, merge};
use import_core::row::Row;
use import_core::settings::Settings;

use crate::worker::messages::groups::{Group, GroupColumn};

/// How many records are shown.
const RECORDS: usize = 3;

/// What the rows of a group that are imported come to, where the directory knows none of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Merged {
    /// How many records they come to.
    pub count: usize,
    /// The first of them.
    pub records: Vec<ShownRecord>,
    /// For each row of the group that is shown, the columns whose values its record does not keep, by their places among
    /// the group's.
    pub lost: Vec<Vec<usize>>,
}

/// A record as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownRecord {
    /// What it holds in the group's columns.
    pub cells: Vec<String>,
    /// What it holds besides, with the field; none for further identifiers.
    pub further: Vec<(Option<Field>, String)>,
}

impl Merged {
    /// Applies the group's rows by these settings. None where they are too many.
    pub fn of(group: &Group, settings: &Settings) -> Option<Self> {
        let rows = group.checked.as_ref()?;
        let merged = merge(rows.clone(), settings);
        let held = merged.records.iter().take(RECORDS);
        let held: Vec<Held<'_>> = held.map(|record| held_by(record, settings)).collect();
        let lost = group.rows.iter().map(|shown| {
            let place = rows.iter().position(|row| row.number == shown.number)?;
            let held = held.get(*merged.of_rows.get(place)?.as_ref()?)?;
            Some(lost(&rows[place], group, held, settings))
        });
        Some(Self {
            count: merged.records.len(),
            lost: lost.map(Option::unwrap_or_default).collect(),
            records: held
                .iter()
                .zip(&merged.records)
                .map(|(held, record)| shown(held, record, &group.columns, settings))
                .collect(),
        })
    }
}

fn held_by<'r>(record: &'r MergedRecord, settings: &'r Settings) -> Held<'r> {
    let records = Records {
        contact: record.contact.as_ref(),
        organization: record.organization.as_ref(),
    };
    Held::new(records, settings)
}

/// Parts of a phone are kept or lost with the phone.
fn is_part(field: Field) -> bool {
    matches!(
        field.kind(),
        Kind::PhoneExtension | Kind::PhoneAcceptsSms | Kind::PhoneRegion
    )
}

fn lost(row: &Row, group: &Group, held: &Held<'_>, settings: &Settings) -> Vec<usize> {
    let is_lost = |column: &GroupColumn| {
        let index = usize::from(column.index);
        let mut mapped = settings.columns.iter();
        if let Some(mapped) = mapped.find(|of| of.index == index) {
            let field = mapped.field;
            return !is_part(field) && row.value(field).is_some() && !held.keeps(row, field);
        }
        let mut custom = settings.custom.iter();
        let place = custom.position(|of| of.index == index);
        place.is_some_and(|place| {
            let mut cells = row.custom.iter();
            let has_value = cells.any(|cell| cell.column == place && cell.value.is_some());
            has_value && !held.keeps_custom(row, place)
        })
    };
    let columns = group.columns.iter().enumerate();
    let lost = columns.filter(|(_, column)| is_lost(column));
    lost.map(|(place, _)| place).collect()
}

fn shown(
    held: &Held<'_>,
    record: &MergedRecord,
    columns: &[GroupColumn],
    settings: &Settings,
) -> ShownRecord {
    let cells = columns.iter().map(|column| {
        let index = usize::from(column.index);
        let mut mapped = settings.columns.iter();
        if let Some(mapped) = mapped.find(|of| of.index == index) {
            return held.field(mapped.field);
        }
        let mut custom = settings.custom.iter();
        let custom = custom.find(|of| of.index == index);
        custom.map(|column| held.custom(column)).unwrap_or_default()
    });
    let is_mapped = |field: Field| settings.columns.iter().any(|of| of.field == field);
    let others = Field::ALL.iter().copied();
    let others = others.filter(|field| !is_mapped(*field) && !is_part(*field));
    let others = others.map(|field| (Some(field), held.field(field)));
    let extra = record.contact.iter().flat_map(|contact| {
        // The first external ID is that of its field.
        let ids = contact.external_ids.iter().skip(1).map(|id| &id.value);
        let emails = contact.extra_emails.iter();
        let phones = contact.extra_phones.iter().map(|phone| &phone.display);
        let others = contact.extra_identifiers.iter().map(|other| &other.key);
        ids.chain(emails).chain(phones).chain(others)
    });
    let extra = extra.map(|text| (None, text.clone()));
    ShownRecord {
        cells: cells.collect(),
        further: others
            .filter(|(_, text)| !text.is_empty())
            .chain(extra)
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use import_core::check::RowChecker;
    use import_core::columns::Subject;
    use import_core::duplicates::Likeness;
    use import_core::schema::{SchemaRef, read_document};
    use import_core::settings::{Criterion, CustomColumn, Policy};
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::worker::messages::groups::GroupRow;

    const FIELDS: [Field; 3] = [Field::ExternalId, Field::WorkEmail, Field::FirstName];

    fn settings(criteria: &[Criterion]) -> Settings {
        Settings {
            criteria: criteria.to_vec(),
            merge: true,
            ..Settings::of_columns(FIELDS.map(|field| (field.header(), field)))
        }
    }

    /// The last cells are of a column that feeds nothing, unless the settings say otherwise.
    fn merged(settings: &Settings, rows: &[[&str; 4]]) -> Merged {
        let checker = RowChecker::new(settings);
        let numbered = || (2..).zip(rows);
        let checked = numbered();
        let checked =
            checked.map(|(number, cells)| checker.check(|index| cells[index], number, &[]));
        let shown = numbered().map(|(number, cells)| GroupRow {
            number,
            is_skipped: false,
            cells: cells.map(str::to_owned).to_vec(),
        });
        let columns = (0..4).map(|index| GroupColumn {
            index,
            is_imported: true,
            likeness: Likeness::Same,
        });
        let group = Group {
            first: 2,
            size: rows.len(),
            applied: rows.len(),
            likeness: Likeness::Same,
            rows: shown.collect(),
            columns: columns.collect(),
            shared: Vec::new(),
            settled: Vec::new(),
            checked: Some(checked.collect()),
        };
        Merged::of(&group, settings).unwrap()
    }

    #[test]
    fn what_a_later_row_replaces_is_lost_and_an_identifier_moves() {
        let rows = [["7", "a@x.org", "Ann", "x"], ["7", "b@x.org", "Anna", ""]];
        let merged = merged(&settings(&[]), &rows);
        assert_eq!(merged.count, 1);
        assert_eq!(merged.lost, [vec![2], vec![]]);
        let record = &merged.records[0];
        assert_eq!(record.cells, ["7", "b@x.org", "Anna", ""]);
        let personal = (Some(Field::PersonalEmail), "a@x.org".to_owned());
        assert_eq!(record.further, [personal]);
    }

    #[test]
    fn custom_fields_are_held_and_lost_like_others() {
        let document = json!({"properties": {"size_integer": {"title": "Size"}}});
        let fields = read_document(document.as_object().unwrap()).unwrap();
        let mut settings = settings(&[]);
        settings.custom.push(CustomColumn {
            index: 3,
            header: "Size".to_owned(),
            subject: Subject::Contact,
            schema: SchemaRef {
                id: Uuid::nil(),
                version: 1,
            },
            field: fields[0].clone(),
            policy: Policy::Overwrite,
            format: None,
        });
        let merged = merged(&settings, &[["7", "", "Ann", "38"], ["7", "", "Ann", "40"]]);
        assert_eq!(merged.records[0].cells, ["7", "", "Ann", "40"]);
        assert_eq!(merged.lost, [vec![3], vec![]]);
    }

    #[test]
    fn rows_that_are_not_matched_stay_apart_and_lose_nothing() {
        let rows = [["7", "a@x.org", "Ann", ""], ["8", "a@x.org", "Anna", ""]];
        let apart = merged(&settings(&[]), &rows);
        assert_eq!((apart.count, apart.records.len()), (2, 2));
        assert!(apart.lost.iter().all(Vec::is_empty));
        let together = merged(&settings(&[Criterion::Email]), &rows);
        assert_eq!((together.count, together.lost), (1, vec![vec![2], vec![]]));
        assert_eq!(together.records[0].cells[0], "8");
        assert_eq!(together.records[0].further, [(None, "7".to_owned())]);
    }
}
