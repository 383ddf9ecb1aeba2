//! Lets the worker hear what the page says in the middle of a long task.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageChannel;

/// A way to the end of the queue of messages, for any number of tasks. A timer would do as well, but browsers make
/// nested ones wait 4 ms each.
pub(super) struct Turns {
    channel: MessageChannel,
    waiting: Rc<RefCell<VecDeque<Function>>>,
}

impl Turns {
    pub(super) fn new() -> Result<Self, JsValue> {
        let channel = MessageChannel::new()?;
        let waiting = Rc::<RefCell<VecDeque<Function>>>::default();
        let tasks = Rc::clone(&waiting);
        let next = Closure::<dyn Fn()>::new(move || {
            let task = tasks.borrow_mut().pop_front();
            if let Some(task) = task {
                // It only says that the task may go on, which cannot fail.
                let _ = task.call0(&JsValue::NULL);
            }
        });
        channel
            .port1()
            .set_onmessage(Some(next.as_ref().unchecked_ref()));
        // It hears until the worker ends.
        next.forget();
        Ok(Self { channel, waiting })
    }

    /// Waits until the messages that are there already have been heard.
    pub(super) async fn next(&self) {
        let wait = Promise::new(&mut |resolve: Function, _| {
            // Without the message the task would stop for ever, so it goes on at once.
            if self.channel.port2().post_message(&JsValue::NULL).is_ok() {
                self.waiting.borrow_mut().push_back(resolve);
            } else {
                let _ = resolve.call0(&JsValue::NULL);
            }
        });
        let _ = JsFuture::from(wait).await;
    }
}
