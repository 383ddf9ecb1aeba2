//! Parts of the page that are loaded when they are first shown: most people open the directory most of the time.
//!
//! Whatever only the pages of a part use is in a file of its own (`app/build.mjs`).
#![allow(
    clippy::unnecessary_wraps,
    reason = "that it may not be loaded is added by the macro, in wasm"
)]

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use super::{admin, import_file, import_settings, job, legacy_import, not_found};
use crate::components::remote::{loading, missing};
use crate::i18n::t;
use crate::state::route::Route;

/// A part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// From a file to its result.
    Import,
    /// The administration.
    Admin,
}

/// Shows one of the part's routes.
type Show = fn(Route) -> AnyView;

impl Part {
    async fn load(self) -> Result<Show, SplitLoaderError> {
        match self {
            Self::Import => import_part().await,
            Self::Admin => admin_part().await,
        }
    }
}

#[wasm_split(import, wasm_split_path = ::leptos::wasm_split, fallible)]
fn import_part() -> Result<Show, SplitLoaderError> {
    Ok(|route| match route {
        Route::ImportFile => view! { <import_file::ImportFile /> }.into_any(),
        Route::ImportRows => view! { <import_file::grid::GridPage /> }.into_any(),
        Route::ImportDuplicates => view! { <import_file::duplicates::DuplicatesPage /> }.into_any(),
        Route::ImportSettings => view! { <import_settings::ImportSettingsPage /> }.into_any(),
        Route::Job(id) => view! { <job::JobPage id /> }.into_any(),
        Route::LegacyImport => view! { <legacy_import::LegacyImport /> }.into_any(),
        Route::LegacyJob(id) => view! { <legacy_import::LegacyJob id /> }.into_any(),
        _ => view! { <not_found::NotFound /> }.into_any(),
    })
}

#[wasm_split(admin, wasm_split_path = ::leptos::wasm_split, fallible)]
fn admin_part() -> Result<Show, SplitLoaderError> {
    Ok(|route| match route {
        Route::Admin(section) => view! { <admin::Admin section /> }.into_any(),
        _ => view! { <not_found::NotFound /> }.into_any(),
    })
}

/// A route of a part, when it is there.
#[component]
pub fn Loaded(
    /// The part.
    part: Part,
    /// Which of its pages.
    route: Route,
) -> impl IntoView {
    let loaded = RwSignal::new(None);
    let load = Callback::new(move |()| {
        loaded.set(None);
        spawn_local(async move {
            let part = part.load().await.ok();
            // The page may be another by now.
            loaded.try_set(Some(part));
        });
    });
    load.run(());
    move || match loaded.get() {
        None => loading(),
        Some(Some(show)) => show(route.clone()),
        Some(None) => missing(t("common.part_missing"), Some(load)),
    }
}
