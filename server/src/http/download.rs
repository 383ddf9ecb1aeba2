//! Files that are made while they are sent.

use std::error::Error;

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

/// Pieces that may wait for a slow client.
const AHEAD: usize = 2;

type Piece = Result<Bytes, std::io::Error>;

/// A CSV for people to save.
pub(super) struct CsvFile {
    name: String,
    pieces: Box<dyn Iterator<Item = Piece> + Send>,
}

impl CsvFile {
    /// A file of this name, in pieces.
    pub(super) fn new<E: Error + 'static>(
        name: String,
        pieces: impl Iterator<Item = Result<Vec<u8>, E>> + Send + 'static,
    ) -> Self {
        // An error in the middle can only break the answer off, so that no one takes it for complete.
        let pieces = pieces.map(|piece| {
            piece.map(Bytes::from).map_err(|error| {
                tracing::error!(error = &error as &dyn Error, "a file broke off");
                std::io::Error::other("the file broke off")
            })
        });
        Self {
            name,
            pieces: Box::new(pieces),
        }
    }
}

impl IntoResponse for CsvFile {
    fn into_response(self) -> Response {
        let (sender, receiver) = mpsc::channel::<Piece>(AHEAD);
        let span = tracing::Span::current();
        let pieces = self.pieces;
        tokio::task::spawn_blocking(move || {
            let _entered = span.enter();
            for piece in pieces {
                if sender.blocking_send(piece).is_err() {
                    return;
                }
            }
        });
        let mut response = Body::from_stream(ReceiverStream::new(receiver)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/csv; charset=utf-8; header=present"),
        );
        let disposition = format!("attachment; filename=\"{}\"", self.name);
        if let Ok(disposition) = HeaderValue::from_str(&disposition) {
            headers.insert(header::CONTENT_DISPOSITION, disposition);
        }
        response
    }
}
