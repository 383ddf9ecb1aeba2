//! Mappings: which column feeds which field.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use import_core::api::{CsvSettings, Listing};
use import_core::schema::Target;
use uuid::Uuid;

use crate::http::answer::{CONTACTS, listing};
use crate::http::extract::{Id, Json};
use crate::http::query::Query;
use crate::http::{ApiError, AppState};
use crate::store::Store;

/// A page of the mappings.
pub(in crate::http) async fn list_csv_settings(
    State(state): State<AppState>,
    query: Query,
) -> Result<Answer<Listing<CsvSettings>>, ApiError> {
    let page = query.page("pageSize", "after", 25, 200)?;
    let profile = query.id("externalSettingsId")?;
    let slice = state
        .store(move |store| store.list_csv_settings(profile, &page))
        .await?;
    let mut listing = listing(&query, "after", slice, with_address);
    // The address of the next page says the same.
    listing.cursors = None;
    Ok(Answer(listing))
}

/// Adds a mapping.
pub(in crate::http) async fn create_csv_settings(
    State(state): State<AppState>,
    Json(mut settings): Json<CsvSettings>,
) -> Result<(StatusCode, Answer<CsvSettings>), ApiError> {
    let id = state.environment.new_id();
    settings.id = Some(id);
    let kept = settings.clone();
    state
        .store(move |store| {
            check(store, &kept)?;
            Ok::<_, ApiError>(store.create_csv_settings(id, &kept)?)
        })
        .await?;
    Ok((StatusCode::CREATED, Answer(with_address(settings))))
}

/// One mapping.
pub(in crate::http) async fn read_csv_settings(
    State(state): State<AppState>,
    Id(id): Id,
) -> Result<Answer<CsvSettings>, ApiError> {
    let settings = state
        .store(move |store| store.find_csv_settings(id))
        .await?;
    let settings = settings.ok_or_else(|| unknown(id))?;
    Ok(Answer(with_address(settings)))
}

/// Replaces a mapping.
pub(in crate::http) async fn update_csv_settings(
    State(state): State<AppState>,
    Id(id): Id,
    Json(mut settings): Json<CsvSettings>,
) -> Result<Answer<CsvSettings>, ApiError> {
    settings.id = Some(id);
    let kept = settings.clone();
    let there = state
        .store(move |store| {
            check(store, &kept)?;
            Ok::<_, ApiError>(store.update_csv_settings(id, &kept)?)
        })
        .await?;
    if !there {
        return Err(unknown(id));
    }
    Ok(Answer(with_address(settings)))
}

/// Removes a mapping.
pub(in crate::http) async fn delete_csv_settings(
    State(state): State<AppState>,
    Id(id): Id,
) -> Result<StatusCode, ApiError> {
    let there = state
        .store(move |store| store.delete_csv_settings(id))
        .await?;
    if there {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(unknown(id))
    }
}

fn unknown(id: Uuid) -> ApiError {
    ApiError::not_found("CSV setting", id)
}

/// Refuses columns that feed nothing or the same, and a profile that is not there.
fn check(store: &dyn Store, settings: &CsvSettings) -> Result<(), ApiError> {
    let mappings = &settings.mappings;
    let schemas = store.schemas()?;
    let mut taken: Vec<Target> = Vec::with_capacity(mappings.len());
    for (index, entry) in mappings.iter().enumerate() {
        let at = |name: &str| format!("mappings[{index}].{name}");
        let Some(target) = Target::by_name(&entry.target_field, &schemas) else {
            let message = format!("no target field is named `{}`", entry.target_field);
            return Err(ApiError::field(&at("targetField"), message));
        };
        if entry.source_field.trim().is_empty() {
            return Err(ApiError::field(
                &at("sourceField"),
                "a column's name is required",
            ));
        }
        if taken.contains(&target) {
            let path = target.path();
            let message = format!("`{path}` is fed by an earlier column already");
            return Err(ApiError::field(&at("targetField"), message));
        }
        taken.push(target);
    }
    let Some(id) = settings.external_settings_id else {
        return Ok(());
    };
    if store.find_settings(id)?.is_some() {
        return Ok(());
    }
    let message = format!("there is no import setting `{id}`");
    Err(ApiError::field("externalSettingsId", message))
}

fn with_address(settings: CsvSettings) -> CsvSettings {
    CsvSettings {
        self_uri: settings
            .id
            .map(|id| format!("{CONTACTS}/import/csv/settings/{id}")),
        ..settings
    }
}
