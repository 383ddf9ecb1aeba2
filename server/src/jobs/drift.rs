//! Where the import of a row came to something else than its dry run said.
//!
//! Both are the same engine on the same rows, so they differ only where records were changed in between. Nobody
//! should have to find that out by comparing two reports.

use import_core::outcome::RowOutcome;
use import_core::problem::{Code, Problem};

use crate::store::StoredRow;

/// Adds a warning to each row that is not what was predicted. Both are in file order.
pub(super) fn note(rows: &mut [RowOutcome], predicted: &[StoredRow]) {
    let mut predicted = predicted.iter().peekable();
    for row in rows {
        while predicted.next_if(|said| said.row < row.row).is_some() {}
        let Some(said) = predicted.next_if(|said| said.row == row.row) else {
            continue;
        };
        if differs(said, row) {
            let problem = Problem::of_row(Code::PredictionMissed, row.row)
                .with("predicted", said.outcome.name())
                .with("actual", row.outcome.name());
            row.problems.push(problem);
        }
    }
}

/// A record that only the dry run had has no id that lasts, so ids are compared where both have one.
fn differs(said: &StoredRow, row: &RowOutcome) -> bool {
    let organization = row.organization.map(|(_, outcome)| outcome);
    let other = |said: Option<uuid::Uuid>, is: Option<uuid::Uuid>| {
        said.zip(is).is_some_and(|(said, is)| said != is)
    };
    said.outcome != row.outcome
        || said.organization != organization
        || other(said.contact, row.contact)
        || other(said.organization_id, row.organization.map(|(id, _)| id))
}

#[cfg(test)]
mod tests {
    use import_core::outcome::Outcome;
    use uuid::Uuid;

    use super::*;

    fn row(number: u64, outcome: Outcome, contact: Option<u128>) -> RowOutcome {
        RowOutcome {
            row: number,
            outcome,
            contact: contact.map(Uuid::from_u128),
            organization: None,
            problems: Vec::new(),
        }
    }

    fn said(number: u64, outcome: Outcome, contact: Option<u128>) -> StoredRow {
        StoredRow {
            row: number,
            outcome,
            contact: contact.map(Uuid::from_u128),
            organization: None,
            organization_id: None,
        }
    }

    #[test]
    fn a_row_is_noted_where_its_outcome_or_its_record_is_another() {
        let mut rows = [
            row(2, Outcome::Created, Some(1)),
            row(3, Outcome::Updated, Some(2)),
            row(4, Outcome::Updated, Some(3)),
            row(5, Outcome::Rejected, None),
        ];
        let predicted = [
            // A new record has no id in a dry run.
            said(2, Outcome::Created, None),
            said(3, Outcome::Created, None),
            said(4, Outcome::Updated, Some(9)),
            said(5, Outcome::Rejected, None),
        ];
        note(&mut rows, &predicted);
        let noted: Vec<_> = rows.iter().map(|row| row.problems.len()).collect();
        assert_eq!(noted, [0, 1, 1, 0]);
        assert_eq!(rows[1].problems[0].args["predicted"], "created");
        assert_eq!(rows[1].problems[0].args["actual"], "updated");
    }

    #[test]
    fn a_row_without_a_prediction_is_left_alone() {
        let mut rows = [row(2, Outcome::Created, Some(1))];
        note(&mut rows, &[]);
        note(&mut rows, &[said(7, Outcome::Rejected, None)]);
        assert!(rows[0].problems.is_empty());
    }
}
