//! Many cells fixed at once: what is offered for a kind of problem, and what is chosen.

use import_core::duplicates::Keep;
use import_core::field::ValueFormat;
use import_core::fixing::{Case, Extent, Rule};
use import_core::problem::Code;

/// What can be done to many rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the rules")]
pub enum Way {
    Trim,
    Replace,
    Upper,
    Lower,
    Title,
    Country,
    Dates,
    Split,
    Join,
    /// Of rows with the same identifiers all but one are skipped.
    Duplicates,
    /// Every row with the problem is skipped.
    Skip,
}

impl Way {
    const ALL: [Self; 11] = [
        Self::Trim,
        Self::Replace,
        Self::Upper,
        Self::Lower,
        Self::Title,
        Self::Country,
        Self::Dates,
        Self::Split,
        Self::Join,
        Self::Duplicates,
        Self::Skip,
    ];

    /// Its stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Trim => "trim",
            Self::Replace => "replace",
            Self::Upper => "upper",
            Self::Lower => "lower",
            Self::Title => "title",
            Self::Country => "country",
            Self::Dates => "dates",
            Self::Split => "split",
            Self::Join => "join",
            Self::Duplicates => "duplicates",
            Self::Skip => "skip",
        }
    }

    /// The way of this name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.name() == name)
    }

    /// Whether it skips rows, whatever their cells are.
    pub const fn skips(self) -> bool {
        matches!(self, Self::Duplicates | Self::Skip)
    }

    /// What is offered for a column, whatever is wrong with it.
    pub fn of_column() -> Vec<Self> {
        let first = [Self::Split, Self::Join];
        let others = Self::ALL.into_iter();
        let others = others.filter(|way| !way.skips() && !first.contains(way));
        first.into_iter().chain(others).collect()
    }

    /// What is offered for a kind of problem: the likely first. Rules do not help rows of broken shape.
    pub fn of(code: Code) -> Vec<Self> {
        let texts = [
            Self::Upper,
            Self::Lower,
            Self::Title,
            Self::Split,
            Self::Join,
        ];
        let (first, rest): (&[Self], &[Self]) = match code {
            Code::RowSkipped => (&[], &[]),
            Code::RowRagged | Code::QuoteUnclosed | Code::QuoteStray | Code::EncodingInvalid => {
                (&[Self::Skip], &[])
            }
            Code::DuplicateInFile => (&[Self::Duplicates, Self::Skip], &[]),
            Code::PhoneInvalid | Code::PhoneRegionUnknown | Code::PhoneNotE164 => (
                &[Self::Country, Self::Replace, Self::Trim, Self::Split],
                &[Self::Skip],
            ),
            Code::DateInvalid | Code::DateTimeInvalid => (
                &[Self::Dates, Self::Replace, Self::Trim, Self::Split],
                &[Self::Skip],
            ),
            Code::ValueTooLong => (&[Self::Split, Self::Replace, Self::Trim], &[Self::Skip]),
            _ => (&[Self::Replace, Self::Trim], &texts),
        };
        let mut ways = [first, rest].concat();
        if rest.len() > 1 {
            ways.push(Self::Skip);
        }
        ways
    }
}

/// What is chosen in the dialog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What to do.
    pub way: Way,
    /// The header of the column.
    pub column: String,
    /// The text that is looked for.
    pub find: String,
    /// The text that replaces it.
    pub with: String,
    /// Where it is looked for.
    pub extent: Extent,
    /// The ISO 3166 region of phones.
    pub country: String,
    /// How dates are read.
    pub from: ValueFormat,
    /// How dates are written.
    pub to: ValueFormat,
    /// What stands between parts.
    pub separator: String,
    /// The names of new columns, as they are typed.
    pub names: String,
    /// The headers of the columns that are joined with the first.
    pub others: Vec<String>,
    /// Which row stays.
    pub keep: Keep,
}

impl Draft {
    /// What is chosen at first.
    pub fn new(way: Way, column: String, country: String) -> Self {
        Self {
            way,
            column,
            find: String::new(),
            with: String::new(),
            extent: Extent::Part,
            country,
            from: ValueFormat::DayMonthYear,
            to: ValueFormat::YearMonthDay,
            separator: " ".to_owned(),
            names: String::new(),
            others: Vec::new(),
            keep: Keep::First,
        }
    }

    /// Takes what stands between the parts of these cells, as far as that can be told. Where cells hold several e-mail
    /// addresses, only these count, and splitting is what helps.
    pub fn guess(&mut self, cells: &[String]) {
        const BETWEEN: [&str; 6] = [":::", "；", ";", "\n", "，", ","];
        let is_several = |cell: &&String| cell.matches('@').count() > 1;
        let several: Vec<&String> = cells.iter().filter(is_several).collect();
        let cells = if several.is_empty() {
            cells.iter().collect()
        } else {
            self.way = Way::Split;
            several
        };
        let is_between = |text: &&str| {
            let found = cells.iter().filter(|cell| cell.contains(text));
            found.count() * 2 > cells.len()
        };
        let found = BETWEEN.into_iter().find(is_between);
        found.unwrap_or(" ").clone_into(&mut self.separator);
    }

