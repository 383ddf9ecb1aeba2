//! The steps of an import, and where one is.

use leptos::prelude::*;

use super::icon::{Icon, Shape};
use crate::i18n::{t, t_with};

/// The steps of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Step {
    File,
    Settings,
    Validation,
    Result,
}

impl Step {
    const ALL: [Self; 4] = [Self::File, Self::Settings, Self::Validation, Self::Result];

    fn name(self) -> String {
        match self {
            Self::File => t("step.file"),
            Self::Settings => t("step.settings"),
            Self::Validation => t("step.validation"),
            Self::Result => t("step.result"),
        }
    }
}

/// The steps of an import, and where one is.
#[component]
pub fn Stepper(
    /// Where one is.
    #[prop(into)]
    current: Signal<Step>,
) -> impl IntoView {
    let steps = Step::ALL.into_iter().zip(1..);
    let steps = steps.map(|(step, number)| {
        let state = move || match step.cmp(&current.get()) {
            std::cmp::Ordering::Less => "stepper__step stepper__step--done",
            std::cmp::Ordering::Equal => "stepper__step stepper__step--current",
            std::cmp::Ordering::Greater => "stepper__step",
        };
        let is_done = move || step < current.get();
        let done = move || is_done().then(|| t_with("step.done", &[("step", "")]));
        view! {
            <li class=state aria-current=move || (step == current.get()).then_some("step")>
                <span class="stepper__number" aria-hidden="true">
                    {move || if is_done() {
                        view! { <Icon shape=Shape::Check /> }.into_any()
                    } else {
                        view! { {number} }.into_any()
                    }}
                </span>
                <span class="stepper__name">{step.name()}</span>
                <span class="visually-hidden">{done}</span>
            </li>
        }
    });
    let steps: Vec<_> = steps.collect();
    view! { <ol class="stepper" aria-label=t("step.all")>{steps}</ol> }
}
