//! The worker's end of the wire: hears the page, does what it asks, answers.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use import_core::fixing::FixedTable;
use js_sys::Array;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, DedicatedWorkerGlobalScope, File, MessageEvent};

use super::crew::{self, Assistant, Crew};
use super::grid::{Grid, Sheet};
use super::inspection::Inspection;
use super::messages::{ProblemFilter, ProblemPage, Request, Response};
use super::reading;
use super::turns::Turns;
use super::warming::Warming;
use crate::reader::client::Reading;

/// Hears the page from now on.
pub fn serve() -> Result<(), JsValue> {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().dyn_into()?;
    let host = Rc::new(Host {
        turns: Turns::new()?,
        file: RefCell::default(),
        table: RefCell::default(),
        inspection: RefCell::default(),
        crew: RefCell::default(),
        assistant: RefCell::default(),
        grid: RefCell::default(),
        reading: RefCell::default(),
        opening: Cell::new(0),
        checking: Cell::new(0),
        sending: Cell::new(0),
        previewing: Cell::new(0),
        scope: scope.clone(),
    });
    spawn_local(Rc::clone(&host).warm_up());
    let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| host.hear(&event));
    scope.add_event_listener_with_callback("message", hear.as_ref().unchecked_ref())?;
    // It hears until the worker ends.
    hear.forget();
    Ok(())
}

/// What the worker has, and what it is at.
pub(super) struct Host {
    pub(super) scope: DedicatedWorkerGlobalScope,
    pub(super) turns: Turns,
    pub(super) file: RefCell<Option<File>>,
    pub(super) table: RefCell<Option<Rc<FixedTable>>>,
    pub(super) inspection: RefCell<Option<Inspection>>,
    /// Others that help with a large file.
    pub(super) crew: RefCell<Option<Rc<Crew>>>,
    /// What this one helps with, if it is one of a crew.
    pub(super) assistant: RefCell<Option<Assistant>>,
    pub(super) grid: RefCell<Grid>,
    /// What the file reader is at.
    pub(super) reading: RefCell<Option<Rc<Reading>>>,
    /// The numbers of the tasks that are wanted; an older one gives up. 0 for none.
    pub(super) opening: Cell<u32>,
    pub(super) checking: Cell<u32>,
    pub(super) sending: Cell<u32>,
    /// The latest question of its kind.
    pub(super) previewing: Cell<u32>,
}

