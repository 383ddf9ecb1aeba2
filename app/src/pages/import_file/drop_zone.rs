//! Where a file is dropped or chosen.

use leptos::ev::{DragEvent, Event};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{File, HtmlInputElement};

use super::fixing::drop::DropQuestion;
use crate::components::icon::{Icon, Shape};
use crate::i18n::t;
use crate::session::handle::{self, Chosen};
use crate::session::import::ImportSession;

/// Where a file is dropped or chosen.
#[component]
pub fn DropZone() -> impl IntoView {
    let session = ImportSession::get();
    session.stand_by();
    let is_over = RwSignal::new(false);
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        is_over.set(false);
        if let Some(chosen) = handle::dropped(&event) {
            spawn_local(async move { session.open(&chosen.await) });
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

/// A button that lets one choose a file to import, in the place of the one that is open.
#[component]
pub fn FileButton(
    /// What it says.
    label: String,
    /// Its classes.
    class: &'static str,
) -> impl IntoView {
    let session = ImportSession::get();
    let chosen = RwSignal::new_local(None::<Chosen>);
    let question = DropQuestion::of_file();
    Effect::new(move |_| {
        if chosen.with(Option::is_some) {
            question.ask(move || {
                if let Some(chosen) = chosen.get_untracked() {
                    session.open(&chosen);
                }
            });
        }
    });
    view! {
        {question.view()}
        <FileInput label class id="file" chosen />
    }
}

/// A button that lets one choose a file. Where the browser gives references to files, it is asked for one.
#[component]
pub fn FileInput(
    /// What the button says.
    label: String,
    /// Its classes.
    class: &'static str,
    /// The id of the input.
    id: &'static str,
    /// Where the file is put.
    chosen: RwSignal<Option<Chosen>, LocalStorage>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let changed = move |event: Event| {
        let input: HtmlInputElement = event_target(&event);
        let file: Option<File> = input.files().and_then(|files| files.get(0));
        // Emptied, so that the same file can be chosen again after it was corrected.
        input.set_value("");
        if let Some(file) = file {
            chosen.set(Some(Chosen { file, handle: None }));
        }
    };
    let ask_input = move || {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let choose = move |_| {
        if !handle::can_pick() {
            return ask_input();
        }
        spawn_local(async move {
            match handle::pick().await {
                Ok(Some(picked)) => chosen.set(Some(picked)),
                Ok(None) => {}
                Err(_) => ask_input(),
            }
        });
    };
    view! {
        <button type="button" class=class on:click=choose>{label}</button>
        <input
            class="visually-hidden"
            id=id
            type="file"
            tabindex="-1"
            aria-label=t("file.input")
            accept=ACCEPTED
            node_ref=input
            on:change=changed
        />
    }
}
