//! What rules make of the text of a cell.

use super::{Case, Extent, Rule};
use crate::field::{Region, date, date_time, phone, text};

/// How long a text may become by a rule, in bytes: as long as a quoted cell of a file. A text that a rule would make
/// longer stays as it is.
pub const TEXT_LIMIT: usize = crate::table::QUOTED_LIMIT;

/// The text that a rule makes of one that is no part of a new column. None where it stays.
pub(super) fn rewrite(rule: &Rule, found: &str) -> Option<String> {
    let written = match rule {
        Rule::Trim => trim(found),
        Rule::Replace { find, with, extent } => replace(found, find, with, *extent)?,
        Rule::Cure(flaw) => flaw.cure(found)?.to_owned(),
        Rule::Case(case) => change_case(found, *case),
        Rule::PhoneCountry(region) => with_country(found, region)?,
        Rule::Dates { from, to } => {
            let (day, rest) = found.split_at(end_of_date(found));
            let date = date::read(day, from.dates()?).ok()?;
            let mut written = date.written(to.dates()?);
            written.push_str(rest);
            written
        }
        Rule::Split { .. } | Rule::Join { .. } => return None,
    };
    (written != found && written.len() <= TEXT_LIMIT.max(found.len())).then_some(written)
}

fn trim(found: &str) -> String {
    let mut written = String::with_capacity(found.len());
    for c in text::trim(found).chars() {
        // Lines stay apart.
        let is_space = c.is_whitespace() && c != '\n' && c != '\r';
        match (is_space, written.ends_with(' ')) {
            (true, true) => {}
            (true, false) => written.push(' '),
            (false, _) => written.push(c),
        }
    }
    written
}

fn replace(found: &str, find: &str, with: &str, extent: Extent) -> Option<String> {
    match extent {
        Extent::Whole => (text::trim(found) == text::trim(find)).then(|| with.to_owned()),
        Extent::Part if find.is_empty() => None,
        Extent::Part => {
            // Counted first: a short text may ask for gigabytes.
            let places = found.matches(find).count();
            let grown = places.checked_mul(with.len())?.checked_add(found.len())?;
            let is_allowed = places > 0 && grown - places * find.len() <= TEXT_LIMIT;
            is_allowed.then(|| found.replace(find, with))
        }
    }
}

fn change_case(found: &str, case: Case) -> String {
    match case {
        Case::Upper => found.to_uppercase(),
        Case::Lower => found.to_lowercase(),
        Case::Title => {
            let mut written = String::with_capacity(found.len());
            let mut is_inside = false;
            for c in found.chars() {
                if is_inside {
                    written.extend(c.to_lowercase());
                } else {
                    written.extend(c.to_uppercase());
                }
                // The letter after an apostrophe goes on with its word.
                is_inside = c.is_alphanumeric() || (is_inside && matches!(c, '\'' | '’'));
            }
            written
        }
    }
}

fn with_country(found: &str, region: &str) -> Option<String> {
    let trimmed = text::trim(found);
    if trimmed.is_empty() || trimmed.starts_with('+') {
        return None;
    }
    let phone = phone::parse(trimmed, Region::from_code(region)?)?;
    Some(match phone.extension {
        Some(extension) => format!("{} x{extension}", phone.display),
        None => phone.display,
    })
}

/// Where a date ends; a time of day may follow.
fn end_of_date(found: &str) -> usize {
    let day = date_time::date_part(found);
    found.find(day).unwrap_or_default() + day.len()
}

/// Cuts a text into at most so many parts, without spaces around them; the last takes all that is left.
pub(super) fn parts<'a>(found: &'a str, separator: &str, count: usize) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let mut rest = text::trim(found);
    while parts.len() + 1 < count
        && let Some((part, after)) = rest.split_once(separator)
    {
        parts.push(text::trim(part));
        rest = text::trim(after);
    }
    parts.push(rest);
    parts
}

