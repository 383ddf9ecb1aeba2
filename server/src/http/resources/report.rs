//! The report of a job, as a file.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use super::findings::phase;
use super::jobs::find_job;
use crate::auth::Actor;
use crate::http::extract::Id;
use crate::http::query::Query;
use crate::http::{ApiError, AppState};
use crate::jobs::{Report, ReportError, ReportOptions, UndoReport};

/// Batches that may wait for a slow client.
const AHEAD: usize = 2;

/// A report in pieces.
type Chunks = dyn Iterator<Item = Result<Vec<u8>, ReportError>> + Send;

/// All rows of a job, or the failed ones, with what became of them. Of an undo: all records, or those that it
/// kept.
pub(in crate::http) async fn read_report(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    query: Query,
) -> Result<Response, ApiError> {
    let job = find_job(&state, &actor, id).await?;
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
    let (sender, receiver) = mpsc::channel::<Result<Bytes, std::io::Error>>(AHEAD);
    let span = tracing::Span::current();
    tokio::task::spawn_blocking(move || {
        let _entered = span.enter();
        for chunk in report {
            // An error in the middle can only break the answer off, so that no one takes it for complete.
            let chunk = chunk.map(Bytes::from).map_err(|error| {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "a report broke off"
                );
                std::io::Error::other("the report broke off")
            });
            if sender.blocking_send(chunk).is_err() {
                return;
            }
        }
    });
    let name = if only_failed { rest } else { "report" };
    let disposition = format!("attachment; filename=\"{subject}-{name}-{id}.csv\"");
    let mut response = Body::from_stream(ReceiverStream::new(receiver)).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/csv; charset=utf-8; header=present"),
    );
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    Ok(response)
}