impl Host {
    fn hear(self: &Rc<Self>, event: &MessageEvent) {
        let parts = Array::from(&event.data());
        let request = parts.get(0).as_string();
        let Some(Ok(request)) = request.map(|text| serde_json::from_str(&text)) else {
            return;
        };
        if let Ok(file) = parts.get(1).dyn_into::<File>() {
            self.file.replace(Some(file));
        }
        let host = Rc::clone(self);
        match request {
            Request::Open { run, choices } => {
                self.opening.set(run);
                self.checking.set(0);
                if let Some(reading) = self.reading.take() {
                    reading.give_up();
                }
                spawn_local(async move {
                    if let Err(problem) = host.open(run, choices).await {
                        host.say(&Response::Refused {
                            run,
                            problems: vec![problem],
                            summary: None,
                        });
                    }
                });
            }
            Request::Check { run, settings } => {
                self.checking.set(run);
                spawn_local(async move { host.check(run, settings).await });
            }
            Request::Problems {
                id,
                filter,
                from,
                limit,
            } => {
                let page = self.problems(&filter, from, limit);
                self.say(&Response::Problems { id, page });
            }
            Request::Column { id, column, limit } => {
                let table = self.table.borrow();
                let cells = table
                    .as_ref()
                    .map(|table| reading::first_cells(table, column, limit));
                self.say(&Response::Column {
                    id,
                    cells: cells.unwrap_or_default(),
                });
            }
            Request::Formats {
                id,
                column,
                written,
            } => {
                let table = self.table.borrow();
                let inferred = table
                    .as_ref()
                    .map(|table| reading::infer(table, column, written));
                self.say(&Response::Formats {
                    id,
                    inferred: inferred.unwrap_or_default(),
                });
            }
            Request::Window { id, window } => {
                let window = self.with_grid(|grid, sheet| grid.window(sheet, &window));
                self.say(&Response::Window {
                    id,
                    window: window.unwrap_or_default(),
                });
            }
            Request::Find { id, filter, target } => {
                let spot = self.with_grid(|grid, sheet| grid.find(sheet, &filter, target));
                self.say(&Response::Found {
                    id,
                    spot: spot.flatten(),
                });
            }
            Request::Statistics { id, column } => {
                let statistics = self.with_grid(|grid, sheet| grid.statistics(sheet, column));
                // Without a file nobody waits for it.
                if let Some(statistics) = statistics {
                    self.say(&Response::Statistics { id, statistics });
                }
            }
            Request::Groups { id, groups } => {
                let page = self.with_grid(|grid, sheet| grid.groups.page(sheet, &groups));
                let page = page.unwrap_or_default();
                self.say(&Response::Groups { id, page });
            }
            Request::Outlook {
                id,
                unsettled,
                settlement,
            } => {
                let outlook = self
                    .with_grid(|grid, sheet| grid.groups.outlook(sheet, &unsettled, settlement));
                let outlook = outlook.unwrap_or_default();
                self.say(&Response::Outlook { id, outlook });
            }
            Request::Send { run, url, headers } => {
                self.sending.set(run);
                self.send(run, url, headers);
            }
            Request::Cancel => self.sending.set(0),
            Request::Assist {
                layout,
                settings,
                fixes,
            } => {
                let assistant = Assistant::new(layout, settings, fixes);
                self.assistant.replace(assistant);
            }
            Request::Look => {
                if let Some(assistant) = self.assistant.borrow_mut().as_mut() {
                    let numbers = assistant.look(&parts);
                    // Numbers can always be sent.
                    let _ = self.scope.post_message(&numbers);
                }
            }
            Request::Fix { run, splice } => self.fix(run, splice),
            Request::Row { id, row, fix } => {
                let (cells, problems) = self.row(row, fix);
                self.say(&Response::Row {
                    id,
                    cells,
                    problems,
                });
            }
            Request::Preview { id, column, rule } => {
                self.previewing.set(id);
                spawn_local(async move { host.preview(id, column, rule).await });
            }
            Request::Rows { id, code, keep } => {
                let rows =
                    self.with_inspection(|table, inspection| inspection.rows_of(table, code, keep));
                self.say(&Response::Rows { id, rows });
            }
            Request::FailedRows { id, wording } => {
                spawn_local(async move { host.failed_rows(id, &wording).await });
            }
        }
    }

    /// Checks rows of no file as long as there is none. A crew's worker need not: they share what is compiled.
    async fn warm_up(self: Rc<Self>) {
        let is_wanted = || self.opening.get() == 0 && self.scope.name() != crew::NAME;
        // The page's first message may be here already.
        self.turns.next().await;
        let mut warming = is_wanted().then(Warming::new).flatten();
        while is_wanted() && warming.as_mut().is_some_and(Warming::advance) {
            self.turns.next().await;
        }
    }

    /// Asks the grid, where there are rows.
    pub(super) fn with_grid<T>(&self, ask: impl FnOnce(&mut Grid, Sheet<'_>) -> T) -> Option<T> {
        let (table, inspection) = (self.table.borrow(), self.inspection.borrow());
        let sheet = Sheet {
            table: table.as_ref()?,
            inspection: inspection.as_ref(),
        };
        Some(ask(&mut self.grid.borrow_mut(), sheet))
    }

    pub(super) fn say(&self, response: &Response) {
        self.say_with(response, None);
    }

    /// Says something; a file may come along.
    pub(super) fn say_with(&self, response: &Response, file: Option<&Blob>) {
        let text = serde_json::to_string(response).expect("messages always have a JSON form");
        let parts = Array::of1(&text.into());
        if let Some(file) = file {
            parts.push(file);
        }
        // Text and files can always be cloned, which is all that could be refused.
        let _ = self.scope.post_message(&parts);
    }

    pub(super) fn table(&self) -> Option<Rc<FixedTable>> {
        self.table.borrow().clone()
    }

    /// What the check tells; nothing where there is none.
    pub(super) fn with_inspection<T: Default>(
        &self,
        ask: impl FnOnce(&FixedTable, &Inspection) -> T,
    ) -> T {
        match (self.table(), &*self.inspection.borrow()) {
            (Some(table), Some(inspection)) => ask(&table, inspection),
            _ => T::default(),
        }
    }

    fn problems(&self, filter: &ProblemFilter, from: u32, limit: usize) -> ProblemPage {
        self.with_inspection(|table, inspection| inspection.problems(table, filter, from, limit))
    }
}
