//! The rows that failed, as a file to be corrected.

use import_core::problem::Code;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, HtmlAnchorElement, Url};

use super::texts::wording;
use crate::components::icon::{Icon, Shape};
use crate::i18n::{t, t_count, t_with};
use crate::session::announcer::Announcer;
use crate::session::import::ImportSession;
use crate::worker::messages::{CheckSummary, Request};

/// A button that makes a file of the rows that failed; nothing while there are none, or not all are known.
#[component]
pub fn FailedRows() -> impl IntoView {
    let session = ImportSession::get();
    let failed = Memo::new(move |_| {
        session.check.with(|check| {
            let check = check.as_ref().filter(|check| check.is_done());
            check.map_or(0, failed_count)
        })
    });
    let save = move |_| {
        let ask = |id| Request::FailedRows {
            id,
            wording: wording(),
        };
        let count = failed.get_untracked() as u64;
        session.ask_for_file(ask, move |_, file| {
            let name = file_name(session);
            let is_saved = file.is_some_and(|file| save_as(&file, &name).is_ok());
            Announcer::get().say(if is_saved {
                t_count("failed.said", count)
            } else {
                t("failed.said_not")
            });
        });
    };
    let has_failed = Memo::new(move |_| failed.get() > 0);
    move || {
        has_failed.get().then(|| {
            view! {
                <div class="failed-rows">
                    <button type="button" class="button button--small" aria-describedby="failed-hint" on:click=save>
                        <Icon shape=Shape::Download />
                        {move || t_count("failed.download", failed.get() as u64)}
                    </button>
                    <p class="field__hint" id="failed-hint">{t("failed.hint")}</p>
                </div>
            }
        })
    }
}

/// How many rows failed: those that a person left out did not.
fn failed_count(check: &CheckSummary) -> usize {
    let skipped = check
        .kinds
        .iter()
        .find(|kind| kind.code == Code::RowSkipped);
    check
        .rejected
        .saturating_sub(skipped.map_or(0, |kind| kind.count))
}

fn file_name(session: ImportSession) -> String {
    let name = session.file.with_untracked(|file| {
        let name = file
            .as_ref()
            .map(|file| file.name.as_str())
            .unwrap_or_default();
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        stem.to_owned()
    });
    t_with("failed.file", &[("name", &name)])
}

/// Gives a file to the browser, to be saved.
fn save_as(file: &Blob, name: &str) -> Result<(), JsValue> {
    let address = Url::create_object_url_with_blob(file)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&address)
}
