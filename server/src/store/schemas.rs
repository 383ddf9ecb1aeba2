//! The schemas of custom fields.

use import_core::columns::Subject;
use import_core::record::Timestamp;
use import_core::schema::{Schema, Schemas};
use uuid::Uuid;

use super::Result;

/// One version of a schema, and who made it when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaRecord {
    /// Whose records it is about.
    pub subject: Subject,
    /// The version.
    pub schema: Schema,
    /// Who made it.
    pub author: Uuid,
    /// When.
    pub created: Timestamp,
}

/// Keeps schemas with all their versions.
pub trait DataSchemas {
    /// The newest version of the schema of one kind of record, where there is one.
    fn newest_schema(&self, subject: Subject) -> Result<Option<SchemaRecord>>;

    /// Every version of a schema, first to last; none where these records have no such schema.
    fn list_schema_versions(&self, subject: Subject, id: Uuid) -> Result<Vec<SchemaRecord>>;

    /// Adds a schema; `false` where these records have one.
    fn create_schema(&self, record: &SchemaRecord) -> Result<bool>;

    /// Adds the next version; `false` where the version before it is not the newest one, or there is none.
    fn update_schema(&self, record: &SchemaRecord) -> Result<bool>;

    /// Removes a schema with its versions; `false` if there is none. Records keep what they hold.
    fn delete_schema(&self, subject: Subject, id: Uuid) -> Result<bool>;

    /// The newest versions of both kinds of record.
    fn schemas(&self) -> Result<Schemas> {
        let newest = |subject| -> Result<Option<Schema>> {
            Ok(self.newest_schema(subject)?.map(|record| record.schema))
        };
        Ok(Schemas {
            contact: newest(Subject::Contact)?,
            organization: newest(Subject::Organization)?,
        })
    }
}

/// A kind of record as it is kept, numbered as in the ledger.
pub(super) const fn kind(subject: Subject) -> u8 {
    match subject {
        Subject::Contact => 1,
        Subject::Organization => 2,
    }
}
