//! Custom fields: the schemas of contacts and organizations.

pub mod field_form;
pub mod field_table;
pub mod versions;

use import_core::api::{DataSchema, WholeListing};
use import_core::columns::Subject;
use import_core::schema::{CustomField, FIELD_LIMIT, Schema};
use leptos::prelude::*;

use self::field_form::field_form;
use self::field_table::field_table;
use self::versions::Versions;
use super::sending::Sending;
use crate::api::{self, ApiError};
use crate::components::empty::Empty;
use crate::components::icon::{Icon, Shape};
use crate::components::modal::Modal;
use crate::components::notice::{Notice, Tone};
use crate::components::remote::{Remote, Source, failed, loading};
use crate::i18n::{date_time, number, t, t_with};
use crate::session::announcer::Announcer;
use crate::session::user::UserSession;
use crate::state::schema::known_schema;

/// The custom fields of both kinds of record.
#[component]
pub fn CustomFields() -> impl IntoView {
    [Subject::Contact, Subject::Organization].map(|subject| SchemaDesk::new(subject).view())
}

/// The schema of one kind of record, and what is done with it.
#[derive(Clone, Copy)]
struct SchemaDesk {
    subject: Subject,
    listing: Source<WholeListing<DataSchema>>,
    /// The field in the dialog; none where one is made.
    open: RwSignal<Option<CustomField>>,
    is_open: RwSignal<bool>,
    sending: Sending,
}

impl SchemaDesk {
    fn new(subject: Subject) -> Self {
        let desk = Self {
            subject,
            listing: Source::new(),
            open: RwSignal::new(None),
            is_open: RwSignal::new(false),
            sending: Sending::new(),
        };
        desk.ask();
        desk
    }

    fn ask(self) {
        self.listing.ask(api::schema(self.subject));
    }

    /// The names of the elements and texts of one of the two.
    fn name(self, of: &str) -> String {
        match self.subject {
            Subject::Contact => format!("{of}.contact"),
            Subject::Organization => format!("{of}.organization"),
        }
    }

    fn view(self) -> AnyView {
        let (heading, dialog) = match self.subject {
            Subject::Contact => ("contact-fields", "contact-field"),
            Subject::Organization => ("organization-fields", "organization-field"),
        };
        let title = t(&self.name("admin.custom.of"));
        let body = move || match &*self.listing.state.read() {
            Remote::Loading => loading(),
            Remote::Failed(error) => failed(error, Some(Callback::new(move |()| self.ask()))),
            Remote::Ready(listing) => match listing.entities.first() {
                None => self.nothing(),
                Some(shown) => self.schema(shown),
            },
        };
        let dialog_title = Signal::derive(move || {
            t(if self.open.read().is_some() {
                "admin.custom.edit"
            } else {
                "admin.custom.new"
            })
        });
        let content = move || match self.known() {
            Some(Ok(schema)) => field_form(self, &schema, self.open.get_untracked()),
            _ => ().into_any(),
        };
        view! {
            <section class="section panel" aria-labelledby=heading>
                <h2 id=heading>{title}</h2>
                {self.sending.notice()}
                {body}
            </section>
            <Modal id=dialog title=dialog_title is_open=self.is_open content />
        }
        .into_any()
    }

    /// The schema that the server showed last.
    fn known(self) -> Option<Result<Schema, ApiError>> {
        self.listing.state.with_untracked(|listing| match listing {
            Remote::Ready(listing) => listing.entities.first().map(known_schema),
            Remote::Loading | Remote::Failed(_) => None,
        })
    }

    /// What is shown before there is a schema.
    fn nothing(self) -> AnyView {
        let create = move || {
            self.save(DataSchema {
                name: t(&self.name("admin.custom.of")),
                ..DataSchema::default()
            });
        };
        let may_add = UserSession::get().may("customFields:add");
        let button = may_add.then(|| self.sending.button(t("admin.custom.create"), create));
        let text = if may_add {
            "admin.custom.none_text"
        } else {
            "admin.custom.none_seen"
        };
        view! {
            <Empty shape=Shape::Grip title=t("admin.custom.none") text=t(text)>{button}</Empty>
        }
        .into_any()
    }

    fn schema(self, shown: &DataSchema) -> AnyView {
        let schema = match known_schema(shown) {
            Ok(schema) => schema,
            Err(error) => return failed(&error, None),
        };
        let session = UserSession::get();
        let may_edit = session.may("customFields:edit");
        let is_full = schema.fields.len() >= FIELD_LIMIT;
        let is_enabled = schema.enabled;
        let version = t_with(
            "admin.custom.version",
            &[
                ("version", &number(schema.reference.version)),
                (
                    "date",
                    &date_time(shown.date_created.as_deref().unwrap_or_default()),
                ),
            ],
        );
        let id = schema.reference.id;
        let table = field_table(self, &schema, may_edit);
        let kept = StoredValue::new(schema);
        let switch = move || {
            let mut schema = kept.get_value();
            schema.enabled = !schema.enabled;
            self.change(&schema);
        };
        let remove = move || {
            let call = api::delete_schema(self.subject, id);
            self.sending.send(call, move |()| self.changed());
        };
        let switch_text = if is_enabled {
            "admin.custom.disable"
        } else {
            "admin.custom.enable"
        };
        // The API has no way to remove the other one.
        let may_remove = may_edit && self.subject == Subject::Contact;
        view! {
            <div class="stack">
                <p class="section__lead">{version}</p>
                {(!is_enabled).then(|| view! {
                    <Notice tone=Tone::Info><p>{t("admin.custom.disabled")}</p></Notice>
                })}
                {table}
                {is_full.then(|| view! { <p class="section__note">{t("admin.custom.full")}</p> })}
                <div class="admin-actions">
                    {(may_edit && !is_full).then(|| view! {
                        <button
                            type="button"
                            class="button button--primary"
                            on:click=move |_| self.show(None)
                        >
                            <Icon shape=Shape::Plus />
                            {t("admin.custom.new")}
                        </button>
                    })}
                    {may_edit.then(|| self.sending.button(t(switch_text), switch))}
                    {may_remove.then(|| self.sending.remove(remove))}
                </div>
                <Versions subject=self.subject id />
            </div>
        }
        .into_any()
    }

    fn show(self, field: Option<CustomField>) {
        self.open.set(field);
        self.is_open.set(true);
    }

    /// Makes the next version.
    fn change(self, schema: &Schema) {
        self.save(DataSchema::of(self.subject, schema));
    }

    fn save(self, schema: DataSchema) {
        let call = api::save_schema(self.subject, &schema);
        self.sending.send(call, move |_| self.changed());
    }

    /// A change was made: the dialog closes, the page shows it, and a screen reader hears of it.
    fn changed(self) {
        self.is_open.set(false);
        Announcer::get().say(t("admin.saved"));
        self.ask();
    }
}
