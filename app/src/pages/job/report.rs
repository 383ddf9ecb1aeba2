//! The reports, to be downloaded.

use import_core::api::Phase;
use leptos::prelude::*;

use super::Followed;
use crate::components::icon::{Icon, Shape};
use crate::i18n::t;

/// The reports of a pass: all rows, and those that were not imported.
#[component]
pub fn Reports(
    /// The job.
    followed: Followed,
    /// The pass.
    phase: Phase,
) -> impl IntoView {
    let url = Memo::new(move |_| {
        followed.job.with(|job| {
            let metadata = &job.as_ref()?.metadata;
            match phase {
                Phase::Validation => metadata.dry_run_report_download_url.clone(),
                Phase::Import => metadata.import_report_download_url.clone(),
            }
        })
    });
    let link = |url: String, text: String| {
        view! {
            <a class="button button--small" href=url download="" rel="external">
                <Icon shape=Shape::Download />
                {text}
            </a>
        }
    };
    move || {
        url.get().map(|url| {
            let separator = if url.contains('?') { '&' } else { '?' };
            let failed = format!("{url}{separator}only=failed");
            view! {
                <div class="action-row">
                    {link(url, t("report.all"))}
                    {link(failed, t("report.failed"))}
                </div>
            }
        })
    }
}
