//! E-mail addresses: one complete address, compared by its key.
//!
//! The local part is a dot-atom of RFC 5322, so ASCII, unquoted and without comments; the domain has
//! a dot and may be an internationalised one. A domain is held to what DNS can name: letters, digits
//! and hyphens, and no number as its last label, so that an IP address is none.

use super::{Fault, Flaw, text};
use crate::problem::Code;

/// The most bytes before the `@`, by RFC 5321.
const LOCAL_LIMIT: usize = 64;
/// The most bytes of a domain and of one of its labels, by RFC 1035.
const DOMAIN_LIMIT: usize = 253;
const LABEL_LIMIT: usize = 63;

/// Refuses what is not one complete address. The text is trimmed already.
pub fn check(address: &str) -> Result<(), Fault> {
    if is_valid(address) {
        return Ok(());
    }
    let fault = Fault::new(Code::EmailInvalid);
    Err(if are_several(address) {
        fault.because("several")
    } else if is_of_exchange(address) {
        fault.because(Flaw::Exchange.name())
    } else if within(address).is_some() {
        fault.because(Flaw::Wrapped.name())
    } else if has_other_letters(address) {
        fault.because("letters")
    } else {
        fault
    })
}

/// Whether an address has nothing wrong with it but letters before the `@` that are not of ASCII.
fn has_other_letters(address: &str) -> bool {
    let Some((local, domain)) = address.rsplit_once('@') else {
        return false;
    };
    let plain = local.replace(|c: char| !c.is_ascii() && c.is_alphanumeric(), "x");
    plain != local && is_valid(&format!("{plain}@{domain}"))
}

/// Whether a text names a mailbox within Exchange, as in `/o=ExchangeLabs/…/cn=Recipients/cn=…`.
pub(super) fn is_of_exchange(text: &str) -> bool {
    let name = strip_scheme(text, &["ex:", "x500:"]);
    name.get(..3)
        .is_some_and(|start| start.eq_ignore_ascii_case("/o="))
}

/// The one address of a text that is no address itself, without what surrounds it: a name, brackets, quotes, a scheme.
pub(super) fn within(text: &str) -> Option<&str> {
    let is_around = |c: char| c.is_whitespace() || "<>()[]'\";,".contains(c);
    let (before, _) = text.split_once('@')?;
    let bracket = before.rfind('<').filter(|_| text.ends_with('>'));
    let inner = text[bracket.unwrap_or_default()..].trim_matches(is_around);
    let inner = strip_scheme(inner, &["mailto:", "smtp:"]);
    (inner != text && !is_valid(text) && is_valid(inner)).then_some(inner)
}

fn strip_scheme<'a>(text: &'a str, schemes: &[&str]) -> &'a str {
    let rest = schemes.iter().find_map(|scheme| {
        let (start, rest) = text.split_at_checked(scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then_some(rest)
    });
    rest.unwrap_or(text)
}

/// Whether a text seems to hold several addresses, with something between them.
fn are_several(text: &str) -> bool {
    let is_between = |c: char| c.is_whitespace() || ",;:|/，；、".contains(c);
    let parts = text.split(is_between);
    parts.filter(|part| part.contains('@')).count() > 1
}

fn is_valid(address: &str) -> bool {
    let Some((local, domain)) = address.rsplit_once('@') else {
        return false;
    };
    is_local_part(local)
        && (is_domain(domain) || (!domain.is_ascii() && to_ascii(domain).is_some()))
}

/// What is compared: the whole address in lower case, its domain in ASCII. Any text has a key, since
/// stored addresses have to have one even if they came before today's rules.
pub fn key(address: &str) -> String {
    if address.is_ascii() {
        return address.to_ascii_lowercase();
    }
    let address = text::clean(address);
    let Some((local, domain)) = address.rsplit_once('@') else {
        return lower(&address);
    };
    let mut key = lower(local);
    key.push('@');
    match to_ascii(domain) {
        Some(domain) => key.push_str(&domain),
        None => key.push_str(&lower(domain)),
    }
    key
}

/// Lower case in NFC, which lower case alone can leave.
fn lower(part: &str) -> String {
    text::clean(&part.to_lowercase()).into_owned()
}

fn to_ascii(domain: &str) -> Option<String> {
    let ascii = idna::domain_to_ascii_strict(domain).ok()?;
    is_domain(&ascii).then_some(ascii)
}

fn is_local_part(local: &str) -> bool {
    let mut before = b'.';
    let is_atoms = local.bytes().all(|byte| {
        let is_allowed = if byte == b'.' {
            before != b'.'
        } else {
            is_atom(byte)
        };
        before = byte;
        is_allowed
    });
    is_atoms && before != b'.' && local.len() <= LOCAL_LIMIT
}

fn is_atom(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte)
}

