//! Administration: who may do what, and what imports are made with.

pub mod clients;
pub mod custom_fields;
pub mod divisions;
pub mod grants;
pub mod list;
pub mod profiles;
pub mod roles;
pub mod sending;
pub mod sources;
pub mod users;

use leptos::prelude::*;

use crate::components::page_title::PageTitle;
use crate::i18n::t;
use crate::session::user::UserSession;
use crate::state::route::Section;

/// One of the lists, with the way to those others that one may see.
#[component]
pub fn Admin(
    /// Which one.
    section: Section,
) -> impl IntoView {
    let session = UserSession::get();
    let links: Vec<_> = Section::ALL
        .into_iter()
        .filter(|one| session.may_all(one.permissions()))
        .map(|one| {
            let current = (one == section).then_some("page");
            let name = t(&format!("{}.title", one.texts()));
            view! { <li><a class="shell__link" href=one.path() aria-current=current>{name}</a></li> }
        })
        .collect();
    let content = match section {
        Section::Users => view! { <users::Users /> }.into_any(),
        Section::Roles => view! { <roles::Roles /> }.into_any(),
        Section::Clients => view! { <clients::Clients /> }.into_any(),
        Section::Divisions => view! { <divisions::Divisions /> }.into_any(),
        Section::CustomFields => view! { <custom_fields::CustomFields /> }.into_any(),
        Section::Sources => view! { <sources::Sources /> }.into_any(),
        Section::Profiles => view! { <profiles::Profiles /> }.into_any(),
    };
    view! {
        <nav class="admin-nav" aria-label=t("nav.admin")>
            <ul>
                {links}
                // The server's, not the page's.
                <li><a class="shell__link" href="/api/docs" rel="external">{t("admin.api")}</a></li>
            </ul>
        </nav>
        <PageTitle text=t(&format!("{}.title", section.texts())) />
        <p class="admin-lead">{t(&format!("{}.lead", section.texts()))}</p>
        {content}
    }
}
