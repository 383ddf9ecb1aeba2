//! What is above the names of a file's columns.

use std::collections::HashSet;

use super::Extent;
use super::header::is_value;
use super::indexer::{End, Indexer};
use crate::columns::CommonNames;

/// How many records are looked through for the header.
const LIMIT: usize = 10;

impl Indexer {
    /// The records from here on that are titles: rows of one filled cell, or none, above one of several; and what is
    /// above names of columns that are in common use, if none of its cells is such a name or one of them is there
    /// twice. None where more of the text is needed to tell.
    pub(super) fn titles(&self) -> Option<Vec<Extent>> {
        let mut titles = self.single_cells()?;
        let at = self.at + titles.iter().map(|title| title.bytes).sum::<usize>();
        let mut more = self.above_common_names(at, LIMIT - titles.len())?;
        titles.append(&mut more);
        Some(titles)
    }

    fn single_cells(&self) -> Option<Vec<Extent>> {
        let mut titles = Vec::new();
        let mut at = self.at;
        while titles.len() < LIMIT {
            let Some(extent) = self.measure_at(at) else {
                return (self.end == End::File).then(Vec::new);
            };
            let names = self.cells_at(at);
            if filled(&names) > 1 {
                titles.truncate(if has_values(&names) { 0 } else { titles.len() });
                return Some(titles);
            }
            titles.push(extent);
            at += extent.bytes;
        }
        Some(Vec::new())
    }

    /// The records from a place on that are above common names, if there are such among the next `limit`.
    fn above_common_names(&self, mut at: usize, limit: usize) -> Option<Vec<Extent>> {
        let Some(first) = self.measure_at(at) else {
            return (self.end == End::File).then(Vec::new);
        };
        let taken = self.cells_at(at);
        let common = CommonNames::default();
        let known = common.count(&taken);
        if known > 0 && !has_repeated(&taken) {
            return Some(Vec::new());
        }
        let mut above = vec![first];
        while above.len() < limit {
            at += above.last().map_or(0, |extent| extent.bytes);
            let Some(extent) = self.measure_at(at) else {
                return (self.end == End::File).then(Vec::new);
            };
            let names = self.cells_at(at);
            let count = common.count(&names);
            let is_better = count >= 2 && count > known && filled(&names) >= filled(&taken);
            if is_better && !has_values(&names) && !has_repeated(&names) {
                return Some(above);
            }
            above.push(extent);
        }
        Some(Vec::new())
    }
}

fn filled(names: &[String]) -> usize {
    names.iter().filter(|name| !name.is_empty()).count()
}

fn has_values(names: &[String]) -> bool {
    names.iter().any(|name| is_value(name))
}

fn has_repeated(names: &[String]) -> bool {
    let mut seen = HashSet::new();
    let mut names = names.iter().filter(|name| !name.is_empty());
    names.any(|name| !seen.insert(name.to_lowercase()))
}

#[cfg(test)]
#[cfg(feature = "files")]
mod tests {
    use crate::table::{Choice, Encoding, HeaderRow, RowStream, Table};

    /// The number of the row that holds the names, however the file is read, and its first name.
    #[track_caller]
    fn check(text: &str, row: u64, first: &str) {
        let table = Table::open(text.as_bytes().to_vec(), &Choice::default()).unwrap();
        let layout = table.layout();
        assert_eq!(
            (layout.header_row, layout.headers[0].as_str()),
            (row, first),
            "{text}"
        );
        let mut stream = RowStream::new(Encoding::UTF_8, &Choice::default());
        for byte in text.as_bytes() {
            stream.push(&[*byte], |_, _| {}).unwrap();
        }
        let _: Result<(), _> = stream.finish(|_, _| {});
        assert_eq!(
            stream.layout().map(|layout| layout.header_row),
            Some(row),
            "{text}"
        );
    }

    #[test]
    fn names_of_groups_are_above_those_of_columns() {
        check(
            "Person;Person;Person;Private;Business\nID;First name;Last name;Personal Email;Work Email\n1;A;B;;\n",
            2,
            "ID",
        );
        check("客户;客户;联系\n编号;姓名;手机\n1;张;2\n", 2, "编号");
    }

    #[test]
    fn a_title_may_have_two_cells() {
        let names = "ID;First name;Last name;Work Email\n1;A;B;a@x.org\n";
        check(
            &format!("Customer list;;Export of 2024-03-05;\n{names}"),
            2,
            "ID",
        );
        check(&format!("Kundenliste;;2024-03-05;\n;;;\n{names}"), 3, "ID");
    }

    #[test]
    fn names_nobody_knows_stay_names() {
        check("Foo;Bar;Baz\n1;2;3\nPhone;x;y\n", 1, "Foo");
        check("Foo;Foo;Baz\n1;2;3\na;b;c\n", 1, "Foo");
        check("Name;Name;City\nAnn;Lee;Berlin\nBo;Fox;Rome\n", 1, "Name");
        check("Name;Way\nAnn;x\nPhone;Email\n", 1, "Name");
    }

    #[test]
    fn a_chosen_row_is_taken_as_it_is() {
        let text = b"Foo;Foo\nID;First Name\n1;2\n".to_vec();
        let header = HeaderRow::At(1);
        let table = Table::open(
            text,
            &Choice {
                header,
                ..Choice::default()
            },
        )
        .unwrap();
        assert_eq!(table.layout().header_row, 1);
    }
}
