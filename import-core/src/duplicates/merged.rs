//! What rows that belong together come to.

use uuid::Uuid;

use crate::engine::{Ahead, Batch, Known, Plan, plan};
use crate::outcome::Outcome;
use crate::record::{Contact, Organization};
use crate::row::Row;
use crate::settings::Settings;

/// What rows come to where the directory knows none of them.
#[derive(Clone, Debug, Default)]
pub struct Merged {
    /// The records, in the order in which rows first touch them.
    pub records: Vec<MergedRecord>,
    /// For each row the place of its record; none for one that an error keeps out.
    pub of_rows: Vec<Option<usize>>,
}

/// A contact with its organization, or an organization alone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MergedRecord {
    /// The contact.
    pub contact: Option<Contact>,
    /// The organization.
    pub organization: Option<Organization>,
}

/// Applies checked rows in file order, as an import into an empty directory does: the engine decides, so that what is
/// shown is what comes. Rows that share what the settings do not match by stay records of their own.
pub fn merge(rows: Vec<Row>, settings: &Settings) -> Merged {
    let mut last_id = 0;
    let mut new_id = || {
        last_id += 1;
        Uuid::from_u128(last_id)
    };
    let mut batch = Batch::new(rows, settings, Ahead::Nothing);
    let plan = plan(&mut batch, settings, Known::default(), 0, &mut new_id);
    let mut merged = Merged::default();
    let mut ids: Vec<Uuid> = Vec::new();
    for row in &plan.rows {
        let is_applied = row.outcome != Outcome::Rejected;
        let contact = row.contact.map(|id| survivor(&plan, id));
        let organization = row.organization.map(|(id, _)| id);
        let place = contact.or(organization).filter(|_| is_applied).map(|id| {
            ids.iter()
                .position(|known| *known == id)
                .unwrap_or_else(|| {
                    ids.push(id);
                    merged.records.push(record(&plan, id));
                    ids.len() - 1
                })
        });
        merged.of_rows.push(place);
    }
    merged
}

/// The contact that another one became part of, or itself.
fn survivor(plan: &Plan, mut id: Uuid) -> Uuid {
    // Each step leads to another contact, and never back.
    for _ in 0..plan.contacts.len() {
        let mut contacts = plan.contacts.iter();
        let change = contacts.find(|change| change.after.id == id);
        match change.and_then(|change| change.merged_to) {
            Some(other) => id = other,
            None => break,
        }
    }
    id
}

fn record(plan: &Plan, id: Uuid) -> MergedRecord {
    let organization = |id: Uuid| {
        let mut organizations = plan.organizations.iter();
        let change = organizations.find(|change| change.after.id == id)?;
        Some(change.after.organization.clone())
    };
    let mut contacts = plan.contacts.iter();
    match contacts.find(|change| change.after.id == id) {
        Some(change) => MergedRecord {
            contact: Some(change.after.unpack().contact),
            organization: change.after.organization.and_then(organization),
        },
        None => MergedRecord {
            contact: None,
            organization: organization(id),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::RowChecker;
    use crate::columns::Field;
    use crate::settings::Criterion;

    const FIELDS: [Field; 5] = [
        Field::ExternalId,
        Field::WorkEmail,
        Field::Title,
        Field::OrganizationExternalId,
        Field::OrganizationName,
    ];

    fn merged(criteria: &[Criterion], rows: &[[&str; 5]]) -> Merged {
        let settings = Settings {
            criteria: criteria.to_vec(),
            merge: true,
            ..Settings::of_columns(FIELDS.map(|field| (field.header(), field)))
        };
        let checker = RowChecker::new(&settings);
        let rows = rows.iter().zip(2..);
        let rows = rows.map(|(cells, number)| checker.check(|index| cells[index], number, &[]));
        merge(rows.collect(), &settings)
    }

    #[test]
    fn the_last_row_is_on_top_and_nothing_is_lost() {
        let merged = merged(
            &[],
            &[
                ["7", "a@x.org", "CTO", "E1", "Acme"],
                ["7", "b@x.org", "", "E1", "Acme Inc."],
                ["7", "", "CEO", "", ""],
            ],
        );
        assert_eq!(merged.of_rows, [Some(0); 3]);
        let [record] = merged.records.as_slice() else {
            panic!("{merged:?}");
        };
        let contact = record.contact.as_ref().unwrap();
        assert_eq!(contact.title.as_deref(), Some("CEO"));
        assert_eq!(contact.work_email.as_deref(), Some("b@x.org"));
        assert_eq!(contact.personal_email.as_deref(), Some("a@x.org"));
        let organization = record.organization.as_ref().unwrap();
        assert_eq!(organization.name.as_deref(), Some("Acme Inc."));
    }

    #[test]
    fn what_is_not_matched_by_joins_nothing() {
        let rows = [
            ["7", "a@x.org", "", "", ""],
            ["8", "a@x.org", "", "", ""],
            ["9", "", "", "", ""],
        ];
        assert_eq!(merged(&[], &rows).of_rows, [Some(0), Some(1), Some(2)]);
        let by_mail = merged(&[Criterion::Email], &rows);
        assert_eq!(by_mail.of_rows, [Some(0), Some(0), Some(1)]);
        let ids = &by_mail.records[0].contact.as_ref().unwrap().external_ids;
        assert_eq!(ids.len(), 2);
    }

    #[test]
    fn a_later_row_joins_earlier_records() {
        let merged = merged(
            &[Criterion::Email],
            &[
                ["7", "", "CTO", "", ""],
                ["", "a@x.org", "", "", ""],
                ["7", "a@x.org", "", "", ""],
            ],
        );
        assert_eq!(merged.of_rows, [Some(0); 3]);
        assert_eq!(merged.records.len(), 1);
    }

    #[test]
    fn organizations_and_rows_that_are_kept_out() {
        let merged = merged(
            &[],
            &[
                ["", "", "", "E1", "Acme"],
                ["7", "nonsense", "", "", ""],
                ["", "", "", "E1", "Acme Inc."],
            ],
        );
        assert_eq!(merged.of_rows, [Some(0), None, Some(0)]);
        assert!(merged.records[0].contact.is_none());
    }
}
