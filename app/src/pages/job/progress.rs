//! How far a running job is.

use leptos::prelude::*;

use super::Followed;
use crate::components::notice::{Notice, Tone};
use crate::components::progress::Progress;
use crate::i18n::{duration, number, t, t_with};
use crate::state::job::{Stage, share_done};

/// How far a running job is.
#[component]
pub fn JobProgress(
    /// The job.
    followed: Followed,
) -> impl IntoView {
    let is_undo = followed.is_undo();
    let label = Signal::derive(move || match followed.stage.get() {
        _ if is_undo => t("progress.undoing"),
        Stage::Importing => t("progress.importing"),
        Stage::Waiting => t("progress.waiting"),
        _ => t("progress.validating"),
    });
    let share = Signal::derive(move || followed.job.with(|job| job.as_ref().and_then(share_done)));
    let text = Signal::derive(move || {
        followed.job.with(|job| {
            let Some(progress) = job.as_ref().map(|job| job.progress) else {
                return String::new();
            };
            let (done, total) = (number(progress.rows_done), number(progress.rows_total));
            let rows = if is_undo {
                "progress.records"
            } else {
                "progress.rows"
            };
            let mut parts = vec![t_with(rows, &[("done", &done), ("total", &total)])];
            if progress.rows_per_second >= 1.0 {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "a rate is small"
                )]
                let rate = number(progress.rows_per_second as u64);
                let text = if is_undo {
                    "progress.record_rate"
                } else {
                    "progress.rate"
                };
                parts.push(t_with(text, &[("rate", &rate)]));
            }
            if let Some(seconds) = progress.seconds_left {
                parts.push(t_with("progress.left", &[("time", &duration(seconds))]));
            }
            parts.join(" · ")
        })
    });
    // A job that is at work has nothing to say.
    let stall = Memo::new(move |_| {
        followed
            .job
            .with(|job| job.as_ref().and_then(|job| job.status_details.clone()))
    });
    view! {
        <section class="section panel" aria-labelledby="progress-title">
            <h2 id="progress-title">{move || label.get()}</h2>
            <Progress label share text />
            {move || stall.get().map(|details| {
                let text = t_with("progress.stalled", &[("details", &details)]);
                view! { <Notice tone=Tone::Warning><p>{text}</p></Notice> }
            })}
            <p class="section__note">{t("progress.leave")}</p>
        </section>
    }
}
