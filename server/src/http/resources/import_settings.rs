//! Import profiles.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use import_core::api::{ImportSettings, Listing};
use import_core::field::Region;
use import_core::schema::Target;
use uuid::Uuid;

use super::sources::checked_name;
use crate::http::answer::{CONTACTS, listing};
use crate::http::extract::{Id, Json};
use crate::http::query::Query;
use crate::http::{ApiError, AppState};
use crate::store::{Store, StoreError};
use crate::timestamp::rfc3339;

/// Most characters of a name.
const NAME_LIMIT: usize = 200;

/// A page of the profiles.
pub(in crate::http) async fn list_settings(
    State(state): State<AppState>,
    query: Query,
) -> Result<Answer<Listing<ImportSettings>>, ApiError> {
    let page = query.page("pageSize", "after", 25, 100)?;
    let name = query.text("name").map(str::to_owned);
    let descending = is_descending(&query)?.unwrap_or(false);
    let slice = state
        .store(move |store| store.list_settings(name.as_deref(), descending, &page))
        .await?;
    Ok(Answer(listing(&query, "after", slice, with_address)))
}

/// The order that a list is asked for in.
pub(super) fn is_descending(query: &Query) -> Result<Option<bool>, ApiError> {
    let order = query.text("sortOrder").map(str::to_lowercase);
    match order.as_deref() {
        None => Ok(None),
        Some("ascending" | "asc") => Ok(Some(false)),
        Some("descending" | "desc") => Ok(Some(true)),
        Some(other) => {
            let message = format!("`{other}` is not `Ascending` or `Descending`");
            Err(ApiError::field("sortOrder", message))
        }
    }
}

/// Adds a profile.
pub(in crate::http) async fn create_settings(
    State(state): State<AppState>,
    Json(settings): Json<ImportSettings>,
) -> Result<(StatusCode, Answer<ImportSettings>), ApiError> {
    let mut settings = check(settings)?;
    let id = state.environment.new_id();
    let now = state.environment.now();
    settings.id = Some(id);
    let kept = settings.clone();
    state
        .store(move |store| {
            check_names(store, &kept)?;
            Ok::<_, ApiError>(store.create_settings(id, &kept, now)?)
        })
        .await?;
    settings.date_created = Some(rfc3339(now));
    Ok((StatusCode::CREATED, Answer(with_address(settings))))
}

/// One profile.
pub(in crate::http) async fn read_settings(
    State(state): State<AppState>,
    Id(id): Id,
) -> Result<Answer<ImportSettings>, ApiError> {
    let settings = state.store(move |store| store.find_settings(id)).await?;
    let settings = settings.ok_or_else(|| unknown(id))?;
    Ok(Answer(with_address(settings)))
}

/// Replaces a profile.
pub(in crate::http) async fn update_settings(
    State(state): State<AppState>,
    Id(id): Id,
    Json(settings): Json<ImportSettings>,
) -> Result<Answer<ImportSettings>, ApiError> {
    let settings = check(settings)?;
    let kept = state
        .store(move |store| {
            check_names(store, &settings)?;
            if !store.update_settings(id, &settings)? {
                return Ok(None);
            }
            Ok::<_, ApiError>(store.find_settings(id)?)
        })
        .await?;
    let kept = kept.ok_or_else(|| unknown(id))?;
    Ok(Answer(with_address(kept)))
}

/// Removes a profile and its mappings.
pub(in crate::http) async fn delete_settings(
    State(state): State<AppState>,
    Id(id): Id,
) -> Result<StatusCode, ApiError> {
    let there = state
        .store(move |store| {
            store.delete_settings(id).map_err(|error| match error {
                StoreError::InUse => {
                    let message = "an import that is not ended uses it; cancel that or let it end";
                    ApiError::conflict("in_use", message)
                }
                error => error.into(),
            })
        })
        .await?;
    if there {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(unknown(id))
    }
}

fn unknown(id: Uuid) -> ApiError {
    ApiError::not_found("import setting", id)
}

fn check(mut settings: ImportSettings) -> Result<ImportSettings, ApiError> {
    settings.name = checked_name(&settings.name, NAME_LIMIT)?;
    let criteria = &settings.matching_criteria;
    for (index, criterion) in criteria.iter().enumerate() {
        if criteria[..index].contains(criterion) {
            let message = format!("`{criterion:?}` is there twice");
            return Err(ApiError::field("matchingCriteria", message));
        }
    }
    if let Some(country) = settings.default_country.take() {
        let country = country.trim().to_uppercase();
        if Region::from_code(&country).is_none() {
            let message =
                format!("`{country}` is not the two letters of a region with phone numbers");
            return Err(ApiError::field("defaultCountry", message));
        }
        settings.default_country = Some(country);
    }
    Ok(settings)
}

/// Refuses fields that are not there, and a source that is not.
fn check_names(store: &dyn Store, settings: &ImportSettings) -> Result<(), ApiError> {
    let schemas = store.schemas()?;
    for (index, field) in settings.import_fields.iter().enumerate() {
        if Target::by_name(&field.name, &schemas).is_none() {
            let message = format!("no target field is named `{}`", field.name);
            return Err(ApiError::field(
                &format!("importFields[{index}].name"),
                message,
            ));
        }
    }
    let id = settings.external_source_id;
    if store.find_source(id)?.is_some() {
        return Ok(());
    }
    let message = format!("there is no external source `{id}`");
    Err(ApiError::field("externalSourceId", message))
}

fn with_address(settings: ImportSettings) -> ImportSettings {
    ImportSettings {
        self_uri: settings
            .id
            .map(|id| format!("{CONTACTS}/import/settings/{id}")),
        ..settings
    }
}
