//! The page's end of the wire.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, Event, File, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::messages::{Request, Response};
use crate::assets;

/// What is done with an answer, and with the file that came along.
type Answer = Box<dyn FnOnce(Response, Option<Blob>)>;

type Answers = Rc<RefCell<HashMap<u32, Answer>>>;

/// A running worker. It ends when this is dropped.
pub struct Client {
    worker: Worker,
    answers: Answers,
    last_id: Cell<u32>,
    _hear: Closure<dyn Fn(MessageEvent)>,
    _crash: Closure<dyn Fn(Event)>,
}

impl Client {
    /// Starts a worker. `on_news` hears of its long tasks, `on_crash` that it is no more: out of
    /// memory, most likely.
    pub fn start(
        on_news: impl Fn(Response) + 'static,
        on_crash: impl Fn() + 'static,
    ) -> Result<Self, JsValue> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let script = assets::address("import-worker").ok_or(JsValue::NULL)?;
        let worker = Worker::new_with_options(&script, &options)?;
        let answers = Answers::default();
        let waiting = Rc::clone(&answers);
        let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let parts = Array::from(&event.data());
            let text = parts.get(0).as_string().unwrap_or_default();
            // Page and worker are of one build, so it can always be read.
            let Ok(news) = serde_json::from_str::<Response>(&text) else {
                return;
            };
            let Some(id) = news.answers() else {
                return on_news(news);
            };
            let asked = waiting.borrow_mut().remove(&id);
            if let Some(asked) = asked {
                asked(news, parts.get(1).dyn_into().ok());
            }
        });
        let crash = Closure::<dyn Fn(Event)>::new(move |_| on_crash());
        worker.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        worker.set_onerror(Some(crash.as_ref().unchecked_ref()));
        Ok(Self {
            worker,
            answers,
            last_id: Cell::new(0),
            _hear: hear,
            _crash: crash,
        })
    }

    /// Says something; a file may come along.
    pub fn tell(&self, request: &Request, file: Option<&File>) {
        let text = serde_json::to_string(request).expect("messages always have a JSON form");
        let parts = Array::of1(&text.into());
        if let Some(file) = file {
            parts.push(file);
        }
        // Text and files can always be cloned, which is all that could be refused.
        let _ = self.worker.post_message(&parts);
    }

    /// Asks something; `request` gets the question's number, `answer` the answer.
    pub fn ask(&self, request: impl FnOnce(u32) -> Request, answer: Answer) {
        let id = self.last_id.get() + 1;
        self.last_id.set(id);
        self.answers.borrow_mut().insert(id, answer);
        self.tell(&request(id), None);
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}
