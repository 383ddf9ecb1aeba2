//! More workers that help with the check of a large file. Each runs this very script and looks at rows that it is
//! sent; what it saw comes back as numbers.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::poll_fn;
use std::ops::Range;
use std::rc::Rc;
use std::task::{Poll, Waker};

use import_core::fixing::{Fix, FixedTable, Splice};
use import_core::settings::Settings;
use import_core::table::{Layout, Part, Table};
use js_sys::{Array, Object, Reflect, Uint8Array, Uint32Array};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, MessageEvent, Worker, WorkerGlobalScope, WorkerOptions, WorkerType};

use super::looking::Looked;
use super::messages::Request;

/// How many rows are sent at a time: more than a megabyte of most files.
const PART_ROWS: usize = 8_192;

/// How many parts a worker has at a time, so that the next one is there when it is done with one.
const PARTS_AT_A_TIME: usize = 2;

/// How many there are at most. Beyond them, taking up what they saw is what takes the time.
const MOST: usize = 3;

/// Its workers' name. Their script waits for the compiled module then, so that they need not compile it once more.
pub(super) const NAME: &str = "crew";

/// Workers that help.
pub(super) struct Crew {
    hands: Vec<Hand>,
    news: Rc<News>,
}

/// What comes back of a part.
pub(super) enum Arrival {
    /// What was seen of it.
    Looked(Looked),
    /// Its rows have to be looked at by somebody else.
    Lost(Range<usize>),
}

impl Crew {
    /// Starts as many workers as the machine has cores beside this one's; none where they cannot be started.
    pub(super) fn start(scope: &WorkerGlobalScope) -> Self {
        let news = Rc::<News>::default();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is a small whole number"
        )]
        let cores = scope.navigator().hardware_concurrency() as usize;
        let script = scope.location().href();
        let hands =
            (0..cores.saturating_sub(1).min(MOST)).map_while(|_| Hand::start(&script, &news).ok());
        let hands = hands.collect();
        Self { hands, news }
    }

    /// Tells all how to look at rows from now on. What they were at is forgotten.
    pub(super) fn brief(&self, table: &FixedTable, settings: &Settings) {
        let request = Request::Assist {
            layout: table.layout().clone(),
            settings: settings.clone(),
            fixes: table.fixes().to_vec(),
        };
        for hand in &self.hands {
            hand.desk.clear();
            hand.tell(&request, &[]);
        }
        self.news.clear();
    }

    /// The one with the least to do, unless nobody has time for a part.
    fn free_hand(&self) -> Option<&Hand> {
        let hands = self.hands.iter().filter(|hand| !hand.desk.is_lost.get());
        let least = hands.min_by_key(|hand| hand.desk.tasks.borrow().len())?;
        (least.desk.tasks.borrow().len() < PARTS_AT_A_TIME).then_some(least)
    }

    /// Gives rows to those who have time for them. `assign` says which, at most so many.
    pub(super) fn hand_out(
        &self,
        table: &Table,
        assign: &mut dyn FnMut(usize) -> Option<Range<usize>>,
    ) {
        while let Some(hand) = self.free_hand()
            && let Some(rows) = assign(PART_ROWS)
        {
            match table.part(rows.clone()) {
                Some(part) => hand.give(rows, &part),
                None => return self.news.tell(Arrival::Lost(rows)),
            }
        }
    }

    /// What came back, the oldest first.
    pub(super) fn next(&self) -> Option<Arrival> {
        self.news.arrivals.borrow_mut().pop_front()
    }

    /// Waits until something has come back, or others are briefed.
    pub(super) async fn news(&self) {
        let mut is_first = true;
        poll_fn(|context| {
            let is_over = !is_first || !self.news.arrivals.borrow().is_empty();
            is_first = false;
            if is_over {
                return Poll::Ready(());
            }
            self.news.waker.replace(Some(context.waker().clone()));
            Poll::Pending
        })
        .await;
    }
}

#[derive(Default)]
struct News {
    arrivals: RefCell<VecDeque<Arrival>>,
    waker: RefCell<Option<Waker>>,
}

impl News {
    fn tell(&self, arrival: Arrival) {
        self.arrivals.borrow_mut().push_back(arrival);
        self.wake();
    }

    fn clear(&self) {
        self.arrivals.borrow_mut().clear();
        self.wake();
    }

