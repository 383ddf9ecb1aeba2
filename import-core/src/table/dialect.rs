//! Which characters separate and quote the cells of a file.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Cells, Splitter, Step};

/// How much of a file, in bytes and in records, the dialect is found from.
pub(super) const SAMPLE_BYTES: usize = 512 * 1024;
const SAMPLE_RECORDS: usize = 200;

/// The delimiters and quotes to choose from. Where a file reads equally well both ways, the earlier
/// one is taken: a comma is more often a part of text or of a number than the others.
const DELIMITERS: [u8; 4] = [b'\t', b';', b'|', b','];

/// Which characters separate and quote cells: both ASCII, neither a line end, and not the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "Characters", try_from = "Characters")]
pub struct Dialect {
    /// Stands between cells.
    pub delimiter: u8,
    /// Stands around a cell that holds delimiters, quotes or line ends.
    pub quote: u8,
}

impl Default for Dialect {
    fn default() -> Self {
        Self {
            delimiter: b',',
            quote: b'"',
        }
    }
}

impl Dialect {
    /// The delimiters to offer to people.
    pub const DELIMITERS: &[u8] = b",;\t|";
    /// The quotes to offer to people.
    pub const QUOTES: &[u8] = b"\"'";

    /// Checks that the two characters make a dialect.
    pub fn new(delimiter: char, quote: char) -> Result<Self, DialectError> {
        let byte = |character: char| {
            let byte = u8::try_from(character).ok().filter(u8::is_ascii);
            byte.filter(|byte| !matches!(byte, b'\n' | b'\r'))
                .ok_or(DialectError { delimiter, quote })
        };
        let dialect = Self {
            delimiter: byte(delimiter)?,
            quote: byte(quote)?,
        };
        if dialect.delimiter == dialect.quote {
            Err(DialectError { delimiter, quote })
        } else {
            Ok(dialect)
        }
    }

    /// Finds the dialect of a file from its first records; a single column reads as comma separated.
    ///
    /// A delimiter is good when most records have as many cells as the first one, and more than one.
    pub fn detect(text: &str) -> Self {
        if let Some((delimiter, _)) = separator_line(text) {
            return Self {
                delimiter,
                ..Self::default()
            };
        }
        let sample = &text.as_bytes()[..text.len().min(SAMPLE_BYTES)];
        let at_end = sample.len() == text.len();
        let mut best = (Self::default(), Fit::default());
        for delimiter in DELIMITERS {
            let double = Dialect {
                delimiter,
                quote: b'"',
            };
            let single = Dialect {
                delimiter,
                quote: b'\'',
            };
            let (double_fit, single_fit) = (
                Fit::measure(sample, at_end, double),
                Fit::measure(sample, at_end, single),
            );
            // An apostrophe is often a part of a value, so it quotes only if it does so throughout.
            let (dialect, fit) =
                if single_fit.quoted > 1 && single_fit.faults == 0 && double_fit.quoted == 0 {
                    (single, single_fit)
                } else {
                    (double, double_fit)
                };
            if fit.usual_cells > 1 && fit.score() > best.1.score() {
                best = (dialect, fit);
            }
        }
        best.0
    }
}

/// Two characters that do not make a dialect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DialectError {
    /// What was to separate cells.
    pub delimiter: char,
    /// What was to quote cells.
    pub quote: char,
}

impl fmt::Display for DialectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { delimiter, quote } = self;
        write!(
            f,
            "delimiter {delimiter:?} and quote {quote:?} must be two different ASCII characters and no line ends"
        )
    }
}

impl std::error::Error for DialectError {}

/// The dialect as it is written down.
#[derive(Serialize, Deserialize)]
struct Characters {
    delimiter: char,
    quote: char,
}

impl From<Dialect> for Characters {
    fn from(dialect: Dialect) -> Self {
        Self {
            delimiter: dialect.delimiter.into(),
            quote: dialect.quote.into(),
        }
    }
}

impl TryFrom<Characters> for Dialect {
    type Error = DialectError;

    fn try_from(characters: Characters) -> Result<Self, DialectError> {
        Self::new(characters.delimiter, characters.quote)
    }
}

/// The delimiter that a first line such as `sep=;` names, and the length of that line.
///
/// Excel writes and reads such lines. It is record 1 of the file, and never a row.
pub(super) fn separator_line(text: &str) -> Option<(u8, usize)> {
    let end = text.find(['\n', '\r'])?;
    let line = text[..end].trim_matches('"');
    let (name, delimiter) = line.split_at_checked(4)?;
    let [delimiter] = *delimiter.as_bytes() else {
        return None;
    };
    let fits = name.eq_ignore_ascii_case("sep=") && Dialect::new(delimiter.into(), '"').is_ok();
    let line_end = if text[end..].starts_with("\r\n") {
        2
    } else {
        1
    };
    fits.then_some((delimiter, end + line_end))
}

