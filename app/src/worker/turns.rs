//! Lets the worker hear what the page says in the middle of a long task.

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageChannel;

/// A way to the end of the queue of messages. A timer would do as well, but browsers make nested ones
/// wait 4 ms each.
pub(super) struct Turns(MessageChannel);

impl Turns {
    pub(super) fn new() -> Result<Self, JsValue> {
        MessageChannel::new().map(Self)
    }

    /// Waits until the messages that are there already have been heard.
    pub(super) async fn next(&self) {
        let wait = Promise::new(&mut |resolve: Function, _| {
            self.0.port1().set_onmessage(Some(&resolve));
            // Without the message the task would stop for ever, so it goes on at once.
            if self.0.port2().post_message(&JsValue::NULL).is_err() {
                let _ = resolve.call0(&JsValue::NULL);
            }
        });
        let _ = JsFuture::from(wait).await;
    }
}
