//! The form of one field.

use import_core::schema::{CoreType, CustomField, DESCRIPTION_LIMIT, Schema, TITLE_LIMIT};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::SchemaDesk;
use super::field_table::type_text;
use crate::components::form::{Choice, SelectField, TextField};
use crate::components::notice::error_notice;
use crate::i18n::t;
use crate::state::schema::{FieldDraft, FieldProblem};

/// The form of a field, or of a new one. A field keeps its type and its key.
pub(super) fn field_form(desk: SchemaDesk, schema: &Schema, field: Option<CustomField>) -> AnyView {
    let draft = RwSignal::new(FieldDraft::of(field.as_ref()));
    let problem = RwSignal::new(None::<FieldProblem>);
    let schema = StoredValue::new(schema.clone());
    let send = move || {
        problem.set(None);
        match draft.with_untracked(|draft| schema.with_value(|schema| draft.put_into(schema))) {
            Ok(schema) => desk.change(&schema),
            Err(found) => problem.set(Some(found)),
        }
    };
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        send();
    };
    let retire = move || {
        draft.update(|draft| draft.retired = !draft.retired);
        send();
    };
    let is_retired = field.as_ref().is_some_and(|field| field.retired);
    let retire_text = if is_retired {
        "admin.custom.reuse"
    } else {
        "admin.custom.retire"
    };
    let is_new = field.is_none();
    let title = Signal::derive(move || draft.read().title.clone());
    let description = Signal::derive(move || draft.read().description.clone());
    let kind = match &field {
        None => kind_and_options(draft),
        Some(field) => {
            let facts = [
                (t("admin.custom.type"), type_text(field.kind)),
                (t("admin.custom.key"), field.key.clone()),
            ];
            let facts = facts.map(|(name, value)| {
                view! { <div class="facts__fact"><dt>{name}</dt><dd>{value}</dd></div> }
            });
            let options = (field.kind == CoreType::Enum).then(|| options(draft));
            view! { <dl class="facts">{facts.into_iter().collect::<Vec<_>>()}</dl>{options} }
                .into_any()
        }
    };
    view! {
        <form class="stack" on:submit=save>
            {move || problem.get().map(|problem| error_notice(problem_text(problem)))}
            {desk.sending.notice()}
            <TextField
                id="field-title"
                label=t("admin.custom.title_column")
                hint=t("admin.custom.title_hint")
                limit=limit(TITLE_LIMIT)
                value=title
                on_input=move |value| draft.update(|draft| draft.title = value)
            />
            {kind}
            <TextField
                id="field-description"
                label=t("admin.description")
                limit=limit(DESCRIPTION_LIMIT)
                value=description
                on_input=move |value| draft.update(|draft| draft.description = value)
            />
            <div class="admin-actions">
                {desk.sending.submit(t("admin.save"))}
                {(!is_new).then(|| desk.sending.button(t(retire_text), retire))}
            </div>
            {(!is_new && !is_retired).then(|| view! {
                <p class="section__note">{t("admin.custom.retire_hint")}</p>
            })}
        </form>
    }
    .into_any()
}

fn limit(characters: usize) -> i32 {
    i32::try_from(characters).unwrap_or(i32::MAX)
}

/// The choice of a type, and the options of one that has some.
pub fn kind_and_options(draft: RwSignal<FieldDraft>) -> AnyView {
    let has_options = Memo::new(move |_| draft.read().kind == CoreType::Enum);
    let choices: Vec<_> = CoreType::ALL
        .iter()
        .map(|&kind| Choice::new(kind.name(), type_text(kind)))
        .collect();
    let value = Signal::derive(move || draft.read().kind.name().to_owned());
    let change = move |name: String| {
        if let Some(kind) = CoreType::by_name(&name) {
            draft.update(|draft| draft.kind = kind);
        }
    };
    view! {
        <SelectField
            id="field-type"
            label=t("admin.custom.type")
            hint=t("admin.custom.type_hint")
            choices
            value
            on_change=change
        />
        {move || has_options.get().then(|| options(draft))}
    }
    .into_any()
}

/// The options of an enumeration, one on each line.
fn options(draft: RwSignal<FieldDraft>) -> AnyView {
    view! {
        <div class="field">
            <label class="field__label" for="field-options">{t("admin.custom.options")}</label>
            <textarea
                class="input"
                id="field-options"
                rows="6"
                aria-describedby="field-options-note"
                prop:value=move || draft.read().options.clone()
                on:input:target=move |event| {
                    let value = event.target().value();
                    draft.update(|draft| draft.options = value);
                }
            ></textarea>
            <p class="field__hint" id="field-options-note">{t("admin.custom.options_hint")}</p>
        </div>
    }
    .into_any()
}

/// What is wrong with a field, in words.
pub fn problem_text(problem: FieldProblem) -> String {
    match problem {
        FieldProblem::TitleMissing => t("admin.custom.title_missing"),
        FieldProblem::TitleTaken => t("admin.custom.title_taken"),
        FieldProblem::OptionsMissing => t("admin.custom.options_missing"),
        FieldProblem::OptionsTooMany => t("admin.custom.options_too_many"),
        FieldProblem::OptionTwice => t("admin.custom.option_twice"),
    }
}
