//! What is shown of a file that is read.

use leptos::prelude::*;

use crate::session::import::ImportSession;
use crate::session::navigation::Redirect;
use crate::state::file::OpenFile;

/// What is shown of a file that is read. Without one, as after a reload, it leads to where one is chosen.
#[component]
pub fn OfFile(
    /// What is shown; it gets the file's name.
    content: fn(String) -> AnyView,
) -> impl IntoView {
    let session = ImportSession::get();
    let name = Memo::new(move |_| {
        session.file.with(|file| {
            let file = file.as_ref();
            let ready = file.filter(|file: &&OpenFile| file.is_whole() && !file.is_refused());
            ready.map(|file| file.name.clone())
        })
    });
    move || match name.get() {
        Some(name) => content(name),
        None => {
            view! { <Redirect path=session.door.get_untracked().page().to_owned() /> }.into_any()
        }
    }
}
