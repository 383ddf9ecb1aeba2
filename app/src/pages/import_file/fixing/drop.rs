//! Asks before the file is read in another way or another one is opened: its fixes would mean other cells then.

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;

use crate::components::modal::Modal;
use crate::components::radio_group::restore_choice;
use crate::i18n::{t, t_count};
use crate::session::import::ImportSession;
use crate::worker::messages::FileChoices;

/// What drops the fixes.
type Deed = Arc<dyn Fn() + Send + Sync>;

/// The question whether fixes are to be dropped.
#[derive(Clone, Copy)]
pub struct DropQuestion {
    is_open: RwSignal<bool>,
    deed: StoredValue<Option<Deed>>,
    id: &'static str,
    /// What is said, of so many fixes.
    text: fn(u64) -> String,
}

impl DropQuestion {
    /// Whether the file is to be read in another way; not asked yet.
    pub fn of_reading() -> Self {
        Self::ready("drop-fixes", |count| t_count("fixes.drop_text", count))
    }

    /// Whether another file is to be opened; not asked yet.
    pub fn of_file() -> Self {
        Self::ready("leave-fixes", |count| t_count("fixes.leave_text", count))
    }

    /// Whether the file is to be let go of; not asked yet.
    pub fn of_cancelling() -> Self {
        Self::ready("cancel-fixes", |count| t_count("fixes.cancel_text", count))
    }

    fn ready(id: &'static str, text: fn(u64) -> String) -> Self {
        let question = Self {
            is_open: RwSignal::new(false),
            deed: StoredValue::new(None),
            id,
            text,
        };
        // Closed without an answer, it was no.
        Effect::new(move |_| {
            if !question.is_open.get() && question.deed.get_value().is_some() {
                question.deed.set_value(None);
                show_what_is();
            }
        });
        question
    }

    /// Reads the file in another way, after the question where there are fixes.
    pub fn reopen(self, change: impl Fn(&mut FileChoices) + Send + Sync + 'static) {
        self.ask(move || ImportSession::get().reopen(&change));
    }

    /// Does what drops the fixes, after the question where there are some.
    pub fn ask(self, deed: impl Fn() + Send + Sync + 'static) {
        if ImportSession::get().fixes_at_stake() == 0 {
            return deed();
        }
        self.deed.set_value(Some(Arc::new(deed)));
        self.is_open.set(true);
    }

    /// The dialog.
    pub fn view(self) -> AnyView {
        let agree = move |_| {
            let deed = self.deed.get_value();
            self.deed.set_value(None);
            self.is_open.set(false);
            if let Some(deed) = deed {
                deed();
            }
        };
        let content = move || {
            let count = ImportSession::get().fixes_at_stake();
            view! {
                <div class="stack">
                    <p>{(self.text)(count as u64)}</p>
                    <div class="action-row">
                        <button type="button" class="button button--primary" on:click=agree>{t("fixes.drop")}</button>
                        <button type="button" class="button" on:click=move |_| self.is_open.set(false)>
                            {t("fixes.keep")}
                        </button>
                    </div>
                </div>
            }
        };
        let title = Signal::derive(|| t("fixes.drop_title"));
        view! { <Modal id=self.id title is_open=self.is_open content=content /> }.into_any()
    }
}

/// The selects say what was asked for; they say again how the file is read.
fn show_what_is() {
    let session = ImportSession::get();
    let known = session.file.with_untracked(|file| {
        let file = file.as_ref()?;
        let summary = file.summary.as_ref()?;
        let sheet = file.sheet.map(|sheet| sheet.to_string());
        Some([
            ("sheet", sheet.unwrap_or_default()),
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
