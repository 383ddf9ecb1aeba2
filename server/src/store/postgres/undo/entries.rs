//! What is noted of the records of an undo, and what is decided.

use foldhash::HashMap;
use import_core::api::{RecordKind, UndoneRecord};
use tokio_postgres::Row;
use uuid::Uuid;

use super::Work;
use crate::store::postgres::convert::{big, count, get, plain};
use crate::store::postgres::lookup::place;
use crate::store::undo::{
    ACTIONS, Decision, Entry, KINDS, REASONS, action_number, kind_number, reason_number,
};
use crate::store::{Result, StoreError};

/// Which version other undos gave back with a version of a record.
pub(super) struct Restored(HashMap<(Uuid, u64), u64>);

impl Restored {
    /// Whether a record of this version is as the import left it. Where other undos gave a version back,
    /// the present one stands for that.
    pub(super) fn is_unchanged(&self, entry: &Entry, version: u64) -> bool {
        let mut version = version;
        // A version stands for a lower one only, so this ends.
        while version > entry.version_left {
            let Some(&restored) = self.0.get(&(entry.record, version)) else {
                return false;
            };
            version = restored;
        }
        version == entry.version_left
    }
}

impl Work<'_> {
    /// The next records without a decision.
    pub(super) fn pending(&mut self, kind: RecordKind, most: usize) -> Result<Vec<Entry>> {
        let found = self.connection.query(
            "SELECT record, former_batch, version_left FROM undo_outcome
             WHERE job = $1 AND kind = $2 AND action IS NULL ORDER BY record LIMIT $3",
            &[
                &self.job,
                &i16::from(kind_number(kind)),
                &i64::try_from(most).unwrap_or(i64::MAX),
            ],
        )?;
        found.iter().map(entry).collect()
    }

    /// What is noted of these records; nothing of those that the import did not touch.
    pub(super) fn entries(
        &mut self,
        kind: RecordKind,
        records: &[Uuid],
    ) -> Result<HashMap<Uuid, Entry>> {
        let found = self.connection.query(
            "SELECT record, former_batch, version_left FROM undo_outcome
             WHERE job = $1 AND kind = $2 AND record = ANY($3)",
            &[&self.job, &i16::from(kind_number(kind)), &records],
        )?;
        let entries = found.iter().map(entry);
        entries
            .map(|entry| entry.map(|entry| (entry.record, entry)))
            .collect()
    }

    /// What undos gave back of these records.
    pub(super) fn restored(&mut self, records: &[Uuid]) -> Result<Restored> {
        let found = self.connection.query(
            "SELECT record, version, restored_version FROM undo_outcome
             WHERE record = ANY($1) AND version IS NOT NULL",
            &[&records],
        )?;
        let restored = found
            .iter()
            .map(|row| Ok(((get(row, 0)?, count(row, 1)?), count(row, 2)?)));
        Ok(Restored(restored.collect::<Result<_>>()?))
    }

    /// Writes decisions down and counts them; one that is there already stays.
    pub(super) fn decide(
        &mut self,
        kind: RecordKind,
        decisions: &[(Uuid, Decision)],
    ) -> Result<()> {
        let records: Vec<Uuid> = decisions.iter().map(|(record, _)| *record).collect();
        let decisions = || decisions.iter().map(|(_, decision)| decision);
        let actions: Vec<i16> = decisions()
            .map(|one| i16::from(action_number(one.action)))
            .collect();
        let reasons: Vec<Option<i16>> = decisions()
            .map(|one| one.reason.map(|reason| i16::from(reason_number(reason))))
            .collect();
        let names: Vec<_> = decisions()
            .map(|one| one.name.as_deref().map(plain))
            .collect();
        let names: Vec<Option<&str>> = names.iter().map(|name| name.as_deref()).collect();
        let restored: Vec<Option<i64>> = decisions()
            .map(|one| one.restored.map(|(former, _)| big(former)))
            .collect();
        let versions: Vec<Option<i64>> = decisions()
            .map(|one| one.restored.map(|(_, present)| big(present)))
            .collect();
        let sql = format!(
            "UPDATE undo_outcome u SET action = d.action, reason = d.reason, name = d.name,
             restored_version = d.restored_version, version = d.version
             FROM unnest($3::uuid[], $4::smallint[], $5::smallint[], $6::text[], $7::bigint[], $8::bigint[])
             d (record, action, reason, name, restored_version, version), {}
             WHERE u.ctid = place.ctid RETURNING u.action",
            place(
                "undo_outcome",
                "t.job = $1 AND t.kind = $2 AND t.record = d.record AND t.action IS NULL"
            )
        );
        let decided = self.connection.query(
            &sql,
            &[
                &self.job,
                &i16::from(kind_number(kind)),
                &records,
                &actions,
                &reasons,
                &names,
                &restored,
                &versions,
            ],
        )?;
        for row in &decided {
            self.counts.count(named(row, 0, &ACTIONS, action_number)?);
        }
        Ok(())
    }
}

fn entry(row: &Row) -> Result<Entry> {
    Ok(Entry {
        record: get(row, 0)?,
        former_batch: get::<Option<i64>>(row, 1)?.map(i64::cast_unsigned),
        version_left: count(row, 2)?,
    })
}

/// Reads a record of which it is decided.
pub(super) fn undone(row: &Row) -> Result<UndoneRecord> {
    let reason: Option<i16> = get(row, 4)?;
    Ok(UndoneRecord {
        kind: named(row, 0, &KINDS, kind_number)?,
        id: get(row, 1)?,
        name: get(row, 2)?,
        action: named(row, 3, &ACTIONS, action_number)?,
        reason: match reason {
            Some(_) => Some(named(row, 4, &REASONS, reason_number)?),
            None => None,
        },
    })
}

fn named<T: Copy>(row: &Row, column: usize, all: &[T], number: fn(T) -> u8) -> Result<T> {
    let found: i16 = get(row, column)?;
    let one = all
        .iter()
        .copied()
        .find(|&one| i16::from(number(one)) == found);
    one.ok_or_else(|| StoreError::Unreadable {
        what: "undo",
        source: format!("{found} stands for nothing").into(),
    })
}

/// That the ledger does not have a state which it should have.
pub(super) fn missing() -> StoreError {
    StoreError::Unreadable {
        what: "ledger",
        source: "a former state is missing".into(),
    }
}
