//! Cuts bytes into records and records into cells, and says where the quoting is broken.
//!
//! Any bytes are records: what is wrong with one is reported beside its cells and reading goes on
//! behind it. A quote opens a quoted cell only as the first byte of the cell; anywhere else it is
//! text. Inside a quoted cell a doubled quote stands for one. LF, CRLF and a lone CR end a record.
//!
//! A closing quote must be followed by a delimiter, a line end or the end of the file. If it is not:
//!
//! - and the cell lies on one line, there is text after the closing quote ([`Fault::QuoteStray`]);
//! - and the cell already spans a line end, then what looks like its closing quote most likely
//!   opens another cell, and this one was never closed ([`Fault::QuoteUnclosed`]).
//!
//! A cell with no closing quote at all, or none within [`QUOTED_LIMIT`] bytes, was never closed
//! either. An unclosed cell ends at the end of the line it starts on, so that the lines behind it
//! are read as records of their own. A faulty cell's value is its text as it stands in the file,
//! quotes included.
//!
//! Going back to the first line costs no more than a second look at the same bytes: a search for
//! the closing quote stops at the first run of quotes of odd length, and a cell that stays open
//! starts with such a run, so the parts looked at twice do not overlap.

use memchr::{memchr, memchr_iter, memchr2, memchr3};

use super::{Cells, Dialect};

/// How far a closing quote may be from its opening one, in bytes.
///
/// Spreadsheets hold 32,767 characters a cell: 128 KiB of UTF-8, and twice that when every
/// character is a doubled quote.
pub const QUOTED_LIMIT: usize = 256 * 1024;

/// How the quoting of a cell is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Opened and never closed; the record ends at the end of that line.
    QuoteUnclosed,
    /// Text between the closing quote and the end of the cell.
    QuoteStray,
}

/// A cell whose quoting is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellFault {
    /// Which cell of the record, from 0.
    pub cell: usize,
    /// What is wrong with it.
    pub fault: Fault,
}

/// How much of the input a record takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Bytes with the line end.
    pub bytes: usize,
    /// Physical lines, at least 1.
    pub lines: u32,
}

/// What the input starts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A whole record.
    Record(Extent),
    /// Part of a record; the rest is not there yet. Never the answer when the input is at its end.
    NeedMore,
    /// Nothing, and nothing will follow.
    End,
}

/// Cuts input of one dialect. It holds no position: each call looks at the start of its input.
#[derive(Clone, Copy, Debug)]
pub struct Splitter {
    delimiter: u8,
    quote: u8,
}

impl Splitter {
    /// A splitter for files of this dialect.
    pub fn new(dialect: Dialect) -> Self {
        Self {
            delimiter: dialect.delimiter,
            quote: dialect.quote,
        }
    }

    /// Finds the cells of the first record of `input`; `at_end` says that nothing follows `input`.
    pub fn cells(self, input: &[u8], at_end: bool, cells: &mut Cells) -> Step {
        cells.clear();
        if input.is_empty() {
            return if at_end { Step::End } else { Step::NeedMore };
        }
        let mut lines = 1;
        let mut start = 0;
        loop {
            let end = if input.get(start) == Some(&self.quote) {
                let Some(quoted) = self.quoted(input, start, at_end) else {
                    return Step::NeedMore;
                };
                lines += quoted.line_ends;
                cells.push_quoted(input, start, &quoted, self.quote);
                quoted.end
            } else {
                let end = match memchr3(self.delimiter, b'\n', b'\r', &input[start..]) {
                    Some(length) => start + length,
                    None if at_end => input.len(),
                    None => return Step::NeedMore,
                };
                cells.push_plain(start, end);
                end
            };
            if input.get(end) == Some(&self.delimiter) {
                start = end + 1;
            } else {
                return record(input, end, lines, at_end);
            }
        }
    }

    /// Measures the first record of `input` as [`Splitter::cells`] does, without finding its cells.
    pub fn skip(self, input: &[u8], at_end: bool) -> Step {
        if input.is_empty() {
            return if at_end { Step::End } else { Step::NeedMore };
        }
        let mut lines = 1;
        let mut from = 0;
        loop {
            let at = match memchr3(self.quote, b'\n', b'\r', &input[from..]) {
                Some(length) => from + length,
                None if at_end => return record(input, input.len(), lines, at_end),
                None => return Step::NeedMore,
            };
            if input[at] != self.quote {
                return record(input, at, lines, at_end);
            }
            // Outside of quotes, a byte behind a delimiter is the first of its cell.
            if at == 0 || input[at - 1] == self.delimiter {
                let Some(quoted) = self.quoted(input, at, at_end) else {
                    return Step::NeedMore;
                };
                lines += quoted.line_ends;
                from = quoted.end;
            } else {
                from = at + 1;
            }
        }
    }

