//! Keeps what is shown of a job up to date: by the server's events, and by asking where they do not come.

use import_core::api::Job;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{self, ApiError, JobEvents};
use crate::components::remote::{Remote, Source};
use crate::state::door::Door;
use crate::state::job::{Stage, is_final};

/// How often a running job is asked for, in milliseconds.
const EVERY: u32 = 500;

/// Follows the job until it is final, more slowly while the server cannot be reached.
pub(super) fn follow(source: Source<Job>, door: Door, id: String) {
    let is_wanted = RwSignal::new(true);
    spawn_local(async move {
        let events = JobEvents::follow(door, &id, move |job| {
            let answer = Ok(job);
            if is_new(source, &answer) {
                source.hear(answer);
            }
        });
        // The signal goes with the view.
        while is_wanted.try_get_untracked().is_some() {
            let mut pause = EVERY;
            if !events.as_ref().is_some_and(JobEvents::is_open) {
                let asked = source.begin();
                let answer = api::job(door, &id).send().await;
                pause = match &answer {
                    Ok(job) if Stage::of(job).is_moving() => EVERY,
                    // Somebody else may start or retry it.
                    Ok(_) => EVERY * 3,
                    Err(error) if error.is_passing() => EVERY * 6,
                    Err(_) => EVERY * 20,
                };
                if is_new(source, &answer) {
                    // An event that came meanwhile is newer, and no other one may follow.
                    source.hear_if_latest(asked, answer);
                }
            }
            let is_over = source.state.try_with_untracked(|known| match known {
                Remote::Ready(job) => is_final(job),
                _ => false,
            });
            if is_over == Some(true) {
                return;
            }
            gloo_timers::future::TimeoutFuture::new(pause).await;
        }
    });
}

/// Whether an answer changes what is shown.
fn is_new(source: Source<Job>, answer: &Result<Job, ApiError>) -> bool {
    let is_new = source
        .state
        .try_with_untracked(|known| match (known, answer) {
            (Remote::Ready(known), Ok(job)) => known != job,
            // A connection that is gone for a moment does not take the page away.
            (Remote::Ready(_), Err(error)) => !error.is_passing(),
            _ => true,
        });
    is_new == Some(true)
}