/// How well a dialect fits the first records of a file.
#[derive(Clone, Copy, Default)]
struct Fit {
    records: usize,
    /// Cells of the first record.
    first: usize,
    /// Records with as many cells as most have, and how many those are.
    usual: usize,
    usual_cells: usize,
    quoted: usize,
    faults: usize,
}

impl Fit {
    fn measure(sample: &[u8], at_end: bool, dialect: Dialect) -> Self {
        let splitter = Splitter::new(dialect);
        let mut cells = Cells::default();
        let mut counts: Vec<(usize, usize)> = Vec::new();
        let mut fit = Self::default();
        let mut rest = sample;
        while fit.records < SAMPLE_RECORDS {
            let Step::Record(extent) = splitter.cells(rest, at_end, &mut cells) else {
                break;
            };
            let (record, behind) = rest.split_at(extent.bytes);
            rest = behind;
            if record.trim_ascii().is_empty() {
                continue;
            }
            if fit.records == 0 {
                fit.first = cells.found();
            }
            fit.records += 1;
            fit.faults += cells.faults().len();
            let is_quoted = |cell: &usize| {
                let place = cells.place(*cell).unwrap_or_default();
                place.len() > 1 && record.get(place.start) == Some(&dialect.quote)
            };
            fit.quoted += (0..cells.len()).filter(is_quoted).count();
            match counts.iter_mut().find(|(found, _)| *found == cells.found()) {
                Some((_, times)) => *times += 1,
                None => counts.push((cells.found(), 1)),
            }
        }
        if let Some(&(cells, times)) = counts.iter().max_by_key(|(cells, times)| (*times, *cells)) {
            (fit.usual_cells, fit.usual) = (cells, times);
        }
        fit
    }

    /// Compares fits: parts in a thousand of records that fit, halved if the first one does not,
    /// less what is badly quoted; then the number of columns.
    fn score(&self) -> (usize, usize) {
        if self.records == 0 {
            return (0, 0);
        }
        let share = self.usual * 1000 / self.records;
        let share = if self.first == self.usual_cells {
            share
        } else {
            share / 2
        };
        (
            share.saturating_sub(self.faults * 1000 / self.records),
            self.usual_cells,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let Dialect { delimiter, quote } = Dialect::detect(text);
        assert_eq!(
            format!("{}{}", char::from(delimiter), char::from(quote)),
            expected,
            "{text:?}"
        );
    }

    #[test]
    fn the_delimiter_that_cuts_all_records_alike_is_found() {
        check("a,b\n1,2\n", ",\"");
        check("a;b\n1;2\n", ";\"");
        check("a\tb\n1\t2\n", "\t\"");
        check("a|b\n1|2\n", "|\"");
        check("name;amount\nA;1,5\nB;2,75\n", ";\"");
        check("name;note\nA;one, two, three\nB;four\n", ";\"");
        check("name,tags\nA,x;y\nB,z;w\n", ",\"");
        check("name,note\n\"A\",\"x;y;z\"\n\"B\",\"l\nm;n;o\"\n", ",\"");
        check("a;b;c\n1;2\n1;2;3\n1;2;3\n", ";\"");
    }

    #[test]
    fn a_single_column_is_comma_separated() {
        check("", ",\"");
        check("name\nAnn\nBob\n", ",\"");
    }

    #[test]
    fn apostrophes_quote_only_throughout() {
        check("'a','b'\n'x, y','z'\n", ",'");
        check("a,b\n'tHooft,x\n's-Gravenhage,y\n", ",\"");
        check("a,b\n\"x\",'y'\n\"z\",'w'\n", ",\"");
        check("phone,name\n'+441,A\n'+442,B\n", ",\"");
    }

    #[test]
    fn a_separator_line_is_believed() {
        check("sep=|\na,b|c,d\n", "|\"");
        check("\"SEP=;\"\r\na,b;c,d\n", ";\"");
        assert_eq!(separator_line("sep=;\r\nx"), Some((b';', 7)));
        assert_eq!(separator_line("sep=;;\nx"), None);
        assert_eq!(separator_line("separator\nx"), None);
    }

    #[test]
    fn a_title_above_the_header_does_not_mislead() {
        check("Contacts\nname;mail\nA;a@x.org\nB;b@x.org\n", ";\"");
    }

    #[test]
    fn dialects_are_written_as_characters_and_checked() {
        let json = serde_json::to_string(&Dialect::default()).unwrap();
        assert_eq!(json, r#"{"delimiter":",","quote":"\""}"#);
        assert_eq!(
            serde_json::from_str::<Dialect>(&json).unwrap(),
            Dialect::default()
        );
        for (delimiter, quote) in [(',', ','), ('\n', '"'), ('é', '"'), (',', '语')] {
            assert!(Dialect::new(delimiter, quote).is_err());
        }
    }
}
