//! Small labels: where a job is, what became of a row, how grave a problem is.

use import_core::outcome::Outcome;
use import_core::problem::{Code, Severity};
use leptos::prelude::*;

use super::counts::outcome_text;
use super::icon::{Icon, Shape};
use crate::i18n::t;
use crate::state::job::{Stage, outcome_name};

/// Where a job is.
pub fn stage_badge(stage: Stage) -> AnyView {
    badge(stage.name(), t(stage.text_key()))
}

/// What became of a row.
pub fn outcome_badge(outcome: Outcome) -> AnyView {
    badge(outcome_name(outcome), outcome_text(outcome))
}

/// How grave a kind of problem is; a row that a person left out is not wrong.
pub fn kind_badge(code: Code) -> AnyView {
    match code {
        Code::RowSkipped => badge("skipped", t("severity.skipped")),
        _ => severity_badge(code.severity()),
    }
}

/// How grave a problem is.
pub fn severity_badge(severity: Severity) -> AnyView {
    match severity {
        Severity::Error => view! {
            <span class="badge badge--error"><Icon shape=Shape::Error />{t("severity.error")}</span>
        }
        .into_any(),
        Severity::Warning => view! {
            <span class="badge badge--warning"><Icon shape=Shape::Warning />{t("severity.warning")}</span>
        }
        .into_any(),
    }
}

fn badge(name: &str, text: String) -> AnyView {
    view! { <span class=format!("badge badge--{name}")>{text}</span> }.into_any()
}
