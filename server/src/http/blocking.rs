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
