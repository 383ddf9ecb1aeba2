//! One module for each page, and the choice among them.

pub mod admin;
pub mod contact;
pub mod contacts;
pub mod directory_list;
pub mod forbidden;
pub mod import_file;
pub mod import_settings;
pub mod job;
pub mod jobs;
pub mod legacy_import;
pub mod not_found;
pub mod organization;
pub mod organizations;
pub mod part;
pub mod record;
pub mod set_up;
pub mod sign_in;

use leptos::prelude::*;

use crate::api::ApiError;
use crate::components::remote::{failed, loading};
use crate::components::shell::Shell;
use crate::session::announcer::Announcer;
use crate::session::import::ImportSession;
use crate::session::language::PageLanguage;
use crate::session::navigation::{Navigation, Redirect};
use crate::session::user::{User, UserSession};
use crate::state::route::Route;

/// The whole page. What must outlive a change of page or language is provided here.
#[component]
pub fn App() -> impl IntoView {
    Navigation::provide();
    Announcer::provide();
    UserSession::provide();
    ImportSession::provide();
    let language = PageLanguage::start();
    view! { <Site language /> }
}

/// The page in one language; built anew in another.
#[component]
fn Site(
    /// The language.
    language: PageLanguage,
) -> impl IntoView {
    let path = Navigation::get().path();
    let route = Memo::new(move |_| path.with(|path| Route::of_path(path)));
    let is_first = StoredValue::new(true);
    move || {
        language.shown()?;
        if !is_first.get_value() {
            request_animation_frame(focus_language);
        }
        is_first.set_value(false);
        Some(view! { <Shell route language><Page route /></Shell> }.into_any())
    }
}

/// The switch was built anew together with the page: whoever used it is still there.
fn focus_language() {
    use wasm_bindgen::JsCast;
    let switch = document().get_element_by_id("language");
    if let Some(switch) = switch.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
    {
        let _ = switch.focus();
    }
}

/// What stands between a reader and a page.
#[derive(Clone, PartialEq)]
enum Gate {
    Open,
    Waiting,
    SignIn,
    Failed(ApiError),
}

#[component]
fn Page(
    /// Which page.
    route: Memo<Route>,
) -> impl IntoView {
    let session = UserSession::get();
    let gate = Memo::new(move |_| match session.user().get() {
        User::Unknown => Gate::Waiting,
        User::SignedIn(_) => Gate::Open,
        User::SignedOut => Gate::SignIn,
        User::Unreachable(error) => Gate::Failed(error),
    });
    // A page that needs a session shows the sign-in in its place, and itself again after it.
    move || match (route.get(), gate.get()) {
        (Route::Setup, _) => view! { <set_up::SetUp /> }.into_any(),
        (_, Gate::Waiting) => loading(),
        (Route::SignIn, Gate::Open) => view! { <sign_in::GoOn /> }.into_any(),
        (_, Gate::SignIn) => view! { <sign_in::SignIn /> }.into_any(),
        (_, Gate::Failed(error)) => {
            failed(&error, Some(Callback::new(move |()| session.refresh())))
        }
        (route, Gate::Open) => page(route),
    }
}

fn page(route: Route) -> AnyView {
    let user = UserSession::get();
    let mut needed = route.permissions().iter();
    if let Some(permission) = needed.find(|permission| !user.may(permission)) {
        return view! { <forbidden::Forbidden permission /> }.into_any();
    }
    match route {
        Route::Home => view! { <Redirect path="/contacts".to_owned() /> }.into_any(),
        Route::ImportFile
        | Route::ImportRows
        | Route::ImportDuplicates
        | Route::ImportSettings
        | Route::Job(_)
        | Route::LegacyImport
        | Route::LegacyJob(_) => {
            view! { <part::Loaded part=part::Part::Import route /> }.into_any()
        }
        Route::Jobs => view! { <jobs::Jobs /> }.into_any(),
        Route::Contacts => view! { <contacts::Contacts /> }.into_any(),
        Route::Contact(id) => view! { <contact::Contact id /> }.into_any(),
        Route::Organizations => view! { <organizations::Organizations /> }.into_any(),
        Route::Organization(id) => view! { <organization::Organization id /> }.into_any(),
        Route::Admin(_) => view! { <part::Loaded part=part::Part::Admin route /> }.into_any(),
        Route::NotFound | Route::SignIn | Route::Setup => {
            view! { <not_found::NotFound /> }.into_any()
        }
    }
}
