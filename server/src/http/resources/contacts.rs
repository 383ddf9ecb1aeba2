//! Contacts: read and searched here, changed in the modules below.

pub(super) mod edit;
mod enrich;
pub(super) mod identifiers;

use axum::Json as Answer;
use axum::extract::State;
use import_core::api::{ContactEntity, Paged, SearchRequest};
use import_core::field::{Region, phone};
use uuid::Uuid;

use super::entities::show_contacts;
use super::records::Versioned;
use crate::auth::Actor;
use crate::http::answer::paged;
use crate::http::extract::{Id, Json};
use crate::http::query::Query;
use crate::http::{ApiError, AppState};
use crate::store::{ContactSort, Found, Page, Scope, Search, SortField, Store, StoreError};

/// Most entries of a page.
const PAGE_LIMIT: u64 = 100;

/// Most ids that a search may be bounded to.
const IDS_LIMIT: usize = 100;

/// A page of the live contacts that are looked for.
pub(in crate::http) async fn list_contacts(
    State(state): State<AppState>,
    actor: Actor,
    query: Query,
) -> Result<Answer<Paged<ContactEntity>>, ApiError> {
    search_contacts(&state, &actor, query, None).await
}

/// A page of the contacts that a body asks for. Its addresses are none: the next page is asked for by a body.
pub(in crate::http) async fn search_by_body(
    State(state): State<AppState>,
    actor: Actor,
    Json(request): Json<SearchRequest>,
) -> Result<Answer<Paged<ContactEntity>>, ApiError> {
    let size = request.page_size.unwrap_or(20).min(PAGE_LIMIT);
    let number = request.page_number.unwrap_or(1).min(u64::from(u32::MAX));
    for (field, value) in [("pageSize", size), ("pageNumber", number)] {
        if value == 0 {
            return Err(ApiError::field(field, "`0` is not a whole number from 1"));
        }
    }
    let asked = asked(request.division_ids.unwrap_or_default());
    let simple = request.operation.unwrap_or_default().simple_search;
    let simple = simple.unwrap_or_default();
    let order = simple.sort_order.unwrap_or_default();
    let order: Vec<&str> = order.iter().map(String::as_str).collect();
    let search = Search {
        text: simple.query.unwrap_or_default().trim().to_owned(),
        divisions: actor.scope().intersect(&asked),
        ids: simple.ids.unwrap_or_default(),
        sort: sort(&order, &CONTACT_FIELDS)?,
        offset: usize::try_from((number - 1) * size).unwrap_or(usize::MAX),
        limit: usize::try_from(size).unwrap_or(usize::MAX),
        ..Search::default()
    };
    if search.ids.len() > IDS_LIMIT {
        let message = format!("at most {IDS_LIMIT} ids are allowed");
        return Err(ApiError::field("operation.simpleSearch.ids", message));
    }
    let expand = request.expand.unwrap_or_default();
    let with_organizations = expand.iter().any(|what| what == "externalOrganization");
    let found = find_page(&state, search, with_organizations).await?;
    let total = found.total as u64;
    Ok(Answer(Paged {
        entities: found.entries,
        page_size: size,
        page_number: number,
        total,
        partial_results: found.is_partial,
        page_count: total.div_ceil(size),
        self_uri: None,
        first_uri: None,
        last_uri: None,
        next_uri: None,
        previous_uri: None,
    }))
}

/// One contact, be it live or merged into another.
pub(in crate::http) async fn read_contact(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    query: Query,
) -> Result<Versioned<ContactEntity>, ApiError> {
    let with_organizations = expands(&query, "externalOrganization");
    state
        .edit(actor, move |desk| {
            let record = desk.contact(id)?;
            let version = record.stored.version;
            let mut found = show_contacts(desk.store, vec![record], with_organizations)?;
            let entity = found.pop();
            let entity = entity.ok_or_else(|| ApiError::not_found("contact", id))?;
            Ok(Versioned {
                id,
                version,
                entity,
            })
        })
        .await
}

/// A page of contacts; of one organization where it is named.
pub(super) async fn search_contacts(
    state: &AppState,
    actor: &Actor,
    query: Query,
    organization: Option<Uuid>,
) -> Result<Answer<Paged<ContactEntity>>, ApiError> {
    let (mut search, size, number) = search(&query, actor, &CONTACT_FIELDS)?;
    search.organization = organization;
    let with_organizations = expands(&query, "externalOrganization");
    let found = find_page(state, search, with_organizations).await?;
    Ok(Answer(paged(&query, size, number, found, |contact| {
        contact
    })))
}

