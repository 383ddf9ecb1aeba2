//! Exports of contacts and of organizations.

use std::sync::Arc;

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use import_core::api::{
    Export, ExportConditions, ExportField, ExportRequest, ExportStatus, Listing, RecordKind,
    Reference,
};
use import_core::columns::Subject;
use import_core::schema::Target;
use uuid::Uuid;

use super::contacts::edit::Contacts;
use super::organizations::edit::Organizations;
use crate::auth::Actor;
use crate::exports::{ExportFile, check};
use crate::http::answer::{CONTACTS, listing};
use crate::http::download::CsvFile;
use crate::http::extract::{Id, Json};
use crate::http::origin::Origin;
use crate::http::query::Query;
use crate::http::{ApiError, AppState};
use crate::store::{
    ExportCustomField, ExportFilter, ExportPlan, ExportRecord, ExportSource, NewExport, Page,
    SourceFilter, Store,
};
use crate::timestamp::rfc3339;

/// Sources that are read at once.
const SOURCES: usize = 200;

/// One of the two kinds of record that are exported.
pub(in crate::http) trait Exported {
    const KIND: RecordKind;
    /// Where its exports are, below the external contacts.
    const PATH: &'static str;
}

impl Exported for Contacts {
    const KIND: RecordKind = RecordKind::Contact;
    const PATH: &'static str = "contacts/exports";
}

impl Exported for Organizations {
    const KIND: RecordKind = RecordKind::Organization;
    const PATH: &'static str = "organizations/exports";
}

/// A page of the exports, newest first.
pub(in crate::http) async fn list_exports<K: Exported>(
    State(state): State<AppState>,
    actor: Actor,
    origin: Origin,
    query: Query,
) -> Result<Answer<Listing<Export>>, ApiError> {
    let page = query.page("pageSize", "after", 25, 100)?;
    let divisions = query.list("divisionIds").into_iter().map(str::to_owned);
    let filter = ExportFilter {
        kind: K::KIND,
        visible: actor.scope(),
        divisions: divisions.collect(),
    };
    let slice = state
        .store(move |store| store.list_exports(&filter, &page))
        .await?;
    let mut listing = listing(&query, "after", slice, |export| show::<K>(&origin, export));
    // The address of the next page says the same.
    listing.cursors = None;
    Ok(Answer(listing))
}

/// Lets an export be made.
pub(in crate::http) async fn create_export<K: Exported>(
    State(state): State<AppState>,
    actor: Actor,
    origin: Origin,
    Json(request): Json<ExportRequest>,
) -> Result<(StatusCode, Answer<Export>), ApiError> {
    for division in &request.division_ids {
        actor.require_in(division)?;
    }
    if let Some(conditions) = &request.query_conditions {
        check(K::KIND, conditions)?;
    }
    let id = state.environment.new_id();
    let created = state.environment.now();
    let export = state
        .store(move |store| {
            let export = NewExport {
                id,
                kind: K::KIND,
                plan: plan::<K>(store, &actor, request)?,
                created_by: actor.subject.id,
                created,
            };
            store.create_export(&export)?;
            Ok::<_, ApiError>(store.find_export(id)?)
        })
        .await?;
    let export = export.ok_or_else(|| unknown(id))?;
    state.signal.wake();
    Ok((StatusCode::CREATED, Answer(show::<K>(&origin, export))))
}

/// One export.
pub(in crate::http) async fn read_export<K: Exported>(
    State(state): State<AppState>,
    actor: Actor,
    origin: Origin,
    Id(id): Id,
) -> Result<Answer<Export>, ApiError> {
    let export = find::<K>(&state, &actor, id).await?;
    Ok(Answer(show::<K>(&origin, export)))
}

/// The file of an export.
pub(in crate::http) async fn read_file<K: Exported>(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
) -> Result<CsvFile, ApiError> {
    let export = find::<K>(&state, &actor, id).await?;
    if export.progress.status != ExportStatus::Succeeded {
        let message = "the export is not complete; ask again when its status is `SUCCEEDED`";
        return Err(ApiError::conflict("export_incomplete", message));
    }
    let name = format!("{}-{id}.csv", K::PATH.replace("/exports", ""));
    let file = ExportFile::new(Arc::clone(&state.store), id, export.progress.pieces);
    Ok(CsvFile::new(name, file))
}

