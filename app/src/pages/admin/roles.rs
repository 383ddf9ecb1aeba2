//! Roles: named sets of permissions.

use import_core::api::Role;
use import_core::permission::Permission;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::list::{Kind, List};
use super::sending::Sending;
use crate::api;
use crate::components::form::{TextField, ticked};
use crate::components::icon::Shape;
use crate::components::notice::{Notice, Tone};
use crate::i18n::{number, t};
use crate::session::user::UserSession;
use crate::state::route::Section;

/// The roles.
#[component]
pub fn Roles() -> impl IntoView {
    List::new(Kind {
        texts: Section::Roles.texts(),
        shape: Shape::Check,
        columns: &["admin.name", "admin.description", "admin.roles.permissions"],
        ask: api::roles,
        cells: |role: &Role| {
            let description = if role.default {
                t("admin.roles.built_in_description")
            } else {
                role.description.clone()
            };
            vec![
                role.name.clone(),
                description,
                number(role.permissions.len() as u64),
            ]
        },
        may_add: UserSession::get().may("authorization:role:add"),
    })
    .view(form)
}

fn form(list: List<Role>, role: Option<Role>) -> AnyView {
    let session = UserSession::get();
    let is_new = role.is_none();
    let role = role.unwrap_or_default();
    if role.default {
        return view! { <Notice tone=Tone::Info><p>{t("admin.roles.built_in")}</p></Notice> }
            .into_any();
    }
    let id = role.id;
    let name = RwSignal::new(role.name);
    let description = RwSignal::new(role.description);
    let chosen = RwSignal::new(role.permissions);
    let sending = Sending::new();
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let role = Role {
            id,
            name: name.get_untracked(),
            description: description.get_untracked(),
            permissions: chosen.get_untracked(),
            ..Role::default()
        };
        sending.send(api::save_role(&role), move |_| list.changed());
    };
    let remove = move || {
        let call = api::delete_role(&id.unwrap_or_default().to_string());
        sending.send(call, move |()| list.changed());
    };
    let may_save = is_new || session.may("authorization:role:edit");
    let may_remove = !is_new && session.may("authorization:role:delete");
    view! {
        <form class="stack" on:submit=save>
            {sending.notice()}
            <TextField
                id="role-name"
                label=t("admin.name")
                limit=100
                value=name
                on_input=move |value| name.set(value)
            />
            <TextField
                id="role-description"
                label=t("admin.description")
                limit=500
                value=description
                on_input=move |value| description.set(value)
            />
            {groups(chosen)}
            <div class="admin-actions">
                {may_save.then(|| sending.submit(t("admin.save")))}
                {may_remove.then(|| sending.remove(remove))}
            </div>
        </form>
    }
    .into_any()
}

/// Every permission with what it allows, by what it is about.
fn groups(chosen: RwSignal<Vec<String>>) -> Vec<AnyView> {
    let is_same = |one: &Permission, other: &Permission| one.entity() == other.entity();
    let entities = Permission::ALL.chunk_by(is_same);
    entities
        .map(|permissions| {
            let boxes: Vec<_> = permissions
                .iter()
                .map(|&one| checkbox(one, chosen))
                .collect();
            let entity = permissions
                .first()
                .map(|one| one.entity())
                .unwrap_or_default();
            view! {
                <fieldset class="admin-set">
                    <legend>{t(&format!("permission.entity.{entity}"))}</legend>
                    {boxes}
                </fieldset>
            }
            .into_any()
        })
        .collect()
}

fn checkbox(permission: Permission, chosen: RwSignal<Vec<String>>) -> AnyView {
    let name = permission.name();
    let is_chosen = move || chosen.read().iter().any(|one| one == name);
    let change = move |event| {
        let is_ticked = ticked(&event);
        chosen.update(|chosen| {
            chosen.retain(|one| one != name);
            if is_ticked {
                chosen.push(name.to_owned());
            }
        });
    };
    view! {
        <label class="admin-check">
            <input class="checkbox" type="checkbox" name=name prop:checked=is_chosen on:change=change />
            <span>{t(&format!("permission.{name}"))}" "<code>{name}</code></span>
        </label>
    }
    .into_any()
}
