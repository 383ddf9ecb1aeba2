//! The programs whose exports are known by the names of their columns. The names are facts of those programs, as their
//! documentation and files made by them have them; its tests hold whole headers.

mod books;
mod crm;
mod genesys;
mod outlook;

use super::field::Field;
use super::names::plain;

/// A program whose export a file looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum System {
    Outlook,
    GoogleContacts,
    LinkedIn,
    Mailchimp,
    Zoho,
    Salesforce,
    HubSpot,
    Pipedrive,
    Dynamics,
    Genesys,
    GenesysLegacy,
}

impl System {
    /// Its name, which is the same in every language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Outlook => "Outlook",
            Self::GoogleContacts => "Google Contacts",
            Self::LinkedIn => "LinkedIn",
            Self::Mailchimp => "Mailchimp",
            Self::Zoho => "Zoho CRM",
            Self::Salesforce => "Salesforce",
            Self::HubSpot => "HubSpot",
            Self::Pipedrive => "Pipedrive",
            Self::Dynamics => "Dynamics 365",
            Self::Genesys => "Genesys Cloud",
            Self::GenesysLegacy => "Genesys Cloud (legacy)",
        }
    }
}

/// One program's export, in one language and edition.
pub(super) struct Export {
    pub(super) system: System,
    /// What its columns feed. Of two names of one field the first goes first.
    pub(super) names: &'static [(&'static str, Field)],
    /// Columns that feed nothing, though they are called like others that do.
    pub(super) nothing: &'static [&'static str],
    /// Columns that it has and hardly another file; two of them give it away. They need not be of use.
    marks: &'static [&'static str],
    /// Columns that a few programs have: all of them together count as one mark.
    shared: &'static [&'static str],
}

/// The export that a file looks like, by the plain names of its columns: of several the one with most marks.
pub(super) fn recognise(names: &[String]) -> Option<&'static Export> {
    let marks = |export: &Export| {
        let is_there = |mark: &&&str| names.contains(&plain(mark));
        let shared = export.shared.iter().any(|mark| is_there(&mark));
        export.marks.iter().filter(is_there).count() + usize::from(shared)
    };
    let exports = [
        outlook::EXPORTS,
        books::EXPORTS,
        crm::EXPORTS,
        genesys::EXPORTS,
    ];
    let exports = exports.into_iter().flatten();
    let mut best = None;
    for export in exports {
        let count = marks(export);
        if count >= 2 && best.is_none_or(|(most, _)| most < count) {
            best = Some((count, export));
        }
    }
    best.map(|(_, export)| export)
}

#[cfg(test)]
mod tests;
