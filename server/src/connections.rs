//! Connections: how many there are at once, and how long one may say nothing.
//!
//! `axum::serve` takes any number and waits for each of them for ever, so that a few hundred idle ones use up the
//! files that the process may open, and then nobody is answered.

use std::fs;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use hyper::body::Incoming;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{Instant, sleep};

/// More connections than any server has.
const MOST: usize = 1 << 20;

/// How long nothing is accepted after that failed: there is no file left for a connection.
const PAUSE: Duration = Duration::from_secs(1);

/// How long the log says nothing of full connections after it did.
const SILENCE: Duration = Duration::from_mins(1);

/// What a connection may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Most connections at once; further ones wait to be accepted.
    pub(crate) connections: usize,
    /// The longest time from a connection to the end of the head of its first request.
    pub(crate) head: Duration,
    /// The longest time from an answer to the end of the head of the next request.
    pub(crate) idle: Duration,
}

impl Limits {
    /// Those of a server that shall have at most this number of connections, less where the process may not open twice
    /// as many files: the other half is for the database and for uploads.
    pub(crate) fn of(connections: usize) -> Self {
        let files = open_files().map_or(usize::MAX, |files| files / 2);
        Self {
            connections: connections.min(files).clamp(1, MOST),
            head: Duration::from_secs(10),
            // Longer than proxies keep theirs, so that they do not send on one that is just being closed.
            idle: Duration::from_secs(75),
        }
    }
}

/// How many files this process may open, where the system tells.
fn open_files() -> Option<usize> {
    let limits = fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// Answers requests until `stop` ends, and those that were open then.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    stop: impl Future<Output = ()>,
) {
    let places = Arc::new(Semaphore::new(limits.connections));
    let (stopping, stopped) = watch::channel(());
    let accepting = async {
        let mut told = None;
        loop {
            let Some(place) = place(&places, limits, &mut told).await else {
                return;
            };
            let stream = accept(&listener, &mut told).await;
            let serving = serve_one(stream, router.clone(), limits, stopped.clone(), place);
            tokio::spawn(serving);
        }
    };
    tokio::select! {
        () = accepting => {}
        () = stop => {}
    }
    // Whoever knocks now is refused instead of waiting.
    drop(listener);
    stopping.send_replace(());
    let all = u32::try_from(limits.connections).unwrap_or(u32::MAX);
    // Nobody closes it.
    let _all = places.acquire_many(all).await;
}

/// Waits until there may be one more connection.
async fn place(
    places: &Arc<Semaphore>,
    limits: Limits,
    told: &mut Option<Instant>,
) -> Option<OwnedSemaphorePermit> {
    if let Ok(place) = Arc::clone(places).try_acquire_owned() {
        return Some(place);
    }
    if is_news(told) {
        let most = limits.connections;
        tracing::warn!("all {most} connections are in use; further ones wait for one to end");
    }
    Arc::clone(places).acquire_owned().await.ok()
}

async fn accept(listener: &TcpListener, told: &mut Option<Instant>) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return stream,
            Err(error) if is_of_client(&error) => {}
            Err(error) => {
                if is_news(told) {
                    tracing::warn!(%error, "could not accept a connection; trying again");
                }
                sleep(PAUSE).await;
            }
        }
    }
}

/// Whether the other side was gone before it was accepted.
fn is_of_client(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionReset
    )
}

/// Whether the log did not say so just now.
fn is_news(told: &mut Option<Instant>) -> bool {
    let is_news = told.is_none_or(|at| at.elapsed() >= SILENCE);
    if is_news {
        *told = Some(Instant::now());
    }
    is_news
}