    /// Finds the end of the cell that the quote at `start` opens; nothing if it is not in `input` yet.
    fn quoted(self, input: &[u8], start: usize, at_end: bool) -> Option<Quoted> {
        let inside = start + 1;
        let limit = inside.saturating_add(QUOTED_LIMIT);
        let searched = &input[..limit.min(input.len())];
        let mut escaped = false;
        let mut from = inside;
        loop {
            let Some(length) = searched
                .get(from..)
                .and_then(|rest| memchr(self.quote, rest))
            else {
                if input.len() < limit && !at_end {
                    return None;
                }
                return unclosed(input, inside, at_end);
            };
            let close = from + length;
            match input.get(close + 1) {
                None if !at_end => return None,
                Some(&byte) if byte == self.quote => {
                    escaped = true;
                    from = close + 2;
                }
                Some(&byte) if byte != self.delimiter && byte != b'\n' && byte != b'\r' => {
                    if memchr2(b'\n', b'\r', &input[inside..close]).is_some() {
                        return unclosed(input, inside, at_end);
                    }
                    let end = match memchr3(self.delimiter, b'\n', b'\r', &input[close + 1..]) {
                        Some(length) => close + 1 + length,
                        None if at_end => input.len(),
                        None => return None,
                    };
                    return Some(Quoted {
                        end,
                        line_ends: 0,
                        escaped: false,
                        fault: Some(Fault::QuoteStray),
                    });
                }
                _ => {
                    let line_ends = count_line_ends(&input[inside..close]);
                    return Some(Quoted {
                        end: close + 1,
                        line_ends,
                        escaped,
                        fault: None,
                    });
                }
            }
        }
    }
}

/// A cell that starts with a quote.
pub(super) struct Quoted {
    /// Where it ends: behind its closing quote, if it has one.
    pub(super) end: usize,
    /// Whether there are doubled quotes in it.
    pub(super) escaped: bool,
    pub(super) fault: Option<Fault>,
    line_ends: u32,
}

/// The rest of the line is the cell.
fn unclosed(input: &[u8], inside: usize, at_end: bool) -> Option<Quoted> {
    let end = match memchr2(b'\n', b'\r', &input[inside..]) {
        Some(length) => inside + length,
        None if at_end => input.len(),
        None => return None,
    };
    Some(Quoted {
        end,
        line_ends: 0,
        escaped: false,
        fault: Some(Fault::QuoteUnclosed),
    })
}

/// The record whose last cell ends at `end`, with its line end.
fn record(input: &[u8], end: usize, lines: u32, at_end: bool) -> Step {
    let line_end = match (input.get(end), input.get(end + 1)) {
        (None, _) => 0,
        (Some(b'\r'), Some(b'\n')) => 2,
        // The LF of this CR may be the first byte of what comes next.
        (Some(b'\r'), None) if !at_end => return Step::NeedMore,
        (Some(_), _) => 1,
    };
    Step::Record(Extent {
        bytes: end + line_end,
        lines,
    })
}

