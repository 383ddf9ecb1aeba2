//! The worker's end of the wire: hears the page, does what it asks, answers.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use import_core::api::Header;
use import_core::check::RowChecker;
use import_core::fixing::{Affected, Fix, FixedTable, Previewing, Rule, Splice};
use import_core::problem::{Code, Problem};
use import_core::settings::Settings;
use import_core::table::{Choice, FileText, Indexer, Plain, Record, Table, cut_to_lines, plain};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, BlobPropertyBag, DedicatedWorkerGlobalScope, File, MessageEvent};

use super::crew::{Arrival, Assistant, Crew};
use super::grid::{Grid, Sheet};
use super::inspection::Inspection;
use super::messages::{FileChoices, ProblemFilter, ProblemPage, Request, Response, Wording};
use super::turns::Turns;
use super::{failed, reading, sending};
use crate::file_bytes::{FIRST_BYTES, READ_BYTES, read_part, room_for, unreadable};
use crate::reader::Task;
use crate::reader::client::Reading;

/// How much is indexed or checked before the page is heard again.
const INDEX_BYTES: usize = 8 * 1024 * 1024;
const CHECK_ROWS: usize = 2_000;
const PREVIEW_ROWS: usize = 10_000;

/// From which size on others help with a file, in bytes.
const CREW_BYTES: f64 = 4.0 * 1024.0 * 1024.0;

/// How often the page is told of progress, in milliseconds.
const NEWS_EVERY: f64 = 100.0;

/// How many batches are on their way at a time.
const LANES: usize = 2;

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
    let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| host.hear(&event));
    scope.add_event_listener_with_callback("message", hear.as_ref().unchecked_ref())?;
    // It hears until the worker ends.
    hear.forget();
    Ok(())
}

struct Host {
    scope: DedicatedWorkerGlobalScope,
    turns: Turns,
    file: RefCell<Option<File>>,
    table: RefCell<Option<Rc<FixedTable>>>,
    inspection: RefCell<Option<Inspection>>,
    /// Others that help with a large file.
    crew: RefCell<Option<Rc<Crew>>>,
    /// What this one helps with, if it is one of a crew.
    assistant: RefCell<Option<Assistant>>,
    grid: RefCell<Grid>,
    /// What the file reader is at.
    reading: RefCell<Option<Rc<Reading>>>,
    /// The numbers of the tasks that are wanted; an older one gives up. 0 for none.
    opening: Cell<u32>,
    checking: Cell<u32>,
    sending: Cell<u32>,
    /// The latest question of its kind.
    previewing: Cell<u32>,
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
            Request::Cancel => {
                self.checking.set(0);
                self.sending.set(0);
            }
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

