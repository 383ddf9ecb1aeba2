//! Problems in plain English, for reports and API clients. The page has words of its own, by code.

use import_core::problem::{Code, Problem};

/// One problem as a sentence without its row, which stands beside it.
pub(crate) fn describe(problem: &Problem) -> String {
    let arg = |name: &str| problem.args.get(name).map_or("?", String::as_str);
    let text = match problem.code {
        Code::FileEmpty => "the file is empty".to_owned(),
        Code::FileHeaderOnly => "the file has a header and no row under it".to_owned(),
        Code::FileBinary => "the file is not text in any encoding".to_owned(),
        Code::FileXls => "the file is an old Excel workbook; save it as .xlsx or .csv".to_owned(),
        Code::FileZip => "the file is a ZIP archive; send the file in it".to_owned(),
        Code::FileWorkbookOther => {
            format!("the file is a workbook of another kind ({}); save it as .xlsx", arg("kind"))
        }
        Code::FileWorkbookBroken => "the workbook is damaged; save it anew as .xlsx".to_owned(),
        Code::FileEncrypted => "the workbook is protected by a password; save it without".to_owned(),
        Code::FormulaUncalculated => format!(
            "{} formulas, the first in {}, were never calculated and are read as empty",
            arg("count"),
            arg("cell")
        ),
        Code::FileReaderFailed => "the file could not be read".to_owned(),
        Code::FileTooLarge => format!("the file is larger than {} bytes", arg("limit")),
        Code::HeaderRepeated => format!("an earlier column ({}) has the same name", arg("first")),
        Code::HeaderEmpty => "the column has no name and is not imported".to_owned(),
        Code::ColumnMissing => "the column is not there; names are case-sensitive".to_owned(),
        Code::LayoutUnknown => "the columns are those of no legacy import: contacts have `Contact ID`, `Contact First Name` \
             and `Contact Last Name`, organizations `Account ID` and `Account Name`; names are case-sensitive"
            .to_owned(),
        Code::EncodingInvalid => {
            format!(
                "bytes that mean nothing in the encoding {}",
                arg("encoding")
            )
        }
        Code::RowRagged => format!(
            "the row has {} cells, the header has {}",
            arg("found"),
            arg("expected")
        ),
        Code::QuoteUnclosed => "a quoted cell that never ends".to_owned(),
        Code::QuoteStray => "text after a closing quote".to_owned(),
        Code::RowSkipped => "the row was left out by whoever imported the file".to_owned(),
        Code::ValueTooLong => format!(
            "{} characters, at most {} are allowed",
            arg("found"),
            arg("limit")
        ),
        Code::ValueTooShort => format!(
            "{} characters, at least {} are needed",
            arg("found"),
            arg("limit")
        ),
        Code::EmailInvalid => "not one complete e-mail address".to_owned(),
        Code::PhoneInvalid => "not a possible phone number; it is left out".to_owned(),
        Code::PhoneNotE164 => {
            "not in E.164 (+14155550102): stored as written, nobody is found by it".to_owned()
        }
        Code::ValueMissing => "a value must be there".to_owned(),
        Code::PhoneNumberMissing => "there is no phone number to this; it is left out".to_owned(),
        Code::PhoneRegionUnknown => {
            "no known country; the number is read in another country's way".to_owned()
        }
        Code::ValueMangled => "a spreadsheet turned this into a number or an error".to_owned(),
        Code::LeadingZerosLost => format!(
            "shorter than the postal codes of {}, probably {}; it is imported as it is",
            arg("region"),
            arg("likely")
        ),
        Code::BoolInvalid => "not a yes or no".to_owned(),
        Code::IntegerInvalid => "not a whole number".to_owned(),
        Code::NumberInvalid => "not a number".to_owned(),
        Code::NumberOutOfRange => {
            format!("not a number from {} to {}", arg("minimum"), arg("maximum"))
        }
        Code::DateTimeInvalid => {
            format!(
                "not a date of the form {} with a time of day",
                arg("format")
            )
        }
        Code::TagCountInvalid => format!(
            "{} tags, {} to {} are allowed",
            arg("found"),
            arg("minimum"),
            arg("maximum")
        ),
        Code::DateInvalid => format!("not a date of the form {}", arg("format")),
        Code::UrlInvalid => "not a complete http or https address".to_owned(),
        Code::OptionUnknown => format!("not one of: {}", arg("options")),
        Code::ValueRepeated => format!("the same value as in `{}`", arg("first")),
        Code::OrganizationExternalIdMissing => {
            "an organization needs its external ID beside its name".to_owned()
        }
        Code::NoIdentifier => {
            "no external ID, e-mail or phone: a second import would create it again".to_owned()
        }
        Code::RowOfTotals => "a sum of a report is no contact: skip the row".to_owned(),
        Code::RowWithoutValues => "no imported column has a value".to_owned(),
        Code::DuplicateInFile => format!("row {} has the same identifier", arg("first_row")),
        Code::IdentifierShared => {
            format!(
                "other contacts have an identifier of this row: {}",
                arg("contacts")
            )
        }
        Code::TooManyMatches => format!(
            "{} matches, at most {} can be merged",
            arg("found"),
            arg("limit")
        ),
        Code::SlotOverflow => "no free place for it; it is kept as an extra identifier".to_owned(),
        Code::TooManyExternalIds => format!(
            "{} external IDs, at most {} fit on one record",
            arg("found"),
            arg("limit")
        ),
        Code::PredictionMissed => format!(
            "the validation predicted `{}`, the import came to `{}`: records were changed in between",
            arg("predicted"),
            arg("actual")
        ),
        Code::OrganizationNameMissing => "a new organization needs a name".to_owned(),
        // A code that is newer than these words still says what it is.
        other => other.name().replace('_', " "),
    };
    match (&problem.column, problem.value.is_empty()) {
        (Some(column), false) => format!("`{column}`: {text} (`{}`)", problem.value),
        (Some(column), true) => format!("`{column}`: {text}"),
        (None, _) => text,
    }
}
