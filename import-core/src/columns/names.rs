//! Names of columns: how they are compared, and every name that stands for a field in any file.

use icu_normalizer::ComposingNormalizerBorrowed;

use super::field::Field;
use super::suggest::Reason;
use super::synonyms::SYNONYMS;

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
        for (place, (field, synonyms)) in SYNONYMS.iter().enumerate() {
            // Names in a field's second line say less of it than those in its first.
            let is_weak = SYNONYMS[..place].iter().any(|(other, _)| other == field);
            let score = if is_weak { 70 } else { 80 };
            for synonym in *synonyms {
                names.add(synonym, score, *field, Reason::Synonym);
            }
        }
        names
    }

    fn add(&mut self, name: &'static str, score: i32, field: Field, reason: Reason) {
        let plain = plain(name);
        let mut before = 0;
        for known in self.of(&plain) {
            if known.field == field {
                return;
            }
            before += 1;
        }
        self.0.push(Known {
            name,
            plain,
            field,
            // A name of several fields means the one that stands first.
            score: if reason == Reason::Synonym {
                score - before
            } else {
                score
            },
            reason,
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
