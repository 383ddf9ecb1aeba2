//! Import profiles and the mappings that belong to them.

use import_core::api::{CsvSettings, ImportSettings};
use import_core::record::Timestamp;
use uuid::Uuid;

use super::{Page, Result, Slice};

/// Keeps profiles and mappings.
pub trait Profiles {
    /// A page of the profiles whose name begins with `name`, ordered by name.
    fn list_settings(
        &self,
        name: Option<&str>,
        descending: bool,
        page: &Page,
    ) -> Result<Slice<ImportSettings>>;

    /// One profile.
    fn find_settings(&self, id: Uuid) -> Result<Option<ImportSettings>>;

    /// Adds a profile. Errs where the name is taken.
    fn create_settings(&self, id: Uuid, settings: &ImportSettings, now: Timestamp) -> Result<()>;

    /// Replaces a profile; `false` if there is none. Errs where the name is taken.
    fn update_settings(&self, id: Uuid, settings: &ImportSettings) -> Result<bool>;

    /// Removes a profile and its mappings; `false` if there is none. Errs where a job of it is not ended: it may have
    /// to settle its choices yet. Others keep those that they were made with.
    fn delete_settings(&self, id: Uuid) -> Result<bool>;

    /// A page of the mappings, oldest first; of one profile only where it is named.
    fn list_csv_settings(&self, profile: Option<Uuid>, page: &Page) -> Result<Slice<CsvSettings>>;

    /// One mapping.
    fn find_csv_settings(&self, id: Uuid) -> Result<Option<CsvSettings>>;

    /// Adds a mapping.
    fn create_csv_settings(&self, id: Uuid, settings: &CsvSettings) -> Result<()>;

    /// Replaces a mapping; `false` if there is none.
    fn update_csv_settings(&self, id: Uuid, settings: &CsvSettings) -> Result<bool>;

    /// Removes a mapping; `false` if there is none.
    fn delete_csv_settings(&self, id: Uuid) -> Result<bool>;
}
