//! The check of the whole file, here and with the crew.

use import_core::fixing::FixedTable;
use import_core::settings::Settings;

use super::crew::{Arrival, Crew};
use super::host::Host;
use super::inspection::Inspection;
use super::messages::Response;

/// How much is checked before the page is heard again.
const CHECK_ROWS: usize = 2_000;

/// How often the page is told of progress, in milliseconds.
const NEWS_EVERY: f64 = 100.0;

impl Host {
    /// Checks every row, and listens to the page in between.
    pub(super) async fn check(&self, run: u32, settings: Settings) {
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
                if step == Step::Done {
                    let language = self.scope.navigator().language();
                    inspection.look_for_home(&table, language.as_deref());
                }
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
