//! Users.

use axum::Json as Answer;
use import_core::api::Me;

use crate::auth::Actor;

/// Who is signed in, and what they may do.
pub(in crate::http) async fn read_me(actor: Actor) -> Answer<Me> {
    Answer(me(&actor))
}

pub(super) fn me(actor: &Actor) -> Me {
    Me {
        id: actor.user.id.to_string(),
        name: actor.user.name.clone(),
        permissions: actor
            .permissions()
            .iter()
            .map(|permission| permission.name().to_owned())
            .collect(),
    }
}
