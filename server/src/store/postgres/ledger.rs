//! The former states of what a batch changes.

use import_core::record::{StoredContact, StoredOrganization};
use tokio_postgres::types::Type;

use super::connection::Connection;
use super::convert::{big, join_ids};
use super::copy::Copy;
use crate::store::Result;
use crate::store::listing::to_json;

/// The ledger's rows of one batch.
pub(super) struct Ledger {
    job: i64,
    batch: i64,
    rows: Copy,
}

impl Ledger {
    pub(super) fn new(job: i64, batch: u64) -> Self {
        let types = vec![
            Type::INT8,
            Type::INT8,
            Type::INT2,
            Type::UUID,
            Type::INT8,
            Type::INT8,
            Type::INT8,
            Type::UUID,
            Type::BYTEA,
            Type::TEXT,
        ];
        Self {
            job,
            batch: big(batch),
            rows: Copy::new(types),
        }
    }

    /// A contact as it was before it got this version.
    pub(super) fn contact(&mut self, former: &StoredContact, version: u64) -> Result<()> {
        self.rows.row(&[
            &self.job,
            &self.batch,
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
        self.rows.row(&[
            &self.job,
            &self.batch,
            &2_i16,
            &former.id,
            &big(version),
            &big(former.version),
            &former.modified,
            &None::<uuid::Uuid>,
            &None::<Vec<u8>>,
            &to_json(&former.organization)?,
        ])
    }

    pub(super) fn write(self, connection: &mut Connection) -> Result<()> {
        self.rows.send(
            connection,
            "ledger (job, batch, kind, record, version, former_version, former_modified,
             former_organization, former_merge_set, former_document)",
        )
    }
}
