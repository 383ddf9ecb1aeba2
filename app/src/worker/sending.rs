//! The rows, from the worker's memory to the server: numbered batches, compressed, each of which may
//! arrive any number of times.

use std::cell::Cell;
use std::ops::ControlFlow;
use std::rc::Rc;

use import_core::api::Header;
use import_core::fixing::FixedTable;
use import_core::table::BatchWriter;
use js_sys::{Array, Function, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, DedicatedWorkerGlobalScope, Headers, ReadableWritablePair, RequestInit};

use super::host::Host;
use super::messages::Response;

/// How many batches are on their way at a time.
const LANES: usize = 2;

/// How many rows and about how many bytes a batch has at most: few enough for the server to have them all at hand, and
/// enough for a request.
const BATCH_ROWS: usize = 2_000;
const BATCH_BYTES: usize = 1_000_000;

/// How long to wait before a batch is sent again, in milliseconds.
const PAUSES: [u32; 6] = [500, 1_000, 2_000, 4_000, 8_000, 16_000];

/// The batch that starts at row `from`, uncompressed, and how many rows it has.
pub(super) fn batch(table: &FixedTable, from: usize) -> (Vec<u8>, usize) {
    let mut writer = BatchWriter::new(table.headers());
    let _ = table.for_each(from..table.len().min(from + BATCH_ROWS), |record| {
        writer.append(record);
        if writer.size() < BATCH_BYTES {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    });
    let rows = writer.rows();
    (writer.finish(), rows)
}

/// Why a batch did not arrive: the server's status (0 when it could not be reached) and words.
struct Refusal {
    status: u16,
    body: String,
}

impl Refusal {
    /// Whether trying again may help.
    fn is_passing(&self) -> bool {
        matches!(self.status, 0 | 408 | 425 | 429 | 500..)
    }
}

/// Sends a batch until it has arrived, or the server does not want it, or patience ends.
async fn deliver(
    scope: &DedicatedWorkerGlobalScope,
    url: &str,
    headers: &[Header],
    batch: &[u8],
) -> Result<(), Refusal> {
    let offline = |_: JsValue| Refusal {
        status: 0,
        body: String::new(),
    };
    let body = gzip(batch).await.map_err(offline)?;
    let mut pauses = PAUSES.into_iter();
    loop {
        let sent = put(scope, url, headers, &body).await.map_err(offline);
        let refusal = match sent {
            Ok((200..300, _)) => return Ok(()),
            Ok((status, body)) => Refusal { status, body },
            Err(refusal) => refusal,
        };
        match pauses.next() {
            Some(pause) if refusal.is_passing() => {
                gloo_timers::future::TimeoutFuture::new(pause).await;
            }
            _ => return Err(refusal),
        }
    }
}

async fn put(
    scope: &DedicatedWorkerGlobalScope,
    url: &str,
    headers: &[Header],
    body: &JsValue,
) -> Result<(u16, String), JsValue> {
    let fields = Headers::new()?;
    fields.set("Content-Type", "text/csv; charset=utf-8")?;
    fields.set("Content-Encoding", "gzip")?;
    for header in headers {
        fields.set(&header.name, &header.value)?;
    }
    let options = RequestInit::new();
    options.set_method("PUT");
    options.set_headers(&fields);
    options.set_body(body);
    let response: web_sys::Response = JsFuture::from(scope.fetch_with_str_and_init(url, &options))
        .await?
        .dyn_into()?;
    let text = JsFuture::from(response.text()?).await?;
    Ok((response.status(), text.as_string().unwrap_or_default()))
}

/// The browser compresses: it has the code, and does so beside this thread.
async fn gzip(bytes: &[u8]) -> Result<JsValue, JsValue> {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let stream = Blob::new_with_u8_array_sequence(&parts)?.stream();
    // web-sys counts it among the unstable interfaces, which have to be asked for globally.
    let class = Reflect::get(&js_sys::global(), &"CompressionStream".into())?;
    let class: Function = class.dyn_into()?;
    let compression = Reflect::construct(&class, &Array::of1(&"gzip".into()))?;
    let pair: ReadableWritablePair = compression.unchecked_into();
    let compressed = stream.pipe_through(&pair);
    let whole = web_sys::Response::new_with_opt_readable_stream(Some(&compressed))?;
    JsFuture::from(whole.array_buffer()?).await
}

impl Host {
    /// Sends every row, a few batches at a time.
    pub(super) fn send(self: &Rc<Self>, run: u32, url: String, headers: Vec<Header>) {
        let Some(table) = self.table() else { return };
        let task = Rc::new(Sending {
            table,
            url,
            headers,
            next_batch: Cell::new(0),
            next_row: Cell::new(0),
            sent: Cell::new(0),
        });
        for _ in 0..LANES {
            let (host, task) = (Rc::clone(self), Rc::clone(&task));
            spawn_local(async move { host.send_lane(run, &task).await });
        }
    }

    async fn send_lane(&self, run: u32, task: &Sending) {
        while self.sending.get() == run && task.next_row.get() < task.table.len() {
            let number = task.next_batch.get();
            let (batch, rows) = batch(&task.table, task.next_row.get());
            task.next_batch.set(number + 1);
            task.next_row.set(task.next_row.get() + rows);
            let url = format!("{}/rows/{number}", task.url);
            let sent = deliver(&self.scope, &url, &task.headers, &batch).await;
            if self.sending.get() != run {
                return;
            }
            if let Err(Refusal { status, body }) = sent {
                self.sending.set(0);
                self.say(&Response::SendFailed { run, status, body });
                return;
            }
            task.sent.set(task.sent.get() + rows);
            self.say(&Response::Sending {
                run,
                rows: task.sent.get(),
            });
            if task.sent.get() == task.table.len() {
                self.say(&Response::Sent { run });
            }
        }
    }
}

/// One sending of the whole file.
struct Sending {
    table: Rc<FixedTable>,
    url: String,
    headers: Vec<Header>,
    next_batch: Cell<usize>,
    next_row: Cell<usize>,
    sent: Cell<usize>,
}

#[cfg(test)]
mod tests {
    use import_core::table::{Choice, Table};

    use super::*;

    #[test]
    fn batches_hold_every_row_once() {
        use std::fmt::Write;
        let mut text = "ID,Name\n".to_owned();
        for row in 0..9_000 {
            writeln!(text, "{row},Ann").unwrap();
        }
        let table = Table::open(text.into_bytes(), &Choice::default()).unwrap();
        let table = FixedTable::new(table);
        let mut sizes = Vec::new();
        let mut from = 0;
        while from < table.len() {
            let (_, rows) = batch(&table, from);
            sizes.push(rows);
            from += rows;
        }
        assert_eq!(sizes, [2_000, 2_000, 2_000, 2_000, 1_000]);
    }
}
