//! The directory: contacts and organizations, found and read.

use import_core::record::{Identifier, StoredContact, StoredOrganization};
use uuid::Uuid;

use super::{Page, Result, Scope, Slice};

/// Links that are followed from a merged contact; a longer chain cannot come about.
const CHAIN: usize = 64;

/// A contact with what the engine does not know of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ContactRecord {
    /// The contact.
    pub stored: StoredContact,
    /// Its division's id.
    pub division: String,
    /// The record that it was merged into.
    pub merged_to: Option<Uuid>,
}

/// An organization with what the engine does not know of it.
#[derive(Clone, Debug, PartialEq)]
pub struct OrganizationRecord {
    /// The organization.
    pub stored: StoredOrganization,
    /// Its division's id.
    pub division: String,
}

/// What a list of contacts or organizations is ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum SortField {
    FirstName,
    MiddleName,
    LastName,
    Title,
    /// An organization's name.
    Name,
    CreateDate,
    ModifyDate,
}

/// One key of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContactSort {
    /// By what.
    pub field: SortField,
    /// Last first.
    pub descending: bool,
}

/// What is looked for, and which page of it.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// Words of a name, or the beginning of an e-mail address, a phone or an external ID. Empty: everything.
    pub text: String,
    /// The same text read as phone numbers (E.164), as far as it can be.
    pub phones: Vec<String>,
    /// Only in these divisions.
    pub divisions: Scope,
    /// Only these records; any where none is named.
    pub ids: Vec<Uuid>,
    /// Only contacts of this organization.
    pub organization: Option<Uuid>,
    /// The order; newest first where nothing is said.
    pub sort: Vec<ContactSort>,
    /// How many entries to pass over.
    pub offset: usize,
    /// Most entries to give.
    pub limit: usize,
}

/// A page of what was found.
#[derive(Clone, Debug)]
pub struct Found<T> {
    /// The entries of the page.
    pub entries: Vec<T>,
    /// How many there are in all, at most [`Found::MOST`].
    pub total: usize,
    /// Whether there are more than `total`.
    pub is_partial: bool,
}

impl<T> Found<T> {
    /// Past this many, results are neither counted nor ordered: nobody pages so far, and everybody waits.
    pub const MOST: usize = 10_000;
}

/// Finds and reads records.
pub trait Directory {
    /// Live contacts.
    fn search_contacts(&self, search: &Search) -> Result<Found<ContactRecord>>;

    /// One contact, be it live or merged into another.
    fn find_contact(&self, id: Uuid) -> Result<Option<ContactRecord>>;

    /// The live contact that one ended up in: itself, or the last that it was merged into.
    fn find_survivor(&self, id: Uuid) -> Result<Option<ContactRecord>> {
        let mut found = self.find_contact(id)?;
        for _ in 0..CHAIN {
            let Some(next) = found.as_ref().and_then(|record| record.merged_to) else {
                break;
            };
            found = self.find_contact(next)?;
        }
        Ok(found)
    }

    /// The contacts with these ids; those that do not exist are left out.
    fn find_contacts(&self, ids: &[Uuid]) -> Result<Vec<ContactRecord>>;

    /// The live contacts that hold one of these identifiers: key by key, for each oldest first, each once.
    fn find_contacts_by(
        &self,
        divisions: &Scope,
        keys: &[Identifier],
    ) -> Result<Vec<ContactRecord>>;

    /// Every live contact, page by page, first to last. What is created meanwhile may
    /// come, what stays does come, and nothing comes twice.
    fn scan_contacts(&self, divisions: &Scope, page: &Page) -> Result<Slice<ContactRecord>>;

    /// Organizations.
    fn search_organizations(&self, search: &Search) -> Result<Found<OrganizationRecord>>;

    /// The organizations with these ids; those that do not exist are left out.
    fn find_organizations(&self, ids: &[Uuid]) -> Result<Vec<OrganizationRecord>>;

    /// One organization.
    fn find_organization(&self, id: Uuid) -> Result<Option<OrganizationRecord>> {
        Ok(self.find_organizations(&[id])?.pop())
    }

    /// The organizations that hold one of these identifiers, as [`Directory::find_contacts_by`] gives contacts.
    fn find_organizations_by(
        &self,
        divisions: &Scope,
        keys: &[Identifier],
    ) -> Result<Vec<OrganizationRecord>>;

    /// Every organization, as [`Directory::scan_contacts`] gives contacts.
    fn scan_organizations(
        &self,
        divisions: &Scope,
        page: &Page,
    ) -> Result<Slice<OrganizationRecord>>;
}
