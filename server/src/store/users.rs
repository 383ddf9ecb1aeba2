//! Users and their sessions.

use import_core::record::Timestamp;
use uuid::Uuid;

use super::{Grant, Result};

/// A user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// The user's id.
    pub id: Uuid,
    /// The user's name.
    pub name: String,
}

/// A user with what only those who manage users see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserRecord {
    /// The user.
    pub user: User,
    /// Whether the user may sign in.
    pub is_active: bool,
    /// When the user was made.
    pub created: Timestamp,
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
    /// What the user is granted.
    pub grants: Vec<Grant>,
}

/// Keeps users and sessions. Tokens arrive hashed: the store never sees one in clear.
pub trait Users {
    /// Whether there is any user.
    fn has_users(&self) -> Result<bool>;

    /// Creates a user. Errs with [`super::StoreError::NameTaken`] where the name is taken.
    fn create_user(&self, user: &NewUser) -> Result<()>;

    /// Every user, by name.
    fn list_users(&self) -> Result<Vec<UserRecord>>;

    /// One user.
    fn find_user(&self, id: Uuid) -> Result<Option<UserRecord>>;

    /// Renames a user, and ends the sessions of one that is not active any more; `false` if there is none. Errs
    /// where the name is taken, and with [`super::StoreError::LastAdministrator`].
    fn update_user(&self, id: Uuid, name: &str, is_active: bool) -> Result<bool>;

    /// Gives a user another password, hashed, and ends the sessions; `false` if there is none.
    fn set_password(&self, id: Uuid, password: &str) -> Result<bool>;

    /// Removes a user with sessions and grants; `false` if there is none. What the user made stays. Errs with
    /// [`super::StoreError::LastAdministrator`].
    fn delete_user(&self, id: Uuid) -> Result<bool>;

    /// Makes `token` the one that may create the first user, in place of any before.
    fn set_setup_token(&self, token: &[u8; 32]) -> Result<()>;

    /// Creates the first user and voids the token; `false` if it is not the token or a user is there.
    fn create_first_user(&self, token: &[u8; 32], user: &NewUser) -> Result<bool>;

    /// The active user of a name (compared without case) and the hashed password.
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
