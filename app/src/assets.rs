//! Where the build put the page's files: it names them by their content, and tells the page in its document.

use wasm_bindgen::JsCast;
use web_sys::HtmlMetaElement;

/// The address of a file, by the name of the document's `meta` for it.
pub fn address(name: &str) -> Option<String> {
    let document = web_sys::window()?.document()?;
    let meta = document
        .query_selector(&format!("meta[name={name}]"))
        .ok()??;
    Some(meta.dyn_into::<HtmlMetaElement>().ok()?.content())
}