    fn wake(&self) {
        let waker = self.waker.borrow_mut().take();
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

/// One of the workers. It ends when this is dropped.
struct Hand {
    worker: Worker,
    desk: Rc<Desk>,
    _hear: Closure<dyn Fn(MessageEvent)>,
    _crash: Closure<dyn Fn(Event)>,
}

/// What a worker is at. It answers in the order in which it is asked.
#[derive(Default)]
struct Desk {
    /// The rows that it is to look at.
    tasks: RefCell<VecDeque<Range<usize>>>,
    /// How many answers to wait for that nobody wants any more.
    stale: Cell<usize>,
    is_lost: Cell<bool>,
}

impl Desk {
    fn clear(&self) {
        let tasks = std::mem::take(&mut *self.tasks.borrow_mut());
        self.stale.set(self.stale.get() + tasks.len());
    }

    /// What an answer means. Whoever makes no sense gets no more to do.
    fn hear(&self, numbers: &[u32]) -> Vec<Arrival> {
        if self.stale.get() > 0 {
            self.stale.set(self.stale.get() - 1);
            return Vec::new();
        }
        let rows = self.tasks.borrow().front().cloned();
        let looked = Looked::from_numbers(numbers);
        match looked.filter(|looked| rows.as_ref() == Some(&looked.rows)) {
            Some(looked) => {
                self.tasks.borrow_mut().pop_front();
                vec![Arrival::Looked(looked)]
            }
            None => self.lose(),
        }
    }

    /// The worker is no more.
    fn lose(&self) -> Vec<Arrival> {
        self.is_lost.set(true);
        let tasks = std::mem::take(&mut *self.tasks.borrow_mut());
        tasks.into_iter().map(Arrival::Lost).collect()
    }
}

impl Hand {
    fn start(script: &str, news: &Rc<News>) -> Result<Self, JsValue> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        options.set_name(NAME);
        let worker = Worker::new_with_options(script, &options)?;
        worker.post_message(&wasm_bindgen::module())?;
        let desk = Rc::<Desk>::default();
        let (at, to) = (Rc::clone(&desk), Rc::clone(news));
        let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let numbers = event.data().dyn_into::<Uint32Array>();
            let numbers = numbers.map(|numbers| numbers.to_vec()).unwrap_or_default();
            at.hear(&numbers)
                .into_iter()
                .for_each(|arrival| to.tell(arrival));
        });
        let (at, to) = (Rc::clone(&desk), Rc::clone(news));
        let crash = Closure::<dyn Fn(Event)>::new(move |_| {
            at.lose().into_iter().for_each(|arrival| to.tell(arrival));
        });
        worker.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        worker.set_onerror(Some(crash.as_ref().unchecked_ref()));
        Ok(Self {
            worker,
            desk,
            _hear: hear,
            _crash: crash,
        })
    }

    /// Says something; the arrays that come along are handed over.
    fn tell(&self, request: &Request, arrays: &[&Object]) {
        let text = serde_json::to_string(request).expect("messages always have a JSON form");
        let (parts, moved) = (Array::of1(&text.into()), Array::new());
        for array in arrays {
            parts.push(array);
            moved.push(&buffer(array));
        }
        // Text and arrays of their own can always be handed over, which is all that could be refused.
        let _ = self.worker.post_message_with_transfer(&parts, &moved);
    }

    fn give(&self, rows: Range<usize>, part: &Part<'_>) {
        let text = Uint8Array::from(part.text.as_bytes());
        let places = Uint32Array::from(part.places.as_slice());
        self.desk.tasks.borrow_mut().push_back(rows);
        self.tell(&Request::Look, &[&text, &places]);
    }
}

impl Drop for Hand {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

/// What such a worker knows.
pub(super) struct Assistant {
    layout: Layout,
    settings: Settings,
    /// The part that it was asked about last, with what is fixed of the file.
    table: FixedTable,
}

impl Assistant {
    /// One that was told how rows are read and by what they are checked.
    pub(super) fn new(layout: Layout, settings: Settings, fixes: Vec<Fix>) -> Option<Self> {
        let nothing = Table::of_part(layout.clone(), String::new(), &[0, 0, 0])?;
        let mut table = FixedTable::new(nothing);
        table.splice(Splice {
            at: 0,
            removed: 0,
            added: fixes,
        });
        Some(Self {
            layout,
            settings,
            table,
        })
    }

    /// Looks at the rows that came with a message, and answers with numbers; with none if they make no sense.
    pub(super) fn look(&mut self, parts: &Array) -> Uint32Array {
        let looked = self.read(parts).map(|part| {
            let rows = part.first_index()..part.len();
            self.table.turn_to(part);
            Looked::at(&self.table, &self.settings, rows).to_numbers()
        });
        Uint32Array::from(looked.unwrap_or_default().as_slice())
    }

    fn read(&self, parts: &Array) -> Option<Table> {
        let text: Uint8Array = parts.get(1).dyn_into().ok()?;
        let places: Uint32Array = parts.get(2).dyn_into().ok()?;
        let text = String::from_utf8(text.to_vec()).ok()?;
        Table::of_part(self.layout.clone(), text, &places.to_vec())
    }
}

fn buffer(array: &Object) -> JsValue {
    Reflect::get(array, &"buffer".into()).unwrap_or_default()
}