async fn find_page(
    state: &AppState,
    mut search: Search,
    with_organizations: bool,
) -> Result<Found<ContactEntity>, ApiError> {
    state
        .store(move |store| {
            search.phones = phones(store, &search.text)?;
            let found = store.search_contacts(&search)?;
            Ok::<_, StoreError>(Found {
                total: found.total,
                is_partial: found.is_partial,
                entries: show_contacts(store, found.entries, with_organizations)?,
            })
        })
        .await
}

/// What contacts can be ordered by.
const CONTACT_FIELDS: [(&str, SortField); 6] = [
    ("firstName", SortField::FirstName),
    ("middleName", SortField::MiddleName),
    ("lastName", SortField::LastName),
    ("title", SortField::Title),
    ("createDate", SortField::CreateDate),
    ("modifyDate", SortField::ModifyDate),
];

/// What a query looks for where its actor may look, and its page's size and number.
pub(super) fn search(
    query: &Query,
    actor: &Actor,
    fields: &[(&str, SortField)],
) -> Result<(Search, u64, u64), ApiError> {
    let size = query.number("pageSize", 20, PAGE_LIMIT)?;
    let number = query.number("pageNumber", 1, u64::from(u32::MAX))?;
    let divisions = query.list("divisionIds").into_iter();
    let asked = asked(divisions.map(str::to_owned).collect());
    let search = Search {
        text: query.text("q").unwrap_or_default().to_owned(),
        divisions: actor.scope().intersect(&asked),
        sort: sort(&query.list("sortOrder"), fields)?,
        offset: usize::try_from((number - 1) * size).unwrap_or(usize::MAX),
        limit: usize::try_from(size).unwrap_or(usize::MAX),
        ..Search::default()
    };
    Ok((search, size, number))
}

/// `lastName`, `-lastName`, `lastName:desc`, several with commas between them.
fn sort(keys: &[&str], fields: &[(&str, SortField)]) -> Result<Vec<ContactSort>, ApiError> {
    let mut sort = Vec::new();
    for &key in keys {
        let (name, order) = key.split_once(':').unwrap_or((key, "asc"));
        let (name, reversed) = match name.strip_prefix('-') {
            Some(name) => (name, true),
            None => (name, false),
        };
        let field = fields.iter().find(|(known, _)| *known == name);
        let descending = match order {
            "asc" => Some(reversed),
            "desc" => Some(!reversed),
            _ => None,
        };
        let (Some(&(_, field)), Some(descending)) = (field, descending) else {
            let known: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
            let message = format!("`{key}` is not one of `{}`", known.join("`, `"));
            return Err(ApiError::field("sortOrder", message));
        };
        sort.push(ContactSort { field, descending });
    }
    Ok(sort)
}

pub(super) fn expands(query: &Query, what: &str) -> bool {
    query.list("expand").contains(&what)
}

/// The beginnings of phone keys that a text may mean: itself where it names its country, else read in each
/// region that phones are imported in.
fn phones(store: &dyn Store, text: &str) -> Result<Vec<String>, StoreError> {
    let is_phone = |c: char| c.is_ascii_digit() || "+()-./ ".contains(c);
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if digits.len() < 3 || !text.chars().all(is_phone) {
        return Ok(Vec::new());
    }
    if text.starts_with('+') {
        return Ok(vec![format!("+{digits}")]);
    }
    if let Some(rest) = digits.strip_prefix("00") {
        return Ok(vec![format!("+{rest}")]);
    }
    let first = Page {
        after: None,
        size: 100,
    };
    let profiles = store.list_settings(None, false, &first)?;
    let countries = profiles
        .entries
        .iter()
        .filter_map(|profile| profile.default_country.as_deref());
    let regions = countries
        .filter_map(Region::from_code)
        .chain([Region::DEFAULT]);
    let mut found: Vec<String> = regions
        .filter_map(|region| phone::parse(text, region)?.e164)
        .collect();
    // What is typed so far may be the beginning of a number with its country, or of a North American one.
    found.push(format!("+{digits}"));
    found.push(format!("+1{digits}"));
    found.sort();
    found.dedup();
    Ok(found)
}

/// The divisions that a request names; all where it names none.
fn asked(divisions: Vec<String>) -> Scope {
    if divisions.is_empty() {
        Scope::Everywhere
    } else {
        Scope::Within(divisions.into_iter().collect())
    }
}
