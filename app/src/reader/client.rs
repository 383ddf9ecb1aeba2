//! The import worker's end of the wire to the file reader.

use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use import_core::problem::{Code, Problem};
use import_core::table::{Decoded, Dialect, Encoding, FileText};
use js_sys::{Array, Reflect, Uint8Array, Uint32Array};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, File, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::{Part, Task};

/// Where the build writes the address of the reader's script: it is named by its content.
const SCRIPT: &str = "fileReader";

/// A file that is being read. The reader ends with it.
pub(crate) struct Reading {
    worker: Worker,
    arrival: Rc<RefCell<Arrival>>,
    _hear: Closure<dyn Fn(MessageEvent)>,
    _crash: Closure<dyn Fn(Event)>,
}

/// What has come of a text so far.
#[derive(Default)]
struct Arrival {
    encoding: Encoding,
    is_sheet: bool,
    text: Vec<u8>,
    invalid: Vec<u32>,
    end: Option<End>,
    waker: Option<Waker>,
}

#[derive(Clone, Copy)]
enum End {
    /// All of it is there.
    Whole,
    /// Nobody waits for it any more, or the page knows why there is none.
    None,
    /// It does not fit into memory.
    TooLarge,
    /// The reader could not be loaded, or it stopped.
    Failed,
}

impl Reading {
    /// Starts a reader for a file. `on_news` hears what is meant for the page, `on_beginning` the first lines.
    pub(crate) fn start(
        task: &Task,
        file: &File,
        on_news: Box<dyn Fn(&JsValue)>,
        on_beginning: Box<dyn Fn(FileText)>,
    ) -> Result<Self, Problem> {
        let worker = start_worker().map_err(|_| failed())?;
        let arrival = Rc::new(RefCell::new(Arrival::default()));
        let there = Rc::clone(&arrival);
        let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let data = event.data();
            if data.is_string() {
                on_news(&data);
            } else if data.is_null() {
                there.borrow_mut().finish(End::None);
            } else {
                let message = Array::from(&data);
                let beginning = there.borrow_mut().take(&message);
                if let Some(beginning) = beginning {
                    on_beginning(beginning);
                }
            }
        });
        let there = Rc::clone(&arrival);
        let crash = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            // Or else the import worker would count as crashed, too.
            event.prevent_default();
            there.borrow_mut().finish(End::Failed);
        });
        worker.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        worker.set_onerror(Some(crash.as_ref().unchecked_ref()));
        let text = serde_json::to_string(task).expect("messages always have a JSON form");
        // Text and files can always be cloned, which is all that could be refused.
        let _ = worker.post_message(&Array::of2(&text.into(), file));
        Ok(Self {
            worker,
            arrival,
            _hear: hear,
            _crash: crash,
        })
    }

    /// Waits for the whole text; none where nobody wants it any more, or it was refused.
    pub(crate) async fn whole(&self) -> Result<Option<FileText>, Problem> {
        let end = poll_fn(|context| {
            let mut arrival = self.arrival.borrow_mut();
            arrival.waker = Some(context.waker().clone());
            arrival.end.map_or(Poll::Pending, Poll::Ready)
        });
        match end.await {
            End::Whole => {
                let arrival = std::mem::take(&mut *self.arrival.borrow_mut());
                let text = String::from_utf8(arrival.text).map_err(|_| failed())?;
                let invalid = arrival.invalid;
                Ok(Some(FileText {
                    dialect: arrival.is_sheet.then(Dialect::default),
                    ..FileText::new(arrival.encoding, Decoded { text, invalid })
                }))
            }
            End::None => Ok(None),
            End::TooLarge => Err(Problem::of_row(Code::FileTooLarge, 0)),
            End::Failed => Err(failed()),
        }
    }

    /// Nobody wants the text any more.
    pub(crate) fn give_up(&self) {
        self.worker.terminate();
        self.arrival.borrow_mut().finish(End::None);
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

impl Arrival {
    /// Takes up a piece: what it is, the encoding, the text, the places of what did not decode. The beginning is
    /// given back.
    fn take(&mut self, message: &Array) -> Option<FileText> {
        let is = |part: Part| message.get(0) == part as u32;
        let name = message.get(1).as_string().unwrap_or_default();
        let encoding = Encoding::from_name(&name).unwrap_or_default();
        let text = Uint8Array::new(&message.get(2));
        let invalid = Uint32Array::new(&message.get(3)).to_vec();
        if is(Part::Beginning) {
            let text = String::from_utf8(text.to_vec()).ok()?;
            return Some(FileText::new(encoding, Decoded { text, invalid }));
        }
        let (start, length) = (self.text.len(), text.length() as usize);
        if self.text.try_reserve(length).is_err() {
            self.finish(End::TooLarge);
            return None;
        }
        self.text.resize(start + length, 0);
        text.copy_to(&mut self.text[start..]);
        self.encoding = encoding;
        self.is_sheet |= is(Part::NextOfSheet);
        self.invalid.extend(invalid);
        if is(Part::Last) {
            self.finish(End::Whole);
        }
        None
    }

    fn finish(&mut self, end: End) {
        self.end.get_or_insert(end);
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }
}

fn start_worker() -> Result<Worker, JsValue> {
    let script = Reflect::get(&js_sys::global(), &SCRIPT.into())?;
    let script = script.as_string().ok_or(JsValue::NULL)?;
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    Worker::new_with_options(&script, &options)
}

fn failed() -> Problem {
    Problem::of_row(Code::FileReaderFailed, 0)
}
