//! Contacts.

use axum::Json as Answer;
use axum::extract::State;
use import_core::api::{ContactEntity, Paged};
use import_core::field::{Region, phone};
use uuid::Uuid;

use super::entities::show_contacts;
use crate::auth::Actor;
use crate::http::answer::paged;
use crate::http::extract::Id;
use crate::http::query::Query;
use crate::http::{ApiError, AppState};
use crate::store::{ContactSort, Found, Page, Scope, Search, SortField, Store, StoreError};

/// Most entries of a page.
const PAGE_LIMIT: u64 = 100;

/// A page of the live contacts that are looked for.
pub(in crate::http) async fn list_contacts(
    State(state): State<AppState>,
    actor: Actor,
    query: Query,
) -> Result<Answer<Paged<ContactEntity>>, ApiError> {
    search_contacts(&state, &actor, query, None).await
}

/// One contact, be it live or merged into another.
pub(in crate::http) async fn read_contact(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    query: Query,
) -> Result<Answer<ContactEntity>, ApiError> {
    let with_organizations = expands(&query, "externalOrganization");
    let scope = actor.scope();
    let found = state
        .store(move |store| {
            let found = store.find_contact(id)?;
            let seen = found.filter(|found| scope.contains(&found.division));
            let records = seen.into_iter().collect();
            show_contacts(store, records, with_organizations)
        })
        .await?;
    let contact = found.into_iter().next();
    Ok(Answer(
        contact.ok_or_else(|| ApiError::not_found("contact", id))?,
    ))
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
    let found = state
        .store(move |store| {
            search.phones = phones(store, &search.text)?;
            let found = store.search_contacts(&search)?;
            Ok::<_, StoreError>(Found {
                total: found.total,
                is_partial: found.is_partial,
                entries: show_contacts(store, found.entries, with_organizations)?,
            })
        })
        .await?;
    Ok(Answer(paged(&query, size, number, found, |contact| {
        contact
    })))
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
    let divisions = query.list("divisionIds");
    let asked = if divisions.is_empty() {
        Scope::Everywhere
    } else {
        Scope::Within(divisions.into_iter().map(str::to_owned).collect())
    };
    let search = Search {
        text: query.text("q").unwrap_or_default().to_owned(),
        divisions: actor.scope().intersect(&asked),
        sort: sort(query, fields)?,
        offset: usize::try_from((number - 1) * size).unwrap_or(usize::MAX),
        limit: usize::try_from(size).unwrap_or(usize::MAX),
        ..Search::default()
    };
    Ok((search, size, number))
}

/// `lastName`, `-lastName`, `lastName:desc`, several with commas between them.
fn sort(query: &Query, fields: &[(&str, SortField)]) -> Result<Vec<ContactSort>, ApiError> {
    let mut sort = Vec::new();
    for key in query.list("sortOrder") {
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
