//! What a person has prepared, kept in this browser until the import is on its way: a reload or a crash of the tab
//! loses none of it. One for each person; the file's contents are not in it, only where the browser finds the file.

use idb::{Database, Factory, ObjectStoreParams, TransactionMode};
use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

use super::user::DRAFTS;
use crate::state::draft::Draft;

const STORE: &str = "drafts";

/// A draft with the browser's reference to its file, where there is one.
#[derive(Clone)]
pub struct Kept {
    /// The draft.
    pub draft: Draft,
    /// A `FileSystemFileHandle`.
    pub handle: Option<JsValue>,
}

/// The draft of a person; none where nothing was kept, or the browser keeps nothing.
pub async fn load(user: &str) -> Option<Kept> {
    let database = open().await.ok()?;
    let found = read(&database, user).await;
    database.close();
    let found = found.ok()??;
    let text = Reflect::get(&found, &"draft".into()).ok()?.as_string()?;
    let handle = Reflect::get(&found, &"handle".into()).ok();
    Some(Kept {
        // One of an earlier version may not be readable.
        draft: serde_json::from_str(&text).ok()?,
        handle: handle.filter(JsValue::is_object),
    })
}

/// Keeps a draft in place of an earlier one. Where the browser keeps nothing the work goes on without.
pub async fn save(user: &str, draft: &Draft, handle: Option<&JsValue>) {
    let value = Object::new();
    let text = serde_json::to_string(draft).expect("a draft always has a JSON form");
    let mut is_made = Reflect::set(&value, &"draft".into(), &text.into());
    if let Some(handle) = handle {
        is_made = is_made.and(Reflect::set(&value, &"handle".into(), handle));
    }
    if is_made.is_ok() {
        let _ = change(user, Some(&value)).await;
    }
}

/// Forgets the draft of a person.
pub async fn forget(user: &str) {
    let _ = change(user, None).await;
}

async fn open() -> Result<Database, idb::Error> {
    let mut request = Factory::new()?.open(DRAFTS, Some(1))?;
    request.on_upgrade_needed(|event| {
        if let Ok(database) = idb::event::DatabaseEvent::database(&event) {
            // It is asked for by `read` and `change`, which say what is wrong then.
            let _ = database.create_object_store(STORE, ObjectStoreParams::new());
        }
    });
    request.await
}

async fn read(database: &Database, user: &str) -> Result<Option<JsValue>, idb::Error> {
    let transaction = database.transaction(&[STORE], TransactionMode::ReadOnly)?;
    let key: JsValue = user.into();
    transaction.object_store(STORE)?.get(key)?.await
}

async fn change(user: &str, value: Option<&JsValue>) -> Result<(), idb::Error> {
    let database = open().await?;
    let transaction = database.transaction(&[STORE], TransactionMode::ReadWrite)?;
    let store = transaction.object_store(STORE)?;
    let key: JsValue = user.into();
    match value {
        Some(value) => drop(store.put(value, Some(&key))?.await?),
        None => store.delete(key)?.await?,
    }
    transaction.commit()?.await?;
    database.close();
    Ok(())
}
