//! Looking for a text in cells, whatever the case of its letters.

/// A text to look for.
#[derive(Clone, Debug, Default)]
pub struct Needle {
    /// In lower case, without the space around it.
    text: String,
}

impl Needle {
    /// Looks for this text.
    pub fn new(text: &str) -> Self {
        Self {
            text: text.trim().to_lowercase(),
        }
    }

    /// Whether it is in every cell.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it is in a cell.
    pub fn is_in(&self, cell: &str) -> bool {
        // Most cells are ASCII, and need no copy in lower case.
        if cell.is_ascii() {
            let needle = self.text.as_bytes();
            return needle.is_empty()
                || cell
                    .as_bytes()
                    .windows(needle.len())
                    .any(|part| part.eq_ignore_ascii_case(needle));
        }
        cell.to_lowercase().contains(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_case_of_letters_does_not_count() {
        let needle = Needle::new(" øSTER ");
        assert!(needle.is_in("Bo ØSTERGAARD"));
        assert!(!needle.is_in("Bo OSTERGAARD"));
        assert!(Needle::new("ACME").is_in("ann@acme.example"));
        assert!(Needle::new("").is_in(""));
        // The lower case of the Kelvin sign is a plain k.
        assert!(Needle::new("k").is_in("\u{212a}"));
    }

    proptest! {
        #[test]
        fn it_finds_what_a_copy_in_lower_case_has(text in "[aAbBøØ ]{0,3}", cell in "[aAbBøØ ]{0,9}") {
            let naive = cell.to_lowercase().contains(&text.trim().to_lowercase());
            prop_assert_eq!(Needle::new(&text).is_in(&cell), naive);
        }
    }
}
