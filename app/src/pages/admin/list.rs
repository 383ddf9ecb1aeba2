//! A list of what administrators make, and the dialog in which an entry is made or changed.

use import_core::api::Paged;
use leptos::prelude::*;

use crate::api::Call;
use crate::components::data_table::{TableFrame, head};
use crate::components::empty::Empty;
use crate::components::icon::{Icon, Shape};
use crate::components::modal::Modal;
use crate::components::pager::Pager;
use crate::components::remote::{Remote, Source, failed, loading};
use crate::i18n::t;
use crate::session::announcer::Announcer;

/// What a list is of.
pub struct Kind<T: Send + Sync + 'static> {
    /// The key of its texts: `title`, `new`, `none`, `none_text`, `edit`.
    pub texts: &'static str,
    /// Stands for its entries.
    pub shape: Shape,
    /// The keys of its columns' names; the first is that of the entry's name.
    pub columns: &'static [&'static str],
    /// Asks for a page.
    pub ask: fn(u64) -> Call<Paged<T>>,
    /// What is shown of an entry: its name, then the other columns.
    pub cells: fn(&T) -> Vec<String>,
    /// Whether one may make another entry.
    pub may_add: bool,
}

// By hand: a derive would ask for entries that can be copied.
impl<T: Send + Sync + 'static> Clone for Kind<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Kind<T> {}

/// A list, with what is open in its dialog.
pub struct List<T: Send + Sync + 'static> {
    kind: Kind<T>,
    page: Source<Paged<T>>,
    number: RwSignal<u64>,
    open: RwSignal<Option<T>>,
    is_open: RwSignal<bool>,
}

impl<T: Send + Sync + 'static> Clone for List<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for List<T> {}

impl<T: Clone + Send + Sync + 'static> List<T> {
    /// A list whose first page is asked for.
    pub fn new(kind: Kind<T>) -> Self {
        let list = Self {
            kind,
            page: Source::new(),
            number: RwSignal::new(1),
            open: RwSignal::new(None),
            is_open: RwSignal::new(false),
        };
        list.ask();
        list
    }

    /// Asks for the page again.
    pub fn ask(self) {
        self.page.ask((self.kind.ask)(self.number.get_untracked()));
    }

    /// A change was made: the dialog closes, the list shows it, and a screen reader hears of it.
    pub fn changed(self) {
        self.is_open.set(false);
        Announcer::get().say(t("admin.saved"));
        self.ask();
    }

    fn show(self, entry: Option<T>) {
        self.open.set(entry);
        self.is_open.set(true);
    }

    /// The list and its dialog, whose content is built anew for each entry, and for none when one is made.
    pub fn view(self, content: fn(Self, Option<T>) -> AnyView) -> AnyView {
        let kind_texts = self.kind.texts;
        let text = move |name: &str| t(&format!("{kind_texts}.{name}"));
        let title = Signal::derive(move || {
            text(if self.open.read().is_some() {
                "edit"
            } else {
                "new"
            })
        });
        let body = move || match &*self.page.state.read() {
            Remote::Loading => loading(),
            Remote::Failed(error) => failed(error, Some(Callback::new(move |()| self.ask()))),
            Remote::Ready(page) if page.entities.is_empty() => {
                let (title, text) = (text("none"), text("none_text"));
                view! { <Empty shape=self.kind.shape title text /> }.into_any()
            }
            Remote::Ready(page) => {
                let lines = page.entities.iter().map(|entry| {
                    let cells = (self.kind.cells)(entry);
                    let entry = entry.clone();
                    (
                        cells,
                        Callback::new(move |()| self.show(Some(entry.clone()))),
                    )
                });
                let table = table(text("title"), self.kind.columns, lines.collect());
                let on_page = Callback::new(move |number| {
                    self.number.set(number);
                    self.ask();
                });
                view! {
                    {table}
                    <Pager page=page.page_number pages=page.page_count on_page />
                }
                .into_any()
            }
        };
        view! {
            {self.kind.may_add.then(|| view! {
                <p class="admin-new">
                    <button type="button" class="button button--primary" on:click=move |_| self.show(None)>
                        <Icon shape=Shape::Plus />
                        {text("new")}
                    </button>
                </p>
            })}
            {body}
            <Modal
                id="admin-dialog"
                title
                is_open=self.is_open
                content=move || content(self, self.open.get_untracked())
            />
        }
        .into_any()
    }
}

/// The table of entries; the name of each opens it. Of the code for this there is one for all lists.
fn table(label: String, columns: &[&str], lines: Vec<(Vec<String>, Callback<()>)>) -> AnyView {
    let names: Vec<String> = columns.iter().map(|key| t(key)).collect();
    let rows: Vec<_> = lines
        .into_iter()
        .map(|(cells, open)| {
            let mut cells = cells.into_iter();
            let name = cells.next();
            let rest: Vec<_> = cells.map(|cell| view! { <td>{cell}</td> }).collect();
            view! {
                <tr>
                    <th scope="row">
                        <button type="button" class="link-button" on:click=move |_| open.run(())>{name}</button>
                    </th>
                    {rest}
                </tr>
            }
        })
        .collect();
    view! {
        <TableFrame label=label.clone()>
            <table class="table">
                <caption class="visually-hidden">{label}</caption>
                {head(&names)}
                <tbody>{rows}</tbody>
            </table>
        </TableFrame>
    }
    .into_any()
}
