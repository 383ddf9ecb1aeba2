//! Who can have roles.

use uuid::Uuid;

use crate::store::{Client, User};

/// A user or an API client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The id of the one or the other.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Which of them it is.
    pub kind: SubjectKind,
}

/// What a subject is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectKind {
    /// A person.
    User,
    /// A program.
    Client,
}

impl From<User> for Subject {
    fn from(user: User) -> Self {
        Self {
            id: user.id,
            name: user.name,
            kind: SubjectKind::User,
        }
    }
}

impl From<Client> for Subject {
    fn from(client: Client) -> Self {
        Self {
            id: client.id,
            name: client.name,
            kind: SubjectKind::Client,
        }
    }
}
