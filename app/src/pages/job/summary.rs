//! What a pass says: imported, not imported, and the tallies.

use import_core::api::Phase;
use leptos::prelude::*;

use super::Followed;
use crate::components::counts::{BigNumber, CountsTable};
use crate::i18n::{t, t_count};
use crate::state::job::counts;

/// What a pass says.
#[component]
pub fn Summary(
    /// The job.
    followed: Followed,
    /// The pass.
    phase: Phase,
) -> impl IntoView {
    let counts = Memo::new(move |_| {
        followed.job.with(|job| {
            job.as_ref()
                .map(|job| counts(job, phase))
                .unwrap_or_default()
        })
    });
    // A file of organizations alone is counted as such.
    let is_of_contacts = Memo::new(move |_| {
        counts.with(|counts| counts.contacts.total() > 0 || counts.organizations.total() == 0)
    });
    let title = match phase {
        Phase::Validation => t("summary.prediction"),
        Phase::Import => t("summary.result"),
    };
    let labels = move || match (phase, is_of_contacts.get()) {
        (Phase::Validation, true) => (t("summary.would_import"), t("summary.would_not")),
        (Phase::Validation, false) => (
            t("summary.would_import_organizations"),
            t("summary.would_not_organizations"),
        ),
        (Phase::Import, true) => (t("summary.imported"), t("summary.not_imported")),
        (Phase::Import, false) => (
            t("summary.imported_organizations"),
            t("summary.not_imported_organizations"),
        ),
    };
    view! {
        <section class="section" aria-labelledby="summary-title">
            <h2 id="summary-title">{title}</h2>
            {move || {
                let counts = counts.get();
                let tally = if is_of_contacts.get() { counts.contacts } else { counts.organizations };
                let (imported, rejected) = (tally.imported(), tally.rejected);
                let (good, bad) = labels();
                let bad_tone = if rejected == 0 { "plain" } else { "bad" };
                let good_tone = if imported == 0 { "plain" } else { "good" };
                view! {
                    <dl class="big-numbers">
                        <BigNumber label=good value=imported tone=good_tone note=t("summary.imported_note") />
                        <BigNumber label=bad value=rejected tone=bad_tone note=t_count("summary.of_rows", counts.rows.total()) />
                    </dl>
                    <CountsTable counts />
                }
            }}
        </section>
    }
}
