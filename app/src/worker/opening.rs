//! Reading the file: its beginning first, so that there is something to see at once, then all of it.

use std::rc::Rc;

use import_core::fixing::FixedTable;
use import_core::problem::{Code, Problem};
use import_core::table::{
    Choice, FileText, Indexer, Plain, PlainReader, Table, cut_to_lines, plain,
};
use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::File;

use super::crew::Crew;
use super::host::Host;
use super::messages::{FileChoices, Response};
use super::reading;
use crate::file_bytes::{Parts, unreadable};
use crate::reader::Task;
use crate::reader::client::Reading;

/// How much is indexed before the page is heard again.
const INDEX_BYTES: usize = 8 * 1024 * 1024;

/// From which size on others help with a file, in bytes.
const CREW_BYTES: f64 = 4.0 * 1024.0 * 1024.0;

impl Host {
    /// Reads the file: its beginning first, so that there is something to see at once.
    pub(super) async fn open(
        self: &Rc<Self>,
        run: u32,
        choices: FileChoices,
    ) -> Result<(), Problem> {
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
        let mut parts = Parts::of(file).map_err(unreadable)?;
        let mut part = Vec::new();
        let mut is_part = parts.next(&mut part).await.map_err(unreadable)?;
        if parts.is_more() {
            let mut beginning = part.clone();
            cut_to_lines(&mut beginning);
            match plain(beginning, choice.encoding)? {
                Plain::Text(text) => self.tell_beginning(run, text, choice)?,
                other => return Ok(Some(other)),
            }
            self.start_crew(size);
        }
        let mut reader = reader_for(size)?;
        let mut done = 0.0;
        while is_part {
            if self.opening.get() != run {
                return Ok(None);
            }
            reader.push(&part);
            #[expect(clippy::cast_precision_loss, reason = "no file has 2^53 bytes")]
            let length = part.len() as f64;
            done += length;
            let share = done / size / 2.0;
            self.say(&Response::Reading { run, share });
            is_part = parts.next(&mut part).await.map_err(unreadable)?;
        }
        reader.finish(choice.encoding).map(Some)
    }

    /// Lets others help with a large file.
    fn start_crew(&self, size: f64) {
        let has_crew = self.crew.borrow().is_some();
        if size > CREW_BYTES && !has_crew {
            self.crew.replace(Some(Rc::new(Crew::start(&self.scope))));
        }
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
        let table = FixedTable::new(table);
        if errors.is_empty() {
            self.say(&Response::Opened {
                run,
                summary: reading::summary(&table, Some(reading::counts(&table))),
            });
            self.table.replace(Some(Rc::new(table)));
        } else {
            self.say(&Response::Refused {
                run,
                problems: errors,
                summary: Some(reading::summary(&table, None)),
            });
        }
    }
}

/// Has room for a whole file, or says that there is none.
fn reader_for(size: f64) -> Result<PlainReader, Problem> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a size that is too big saturates, and is refused"
    )]
    let reader = PlainReader::with_room_for(size as usize);
    reader.map_err(|problem| problem.with("size", size))
}
