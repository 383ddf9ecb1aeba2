//! What the parts of the page share: which groups are shown, what the worker is asked for, what is done about them.

use import_core::duplicates::Settlement;
use import_core::fixing::Fix;
use import_core::settings::Settings;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::super::fixing::texts::fix_text;
use super::super::grid::controller::Asking;
use crate::i18n::{number, t, t_count_with, t_with};
use crate::session::announcer::Announcer;
use crate::session::import::ImportSession;
use crate::worker::messages::groups::{
    Group, GroupPage, GroupPlace, GroupRequest, GroupView, Outlook, Unsettled,
};
use crate::worker::messages::{CheckSummary, Request, Response};

/// How many groups a page has.
pub const PAGE: u32 = 10;

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct Duplicates {
    /// Which groups are shown.
    pub view: RwSignal<GroupView>,
    /// Where the page begins.
    pub from: RwSignal<GroupPlace>,
    /// What the worker told last.
    pub page: RwSignal<GroupPage>,
    /// Whether the check is over; nothing can be settled before.
    pub is_checked: Memo<bool>,
    /// What the rows are checked by; none before that is known.
    pub settings: Memo<Option<Settings>>,
    /// Whether columns in which rows say the same are left out.
    pub only_different: RwSignal<bool>,
    asking: StoredValue<Asking>,
    /// Where the focus goes when the next page is there.
    landing: StoredValue<Option<Landing>>,
}

/// A group that one goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Landing {
    First,
    Last,
    WithRow(u64),
}

