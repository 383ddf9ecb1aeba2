//! Names of columns: how they are compared, and every name that stands for a field in any file.

use std::collections::HashSet;

use icu_normalizer::ComposingNormalizerBorrowed;

use super::field::Field;
use super::suggest::Reason;
use super::synonyms::{LANGUAGES, Language, OWN};

/// The letters and digits of a name in lower case; full-width ones and ligatures become plain.
pub(super) fn plain(name: &str) -> String {
    const { ComposingNormalizerBorrowed::new_nfkc() }
        .normalize(name)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// One name of one field.
pub(super) struct Known {
    /// The name as people write it.
    pub(super) name: &'static str,
    /// What is compared of it.
    pub(super) plain: String,
    pub(super) field: Field,
    /// How much it says of the field, up to 100.
    pub(super) score: i32,
    /// What the name is to the field.
    pub(super) reason: Reason,
    /// It is in a language other than the page's own.
    pub(super) is_foreign: bool,
    /// It means something else in English, and counts only beside other names that are foreign.
    pub(super) is_shared: bool,
}

/// Every name that stands for a field in any file.
pub(super) struct Names(Vec<Known>);

impl Names {
    pub(super) fn new() -> Self {
        let mut names = Self(Vec::new());
        for &field in Field::ALL {
            names.add(field.header(), 100, field, Reason::Header);
            names.add(field.path(), 90, field, Reason::Path);
        }
        for (place, language) in LANGUAGES.iter().enumerate() {
            names.add_language(language, place >= OWN);
        }
        names
    }

    fn add_language(&mut self, language: &Language, is_foreign: bool) {
        for (place, (field, synonyms)) in language.names.iter().enumerate() {
            // Names in a field's second line say less of it than those in its first.
            let mut above = language.names[..place].iter();
            let is_weak = above.any(|(other, _)| other == field);
            let score = if is_weak { 70 } else { 80 };
            let score = if is_foreign { score - 5 } else { score };
            for synonym in synonyms.split('|') {
                let before = self.0.len();
                self.add(synonym, score, *field, Reason::Synonym);
                for known in &mut self.0[before..] {
                    known.is_foreign = is_foreign;
                    known.is_shared = language.shared.split('|').any(|name| name == synonym);
                }
            }
        }
    }

    fn add(&mut self, name: &'static str, score: i32, field: Field, reason: Reason) {
        let plain = plain(name);
        let mut least = i32::MAX;
        for known in self.of(&plain) {
            if known.field == field {
                return;
            }
            least = least.min(known.score);
        }
        self.0.push(Known {
            name,
            plain,
            field,
            // A name of several fields means the one that stands first.
            score: if reason == Reason::Synonym {
                score.min(least.saturating_sub(1))
            } else {
                score
            },
            reason,
            is_foreign: false,
            is_shared: false,
        });
    }

    /// The fields of a name.
    pub(super) fn of(&self, plain: &str) -> impl Iterator<Item = &Known> {
        self.0.iter().filter(move |known| known.plain == plain)
    }

    /// Every name.
    pub(super) fn all(&self) -> &[Known] {
        &self.0
    }
}

/// Every name that stands for a field in any file, without what it stands for. Full-width letters are not known here:
/// the worker would be larger by their tables.
pub(crate) struct CommonNames(HashSet<String>);

impl Default for CommonNames {
    fn default() -> Self {
        let languages = LANGUAGES.iter().flat_map(|language| language.names);
        let synonyms = languages.flat_map(|(_, names)| names.split('|'));
        let headers = Field::ALL.iter().flat_map(|f| [f.header(), f.path()]);
        Self(headers.chain(synonyms).map(letters).collect())
    }
}

impl CommonNames {
    /// How many different ones of them are among these.
    pub(crate) fn count(&self, names: &[String]) -> usize {
        let names: HashSet<String> = names.iter().map(|name| letters(name)).collect();
        names.intersection(&self.0).count()
    }
}

fn letters(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
