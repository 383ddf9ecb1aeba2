//! The problems of a file in few bytes each: what, in which row and column. A file of a million rows
//! can have millions of them; their texts are found again by checking the shown rows once more.

use import_core::problem::{Code, Severity};

use super::messages::{KindCount, ProblemFilter};

/// One problem: 12 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The row's place in the table, from 0.
    pub row: u32,
    /// The number of the other row that it is about; 0 for none.
    pub other: u32,
    /// The column's place in the file; [`Finding::WHOLE_ROW`] for a problem of the row.
    pub column: u16,
    /// The place of its kind in [`Code::ALL`].
    code: u8,
}

impl Finding {
    /// Stands for no column. A table has at most 16,384 of them.
    pub const WHOLE_ROW: u16 = u16::MAX;

    /// A problem of a row, or of one of its cells.
    pub fn new(code: Code, row: usize, column: Option<usize>, other: u64) -> Self {
        let number = Code::ALL
            .iter()
            .position(|of| *of == code)
            .unwrap_or_default();
        Self {
            row: u32::try_from(row).unwrap_or(u32::MAX),
            other: u32::try_from(other).unwrap_or_default(),
            column: column
                .and_then(|column| u16::try_from(column).ok())
                .unwrap_or(Self::WHOLE_ROW),
            code: u8::try_from(number).unwrap_or_default(),
        }
    }

    /// Its kind.
    pub fn code(self) -> Code {
        Code::ALL[usize::from(self.code)]
    }

    /// Whether it fits what a filter says of kind, severity and column.
    fn fits(self, filter: &ProblemFilter) -> bool {
        let code = self.code();
        filter.code.is_none_or(|wanted| wanted == code)
            && filter
                .severity
                .is_none_or(|wanted| wanted == code.severity())
            && filter
                .column
                .is_none_or(|wanted| wanted == usize::from(self.column))
    }
}

/// The problems of a file, in file order, with their counts.
#[derive(Debug, Default)]
pub struct Findings {
    entries: Vec<Finding>,
    by_code: Vec<usize>,
    by_column: Vec<(usize, usize)>,
}

impl Findings {
    /// Takes up one more; rows come in file order.
    pub fn push(&mut self, finding: Finding) {
        self.count(finding, |count| *count += 1);
        self.entries.push(finding);
    }

    fn count(&mut self, finding: Finding, change: impl Fn(&mut usize)) {
        let code = usize::from(finding.code);
        if self.by_code.len() <= code {
            self.by_code.resize(Code::ALL.len(), 0);
        }
        change(&mut self.by_code[code]);
        if finding.column != Finding::WHOLE_ROW {
            let column = usize::from(finding.column);
            if self.by_column.len() <= column {
                self.by_column.resize(column + 1, (0, 0));
            }
            match finding.code().severity() {
                Severity::Error => change(&mut self.by_column[column].0),
                Severity::Warning => change(&mut self.by_column[column].1),
            }
        }
    }

    /// Takes up what is found of these rows now, in file order, instead of what was. Both lists are in order.
    pub fn replace(&mut self, rows: &[u32], fresh: Vec<Finding>) {
        let Some(first) = rows.first() else { return };
        let start = self.entries.partition_point(|finding| finding.row < *first);
        let rest = self.entries.split_off(start);
        let mut fresh = fresh.into_iter().peekable();
        for finding in rest {
            while let Some(new) = fresh.next_if(|new| new.row <= finding.row) {
                self.push(new);
            }
            if rows.binary_search(&finding.row).is_ok() {
                self.count(finding, |count| *count -= 1);
            } else {
                self.entries.push(finding);
            }
        }
        fresh.for_each(|new| self.push(new));
    }

    /// The rows that have one of this kind, each once, by their places in the table.
    pub fn rows_of(&self, fits: impl Fn(Code) -> bool) -> Vec<u32> {
        let fitting = self.entries.iter().filter(|finding| fits(finding.code()));
        let mut rows: Vec<u32> = fitting.map(|finding| finding.row).collect();
        rows.dedup();
        rows
    }

    /// The place and entry of the first one from `from` on that fits.
    pub fn next_fitting(&self, from: usize, filter: &ProblemFilter) -> Option<(usize, Finding)> {
        let rest = self.entries.get(from..)?;
        let found = rest.iter().position(|finding| finding.fits(filter))?;
        Some((from + found, rest[found]))
    }

    /// How many there are of each kind: errors first, then by number.
    pub fn kinds(&self) -> Vec<KindCount> {
        let mut kinds: Vec<KindCount> = Code::ALL
            .iter()
            .zip(&self.by_code)
            .filter(|(_, count)| **count > 0)
            .map(|(code, count)| KindCount {
                code: *code,
                count: *count,
            })
            .collect();
        kinds.sort_by_key(|kind| (kind.code.severity(), std::cmp::Reverse(kind.count)));
        kinds
    }

    /// How many errors and warnings each column has.
    pub fn columns(&self) -> Vec<(usize, usize)> {
        self.by_column.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings() -> Findings {
        let mut findings = Findings::default();
        findings.push(Finding::new(Code::PhoneInvalid, 0, Some(2), 0));
        findings.push(Finding::new(Code::PhoneInvalid, 1, Some(2), 0));
        findings.push(Finding::new(Code::EmailInvalid, 1, Some(1), 0));
        findings.push(Finding::new(Code::DuplicateInFile, 3, None, 2));
        findings
    }

    #[test]
    fn a_finding_is_small() {
        assert_eq!(size_of::<Finding>(), 12);
    }

    #[test]
    fn errors_are_counted_before_warnings() {
        let kinds: Vec<_> = findings()
            .kinds()
            .iter()
            .map(|kind| (kind.code, kind.count))
            .collect();
        assert_eq!(
            kinds,
            [
                (Code::EmailInvalid, 1),
                (Code::PhoneInvalid, 2),
                (Code::DuplicateInFile, 1)
            ]
        );
        assert_eq!(findings().columns(), [(0, 0), (1, 0), (0, 2)]);
    }

    #[test]
    fn what_is_found_of_a_row_is_replaced_in_its_place() {
        let mut findings = findings();
        let fresh = vec![
            Finding::new(Code::EmailInvalid, 1, Some(1), 0),
            Finding::new(Code::RowRagged, 2, None, 0),
        ];
        findings.replace(&[1, 2, 3], fresh);
        let rows: Vec<u32> = findings.entries.iter().map(|finding| finding.row).collect();
        assert_eq!(rows, [0, 1, 2]);
        assert_eq!(findings.columns(), [(0, 0), (1, 0), (0, 1)]);
        assert_eq!(findings.rows_of(|code| code == Code::RowRagged), [2]);
    }

    #[test]
    fn a_filter_finds_one_after_the_other() {
        let (findings, filter) = (
            findings(),
            ProblemFilter {
                severity: Some(Severity::Warning),
                ..ProblemFilter::default()
            },
        );
        let mut places = Vec::new();
        let mut from = 0;
        while let Some((place, _)) = findings.next_fitting(from, &filter) {
            places.push(place);
            from = place + 1;
        }
        assert_eq!(places, [0, 1, 3]);
    }
}