fn is_domain(domain: &str) -> bool {
    let mut labels = 0;
    let mut last = "";
    let is_labels = domain.split('.').all(|label| {
        labels += 1;
        last = label;
        is_label(label)
    });
    is_labels
        && labels > 1
        && domain.len() <= DOMAIN_LIMIT
        && !last.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_label(label: &str) -> bool {
    let bytes = label.as_bytes();
    let is_end = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    is_end(bytes.first())
        && is_end(bytes.last())
        && bytes.len() <= LABEL_LIMIT
        && bytes
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
}

#[cfg(test)]
mod tests {
    use email_address::{EmailAddress, Options};
    use proptest::prelude::*;

    use super::{check as refuse, is_valid, key};

    #[track_caller]
    fn check(address: &str, expected: bool) {
        assert_eq!(is_valid(address), expected, "`{address}`");
    }

    #[test]
    fn complete_addresses_are_valid() {
        for address in [
            "ann@example.com",
            "Ann.Lee+news@Mail.Example.co.uk",
            "o'brien@example.ie",
            "{a|b}=c@1-2.example",
            "a@xn--bcher-kva.example",
            "ann@bücher.example",
            "ann@例子.中国",
            "ann@उदाहरण.भारत",
            "a@b.c",
            "info@3m.com",
        ] {
            check(address, true);
        }
    }

    #[test]
    fn incomplete_and_several_addresses_are_not() {
        for address in [
            "",
            "@",
            "ann",
            "ann@",
            "@example.com",
            "ann@example",
            "ann@localhost",
            "ann@.com",
            "ann@example.",
            "ann@example..com",
            ".ann@example.com",
            "ann.@example.com",
            "a..b@example.com",
            "ann@@example.com",
            "ann@b@example.com",
            "ann lee@example.com",
            "ann@exa mple.com",
            "ann@example.com, bob@example.com",
            "ann@example.com;bob@example.com",
            "Ann <ann@example.com>",
            "<ann@example.com>",
            "\"ann lee\"@example.com",
            "ann@[127.0.0.1]",
            "ann@127.0.0.1",
            "ann@-example.com",
            "ann@example-.com",
            "ann@exam_ple.com",
            "mailto:ann@example.com",
            "ann＠example.com",
            "josé@example.com",
            "ann@bücher",
            "ann@-ü.example",
        ] {
            check(address, false);
        }
    }

    #[test]
    fn several_addresses_are_told_from_an_incomplete_one() {
        for (text, expected) in [
            ("a@x.org; b@y.org", true),
            ("a@x.org,b@y.org", true),
            ("a@x.org ::: b@y.org", true),
            ("a@x.org；b@y.org", true),
            ("a@x.org\nb@y.org", true),
            ("Ann <a@x.org>, Bo <b@y.org>", true),
            ("ann@", false),
            ("ann@@x.org", false),
            ("ann@b@x.org", false),
            ("mailto:ann@x.org", false),
        ] {
            assert_eq!(
                reason(text).as_deref() == Some("several"),
                expected,
                "`{text}`"
            );
        }
    }

    fn reason(text: &str) -> Option<String> {
        refuse(text)
            .unwrap_err()
            .args
            .into_iter()
            .next()
            .map(|(_, reason)| reason)
    }

    #[test]
    fn what_is_plainly_meant_is_told() {
        assert_eq!(
            reason("/o=Labs/ou=x/cn=Recipients/cn=jane").as_deref(),
            Some("exchange")
        );
        assert_eq!(reason("Jane <jane@x.org>").as_deref(), Some("wrapped"));
        assert_eq!(reason("sören@x.org").as_deref(), Some("letters"));
        assert_eq!(reason("小明@例子.中国").as_deref(), Some("letters"));
        assert_eq!(reason("sören@"), None);
        assert_eq!(reason("sö ren@x.org"), None);
        assert_eq!(reason("jane@"), None);
    }

    #[track_caller]
    fn check_key(address: &str, expected: &str) {
        assert_eq!(key(address), expected);
    }

    #[test]
    fn keys_are_lower_case_with_an_ascii_domain() {
        check_key("Ann.Lee@Example.COM", "ann.lee@example.com");
        check_key("Ann@BÜCHER.example", "ann@xn--bcher-kva.example");
        check_key("ann@xn--BCHER-kva.example", "ann@xn--bcher-kva.example");
        check_key("a@例子。中国", "a@xn--fsqu00a.xn--fiqs8s");
        check_key("not an Address", "not an address");
        check_key("É", "é");
    }

    /// The library's verdict under its strictest options, and what the domain has to be besides.
    fn library(address: &str) -> bool {
        let options = Options::default()
            .with_required_tld()
            .without_display_text()
            .without_domain_literal();
        EmailAddress::parse_with_options(address, options).is_ok_and(|parsed| {
            let domain = parsed.domain();
            let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-".contains(&byte);
            let last = domain.rsplit('.').next().unwrap_or_default();
            !parsed.local_part().starts_with('"')
                && domain.bytes().all(is_plain)
                && !last.bytes().all(|byte| byte.is_ascii_digit())
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn the_verdict_on_ascii_is_the_librarys(
            address in "[a-c.+_'\"-]{0,6}@[a-c1.-]{1,8}(\\.[a-c1]{1,3})?|[ -~]{0,12}@[ -~]{0,12}|[a-z.]{55,70}@[a-z.-]{55,70}\\.org",
        ) {
            prop_assert_eq!(is_valid(&address), library(&address), "`{}`", address);
        }

        #[test]
        fn a_key_is_its_own_key(
            any in any::<String>(),
            address in "[a-cÀ-ÿİΣßẞ]{0,4}@[a-cA-CÀ-ÿİΣßẞ中国。.-]{1,8}",
        ) {
            for text in [any, address] {
                let once = key(&text);
                prop_assert_eq!(key(&once), once);
            }
        }

        #[test]
        fn the_key_of_a_valid_address_is_valid(address in "[a-cA-C.]{1,4}@[a-cA-Cü中.]{1,5}\\.[a-c]{2}") {
            if is_valid(&address) {
                prop_assert!(is_valid(&key(&address)));
            }
        }
    }
}
