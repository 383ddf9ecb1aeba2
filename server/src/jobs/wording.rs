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
        Code::EmailInvalid => with_reason("not one complete e-mail address", email_reason(arg("reason"))),
        Code::PhoneInvalid => {
            let reason = phone_reason(arg("reason"), arg("region"));
            with_reason("not a possible phone number; it is left out", reason)
        }
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

/// What is said of every problem of a kind, and more where the reason is known.
fn with_reason(text: &str, reason: impl Into<String>) -> String {
    let reason = reason.into();
    match reason.as_str() {
        "" => text.to_owned(),
        _ => format!("{text}: {reason}"),
    }
}

fn email_reason(reason: &str) -> &'static str {
    match reason {
        "several" => "the cell has several",
        "exchange" => "it is the internal name of a mailbox within Exchange",
        "wrapped" => "there is something around it",
        "letters" => "before the @ there may be no letters but a to z",
        "no_value" => "it says only that there is none",
        _ => "",
    }
}

fn phone_reason(reason: &str, region: &str) -> String {
    let text = match reason {
        "several" => "the cell has several",
        "word" => "there are words among the digits",
        "no_value" => "it says only that there is none",
        "code" => "no country has this country code",
        "area" => return format!("no area code of {region} begins like this"),
        "local" => return format!("in {region} it lacks its area code"),
        "short" => return format!("it is too short for {region}"),
        "long" => return format!("it is too long for {region}"),
        "default" => {
            return format!(
                "it has no country code and is no number of {region}, the default country"
            );
        }
        _ => "",
    };
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(code: Code, reason: Option<&str>, expected: &str) {
        let problem = Problem::of_cell(code, 2, "A", "").with("region", "US");
        let problem = match reason {
            Some(reason) => problem.with("reason", reason),
            None => problem,
        };
        assert_eq!(describe(&problem), format!("`A`: {expected}"));
    }

    #[test]
    fn a_reason_is_said_where_it_is_known() {
        let email = "not one complete e-mail address";
        check(Code::EmailInvalid, None, email);
        check(
            Code::EmailInvalid,
            Some("several"),
            &format!("{email}: the cell has several"),
        );
        let phone = "not a possible phone number; it is left out";
        check(Code::PhoneInvalid, None, phone);
        check(
            Code::PhoneInvalid,
            Some("short"),
            &format!("{phone}: it is too short for US"),
        );
        check(Code::PhoneInvalid, Some("text"), phone);
    }
}
