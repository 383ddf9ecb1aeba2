//! The report of a job, as a file.

use std::sync::Arc;

use axum::extract::State;

use super::findings::phase;
use super::jobs::find_job_with_rows;
use crate::auth::Actor;
use crate::http::download::CsvFile;
use crate::http::extract::Id;
use crate::http::query::Query;
use crate::http::{ApiError, AppState};
use crate::jobs::{Report, ReportError, ReportOptions, UndoReport};

/// A report in pieces.
type Chunks = dyn Iterator<Item = Result<Vec<u8>, ReportError>> + Send;

/// All rows of a job, or the failed ones, with what became of them. Of an undo: all records, or those that it
/// kept.
pub(in crate::http) async fn read_report(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    query: Query,
) -> Result<CsvFile, ApiError> {
    let job = find_job_with_rows(&state, &actor, id).await?;
    let only_failed = match query.text("only") {
        None => false,
        Some("failed") => true,
        Some(other) => {
            return Err(ApiError::field(
                "only",
                format!("`{other}` is not `failed`"),
            ));
        }
    };
    let (subject, rest) = match job.undoes {
        Some(_) => ("undo", "kept-records"),
        None => ("import", "failed-rows"),
    };
    let phase = phase(&query, &job)?;
    let store = Arc::clone(&state.store);
    let report: Box<Chunks> = if job.undoes.is_some() {
        Box::new(UndoReport::new(store, id, only_failed))
    } else {
        let options = ReportOptions { phase, only_failed };
        Box::new(Report::new(store, job, options))
    };
    let name = if only_failed { rest } else { "report" };
    Ok(CsvFile::new(format!("{subject}-{name}-{id}.csv"), report))
}
