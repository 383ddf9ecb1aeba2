//! Rows that share an identifier and speak of two people all the same: colleagues behind one switchboard.

use crate::columns::Field;
use crate::record::IdentifierKind;
use crate::row::{CONTACT_IDENTIFIERS, Row, Value};

/// What the person of the first row is called, where another row has both another name and other e-mail addresses.
pub fn other_person(first: &Row, other: &Row) -> Option<String> {
    let (name, others_name) = (name(first), name(other));
    let is_named = !name.is_empty() && !others_name.is_empty();
    let (mails, others_mails) = (mails(first), mails(other));
    let has_mails = !mails.is_empty() && !others_mails.is_empty();
    let differs = name.to_lowercase() != others_name.to_lowercase()
        && !mails.iter().any(|mail| others_mails.contains(mail));
    (is_named && has_mails && differs).then_some(name)
}

fn name(row: &Row) -> String {
    let parts = [Field::FirstName, Field::LastName].into_iter();
    let parts = parts.filter_map(|field| match row.value(field)? {
        Value::Text(text) => Some(text.as_str()),
        _ => None,
    });
    parts.collect::<Vec<_>>().join(" ")
}

fn mails(row: &Row) -> Vec<&str> {
    let slots = CONTACT_IDENTIFIERS.iter();
    let slots = slots.filter(|(kind, _)| *kind == IdentifierKind::Email);
    slots.filter_map(|(_, field)| row.key(*field)).collect()
}

#[cfg(test)]
mod tests {
    use super::other_person;
    use crate::check::RowChecker;
    use crate::columns::Field;
    use crate::settings::Settings;

    #[track_caller]
    fn check(first: [&str; 3], other: [&str; 3], expected: Option<&str>) {
        let settings = Settings::of_columns([
            ("First", Field::FirstName),
            ("Last", Field::LastName),
            ("Mail", Field::WorkEmail),
        ]);
        let checker = RowChecker::new(&settings);
        let row = |cells: [&str; 3]| checker.check(|index| cells[index], 2, &[]);
        let found = other_person(&row(first), &row(other));
        assert_eq!(found.as_deref(), expected);
    }

    #[test]
    fn two_people_have_two_names_and_two_addresses() {
        let rose = ["Rose", "Gonzalez", "rose@x.org"];
        check(
            rose,
            ["Sean", "Forbes", "sean@x.org"],
            Some("Rose Gonzalez"),
        );
        check(rose, ["rose", "gonzalez", "rose@y.org"], None);
        check(rose, ["Rosa", "Gonzalez", "ROSE@x.org"], None);
        check(rose, ["Sean", "Forbes", ""], None);
        check(rose, ["", "", "sean@x.org"], None);
    }
}