impl Duplicates {
    /// Those of the file that is open.
    #[expect(
        clippy::new_without_default,
        reason = "it belongs to the view that makes it"
    )]
    pub fn new() -> Self {
        let session = ImportSession::get();
        let duplicates = Self {
            view: RwSignal::new(GroupView::default()),
            from: RwSignal::new(GroupPlace::At(0)),
            page: RwSignal::new(GroupPage::default()),
            is_checked: Memo::new(move |_| {
                session
                    .check
                    .with(|check| check.as_ref().is_some_and(CheckSummary::is_done))
            }),
            settings: Memo::new(move |_| {
                session.checks.track();
                session.settings()
            }),
            only_different: RwSignal::new(false),
            asking: StoredValue::new(Asking::Idle),
            landing: StoredValue::new(None),
        };
        Effect::new(move |_| {
            duplicates.view.track();
            duplicates.from.track();
            session.checks.track();
            session.rechecks.track();
            session.check.track();
            duplicates.ask();
        });
        duplicates
    }

    /// Asks for the groups, unless an answer is on its way: then afterwards.
    fn ask(self) {
        if self.asking.get_value() != Asking::Idle {
            self.asking.set_value(Asking::Outdated);
            return;
        }
        self.asking.set_value(Asking::Waiting);
        let groups = self.request(self.from.get_untracked(), PAGE, 0);
        let asked = groups.clone();
        ImportSession::get().ask(
            move |id| Request::Groups { id, groups },
            move |answer| self.hear(&asked, answer),
        );
    }

    fn request(self, from: GroupPlace, count: u32, rows_from: u32) -> GroupRequest {
        GroupRequest {
            view: self.view.get_untracked(),
            from,
            count,
            rows_from,
        }
    }

    fn hear(self, asked: &GroupRequest, answer: Response) {
        // The page may be another by now.
        let Some(asking) = self.asking.try_get_value() else {
            return;
        };
        self.asking.set_value(Asking::Idle);
        let Response::Groups { page, .. } = answer else {
            return;
        };
        // What an earlier check found stays until there is something new.
        let is_begun = page.is_whole || page.all.0 > 0;
        let is_wanted = *asked == self.request(self.from.get_untracked(), PAGE, 0);
        let is_going_on = !page.is_whole && page.seen.1 > 0;
        if is_begun && is_wanted {
            self.take(page);
        }
        if is_going_on || asking == Asking::Outdated {
            self.ask();
        }
    }

    fn take(self, page: GroupPage) {
        let (is_whole, shown) = (page.is_whole, page.shown);
        let is_beyond = page.groups.is_empty() && shown.0 > 0;
        let known = self
            .page
            .with_untracked(|known| (known.is_whole, known.shown));
        let is_new = known != (is_whole, shown);
        if is_whole && is_beyond {
            // There are fewer groups than there were.
            let last = u32::try_from(shown.0 - 1).unwrap_or_default() / PAGE * PAGE;
            self.from.set(GroupPlace::At(last));
            return;
        }
        self.page.set(page);
        if is_whole {
            if is_new {
                Announcer::get().say(count_text(shown));
            }
            self.land();
        }
    }

    /// The focus goes to the first group of the page that was asked for.
    pub fn land_on_first(self) {
        self.landing.set_value(Some(Landing::First));
    }

    fn land(self) {
        let Some(landing) = self.landing.get_value() else {
            return;
        };
        self.landing.set_value(None);
        let found = self.page.with_untracked(|page| page.found);
        if let (Landing::WithRow(row), None) = (landing, found) {
            Announcer::get().say(t_with("dups.no_row", &[("row", &number(row))]));
            return;
        }
        request_animation_frame(move || match (landing, found) {
            (Landing::WithRow(_), Some(first)) => {
                let title = document().get_element_by_id(&title_id(first));
                focus(title.and_then(|title| title.dyn_into().ok()).as_ref());
            }
            (Landing::Last, _) => focus(titles().last()),
            _ => focus(titles().first()),
        });
    }

    /// Goes to the group of a row.
    pub fn go_to_row(self, row: u64) {
        self.landing.set_value(Some(Landing::WithRow(row)));
        self.from.set(GroupPlace::WithRow(row));
    }

    /// F8 goes to the next group, with Shift to the one before, also to those of other pages.
    pub fn hear_key(self, event: &KeyboardEvent) {
        if event.key() != "F8" || event.ctrl_key() || event.alt_key() {
            return;
        }
        event.prevent_default();
        let titles = titles();
        let active = document().active_element();
        let here = active.and_then(|active| active.closest(".dup").ok().flatten());
        let here = here.and_then(|here| {
            let here: &Element = &here;
            titles.iter().position(|title| here.contains(Some(title)))
        });
        let next = match (here, event.shift_key()) {
            (Some(here), false) => Some(here + 1),
            (Some(here), true) => here.checked_sub(1),
            (None, false) => Some(0),
            (None, true) => None,
        };
        if let Some(title) = next.and_then(|next| titles.get(next)) {
            focus(Some(title));
            return;
        }
        let (from, shown) = self
            .page
            .with_untracked(|page| (page.from, u32::try_from(page.shown.0).unwrap_or(u32::MAX)));
        let (turned, landing) = if event.shift_key() {
            (from.checked_sub(PAGE), Landing::Last)
        } else {
            let next = from.saturating_add(PAGE);
            (Some(next).filter(|next| *next < shown), Landing::First)
        };
        match turned {
            Some(from) => {
                self.landing.set_value(Some(landing));
                self.from.set(GroupPlace::At(from));
            }
            None => Announcer::get().say(t("dups.no_group")),
        }
    }

    /// Asks for further rows of a group.
    pub fn ask_rows(self, first: u64, rows_from: u32, then: impl Fn(Group) + 'static) {
        let groups = self.request(GroupPlace::WithRow(first), 1, rows_from);
        ImportSession::get().ask(
            move |id| Request::Groups { id, groups },
            move |answer| {
                if let Response::Groups { page, .. } = answer
                    && let Some(group) = page.groups.into_iter().find(|group| group.first == first)
                {
                    then(group);
                }
            },
        );
    }

    /// Asks what settling would change, until the answer is whole. There is none while the check runs.
    pub fn ask_outlook(
        self,
        unsettled: Unsettled,
        settlement: Settlement,
        then: impl Fn(Outlook) + 'static,
    ) {
        let of = unsettled.clone();
        let ask = move |id| Request::Outlook {
            id,
            unsettled: of,
            settlement,
        };
        ImportSession::get().ask(ask, move |answer| {
            let is_here = self.asking.try_get_value().is_some();
            if let (Response::Outlook { outlook, .. }, true) = (answer, is_here) {
                if outlook.is_whole {
                    then(outlook);
                } else if self.is_checked.get_untracked() {
                    self.ask_outlook(unsettled, settlement, then);
                }
            }
        });
    }
}

/// Makes a fix of what settling would change; says whether there was anything.
pub fn settle(settlement: Settlement, outlook: Outlook) -> bool {
    let Outlook { skip, take, .. } = outlook;
    if skip.is_empty() && take.is_empty() {
        return false;
    }
    fix(Fix::Settle {
        settlement,
        skip,
        take,
    });
    true
}

/// Fixes something, and says so.
pub fn fix(fix: Fix) {
    Announcer::get().say(t_with("fixes.said", &[("fix", &fix_text(&fix))]));
    ImportSession::get().fix(fix);
}

/// So many groups and rows.
pub fn count_text((groups, rows): (usize, usize)) -> String {
    let rows = number(rows as u64);
    t_count_with("dups.count", groups as u64, &[("rows", &rows)])
}

/// What the heading of a group is called in the page.
pub fn title_id(first: u64) -> String {
    format!("dup-{first}")
}

/// The headings of the groups on the page.
fn titles() -> Vec<HtmlElement> {
    let Ok(found) = document().query_selector_all(".dup__title") else {
        return Vec::new();
    };
    let nodes = (0..found.length()).filter_map(|at| found.item(at));
    nodes.filter_map(|node| node.dyn_into().ok()).collect()
}

fn focus(element: Option<&HtmlElement>) {
    if let Some(element) = element {
        // A heading has a tabindex, so it can take the focus.
        let _ = element.focus();
    }
}
