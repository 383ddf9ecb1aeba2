//! What is fixed of the file: the page keeps the list, the worker applies it.

use import_core::fixing::{Fix, Fixes, Splice};
use leptos::prelude::*;

use super::import::ImportSession;
use crate::state::file::OpenFile;
use crate::worker::messages::{CheckSummary, FileSummary, Request};

impl ImportSession {
    /// Fixes something.
    pub fn fix(self, fix: Fix) {
        self.change_fixes(|fixes| Some(fixes.add(fix)));
    }

    /// Undoes what was done last to the fixes.
    pub fn undo(self) {
        self.change_fixes(Fixes::undo);
    }

    /// Does again what was undone last.
    pub fn redo(self) {
        self.change_fixes(Fixes::redo);
    }

    /// Takes back a fix, wherever it stands in the list.
    pub fn take_back(self, at: usize) {
        self.change_fixes(|fixes| fixes.take_back(at));
    }

    fn change_fixes(self, change: impl FnOnce(&mut Fixes) -> Option<Splice>) {
        // The worker would not know of what is fixed before it has the whole file.
        let run = self.file.with_untracked(|file| {
            let file = file.as_ref().filter(|file| file.is_whole());
            file.map(OpenFile::run)
        });
        let Some(run) = run else { return };
        let splice = self.fixes.try_update(change).flatten();
        if let Some(splice) = splice {
            self.tell(&Request::Fix { run, splice });
        }
    }

    /// The file reads differently now.
    pub(super) fn hear_fixed(self, run: u32, summary: FileSummary, check: Option<CheckSummary>) {
        let columns = summary.columns.clone();
        let mut is_this = false;
        self.update_file(|file| is_this = file.hear_fixed(run, summary));
        if !is_this {
            return;
        }
        if let Some(check) = check {
            self.check.set(Some(check));
            self.rechecks.update(|rechecks| *rechecks += 1);
            self.take_values(&columns);
        } else {
            self.take_columns();
        }
    }
}
