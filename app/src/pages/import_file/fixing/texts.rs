//! Fixes in plain words.

use import_core::fixing::{Case, Extent, Fix, Rule};
use import_core::problem::Code;

use crate::components::problem_table::title;
use crate::i18n::{number, region_name, t, t_count, t_known, t_with};
use crate::pages::import_file::suggestions::cured_text;
use crate::pages::import_settings::format_choice::format_text;
use crate::worker::messages::Wording;

/// A fix in plain words.
pub fn fix_text(fix: &Fix) -> String {
    match fix {
        Fix::Cell { row, column, text } => {
            let row = number(*row);
            let values = [("row", row.as_str()), ("column", column), ("text", text)];
            match text.as_str() {
                "" => t_with("fixes.text.cell_empty", &values),
                _ => t_with("fixes.text.cell", &values),
            }
        }
        Fix::Row { row, .. } => t_with("fixes.text.row", &[("row", &number(*row))]),
        Fix::Skip { rows } => match rows.as_slice() {
            [row] => t_with("fixes.text.skip_row", &[("row", &number(*row))]),
            rows => t_count("fixes.text.skip", rows.len() as u64),
        },
        Fix::Unskip { rows } => match rows.as_slice() {
            [row] => t_with("fixes.text.unskip_row", &[("row", &number(*row))]),
            rows => t_count("fixes.text.unskip", rows.len() as u64),
        },
        Fix::Settle {
            settlement,
            skip,
            take,
        } => {
            let (skip, take) = (number(skip.len() as u64), number(take.len() as u64));
            let way = t(&format!("dups.way.{}", settlement.name()));
            let values = [("way", way), ("skip", skip), ("take", take)];
            let values = values.each_ref().map(|(name, text)| (*name, text.as_str()));
            t_with("fixes.text.settle", &values)
        }
        Fix::Rule { column, rule } => rule_text(column, rule),
    }
}

fn rule_text(column: &str, rule: &Rule) -> String {
    let of = ("column", column);
    match rule {
        Rule::Trim => t_with("fixes.text.trim", &[of]),
        Rule::Replace { find, with, extent } => {
            let values = [of, ("find", find), ("with", with)];
            match extent {
                Extent::Part => t_with("fixes.text.replace", &values),
                Extent::Whole => t_with("fixes.text.replace_whole", &values),
            }
        }
        Rule::Cure(flaw) => cured_text(column, *flaw),
        Rule::Case(Case::Upper) => t_with("fixes.text.upper", &[of]),
        Rule::Case(Case::Lower) => t_with("fixes.text.lower", &[of]),
        Rule::Case(Case::Title) => t_with("fixes.text.title", &[of]),
        Rule::PhoneCountry(region) => t_with(
            "fixes.text.country",
            &[of, ("country", &region_name(region))],
        ),
        Rule::Dates { from, to } => {
            let (from, to) = (format_text(*from), format_text(*to));
            t_with("fixes.text.dates", &[of, ("from", &from), ("to", &to)])
        }
        Rule::Split { names, .. } if names.len() == 1 => {
            t_with("fixes.text.copy", &[of, ("name", &names[0])])
        }
        Rule::Split { names, .. } => {
            let names = names.join(&t("common.separator"));
            t_with("fixes.text.split", &[of, ("names", &names)])
        }
        Rule::Join { others, name, .. } => {
            let columns = [&[column.to_owned()], others.as_slice()].concat();
            let columns = columns.join(&t("common.separator"));
            t_with("fixes.text.join", &[("columns", &columns), ("name", name)])
        }
    }
}

/// The words for problems in a file of rows.
pub fn wording() -> Wording {
    let kinds = Code::ALL.iter().filter_map(|code| {
        // Its places are filled for each row.
        let found = t_known(&format!("problem.{}.found", code.name()), &[])?;
        let values = [("title", title(*code)), ("found", found)];
        let values = values.each_ref().map(|(name, text)| (*name, text.as_str()));
        Some((*code, t_with("failed.reason", &values)))
    });
    Wording {
        kinds: kinds.collect(),
        of_column: t("failed.of_column"),
    }
}
