//! The former states of what a batch or an edit changes.

use import_core::record::{StoredContact, StoredOrganization};
use tokio_postgres::types::{ToSql, Type};
use uuid::Uuid;

use super::convert::{big, join_ids};
use super::copy::Rows;
use super::pipe::Pipe;
use crate::store::Result;
use crate::store::listing::to_json;

/// Under what former states are noted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// A job's batch.
    Batch {
        /// The job's number.
        job: i64,
        /// The batch's number.
        batch: u64,
    },
    /// An edit, by its number.
    Edit(i64),
}

/// The rows of the ledger of one batch or edit.
pub(super) struct Ledger {
    cause: Cause,
    rows: Rows,
}

impl Ledger {
    pub(super) fn new(cause: Cause) -> Self {
        let mut types = match cause {
            Cause::Batch { .. } => vec![Type::INT8, Type::INT8],
            Cause::Edit(_) => vec![Type::INT8],
        };
        types.extend([
            Type::INT2,
            Type::UUID,
            Type::INT8,
            Type::INT8,
            Type::INT8,
            Type::UUID,
            Type::BYTEA,
            Type::TEXT,
        ]);
        Self {
            cause,
            rows: Rows::new(types),
        }
    }

    /// A contact as it was before it got this version.
    pub(super) fn contact(&mut self, former: &StoredContact, version: u64) -> Result<()> {
        self.row(&[
            &1_i16,
            &former.id,
            &big(version),
            &big(former.version),
            &former.modified,
            &former.organization,
            &join_ids(&former.merge_set),
            &to_json(&former.contact)?,
        ])
    }

    /// An organization as it was before it got this version.
    pub(super) fn organization(&mut self, former: &StoredOrganization, version: u64) -> Result<()> {
        self.row(&[
            &2_i16,
            &former.id,
            &big(version),
            &big(former.version),
            &former.modified,
            &None::<Uuid>,
            &None::<Vec<u8>>,
            &to_json(&former.organization)?,
        ])
    }

    fn row(&mut self, values: &[&(dyn ToSql + Sync)]) -> Result<()> {
        match self.cause {
            Cause::Batch { job, batch } => {
                let batch = big(batch);
                let cause: [&(dyn ToSql + Sync); 2] = [&job, &batch];
                self.rows.add(&[&cause, values].concat())
            }
            Cause::Edit(edit) => {
                let cause: [&(dyn ToSql + Sync); 1] = [&edit];
                self.rows.add(&[&cause, values].concat())
            }
        }
    }

    pub(super) fn write(self, pipe: &mut Pipe<'_>) -> Result<()> {
        let (table, cause) = match self.cause {
            Cause::Batch { .. } => ("ledger", "job, batch"),
            Cause::Edit(_) => ("edit_ledger", "edit"),
        };
        let into = format!(
            "{table} ({cause}, kind, record, version, former_version, former_modified,
             former_organization, former_merge_set, former_document)"
        );
        self.rows.send(pipe, &into)
    }
}
