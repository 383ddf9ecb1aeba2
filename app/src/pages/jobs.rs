//! Every import there was, newest first.

use import_core::api::Job;
use leptos::prelude::*;

use crate::api;
use crate::components::data_table::{TableFrame, head};
use crate::components::empty::Empty;
use crate::components::growing::Growing;
use crate::components::icon::Shape;
use crate::components::page_title::PageTitle;
use crate::components::status::stage_badge;
use crate::i18n::{date_time, number, t};
use crate::state::job::{Stage, counts, telling_phase};

/// Every import there was.
#[component]
pub fn Jobs() -> impl IntoView {
    let jobs = Growing::new(api::jobs);
    jobs.restart();
    view! {
        <div class="page-head">
            <PageTitle text=t("jobs.title") />
        </div>
        {jobs.view(table)}
    }
}

fn table(jobs: &[Job]) -> AnyView {
    if jobs.is_empty() {
        return view! {
            <Empty shape=Shape::Upload title=t("jobs.none") text=t("jobs.none_text")>
                <a class="button button--primary" href="/import">{t("nav.import")}</a>
            </Empty>
        }
        .into_any();
    }
    let rows: Vec<_> = jobs.iter().map(row).collect();
    let names = [
        t("jobs.file"),
        t("jobs.status"),
        t("jobs.imported"),
        t("jobs.not_imported"),
        t("jobs.created"),
    ];
    view! {
        <TableFrame label=t("jobs.title")>
            <table class="table">
                <caption class="visually-hidden">{t("jobs.title")}</caption>
                {head(&names)}
                <tbody>{rows}</tbody>
            </table>
        </TableFrame>
    }
    .into_any()
}

fn row(job: &Job) -> AnyView {
    let tally = counts(job, telling_phase(job)).rows;
    // An undo imports nothing.
    let amounts = match job.undoes {
        Some(_) => ["–".to_owned(), "–".to_owned()],
        None => [number(tally.imported()), number(tally.rejected)],
    };
    let mark = match (&job.undoes, &job.undone_by) {
        (Some(_), _) => Some(t("jobs.undo")),
        (None, Some(_)) => Some(t("jobs.undone")),
        (None, None) => None,
    };
    let name = job
        .metadata
        .file_name
        .clone()
        .unwrap_or_else(|| t("jobs.nameless"));
    view! {
        <tr>
            <th scope="row"><a href=format!("/import/{}", job.id)>{name}</a></th>
            <td>{stage_badge(Stage::of(job))}{mark.map(|text| view! { " "<span class="badge">{text}</span> })}</td>
            {amounts.map(|amount| view! { <td class="table__amount">{amount}</td> })}
            <td>{date_time(&job.date_created)}</td>
        </tr>
    }
    .into_any()
}
