//! Names that a tab holds as long as it lives, so that the browser's other tabs know what is open here.
//!
//! Only a secure address has them. At any other one nothing is known of other tabs, and everything here says so.

use std::cell::RefCell;

use js_sys::{Array, Object, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::handle::method;

thread_local! {
    /// What this tab holds.
    static HERE: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Holds a name from now on; says whether no other tab does. Asked at once, awaited whenever.
pub fn hold(name: &str) -> impl Future<Output = bool> + use<> {
    let asked = if is_here(name) { None } else { ask(name) };
    async move {
        match asked {
            Some(asked) => JsFuture::from(asked)
                .await
                .is_ok_and(|answer| answer.is_truthy()),
            None => true,
        }
    }
}

/// The names that other tabs hold.
pub async fn held_elsewhere() -> Vec<String> {
    let mut names = held().await.unwrap_or_default();
    names.retain(|name| !is_here(name));
    names
}

/// Waits until no other tab holds a name.
pub async fn until_free(name: &str) {
    if !is_here(name) {
        // Where nobody can be asked there is nothing to wait for.
        let _ = wait(name).await;
    }
}

fn is_here(name: &str) -> bool {
    HERE.with_borrow(|names| names.iter().any(|held| held == name))
}

fn manager() -> Option<JsValue> {
    let locks = Reflect::get(&window().navigator(), &"locks".into()).ok();
    locks.filter(JsValue::is_object)
}

/// The answer to whether a name can be held; none where nobody can be asked.
fn ask(name: &str) -> Option<Promise> {
    let locks = manager()?;
    let request = method(&locks, "request")?;
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &true.into()).ok()?;
    Some(Promise::new(&mut |answer, refuse| {
        let held = name.to_owned();
        let hear = Closure::once_into_js(move |lock: JsValue| {
            let is_free = !lock.is_null();
            if is_free {
                HERE.with_borrow_mut(|names| names.push(held));
            }
            // A function that settles a promise never fails.
            let _ = answer.call1(&JsValue::NULL, &is_free.into());
            // It is held until this is settled: never.
            if is_free {
                Promise::new(&mut |_, _| {}).into()
            } else {
                JsValue::NULL
            }
        });
        let asked = request.call3(&locks, &name.into(), &options, &hear);
        if asked.is_err() {
            let _ = refuse.call0(&JsValue::NULL);
        }
    }))
}

async fn wait(name: &str) -> Result<JsValue, JsValue> {
    let locks = manager().ok_or(JsValue::UNDEFINED)?;
    let request = method(&locks, "request").ok_or(JsValue::UNDEFINED)?;
    let options = Object::new();
    Reflect::set(&options, &"mode".into(), &"shared".into())?;
    // It is let go of at once.
    let hear = Closure::once_into_js(|| JsValue::UNDEFINED);
    let asked = request.call3(&locks, &name.into(), &options, &hear)?;
    JsFuture::from(asked.dyn_into::<Promise>()?).await
}

async fn held() -> Option<Vec<String>> {
    let locks = manager()?;
    let asked: Promise = method(&locks, "query")?
        .call0(&locks)
        .ok()?
        .dyn_into()
        .ok()?;
    let answer = JsFuture::from(asked).await.ok()?;
    let held: Array = Reflect::get(&answer, &"held".into())
        .ok()?
        .dyn_into()
        .ok()?;
    let name = |lock: JsValue| Reflect::get(&lock, &"name".into()).ok()?.as_string();
    Some(held.iter().filter_map(name).collect())
}
