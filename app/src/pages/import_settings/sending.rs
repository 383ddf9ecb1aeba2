//! The rows on their way to the server.

use leptos::prelude::*;

use crate::components::notice::{Notice, Tone};
use crate::components::page_title::PageTitle;
use crate::components::progress::Progress;
use crate::components::stepper::{Step, Stepper};
use crate::i18n::{number, t, t_with};
use crate::session::import::ImportSession;
use crate::session::sending::Sending;

/// The rows on their way to the server.
#[component]
pub fn SendingPanel() -> impl IntoView {
    view! {
        <PageTitle text=t("validation.title") />
        <Stepper current=Step::Validation />
        <Rows />
    }
}

/// How far the rows are, or why they do not come there.
#[component]
pub fn Rows() -> impl IntoView {
    let session = ImportSession::get();
    let total = session.file.with_untracked(|file| {
        let counts = file.as_ref().and_then(|file| file.summary.as_ref()?.counts);
        counts.map_or(0, |counts| counts.rows)
    });
    let share = Signal::derive(move || match session.sending.get() {
        #[expect(clippy::cast_precision_loss, reason = "no file has 2^53 rows")]
        Sending::Rows(rows) => Some(rows as f64 / total.max(1) as f64),
        _ => None,
    });
    let text = Signal::derive(move || match session.sending.get() {
        Sending::Idle | Sending::Saving => t("sending.saving"),
        Sending::Rows(rows) => t_with(
            "sending.rows",
            &[
                ("done", &number(rows as u64)),
                ("total", &number(total as u64)),
            ],
        ),
        Sending::Finishing | Sending::Done(_) => t("sending.finishing"),
        Sending::Failed(_) => String::new(),
    });
    let failure = Memo::new(move |_| match session.sending.get() {
        Sending::Failed(error) => Some(error.message()),
        _ => None,
    });
    view! {
        <section class="section panel" aria-labelledby="sending-title">
            <h2 id="sending-title">{t("sending.title")}</h2>
            {move || match failure.get() {
                Some(message) => view! {
                    <Notice tone=Tone::Error><p>{message}</p></Notice>
                    <div class="action-row">
                        <button type="button" class="button" on:click=move |_| session.sending.set(Sending::Idle)>
                            {t("common.back")}
                        </button>
                        <button type="button" class="button button--primary" on:click=move |_| session.send()>
                            {t("common.retry")}
                        </button>
                    </div>
                }
                .into_any(),
                None => view! {
                    <Progress label=t("sending.title") share text />
                    <div class="action-row">
                        <button type="button" class="button" on:click=move |_| session.stop_sending()>
                            {t("common.cancel")}
                        </button>
                    </div>
                }
                .into_any(),
            }}
        </section>
    }
}
