//! What a job found: problems and rows.

use std::collections::HashMap;

use axum::Json as Answer;
use axum::extract::State;
use import_core::api::{CodeCount, JobProblem, JobRow, Listing, Phase};
use uuid::Uuid;

use super::jobs::find_job_with_rows;
use crate::auth::Actor;
use crate::http::answer::listing;
use crate::http::extract::Id;
use crate::http::query::Query;
use crate::http::{ApiError, AppState};
use crate::store::{JobRecord, ProblemFilter, RowFilter, Slice, Store, StoreError, StoredRow};

/// A page of the problems.
pub(in crate::http) async fn list_problems(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    query: Query,
) -> Result<Answer<Listing<JobProblem>>, ApiError> {
    let job = find_job_with_rows(&state, &actor, id).await?;
    let phase = phase(&query, &job)?;
    let page = query.page("pageSize", "after", 50, 1_000)?;
    let filter = ProblemFilter {
        code: query.word("code", "the code of a problem")?,
        severity: query.word("severity", "`error` or `warning`")?,
        text: query.text("q").map(str::to_owned),
    };
    let slice = state
        .store(move |store| store.list_problems(id, phase, &filter, &page))
        .await?;
    Ok(Answer(listing(&query, "after", slice, |problem| problem)))
}

/// How many problems of each kind there are.
pub(in crate::http) async fn count_problems(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    query: Query,
) -> Result<Answer<Vec<CodeCount>>, ApiError> {
    let job = find_job_with_rows(&state, &actor, id).await?;
    let phase = phase(&query, &job)?;
    let counts = state
        .store(move |store| store.count_problems(id, phase))
        .await?;
    Ok(Answer(counts))
}

/// A page of the rows, with the names of their records as they are now.
pub(in crate::http) async fn list_rows(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    query: Query,
) -> Result<Answer<Listing<JobRow>>, ApiError> {
    let job = find_job_with_rows(&state, &actor, id).await?;
    let phase = phase(&query, &job)?;
    let page = query.page("pageSize", "after", 50, 1_000)?;
    let outcomes = "`created`, `updated`, `merged`, `unchanged` or `rejected`";
    let filter = RowFilter {
        outcome: query.word("outcome", outcomes)?,
    };
    let slice = state
        .store(move |store| {
            let slice = store.list_rows(id, phase, filter, &page)?;
            name_rows(store, slice)
        })
        .await?;
    let tally = match phase {
        Phase::Validation => job.validation.rows,
        Phase::Import => job.import.rows,
    };
    let mut listing = listing(&query, "after", slice, |row| row);
    if filter.outcome.is_none() {
        listing.total = Some(tally.total());
    }
    Ok(Answer(listing))
}

/// The pass that is asked about; without a word the last one that began.
pub(super) fn phase(query: &Query, job: &JobRecord) -> Result<Phase, ApiError> {
    let phase = query.word("phase", "`validation` or `import`")?;
    Ok(phase.unwrap_or(match job.step {
        Some(import_core::api::ExecutionStep::Importing) => Phase::Import,
        _ => Phase::Validation,
    }))
}

fn name_rows(store: &dyn Store, slice: Slice<StoredRow>) -> Result<Slice<JobRow>, StoreError> {
    let contacts: Vec<Uuid> = slice.entries.iter().filter_map(|row| row.contact).collect();
    let contacts: HashMap<Uuid, String> = store
        .find_contacts(&contacts)?
        .into_iter()
        .map(|record| (record.stored.id, record.stored.contact.full_name()))
        .collect();
    let ids: Vec<Uuid> = slice
        .entries
        .iter()
        .filter_map(|row| row.organization_id)
        .collect();
    let organizations: HashMap<Uuid, Option<String>> = store
        .find_organizations(&ids)?
        .into_iter()
        .map(|record| (record.stored.id, record.stored.organization.name))
        .collect();
    let entries = slice.entries.into_iter().map(|row| JobRow {
        row: row.row,
        outcome: row.outcome,
        contact_id: row.contact,
        contact_name: row
            .contact
            .and_then(|id| contacts.get(&id).cloned())
            .filter(|name| !name.is_empty()),
        organization_id: row.organization_id,
        organization_name: row
            .organization_id
            .and_then(|id| organizations.get(&id).cloned().flatten()),
        organization_outcome: row.organization,
    });
    Ok(Slice {
        entries: entries.collect(),
        next: slice.next,
    })
}
