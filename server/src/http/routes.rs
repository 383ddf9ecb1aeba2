//! A route of the API: what it answers, what that needs, and who does it.

use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodFilter, MethodRouter, on};

use schemars::SchemaGenerator;

use super::openapi::{Described, Shape};
use super::{AppState, access};
use crate::auth::Needs;

/// A route of the API.
#[derive(Clone, Debug)]
pub struct Route {
    /// The method; one that is `GET` answers `HEAD` as well.
    pub method: Method,
    /// The whole path, with `{names}` for what differs.
    pub path: String,
    /// What it needs.
    pub needs: Needs,
    handler: MethodRouter<AppState>,
    /// What it takes and gives.
    pub(super) shape: fn(&mut SchemaGenerator) -> Shape,
}

impl Route {
    fn new<H, T>(method: Method, path: &str, needs: Needs, handler: H) -> Self
    where
        H: Handler<T, AppState> + Described<T>,
        T: 'static,
    {
        let filter = MethodFilter::try_from(method.clone());
        let filter = filter.expect("the methods below are among those that can be routed");
        Self {
            method,
            path: path.to_owned(),
            needs,
            handler: on(filter, handler),
            shape: <H as Described<T>>::shape,
        }
    }
}

macro_rules! methods {
    ($($name:ident $method:ident,)*) => {
        $(
            /// A route of this method.
            pub(super) fn $name<H, T>(path: &str, needs: Needs, handler: H) -> Route
            where
                H: Handler<T, AppState> + Described<T>,
                T: 'static,
            {
                Route::new(Method::$method, path, needs, handler)
            }
        )*
    };
}

methods! {
    get GET,
    post POST,
    put PUT,
    patch PATCH,
    delete DELETE,
}

/// The same routes below another path.
pub(super) fn below(path: &str, routes: Vec<Route>) -> impl Iterator<Item = Route> {
    let path = path.to_owned();
    routes.into_iter().map(move |route| Route {
        path: format!("{path}{}", route.path),
        ..route
    })
}

/// A router of these routes. Whatever needs something is behind the check, so no handler can forget it.
pub(super) fn router(state: &AppState, routes: Vec<Route>) -> Router<AppState> {
    routes.into_iter().fold(Router::new(), |router, route| {
        let handler = match route.needs {
            Needs::Nothing => route.handler,
            needs => {
                let check = from_fn_with_state((state.clone(), needs), access::check);
                route.handler.route_layer(check)
            }
        };
        router.route(&route.path, handler)
    })
}