/// Answers the requests of one connection.
async fn serve_one(
    stream: TcpStream,
    router: Router,
    limits: Limits,
    mut stopped: watch::Receiver<()>,
    _place: OwnedSemaphorePermit,
) {
    let has_asked = Arc::new(AtomicBool::new(false));
    let asks = Arc::clone(&has_asked);
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        asks.store(true, Ordering::Relaxed);
        router.call(request)
    });
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.idle);
    // A client that does not answer a ping is gone.
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(limits.idle)
        .keep_alive_timeout(limits.head);
    let connection = builder.serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    // The limit of the library does not hold while it finds out the version by the first bytes.
    let mut first = std::pin::pin!(sleep(limits.head));
    let (mut is_first, mut is_stopping) = (true, false);
    loop {
        tokio::select! {
            // What a client does wrong is nothing to log.
            _ = connection.as_mut() => return,
            () = first.as_mut(), if is_first => {
                if !has_asked.load(Ordering::Relaxed) {
                    return;
                }
                is_first = false;
            }
            _ = stopped.changed(), if !is_stopping => {
                is_stopping = true;
                connection.as_mut().graceful_shutdown();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::sync::oneshot;
    use tokio::task::JoinHandle;

    use super::*;

    const LIMITS: Limits = Limits {
        connections: 2,
        head: Duration::from_millis(40),
        idle: Duration::from_millis(80),
    };

    const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    /// A server, told to stop by what is answered.
    async fn start(limits: Limits) -> (std::net::SocketAddr, oneshot::Sender<()>, JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let router = Router::new().route("/", get(|| async { "hello" }));
        let stopped = async {
            let _ = stopped.await;
        };
        let server = tokio::spawn(serve(listener, router, limits, stopped));
        (address, stop, server)
    }

    /// What comes until the server closes the connection.
    async fn rest(stream: &mut TcpStream) -> String {
        let mut text = String::new();
        // One that is closed with bytes that nobody read is reset.
        let _ = stream.read_to_string(&mut text).await;
        text
    }

    async fn one_answer(stream: &mut TcpStream) {
        stream.write_all(REQUEST).await.unwrap();
        let mut answer = Vec::new();
        while !answer.ends_with(b"hello") {
            assert_ne!(stream.read_buf(&mut answer).await.unwrap(), 0);
        }
    }

    #[tokio::test]
    async fn who_does_not_finish_a_request_is_let_go() {
        let (address, _stop, _server) = start(LIMITS).await;
        // Nothing, half of a line, what could be HTTP/2, and half of a head.
        for begun in ["", "GE", "PRI * HT", "GET / HTTP/1.1\r\nHost:"] {
            let mut stream = TcpStream::connect(address).await.unwrap();
            stream.write_all(begun.as_bytes()).await.unwrap();
            assert_eq!(rest(&mut stream).await, "", "{begun:?}");
        }
        // One that asked once and says nothing more, and one with half of a second request.
        for next in ["", "GET"] {
            let mut stream = TcpStream::connect(address).await.unwrap();
            one_answer(&mut stream).await;
            stream.write_all(next.as_bytes()).await.unwrap();
            rest(&mut stream).await;
        }
    }

    #[tokio::test]
    async fn idle_connections_shut_nobody_out() {
        let (address, _stop, _server) = start(LIMITS).await;
        let mut idle = Vec::new();
        for _ in 0..10 {
            let mut stream = TcpStream::connect(address).await.unwrap();
            stream.write_all(b"GET / HT").await.unwrap();
            idle.push(stream);
        }
        let mut stream = TcpStream::connect(address).await.unwrap();
        one_answer(&mut stream).await;
    }

    #[tokio::test]
    async fn a_server_that_stops_ends_kept_connections_and_answers_open_requests() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let stop = Arc::new(parking_lot::Mutex::new(Some(stop)));
        // The request itself tells the server to stop.
        let router = Router::new().route("/", get(|| async { "hello" })).route(
            "/stop",
            get(move || async move {
                drop(stop.lock().take());
                tokio::task::yield_now().await;
                "bye"
            }),
        );
        let limits = Limits {
            head: Duration::from_hours(1),
            idle: Duration::from_hours(1),
            ..LIMITS
        };
        let server = tokio::spawn(serve(listener, router, limits, async {
            let _ = stopped.await;
        }));
        let mut kept = TcpStream::connect(address).await.unwrap();
        one_answer(&mut kept).await;
        let mut asking = TcpStream::connect(address).await.unwrap();
        let request = b"GET /stop HTTP/1.1\r\nHost: a\r\n\r\n";
        asking.write_all(request).await.unwrap();
        assert!(rest(&mut asking).await.ends_with("bye"));
        assert_eq!(rest(&mut kept).await, "");
        server.await.unwrap();
    }

    #[test]
    fn half_of_the_files_are_left_for_other_things() {
        let limits = Limits::of(usize::MAX);
        if let Some(files) = open_files() {
            assert_eq!(limits.connections, MOST.min(files / 2));
        }
        assert_eq!(Limits::of(3).connections, 3);
        assert_eq!(Limits::of(0).connections, 1);
    }
}