fn count_line_ends(bytes: &[u8]) -> u32 {
    let Some(first) = memchr2(b'\n', b'\r', bytes) else {
        return 0;
    };
    let bytes = &bytes[first..];
    let feeds = memchr_iter(b'\n', bytes).count();
    let lone_returns = memchr_iter(b'\r', bytes)
        .filter(|&at| bytes.get(at + 1) != Some(&b'\n'))
        .count();
    u32::try_from(feeds + lone_returns).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::super::CELLS_LIMIT;
    use super::*;

    /// Splits comma separated records and compares each: its cells, and behind `!` its faults.
    #[track_caller]
    fn check(input: &str, expected: &[&str]) {
        let splitter = Splitter::new(Dialect::default());
        let mut cells = Cells::default();
        let mut rest = input.as_bytes();
        let mut found = Vec::new();
        while let Step::Record(extent) = splitter.cells(rest, true, &mut cells) {
            assert_eq!(
                splitter.skip(rest, true),
                Step::Record(extent),
                "both ways measure the same"
            );
            let texts = (0..cells.len())
                .map(|cell| String::from_utf8_lossy(cells.value(rest, cell).unwrap()).into_owned());
            let mut record = texts.collect::<Vec<_>>().join("¦");
            for fault in cells.faults() {
                write!(record, "!{:?} {}", fault.fault, fault.cell).unwrap();
            }
            if extent.lines > 1 {
                write!(record, "!{} lines", extent.lines).unwrap();
            }
            found.push(record);
            rest = &rest[extent.bytes..];
        }
        assert_eq!(rest, b"", "every byte belongs to a record");
        assert_eq!(found, expected);
    }

    #[test]
    fn any_line_end_ends_a_record() {
        check("", &[]);
        check("a,b\nc,d\r\ne,f\rg", &["a¦b", "c¦d", "e¦f", "g"]);
        check("\n\r\n\r\r\n", &["", "", "", ""]);
        check("a,\n,b\n,", &["a¦", "¦b", "¦"]);
    }

    #[test]
    fn quotes_protect_delimiters_line_ends_and_quotes() {
        check("\"a,b\",\"c\"\"d\",\"\"\n", &["a,b¦c\"d¦"]);
        check("\"\"\"\",\"\"\"a\"\"\"", &["\"¦\"a\""]);
        check("\"a\r\nb\nc\rd\",e\nf", &["a\r\nb\nc\rd¦e!4 lines", "f"]);
    }

    #[test]
    fn a_quote_within_a_cell_is_text() {
        check(
            "5\" disk,a \"b\" c\n \"x\"\n",
            &["5\" disk¦a \"b\" c", " \"x\""],
        );
    }

    #[test]
    fn text_behind_a_closing_quote_is_stray() {
        check(
            "\"a\"b,c\n\"d\" ,e\n",
            &["\"a\"b¦c!QuoteStray 0", "\"d\" ¦e!QuoteStray 0"],
        );
        check(
            "x,\"a \"b\" c\",d\nf",
            &["x¦\"a \"b\" c\"¦d!QuoteStray 1", "f"],
        );
    }

    #[test]
    fn an_unclosed_quote_ends_at_its_line() {
        check("\"a,b\nc,d\n", &["\"a,b!QuoteUnclosed 0", "c¦d"]);
        check(
            "1,\"a,b\r\nc,\"d\",e\n",
            &["1¦\"a,b!QuoteUnclosed 1", "c¦d¦e"],
        );
        check("\"a\nb\n\"c\"\n", &["\"a!QuoteUnclosed 0", "b", "c"]);
        check("\"", &["\"!QuoteUnclosed 0"]);
        check("\"a\"\"", &["\"a\"\"!QuoteUnclosed 0"]);
    }

    #[test]
    fn lines_before_an_unclosed_quote_are_counted() {
        check(
            "\"a\nb\",\"c\nd",
            &["a\nb¦\"c!QuoteUnclosed 1!2 lines", "d"],
        );
    }

    #[test]
    fn a_quote_that_closes_too_far_away_does_not_close() {
        let near = format!("\"a\n{}\",b\n", "x".repeat(QUOTED_LIMIT - 3));
        check(&near, &[&format!("{}¦b!2 lines", &near[1..near.len() - 4])]);
        let far = format!("\"a\n{}\",b\n", "x".repeat(QUOTED_LIMIT));
        check(
            &far,
            &[
                "\"a!QuoteUnclosed 0",
                &format!("{}\"¦b", "x".repeat(QUOTED_LIMIT)),
            ],
        );
    }

    #[test]
    fn a_line_of_delimiters_is_counted_but_not_kept() {
        let input = ",".repeat(CELLS_LIMIT + 9);
        let mut cells = Cells::default();
        Splitter::new(Dialect::default()).cells(input.as_bytes(), true, &mut cells);
        assert_eq!(
            (cells.len(), cells.found()),
            (CELLS_LIMIT, CELLS_LIMIT + 10)
        );
    }

    #[test]
    fn more_is_asked_for_while_it_could_change_the_answer() {
        let splitter = Splitter::new(Dialect::default());
        for input in [
            "", "a", "a,", "a\r", "\"a", "\"a\"", "\"a\nb", "\"a\nb\"", "\"a\"b", "\"a\"\r",
        ] {
            assert_eq!(
                splitter.cells(input.as_bytes(), false, &mut Cells::default()),
                Step::NeedMore,
                "{input:?}"
            );
            assert_eq!(
                splitter.skip(input.as_bytes(), false),
                Step::NeedMore,
                "{input:?}"
            );
        }
        for input in ["a\n", "a\rb", "\"a\"\n", "\"a\nb\"c"] {
            let step = splitter.cells(input.as_bytes(), false, &mut Cells::default());
            assert!(matches!(step, Step::Record(_)), "{input:?}");
            assert_eq!(splitter.skip(input.as_bytes(), false), step, "{input:?}");
        }
    }
}
