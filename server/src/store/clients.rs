//! API clients and their tokens.

use import_core::record::Timestamp;
use uuid::Uuid;

use super::{Grant, Result};

/// An API client: a program that signs in with a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// The client's id, by which it signs in.
    pub id: Uuid,
    /// For people; need not be unique.
    pub name: String,
    /// For people; may be empty.
    pub description: String,
    /// How many seconds a token of it lives.
    pub token_seconds: u32,
    /// Whether it may sign in, and its tokens are taken.
    pub is_active: bool,
    /// When it was made.
    pub created: Timestamp,
}

impl Client {
    /// How long a token lives where nothing is said: a day.
    pub const TOKEN_SECONDS: u32 = 86_400;
}

/// Keeps API clients. Secrets and tokens arrive hashed: the store never sees one in clear.
pub trait Clients {
    /// Every client, by name.
    fn list_clients(&self) -> Result<Vec<Client>>;

    /// One client.
    fn find_client(&self, id: Uuid) -> Result<Option<Client>>;

    /// Adds a client with a secret and what it is granted.
    fn create_client(&self, client: &Client, secret: &[u8; 32], grants: &[Grant]) -> Result<()>;

    /// Changes a client's name, description, seconds and whether it is active; `false` if there is none.
    fn update_client(&self, client: &Client) -> Result<bool>;

    /// Gives a client another secret and ends its tokens; `false` if there is none.
    fn set_client_secret(&self, id: Uuid, secret: &[u8; 32]) -> Result<bool>;

    /// Removes a client with its tokens and grants; `false` if there is none.
    fn delete_client(&self, id: Uuid) -> Result<bool>;

    /// The active client with this id and secret.
    fn find_client_by_secret(&self, id: Uuid, secret: &[u8; 32]) -> Result<Option<Client>>;

    /// Keeps a token of a client, and removes those that have expired.
    fn open_token(
        &self,
        token: &[u8; 32],
        client: Uuid,
        now: Timestamp,
        expires: Timestamp,
    ) -> Result<()>;

    /// The active client of a token that has not expired.
    fn find_token(&self, token: &[u8; 32], now: Timestamp) -> Result<Option<Client>>;

    /// Ends a token.
    fn close_token(&self, token: &[u8; 32]) -> Result<()>;
}
