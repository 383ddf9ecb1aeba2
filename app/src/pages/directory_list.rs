//! A list of the directory: a search, a page of records, the way to other pages. The address says which.

use import_core::api::Paged;
use leptos::prelude::*;

use crate::api::Call;
use crate::components::empty::Empty;
use crate::components::icon::Shape;
use crate::components::page_title::PageTitle;
use crate::components::pager::Pager;
use crate::components::remote::{Remote, Source, failed, loading};
use crate::components::search_box::SearchBox;
use crate::i18n::{t, t_count};
use crate::session::navigation::Navigation;
use crate::state::record::Record;

/// What a list is of.
#[derive(Clone, Copy)]
pub struct Kind {
    /// Its address.
    pub path: &'static str,
    /// Stands for its records.
    pub shape: Shape,
    /// The key of its texts: `title`, `search`, `none`, `none_text`.
    pub texts: &'static str,
    /// Asks for the records of a page that have a text in them.
    pub ask: fn(&str, u64) -> Call<Paged<Record>>,
    /// The table of records.
    pub table: fn(&[Record]) -> AnyView,
}

/// A list of the directory.
#[component]
pub fn DirectoryList(
    /// What it is of.
    kind: Kind,
) -> impl IntoView {
    let navigation = Navigation::get();
    let text = Memo::new(move |_| navigation.parameter("q").unwrap_or_default());
    let number = Memo::new(move |_| {
        let page = navigation.parameter("page");
        page.and_then(|page| page.parse().ok()).unwrap_or(1)
    });
    let page = Source::<Paged<Record>>::new();
    let ask = move || page.ask((kind.ask)(&text.get(), number.get()));
    Effect::new(move |_| ask());
    let address = move |text: &str| {
        let text: String = js_sys::encode_uri_component(text).into();
        format!("{}?q={text}", kind.path)
    };
    // Typing makes no history; what is searched for is in the address all the same.
    let search = move |text: String| navigation.replace(&address(&text));
    let on_page = Callback::new(move |page: u64| {
        navigation.go(&format!("{}&page={page}", address(&text.get_untracked())));
    });
    let view_of_page = move || match &*page.state.read() {
        Remote::Loading => loading(),
        Remote::Failed(error) => failed(error, Some(Callback::new(move |()| ask()))),
        Remote::Ready(page) if page.entities.is_empty() && page.page_number > 1 => {
            past_end(kind, address(&text.get()))
        }
        Remote::Ready(page) if page.entities.is_empty() => {
            nothing(kind, text.with(String::is_empty))
        }
        Remote::Ready(page) => {
            let key = if page.partial_results {
                "list.more_than"
            } else {
                "list.total"
            };
            view! {
                <p class="list-count" role="status">{t_count(key, page.total)}</p>
                {(kind.table)(&page.entities)}
                <Pager page=page.page_number pages=page.page_count on_page />
            }
            .into_any()
        }
    };
    view! {
        <div class="page-head">
            <PageTitle text=kind.text("title") />
            <SearchBox
                id="search"
                label=kind.text("search")
                initial=text.get_untracked()
                on_search=search
            />
        </div>
        {view_of_page}
    }
}

impl Kind {
    fn text(self, name: &str) -> String {
        t(&format!("{}.{name}", self.texts))
    }
}

/// The address names a page that the list does not have.
fn past_end(kind: Kind, first: String) -> AnyView {
    view! {
        <Empty shape=kind.shape title=t("list.past_end") text=t("list.past_end_text")>
            <a class="button" href=first>{t("list.first")}</a>
        </Empty>
    }
    .into_any()
}

fn nothing(kind: Kind, is_directory_empty: bool) -> AnyView {
    if !is_directory_empty {
        let (title, text) = (t("list.not_found"), t("list.not_found_text"));
        return view! { <Empty shape=kind.shape title text /> }.into_any();
    }
    view! {
        <Empty shape=kind.shape title=kind.text("none") text=kind.text("none_text")>
            <a class="button button--primary" href="/import">{t("nav.import")}</a>
        </Empty>
    }
    .into_any()
}
