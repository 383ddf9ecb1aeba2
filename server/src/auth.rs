//! Who someone is: users with passwords and sessions, API clients with secrets and bearer tokens.
//!
//! What someone may do is asked in one place, before a request is handled: its route says what it needs
//! ([`Needs`]), and there is an [`Actor`] only where that is granted.

mod actor;
mod grants;
mod needs;
mod password;
mod rate;
mod subject;
mod throttle;
mod token;

pub use actor::Actor;
pub use grants::{Forbidden, Grants};
pub use needs::Needs;
pub use password::{PasswordError, check_password, hash_password, verify_nobody};
pub use rate::Rate;
pub use subject::{Subject, SubjectKind};
pub use throttle::Throttle;
pub use token::Token;

use import_core::record::{SECOND, Timestamp};

/// How long a session lives without a request.
pub const SESSION: Timestamp = 12 * 60 * 60 * SECOND;

/// A session is extended when less than this is left of it, so that not every request writes.
pub const SESSION_RENEWAL: Timestamp = SESSION - 10 * 60 * SECOND;

/// How long an upload's ticket lets its file come in.
pub const TICKET: Timestamp = 24 * 60 * 60 * SECOND;

/// The name of the cookie that holds a session's token.
pub const COOKIE: &str = "muster_session";
