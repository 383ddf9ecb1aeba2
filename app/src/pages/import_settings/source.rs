//! The external source, to be chosen or created in place.

use import_core::api::{ExternalSource, LinkConfiguration};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use crate::api;
use crate::components::form::{Choice, SelectField, TextField};
use crate::components::icon::{Icon, Shape};
use crate::components::modal::Modal;
use crate::components::notice::error_notice;
use crate::components::remote::{Remote, Source as Asked, failed};
use crate::i18n::{t, t_with};
use crate::session::announcer::Announcer;
use crate::session::import::ImportSession;
use crate::session::user::UserSession;

/// The external source.
#[component]
pub fn Source(
    /// What is wrong with the choice.
    error: Signal<Option<String>>,
) -> impl IntoView {
    let session = ImportSession::get();
    let sources = Asked::<Vec<ExternalSource>>::new();
    let ask = move || sources.ask(api::sources());
    ask();
    let choices = Signal::derive(move || {
        let mut choices = vec![Choice::new("", t("source.choose"))];
        if let Remote::Ready(sources) = &*sources.state.read() {
            let active = sources.iter().filter(|source| source.active);
            choices.extend(active.filter_map(|source| {
                Some(Choice::new(source.id?.to_string(), source.name.clone()))
            }));
        }
        choices
    });
    let chosen = Memo::new(move |_| {
        session
            .choices
            .with(|choices| choices.source.map(|id| id.to_string()).unwrap_or_default())
    });
    let is_creating = RwSignal::new(false);
    let may_create = UserSession::get().may("externalSource:add");
    let created = Callback::new(move |source: ExternalSource| {
        session.choose(|choices| choices.source = source.id);
        Announcer::get().say(t_with("source.created", &[("name", &source.name)]));
        is_creating.set(false);
        ask();
    });
    let failure = move || match &*sources.state.read() {
        Remote::Failed(error) => Some(failed(error, Some(Callback::new(move |()| ask())))),
        _ => None,
    };
    view! {
        <div class="source">
            <SelectField
                id="source"
                label=t("source.label")
                hint=t("source.hint")
                choices
                value=chosen
                error=error
                on_change=move |id: String| {
                    session.choose(|choices| choices.source = Uuid::parse_str(&id).ok());
                }
            />
            {may_create.then(|| view! {
                <button type="button" class="button button--small" on:click=move |_| is_creating.set(true)>
                    <Icon shape=Shape::Plus />
                    {t("source.create")}
                </button>
            })}
        </div>
        {failure}
        <Modal
            id="source-dialog"
            title=t("source.create_title")
            is_open=is_creating
            content=move || view! { <NewSource on_created=created /> }
        />
    }
}

#[component]
fn NewSource(
    /// Hears of the source that was created.
    on_created: Callback<ExternalSource>,
) -> impl IntoView {
    let draft = SourceDraft::of(None);
    let error = RwSignal::new(None::<String>);
    let is_busy = RwSignal::new(false);
    let create = move |event: SubmitEvent| {
        event.prevent_default();
        let source = match draft.read(None, true) {
            Ok(source) => source,
            Err(text) => return error.set(Some(text)),
        };
        is_busy.set(true);
        error.set(None);
        spawn_local(async move {
            match api::save_source(&source).send().await {
                Ok(source) => on_created.run(source),
                Err(problem) => {
                    error.set(Some(problem.message()));
                    is_busy.set(false);
                }
            }
        });
    };
    view! {
        <form class="stack" on:submit=create>
            {move || error.get().map(error_notice)}
            {source_fields(draft)}
            <button class="button button--primary" type="submit" disabled=move || is_busy.get()>
                {t("source.create_button")}
            </button>
        </form>
    }
}

/// What is typed of a source.
#[derive(Clone, Copy)]
pub struct SourceDraft {
    name: RwSignal<String>,
    template: RwSignal<String>,
}

impl SourceDraft {
    /// What a source has, or nothing.
    pub fn of(source: Option<&ExternalSource>) -> Self {
        let link = source.and_then(|source| source.link_configuration.as_ref());
        let name = source.map(|source| source.name.clone());
        let template = link.map(|link| link.uri_template.clone());
        Self {
            name: RwSignal::new(name.unwrap_or_default()),
            template: RwSignal::new(template.unwrap_or_default()),
        }
    }

    /// The source as it is typed, or what is wrong with it.
    pub fn read(self, id: Option<Uuid>, active: bool) -> Result<ExternalSource, String> {
        let name = self.name.get_untracked().trim().to_owned();
        if name.is_empty() {
            return Err(t("source.name_missing"));
        }
        let template = self.template.get_untracked().trim().to_owned();
        Ok(ExternalSource {
            id,
            name,
            active,
            link_configuration: (!template.is_empty()).then_some(LinkConfiguration {
                uri_template: template,
            }),
            self_uri: None,
        })
    }
}

/// The fields of a source.
pub fn source_fields(draft: SourceDraft) -> AnyView {
    view! {
        <TextField
            id="source-name"
            label=t("source.name")
            limit=200
            value=draft.name
            hint=t("source.name_hint")
            on_input=move |value| draft.name.set(value)
        />
        <TextField
            id="source-template"
            label=t("source.template")
            limit=400
            value=draft.template
            hint=t("source.template_hint")
            on_input=move |value| draft.template.set(value)
        />
    }
    .into_any()
}
