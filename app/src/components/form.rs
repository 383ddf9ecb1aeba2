//! Fields of forms: a label, a control, a hint, an error.

use leptos::ev;
use leptos::prelude::*;
use web_sys::{HtmlInputElement, HtmlSelectElement};

/// A text field.
#[component]
pub fn TextField(
    /// Names the field in the page.
    id: &'static str,
    /// What it is for.
    label: String,
    /// `text`, `password`, `url`.
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Its value.
    #[prop(into)]
    value: Signal<String>,
    /// Hears every change.
    #[prop(into)]
    on_input: Callback<String>,
    /// What to know before filling it in.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Option<Signal<Option<String>>>,
    /// The most characters it takes.
    #[prop(default = 1000)]
    limit: i32,
) -> impl IntoView {
    let error = move || error.and_then(|error| error.get());
    let is_wrong = move || error().is_some().then_some("true");
    view! {
        <div class="field">
            <label class="field__label" for=id>{label}</label>
            <input
                class="input"
                id=id
                name=id
                type=kind
                autocomplete=autocomplete
                maxlength=limit
                prop:value=move || value.get()
                aria-describedby=format!("{id}-note")
                aria-invalid=is_wrong
                on:input:target=move |event| on_input.run(event.target().value())
            />
            <div id=format!("{id}-note")>
                {hint.map(|hint| view! { <p class="field__hint">{hint}</p> })}
                {move || error().map(|error| view! { <p class="field__error">{error}</p> })}
            </div>
        </div>
    }
}

/// One choice of a select.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What it stands for.
    pub value: String,
    /// What it is called.
    pub text: String,
}

impl Choice {
    /// A choice.
    pub fn new(value: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            text: text.into(),
        }
    }
}

/// A select.
#[component]
pub fn SelectField(
    /// Names the field in the page.
    id: &'static str,
    /// What it is for.
    label: String,
    /// What there is to choose from.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// What is chosen.
    #[prop(into)]
    value: Signal<String>,
    /// Hears a change.
    #[prop(into)]
    on_change: Callback<String>,
    /// What to know before choosing.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Option<Signal<Option<String>>>,
) -> impl IntoView {
    let error = move || error.and_then(|error| error.get());
    let is_wrong = move || error().is_some().then_some("true");
    let options = move || {
        let chosen = value.get();
        let choices = choices.get();
        let options = choices.into_iter().map(|choice| {
            let is_chosen = choice.value == chosen;
            view! { <option value=choice.value prop:selected=is_chosen>{choice.text}</option> }
        });
        options.collect::<Vec<_>>()
    };
    view! {
        <div class="field">
            <label class="field__label" for=id>{label}</label>
            <select
                class="input input--select"
                id=id
                aria-describedby=format!("{id}-note")
                aria-invalid=is_wrong
                on:change:target=move |event| on_change.run(event.target().value())
            >
                {options}
            </select>
            <div id=format!("{id}-note")>
                {hint.map(|hint| view! { <p class="field__hint">{hint}</p> })}
                {move || error().map(|error| view! { <p class="field__error">{error}</p> })}
            </div>
        </div>
    }
}

/// The value of the select that an event comes from.
pub fn selected(event: &ev::Event) -> String {
    event_target::<HtmlSelectElement>(event).value()
}

/// Whether the checkbox that an event comes from is ticked.
pub fn ticked(event: &ev::Event) -> bool {
    event_target::<HtmlInputElement>(event).checked()
}
