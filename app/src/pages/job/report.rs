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
            let url = match phase {
                Phase::Validation => metadata.dry_run_report_download_url.as_ref(),
                Phase::Import => metadata.import_report_download_url.as_ref(),
            };
            url.map(|url| on_this_server(url).to_owned())
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

/// The path of an address of the API. Behind a proxy the server may know itself by another name than the browser does.
pub(super) fn on_this_server(url: &str) -> &str {
    url.find("/api/").map_or(url, |start| &url[start..])
}

#[cfg(test)]
mod tests {
    use super::on_this_server;

    #[test]
    fn the_browser_asks_the_server_that_it_knows() {
        let path = "/api/v2/externalcontacts/import/jobs/7/report?phase=import";
        assert_eq!(on_this_server(&format!("http://10.0.0.1:8080{path}")), path);
        assert_eq!(on_this_server(path), path);
    }
}
