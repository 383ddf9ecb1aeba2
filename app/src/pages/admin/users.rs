//! Users.

use import_core::api::{AccessState, CreateUser, RoleDivision, Subject, UpdateUser, UserEntity};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::grants::{Grants, GrantsField};
use super::list::{Kind, List};
use super::sending::Sending;
use crate::api;
use crate::components::form::TextField;
use crate::components::icon::Shape;
use crate::components::remote::{Remote, Source, failed, loading};
use crate::i18n::{date_time, t};
use crate::session::user::UserSession;
use crate::state::route::Section;

/// The users.
#[component]
pub fn Users() -> impl IntoView {
    List::new(Kind {
        texts: Section::Users.texts(),
        shape: Shape::Person,
        columns: &["admin.name", "admin.state", "admin.created"],
        ask: api::users,
        cells: |user: &UserEntity| {
            vec![
                user.name.clone(),
                state_name(user.state),
                date_time(&user.date_created),
            ]
        },
        may_add: UserSession::get().may("directory:user:add"),
    })
    .view(|list, user| match user {
        None => new_user(list),
        Some(user) => edit_user(list, user),
    })
}

/// Whether someone may sign in, in words.
pub fn state_name(state: AccessState) -> String {
    t(match state {
        AccessState::Active => "admin.active",
        AccessState::Inactive => "admin.inactive",
    })
}

fn new_user(list: List<UserEntity>) -> AnyView {
    let name = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let grants = Grants::new(Vec::new());
    let sending = Sending::new();
    let may_grant = UserSession::get().may("authorization:grant:add");
    let create = move |event: SubmitEvent| {
        event.prevent_default();
        let user = CreateUser {
            name: name.get_untracked(),
            password: password.get_untracked(),
        };
        sending.send(api::create_user(&user), move |user| {
            let chosen = grants.all();
            if chosen.is_empty() {
                return list.changed();
            }
            // The user is there in any case, so the list has to show it.
            list.ask();
            let call = api::add_grants(&user.id.to_string(), chosen);
            sending.send(call, move |()| list.changed());
        });
    };
    view! {
        <form class="stack" on:submit=create>
            {sending.notice()}
            <TextField
                id="user-name"
                label=t("admin.name")
                limit=100
                value=name
                hint=t("admin.users.name_hint")
                on_input=move |value| name.set(value)
            />
            {password_field(password)}
            {may_grant.then(|| view! { <GrantsField grants /> })}
            <div class="admin-actions">{sending.submit(t("admin.users.create"))}</div>
        </form>
    }
    .into_any()
}

fn password_field(password: RwSignal<String>) -> AnyView {
    view! {
        <TextField
            id="user-password"
            label=t("sign_in.password")
            kind="password"
            autocomplete="new-password"
            value=password
            hint=t("admin.users.password_hint")
            on_input=move |value| password.set(value)
        />
    }
    .into_any()
}

fn edit_user(list: List<UserEntity>, user: UserEntity) -> AnyView {
    let session = UserSession::get();
    let id = StoredValue::new(user.id.to_string());
    let may_edit = session.may("directory:user:edit");
    let sending = Sending::new();
    let other = match user.state {
        AccessState::Active => AccessState::Inactive,
        AccessState::Inactive => AccessState::Active,
    };
    let switch_text = t(match other {
        AccessState::Active => "admin.enable",
        AccessState::Inactive => "admin.disable",
    });
    let switch = move || {
        let change = UpdateUser {
            name: None,
            state: Some(other),
        };
        let call = api::update_user(&id.get_value(), &change);
        sending.send(call, move |_| list.changed());
    };
    let remove = move || {
        let call = api::delete_user(&id.get_value());
        sending.send(call, move |()| list.changed());
    };
    let password = RwSignal::new(String::new());
    let reset = move |event: SubmitEvent| {
        event.prevent_default();
        let call = api::set_password(&id.get_value(), password.get_untracked());
        sending.send(call, move |()| list.changed());
    };
    let may_remove = session.may("directory:user:delete");
    view! {
        <div class="stack">
            <p class="admin-subject"><strong>{user.name}</strong>" · "{state_name(user.state)}</p>
            {sending.notice()}
            {session.may("authorization:grant:view").then(|| roles_of(list, sending, id))}
            {may_edit.then(|| view! {
                <form class="stack admin-part" on:submit=reset>
                    {password_field(password)}
                    <div class="admin-actions">{sending.submit(t("admin.users.reset"))}</div>
                </form>
            })}
            <div class="admin-actions">
                {may_edit.then(|| sending.button(switch_text, switch))}
                {may_remove.then(|| sending.remove(remove))}
            </div>
        </div>
    }
    .into_any()
}

/// The roles that a user has, which are asked for when they are shown.
fn roles_of(list: List<UserEntity>, sending: Sending, id: StoredValue<String>) -> AnyView {
    let session = UserSession::get();
    let may_grant =
        session.may("authorization:grant:add") && session.may("authorization:grant:delete");
    let subject = Source::<Subject>::new();
    let ask = move || subject.ask(api::subject(&id.get_value()));
    ask();
    (move || match &*subject.state.read() {
        Remote::Loading => loading(),
        Remote::Failed(error) => failed(error, Some(Callback::new(move |()| ask()))),
        Remote::Ready(subject) => {
            let grants = subject.grants.iter().filter_map(|grant| {
                Some(RoleDivision {
                    role_id: grant.role.id.parse().ok()?,
                    division_id: grant.division.id.clone(),
                })
            });
            let grants = Grants::new(grants.collect());
            let save = move |event: SubmitEvent| {
                event.prevent_default();
                let call = api::replace_grants(&id.get_value(), grants.all());
                sending.send(call, move |()| list.changed());
            };
            view! {
                <form class="stack admin-part" on:submit=save>
                    <GrantsField grants />
                    <div class="admin-actions">
                        {may_grant.then(|| sending.submit(t("admin.save_roles")))}
                    </div>
                </form>
            }
            .into_any()
        }
    })
    .into_any()
}
