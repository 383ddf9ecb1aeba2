//! Yes or no.

use super::Fault;
use crate::problem::Code;

/// Reads true/false, yes/no, y/n, 1/0 and 是/否 without case.
pub fn read(text: &str) -> Result<bool, Fault> {
    let is = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    if is(&["true", "yes", "y", "1", "是"]) {
        Ok(true)
    } else if is(&["false", "no", "n", "0", "否"]) {
        Ok(false)
    } else {
        Err(Fault::new(Code::BoolInvalid))
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[track_caller]
    fn check(text: &str, expected: Option<bool>) {
        assert_eq!(read(text).ok(), expected);
    }

    #[test]
    fn the_words_of_both_languages_are_read() {
        for text in ["true", "TRUE", "Yes", "y", "1", "是"] {
            check(text, Some(true));
        }
        for text in ["false", "False", "NO", "n", "0", "否"] {
            check(text, Some(false));
        }
    }

    #[test]
    fn anything_else_is_no_answer() {
        for text in ["", "2", "01", "on", "maybe", "ja", "是的"] {
            check(text, None);
        }
    }
}
