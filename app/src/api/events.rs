//! A job as it goes on, by server-sent events.

use import_core::api::Job;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{EventSource, MessageEvent};

use super::API;
use crate::state::door::Door;

/// Hears of every change of a job until it is dropped. The browser connects again by itself; whether it could,
/// [`JobEvents::is_open`] tells.
pub struct JobEvents {
    source: EventSource,
    _hear: Closure<dyn FnMut(MessageEvent)>,
}

impl JobEvents {
    /// Begins to listen; none where the browser cannot.
    pub fn follow(door: Door, id: &str, mut hear: impl FnMut(Job) + 'static) -> Option<Self> {
        let source = EventSource::new(&format!("{API}/{}/{id}/events", door.jobs())).ok()?;
        let on_job = Closure::new(move |event: MessageEvent| {
            let text = event.data().as_string().unwrap_or_default();
            // What cannot be read is left to those who ask, and see why.
            if let Ok(job) = serde_json::from_str(&text) {
                hear(job);
            }
        });
        source
            .add_event_listener_with_callback("job", on_job.as_ref().unchecked_ref())
            .ok()?;
        Some(Self {
            source,
            _hear: on_job,
        })
    }

    /// Whether changes are heard of just now.
    pub fn is_open(&self) -> bool {
        self.source.ready_state() == EventSource::OPEN
    }
}

impl Drop for JobEvents {
    fn drop(&mut self) {
        self.source.close();
    }
}
