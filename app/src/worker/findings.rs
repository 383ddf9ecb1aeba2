//! The problems of a file in few bytes each: what, in which row and column. A file of a million rows
//! can have millions of them; their texts are found again by checking the shown rows once more.

use std::collections::BTreeMap;
use std::ops::Range;

use import_core::field::Flaw;
use import_core::problem::{Code, Problem, Severity};

use super::messages::{FlawCount, KindCount, ProblemFilter};

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
    /// One more than the place of its flaw in [`Flaw::ALL`]; 0 for none.
    flaw: u8,
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
            flaw: 0,
        }
    }

    /// The same, with the flaw that the problem tells.
    #[must_use]
    pub fn with_flaw_of(mut self, problem: &Problem) -> Self {
        let flaw = problem
            .args
            .get("reason")
            .and_then(|reason| Flaw::by_name(reason));
        let place = flaw.and_then(|flaw| Flaw::ALL.iter().position(|of| *of == flaw));
        self.flaw = place.map_or(0, |place| u8::try_from(place + 1).unwrap_or_default());
        self
    }

    /// Its flaw.
    fn flaw(self) -> Option<Flaw> {
        Flaw::ALL
            .get(usize::from(self.flaw).checked_sub(1)?)
            .copied()
    }

    /// Its kind.
    pub fn code(self) -> Code {
        Code::ALL[usize::from(self.code)]
    }

    /// As numbers, to be sent.
    pub fn to_numbers(self) -> [u32; 3] {
        let place = u32::from(self.flaw) << 24 | u32::from(self.column) << 8 | u32::from(self.code);
        [self.row, self.other, place]
    }

    /// What [`Finding::to_numbers`] gave.
    pub fn from_numbers([row, other, place]: [u32; 3]) -> Option<Self> {
        let [flaw, high, low, code] = place.to_be_bytes();
        Code::ALL.get(usize::from(code)).map(|_| Self {
            row,
            other,
            column: u16::from_be_bytes([high, low]),
            code,
            flaw,
        })
    }

    /// Its column; none for a problem of the row.
    pub fn column(self) -> Option<u16> {
        (self.column != Self::WHOLE_ROW).then_some(self.column)
    }

    /// Whether it fits what a filter says of kind, severity and column.
    pub fn fits(self, filter: &ProblemFilter) -> bool {
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
    by_flaw: BTreeMap<(Flaw, u16), usize>,
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
        if let Some(flaw) = finding.flaw() {
            change(self.by_flaw.entry((flaw, finding.column)).or_default());
        }
        if let Some(column) = finding.column() {
            let column = usize::from(column);
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

    /// Those of some rows.
    pub fn of_rows(&self, rows: Range<usize>) -> &[Finding] {
        let before = |row: usize| {
            self.entries
                .partition_point(|finding| (finding.row as usize) < row)
        };
        &self.entries[before(rows.start)..before(rows.end)]
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

    /// How many cells of each column have a flaw.
    pub fn flaws(&self) -> Vec<FlawCount> {
        let flaws = self.by_flaw.iter().filter(|(_, count)| **count > 0);
        let flaws = flaws.map(|(&(flaw, column), &count)| FlawCount {
            flaw,
            column: column.into(),
            count,
        });
        flaws.collect()
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
    fn flaws_are_counted_by_column() {
        let of = |row, reason: &str| {
            let problem = Problem::of_row(Code::EmailInvalid, 0).with("reason", reason);
            Finding::new(Code::EmailInvalid, row, Some(3), 0).with_flaw_of(&problem)
        };
        let mut findings = findings();
        for (row, reason) in [
            (4, "no_value"),
            (5, "exchange"),
            (6, "several"),
            (7, "no_value"),
        ] {
            let finding = of(row, reason);
            assert_eq!(Finding::from_numbers(finding.to_numbers()), Some(finding));
            findings.push(finding);
        }
        let count = |flaw, count| FlawCount {
            flaw,
            column: 3,
            count,
        };
        assert_eq!(
            findings.flaws(),
            [count(Flaw::NoValue, 2), count(Flaw::Exchange, 1)]
        );
        findings.replace(&[5, 7], Vec::new());
        assert_eq!(findings.flaws(), [count(Flaw::NoValue, 1)]);
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
    fn rows_have_their_findings() {
        let findings = findings();
        let rows = |rows| findings.of_rows(rows).iter().map(|finding| finding.row);
        assert!(rows(1..2).eq([1, 1]));
        assert_eq!(rows(2..3).count(), 0);
        assert!(rows(1..usize::MAX).eq([1, 1, 3]));
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
