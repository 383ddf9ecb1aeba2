//! Where a file is dropped or chosen.

use leptos::ev::{DragEvent, Event};
use leptos::html;
use leptos::prelude::*;
use web_sys::{File, HtmlInputElement};

use crate::components::icon::{Icon, Shape};
use crate::i18n::t;
use crate::session::import::ImportSession;

/// Where a file is dropped or chosen.
#[component]
pub fn DropZone() -> impl IntoView {
    let session = ImportSession::get();
    let is_over = RwSignal::new(false);
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        is_over.set(false);
        let files = event.data_transfer().and_then(|data| data.files());
        if let Some(file) = files.and_then(|files| files.get(0)) {
            session.open(&file);
        }
    };
    let over = move |event: DragEvent| {
        // Without this the browser would open the file in place of the page.
        event.prevent_default();
        is_over.set(true);
    };
    let door = session.door.get_untracked();
    let samples = door.samples().iter();
    let samples: Vec<_> = samples
        .map(|&(name, text)| {
            let address = format!("/{name}");
            view! { " " <a href=address download=name rel="external">{t(text)}</a> }
        })
        .collect();
    view! {
        <div
            class="drop-zone"
            class:drop-zone--over=move || is_over.get()
            on:dragenter=over
            on:dragover=over
            on:dragleave=move |_| is_over.set(false)
            on:drop=dropped
        >
            <span class="drop-zone__icon"><Icon shape=Shape::Upload /></span>
            <p class="drop-zone__title">{t("file.drop")}</p>
            <p class="drop-zone__text">{t("file.kinds")}</p>
            <FileButton label=t("file.choose") class="button button--primary" />
            <p class="drop-zone__sample">
                {t("file.sample_text")}
                {samples}
            </p>
        </div>
        <p class="drop-zone__privacy">{t(door.privacy())}</p>
    }
}

/// What the browser's dialog offers; what a file is tells its content alone.
const ACCEPTED: &str = ".csv,.tsv,.txt,.xlsx,.xlsm,text/csv,text/tab-separated-values,text/plain,\
    application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A button that lets one choose a file.
#[component]
pub fn FileButton(
    /// What it says.
    label: String,
    /// Its classes.
    class: &'static str,
) -> impl IntoView {
    let session = ImportSession::get();
    let input = NodeRef::<html::Input>::new();
    let chosen = move |event: Event| {
        let input: HtmlInputElement = event_target(&event);
        let file: Option<File> = input.files().and_then(|files| files.get(0));
        // Emptied, so that the same file can be chosen again after it was corrected.
        input.set_value("");
        if let Some(file) = file {
            session.open(&file);
        }
    };
    let choose = move |_| {
        if let Some(input) = input.get() {
            input.click();
        }
    };
    view! {
        <button type="button" class=class on:click=choose>{label}</button>
        <input
            class="visually-hidden"
            id="file"
            type="file"
            tabindex="-1"
            aria-label=t("file.input")
            accept=ACCEPTED
            node_ref=input
            on:change=chosen
        />
    }
}
