//! Web addresses.

use super::Fault;
use crate::problem::Code;

/// Refuses what is not a complete `http` or `https` address with a host.
///
/// The library repairs much (missing slashes, spaces); an address that needs repair is not complete.
pub fn check(text: &str) -> Result<(), Fault> {
    let is_web = text.split_once("://").is_some_and(|(scheme, rest)| {
        let is_web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
        is_web && !rest.starts_with(['/', '\\'])
    });
    let is_one_word = !text.contains(|c: char| c.is_whitespace() || c.is_control());
    let is_complete =
        is_web && is_one_word && ::url::Url::parse(text).is_ok_and(|url| url.has_host());
    if is_complete {
        Ok(())
    } else {
        Err(Fault::new(Code::UrlInvalid))
    }
}

#[cfg(test)]
mod tests {
    #[track_caller]
    fn check(text: &str, is_complete: bool) {
        assert_eq!(super::check(text).is_ok(), is_complete, "`{text}`");
    }

    #[test]
    fn complete_addresses_are_accepted() {
        for text in [
            "https://example.com",
            "HTTP://Example.com/a?b=c#d",
            "https://例子.中国/路径",
            "http://[::1]:8080/",
        ] {
            check(text, true);
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "example.com",
            "www.example.com",
            "ftp://example.com",
            "javascript:alert(1)",
            "https://",
            "http:///x",
            "https:example.com",
            "https://exa mple.com",
            "https://example.com/a b",
            "//example.com",
            "https://a..b:x",
        ] {
            check(text, false);
        }
    }
}
