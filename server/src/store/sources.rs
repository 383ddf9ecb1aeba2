//! External sources.

use import_core::api::ExternalSource;
use uuid::Uuid;

use super::listing::name_key;
use super::{Page, Result, Slice};

/// Which sources a list shows.
#[derive(Clone, Debug, Default)]
pub struct SourceFilter {
    /// Only those whose name begins so, compared without case.
    pub name: Option<String>,
    /// Only active or only inactive ones.
    pub active: Option<bool>,
}

/// Keeps external sources.
pub trait Sources {
    /// A page of the sources, ordered by name.
    fn list_sources(&self, filter: &SourceFilter, page: &Page) -> Result<Slice<ExternalSource>>;

    /// The sources with these ids; those that do not exist are left out.
    fn find_sources(&self, ids: &[Uuid]) -> Result<Vec<ExternalSource>>;

    /// One source.
    fn find_source(&self, id: Uuid) -> Result<Option<ExternalSource>> {
        Ok(self.find_sources(&[id])?.pop())
    }

    /// The source of this name, compared without case.
    fn find_source_by_name(&self, name: &str) -> Result<Option<ExternalSource>> {
        let filter = SourceFilter {
            name: Some(name.to_owned()),
            active: None,
        };
        // Longer names that begin so come after it.
        let page = Page {
            after: None,
            size: 1,
        };
        let found = self.list_sources(&filter, &page)?.entries.pop();
        Ok(found.filter(|source| name_key(&source.name) == name_key(name)))
    }

    /// Adds a source. Errs where the name is taken.
    fn create_source(&self, id: Uuid, source: &ExternalSource) -> Result<()>;

    /// Replaces a source; `false` if there is none. Errs where the name is taken.
    fn update_source(&self, id: Uuid, source: &ExternalSource) -> Result<bool>;

    /// Removes a source; `false` if there is none. Errs where a profile uses it.
    fn delete_source(&self, id: Uuid) -> Result<bool>;
}
