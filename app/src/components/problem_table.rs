//! Problems, one a line: where, what was found, what is expected.

use import_core::problem::{Code, Problem};
use leptos::prelude::*;

use super::data_table::{TableFrame, head};
use super::status::kind_badge;
use crate::i18n::{number, region_name, t, t_known, t_with};
use crate::state::route::ROWS;

/// Which columns a table of problems has besides row, column, found and expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// None: all are of one kind.
    OneKind,
    /// Severity and kind.
    AllKinds,
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
        .map(|problem| row(problem, detail))
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

fn row(problem: &Problem, detail: Detail) -> AnyView {
    let kind = (detail == Detail::AllKinds).then(|| {
        view! {
            <td class="problem-table__kind">
                {kind_badge(problem.code)}
                <span>{title(problem.code)}</span>
            </td>
        }
    });
    let row = match problem.row {
        0 => t("problems.file"),
        row => number(row),
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

/// The row of a problem of the file that is open: it leads to the cell in the grid.
pub fn row_link(problem: &Problem) -> AnyView {
    let row = number(problem.row);
    let label = t_with("problems.go_to_row", &[("row", &row)]);
    view! { <a href=place_in_grid(problem) aria-label=label>{row}</a> }.into_any()
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
    // So have countries.
    let region = problem.args.get("region").map(|code| region_name(code));
    values.extend(region.as_deref().map(|name| ("region", name)));
    values.extend(outcomes.iter().map(|(name, text)| (*name, text.as_str())));
    values.extend(
        problem
            .args
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str())),
    );
    // Some kinds are said in other words for a reason of their own.
    let reason = problem.args.get("reason").map(String::as_str);
    let key = |reason| format!("problem.{}.{part}.{reason}", problem.code.name());
    reason
        .and_then(|reason| t_known(&key(reason), &values))
        .unwrap_or_else(|| said(problem.code, part, &values))
}

fn said(code: Code, part: &str, values: &[(&str, &str)]) -> String {
    let key = format!("problem.{}.{part}", code.name());
    t_known(&key, values).unwrap_or_else(|| code.name().to_owned())
}
