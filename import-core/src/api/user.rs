//! Signing in. Goes beyond the public API except for `users/me`.

use serde::{Deserialize, Serialize};

/// `POST /api/session`: a user signs in and gets a cookie.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignInRequest {
    /// The user's name, compared without case.
    pub name: String,
    /// The password in clear; only ever on its way.
    pub password: String,
}

/// `POST /api/setup`: the first administrator, with the token of the link that the server printed.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SetupRequest {
    /// From the one-time link.
    pub token: String,
    /// The administrator's name, at most 100 characters.
    pub name: String,
    /// At least 10 characters.
    pub password: String,
}

/// `GET /api/v2/users/me`
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Me {
    /// The id of the user or API client.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Everything it may do somewhere, as `externalContacts:contact:view`.
    pub permissions: Vec<String>,
}
