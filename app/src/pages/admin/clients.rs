//! API clients. A secret is shown once, when it is made.

use import_core::api::{AccessState, GrantType, OauthClient};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use super::grants::{Grants, GrantsField};
use super::list::{Kind, List};
use super::sending::Sending;
use super::users::state_name;
use crate::api;
use crate::components::form::TextField;
use crate::components::icon::Shape;
use crate::components::notice::{Notice, Tone};
use crate::components::remote::{Remote, Source, failed, loading};
use crate::i18n::{date_time, t};
use crate::session::announcer::Announcer;
use crate::session::user::UserSession;
use crate::state::route::Section;

/// The API clients.
#[component]
pub fn Clients() -> impl IntoView {
    List::new(Kind {
        texts: Section::Clients.texts(),
        shape: Shape::File,
        columns: &[
            "admin.name",
            "admin.clients.id",
            "admin.state",
            "admin.created",
        ],
        ask: api::clients,
        cells: |client: &OauthClient| {
            vec![
                client.name.clone(),
                client.id.unwrap_or_default().to_string(),
                state_name(client.state),
                date_time(&client.date_created),
            ]
        },
        may_add: UserSession::get().may("oauth:client:add"),
    })
    .view(|list, client| {
        // The answer that holds the secret takes the place of the form.
        let made = RwSignal::new(None::<OauthClient>);
        let form = StoredValue::new(client);
        (move || match (made.get(), form.get_value()) {
            (Some(client), _) => secret(&client),
            (None, None) => new_client(list, made),
            (None, Some(client)) => edit_client(list, made, client),
        })
        .into_any()
    })
}

fn new_client(list: List<OauthClient>, made: RwSignal<Option<OauthClient>>) -> AnyView {
    let name = RwSignal::new(String::new());
    let grants = Grants::new(Vec::new());
    let sending = Sending::new();
    let create = move |event: SubmitEvent| {
        event.prevent_default();
        let client = OauthClient {
            id: None,
            name: name.get_untracked(),
            description: String::new(),
            authorized_grant_type: GrantType::ClientCredentials,
            access_token_validity_seconds: 86_400,
            state: AccessState::Active,
            role_divisions: Some(grants.all()),
            secret: None,
            date_created: String::new(),
            self_uri: None,
        };
        sending.send(api::save_client(&client), move |client| {
            list.ask();
            made.set(Some(client));
        });
    };
    view! {
        <form class="stack" on:submit=create>
            {sending.notice()}
            <TextField
                id="client-name"
                label=t("admin.name")
                limit=100
                value=name
                hint=t("admin.clients.name_hint")
                on_input=move |value| name.set(value)
            />
            <GrantsField grants />
            <div class="admin-actions">{sending.submit(t("admin.clients.create"))}</div>
        </form>
    }
    .into_any()
}

fn edit_client(
    list: List<OauthClient>,
    made: RwSignal<Option<OauthClient>>,
    listed: OauthClient,
) -> AnyView {
    let id = StoredValue::new(listed.id.unwrap_or_default().to_string());
    let client = Source::<OauthClient>::new();
    let ask = move || client.ask(api::client(&id.get_value()));
    ask();
    (move || match &*client.state.read() {
        Remote::Loading => loading(),
        Remote::Failed(error) => failed(error, Some(Callback::new(move |()| ask()))),
        Remote::Ready(client) => change_client(list, made, id, client.clone()),
    })
    .into_any()
}

fn change_client(
    list: List<OauthClient>,
    made: RwSignal<Option<OauthClient>>,
    id: StoredValue<String>,
    client: OauthClient,
) -> AnyView {
    let session = UserSession::get();
    let may_edit = session.may("oauth:client:edit");
    let sending = Sending::new();
    let grants = Grants::new(client.role_divisions.clone().unwrap_or_default());
    let (name, state) = (client.name.clone(), client.state);
    let kept = StoredValue::new(client);
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let client = OauthClient {
            role_divisions: Some(grants.all()),
            ..kept.get_value()
        };
        sending.send(api::save_client(&client), move |_| list.changed());
    };
    let other = match state {
        AccessState::Active => AccessState::Inactive,
        AccessState::Inactive => AccessState::Active,
    };
    let switch_text = t(match other {
        AccessState::Active => "admin.enable",
        AccessState::Inactive => "admin.disable",
    });
    let switch = move || {
        let client = OauthClient {
            state: other,
            role_divisions: None,
            ..kept.get_value()
        };
        sending.send(api::save_client(&client), move |_| list.changed());
    };
    let renew = move || {
        let call = api::renew_secret(&id.get_value());
        sending.send(call, move |client| made.set(Some(client)));
    };
    let remove = move || {
        let call = api::delete_client(&id.get_value());
        sending.send(call, move |()| list.changed());
    };
    let may_remove = session.may("oauth:client:delete");
    view! {
        <div class="stack">
            <p class="admin-subject"><strong>{name}</strong>" · "{state_name(state)}</p>
            {sending.notice()}
            <form class="stack admin-part" on:submit=save>
                <GrantsField grants />
                <div class="admin-actions">{may_edit.then(|| sending.submit(t("admin.save_roles")))}</div>
            </form>
            <div class="admin-actions">
                {may_edit.then(|| sending.button(t("admin.clients.renew"), renew))}
                {may_edit.then(|| sending.button(switch_text, switch))}
                {may_remove.then(|| sending.remove(remove))}
            </div>
        </div>
    }
    .into_any()
}

fn secret(client: &OauthClient) -> AnyView {
    let lines = [
        (
            "client-id",
            t("admin.clients.id"),
            client.id.unwrap_or_default().to_string(),
        ),
        (
            "client-secret",
            t("admin.clients.secret"),
            client.secret.clone().unwrap_or_default(),
        ),
    ];
    let lines = lines.map(|(id, label, value)| {
        let copied = value.clone();
        let button_label = format!("{}: {label}", t("admin.clients.copy"));
        let copy = move |_| {
            // Elsewhere than on https and on this machine itself, browsers have no clipboard.
            if !window().is_secure_context() {
                return Announcer::get().say(t("admin.clients.not_copied"));
            }
            let promise = window().navigator().clipboard().write_text(&copied);
            spawn_local(async move {
                let key = match JsFuture::from(promise).await {
                    Ok(_) => "admin.clients.copied",
                    Err(_) => "admin.clients.not_copied",
                };
                Announcer::get().say(t(key));
            });
        };
        view! {
            <div class="field">
                <label class="field__label" for=id>{label}</label>
                <div class="admin-copy">
                    <input class="input" id=id readonly value=value />
                    <button type="button" class="button" aria-label=button_label on:click=copy>
                        {t("admin.clients.copy")}
                    </button>
                </div>
            </div>
        }
    });
    view! {
        <div class="stack">
            <Notice tone=Tone::Warning><p>{t("admin.clients.once")}</p></Notice>
            {lines}
        </div>
    }
    .into_any()
}
