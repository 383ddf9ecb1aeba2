//! API clients.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use import_core::api::{ALL_DIVISIONS, AccessState, GrantType, OauthClient, Paged, RoleDivision};
use uuid::Uuid;

use super::roles::checked_description;
use super::sources::checked_name;
use super::subjects::{Change, check, grant, require_to_cover, require_to_have};
use super::users::access_state;
use crate::auth::{Actor, Token};
use crate::http::answer::whole;
use crate::http::extract::{Id, Json};
use crate::http::query::Query;
use crate::http::{ApiError, AppState};
use crate::store::{Client, Store};
use crate::timestamp::rfc3339;

/// Most characters of a name.
const NAME_LIMIT: usize = 100;

/// How long a token may live, in seconds: five minutes to two days.
const SECONDS: std::ops::RangeInclusive<u32> = 300..=172_800;

/// A page of the clients.
pub(in crate::http) async fn list_clients(
    State(state): State<AppState>,
    query: Query,
) -> Result<Answer<Paged<OauthClient>>, ApiError> {
    let clients = state.store(|store| store.list_clients()).await?;
    Ok(Answer(whole(&query, clients, |client| show(client, None))?))
}

/// One client, with its roles.
pub(in crate::http) async fn read_client(
    State(state): State<AppState>,
    Id(id): Id,
) -> Result<Answer<OauthClient>, ApiError> {
    let found = state
        .store(move |store| {
            let client = store.find_client(id)?.ok_or_else(|| unknown(id))?;
            with_roles(store, client)
        })
        .await?;
    Ok(Answer(found))
}

/// Adds a client. The answer holds its secret, which is told nowhere else.
pub(in crate::http) async fn create_client(
    State(state): State<AppState>,
    actor: Actor,
    Json(request): Json<OauthClient>,
) -> Result<(StatusCode, Answer<OauthClient>), ApiError> {
    let client = Client {
        id: state.environment.new_id(),
        created: state.environment.now(),
        ..checked(&request)?
    };
    let secret = Token::new(state.environment.secret());
    let hash = secret.hash();
    let asked = request.role_divisions.unwrap_or_default();
    let shown = state
        .store(move |store| {
            let grants = check(store, &asked)?;
            require_to_have(store, &actor, &grants)?;
            store.create_client(&client, &hash, &grants)?;
            with_roles(store, client)
        })
        .await?;
    Ok((StatusCode::CREATED, Answer(with_secret(shown, &secret))))
}

/// Replaces a client; its roles only where they are named.
pub(in crate::http) async fn update_client(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Json(request): Json<OauthClient>,
) -> Result<Answer<OauthClient>, ApiError> {
    let changed = checked(&request)?;
    let now = state.environment.now();
    let shown = state
        .store(move |store| {
            let before = store.find_client(id)?.ok_or_else(|| unknown(id))?;
            if changed.is_active != before.is_active {
                require_to_cover(store, &actor, id)?;
            }
            if let Some(asked) = request.role_divisions {
                Change::Replace(asked).apply(store, &actor, id, now)?;
            }
            let client = Client {
                id,
                created: before.created,
                ..changed
            };
            store.update_client(&client)?;
            with_roles(store, client)
        })
        .await?;
    Ok(Answer(shown))
}

/// Gives a client another secret and ends its tokens. Only of one that may do no more than the actor.
pub(in crate::http) async fn create_secret(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
) -> Result<Answer<OauthClient>, ApiError> {
    let secret = Token::new(state.environment.secret());
    let hash = secret.hash();
    let shown = state
        .store(move |store| {
            let client = store.find_client(id)?.ok_or_else(|| unknown(id))?;
            require_to_cover(store, &actor, id)?;
            store.set_client_secret(id, &hash)?;
            with_roles(store, client)
        })
        .await?;
    Ok(Answer(with_secret(shown, &secret)))
}

/// Removes a client, which may do no more than the actor; its tokens end.
pub(in crate::http) async fn delete_client(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
) -> Result<StatusCode, ApiError> {
    let there = state
        .store(move |store| {
            require_to_cover(store, &actor, id)?;
            Ok::<_, ApiError>(store.delete_client(id)?)
        })
        .await?;
    if there {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(unknown(id))
    }
}

fn unknown(id: Uuid) -> ApiError {
    ApiError::not_found("API client", id)
}

/// What a request says of a client, except what the server gives.
fn checked(request: &OauthClient) -> Result<Client, ApiError> {
    let seconds = request.access_token_validity_seconds;
    if !SECONDS.contains(&seconds) {
        let (least, most) = (SECONDS.start(), SECONDS.end());
        let message = format!("`{seconds}` is not between {least} and {most} seconds");
        return Err(ApiError::field("accessTokenValiditySeconds", message));
    }
    Ok(Client {
        id: Uuid::nil(),
        name: checked_name(&request.name, NAME_LIMIT)?,
        description: checked_description(&request.description)?,
        token_seconds: seconds,
        is_active: request.state == AccessState::Active,
        created: 0,
    })
}

fn with_roles(store: &dyn Store, client: Client) -> Result<OauthClient, ApiError> {
    let grants = store.list_grants(client.id)?;
    let roles = grants.iter().map(|record| RoleDivision {
        role_id: record.role.id,
        division_id: grant(record)
            .division
            .unwrap_or_else(|| ALL_DIVISIONS.to_owned()),
    });
    Ok(show(client, Some(roles.collect())))
}

fn with_secret(client: OauthClient, secret: &Token) -> OauthClient {
    OauthClient {
        secret: Some(secret.text().to_owned()),
        ..client
    }
}

fn show(client: Client, role_divisions: Option<Vec<RoleDivision>>) -> OauthClient {
    OauthClient {
        id: Some(client.id),
        name: client.name,
        description: client.description,
        authorized_grant_type: GrantType::ClientCredentials,
        access_token_validity_seconds: client.token_seconds,
        state: access_state(client.is_active),
        role_divisions,
        secret: None,
        date_created: rfc3339(client.created),
        self_uri: Some(format!("/api/v2/oauth/clients/{}", client.id)),
    }
}
