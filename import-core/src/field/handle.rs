//! User names of social networks.

use super::Fault;
use crate::problem::Code;

/// Reads letters, digits and `_`, with or without one `@` before them.
pub fn read(text: &str) -> Result<&str, Fault> {
    let name = text.strip_prefix('@').unwrap_or(text);
    let is_name = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if is_name {
        Ok(text)
    } else {
        Err(Fault::new(Code::HandleInvalid))
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[track_caller]
    fn check(text: &str, is_handle: bool) {
        assert_eq!(read(text).is_ok(), is_handle, "`{text}`");
    }

    #[test]
    fn names_with_and_without_an_at_are_read() {
        for text in ["ann", "@ann_lee", "_", "A1"] {
            check(text, true);
        }
    }

    #[test]
    fn anything_else_is_no_name() {
        for text in [
            "",
            "@",
            "@@ann",
            "ann lee",
            "ann-lee",
            "安",
            "https://x.com/ann",
            "ann@",
        ] {
            check(text, false);
        }
    }
}
