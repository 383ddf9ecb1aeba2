//! Uploads.

use std::fs::File;
use std::io::{self, Seek as _, Write as _};

use axum::Json as Answer;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use import_core::api::{Header, Upload, UploadDetails, UploadPreview, UploadRequest};
use tokio::sync::mpsc;

use crate::auth::{Actor, Token};
use crate::http::blocking::permit;
use crate::http::credential::TICKET_SCHEME;
use crate::http::extract::{Id, IdAndNumber, Json, check_length, next_piece, read};
use crate::http::origin::Origin;
use crate::http::{ApiError, AppState, HttpOptions};
use crate::jobs::{self, StagingError};
use crate::store::NewUpload;

/// Most characters of a file's name.
const NAME_LIMIT: usize = 256;

/// Most bytes of a packed batch.
const BATCH_LIMIT: usize = 16 << 20;

/// Announces a file. The answer says where the file goes and with which headers; they are enough, so that whoever
/// sends it need not hold the client's token.
pub(in crate::http) async fn create_upload(
    State(state): State<AppState>,
    actor: Actor,
    origin: Origin,
    uri: Uri,
    Json(request): Json<UploadRequest>,
) -> Result<(StatusCode, Answer<Upload>), ApiError> {
    let length = request
        .file_name
        .as_deref()
        .unwrap_or_default()
        .chars()
        .count();
    if length > NAME_LIMIT {
        let message = format!("{length} characters, at most {NAME_LIMIT} are allowed");
        return Err(ApiError::field("fileName", message));
    }
    let limit = state.options.max_upload;
    if request.file_size > limit {
        return Err(ApiError::too_large(limit));
    }
    let id = state.environment.new_id();
    let ticket = Token::new(state.environment.secret());
    let upload = NewUpload {
        id,
        file_name: request.file_name,
        file_size: request.file_size,
        author: actor.subject.id,
        ticket: ticket.hash(),
        created: state.environment.now(),
    };
    state
        .store(move |store| store.create_upload(&upload))
        .await?;
    let header = |name: &str, value: String| Header {
        name: name.to_owned(),
        value,
    };
    Ok((
        StatusCode::CREATED,
        Answer(Upload {
            upload_id: id,
            upload_url: format!("{origin}{}/{id}", uri.path()),
            upload_headers: vec![
                header(
                    "Authorization",
                    format!("{TICKET_SCHEME} {}", ticket.text()),
                ),
                header("Content-Type", "text/csv".to_owned()),
            ],
        }),
    ))
}

/// Takes a whole file, cuts it into batches and closes the upload.
pub(in crate::http) async fn upload_file(
    State(state): State<AppState>,
    Id(id): Id,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, ApiError> {
    let upload = state.store(move |store| store.find_upload(id)).await?;
    let upload = upload.ok_or(StagingError::NoUpload)?;
    if upload.complete {
        return Err(StagingError::Complete.into());
    }
    let (mut file, size) = spool(&headers, body, &state.options).await?;
    // 0 announces nothing: so do jobs that wait for their rows.
    let announced = upload.file_size;
    if announced != 0 && announced != size {
        return Err(ApiError::size_mismatch(announced, size));
    }
    let permit = permit(&state.cutting).await;
    state
        .store(move |store| {
            let _permit = permit;
            jobs::cut_file(store, id, &mut file)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Puts a body into a file without a name, and counts its bytes. It goes with its last handle, however the server ends.
async fn spool(
    headers: &HeaderMap,
    body: Body,
    options: &HttpOptions,
) -> Result<(File, u64), ApiError> {
    let limit = options.max_upload;
    check_length(headers, limit)?;
    let folder = options.temporary.clone();
    let (sender, mut pieces) = mpsc::channel::<Bytes>(8);
    let writer = tokio::task::spawn_blocking(move || {
        let folder = folder.unwrap_or_else(std::env::temp_dir);
        let mut file = tempfile::tempfile_in(folder)?;
        while let Some(piece) = pieces.blocking_recv() {
            file.write_all(&piece)?;
        }
        file.rewind()?;
        Ok::<_, io::Error>(file)
    });
    let mut stream = body.into_data_stream();
    let mut size = 0;
    while let Some(piece) = next_piece(&mut stream).await? {
        size += piece.len() as u64;
        if size > limit {
            return Err(ApiError::too_large(limit));
        }
        // The writer only stops early by an error, which it tells at the end.
        if sender.send(piece).await.is_err() {
            break;
        }
    }
    drop(sender);
    match writer.await {
        Ok(Ok(file)) => Ok((file, size)),
        Ok(Err(error)) => Err(ApiError::no_room(error)),
        Err(error) => Err(ApiError::internal(&error)),
    }
}

/// Takes one batch. It may be sent again.
pub(in crate::http) async fn stage_rows(
    State(state): State<AppState>,
    IdAndNumber(id, number): IdAndNumber,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, ApiError> {
    let bytes = read(&headers, body, BATCH_LIMIT).await?;
    let limit = state.options.max_upload;
    state
        .store(move |store| jobs::stage_batch(store, id, number, &bytes, limit))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Closes an upload that came in batches.
pub(in crate::http) async fn complete_upload(
    State(state): State<AppState>,
    Id(id): Id,
) -> Result<StatusCode, ApiError> {
    state
        .store(move |store| jobs::complete_upload(store, id))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What was found about the file.
pub(in crate::http) async fn read_upload_details(
    State(state): State<AppState>,
    Id(id): Id,
) -> Result<Answer<UploadDetails>, ApiError> {
    let upload = state.store(move |store| store.find_upload(id)).await?;
    let upload = upload.ok_or(StagingError::NoUpload)?;
    Ok(Answer(UploadDetails {
        upload_id: id,
        file_name: upload.file_name,
        validation_result: upload.validation,
    }))
}

/// The columns and the first rows.
pub(in crate::http) async fn read_upload_preview(
    State(state): State<AppState>,
    Id(id): Id,
) -> Result<Answer<UploadPreview>, ApiError> {
    let preview = state
        .store(move |store| jobs::preview_upload(store, id))
        .await?;
    Ok(Answer(preview))
}
