//! What every handler has at hand.

use std::ops::Deref;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::auth::{Rate, Throttle};
use crate::environment::Environment;
use crate::jobs::Signal;
use crate::store::Store;

/// Passwords hashed at once: each takes 19 MB and a processor for a moment.
const HASHING: usize = 2;

/// Whole files cut at once: each takes a processor.
const CUTTING: usize = 1;

/// How the server is seen from outside.
#[derive(Clone, Debug)]
pub struct HttpOptions {
    /// Most bytes of a file, be it sent whole or as the packed batches of its rows.
    pub max_upload: u64,
    /// Whether cookies are for https alone.
    pub secure_cookies: bool,
    /// The address that users see, where it is another than they connect to (behind a proxy).
    pub public_url: Option<String>,
    /// Requests a minute that each user and API client may make; 0 for any number.
    pub rate_limit: u32,
    /// Where a file is while it is cut into rows; the folder of the system for that unless it is named.
    pub temporary: Option<PathBuf>,
}

impl Default for HttpOptions {
    fn default() -> Self {
        Self {
            max_upload: 1 << 30,
            secure_cookies: false,
            public_url: None,
            rate_limit: 6_000,
            temporary: None,
        }
    }
}

/// What every handler has at hand; cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Inner>);

/// See [`AppState`].
pub struct Inner {
    pub(super) store: Arc<dyn Store>,
    pub(super) environment: Arc<dyn Environment>,
    /// Wakes the runner.
    pub(super) signal: Arc<Signal>,
    pub(super) options: HttpOptions,
    pub(super) rate: Rate,
    /// Of users.
    pub(super) throttle: Throttle,
    /// Of API clients.
    pub(super) client_throttle: Throttle,
    pub(super) hashing: Arc<Semaphore>,
    pub(super) cutting: Arc<Semaphore>,
}

impl AppState {
    /// The state of one server.
    pub fn new(
        store: Arc<dyn Store>,
        environment: Arc<dyn Environment>,
        signal: Arc<Signal>,
        options: HttpOptions,
    ) -> Self {
        let rate = Rate::per_minute(options.rate_limit);
        Self(Arc::new(Inner {
            store,
            environment,
            signal,
            options,
            rate,
            throttle: Throttle::default(),
            client_throttle: Throttle::default(),
            hashing: Arc::new(Semaphore::new(HASHING)),
            cutting: Arc::new(Semaphore::new(CUTTING)),
        }))
    }
}

impl Deref for AppState {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}
