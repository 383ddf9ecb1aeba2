//! An import that is being prepared, in the form in which a browser keeps it.

use import_core::api::{CsvSettings, ImportSettings};
use import_core::fixing::Fix;
use serde::{Deserialize, Serialize};

use super::door::Door;
use crate::worker::messages::FileChoices;

/// What a person has decided about a file so far. What the file holds is not in it, but for what was typed into fixes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// By which door the file came.
    pub door: Door,
    /// Which file it is.
    pub file: FileIdentity,
    /// How it is read.
    pub reading: FileChoices,
    /// What is fixed of it, in order.
    pub fixes: Vec<Fix>,
    /// The division that the records go to.
    pub division: String,
    /// The profile as it is now, saved or not.
    pub profile: ImportSettings,
    /// The columns as they are mapped now.
    pub mapping: CsvSettings,
    /// When it was kept (RFC 3339).
    pub at: String,
}

impl Draft {
    /// How much it is worth keeping: first those in which something was fixed, then the later ones.
    pub fn worth(&self) -> (bool, &str) {
        (!self.fixes.is_empty(), &self.at)
    }
}

/// What a file is known by. A file of the same size that was changed at the same time is taken for the same, whatever
/// it is called.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FileIdentity {
    /// Its name.
    pub name: String,
    /// In bytes.
    pub size: f64,
    /// When it was changed last, in milliseconds since 1970.
    pub modified: f64,
}

impl FileIdentity {
    /// Whether another file has the same contents, as far as one can tell from outside.
    pub fn is_same(&self, other: &Self) -> bool {
        self.size.total_cmp(&other.size).is_eq() && self.modified.total_cmp(&other.modified).is_eq()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::choices::Choices;

    #[test]
    fn what_was_fixed_is_kept_before_what_is_later() {
        let draft = |fixes: Vec<Fix>, at: &str| Draft {
            door: Door::Profile,
            file: FileIdentity::default(),
            reading: FileChoices::default(),
            fixes,
            division: String::new(),
            profile: Choices::default().to_profile(),
            mapping: Choices::default().to_mapping(),
            at: at.to_owned(),
        };
        let fixes = || vec![Fix::Skip { rows: vec![2] }];
        let (old, later) = ("2026-04-03T09:00:00Z", "2026-04-03T10:00:00Z");
        assert!(draft(fixes(), old).worth() > draft(Vec::new(), later).worth());
        assert!(draft(fixes(), later).worth() > draft(fixes(), old).worth());
    }

    #[test]
    fn a_file_is_the_same_by_size_and_time() {
        let file = |name: &str, size, modified| FileIdentity {
            name: name.to_owned(),
            size,
            modified,
        };
        let one = file("a.csv", 9.0, 1_000.0);
        assert!(one.is_same(&file("copy of a.csv", 9.0, 1_000.0)));
        assert!(!one.is_same(&file("a.csv", 10.0, 1_000.0)));
        assert!(!one.is_same(&file("a.csv", 9.0, 2_000.0)));
    }
}
