//! The file reader's own end of the wire: reads the file it is told, and ends with the worker that started it.

use import_core::problem::Problem;
use import_core::table::{
    Choice, Decoded, Detector, Encoding, FileKind, FileText, Pieces, cut_to_lines, read_file,
    readings, sniff,
};
use import_core::workbook::{Limits, Workbook};
use js_sys::{Array, Uint8Array, Uint32Array};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, File, MessageEvent};

use super::source::{FileSource, read_part};
use super::{Part, Task};
use crate::file_bytes::{FIRST_BYTES, READ_BYTES, unreadable};
use crate::worker::messages::{Response, Sheet};

/// How much of a sheet's text is handed over at a time, in bytes.
const PIECE: usize = 8 << 20;

/// Hears the import worker from now on.
pub fn serve() -> Result<(), JsValue> {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().dyn_into()?;
    let host = Host {
        scope: scope.clone(),
    };
    let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| host.hear(&event));
    scope.add_event_listener_with_callback("message", hear.as_ref().unchecked_ref())?;
    // It hears until the worker ends.
    hear.forget();
    Ok(())
}

struct Host {
    scope: DedicatedWorkerGlobalScope,
}

impl Host {
    fn hear(&self, event: &MessageEvent) {
        let message = Array::from(&event.data());
        let task = message.get(0).as_string();
        let task = task.and_then(|text| serde_json::from_str::<Task>(&text).ok());
        let (Some(task), Ok(file)) = (task, message.get(1).dyn_into::<File>()) else {
            return;
        };
        if let Err(problem) = self.read(&task, &file) {
            self.tell_page(&Response::Refused {
                run: task.run,
                problems: vec![problem],
                summary: None,
            });
            self.say(&JsValue::NULL, &Array::new());
        }
    }

    fn read(&self, task: &Task, file: &File) -> Result<(), Problem> {
        let mut prefix = Vec::new();
        read_part(file, 0.0, FIRST_BYTES, &mut prefix).map_err(unreadable)?;
        if let Ok(FileKind::Archive) = sniff(&prefix) {
            self.read_workbook(task, file)
        } else {
            self.read_text(task, file, prefix)
        }
    }

    /// Reads the chosen sheet, or the first one that has a value in it.
    fn read_workbook(&self, task: &Task, file: &File) -> Result<(), Problem> {
        let run = task.run;
        let mut workbook = Workbook::open(FileSource::boxed(file), Limits::default())?;
        self.tell_page(&Response::Reading { run, share: 0.1 });
        let read = workbook.read_chosen(task.choices.sheet);
        let sheets = workbook.sheets().iter().map(|sheet| Sheet {
            name: sheet.name.clone(),
            is_hidden: sheet.is_hidden,
            rows: sheet.rows,
        });
        // Told of a sheet that cannot be read as well: another one may be.
        let read_sheet = read.as_ref().ok();
        self.tell_page(&Response::Sheets {
            run,
            sheets: sheets.collect(),
            chosen: read_sheet.map(|(sheet, _)| *sheet).or(task.choices.sheet),
            problems: read_sheet
                .map(|(_, grid)| grid.problems())
                .unwrap_or_default(),
        });
        let (_, grid) = read?;
        self.tell_page(&Response::Reading { run, share: 0.5 });
        for text in grid.pieces(PIECE) {
            let invalid = Vec::new();
            self.hand_over(
                Part::NextOfSheet,
                Encoding::UTF_8,
                &Decoded { text, invalid },
            );
        }
        self.hand_over(Part::Last, Encoding::UTF_8, &Decoded::default());
        Ok(())
    }

    /// Reads the file twice, first for the encodings that it may be in, and never holds more than a part of it.
    fn read_text(&self, task: &Task, file: &File, mut prefix: Vec<u8>) -> Result<(), Problem> {
        let chosen = task.choices.encoding.as_deref();
        let chosen = chosen.and_then(Encoding::from_name);
        if file.size() > FIRST_BYTES {
            cut_to_lines(&mut prefix);
            let choice = Choice {
                encoding: chosen,
                ..Choice::default()
            };
            let FileText {
                encoding, decoded, ..
            } = read_file(prefix, &choice)?;
            self.hand_over(Part::Beginning, encoding, &decoded);
        }
        let mut detector = Detector::default();
        self.pass(task, file, 0.0, &mut |bytes| detector.feed(bytes))?;
        let sample = detector.sample().to_vec();
        let found = detector.finish().map(|detected| detected.encoding);
        let encoding = match chosen {
            Some(encoding) => encoding,
            None => found.clone()?,
        };
        // Those of the file, whatever is chosen: they keep their places.
        let samples = readings(&sample, found.unwrap_or(encoding)).into_iter();
        let samples = samples.map(|(encoding, text)| (encoding.name().to_owned(), text));
        self.tell_page(&Response::Encodings {
            run: task.run,
            samples: samples.collect(),
        });
        let mut pieces = Pieces::new(encoding);
        self.pass(task, file, 0.5, &mut |bytes| {
            self.hand_over(Part::Next, encoding, &pieces.next(bytes, false));
        })?;
        self.hand_over(Part::Last, encoding, &pieces.next(b"", true));
        Ok(())
    }

    /// Goes through the file part by part. The page is told how far it is, from `passed` to 1.
    fn pass(
        &self,
        task: &Task,
        file: &File,
        passed: f64,
        visit: &mut dyn FnMut(&[u8]),
    ) -> Result<(), Problem> {
        let (size, run) = (file.size(), task.run);
        let mut bytes = Vec::new();
        let mut from = 0.0;
        while from < size {
            let to = (from + READ_BYTES).min(size);
            bytes.clear();
            read_part(file, from, to, &mut bytes).map_err(unreadable)?;
            from = to;
            visit(&bytes);
            // The other half is the indexing.
            let share = (passed + (1.0 - passed) * from / size) * 0.5;
            self.tell_page(&Response::Reading { run, share });
        }
        Ok(())
    }

    fn hand_over(&self, part: Part, encoding: Encoding, decoded: &Decoded) {
        let text = Uint8Array::from(decoded.text.as_bytes());
        let invalid = Uint32Array::from(&decoded.invalid[..]);
        let transfer = Array::of2(&text.buffer(), &invalid.buffer());
        let name = encoding.name().into();
        let message = Array::of4(&(part as u32).into(), &name, &text, &invalid);
        self.say(&message, &transfer);
    }

    fn tell_page(&self, response: &Response) {
        let text = serde_json::to_string(response).expect("messages always have a JSON form");
        self.say(&text.into(), &Array::new());
    }

    fn say(&self, message: &JsValue, transfer: &Array) {
        // Only something that cannot be cloned could be refused, and texts and arrays can.
        let _ = self
            .scope
            .post_message_with_transfer(message, &transfer.into());
    }
}
