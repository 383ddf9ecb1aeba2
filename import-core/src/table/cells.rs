//! The cells of one record, as places in the bytes they were read from.

use memchr::memchr;

use super::split::{CellFault, Quoted};

/// How many cells of one record are kept; [`Cells::found`] counts the others.
///
/// Four times the columns of a spreadsheet. It bounds the memory a line of delimiters can ask for.
pub const CELLS_LIMIT: usize = 65_536;

/// The cells of one record, as places in the input it was read from. Made to be used again.
#[derive(Clone, Debug, Default)]
pub struct Cells {
    spans: Vec<Span>,
    /// Values that are not a part of the input: those with doubled quotes, and replaced ones.
    copies: Vec<u8>,
    faults: Vec<CellFault>,
    found: usize,
}

#[derive(Clone, Copy, Debug)]
struct Span {
    start: usize,
    end: usize,
    value_start: usize,
    value_end: usize,
    copied: bool,
}

impl Span {
    /// A cell without a text, which stands nowhere in the input.
    const EMPTY: Self = Self {
        start: 0,
        end: 0,
        value_start: 0,
        value_end: 0,
        copied: true,
    };
}

impl Cells {
    /// How many cells are kept.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether no record was read yet.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// How many cells the record has; more than [`Cells::len`] only beyond [`CELLS_LIMIT`].
    pub fn found(&self) -> usize {
        self.found
    }

    /// The value of a cell; `input` is what the cells were read from.
    pub fn value<'a>(&'a self, input: &'a [u8], cell: usize) -> Option<&'a [u8]> {
        let span = self.spans.get(cell)?;
        let from = if span.copied { &self.copies } else { input };
        from.get(span.value_start..span.value_end)
    }

    /// The value of a cell of text; cheaper than checking that [`Cells::value`] is text.
    pub fn text<'a>(&'a self, input: &'a str, cell: usize) -> Option<&'a str> {
        let span = self.spans.get(cell)?;
        if span.copied {
            std::str::from_utf8(self.copies.get(span.value_start..span.value_end)?).ok()
        } else {
            input.get(span.value_start..span.value_end)
        }
    }

    /// The place of a cell in the input, quotes included.
    pub fn place(&self, cell: usize) -> Option<std::ops::Range<usize>> {
        self.spans.get(cell).map(|span| span.start..span.end)
    }

    /// The cells whose quoting is broken, in order.
    pub fn faults(&self) -> &[CellFault] {
        &self.faults
    }

    /// Gives a cell another value, adding empty cells up to it; what was wrong with it is forgotten.
    pub fn replace(&mut self, cell: usize, value: &[u8]) {
        if cell >= CELLS_LIMIT {
            return;
        }
        if cell >= self.spans.len() {
            self.spans.resize(cell + 1, Span::EMPTY);
            self.found = self.spans.len();
        }
        let value_start = self.copies.len();
        self.copies.extend_from_slice(value);
        self.spans[cell] = Span {
            value_start,
            value_end: self.copies.len(),
            ..Span::EMPTY
        };
        self.faults.retain(|fault| fault.cell != cell);
    }

    /// Gives a cell another value and leaves all else as it was: its place, what is wrong with its quoting, and how
    /// many cells were found.
    pub(crate) fn amend(&mut self, cell: usize, value: &[u8]) {
        if cell >= CELLS_LIMIT {
            return;
        }
        if cell >= self.spans.len() {
            self.spans.resize(cell + 1, Span::EMPTY);
        }
        let value_start = self.copies.len();
        self.copies.extend_from_slice(value);
        let span = &mut self.spans[cell];
        (span.value_start, span.value_end) = (value_start, self.copies.len());
        span.copied = true;
    }

    /// Forgets all cells.
    pub(super) fn clear(&mut self) {
        self.spans.clear();
        self.copies.clear();
        self.faults.clear();
        self.found = 0;
    }

    /// Adds a cell whose value is its text.
    pub(super) fn push_plain(&mut self, start: usize, end: usize) {
        self.push(Span {
            start,
            end,
            value_start: start,
            value_end: end,
            copied: false,
        });
    }

    /// Adds a cell that starts with a quote.
    pub(super) fn push_quoted(&mut self, input: &[u8], start: usize, quoted: &Quoted, quote: u8) {
        let end = quoted.end;
        if let Some(fault) = quoted.fault {
            if self.spans.len() < CELLS_LIMIT {
                self.faults.push(CellFault {
                    cell: self.spans.len(),
                    fault,
                });
            }
            self.push_plain(start, end);
        } else if quoted.escaped {
            let value_start = self.copies.len();
            let mut rest = &input[start + 1..end - 1];
            while let Some(at) = memchr(quote, rest) {
                self.copies.extend_from_slice(&rest[..=at]);
                rest = rest.get(at + 2..).unwrap_or_default();
            }
            self.copies.extend_from_slice(rest);
            self.push(Span {
                start,
                end,
                value_start,
                value_end: self.copies.len(),
                copied: true,
            });
        } else {
            self.push(Span {
                start,
                end,
                value_start: start + 1,
                value_end: end - 1,
                copied: false,
            });
        }
    }

    fn push(&mut self, span: Span) {
        self.found += 1;
        if self.spans.len() < CELLS_LIMIT {
            self.spans.push(span);
        }
    }
}