/// An export whose divisions one may all see, or an error that says that there is none.
async fn find<K: Exported>(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
) -> Result<ExportRecord, ApiError> {
    let scope = actor.scope();
    let export = state.store(move |store| store.find_export(id)).await?;
    export
        .filter(|export| export.kind == K::KIND)
        .filter(|export| export.plan.divisions.iter().all(|id| scope.contains(id)))
        .ok_or_else(|| unknown(id))
}

fn unknown(id: Uuid) -> ApiError {
    ApiError::not_found("export", id)
}

/// Settles what an export holds.
fn plan<K: Exported>(
    store: &dyn Store,
    actor: &Actor,
    request: ExportRequest,
) -> Result<ExportPlan, ApiError> {
    let all = store.list_divisions()?.into_iter().map(|(id, _)| id);
    let all: Vec<String> = all.collect();
    let named = request.division_ids;
    if let Some(unknown) = named.iter().find(|id| !all.contains(id)) {
        let message = format!("there is no division `{unknown}`");
        return Err(ApiError::field("divisionIds", message));
    }
    let divisions = if named.is_empty() {
        let scope = actor.scope();
        all.into_iter().filter(|id| scope.contains(id)).collect()
    } else {
        named
    };
    Ok(ExportPlan {
        divisions,
        sources: sources(store, request.query_conditions.as_ref())?,
        conditions: request.query_conditions,
        custom: custom_fields(store, K::KIND)?,
    })
}

/// Every field of the schema: records may hold values of one that takes none any more.
fn custom_fields(store: &dyn Store, kind: RecordKind) -> Result<Vec<ExportCustomField>, ApiError> {
    let schemas = store.schemas()?;
    let subject = match kind {
        RecordKind::Contact => Subject::Contact,
        RecordKind::Organization => Subject::Organization,
    };
    let fields = schemas.of(subject).map_or(&[][..], |schema| &schema.fields);
    let fields = fields.iter().map(|field| ExportCustomField {
        key: field.key.clone(),
        header: Target::custom(subject, field).header(&schemas),
    });
    Ok(fields.collect())
}

/// The sources whose IDs have columns: the one that the conditions name, or all.
fn sources(
    store: &dyn Store,
    conditions: Option<&ExportConditions>,
) -> Result<Vec<ExportSource>, ApiError> {
    let filter = conditions.and_then(|conditions| conditions.filters.as_ref());
    let named = filter.and_then(|filter| filter.eq.as_ref());
    let named = named.filter(|eq| eq.field == ExportField::ExternalSourceId);
    let mut found = Vec::new();
    let mut page = Page {
        after: None,
        size: SOURCES,
    };
    loop {
        let slice = store.list_sources(&SourceFilter::default(), &page)?;
        for source in slice.entries {
            let Some(id) = source.id else { continue };
            if named.is_none_or(|eq| eq.value.parse() == Ok(id)) {
                let name = source.name;
                found.push(ExportSource { id, name });
            }
        }
        if slice.next.is_none() {
            return Ok(found);
        }
        page.after = slice.next;
    }
}

/// An export as the API shows it.
fn show<K: Exported>(origin: &Origin, export: ExportRecord) -> Export {
    let progress = export.progress;
    let address = format!("{CONTACTS}/{}/{}", K::PATH, export.id);
    let is_complete = progress.status == ExportStatus::Succeeded;
    Export {
        id: export.id,
        division_ids: export.plan.divisions,
        created_by: Reference {
            id: export.created_by.to_string(),
            self_uri: None,
        },
        date_created: rfc3339(export.created),
        date_completion: progress.completed.map(rfc3339),
        status: progress.status,
        download_url: is_complete.then(|| format!("{origin}{address}/file")),
        result_row_count: is_complete.then_some(progress.records),
        query_conditions: export.plan.conditions,
        self_uri: address,
    }
}
