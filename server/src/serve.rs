//! Runs the server: the API on asynchronous threads, the jobs on one of their own.

use std::io::{IsTerminal as _, Write as _};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use anyhow::Context as _;
use import_core::record::{SECOND, Timestamp};
use tokio::net::TcpListener;
use tokio::signal;
use tokio::sync::Notify;
use tracing_subscriber::EnvFilter;

use crate::auth::Token;
use crate::cli::{LogFormat, ServeArguments};
use crate::connections::{self, Limits};
use crate::environment::{Environment, System};
use crate::exports::Exporter;
use crate::http::{AppState, HttpOptions, router};
use crate::jobs::{Runner, Signal};
use crate::store::Store;

const DAY: Timestamp = 24 * 3_600 * SECOND;

/// How long a server that was told to stop waits for open requests.
const PATIENCE: Duration = Duration::from_secs(10);

/// Serves until it is told to stop.
pub fn serve(arguments: &ServeArguments, store: &Arc<dyn Store>) -> anyhow::Result<()> {
    start_log(arguments.log_format);
    let _hold = arguments.database.database.hold()?;
    let environment: Arc<dyn Environment> = Arc::new(System::default());
    // Where no other server can work on this database, whoever held a job is gone.
    store.release_all_jobs()?;

    let signal = Arc::new(Signal::default());
    let woken = Arc::clone(&signal);
    store.watch_jobs(Box::new(move || woken.wake()));
    let runner = Runner::new(
        Arc::clone(store),
        Arc::clone(&environment),
        Arc::clone(&signal),
    )
    .keeping_rows(arguments.keep_jobs.map(|days| Timestamp::from(days) * DAY));
    let runner = thread::Builder::new()
        .name("jobs".to_owned())
        .spawn(move || runner.run())
        .context("could not start the thread of the jobs")?;

    let exporter = Exporter::new(
        Arc::clone(store),
        Arc::clone(&environment),
        Arc::clone(&signal),
    );
    let exporter = thread::Builder::new()
        .name("exports".to_owned())
        .spawn(move || exporter.run())
        .context("could not start the thread of the exports")?;

    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("could not start the asynchronous threads")?;
    let public_url = arguments.public_url.clone();
    let is_https = public_url
        .as_deref()
        .is_some_and(|url| url.starts_with("https://"));
    let options = HttpOptions {
        max_upload: arguments.max_upload.0,
        secure_cookies: arguments.secure_cookies || is_https,
        public_url,
        rate_limit: arguments.rate_limit,
        temporary: arguments.database.database.folder(),
    };
    let state = AppState::new(
        Arc::clone(store),
        Arc::clone(&environment),
        Arc::clone(&signal),
        options,
    );
    let served = runtime.block_on(listen(arguments, state, &**store, &*environment, &signal));

    // Threads that stream to broken-off requests are left to themselves.
    runtime.shutdown_background();
    signal.stop();
    for (thread, of) in [(runner, "jobs"), (exporter, "exports")] {
        if thread.join().is_err() {
            tracing::error!("the thread of the {of} ended by a panic");
        }
    }
    served
}

async fn listen(
    arguments: &ServeArguments,
    state: AppState,
    store: &dyn Store,
    environment: &dyn Environment,
    signal: &Arc<Signal>,
) -> anyhow::Result<()> {
    let listener = TcpListener::bind(arguments.listen)
        .await
        .with_context(|| format!("could not listen on `{}`", arguments.listen))?;
    #[cfg(unix)]
    outlive_hangups();
    let address = format!("http://{}", listener.local_addr()?);
    say(&format!("listening on {address}"))?;
    if !store.has_users()? {
        let token = Token::new(environment.secret());
        store.set_setup_token(&token.hash())?;
        let base = arguments.public_url.as_deref().unwrap_or(&address);
        let base = base.trim_end_matches('/');
        say(&format!(
            "Sign in as the first administrator: {base}/setup#{}",
            token.text()
        ))?;
    }
    let stopping = Arc::new(Notify::new());
    let told = Arc::clone(&stopping);
    let signal = Arc::clone(signal);
    let stop = async move {
        told_to_stop().await;
        // Jobs stop after their commit, and whoever follows one is let go.
        signal.stop();
        told.notify_one();
    };
    let limits = Limits::of(arguments.max_connections);
    let server = connections::serve(listener, router(state), limits, stop);
    let patience = async {
        stopping.notified().await;
        tokio::time::sleep(PATIENCE).await;
    };
    tokio::select! {
        () = server => Ok(()),
        () = patience => {
            tracing::warn!("requests that were still open are broken off");
            Ok(())
        }
    }
}

/// To the standard output, where scripts look; the log goes to the standard error.
fn say(line: &str) -> anyhow::Result<()> {
    let mut output = std::io::stdout().lock();
    writeln!(output, "{line}")?;
    output.flush()?;
    Ok(())
}

async fn told_to_stop() {
    let interrupt = async {
        if signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut terminate) => {
                terminate.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
    tracing::info!("stopping");
}

/// A terminal that is closed, or a tool that wants the log to be opened anew, does not end the server.
#[cfg(unix)]
fn outlive_hangups() {
    let Ok(mut hangups) = signal::unix::signal(signal::unix::SignalKind::hangup()) else {
        return;
    };
    tokio::spawn(async move {
        while hangups.recv().await.is_some() {
            tracing::info!("a hangup (SIGHUP) changes nothing: there is nothing to be read anew");
        }
    });
}

fn start_log(format: LogFormat) {
    let filter = EnvFilter::try_from_env("MUSTER_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    match format {
        LogFormat::Text => log.with_target(false).init(),
        LogFormat::Json => log.json().init(),
    }
}
