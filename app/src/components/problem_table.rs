//! Problems, one a line: where, what was found, what is expected.

use import_core::problem::{Code, Problem};
use leptos::prelude::*;

use super::data_table::{TableFrame, head};
use super::status::severity_badge;
use crate::i18n::{number, t, t_known, t_with};
use crate::state::route::ROWS;

/// Which columns a table of problems has besides row, column, found and expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// None: all are of one kind.
    OneKind,
    /// Severity and kind.
    AllKinds,
}

/// Whether the rows of problems can be gone to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Places {
    /// They cannot.
    #[default]
    Named,
    /// They are those of the file that is open: each leads to its cell in the grid.
    Linked,
}

/// Problems, one a line.
#[component]
pub fn ProblemTable(
    /// What the table shows.
    label: String,
    /// The problems.
    problems: Vec<Problem>,
    /// Which columns.
    detail: Detail,
    /// Whether the rows can be gone to.
    #[prop(optional)]
    places: Places,
) -> impl IntoView {
    let mut names = vec![t("problems.row")];
    if detail == Detail::AllKinds {
        names.push(t("problems.kind"));
    }
    names.extend([
        t("problems.column"),
        t("problems.found"),
        t("problems.expected"),
    ]);
    let rows: Vec<_> = problems
        .iter()
        .map(|problem| row(problem, detail, places))
        .collect();
    view! {
        <TableFrame label=label.clone()>
            <table class="table problem-table">
                <caption class="visually-hidden">{label}</caption>
                {head(&names)}
                <tbody>{rows}</tbody>
            </table>
        </TableFrame>
    }
}

fn row(problem: &Problem, detail: Detail, places: Places) -> AnyView {
    let kind = (detail == Detail::AllKinds).then(|| {
        view! {
            <td class="problem-table__kind">
                {severity_badge(problem.severity())}
                <span>{title(problem.code)}</span>
            </td>
        }
    });
    let row = match (problem.row, places) {
        (0, _) => t("problems.file").into_any(),
        (row, Places::Named) => number(row).into_any(),
        (row, Places::Linked) => {
            let label = t_with("problems.go_to_row", &[("row", &number(row))]);
            view! { <a href=place_in_grid(problem) aria-label=label>{number(row)}</a> }.into_any()
        }
    };
    let column = problem
        .column
        .clone()
        .unwrap_or_else(|| t("problems.whole_row"));
    view! {
        <tr>
            <th scope="row" class="table__number">{row}</th>
            {kind}
            <td>{column}</td>
            <td>{found(problem)}</td>
            <td>{expected(problem)}</td>
        </tr>
    }
    .into_any()
}

/// The address of the cell in the grid.
fn place_in_grid(problem: &Problem) -> String {
    let mut address = format!("{ROWS}?row={}", problem.row);
    if let Some(column) = &problem.column {
        let column = String::from(js_sys::encode_uri_component(column));
        address.push_str("&column=");
        address.push_str(&column);
    }
    address
}

/// What a kind of problem is called.
pub fn title(code: Code) -> String {
    said(code, "title", &[])
}

/// What was found.
pub fn found(problem: &Problem) -> String {
    filled(problem, "found")
}

/// What is expected.
pub fn expected(problem: &Problem) -> String {
    filled(problem, "expected")
}

fn filled(problem: &Problem, part: &str) -> String {
    let mut values: Vec<(&str, &str)> = vec![
        ("value", &problem.value),
        ("column", problem.column.as_deref().unwrap_or_default()),
    ];
    // Outcomes have names in every language.
    let outcomes: Vec<(&str, String)> = ["predicted", "actual"]
        .into_iter()
        .filter_map(|name| Some((name, t(&format!("outcome.{}", problem.args.get(name)?)))))
        .collect();
    values.extend(outcomes.iter().map(|(name, text)| (*name, text.as_str())));
    values.extend(
        problem
            .args
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str())),
    );
    said(problem.code, part, &values)
}

fn said(code: Code, part: &str, values: &[(&str, &str)]) -> String {
    let key = format!("problem.{}.{part}", code.name());
    t_known(&key, values).unwrap_or_else(|| code.name().to_owned())
}
