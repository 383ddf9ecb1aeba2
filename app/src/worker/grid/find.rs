//! Places to go to: the next problem, a row by its number.

use super::index::Index;
use super::{RowFilter, Sheet, Spot, Target};
use crate::worker::findings::Finding;

/// Where a target is among the rows that are shown.
pub(super) fn find(
    sheet: Sheet<'_>,
    index: Option<&Index>,
    filter: &RowFilter,
    target: Target,
) -> Option<Spot> {
    let place = |row: usize| index.map_or(Some(row), |index| index.place(row));
    let (from, is_forward) = match target {
        Target::Row(number) => {
            let row = sheet.table.find_row(number)?;
            return Some(Spot {
                row: spot_row(place(row)?),
                column: None,
            });
        }
        Target::After(spot) => (spot, true),
        Target::Before(spot) => (spot, false),
    };
    let findings = sheet.inspection?.findings();
    let row = match from.row.checked_sub(1) {
        Some(place) => index.map_or(Some(place as usize), |index| index.row(place as usize)),
        None => Some(0),
    };
    let row = row.unwrap_or(sheet.table.len());
    // The findings of a row are in the order of its check, a reader's eye goes by columns.
    let best_of = |findings: &[Finding]| {
        let row = spot_row(place(findings.first()?.row as usize)?);
        let fitting = findings
            .iter()
            .filter(|finding| finding.fits(&filter.problems));
        let spots = fitting.map(|finding| Spot {
            row,
            column: finding.column(),
        });
        if is_forward {
            spots.filter(|spot| *spot > from).min()
        } else {
            spots.filter(|spot| *spot < from).max()
        }
    };
    let same_row = |first: &Finding, second: &Finding| first.row == second.row;
    if is_forward {
        let findings = findings.of_rows(row..usize::MAX);
        findings.chunk_by(same_row).find_map(best_of)
    } else {
        let findings = findings.of_rows(0..row.saturating_add(1));
        findings.chunk_by(same_row).rev().find_map(best_of)
    }
}

/// Heads come before the first row.
fn spot_row(place: usize) -> u32 {
    u32::try_from(place + 1).unwrap_or(u32::MAX)
}
