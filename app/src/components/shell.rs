//! What is around every page: the name, the navigation, the language, who is signed in.

use leptos::prelude::*;

use super::icon::{Icon, Mark, Shape};
use super::notice::error_notice;
use crate::i18n::{self, Language, t, t_with};
use crate::session::announcer::Announcer;
use crate::session::language::PageLanguage;
use crate::session::user::{User, UserSession};
use crate::state::door::Door;
use crate::state::route::{ADMIN, IMPORT, LEGACY_IMPORT, Route, Section};

/// What is around every page.
#[component]
pub fn Shell(
    /// What is shown.
    #[prop(into)]
    route: Signal<Route>,
    /// The language of the page, to be changed here.
    language: PageLanguage,
    /// The page.
    children: Children,
) -> impl IntoView {
    let user = UserSession::get().user();
    let news = Announcer::get().slots().into_iter();
    let news: Vec<_> = news.map(|text| view! { <p>{text}</p> }).collect();
    let is_signed_in = Memo::new(move |_| user.with(|user| matches!(user, User::SignedIn(_))));
    view! {
        <a class="skip-link" href="#main">{t("shell.skip")}</a>
        <header class="shell__header">
            <div class="shell__bar">
                <a href="/" class="shell__brand"><Mark /><span>"Muster"</span></a>
                {move || is_signed_in.get().then(|| view! { <Navigation route /> })}
                <div class="shell__tools">
                    <LanguageSwitch language />
                    {move || account(&user.get())}
                </div>
            </div>
        </header>
        <main class="shell__main" id="main" tabindex="-1">
            {move || language.is_missing().then(|| error_notice(t("shell.language_missing")))}
            {children()}
        </main>
        <footer class="shell__footer"><p>{t("shell.footer")}</p></footer>
        <div class="visually-hidden" role="status" aria-atomic="false" aria-label=t("shell.news")>
            {news}
        </div>
    }
}

#[component]
fn Navigation(
    /// What is shown.
    route: Signal<Route>,
) -> impl IntoView {
    // What one may not see is not offered. The administration is entered at its first part that one may see.
    let session = UserSession::get();
    let mut sections = Section::ALL.into_iter();
    let admin = sections.find(|section| session.may_all(section.permissions()));
    let entries = [
        (
            "/contacts",
            "/contacts",
            session.may("contact:view"),
            t("nav.contacts"),
        ),
        (
            "/organizations",
            "/organizations",
            session.may("externalOrganization:view"),
            t("nav.organizations"),
        ),
        (
            "/imports",
            "/imports",
            session.may("importJob:viewAll"),
            t("nav.imports"),
        ),
        (
            ADMIN,
            admin.map_or(ADMIN, Section::path),
            admin.is_some(),
            t("nav.admin"),
        ),
    ];
    // Whoever may only import by the legacy door finds it in the place of the other one.
    let import = [
        (Door::Profile, session.may(IMPORT), t("nav.import")),
        (
            Door::Legacy,
            session.may_all(&LEGACY_IMPORT),
            t("legacy.title"),
        ),
    ];
    let import = import.into_iter().find(|(_, may_import, _)| *may_import);
    let is_current = move |path| {
        route
            .with(|route| route.section() == Some(path))
            .then_some("page")
    };
    let links: Vec<_> = entries
        .into_iter()
        .filter(|(_, _, may_see, _)| *may_see)
        .map(|(section, path, _, name)| {
            view! {
                <li>
                    <a href=path class="shell__link" aria-current=move || is_current(section)>
                        {name}
                    </a>
                </li>
            }
        })
        .collect();
    view! {
        <nav class="shell__nav" aria-label=t("nav.label")>
            <ul>{links}</ul>
            {import.map(|(door, _, name)| view! {
                <a href=door.page() class="button button--primary button--small">
                    <Icon shape=Shape::Upload />
                    {name}
                </a>
            })}
        </nav>
    }
}

#[component]
fn LanguageSwitch(
    /// The language of the page.
    language: PageLanguage,
) -> impl IntoView {
    let current = i18n::current();
    let options: Vec<_> = Language::ALL
        .into_iter()
        .map(|of| {
            view! {
                <option value=of.tag() lang=of.tag() selected=of == current>{of.name()}</option>
            }
        })
        .collect();
    let change = move |event| {
        if let Some(chosen) = Language::of_tag(&super::form::selected(&event)) {
            language.choose(chosen);
        }
    };
    view! {
        <select
            class="shell__language"
            id="language"
            aria-label=t("shell.language")
            prop:value=move || language.wanted().tag()
            on:change=change
        >
            {options}
        </select>
    }
}

fn account(user: &User) -> Option<AnyView> {
    let User::SignedIn(me) = user else {
        return None;
    };
    let session = UserSession::get();
    let signed_in = t_with("shell.signed_in", &[("name", &me.name)]);
    let name = me.name.clone();
    let view = view! {
        <span class="shell__user">
            <Icon shape=Shape::Person />
            <span class="visually-hidden">{signed_in}</span>
            <span aria-hidden="true">{name}</span>
        </span>
        <button type="button" class="button button--quiet button--small" on:click=move |_| session.sign_out()>
            {t("shell.sign_out")}
        </button>
    };
    Some(view.into_any())
}
