//! What a person has prepared, kept in this browser until the import is on its way: a reload or a crash of the tab
//! loses none of it. One for each file of a person; the file's contents are not in it, only where the browser finds it.

use idb::{Database, Factory, ObjectStoreParams, TransactionMode};
use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

use super::user::DRAFTS;
use crate::state::draft::Draft;

const STORE: &str = "drafts";

/// A draft with the browser's reference to its file, where there is one.
#[derive(Clone)]
pub struct Kept {
    /// What it is kept as.
    pub key: String,
    /// The draft.
    pub draft: Draft,
    /// A `FileSystemFileHandle`.
    pub handle: Option<JsValue>,
}

/// What another draft of a person is kept as.
pub fn new_key(user: &str) -> String {
    format!("{user}/{}", js_sys::Math::random())
}

/// Whether a draft is this person's, by what it is kept as. An earlier version kept only one, as the person's id.
pub fn is_of(key: &str, user: &str) -> bool {
    key.starts_with(user)
}

/// The drafts of a person; none where nothing was kept, or the browser keeps nothing.
pub async fn load(user: &str) -> Vec<Kept> {
    let Ok(database) = open().await else {
        return Vec::new();
    };
    let found = read(&database).await;
    database.close();
    let found = found.unwrap_or_default().into_iter();
    let found = found.filter_map(|(key, value)| understand(&key, &value));
    found.filter(|kept| is_of(&kept.key, user)).collect()
}

/// None where it is of an earlier version and cannot be read.
fn understand(key: &JsValue, value: &JsValue) -> Option<Kept> {
    let text = Reflect::get(value, &"draft".into()).ok()?.as_string()?;
    let handle = Reflect::get(value, &"handle".into()).ok();
    Some(Kept {
        key: key.as_string()?,
        draft: serde_json::from_str(&text).ok()?,
        handle: handle.filter(JsValue::is_object),
    })
}

/// Keeps a draft in place of what was kept as the same. Where the browser keeps nothing the work goes on without.
pub async fn save(key: &str, draft: &Draft, handle: Option<&JsValue>) {
    let value = Object::new();
    let text = serde_json::to_string(draft).expect("a draft always has a JSON form");
    let mut is_made = Reflect::set(&value, &"draft".into(), &text.into());
    if let Some(handle) = handle {
        is_made = is_made.and(Reflect::set(&value, &"handle".into(), handle));
    }
    if is_made.is_ok() {
        let _ = change(key, Some(&value)).await;
    }
}

/// Forgets a draft.
pub async fn forget(key: &str) {
    let _ = change(key, None).await;
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

async fn read(database: &Database) -> Result<Vec<(JsValue, JsValue)>, idb::Error> {
    let transaction = database.transaction(&[STORE], TransactionMode::ReadOnly)?;
    let store = transaction.object_store(STORE)?;
    // Both in the order of the keys.
    let (keys, values) = (store.get_all_keys(None, None)?, store.get_all(None, None)?);
    Ok(keys.await?.into_iter().zip(values.await?).collect())
}

async fn change(key: &str, value: Option<&JsValue>) -> Result<(), idb::Error> {
    let database = open().await?;
    let transaction = database.transaction(&[STORE], TransactionMode::ReadWrite)?;
    let store = transaction.object_store(STORE)?;
    let key: JsValue = key.into();
    match value {
        Some(value) => drop(store.put(value, Some(&key))?.await?),
        None => store.delete(key)?.await?,
    }
    transaction.commit()?.await?;
    database.close();
    Ok(())
}
