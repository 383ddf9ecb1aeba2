//! Users and their sessions.

use import_core::record::Timestamp;
use uuid::Uuid;

use super::Result;

/// A user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// The user's id.
    pub id: Uuid,
    /// The user's name.
    pub name: String,
}

/// A user to create.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// The user's id.
    pub id: Uuid,
    /// The user's name; unique without case.
    pub name: String,
    /// The password, hashed, with its salt and parameters.
    pub password: String,
    /// When the user is made.
    pub created: Timestamp,
}

/// Keeps users and sessions. Tokens arrive hashed: the store never sees one in clear.
pub trait Users {
    /// Whether there is any user.
    fn has_users(&self) -> Result<bool>;

    /// Creates a user. Errs with [`super::StoreError::NameTaken`] where the name is taken.
    fn create_user(&self, user: &NewUser) -> Result<()>;

    /// Makes `token` the one that may create the first user, in place of any before.
    fn set_setup_token(&self, token: &[u8; 32]) -> Result<()>;

    /// Creates the first user and voids the token; `false` if it is not the token or a user is there.
    fn create_first_user(&self, token: &[u8; 32], user: &NewUser) -> Result<bool>;

    /// The user of a name (compared without case) and the hashed password.
    fn find_password(&self, name: &str) -> Result<Option<(User, String)>>;

    /// Opens a session, and removes those that have expired.
    fn open_session(
        &self,
        token: &[u8; 32],
        user: Uuid,
        now: Timestamp,
        expires: Timestamp,
    ) -> Result<()>;

    /// The user of a session that has not expired, and when it does.
    fn find_session(&self, token: &[u8; 32], now: Timestamp) -> Result<Option<(User, Timestamp)>>;

    /// Lets a session live longer.
    fn extend_session(&self, token: &[u8; 32], expires: Timestamp) -> Result<()>;

    /// Ends a session.
    fn close_session(&self, token: &[u8; 32]) -> Result<()>;
}
