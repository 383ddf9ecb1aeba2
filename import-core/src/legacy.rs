//! The legacy layout: files that were made for the old process.
//!
//! It is another door to the same import. The columns say by their own, case-sensitive names what they feed, so
//! there is nothing to choose: records are found by their ID alone, under a source of its own. Everything after
//! the columns is the matter of [`check`](crate::check) and [`engine`](crate::engine), as for any file.

use uuid::Uuid;

use crate::columns::{Field, Subject};
use crate::field::{self, Context, Fault, PHONE_LIMIT, mangled, text};
use crate::problem::{Code, Problem};
use crate::record::PhoneNumber;
use crate::report;
use crate::row::Value;
use crate::settings::{ImportColumn, Layout, Policy, Settings};

/// The name of the source that the IDs of legacy files belong to.
pub const SOURCE: &str = "Legacy import";

/// What begins the names of columns of contacts and of organizations.
const CONTACT: &str = "Contact ";
const ACCOUNT: &str = "Account ";

/// What begins the names of organizations' columns in other files.
const ORGANIZATION: &str = "External Organization ";

/// The columns that must be there, with a value in every row that says anything of such a record.
const REQUIRED: [(Subject, &[Field]); 2] = [
    (
        Subject::Contact,
        &[Field::ExternalId, Field::FirstName, Field::LastName],
    ),
    (
        Subject::Organization,
        &[Field::OrganizationExternalId, Field::OrganizationName],
    ),
];

/// The name of a field's column, for instance `Contact First Name` or `Account ID`.
pub fn column_name(field: Field) -> String {
    let (prefix, name) = match field.subject() {
        Subject::Contact => (CONTACT, field.header()),
        Subject::Organization => {
            let header = field.header();
            (ACCOUNT, header.strip_prefix(ORGANIZATION).unwrap_or(header))
        }
    };
    let name = if name == Field::ExternalId.header() {
        "ID"
    } else {
        name
    };
    format!("{prefix}{name}")
}

/// The choices for a file with these columns. Columns of other names are not imported.
///
/// # Errors
/// The columns that must be there and are not; or, where none is one of the layout, that alone.
pub fn settings(headers: &[String], source: Uuid) -> Result<Settings, Vec<Problem>> {
    let place = |field| {
        let name = column_name(field);
        headers
            .iter()
            .position(|header| text::clean(header) == name)
    };
    let columns = Field::ALL.iter().filter_map(|&field| {
        let index = place(field)?;
        Some(ImportColumn {
            index,
            header: headers[index].clone(),
            field,
            policy: Policy::Overwrite,
        })
    });
    let mut columns: Vec<ImportColumn> = columns.collect();
    let has = |subject| {
        columns
            .iter()
            .any(|column| column.field.subject() == subject)
    };
    if columns.is_empty() {
        return Err(vec![Problem::of_row(Code::LayoutUnknown, 0)]);
    }
    let required = REQUIRED.into_iter().filter(|(subject, _)| has(*subject));
    let missing = required
        .flat_map(|(_, fields)| fields)
        .filter(|&&field| place(field).is_none())
        .map(|&field| Problem::of_cell(Code::ColumnMissing, 0, &column_name(field), ""));
    let missing: Vec<Problem> = missing.collect();
    if !missing.is_empty() {
        return Err(missing);
    }
    columns.sort_by_key(|column| column.index);
    Ok(Settings {
        source,
        layout: Layout::Legacy,
        criteria: Vec::new(),
        merge: false,
        default_region: field::Region::default().to_string(),
        columns,
        custom: Vec::new(),
    })
}

/// The names of a file's columns that are not imported, since the layout has none of these names. Columns without a
/// name are not among them, nor are those that a report adds.
pub fn left_out(headers: &[String]) -> Vec<&str> {
    let known: Vec<String> = Field::ALL.iter().map(|&field| column_name(field)).collect();
    let names = headers.iter().map(|header| text::trim(header));
    names
        .filter(|name| !name.is_empty() && !report::is_column(name))
        .filter(|name| !known.contains(&text::clean(name).into_owned()))
        .collect()
}

/// The columns that are empty in a row and must not be, since it says something of their record. An organization's
/// ID is not among them: every layout asks for it.
pub(crate) fn missing_values<'a, 'c>(
    settings: &'a Settings,
    cell: &impl Fn(usize) -> &'c str,
) -> Vec<&'a ImportColumn> {
    let is_empty = |column: &ImportColumn| text::trim(cell(column.index)).is_empty();
    let of = |subject| {
        let columns = settings.columns.iter();
        columns.filter(move |column| column.field.subject() == subject)
    };
    let spoken_of = REQUIRED
        .into_iter()
        .filter(|(subject, _)| of(*subject).any(|column| !is_empty(column)));
    let required: Vec<Field> = spoken_of.flat_map(|(_, fields)| fields).copied().collect();
    settings
        .columns
        .iter()
        .filter(|column| required.contains(&column.field))
        .filter(|column| column.field != Field::OrganizationExternalId && is_empty(column))
        .collect()
}

/// Reads a phone: one in E.164 (`+14155550102`) as in any file; any other is stored as it is written, without a
/// key. One that a spreadsheet changed is refused here too.
pub(crate) fn read_phone(found: &str) -> Result<Option<Value>, Fault> {
    let found = &*text::clean(found);
    if is_e164(found)
        && let Ok(read) = field::read(crate::columns::Kind::Phone, found, Context::default())
    {
        return Ok(read);
    }
    text::check(found, PHONE_LIMIT)?;
    mangled::check(found)?;
    Ok(Some(Value::Phone(Box::new(PhoneNumber {
        display: found.to_owned(),
        user_input: found.to_owned(),
        ..PhoneNumber::default()
    }))))
}

/// A `+` and at most 15 digits, nothing else.
fn is_e164(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or_default();
    (1..=15).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && !digits.starts_with('0')
}

#[cfg(test)]
mod tests;
