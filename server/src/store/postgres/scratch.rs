//! What a dry run would have written, in temporary tables of its connection.
//!
//! They have the columns of the directory's. Once a record is touched, its whole state and all its keys are
//! here, and what the directory holds of it counts no more.

use super::connection::Connection;
use crate::store::Result;

/// Makes the tables, without the index of names: nobody searches a dry run.
pub(super) fn create(connection: &mut Connection) -> Result<()> {
    connection.batch(
        "CREATE TEMP TABLE scratch_contact (LIKE contact, PRIMARY KEY (division, id));
         CREATE TEMP TABLE scratch_contact_identifier (
             LIKE contact_identifier, PRIMARY KEY (division, kind, key, contact));
         CREATE TEMP TABLE scratch_organization (LIKE organization, PRIMARY KEY (division, id));
         CREATE TEMP TABLE scratch_organization_identifier (
             LIKE organization_identifier, PRIMARY KEY (division, kind, key, organization));",
    )?;
    Ok(())
}
