//! Values that are none, where it is plain how the cell should read. Nothing is done about them before a person says so.

use serde::{Deserialize, Serialize};

use super::{email, text};
use crate::problem::Code;

/// What such a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Flaw {
    /// No more than that there is no value: `-`, `n/a`, `keine`.
    NoValue,
    /// The name of a mailbox within Exchange, which Outlook exports for people of its own organization.
    Exchange,
    /// One complete e-mail address with something around it: `Jane Doe <jane@example.com>`.
    Wrapped,
}

/// Words for no value, in lower case and without what is neither letter nor digit.
const WORDS: &[&str] = &[
    "x", "xx", "xxx", "na", "none", "null", "nil", "nan", "ka", "keine", "kein", "无", "無",
    "没有", "暂无",
];

/// The most bytes of such a cell: longer texts need no look.
const LONGEST_WORD: usize = 16;

impl Flaw {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::NoValue, Self::Exchange, Self::Wrapped];

    /// Its stable name, which is the `reason` of the problem.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoValue => "no_value",
            Self::Exchange => "exchange",
            Self::Wrapped => "wrapped",
        }
    }

    /// The one of this name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|flaw| flaw.name() == name)
    }

    /// What a cell should read that has this flaw; none where it has not.
    pub fn cure(self, found: &str) -> Option<&str> {
        let found = text::trim(found);
        match self {
            Self::NoValue => says_nothing(found).then_some(""),
            Self::Exchange => email::is_of_exchange(found).then_some(""),
            Self::Wrapped => email::within(found),
        }
    }

    /// Whether a value with this problem may have no more wrong with it than that it says that there is none. Where any
    /// word may be a value (a user name, an option, an ID) that cannot be told.
    pub(super) const fn may_be_of(code: Code) -> bool {
        matches!(
            code,
            Code::EmailInvalid
                | Code::PhoneInvalid
                | Code::BoolInvalid
                | Code::IntegerInvalid
                | Code::NumberInvalid
                | Code::DateInvalid
                | Code::DateTimeInvalid
                | Code::UrlInvalid
        )
    }
}

fn says_nothing(found: &str) -> bool {
    // What a spreadsheet shows in place of a value (`#N/A`) says that there was one.
    if found.is_empty() || found.len() > LONGEST_WORD || found.starts_with('#') {
        return false;
    }
    let letters = found.chars().filter(|c| c.is_alphanumeric() || *c == '@');
    let word: String = letters.flat_map(char::to_lowercase).collect();
    word.is_empty() || WORDS.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::Flaw;
    use crate::columns::Kind;
    use crate::field::{Context, date, number, read};
    use crate::problem::Code;

    #[track_caller]
    fn check(flaw: Flaw, found: &str, expected: Option<&str>) {
        assert_eq!(flaw.cure(found), expected, "`{found}`");
    }

    const NOTHING: &[&str] = &[
        "-", "--", "–", ".", "?", "/", "+", "n/a", "N/A", "N.A.", "none", "(none)", "NULL", "无",
        "k.A.", "k. A.", "keine", "x", "X", " - ",
    ];

    #[test]
    fn words_for_no_value_leave_the_cell_empty() {
        for found in NOTHING {
            check(Flaw::NoValue, found, Some(""));
        }
        for found in [
            "", "0", "12", "x@", "na@", "@", "+49", "no", "nobody", "-1", "call me", "#N/A", "###",
        ] {
            check(Flaw::NoValue, found, None);
        }
    }

    #[test]
    fn no_such_word_is_a_value_where_it_is_told() {
        for kind in [
            Kind::Email,
            Kind::Phone,
            Kind::Bool,
            Kind::Integer,
            Kind::PhoneExtension,
            Kind::Url(1000),
        ] {
            for found in NOTHING {
                assert!(
                    read(kind, found, Context::default()).is_err(),
                    "{kind:?} `{found}`"
                );
            }
        }
        for found in NOTHING {
            let found = found.trim();
            let context = Context::default();
            assert!(date::read(found, context.dates).is_err(), "`{found}`");
            assert!(
                number::read_number(found, context.numbers).is_err(),
                "`{found}`"
            );
        }
        assert!(!Flaw::may_be_of(Code::HandleInvalid));
        assert!(!Flaw::may_be_of(Code::OptionUnknown));
    }

    #[test]
    fn the_name_of_a_mailbox_is_no_address() {
        let mailbox = "/o=ExchangeLabs/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=0a-jane";
        check(Flaw::Exchange, mailbox, Some(""));
        check(Flaw::Exchange, &mailbox.to_uppercase(), Some(""));
        check(Flaw::Exchange, &format!("EX:{mailbox}"), Some(""));
        check(Flaw::Exchange, "/o", None);
        check(Flaw::Exchange, "jane@x.org", None);
    }

    #[test]
    fn an_address_is_taken_out_of_what_is_around_it() {
        for found in [
            "SMTP:jane@x.org",
            "mailto:jane@x.org",
            "Jane Doe <jane@x.org>",
            "\"Doe, Jane\" <mailto:jane@x.org>",
            "<jane@x.org>",
            "'jane@x.org'",
            "jane@x.org;",
            "(jane@x.org)",
        ] {
            check(Flaw::Wrapped, found, Some("jane@x.org"));
        }
        for found in [
            "jane@x.org",
            "jane@",
            "jane doe@x.org",
            "Jane jane@x.org",
            "<a@x.org>, <b@x.org>",
            "<jane@x.org> old",
        ] {
            check(Flaw::Wrapped, found, None);
        }
    }
}
