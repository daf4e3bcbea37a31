//! Responses without a handler: 404, or 405 with the methods of the path.
//!
//! Handler macros register one guarded resource per method, so that a wrong method finds no handler; the collected document knows all methods of a path.
//!
//! A handler without documentation cannot be registered in the app that collects the document:
//!
//! ```compile_fail,E0277
//! use actix_web::{App, HttpResponse, get};
//! use utoipa_actix_web::AppExt;
//!
//! #[get("/hidden")]
//! async fn hidden() -> HttpResponse {
//!     HttpResponse::Ok().finish()
//! }
//!
//! let _ = App::new().into_utoipa_app().service(hidden);
//! ```
//!
//! and with documentation it can:
//!
//! ```
//! use actix_web::{App, HttpResponse, get};
//! use utoipa_actix_web::AppExt;
//!
//! /// Shown.
//! #[utoipa::path(responses((status = 200)))]
//! #[get("/shown")]
//! async fn shown() -> HttpResponse {
//!     HttpResponse::Ok().finish()
//! }
//!
//! let (_, document) = App::new().into_utoipa_app().service(shown).split_for_parts();
//! assert!(document.paths.paths.contains_key("/shown"));
//! ```

use std::future::{Ready, ready};

use actix_web::{
    Error, HttpRequest,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::Method,
    middleware::Next,
    web,
};
use utoipa::openapi::{
    OpenApi, PathItem,
    path::{Operation, ParameterIn},
};

use super::{
    error::ApiError,
    openapi::operations::{has_parameters, is_open},
    query::unknown_parameter,
};

/// All documented paths and their methods.
#[derive(Debug, Clone, Default)]
pub struct Routes(Vec<Route>);

#[derive(Debug, Clone)]
struct Route {
    segments: Vec<Segment>,
    methods: Vec<Method>,
    /// Methods without authentication: the document has an empty `security`.
    open: Vec<Method>,
    /// Methods with query parameters.
    with_query: Vec<Method>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Segment {
    Literal(String),
    Parameter,
}

impl Routes {
    /// Collects the paths of the document.
    pub fn of(document: &OpenApi) -> Self {
        let route = |(path, item): (&String, &PathItem)| {
            let operations = operations(item);
            let methods = |fits: fn(&Operation) -> bool| {
                operations.iter().filter(|(_, operation)| fits(operation)).map(|(method, _)| method.clone()).collect()
            };
            Route {
                segments: segments(path),
                methods: methods(|_| true),
                open: methods(is_open),
                with_query: methods(|operation| has_parameters(operation, &ParameterIn::Query)),
            }
        };
        Self(document.paths.paths.iter().map(route).collect())
    }

    /// The methods of a path; if several templates match, the one with more literal segments.
    pub fn methods(&self, path: &str) -> Option<&[Method]> {
        self.route(path).map(|route| route.methods.as_slice())
    }

    /// Whether no authentication is needed: the operation is documented as open, or does not exist.
    pub fn is_open(&self, path: &str, method: &Method) -> bool {
        self.route(path).is_none_or(|route| !route.methods.contains(method) || route.open.contains(method))
    }

    /// Whether a query parameter was sent to an operation that has none.
    fn is_query_unexpected(&self, request: &HttpRequest) -> bool {
        let sent = request.query_string().split('&').any(|pair| !pair.is_empty());
        sent && self.route(request.match_info().as_str()).is_some_and(|route| !route.with_query.contains(request.method()))
    }

    fn route(&self, path: &str) -> Option<&Route> {
        let path: Vec<&str> = path.split('/').collect();
        let literals = |route: &&Route| route.segments.iter().map(|segment| *segment != Segment::Parameter).collect::<Vec<_>>();
        self.0.iter().filter(|route| route.fits(&path)).max_by_key(literals)
    }

    /// The error for a request without a handler.
    pub fn unmatched_error(&self, request: &HttpRequest) -> ApiError {
        self.wrong_method(request).unwrap_or_else(ApiError::not_found)
    }

    /// 405 if the path does not have the method; the path is percent-decoded, as the router reads it.
    fn wrong_method(&self, request: &HttpRequest) -> Option<ApiError> {
        self.methods(request.match_info().as_str()).filter(|methods| !methods.contains(request.method())).map(ApiError::method_not_allowed)
    }
}

impl Route {
    fn fits(&self, path: &[&str]) -> bool {
        self.segments.len() == path.len()
            && self.segments.iter().zip(path).all(|(segment, part)| match segment {
                Segment::Literal(literal) => literal == part,
                Segment::Parameter => !part.is_empty(),
            })
    }
}

fn segments(path: &str) -> Vec<Segment> {
    path.split('/').map(|part| if part.starts_with('{') { Segment::Parameter } else { Segment::Literal(part.to_owned()) }).collect()
}

fn operations(item: &PathItem) -> Vec<(Method, &Operation)> {
    let known = [
        (Method::GET, &item.get),
        (Method::POST, &item.post),
        (Method::PUT, &item.put),
        (Method::PATCH, &item.patch),
        (Method::DELETE, &item.delete),
        (Method::HEAD, &item.head),
        (Method::OPTIONS, &item.options),
        (Method::TRACE, &item.trace),
    ];
    known.into_iter().filter_map(|(method, operation)| operation.as_ref().map(|operation| (method, operation))).collect()
}

/// Middleware of the API: a literal path such as `/customers/search` is not also the record of that name, whatever the method.
///
/// # Errors
/// Those of the handler.
pub async fn refuse_wrong_methods(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let error = request.app_data::<web::Data<Routes>>().and_then(|routes| routes.wrong_method(request.request()));
    match error {
        Some(error) => Ok(request.error_response(error)),
        None => Ok(next.call(request).await?.map_into_boxed_body()),
    }
}

/// Middleware of the API: a GET without query parameters rejects all, as those with parameters reject unknown ones.
///
/// # Errors
/// Those of the handler.
pub async fn refuse_unexpected_parameters(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let routes = request.app_data::<web::Data<Routes>>().filter(|_| request.method() == Method::GET);
    if routes.is_some_and(|routes| routes.is_query_unexpected(request.request())) {
        // Without the name: it may be part of a search text.
        return Ok(request.error_response(unknown_parameter("")));
    }
    Ok(next.call(request).await?.map_into_boxed_body())
}

/// The default service of the app; needs `web::Data<Routes>`.
pub fn fallback(request: ServiceRequest) -> Ready<Result<ServiceResponse, Error>> {
    let error = match request.app_data::<web::Data<Routes>>() {
        Some(routes) => routes.unmatched_error(request.request()),
        None => ApiError::not_found(),
    };
    ready(Ok(request.error_response(error)))
}

#[cfg(test)]
mod tests;
