//! What of a file is not imported, though nobody said so: a check that finds no problem says nothing of it.

use leptos::prelude::*;

use crate::components::notice::{Notice, Tone};
use crate::i18n::{t, t_count_with};
use crate::session::import::ImportSession;
use crate::state::choices::{Choices, ColumnChoice};
use crate::state::file::OpenFile;

/// How many columns are named.
const NAMED: usize = 6;

/// The columns with values that feed nothing.
#[component]
pub fn Overlooked(
    /// The way to where that can be changed, if it is elsewhere.
    #[prop(optional)]
    way: Option<fn() -> AnyView>,
) -> impl IntoView {
    let text = Memo::new(move |_| text());
    move || {
        text.get().map(|text| {
            let way = way.map(|way| way());
            view! { <Notice tone=Tone::Warning><p>{text} " " {way}</p></Notice> }
        })
    }
}

/// Whether no column of the file feeds anything, so that each row would be found to be without values.
pub(super) fn feeds_nothing() -> bool {
    of_choices(Choices::feeds_nothing).unwrap_or_default()
}

/// Something of the choices, once they are about the file.
fn of_choices<T>(read: impl FnOnce(&Choices) -> T) -> Option<T> {
    let session = ImportSession::get();
    session.file.with(|file| {
        let file = file.as_ref().filter(|file: &&OpenFile| file.is_whole())?;
        let columns = &file.summary.as_ref()?.columns;
        session
            .choices
            .with(|choices| choices.knows(columns).then(|| read(choices)))
    })
}

fn text() -> Option<String> {
    let (names, is_all) = of_choices(|choices| {
        let names = choices
            .overlooked()
            .map(|column: &ColumnChoice| column.header.clone());
        (names.collect::<Vec<_>>(), choices.feeds_nothing())
    })?;
    if is_all {
        return Some(t("columns.none"));
    }
    let mut shown = names[..names.len().min(NAMED)].join(", ");
    if names.len() > NAMED {
        shown.push_str(", …");
    }
    let count = names.len() as u64;
    (count > 0).then(|| t_count_with("columns.overlooked", count, &[("names", &shown)]))
}
