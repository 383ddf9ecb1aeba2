//! A custom field of contacts, made from a column of the file.

use import_core::api::DataSchema;
use import_core::columns::Subject;
use import_core::field::ValueFormat;
use import_core::schema::{CoreType, FIELD_LIMIT, Schema, SchemaRef, Schemas, Target, guess};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::column_name;
use crate::api::{self, ApiError};
use crate::components::form::TextField;
use crate::components::modal::Modal;
use crate::components::notice::error_notice;
use crate::components::remote::loading;
use crate::i18n::{t, t_count_with, t_with};
use crate::pages::admin::custom_fields::field_form::{kind_and_options, problem_text};
use crate::pages::admin::custom_fields::field_table::type_text;
use crate::session::announcer::Announcer;
use crate::session::import::ImportSession;
use crate::session::user::UserSession;
use crate::state::schema::{FieldDraft, known_schema};
use crate::worker::messages::{Request, Response};

/// How many values the type is guessed from.
const VALUES: usize = 1000;

/// Whether one may make fields of contacts, and there is room for one more: the first one makes the schema, others a
/// new version of it.
pub fn may_create(schemas: &Schemas) -> bool {
    let may = |permission| UserSession::get().may(permission);
    may("customFields:view")
        && match &schemas.contact {
            None => may("customFields:add"),
            Some(schema) => {
                schema.enabled && schema.fields.len() < FIELD_LIMIT && may("customFields:edit")
            }
        }
}

/// The dialog in which a column becomes a field.
#[component]
pub fn NewField(
    /// The column, by its place in the file.
    column: RwSignal<Option<usize>>,
) -> impl IntoView {
    let session = ImportSession::get();
    let is_open = RwSignal::new(false);
    let values = RwSignal::new(None::<Vec<String>>);
    let name = RwSignal::new(String::new());
    Effect::new(move |_| {
        let Some(at) = column.get() else { return };
        let of = session
            .choices
            .with_untracked(|choices| choices.columns.get(at).map(column_name));
        name.set(of.unwrap_or_default());
        values.set(None);
        is_open.set(true);
        let ask = |id| Request::Column {
            id,
            column: at,
            limit: VALUES,
        };
        session.ask(ask, move |answer| {
            if let Response::Column { cells, .. } = answer {
                values.set(Some(cells.into_iter().map(|(_, cell)| cell).collect()));
            }
        });
    });
    Effect::new(move |_| {
        if !is_open.get() {
            column.set(None);
        }
    });
    let title = Signal::derive(move || t_with("new_field.title", &[("column", &name.get())]));
    let content = move || {
        move || match (column.get_untracked(), values.get()) {
            (Some(at), Some(values)) => field_form(at, &name.get_untracked(), &values, is_open),
            _ => loading(),
        }
    };
    view! { <Modal id="new-field" title is_open content /> }
}

fn field_form(at: usize, name: &str, values: &[String], is_open: RwSignal<bool>) -> AnyView {
    let guess = guess(values.iter().map(String::as_str));
    let draft = RwSignal::new(FieldDraft {
        title: name.to_owned(),
        kind: guess.kind,
        options: guess.options.join("\n"),
        ..FieldDraft::of(None)
    });
    let filled = values
        .iter()
        .filter(|value| !value.trim().is_empty())
        .count();
    let reason = match filled {
        0 => t("new_field.no_values"),
        filled => t_count_with(
            "new_field.guessed",
            filled as u64,
            &[("type", &type_text(guess.kind))],
        ),
    };
    let error = RwSignal::new(None::<String>);
    let is_busy = RwSignal::new(false);
    let create = move |event: SubmitEvent| {
        event.prevent_default();
        let session = ImportSession::get();
        let schema = session
            .choices
            .with_untracked(|choices| choices.schemas.contact.clone());
        let changed = match draft.with_untracked(|draft| draft.put_into(&or_new(schema.clone()))) {
            Ok(changed) => changed,
            Err(problem) => return error.set(Some(problem_text(problem))),
        };
        let format = guess
            .format
            .filter(|_| draft.with_untracked(|draft| draft.kind) == guess.kind);
        error.set(None);
        is_busy.set(true);
        spawn_local(async move {
            match save(schema.as_ref(), &changed).await {
                Ok(saved) => {
                    take(session, at, saved, schema.as_ref(), format);
                    is_open.set(false);
                }
                Err(problem) => {
                    error.set(Some(problem.message()));
                    is_busy.set(false);
                }
            }
        });
    };
    let title = Signal::derive(move || draft.read().title.clone());
    view! {
        <form class="stack" on:submit=create>
            {move || error.get().map(error_notice)}
            <p class="section__lead">{t("new_field.lead")}</p>
            <TextField
                id="custom-title"
                label=t("admin.custom.title_column")
                hint=t("admin.custom.title_hint")
                limit=100
                value=title
                on_input=move |value| draft.update(|draft| draft.title = value)
            />
            {kind_and_options(draft)}
            <p class="field__hint">{reason}</p>
            <button class="button button--primary" type="submit" disabled=move || is_busy.get()>
                {t("new_field.create")}
            </button>
        </form>
    }
    .into_any()
}

/// The schema, or an empty one where there is none yet.
fn or_new(schema: Option<Schema>) -> Schema {
    schema.unwrap_or_else(|| Schema {
        reference: SchemaRef {
            id: Uuid::nil(),
            version: 0,
        },
        name: t("admin.custom.of.contact"),
        description: String::new(),
        enabled: true,
        fields: Vec::new(),
    })
}

/// Saves the next version, or the first one.
async fn save(former: Option<&Schema>, changed: &Schema) -> Result<Schema, ApiError> {
    let mut schema = DataSchema::of(Subject::Contact, changed);
    if former.is_none() {
        schema.id = None;
        schema.version = None;
    }
    let saved = api::save_schema(Subject::Contact, &schema).send().await?;
    known_schema(&saved)
}

/// Feeds the new field with the column.
fn take(
    session: ImportSession,
    at: usize,
    saved: Schema,
    former: Option<&Schema>,
    format: Option<ValueFormat>,
) {
    let is_new = |key: &str| former.is_none_or(|former| former.field(key).is_none());
    let field = saved
        .fields
        .iter()
        .find(|field| is_new(&field.key))
        .cloned();
    let Some(field) = field else { return };
    let is_number = matches!(field.kind, CoreType::Integer | CoreType::Number);
    session.choose(|choices| {
        let schemas = Schemas {
            contact: Some(saved),
            organization: choices.schemas.organization.clone(),
        };
        choices.learn(schemas);
        choices.set_target(at, Some(Target::custom(Subject::Contact, &field)));
        if is_number {
            choices.columns[at].format = format;
        }
    });
    Announcer::get().say(t_with("new_field.created", &[("field", &field.title)]));
}