    /// Asks the grid, where there are rows.
    fn with_grid<T>(&self, ask: impl FnOnce(&mut Grid, Sheet<'_>) -> T) -> Option<T> {
        let (table, inspection) = (self.table.borrow(), self.inspection.borrow());
        let sheet = Sheet {
            table: table.as_ref()?,
            inspection: inspection.as_ref(),
        };
        Some(ask(&mut self.grid.borrow_mut(), sheet))
    }

    fn say(&self, response: &Response) {
        self.say_with(response, None);
    }

    /// Says something; a file may come along.
    fn say_with(&self, response: &Response, file: Option<&Blob>) {
        let text = serde_json::to_string(response).expect("messages always have a JSON form");
        let parts = Array::of1(&text.into());
        if let Some(file) = file {
            parts.push(file);
        }
        // Text and files can always be cloned, which is all that could be refused.
        let _ = self.scope.post_message(&parts);
    }

    fn table(&self) -> Option<Rc<FixedTable>> {
        self.table.borrow().clone()
    }

    /// What the check tells; nothing where there is none.
    fn with_inspection<T: Default>(&self, ask: impl FnOnce(&FixedTable, &Inspection) -> T) -> T {
        match (self.table(), &*self.inspection.borrow()) {
            (Some(table), Some(inspection)) => ask(&table, inspection),
            _ => T::default(),
        }
    }

    /// Changes the fixes. Where that concerns a few rows alone they are checked again at once.
    fn fix(&self, run: u32, splice: Splice) {
        let Some(table) = self.table() else { return };
        let mut fixed = (*table).clone();
        let affected = fixed.splice(splice);
        let mut inspection = self.inspection.borrow_mut();
        let is_checked = match (&affected, &mut *inspection) {
            (Affected::Rows(rows), Some(inspection)) => inspection.recheck(&table, &fixed, rows),
            _ => false,
        };
        if let (true, Affected::Rows(rows)) = (is_checked, &affected) {
            let sheet = Sheet {
                table: &fixed,
                inspection: inspection.as_ref(),
            };
            self.grid.borrow_mut().hear_fix(&table, sheet, rows);
        } else {
            *inspection = None;
            self.checking.set(0);
            self.grid.take();
        }
        if let (Some(inspection), Some(crew)) = (&mut *inspection, &*self.crew.borrow())
            && !inspection.is_done(&fixed)
        {
            inspection.recall();
            crew.brief(&fixed, inspection.settings());
        }
        self.say(&Response::Fixed {
            run,
            summary: reading::summary(&fixed, Some(reading::counts(&fixed))),
            check: inspection
                .as_ref()
                .map(|inspection| inspection.summary(&fixed)),
        });
        self.table.replace(Some(Rc::new(fixed)));
    }

    /// The cells and problems of a row, with one more fix.
    fn row(&self, number: u64, fix: Option<Fix>) -> (Vec<String>, Vec<Problem>) {
        self.with_inspection(|table, inspection| {
            let fixed = fix.map(|fix| {
                let mut fixed = table.clone();
                fixed.splice(Splice::append(&fixed, fix));
                fixed
            });
            let table = fixed.as_ref().unwrap_or(table);
            let mut record = Record::default();
            let is_there = table
                .find_row(number)
                .is_some_and(|row| table.record(row, &mut record));
            if !is_there {
                return Default::default();
            }
            let cells = record.cells().map(str::to_owned).collect();
            (cells, inspection.verdict(&record))
        })
    }

    async fn preview(&self, id: u32, column: String, rule: Rule) {
        let Some(table) = self.table() else { return };
        let mut previewing = Previewing::new((*table).clone(), column, rule);
        loop {
            let is_more = {
                let inspection = self.inspection.borrow();
                let settings = inspection.as_ref().map(Inspection::settings);
                let checker = settings.map(RowChecker::new);
                previewing.advance(checker.as_ref(), PREVIEW_ROWS)
            };
            if !is_more || self.previewing.get() != id {
                break;
            }
            self.turns.next().await;
        }
        let preview = previewing.finish();
        self.say(&Response::Preview { id, preview });
    }

    /// Makes a file of the rows that errors keep out, piece by piece.
    async fn failed_rows(&self, id: u32, wording: &Wording) {
        let Some(table) = self.table() else { return };
        let rows = self.with_inspection(|_, inspection| inspection.failed_rows());
        let pieces = Array::new();
        let mut rest = rows.as_slice();
        loop {
            let done = self.with_inspection(|_, inspection| {
                let is_first = pieces.length() == 0;
                let (piece, done) = failed::piece(&table, inspection, rest, wording, is_first);
                pieces.push(&Uint8Array::from(&*piece));
                done
            });
            rest = rest.get(done..).unwrap_or_default();
            if rest.is_empty() || done == 0 {
                break;
            }
            self.turns.next().await;
        }
        let options = BlobPropertyBag::new();
        options.set_type("text/csv;charset=utf-8");
        let file = Blob::new_with_u8_array_sequence_and_options(&pieces, &options);
        self.say_with(&Response::FailedRows { id }, file.ok().as_ref());
    }

    /// Reads the file: its beginning first, so that there is something to see at once.
    async fn open(self: &Rc<Self>, run: u32, choices: FileChoices) -> Result<(), Problem> {
        let Some(file) = self.file.borrow().clone() else {
            return Err(Problem::of_row(Code::FileEmpty, 0));
        };
        let choice = reading::choice(&choices);
        // Two files at a time may be more than there is memory for.
        self.table.replace(None);
        self.inspection.replace(None);
        self.grid.take();
        let text = match self.read_plain(run, &file, &choice).await? {
            Some(Plain::Text(text)) => Some(text),
            Some(Plain::Encoded(bytes) | Plain::Archive(bytes)) => {
                drop(bytes);
                self.read_other(Task { run, choices }, &file, choice)
                    .await?
            }
            None => None,
        };
        let Some(text) = text else {
            return Ok(());
        };
        let mut indexer = Indexer::of_text(text, &choice)?;
        loop {
            let progress = indexer.advance(INDEX_BYTES);
            if progress.is_done() {
                break;
            }
            #[expect(clippy::cast_precision_loss, reason = "no text has 2^53 bytes")]
            let share = 0.5 + progress.done as f64 / progress.total as f64 / 2.0;
            self.say(&Response::Reading { run, share });
            self.turns.next().await;
            if self.opening.get() != run {
                return Ok(());
            }
        }
        let mut table = indexer.finish();
        table.drop_empty_columns();
        self.opened(run, table);
        Ok(())
    }

    /// Reads the file as long as it is plain text; none where another task has taken this one's place.
    async fn read_plain(
        &self,
        run: u32,
        file: &File,
        choice: &Choice,
    ) -> Result<Option<Plain>, Problem> {
        let size = file.size();
        if size > FIRST_BYTES {
            let mut prefix = Vec::new();
            read_part(file, 0.0, FIRST_BYTES, &mut prefix).map_err(unreadable)?;
            cut_to_lines(&mut prefix);
            match plain(prefix, choice.encoding)? {
                Plain::Text(text) => self.tell_beginning(run, text, choice)?,
                other => return Ok(Some(other)),
            }
            self.turns.next().await;
        }
        let has_crew = self.crew.borrow().is_some();
        if size > CREW_BYTES && !has_crew {
            self.crew.replace(Some(Rc::new(Crew::start(&self.scope))));
        }
        let mut bytes = room_for(size)?;
        let mut from = 0.0;
        while from < size {
            let to = (from + READ_BYTES).min(size);
            read_part(file, from, to, &mut bytes).map_err(unreadable)?;
            from = to;
            let share = from / size / 2.0;
            self.say(&Response::Reading { run, share });
            self.turns.next().await;
            if self.opening.get() != run {
                return Ok(None);
            }
        }
        plain(bytes, choice.encoding).map(Some)
    }

    /// Has the file read by the file reader; none where it was refused, or another task has taken this one's place.
    async fn read_other(
        self: &Rc<Self>,
        task: Task,
        file: &File,
        choice: Choice,
    ) -> Result<Option<FileText>, Problem> {
        let (host, run) = (Rc::clone(self), task.run);
        let on_beginning = move |text| {
            // What is wrong with the beginning is told again of the whole.
            let _ = host.tell_beginning(run, text, &choice);
        };
        let scope = self.scope.clone();
        let on_news = move |news: &JsValue| {
            let _ = scope.post_message(&Array::of1(news));
        };
        let reading = Reading::start(&task, file, Box::new(on_news), Box::new(on_beginning))?;
        let reading = Rc::new(reading);
        self.reading.replace(Some(Rc::clone(&reading)));
        let text = reading.whole().await?;
        if text.is_some() {
            self.reading.replace(None);
        }
        Ok(text)
    }

    fn tell_beginning(&self, run: u32, text: FileText, choice: &Choice) -> Result<(), Problem> {
        let table = Table::preview(text, choice)?;
        self.say(&Response::Opened {
            run,
            summary: reading::summary(&table.into(), None),
        });
        Ok(())
    }

    fn opened(&self, run: u32, table: Table) {
        let (errors, _): (Vec<Problem>, Vec<Problem>) = table
            .problems()
            .iter()
            .cloned()
            .partition(Problem::is_error);
        if errors.is_empty() {
            let table = FixedTable::new(table);
            self.say(&Response::Opened {
                run,
                summary: reading::summary(&table, Some(reading::counts(&table))),
            });
            self.table.replace(Some(Rc::new(table)));
        } else {
            self.say(&Response::Refused {
                run,
                problems: errors,
            });
        }
    }

    /// Checks every row, and listens to the page in between.
    async fn check(&self, run: u32, settings: Settings) {
        let Some(table) = self.table() else { return };
        // Not where no rows can be read apart from the rest.
        let crew = self.crew.borrow().clone();
        let crew = crew.filter(|_| table.table().part(0..0).is_some());
        if let Some(crew) = &crew {
            crew.brief(&table, &settings);
        }
        self.inspection
            .replace(Some(Inspection::new(&table, settings)));
        self.grid.take();
        let mut told = js_sys::Date::now();
        loop {
            let (step, summary) = {
                let mut inspection = self.inspection.borrow_mut();
                let Some(inspection) = inspection.as_mut().filter(|_| self.checking.get() == run)
                else {
                    return;
                };
                // Rows may be fixed in between.
                let Some(table) = self.table() else { return };
                let step = check_some(inspection, &table, crew.as_deref());
                let is_time = step == Step::Done || js_sys::Date::now() - told > NEWS_EVERY;
                (step, is_time.then(|| inspection.summary(&table)))
            };
            if let Some(check) = summary {
                told = js_sys::Date::now();
                self.say(&Response::Checked { run, check });
            }
            match (step, &crew) {
                (Step::Done, _) => return,
                (Step::Waits, Some(crew)) => crew.news().await,
                _ => self.turns.next().await,
            }
        }
    }

    fn problems(&self, filter: &ProblemFilter, from: u32, limit: usize) -> ProblemPage {
        self.with_inspection(|table, inspection| inspection.problems(table, filter, from, limit))
    }

    /// Sends every row, a few batches at a time.
    fn send(self: &Rc<Self>, run: u32, url: String, headers: Vec<Header>) {
        let Some(table) = self.table() else { return };
        let task = Rc::new(Sending {
            table,
            url,
            headers,
            next_batch: Cell::new(0),
            next_row: Cell::new(0),
            sent: Cell::new(0),
        });
        for _ in 0..LANES {
            let (host, task) = (Rc::clone(self), Rc::clone(&task));
            spawn_local(async move { host.send_lane(run, &task).await });
        }
    }

    async fn send_lane(&self, run: u32, task: &Sending) {
        while self.sending.get() == run && task.next_row.get() < task.table.len() {
            let number = task.next_batch.get();
            let (batch, rows) = sending::batch(&task.table, task.next_row.get());
            task.next_batch.set(number + 1);
            task.next_row.set(task.next_row.get() + rows);
            let url = format!("{}/rows/{number}", task.url);
            let sent = sending::deliver(&self.scope, &url, &task.headers, &batch).await;
            if self.sending.get() != run {
                return;
            }
            if let Err(sending::Refusal { status, body }) = sent {
                self.sending.set(0);
                self.say(&Response::SendFailed { run, status, body });
                return;
            }
            task.sent.set(task.sent.get() + rows);
            self.say(&Response::Sending {
                run,
                rows: task.sent.get(),
            });
            if task.sent.get() == task.table.len() {
                self.say(&Response::Sent { run });
            }
        }
    }
}

/// How a check goes on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// There are rows to look at.
    Looks,
    /// What is left is with others.
    Waits,
    Done,
}

/// Gives rows to the crew, takes up what it saw, and looks at some rows here.
fn check_some(inspection: &mut Inspection, table: &FixedTable, crew: Option<&Crew>) -> Step {
    if let Some(crew) = crew {
        while let Some(arrival) = crew.next() {
            match arrival {
                Arrival::Looked(looked) => inspection.take_up(table, looked),
                Arrival::Lost(rows) => inspection.give_back(rows),
            }
        }
        crew.hand_out(table.table(), &mut |rows| inspection.assign(table, rows));
    }
    let has_looked = inspection.advance(table, CHECK_ROWS);
    match (inspection.is_done(table), has_looked) {
        (true, _) => Step::Done,
        (false, true) => Step::Looks,
        (false, false) => Step::Waits,
    }
}

/// One sending of the whole file.
struct Sending {
    table: Rc<FixedTable>,
    url: String,
    headers: Vec<Header>,
    next_batch: Cell<usize>,
    next_row: Cell<usize>,
    sent: Cell<usize>,
}
