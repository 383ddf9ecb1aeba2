//! What identifiers may begin with that are looked for.

use import_core::record::IdentifierKind;

use super::Search;

/// What keys may begin with, given what was typed.
pub(super) fn prefixes(search: &Search) -> Vec<(IdentifierKind, String)> {
    let text = search.text.trim();
    let mut prefixes = vec![
        (IdentifierKind::ExternalId, text.to_owned()),
        (IdentifierKind::Email, text.to_lowercase()),
        (IdentifierKind::SocialLine, text.to_owned()),
        (IdentifierKind::SocialTwitter, text.to_owned()),
        (IdentifierKind::SocialFacebook, text.to_owned()),
        (IdentifierKind::SocialInstagram, text.to_owned()),
    ];
    for phone in &search.phones {
        prefixes.push((IdentifierKind::Phone, phone.clone()));
        prefixes.push((IdentifierKind::SocialWhatsapp, phone.clone()));
    }
    prefixes
}

/// The first text after all that begin with `prefix`.
pub(super) fn end_of(prefix: &str) -> String {
    format!("{prefix}\u{10ffff}")
}
