//! What is noted of the records of an undo, and what is decided.

use import_core::api::UndoneRecord;
use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Row, params};
use uuid::Uuid;

use super::Work;
use crate::store::Result;
use crate::store::sqlite::convert::{bytes, id};
use crate::store::undo::{
    ACTIONS, Decision, Entry, KINDS, REASONS, action_number, kind_number, reason_number,
};

impl Work<'_> {
    /// The next records without a decision.
    pub(super) fn pending(&self, kind: u8, most: usize) -> Result<Vec<Entry>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT record, former_batch, version_left FROM undo_outcome
             WHERE job = ?1 AND kind = ?2 AND action IS NULL ORDER BY record LIMIT ?3",
        )?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let found = statement.query_map(params![self.job, kind, most], entry)?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// What is noted of a record; none where the import did not touch it.
    pub(super) fn entry(&self, kind: u8, record: Uuid) -> Result<Option<Entry>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT record, former_batch, version_left FROM undo_outcome
             WHERE job = ?1 AND kind = ?2 AND record = ?3",
        )?;
        let found = statement.query_row(params![self.job, kind, bytes(&record)], entry);
        Ok(found.optional()?)
    }

    /// Whether a record of this version is as the import left it. Where other undos gave a version back,
    /// the present one stands for that.
    pub(super) fn is_unchanged(&self, entry: &Entry, version: u64) -> Result<bool> {
        let mut statement = self.connection.prepare_cached(
            "SELECT restored_version FROM undo_outcome WHERE record = ?1 AND version = ?2",
        )?;
        let mut version = version;
        // A version stands for a lower one only, so this ends.
        while version > entry.version_left {
            let key = params![bytes(&entry.record), version];
            let restored = statement.query_row(key, |row| row.get(0)).optional()?;
            let Some(restored) = restored else {
                return Ok(false);
            };
            version = restored;
        }
        Ok(version == entry.version_left)
    }

    /// Writes a decision down and counts it; one that is there already stays.
    pub(super) fn decide(&mut self, kind: u8, record: Uuid, decision: &Decision) -> Result<()> {
        let mut statement = self.connection.prepare_cached(
            "UPDATE undo_outcome SET action = ?4, reason = ?5, name = ?6, restored_version = ?7, version = ?8
             WHERE job = ?1 AND kind = ?2 AND record = ?3 AND action IS NULL",
        )?;
        let decided = statement.execute(params![
            self.job,
            kind,
            bytes(&record),
            action_number(decision.action),
            decision.reason.map(reason_number),
            decision.name,
            decision.restored.map(|(former, _)| former),
            decision.restored.map(|(_, present)| present)
        ])?;
        if decided > 0 {
            self.counts.count(decision.action);
        }
        Ok(())
    }
}

fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        record: id(row, 0)?,
        former_batch: row.get(1)?,
        version_left: row.get(2)?,
    })
}

/// Reads a record of which it is decided.
pub(super) fn undone(row: &Row<'_>) -> rusqlite::Result<UndoneRecord> {
    let reason: Option<u8> = row.get(4)?;
    Ok(UndoneRecord {
        kind: named(row, 0, &KINDS, kind_number)?,
        id: id(row, 1)?,
        name: row.get(2)?,
        action: named(row, 3, &ACTIONS, action_number)?,
        reason: match reason {
            Some(_) => Some(named(row, 4, &REASONS, reason_number)?),
            None => None,
        },
    })
}

fn named<T: Copy>(
    row: &Row<'_>,
    column: usize,
    all: &[T],
    number: fn(T) -> u8,
) -> rusqlite::Result<T> {
    let found: u8 = row.get(column)?;
    let one = all.iter().copied().find(|&one| number(one) == found);
    one.ok_or_else(|| {
        let why = format!("{found} stands for nothing");
        rusqlite::Error::FromSqlConversionFailure(column, Type::Integer, why.into())
    })
}