/// The texts that are not empty, one after the other; those that would make it too long are left out.
pub(super) fn join<'a>(texts: impl Iterator<Item = &'a str>, separator: &str) -> String {
    let mut joined = String::new();
    for part in texts.map(text::trim).filter(|part| !part.is_empty()) {
        let between = if joined.is_empty() { "" } else { separator };
        if joined.len() + between.len() + part.len() <= TEXT_LIMIT {
            joined.push_str(between);
            joined.push_str(part);
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::{Flaw, ValueFormat};

    #[track_caller]
    fn check(rule: &Rule, found: &str, expected: Option<&str>) {
        assert_eq!(rewrite(rule, found).as_deref(), expected);
    }

    #[test]
    fn spaces_are_taken_out_and_lines_stay() {
        check(&Rule::Trim, " Ann \u{a0} Lee\u{200b}", Some("Ann Lee"));
        check(&Rule::Trim, "a \n b", None);
        check(&Rule::Trim, "Ann Lee", None);
    }

    #[test]
    fn texts_are_replaced_as_a_whole_or_in_part() {
        let rule = |extent| Rule::Replace {
            find: "y".into(),
            with: "yes".into(),
            extent,
        };
        check(&rule(Extent::Whole), " y ", Some("yes"));
        check(&rule(Extent::Whole), "by", None);
        check(&rule(Extent::Part), "by y", Some("byes yes"));
        let empty = |extent| Rule::Replace {
            find: String::new(),
            with: "x".into(),
            extent,
        };
        check(&empty(Extent::Part), "ab", None);
        check(&empty(Extent::Whole), "", Some("x"));
    }

    #[test]
    fn a_text_does_not_grow_without_bounds() {
        let rule = Rule::Replace {
            find: "a".into(),
            with: "a".repeat(1_000),
            extent: Extent::Part,
        };
        check(&rule, &"a".repeat(1_000), None);
        assert_eq!(
            join(["x".repeat(TEXT_LIMIT).as_str(), "y"].into_iter(), " ").len(),
            TEXT_LIMIT
        );
    }

    #[test]
    fn a_flaw_is_cured_and_other_cells_stay() {
        check(&Rule::Cure(Flaw::NoValue), " n/a ", Some(""));
        check(&Rule::Cure(Flaw::NoValue), "a@x.org", None);
        check(&Rule::Cure(Flaw::Exchange), "/o=Labs/cn=jane", Some(""));
        check(
            &Rule::Cure(Flaw::Wrapped),
            "Jane <jane@x.org>",
            Some("jane@x.org"),
        );
        check(&Rule::Cure(Flaw::Wrapped), "-", None);
    }

    #[test]
    fn case_is_changed_in_every_script_that_has_any() {
        check(
            &Rule::Case(Case::Title),
            "ÉMILE o'NEIL-smith",
            Some("Émile O'neil-Smith"),
        );
        check(&Rule::Case(Case::Upper), "straße", Some("STRASSE"));
        check(&Rule::Case(Case::Lower), "王", None);
    }

    #[test]
    fn phones_get_their_country_once() {
        let german = Rule::PhoneCountry("DE".into());
        check(&german, "030 123456", Some("+49 30 123456"));
        check(&german, "030 123456 x 7", Some("+49 30 123456 x7"));
        check(&german, "+1 415-555-0102", None);
        check(&german, "nobody", None);
        check(&Rule::PhoneCountry("??".into()), "030 123456", None);
    }

    #[test]
    fn dates_are_written_in_another_order_and_their_time_stays() {
        let rule = Rule::Dates {
            from: ValueFormat::DayMonthYear,
            to: ValueFormat::YearMonthDay,
        };
        check(&rule, "3.4.2026", Some("2026-04-03"));
        check(&rule, " 03/04/2026 17:05", Some("2026-04-03 17:05"));
        check(&rule, "13/13/2026", None);
        check(&rule, "", None);
    }

    #[test]
    fn a_split_text_loses_nothing() {
        assert_eq!(parts("Ann  Mary Lee", " ", 2), ["Ann", "Mary Lee"]);
        assert_eq!(parts("a,b,c", ",", 9), ["a", "b", "c"]);
        assert_eq!(parts("", ",", 2), [""]);
    }
}
