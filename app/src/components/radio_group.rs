//! A choice of few, all of them in sight.

use leptos::prelude::*;

/// One of the choices of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Radio {
    /// What it stands for.
    pub value: String,
    /// What it is called.
    pub text: String,
    /// What it would come to, as the file has it.
    pub sample: Option<String>,
}

/// A choice of few, one click each.
#[component]
pub fn RadioGroup(
    /// Names the group in the page.
    id: &'static str,
    /// What it is about.
    label: String,
    /// What there is to choose from.
    #[prop(into)]
    choices: Signal<Vec<Radio>>,
    /// What is chosen.
    #[prop(into)]
    value: Signal<String>,
    /// Hears a change.
    #[prop(into)]
    on_change: Callback<String>,
) -> impl IntoView {
    let radios = move || {
        let radios = choices.get().into_iter().enumerate();
        let radios = radios.map(|(place, choice)| {
            let Radio {
                value: own,
                text,
                sample,
            } = choice;
            let input_id = format!("{id}-{place}");
            let sample_id = format!("{id}-{place}-sample");
            let described_by = sample.is_some().then(|| sample_id.clone());
            let (here, chosen) = (own.clone(), own);
            let is_chosen = Memo::new(move |_| value.with(|value| *value == here));
            view! {
                <div class="radio-line">
                    <input
                        class="radio"
                        type="radio"
                        name=id
                        id=input_id.clone()
                        aria-describedby=described_by
                        prop:checked=move || is_chosen.get()
                        on:change=move |_| on_change.run(chosen.clone())
                    />
                    <label class="radio-line__text" for=input_id>{text}</label>
                    {sample.map(|sample| view! {
                        <span class="radio-line__sample" id=sample_id dir="auto">{sample}</span>
                    })}
                </div>
            }
        });
        radios.collect::<Vec<_>>()
    };
    view! {
        <fieldset class="radio-group">
            <legend class="field__label">{label}</legend>
            {radios}
        </fieldset>
    }
}
