//! External sources.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use import_core::api::{ExternalSource, Listing};
use uuid::Uuid;

use crate::http::answer::{CONTACTS, listing};
use crate::http::extract::{Id, Json};
use crate::http::query::Query;
use crate::http::{ApiError, AppState};
use crate::store::SourceFilter;

/// Most characters of a name and of a link's template.
const NAME_LIMIT: usize = 200;
const TEMPLATE_LIMIT: usize = 400;

/// What a link's template holds the place of an ID with.
const PLACE: &str = "{{externalId.value}}";

/// A page of the sources.
pub(in crate::http) async fn list_sources(
    State(state): State<AppState>,
    query: Query,
) -> Result<Answer<Listing<ExternalSource>>, ApiError> {
    let page = query.page("limit", "cursor", 25, 200)?;
    let filter = SourceFilter {
        name: query.text("name").map(str::to_owned),
        active: query.parse("active", "`true` or `false`")?,
    };
    let slice = state
        .store(move |store| store.list_sources(&filter, &page))
        .await?;
    Ok(Answer(listing(&query, "cursor", slice, with_address)))
}

/// Adds a source.
pub(in crate::http) async fn create_source(
    State(state): State<AppState>,
    Json(source): Json<ExternalSource>,
) -> Result<(StatusCode, Answer<ExternalSource>), ApiError> {
    let source = check(source)?;
    let id = state.environment.new_id();
    let kept = source.clone();
    state
        .store(move |store| store.create_source(id, &kept))
        .await?;
    Ok((StatusCode::CREATED, Answer(with_id(source, id))))
}

/// One source.
pub(in crate::http) async fn read_source(
    State(state): State<AppState>,
    Id(id): Id,
) -> Result<Answer<ExternalSource>, ApiError> {
    let source = state.store(move |store| store.find_source(id)).await?;
    let source = source.ok_or_else(|| unknown(id))?;
    Ok(Answer(with_address(source)))
}

/// Replaces a source.
pub(in crate::http) async fn update_source(
    State(state): State<AppState>,
    Id(id): Id,
    Json(source): Json<ExternalSource>,
) -> Result<Answer<ExternalSource>, ApiError> {
    let source = check(source)?;
    let kept = source.clone();
    let there = state
        .store(move |store| store.update_source(id, &kept))
        .await?;
    if !there {
        return Err(unknown(id));
    }
    Ok(Answer(with_id(source, id)))
}

/// Removes a source that no profile uses. Records keep the IDs that came from it.
pub(in crate::http) async fn delete_source(
    State(state): State<AppState>,
    Id(id): Id,
) -> Result<StatusCode, ApiError> {
    let there = state.store(move |store| store.delete_source(id)).await?;
    if there {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(unknown(id))
    }
}

fn unknown(id: Uuid) -> ApiError {
    ApiError::not_found("external source", id)
}

fn check(mut source: ExternalSource) -> Result<ExternalSource, ApiError> {
    source.name = checked_name(&source.name, NAME_LIMIT)?;
    if let Some(link) = &source.link_configuration {
        let template = &link.uri_template;
        let field = "linkConfiguration.uriTemplate";
        let length = template.chars().count();
        if length > TEMPLATE_LIMIT {
            let message = format!("{length} characters, at most {TEMPLATE_LIMIT} are allowed");
            return Err(ApiError::field(field, message));
        }
        let is_web = template.starts_with("https://") || template.starts_with("http://");
        if !is_web || !template.contains(PLACE) {
            let message =
                format!("`{template}` is not an http or https address with `{PLACE}` in it");
            return Err(ApiError::field(field, message));
        }
    }
    Ok(source)
}

/// A trimmed name of 1 to `limit` characters, none of which is a control character.
pub(super) fn checked_name(name: &str, limit: usize) -> Result<String, ApiError> {
    let name = name.trim();
    let length = name.chars().count();
    if length == 0 || length > limit {
        let message = format!("a name has 1 to {limit} characters, this one has {length}");
        return Err(ApiError::field("name", message));
    }
    if let Some(found) = name.chars().find(|c| c.is_control()) {
        let message = format!(
            "a name has no control characters, this one has U+{:04X}",
            u32::from(found)
        );
        return Err(ApiError::field("name", message));
    }
    Ok(name.to_owned())
}

fn with_id(source: ExternalSource, id: Uuid) -> ExternalSource {
    with_address(ExternalSource {
        id: Some(id),
        ..source
    })
}

/// A source with its address.
pub(super) fn with_address(source: ExternalSource) -> ExternalSource {
    ExternalSource {
        self_uri: source
            .id
            .map(|id| format!("{CONTACTS}/externalsources/{id}")),
        ..source
    }
}
