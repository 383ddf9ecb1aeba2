//! Rows that share identifiers, in groups: side by side, with what they come to and the choice what becomes of them.

pub mod all;
pub mod compare;
pub mod controller;
pub mod filters;
pub mod group;

use import_core::columns::Field;
use import_core::row::CONTACT_IDENTIFIERS;
use import_core::settings::Settings;
use leptos::prelude::*;

use self::all::SettleAll;
use self::controller::{Duplicates, PAGE, count_text};
use self::filters::{Counts, Filters};
use self::group::GroupView;
use super::CheckLine;
use super::fixing::focus::rescue;
use super::fixing::list::FixList;
use crate::components::notice::{Notice, Tone};
use crate::components::page_title::PageTitle;
use crate::components::pager::Pager;
use crate::i18n::{t, t_with};
use crate::session::import::ImportSession;
use crate::session::navigation::{Navigation, Redirect};
use crate::state::file::OpenFile;
use crate::state::route::ROWS;
use crate::worker::messages::groups::GroupPlace;

/// The duplicates of the file.
#[component]
pub fn DuplicatesPage() -> impl IntoView {
    let session = ImportSession::get();
    let is_ready = Memo::new(move |_| {
        session.file.with(|file| {
            file.as_ref()
                .is_some_and(|file| file.is_whole() && !file.is_refused())
        })
    });
    move || {
        if is_ready.get() {
            view! { <Content /> }.into_any()
        } else {
            // After a reload there is no file any more.
            view! { <Redirect path=session.door.get_untracked().page().to_owned() /> }.into_any()
        }
    }
}

#[component]
fn Content() -> impl IntoView {
    let session = ImportSession::get();
    session.keep_draft();
    let duplicates = Duplicates::new();
    let name = session.file.with_untracked(|file| {
        let name = file.as_ref().map(|file: &OpenFile| file.name.clone());
        name.unwrap_or_default()
    });
    // A problem leads to the group of its row.
    let row = untrack(|| Navigation::get().parameter("row"));
    if let Some(row) = row.and_then(|row| row.parse().ok()) {
        duplicates.go_to_row(row);
    }
    let is_checked = duplicates.is_checked;
    let can_find = Memo::new(move |_| {
        let settings = duplicates.settings;
        settings.with(|settings| settings.as_ref().is_none_or(has_identifier))
    });
    view! {
        <div class="dups" on:keydown=move |event| duplicates.hear_key(&event)>
            <header class="grid-page__header">
                <PageTitle text=t_with("dups.title", &[("name", &name)]) />
                <div class="dups__links">
                    <a class="button button--small" href=ROWS>{t("grid.open")}</a>
                    <a class="button button--small" href=session.door.get_untracked().page()>{t("grid.back")}</a>
                </div>
            </header>
            <p>{t("dups.lead")} " " {t("dups.help")}</p>
            {move || (!is_checked.get()).then(|| view! { <CheckLine /> })}
            {move || if can_find.get() {
                view! { <Found duplicates /> }.into_any()
            } else {
                no_identifier()
            }}
            <FixList />
        </div>
    }
}

/// Whether any column that is imported holds an identifier.
fn has_identifier(settings: &Settings) -> bool {
    let is_identifier = |field: Field| {
        field == Field::OrganizationExternalId
            || CONTACT_IDENTIFIERS.iter().any(|(_, of)| *of == field)
    };
    let mut columns = settings.columns.iter();
    columns.any(|column| is_identifier(column.field))
}

fn no_identifier() -> AnyView {
    view! {
        <Notice tone=Tone::Warning>
            <p>{t("dups.no_identifier")} " " <a href="/import/settings">{t("settings.title")}</a></p>
        </Notice>
    }
    .into_any()
}

/// What was found.
#[component]
fn Found(
    /// What the parts of the page share.
    duplicates: Duplicates,
) -> impl IntoView {
    let is_checked = duplicates.is_checked;
    let has_any = Memo::new(move |_| duplicates.page.with(|page| page.all.0 > 0));
    let is_whole = Memo::new(move |_| duplicates.page.with(|page| page.is_whole));
    let shown = Memo::new(move |_| duplicates.page.with(|page| page.shown.0));
    let firsts = Memo::new(move |_| {
        duplicates.page.with(|page| {
            let firsts = page.groups.iter().map(|group| group.first);
            firsts.collect::<Vec<_>>()
        })
    });
    let place = Memo::new(move |_| duplicates.page.with(|page| page.from / PAGE));
    let had_focus = StoredValue::new(None::<usize>);
    Effect::new(move |_| {
        firsts.track();
        if let Some(place) = had_focus.get_value() {
            rescue(place, ".dup__title".to_owned());
        }
    });
    let pager = move || {
        let pages = shown.get().div_ceil(PAGE as usize) as u64;
        let page = place.get() + 1;
        let turn = move |page: u64| {
            let place = u32::try_from(page.saturating_sub(1)).unwrap_or_default();
            duplicates
                .from
                .set(GroupPlace::At(place.saturating_mul(PAGE)));
            duplicates.land_on_first();
        };
        view! { <Pager page=page.into() pages on_page=turn /> }
    };
    move || {
        if !has_any.get() {
            let is_none = is_checked.get() && is_whole.get();
            let none = || {
                view! {
                    <h2 class="visually-hidden">{count_text((0, 0))}</h2>
                    <Notice tone=Tone::Success><p>{t("dups.none")}</p></Notice>
                }
            };
            return is_none.then(none).into_any();
        }
        view! {
            <Filters duplicates />
            <div class="dups__bar">
                <Counts duplicates />
                <SettleAll duplicates />
            </div>
            <div class="dups__groups" aria-busy=move || (!is_checked.get()).then_some("true")>
                <For each=move || firsts.get() key=|first| *first let:first>
                    <div on:focusin=move |_| {
                        let place = firsts.with_untracked(|firsts| firsts.iter().position(|of| *of == first));
                        had_focus.set_value(place);
                    }>
                        <GroupView duplicates first />
                    </div>
                </For>
            </div>
            {move || (is_whole.get() && shown.get() == 0).then(|| view! { <p>{t("dups.nothing")}</p> })}
            {pager}
        }
        .into_any()
    }
}
