//! Schemas of custom fields: one for contacts, one for organizations.

mod core_types;

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use import_core::api::{DataSchema, Reference, WholeListing};
use import_core::columns::Subject;
use import_core::schema::{DESCRIPTION_LIMIT, NAME_LIMIT, Schema, SchemaFault, SchemaRef};
use uuid::Uuid;

pub(super) use self::core_types::{list_core_types, read_core_type, read_limits};
use super::records::Kind;
use super::sources::checked_name;
use crate::auth::Actor;
use crate::http::answer::CONTACTS;
use crate::http::extract::{Id, IdAndNumber, Json};
use crate::http::query::Query;
use crate::http::{ApiError, AppState};
use crate::store::SchemaRecord;
use crate::timestamp::rfc3339;

/// The schema, in a list: there is one at most.
pub(in crate::http) async fn list_schemas<K: Kind>(
    State(state): State<AppState>,
    query: Query,
) -> Result<Answer<WholeListing<DataSchema>>, ApiError> {
    let found = state.store(|store| store.newest_schema(K::SUBJECT)).await?;
    let shown = found.map(|record| show(&record)).into_iter().collect();
    Ok(Answer(whole(&query, shown)))
}

/// Makes the schema.
pub(in crate::http) async fn create_schema<K: Kind>(
    State(state): State<AppState>,
    actor: Actor,
    Json(body): Json<DataSchema>,
) -> Result<(StatusCode, Answer<DataSchema>), ApiError> {
    let reference = SchemaRef {
        id: state.environment.new_id(),
        version: 1,
    };
    let record = SchemaRecord {
        subject: K::SUBJECT,
        schema: read(&body, reference)?,
        author: actor.subject.id,
        created: state.environment.now(),
    };
    let shown = show(&record);
    if state
        .store(move |store| store.create_schema(&record))
        .await?
    {
        return Ok((StatusCode::CREATED, Answer(shown)));
    }
    Err(ApiError::conflict(
        "schema_there",
        "these records have a schema already; add fields to it by a new version",
    ))
}

/// The newest version.
pub(in crate::http) async fn read_schema<K: Kind>(
    State(state): State<AppState>,
    Id(id): Id,
) -> Result<Answer<DataSchema>, ApiError> {
    let newest = versions_of::<K>(&state, id).await?.pop();
    let newest = newest.ok_or_else(|| unknown(id))?;
    Ok(Answer(show(&newest)))
}

/// Makes the next version. Fields that it leaves out are retired.
pub(in crate::http) async fn update_schema<K: Kind>(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Json(body): Json<DataSchema>,
) -> Result<Answer<DataSchema>, ApiError> {
    let versions = versions_of::<K>(&state, id).await?;
    let newest = versions.last().ok_or_else(|| unknown(id))?;
    let known = newest.schema.reference.version;
    let Some(version) = body.version else {
        let message = format!("the version that the change is made from is missing; it is {known}");
        return Err(ApiError::field("version", message));
    };
    if version != known {
        return Err(version_conflict(known));
    }
    let next = SchemaRef {
        id,
        version: known + 1,
    };
    let mut schema = read(&body, next)?;
    schema.retire_missing(&newest.schema);
    // What is retired counts: it is still there.
    let schema = read(&DataSchema::of(K::SUBJECT, &schema), next)?;
    let record = SchemaRecord {
        subject: K::SUBJECT,
        schema,
        author: actor.subject.id,
        created: state.environment.now(),
    };
    let shown = show(&record);
    if state
        .store(move |store| store.update_schema(&record))
        .await?
    {
        Ok(Answer(shown))
    } else {
        Err(version_conflict(known + 1))
    }
}

/// Removes the schema. Records keep what they hold.
pub(in crate::http) async fn delete_schema<K: Kind>(
    State(state): State<AppState>,
    Id(id): Id,
) -> Result<StatusCode, ApiError> {
    let there = state.store(move |store| store.delete_schema(K::SUBJECT, id));
    if there.await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(unknown(id))
    }
}

/// Every version, first to last.
pub(in crate::http) async fn list_versions<K: Kind>(
    State(state): State<AppState>,
    Id(id): Id,
    query: Query,
) -> Result<Answer<WholeListing<DataSchema>>, ApiError> {
    let versions = versions_of::<K>(&state, id).await?;
    if versions.is_empty() {
        return Err(unknown(id));
    }
    let shown = versions.iter().map(show).collect();
    Ok(Answer(whole(&query, shown)))
}

/// One version.
pub(in crate::http) async fn read_version<K: Kind>(
    State(state): State<AppState>,
    IdAndNumber(id, number): IdAndNumber,
) -> Result<Answer<DataSchema>, ApiError> {
    let versions = versions_of::<K>(&state, id).await?;
    let mut versions = versions.iter();
    let found = versions.find(|record| record.schema.reference.version == number);
    let found = found.ok_or_else(|| ApiError::not_found("schema version", number))?;
    Ok(Answer(show(found)))
}

async fn versions_of<K: Kind>(state: &AppState, id: Uuid) -> Result<Vec<SchemaRecord>, ApiError> {
    let versions = state.store(move |store| store.list_schema_versions(K::SUBJECT, id));
    versions.await
}

fn read(body: &DataSchema, reference: SchemaRef) -> Result<Schema, ApiError> {
    let mut schema = body.read(reference).map_err(|faults| refused(&faults))?;
    schema.name = checked_name(&schema.name, NAME_LIMIT)?;
    let length = schema.description.chars().count();
    if length > DESCRIPTION_LIMIT {
        let message = format!("{length} characters, at most {DESCRIPTION_LIMIT} are allowed");
        return Err(ApiError::field("jsonSchema.description", message));
    }
    Ok(schema)
}

fn refused(faults: &[SchemaFault]) -> ApiError {
    let path = |fault: &SchemaFault| format!("jsonSchema.{}", fault.path);
    let said: Vec<String> = faults
        .iter()
        .map(|fault| format!("`{}`: {}", path(fault), fault.message))
        .collect();
    let error = ApiError::bad_request("field_invalid", said.join("; "));
    let error = match faults.first() {
        Some(first) => error.with("field", &path(first)),
        None => error,
    };
    faults.iter().fold(error, |error, fault| {
        error.detail("field_invalid", &path(fault))
    })
}

fn unknown(id: Uuid) -> ApiError {
    ApiError::not_found("schema", id)
}

/// Somebody was faster.
fn version_conflict(newest: u64) -> ApiError {
    let message = format!(
        "the schema was changed: its version is `{newest}`; read it and make the change from there"
    );
    ApiError::conflict("version_conflict", message).with("version", &newest.to_string())
}

fn whole<T>(query: &Query, entities: Vec<T>) -> WholeListing<T> {
    WholeListing {
        total: entities.len() as u64,
        entities,
        self_uri: Some(query.self_uri()),
    }
}

fn show(record: &SchemaRecord) -> DataSchema {
    let reference = record.schema.reference;
    DataSchema {
        created_by: Some(Reference {
            id: record.author.to_string(),
            self_uri: None,
        }),
        date_created: Some(rfc3339(record.created)),
        self_uri: Some(format!(
            "{}/{}/versions/{}",
            address(record.subject),
            reference.id,
            reference.version
        )),
        ..DataSchema::of(record.subject, &record.schema)
    }
}

/// Where the schemas of one kind of record are.
fn address(subject: Subject) -> String {
    match subject {
        Subject::Contact => format!("{CONTACTS}/contacts/schemas"),
        Subject::Organization => format!("{CONTACTS}/organizations/schemas"),
    }
}
