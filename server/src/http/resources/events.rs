//! A job as it goes on: server-sent events.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use import_core::api::{Job, JobStatus};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep};
use tokio_stream::Stream;
use tokio_stream::wrappers::ReceiverStream;
use uuid::Uuid;

use super::jobs::{find_job, job};
use crate::auth::Actor;
use crate::http::extract::Id;
use crate::http::origin::Origin;
use crate::http::{ApiError, AppState};

/// How often the job is looked at. The store is asked, because the runner may be another server's.
const EVERY: Duration = Duration::from_millis(250);

/// How long one answer goes on. Then the client asks again, and whether it may is checked again.
const LONGEST: Duration = Duration::from_mins(5);

/// Sends the job whenever it changes, as an event `job` whose data is what `GET` answers. The answer ends with
/// the job, with the server, or after some minutes.
pub(in crate::http) async fn follow_job(
    State(state): State<AppState>,
    actor: Actor,
    origin: Origin,
    Id(id): Id,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, ApiError> {
    let first = job(find_job(&state, &actor, id).await?, &actor, &origin);
    let (sender, events) = mpsc::channel(1);
    tokio::spawn(send_changes(state, actor, origin, id, first, sender));
    Ok(Sse::new(ReceiverStream::new(events)).keep_alive(KeepAlive::default()))
}

async fn send_changes(
    state: AppState,
    actor: Actor,
    origin: Origin,
    id: Uuid,
    first: Job,
    events: mpsc::Sender<Result<Event, Infallible>>,
) {
    let end = Instant::now() + LONGEST;
    let mut now = first;
    loop {
        let Ok(event) = Event::default().event("job").json_data(&now) else {
            return;
        };
        // Whoever followed is gone.
        if events.send(Ok(event)).await.is_err() {
            return;
        }
        let is_final = !matches!(now.status, JobStatus::Created | JobStatus::Running);
        if is_final {
            return;
        }
        loop {
            sleep(EVERY).await;
            if events.is_closed() || state.signal.is_stopping() || Instant::now() >= end {
                return;
            }
            // An answer that breaks off makes the client ask again, and then it hears of the error.
            let Ok(found) = find_job(&state, &actor, id).await else {
                return;
            };
            let found = job(found, &actor, &origin);
            if found != now {
                now = found;
                break;
            }
        }
    }
}
