//! Takes blocking work off the asynchronous threads.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;

use super::{ApiError, AppState};
use crate::store::Store;

impl AppState {
    /// Runs `work` with the store on a thread that may block.
    pub(super) async fn store<T, E>(
        &self,
        work: impl FnOnce(&dyn Store) -> Result<T, E> + Send + 'static,
    ) -> Result<T, ApiError>
    where
        T: Send + 'static,
        E: Into<ApiError> + Send + 'static,
    {
        let state = self.clone();
        run(move || work(&*state.store)).await
    }
}

/// Runs `work` on a thread that may block.
pub(super) async fn run<T, E>(
    work: impl FnOnce() -> Result<T, E> + Send + 'static,
) -> Result<T, ApiError>
where
    T: Send + 'static,
    E: Into<ApiError> + Send + 'static,
{
    match spawn_blocking(work).await {
        Ok(result) => result.map_err(Into::into),
        Err(error) => Err(ApiError::internal(&error)),
    }
}

/// The right to do one of a few works at a time. It goes into the work: whoever asked for it may be gone before it
/// is done.
pub(super) async fn permit(permits: &Arc<Semaphore>) -> Option<OwnedSemaphorePermit> {
    // Nobody closes it.
    Arc::clone(permits).acquire_owned().await.ok()
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use axum::body::Body;
    use axum::http::{Request, header};
    use tokio::runtime::Builder;
    use tokio::task::yield_now;
    use tower::ServiceExt as _;

    use super::*;
    use crate::environment::System;
    use crate::http::{HttpOptions, router};
    use crate::jobs::Signal;
    use crate::store::sqlite::SqliteStore;

    /// Some turns of everything that is not waiting for something.
    async fn settle() {
        for _ in 0..20 {
            yield_now().await;
            let idle = spawn_blocking(|| {});
            idle.await.unwrap();
        }
    }

    #[test]
    fn a_password_that_is_hashed_holds_its_permit_although_its_client_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(&folder.path().join("muster.db")).unwrap();
        let state = AppState::new(
            Arc::new(store),
            Arc::new(System::default()),
            Arc::new(Signal::default()),
            HttpOptions::default(),
        );
        let hashing = Arc::clone(&state.hashing);
        let all = hashing.available_permits();
        let request = Request::post("/api/session")
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(r#"{"name": "Ada", "password": "wrong"}"#))
            .unwrap();
        // One thread that may block, so that what waits for it waits in order.
        let runtime = Builder::new_current_thread()
            .max_blocking_threads(1)
            .enable_time()
            .build()
            .unwrap();
        runtime.block_on(async {
            let everything = u32::try_from(all).unwrap();
            let taken = hashing.acquire_many(everything).await.unwrap();
            let client = tokio::spawn(router(state).oneshot(request));
            settle().await;
            assert!(!client.is_finished(), "it waits for a permit");

            let (release, released) = mpsc::channel::<()>();
            let blocking = spawn_blocking(move || released.recv());
            drop(taken);
            for _ in 0..20 {
                yield_now().await;
            }
            client.abort();
            assert!(client.await.unwrap_err().is_cancelled());
            assert_eq!(hashing.available_permits(), all - 1);

            release.send(()).unwrap();
            blocking.await.unwrap().unwrap();
            let _all = hashing.acquire_many(everything).await.unwrap();
        });
    }
}
