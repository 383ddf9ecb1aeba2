//! What the values of a column look like. Looks are cheap and forgiving: they make suggestions and cast doubt, they
//! do not check.

use super::field::{Field, Kind};
use crate::field::{boolean, country, text};

/// Fewer values say nothing.
const LEAST: usize = 3;

/// What the values of a column look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// E-mail addresses.
    Emails,
    /// Phone numbers.
    Phones,
    /// Countries, by their codes or names.
    Countries,
    /// Addresses of the web.
    Websites,
}

impl Look {
    const ALL: [Self; 4] = [Self::Emails, Self::Phones, Self::Countries, Self::Websites];

    /// What nearly all of the values look like.
    pub(super) fn of(values: &[String]) -> Option<Self> {
        let mut looks = Self::ALL.into_iter();
        looks.find(|look| share(values, 80, &|value| look.fits(value)))
    }

    fn fits(self, value: &str) -> bool {
        match self {
            Self::Emails => is_email(value),
            Self::Phones => is_phone(value),
            Self::Countries => is_country(value),
            Self::Websites => is_website(value),
        }
    }

    /// The fields it may be, the likeliest first.
    pub(super) fn fields(self) -> &'static [Field] {
        match self {
            Self::Emails => &[Field::WorkEmail, Field::PersonalEmail, Field::OtherEmail],
            Self::Phones => &[
                Field::CellPhone,
                Field::WorkPhone,
                Field::HomePhone,
                Field::OtherPhone,
            ],
            Self::Countries => &[Field::CountryCode],
            Self::Websites => &[Field::OrganizationWebsites, Field::ExternalSystemUrl],
        }
    }
}

/// Whether the values speak for a field that a name alone would be too weak for.
pub(super) fn confirm(field: Field, values: &[String]) -> bool {
    Look::of(values).is_some_and(|look| look.fields().contains(&field))
}

/// Whether hardly a value can be one of the field.
pub(super) fn contradict(field: Field, values: &[String]) -> bool {
    let hardly = |fits: &dyn Fn(&str) -> bool| values.len() >= LEAST && !share(values, 30, fits);
    match field.kind() {
        Kind::Email => hardly(&|value| value.contains('@')),
        Kind::Phone => hardly(&|value| digits(value) >= 5),
        Kind::PhoneExtension | Kind::Integer => hardly(&|value| digits(value) > 0),
        Kind::Bool | Kind::PhoneAcceptsSms => hardly(&|value| boolean::read(value).is_ok()),
        Kind::Url(_) => hardly(&is_website),
        // Anything is a text; but that is no reason to take addresses for names.
        Kind::Text(_) => Look::of(values).is_some_and(|look| !look.fields().contains(&field)),
        Kind::Id(_) | Kind::Handle(_) | Kind::PhoneRegion | Kind::List => false,
    }
}

/// Whether most of the values are several words, and hardly one has a digit.
pub(super) fn are_whole_names(values: &[String]) -> bool {
    let is_whole = |value: &str| value.contains([' ', ',', '，']) && digits(value) == 0;
    share(values, 60, &is_whole)
}

/// Whether at least so many of 100 values fit, of those that are there; few values say nothing.
fn share(values: &[String], of_hundred: usize, fits: &dyn Fn(&str) -> bool) -> bool {
    let count = values
        .iter()
        .filter(|value| fits(text::trim(value)))
        .count();
    values.len() >= LEAST && count * 100 >= values.len() * of_hundred
}

fn digits(value: &str) -> usize {
    value.chars().filter(char::is_ascii_digit).count()
}

fn is_email(value: &str) -> bool {
    let parts = value.split_once('@');
    parts.is_some_and(|(local, domain)| {
        let is_domain = domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.');
        !local.is_empty() && is_domain && !value.contains([' ', '/', ','])
    })
}

/// Plain digits may be anything, and so may a number with a point: a phone shows itself by its punctuation.
fn is_phone(value: &str) -> bool {
    let is_spelled_so = |c: char| c.is_ascii_digit() || " +-().".contains(c);
    let marks = value.chars().filter(|c| "+-(. ".contains(*c)).count();
    let is_number = value.starts_with('-') || marks == 1 && value.contains('.');
    // Eight digits may be a date.
    let enough = if value.starts_with('+') { 7 } else { 9 };
    value.chars().all(is_spelled_so)
        && marks > 0
        && !is_number
        && (enough..=15).contains(&digits(value))
}

fn is_website(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let mut starts = ["http://", "https://", "www."].iter();
    starts.any(|start| lower.starts_with(start)) && !value.contains(' ')
}

fn is_country(value: &str) -> bool {
    country::is_code(value) || country::code_of(value).is_some()
}

#[cfg(test)]
mod tests {
    use super::{Look, confirm, contradict};
    use crate::columns::Field;

    fn values(values: &[&str]) -> Vec<String> {
        values.iter().map(ToString::to_string).collect()
    }

    #[track_caller]
    fn check(of: &[&str], look: Option<Look>) {
        assert_eq!(Look::of(&values(of)), look, "{of:?}");
    }

    #[test]
    fn values_show_what_they_are() {
        check(&["a@x.org", "b.c@例子.中国", "d@y.co"], Some(Look::Emails));
        check(
            &[
                "+1 415 555 0102",
                "(415) 555-0103",
                "0171/1234567",
                "138-0013-8000",
                "+4415550102",
            ],
            Some(Look::Phones),
        );
        check(&["DE", "FR", "CN"], Some(Look::Countries));
        check(&["Germany", "中国", "usa"], Some(Look::Countries));
        check(
            &["https://x.org", "www.y.org", "HTTP://z.org"],
            Some(Look::Websites),
        );
    }

    #[test]
    fn what_may_be_anything_is_nothing() {
        check(&["4155550102", "4155550103", "4155550104"], None);
        check(&["2026-04-03", "2026-04-04", "2026-04-05"], None);
        check(&["1234567890.50", "-1234567890", "1234567890.5"], None);
        check(&["NY", "CA", "TX"], None);
        check(&["a@x.org", "b@x.org"], None);
        check(&["a@x.org", "b@x.org", "none", "none"], None);
    }

    #[test]
    fn values_confirm_or_contradict_a_name() {
        let emails = values(&["a@x.org", "b@x.org", "c@x.org"]);
        let names = values(&["Ann", "Bo", "Cy"]);
        assert!(confirm(Field::WorkEmail, &emails) && !contradict(Field::WorkEmail, &emails));
        assert!(contradict(Field::Address1, &emails) && contradict(Field::WorkEmail, &names));
        assert!(contradict(Field::CellPhone, &names) && contradict(Field::SurveyOptOut, &names));
        assert!(!contradict(Field::FirstName, &names) && !contradict(Field::ExternalId, &emails));
        assert!(!contradict(Field::WorkEmail, &names[..2]));
        assert!(!contradict(
            Field::CountryCode,
            &values(&["DE", "FR", "CN"])
        ));
    }
}