    /// The names of the new columns.
    fn names(&self) -> Vec<String> {
        let names = self.names.split([',', '，', '、']).map(str::trim);
        names
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect()
    }

    /// The rule, as soon as all is there that it needs; none where rows are skipped.
    pub fn rule(&self) -> Option<Rule> {
        let rule = match self.way {
            Way::Trim => Rule::Trim,
            Way::Replace => {
                let is_complete = !self.find.is_empty() || self.extent == Extent::Whole;
                is_complete.then(|| Rule::Replace {
                    find: self.find.clone(),
                    with: self.with.clone(),
                    extent: self.extent,
                })?
            }
            Way::Upper => Rule::Case(Case::Upper),
            Way::Lower => Rule::Case(Case::Lower),
            Way::Title => Rule::Case(Case::Title),
            Way::Country => Rule::PhoneCountry(self.country.clone()),
            Way::Dates => (self.from != self.to).then_some(Rule::Dates {
                from: self.from,
                to: self.to,
            })?,
            Way::Split => {
                let names = self.names();
                let is_complete = !self.separator.is_empty() && !names.is_empty();
                is_complete.then(|| Rule::Split {
                    separator: self.separator.clone(),
                    names,
                })?
            }
            Way::Join => {
                let name = self.names.trim().to_owned();
                let is_complete = !name.is_empty() && !self.others.is_empty();
                is_complete.then(|| Rule::Join {
                    others: self.others.clone(),
                    separator: self.separator.clone(),
                    name,
                })?
            }
            Way::Duplicates | Way::Skip => return None,
        };
        (!self.column.is_empty()).then_some(rule)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(way: Way) -> Draft {
        Draft::new(way, "Name".to_owned(), "US".to_owned())
    }

    #[test]
    fn every_kind_of_problem_but_a_skipped_row_can_be_dealt_with() {
        for code in Code::ALL {
            let ways = Way::of(*code);
            assert_eq!(
                ways.is_empty(),
                *code == Code::RowSkipped,
                "{}",
                code.name()
            );
            for way in ways {
                assert_eq!(Way::by_name(way.name()), Some(way));
            }
        }
        let of_column = Way::of_column();
        assert_eq!(of_column.len(), Way::ALL.len() - 2);
        assert!(!of_column.iter().any(|way| way.skips()));
        assert_eq!(Way::of(Code::PhoneInvalid)[0], Way::Country);
        assert_eq!(Way::of(Code::DuplicateInFile)[0], Way::Duplicates);
    }

    #[test]
    fn what_stands_between_parts_is_told_by_the_cells() {
        let guess = |cells: &[&str]| {
            let mut draft = draft(Way::Replace);
            let cells: Vec<String> = cells.iter().map(|cell| (*cell).to_owned()).collect();
            draft.guess(&cells);
            (draft.way, draft.separator)
        };
        let replace = |text: &str| (Way::Replace, text.to_owned());
        let split = |text: &str| (Way::Split, text.to_owned());
        assert_eq!(guess(&["Ann Lee", "Bo Ray, Jr.", "Cy Fox"]), replace(" "));
        assert_eq!(guess(&["Lee, Ann", "Ray, Bo"]), replace(","));
        assert_eq!(guess(&[]), replace(" "));
        assert_eq!(guess(&["ann@", "a@x.org; b@y.org"]), split(";"));
        assert_eq!(guess(&["a@x.org ::: b@y.org"]), split(":::"));
        assert_eq!(guess(&["a@x.org；b@y.org"]), split("；"));
        assert_eq!(guess(&["a@x.org\nb@y.org"]), split("\n"));
    }

    #[test]
    fn a_rule_waits_until_it_is_complete() {
        assert_eq!(draft(Way::Replace).rule(), None);
        let empty = Draft {
            extent: Extent::Whole,
            ..draft(Way::Replace)
        };
        assert!(empty.rule().is_some());
        assert_eq!(draft(Way::Split).rule(), None);
        let split = Draft {
            names: " First，Last, ".to_owned(),
            ..draft(Way::Split)
        };
        let Some(Rule::Split { names, .. }) = split.rule() else {
            panic!("it is complete");
        };
        assert_eq!(names, ["First", "Last"]);
        let same = Draft {
            from: ValueFormat::YearMonthDay,
            ..draft(Way::Dates)
        };
        assert_eq!(same.rule(), None);
        assert_eq!(draft(Way::Duplicates).rule(), None);
    }
}
