//! The browser's references to files, where it has them: a file that was chosen can be read again after a reload.
//!
//! They are of an interface that not every browser has, so everything here may find nothing.

use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DragEvent, File};

/// A file with the browser's reference to it.
#[derive(Clone)]
pub struct Chosen {
    /// The file.
    pub file: File,
    /// A `FileSystemFileHandle`.
    pub handle: Option<JsValue>,
}

/// Whether the browser can give a reference to a file that is chosen.
pub fn can_pick() -> bool {
    method(&window(), "showOpenFilePicker").is_some()
}

/// Lets a file be chosen. None where it was not, `Err` where the browser does not let one.
pub async fn pick() -> Result<Option<Chosen>, JsValue> {
    let window = window();
    let Some(show) = method(&window, "showOpenFilePicker") else {
        return Err(JsValue::UNDEFINED);
    };
    let asked: Promise = show.call0(&window)?.dyn_into()?;
    let handles = match JsFuture::from(asked).await {
        Ok(handles) => Array::from(&handles),
        Err(error) if is_abort(&error) => return Ok(None),
        Err(error) => return Err(error),
    };
    let handle = handles.get(0);
    let file = file_of(&handle).await?;
    Ok(Some(Chosen {
        file,
        handle: Some(handle),
    }))
}

/// The file that was dropped. To be called while the event is being heard, awaited whenever.
pub fn dropped(event: &DragEvent) -> Option<impl Future<Output = Chosen> + use<>> {
    let data = event.data_transfer()?;
    let file = data.files()?.get(0)?;
    let items = Reflect::get(&data, &"items".into()).unwrap_or_default();
    let item = Reflect::get_u32(&items.dyn_into::<Object>().unwrap_or_default(), 0);
    let asked = item.ok().and_then(|item| {
        let ask = method(&item, "getAsFileSystemHandle")?;
        ask.call0(&item).ok()?.dyn_into::<Promise>().ok()
    });
    Some(async move {
        let handle = match asked {
            Some(asked) => JsFuture::from(asked).await.ok(),
            None => None,
        };
        let handle = handle.filter(|handle| method(handle, "getFile").is_some());
        Chosen { file, handle }
    })
}

/// The file behind a reference that was kept; asks the person for the permission where it is needed. `Err` where it is
/// not given, or the file is gone.
pub async fn reopen(handle: &JsValue) -> Result<File, JsValue> {
    if let Some(ask) = method(handle, "requestPermission") {
        let options = Object::new();
        Reflect::set(&options, &"mode".into(), &"read".into())?;
        let asked: Promise = ask.call1(handle, &options)?.dyn_into()?;
        let answer = JsFuture::from(asked).await?;
        if answer.as_string().as_deref() != Some("granted") {
            return Err(answer);
        }
    }
    file_of(handle).await
}

async fn file_of(handle: &JsValue) -> Result<File, JsValue> {
    let get = method(handle, "getFile").ok_or(JsValue::UNDEFINED)?;
    let asked: Promise = get.call0(handle)?.dyn_into()?;
    JsFuture::from(asked).await?.dyn_into()
}

/// A method of an object, where it has it.
pub(super) fn method(of: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(of, &name.into()).ok()?.dyn_into().ok()
}

fn is_abort(error: &JsValue) -> bool {
    let name = Reflect::get(error, &"name".into()).ok();
    name.and_then(|name| name.as_string()).as_deref() == Some("AbortError")
}
