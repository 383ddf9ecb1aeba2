//! What became of the rows of a batch, packed: one value for thousands of rows, so that a million rows
//! without problems cost next to nothing.
//!
//! Each row is: how much its number is above the one before (LEB128), a byte with the outcome in its low
//! and the organization's in its high half (0 where there is none), the contact's id where bit 3 is set
//! and the organization's id where bit 7 is set, 16 bytes each.

use import_core::outcome::{Outcome, RowOutcome};
use uuid::Uuid;

use super::{Result, StoreError};

/// What became of a row, without its problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredRow {
    /// As a spreadsheet numbers it.
    pub row: u64,
    /// Its outcome.
    pub outcome: Outcome,
    /// Its contact.
    pub contact: Option<Uuid>,
    /// Its organization, and what became of that.
    pub organization: Option<Outcome>,
    /// The organization's id.
    pub organization_id: Option<Uuid>,
}

const CONTACT: u8 = 0b0000_1000;
const ORGANIZATION: u8 = 0b1000_0000;

/// An id for a record that exists in a dry run only. It sorts where `id` does, after every earlier one.
pub fn provisional(id: Uuid) -> Uuid {
    Uuid::from_u128(id.as_u128() & !VERSION | PROVISIONAL)
}

/// Whether an id lasts: all but those of [`provisional`].
pub fn is_real(id: Uuid) -> bool {
    id.as_u128() & VERSION != PROVISIONAL
}

/// The bits of a UUID that hold its version.
const VERSION: u128 = 0xf << 76;

/// Version 8 is free for any use; real ids have version 7.
const PROVISIONAL: u128 = 0x8 << 76;

/// Packs rows. Provisional ids are left out.
pub(crate) fn encode_rows(rows: &[RowOutcome]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(rows.len() * 18);
    let mut last = 0;
    for row in rows {
        push_number(&mut bytes, row.row.saturating_sub(last));
        last = row.row;
        let contact = row.contact.filter(|&id| is_real(id));
        let organization = row.organization.filter(|&(id, _)| is_real(id));
        let mut head = number(row.outcome);
        if let Some((_, outcome)) = row.organization {
            head |= number(outcome) << 4;
        }
        if contact.is_some() {
            head |= CONTACT;
        }
        if organization.is_some() {
            head |= ORGANIZATION;
        }
        bytes.push(head);
        if let Some(id) = contact {
            bytes.extend_from_slice(id.as_bytes());
        }
        if let Some((id, _)) = organization {
            bytes.extend_from_slice(id.as_bytes());
        }
    }
    bytes
}

/// Unpacks rows.
pub(crate) fn decode_rows(mut bytes: &[u8]) -> Result<Vec<StoredRow>> {
    let mut rows = Vec::with_capacity(bytes.len() / 17);
    let mut last = 0;
    while !bytes.is_empty() {
        let row = decode_row(&mut bytes, last).ok_or_else(|| StoreError::Unreadable {
            what: "batch of outcomes",
            source: "it ends too early".into(),
        })?;
        last = row.row;
        rows.push(row);
    }
    Ok(rows)
}

fn decode_row(bytes: &mut &[u8], last: u64) -> Option<StoredRow> {
    let row = last.checked_add(take_number(bytes)?)?;
    let head = *bytes.split_off_first()?;
    Some(StoredRow {
        row,
        outcome: outcome(head & 0b111)?,
        organization: outcome(head >> 4 & 0b111),
        contact: take_id(bytes, head & CONTACT != 0)?,
        organization_id: take_id(bytes, head & ORGANIZATION != 0)?,
    })
}

/// The outer option is whether the bytes suffice, the inner one whether an id is there.
#[expect(clippy::option_option, reason = "two questions, two answers")]
fn take_id(bytes: &mut &[u8], is_there: bool) -> Option<Option<Uuid>> {
    if is_there {
        let id = bytes.split_off(..16)?;
        Some(Some(Uuid::from_slice(id).ok()?))
    } else {
        Some(None)
    }
}

fn push_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
}

fn take_number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let byte = *bytes.split_off_first()?;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

/// Numbers never change their meaning; 0 is "none".
const fn number(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Created => 1,
        Outcome::Updated => 2,
        Outcome::Merged => 3,
        Outcome::Unchanged => 4,
        Outcome::Rejected => 5,
    }
}

const fn outcome(number: u8) -> Option<Outcome> {
    match number {
        1 => Some(Outcome::Created),
        2 => Some(Outcome::Updated),
        3 => Some(Outcome::Merged),
        4 => Some(Outcome::Unchanged),
        5 => Some(Outcome::Rejected),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(row: u64, outcome: Outcome, contact: bool, organization: bool) -> RowOutcome {
        RowOutcome {
            row,
            outcome,
            contact: contact.then(|| Uuid::from_u128(u128::from(row))),
            organization: organization
                .then(|| (Uuid::from_u128(u128::from(row) << 64), Outcome::Unchanged)),
            problems: Vec::new(),
        }
    }

    #[test]
    fn rows_come_back_as_they_were() {
        let rows = [
            row(2, Outcome::Created, true, false),
            row(3, Outcome::Rejected, false, false),
            row(900, Outcome::Merged, true, true),
            row(4_000_000, Outcome::Unchanged, false, true),
        ];
        let unpacked = decode_rows(&encode_rows(&rows)).unwrap();
        for (row, stored) in rows.iter().zip(&unpacked) {
            assert_eq!(row.row, stored.row);
            assert_eq!(row.outcome, stored.outcome);
            assert_eq!(row.contact, stored.contact);
            assert_eq!(row.organization.map(|(id, _)| id), stored.organization_id);
            assert_eq!(row.organization.map(|(_, o)| o), stored.organization);
        }
        assert_eq!(unpacked.len(), rows.len());
    }

    #[test]
    fn ids_that_do_not_last_are_left_out_but_outcomes_stay() {
        let mut rows = [row(2, Outcome::Created, true, true)];
        rows[0].contact = rows[0].contact.map(provisional);
        rows[0].organization = rows[0].organization.map(|(id, o)| (provisional(id), o));
        let unpacked = decode_rows(&encode_rows(&rows)).unwrap();
        assert_eq!(unpacked[0].contact, None);
        assert_eq!(unpacked[0].organization_id, None);
        assert_eq!(unpacked[0].organization, Some(Outcome::Unchanged));
    }

    #[test]
    fn a_cut_batch_is_an_error() {
        let mut bytes = encode_rows(&[row(2, Outcome::Created, true, false)]);
        bytes.pop();
        assert!(decode_rows(&bytes).is_err());
    }
}
