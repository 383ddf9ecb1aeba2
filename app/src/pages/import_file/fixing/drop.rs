//! Asks before the file is read in another way: its fixes would mean other cells then.

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;

use crate::components::modal::Modal;
use crate::components::radio_group::restore_choice;
use crate::i18n::{t, t_count};
use crate::session::import::ImportSession;
use crate::worker::messages::FileChoices;

/// Another way to read the file.
type Change = Arc<dyn Fn(&mut FileChoices) + Send + Sync>;

/// The question whether fixes are to be dropped.
#[derive(Clone, Copy)]
pub struct DropQuestion {
    is_open: RwSignal<bool>,
    change: StoredValue<Option<Change>>,
}

impl DropQuestion {
    /// One that is not asked yet.
    pub fn ready() -> Self {
        let question = Self {
            is_open: RwSignal::new(false),
            change: StoredValue::new(None),
        };
        // Closed without an answer, it was no.
        Effect::new(move |_| {
            if !question.is_open.get() && question.change.get_value().is_some() {
                question.change.set_value(None);
                show_what_is();
            }
        });
        question
    }

    /// Reads the file in another way, after the question where there are fixes.
    pub fn reopen(self, change: impl Fn(&mut FileChoices) + Send + Sync + 'static) {
        let session = ImportSession::get();
        if session
            .fixes
            .with_untracked(|fixes| fixes.list().is_empty())
        {
            return session.reopen(change);
        }
        self.change.set_value(Some(Arc::new(change)));
        self.is_open.set(true);
    }

    /// The dialog.
    pub fn view(self) -> AnyView {
        let session = ImportSession::get();
        let agree = move |_| {
            let change = self.change.get_value();
            self.change.set_value(None);
            self.is_open.set(false);
            if let Some(change) = change {
                session.reopen(|choices| change(choices));
            }
        };
        let content = move || {
            let count = session.fixes.with_untracked(|fixes| fixes.list().len());
            view! {
                <div class="stack">
                    <p>{t_count("fixes.drop_text", count as u64)}</p>
                    <div class="action-row">
                        <button type="button" class="button button--primary" on:click=agree>{t("fixes.drop")}</button>
                        <button type="button" class="button" on:click=move |_| self.is_open.set(false)>
                            {t("common.cancel")}
                        </button>
                    </div>
                </div>
            }
        };
        let title = Signal::derive(|| t("fixes.drop_title"));
        view! { <Modal id="drop-fixes" title is_open=self.is_open content=content /> }.into_any()
    }
}

/// The selects say what was asked for; they say again how the file is read.
fn show_what_is() {
    let session = ImportSession::get();
    let known = session.file.with_untracked(|file| {
        let file = file.as_ref()?;
        let summary = file.summary.as_ref()?;
        Some([
            ("sheet", file.sheet.to_string()),
            ("encoding", summary.encoding.clone()),
            ("delimiter", summary.delimiter.to_string()),
            ("header", summary.header_row.to_string()),
        ])
    });
    for (group, value) in known.into_iter().flatten() {
        restore_choice(group, &value);
    }
    // It chooses among those that are in no group.
    let others = document().get_element_by_id("other-encoding");
    if let Some(others) = others.and_then(|others| others.dyn_into::<HtmlSelectElement>().ok()) {
        others.set_value("");
    }
}
