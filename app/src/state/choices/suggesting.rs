//! What columns probably are, before anybody has chosen.

use import_core::columns::{self, Field, Sample, Subject, System};
use import_core::schema::{Schemas, Target};

use super::ColumnChoice;
use crate::worker::messages::Column;

/// Columns that feed nothing yet, with what can be said of them; and the program whose export they look like.
pub(super) fn advise(columns: &[Column]) -> (Vec<ColumnChoice>, Option<System>) {
    let samples: Vec<Sample<'_>> = columns
        .iter()
        .map(|column| Sample {
            header: &column.header,
            values: &column.samples,
        })
        .collect();
    let advised = columns::suggest(&samples);
    let columns = columns
        .iter()
        .zip(advised.columns)
        .map(|(column, advice)| ColumnChoice {
            samples: column.samples.clone(),
            advice,
            ..ColumnChoice::new(column.index, &column.header)
        });
    (columns.collect(), advised.system)
}

/// Feeds custom fields with the columns that are called like them, unless a column has a standard field's own name
/// or another one feeds the custom field already. Those of organizations need a column of their external IDs, without
/// which rows are refused.
pub(super) fn suggest_custom(columns: &mut [ColumnChoice], schemas: &Schemas) {
    let organization = Target::Field(Field::OrganizationExternalId);
    let has_organizations = columns
        .iter()
        .any(|column| column.target.as_ref() == Some(&organization));
    for at in 0..columns.len() {
        let column = &columns[at];
        let has_own_name = match &column.target {
            Some(Target::Field(field)) => Field::by_name(&column.header) == Some(*field),
            Some(Target::Custom { .. }) => true,
            None => false,
        };
        if has_own_name {
            continue;
        }
        let suggested = Target::suggest(&column.header, schemas);
        let is_free = |target: &Target| {
            let mut others = columns.iter();
            let is_allowed = has_organizations || target.subject() == Subject::Contact;
            is_allowed && others.all(|other| other.target.as_ref() != Some(target))
        };
        if let Some(target) = suggested.filter(is_free) {
            columns[at].feed(Some(target));
        }
    }
}
