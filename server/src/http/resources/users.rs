//! Users.

use axum::Json as Answer;
use import_core::api::Me;
use import_core::permission::Permission;

use crate::auth::Actor;
use crate::store::User;

/// Who is signed in, and what they may do.
pub(in crate::http) async fn read_me(actor: Actor) -> Answer<Me> {
    Answer(me(&actor.user, actor.permissions()))
}

/// Someone and what they may do somewhere.
pub(super) fn me(user: &User, permissions: impl Iterator<Item = Permission>) -> Me {
    Me {
        id: user.id.to_string(),
        name: user.name.clone(),
        permissions: permissions.map(|one| one.name().to_owned()).collect(),
    }
}
