//! Jobs: staging the rows of a file, the dry run and the import, and what is reported of them.
//!
//! A job lives in the store. A request changes its row and wakes the [`Runner`]; the runner does one pass
//! ([`run_pass`]) at a time: one thread prepares batches while another looks up, plans and writes them.

mod command;
mod comparison;
mod drift;
mod pass;
mod phases;
mod planner;
mod prepare;
mod report;
mod resolve;
mod runner;
mod staging;
mod undo;
mod undo_report;
mod wording;

pub use command::{Refusal, decide};
pub use comparison::{Wanted, compare_rows};
pub use pass::{Pace, PassEnd, PassError, run_pass};
pub use phases::{Phase, Phases};
pub use report::{Report, ReportError, ReportOptions};
pub use resolve::{ResolveError, resolve, resolve_by_name, without_columns};
pub use runner::{Runner, Signal, run_once};
pub(crate) use staging::pack;
pub use staging::{StagingError, complete_upload, cut_file, preview_upload, stage_batch};
pub use undo::{UndoRefusal, may_undo};
pub use undo_report::UndoReport;
pub(crate) use wording::describe;
