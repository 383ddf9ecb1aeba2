//! What can be wrong with a file, a row or a cell.
//!
//! A bad row is data, not a failure: checking returns a value and its problems, never an `Err`.
//! The codes are stable: the API, the report and the message files of the page use them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Whether the row can still be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The row (or, for a problem of the whole file, the file) is not imported.
    Error,
    /// The row is imported; the person should know something about it.
    Warning,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident $name:literal $severity:ident,)*) => {
        /// The kind of a problem, with a stable name (`snake_case`) used everywhere outside this crate.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum Code {
            $($(#[$doc])* $variant,)*
        }

        impl Code {
            /// Every code there is, files first, then cells, rows and matching.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The stable name, for instance `email_invalid`.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Whether this kind of problem keeps the row out.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    // --- the file as a whole
    /// No bytes, or only blank lines.
    FileEmpty "file_empty" Error,
    /// A header and no row under it.
    FileHeaderOnly "file_header_only" Error,
    /// Not text in any encoding. Args: `kind`.
    FileBinary "file_binary" Error,
    /// An old Excel workbook (`.xls`), whatever its name says.
    FileXls "file_xls" Error,
    /// A ZIP archive that is no workbook, whatever its name says. Args: `kind`.
    FileZip "file_zip" Error,
    /// A workbook of another kind than `.xlsx`. Args: `kind` (`ods`, `xlsb` or `numbers`).
    FileWorkbookOther "file_workbook_other" Error,
    /// A workbook that contradicts itself or is damaged.
    FileWorkbookBroken "file_workbook_broken" Error,
    /// A workbook that is protected by a password.
    FileEncrypted "file_encrypted" Error,
    /// What reads files of this kind could not be loaded, or stopped.
    FileReaderFailed "file_reader_failed" Error,
    /// More bytes than allowed or than fit into memory. Args: `limit`, `size`.
    FileTooLarge "file_too_large" Error,
    /// Two columns of one name. Args: `first` (the number of the first such column).
    HeaderRepeated "header_repeated" Error,
    /// A column without a name; it is not imported.
    HeaderEmpty "header_empty" Warning,
    /// Formulas of a workbook that were never calculated; they are read as empty. Args: `count`, `cell` (the first).
    FormulaUncalculated "formula_uncalculated" Warning,
    /// A file of the legacy layout lacks a column that must be there.
    ColumnMissing "column_missing" Error,
    /// The columns are those of no legacy layout: neither of contacts nor of organizations.
    LayoutUnknown "layout_unknown" Error,
    // --- the shape of a row
    /// Bytes that mean nothing in the file's encoding. Args: `encoding`.
    EncodingInvalid "encoding_invalid" Error,
    /// Too few or too many cells. Args: `found`, `expected`.
    RowRagged "row_ragged" Error,
    /// A quoted cell that never ends; the row ends at its line.
    QuoteUnclosed "quote_unclosed" Error,
    /// Text after a closing quote.
    QuoteStray "quote_stray" Error,
    /// A person left the row out; nothing else is said of it.
    RowSkipped "row_skipped" Error,
    // --- values: where one that cannot be read only says that there is none, as `-` does, its `reason` is `no_value`
    /// Over the field's limit. Args: `limit`, `found` (both in characters).
    ValueTooLong "value_too_long" Error,
    /// Under the least length of a custom field. Args: `limit`, `found` (both in characters).
    ValueTooShort "value_too_short" Error,
    /// A NUL character, which no database text can hold.
    CharacterInvalid "character_invalid" Error,
    /// Not one complete e-mail address. Args: `reason` (`several`: it holds several; `exchange`: the name of a mailbox
    /// within Exchange; `wrapped`: something is around the address; `letters`: there are others than a to z before the
    /// `@`), where one is known.
    EmailInvalid "email_invalid" Error,
    /// Not a possible phone number; the value is left out. Args: `region` (the country that the number names, or in
    /// which it was read), `reason`, where one is known: `several` numbers, a `word` among the digits, a `text` that is
    /// no number, a calling `code` of no country, an `area` code that there cannot be, none (`local`), too `short`, too
    /// `long`, or that it is no number of the `default` country.
    PhoneInvalid "phone_invalid" Warning,
    /// A phone of the legacy layout that is not E.164; it is stored as written and identifies nobody.
    PhoneNotE164 "phone_not_e164" Warning,
    /// An extension, SMS flag or country without its phone number in the row; the value is left out.
    PhoneNumberMissing "phone_number_missing" Warning,
    /// A phone's country, its own or that of its address, that is not known; the next one in order was used.
    PhoneRegionUnknown "phone_region_unknown" Warning,
    /// An ID or phone that a spreadsheet turned into something else, such as `4.47912E+11`, or any value in whose
    /// place it shows an error. Args: `reason` (`exponent`, `decimals` or `placeholder`).
    ValueMangled "value_mangled" Error,
    /// A postal code that is too short for its country: a spreadsheet took it for a number. It is imported as it is.
    /// Args: `region`, `digits`, `likely` (the code with zeros).
    LeadingZerosLost "leading_zeros_lost" Warning,
    /// Not a yes or no.
    BoolInvalid "bool_invalid" Error,
    /// Not a whole number (or outside of what the field holds).
    IntegerInvalid "integer_invalid" Error,
    /// Not a decimal number.
    NumberInvalid "number_invalid" Error,
    /// A number outside of what a custom field allows. Args: `minimum`, `maximum`.
    NumberOutOfRange "number_out_of_range" Error,
    /// Not a date of the column's format. Args: `format`.
    DateInvalid "date_invalid" Error,
    /// Not a date of the column's format with a time of day. Args: `format`.
    DateTimeInvalid "date_time_invalid" Error,
    /// Not a complete `http` or `https` address.
    UrlInvalid "url_invalid" Error,
    /// Not a user name: letters, digits and `_`, with or without a leading `@`.
    HandleInvalid "handle_invalid" Error,
    /// Not one of the allowed values. Args: `options`.
    OptionUnknown "option_unknown" Error,
    /// Too many or too few tags. Args: `minimum`, `maximum`, `found`.
    TagCountInvalid "tag_count_invalid" Error,
    /// The same e-mail or phone twice in one row; the first slot keeps it. Args: `first` (that column's header).
    ValueRepeated "value_repeated" Warning,
    // --- rows
    /// A value of the legacy layout that must be there is not.
    ValueMissing "value_missing" Error,
    /// An organization's name without its external ID.
    OrganizationExternalIdMissing "organization_external_id_missing" Error,
    /// Nothing that a later import could find this contact by.
    NoIdentifier "no_identifier" Warning,
    /// A row without e-mail and phone that begins with a word for a sum, as the last row of a report does.
    RowOfTotals "row_of_totals" Warning,
    /// A row with cells, but none of an imported field has a value.
    RowWithoutValues "row_without_values" Error,
    /// An earlier row has the same identifier. Args: `first_row`, `reason` (`apart`: contacts are not matched by it).
    DuplicateInFile "duplicate_in_file" Warning,
    // --- matching and merging
    /// Other contacts hold an identifier of this row and were left alone. Args: `contacts` (their ids).
    IdentifierShared "identifier_shared" Warning,
    /// Over 25 matches, or over 52 records behind one. Args: `found`, `limit`.
    TooManyMatches "too_many_matches" Error,
    /// No free slot for an e-mail or phone; it stays as an extra identifier.
    SlotOverflow "slot_overflow" Warning,
    /// Over 10 external IDs on one record. Args: `found`, `limit`.
    TooManyExternalIds "too_many_external_ids" Error,
    /// A new organization needs a name.
    OrganizationNameMissing "organization_name_missing" Error,
    // --- jobs
    /// The import of a row came to something else than its dry run said: records were changed in between. Args:
    /// `predicted`, `actual` (names of outcomes).
    PredictionMissed "prediction_missed" Warning,
}

/// One finding about one cell, row or file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// What is wrong.
    pub code: Code,
    /// The row as a spreadsheet numbers it (the header is 1); 0 for a problem of the whole file.
    pub row: u64,
    /// The header of the column, where the problem is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// What was found, cut to [`Problem::VALUE_LIMIT`] characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub value: String,
    /// What the message needs besides: limits, counts, other rows. Names are given with each [`Code`].
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, String>,
}

impl Problem {
    /// How much of a found value is kept, in characters.
    pub const VALUE_LIMIT: usize = 200;

    /// A problem of a row as a whole, or of the file when `row` is 0.
    pub fn of_row(code: Code, row: u64) -> Self {
        Self {
            code,
            row,
            column: None,
            value: String::new(),
            args: BTreeMap::new(),
        }
    }

    /// A problem of one cell.
    pub fn of_cell(code: Code, row: u64, column: &str, value: &str) -> Self {
        let value = match value.char_indices().nth(Self::VALUE_LIMIT) {
            Some((end, _)) => format!("{}…", &value[..end]),
            None => value.to_owned(),
        };
        Self {
            code,
            row,
            column: Some(column.to_owned()),
            value,
            args: BTreeMap::new(),
        }
    }

    /// Adds what the message needs besides.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl std::fmt::Display) -> Self {
        self.args.insert(name.to_owned(), value.to_string());
        self
    }

    /// Error or warning.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// Whether this keeps the row out.
    pub fn is_error(&self) -> bool {
        self.severity() == Severity::Error
    }
}
