//! The OpenAPI document, and whether a response matches it.

mod schema;

use std::sync::LazyLock;

use reqwest::{
    Method,
    header::{CONTENT_TYPE, HeaderMap},
};
use serde_json::{Map, Value};

pub use schema::schema_errors;

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| serde_json::to_value(caredesk_api::document()).unwrap());

/// One documented operation.
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    /// The path with its parameters in braces.
    pub template: &'static str,
    /// The method in lower case.
    pub method: &'static str,
    /// The operation object of the document.
    pub definition: &'static Value,
}

/// The whole document.
pub fn document() -> &'static Value {
    &DOCUMENT
}

/// Every documented operation.
///
/// # Panics
/// When the document has no paths.
pub fn operations() -> impl Iterator<Item = Operation> {
    let paths = document()["paths"].as_object().expect("paths");
    paths.iter().flat_map(|(template, item)| {
        let item = item.as_object().expect("a path item");
        item.iter().map(|(method, about)| Operation { template, method, definition: about })
    })
}

/// A schema without a reference at its top.
///
/// # Panics
/// When a reference cannot be resolved.
pub fn resolve_ref(schema: &'static Value) -> &'static Value {
    match schema["$ref"].as_str() {
        Some(reference) => {
            let pointer = reference.trim_start_matches('#');
            resolve_ref(document().pointer(pointer).unwrap_or_else(|| panic!("{reference} cannot be resolved")))
        }
        None => schema,
    }
}

impl Operation {
    /// Its `operationId`.
    ///
    /// # Panics
    /// When it has none.
    pub fn id(&self) -> &'static str {
        self.definition["operationId"].as_str().unwrap_or_else(|| panic!("{} {} has no operationId", self.method, self.template))
    }

    /// Whether it is public: it needs no access token.
    pub fn is_public(&self) -> bool {
        self.definition["security"] == serde_json::json!([])
    }

    /// The method.
    ///
    /// # Panics
    /// When it is no HTTP method.
    pub fn method(&self) -> Method {
        self.method.to_uppercase().parse().expect("a method")
    }

    /// The media type and the description of the JSON body, if it takes one.
    pub fn json_body(&self) -> Option<(&'static str, &'static Value)> {
        let content = self.definition["requestBody"]["content"].as_object()?;
        content.iter().find(|(kind, _)| *kind == "application/json" || kind.ends_with("+json")).map(|(kind, body)| (kind.as_str(), body))
    }

    /// Its parameters in one location, such as `query`.
    pub fn parameters(&self, place: &'static str) -> impl Iterator<Item = &'static Value> {
        self.definition["parameters"].as_array().into_iter().flatten().filter(move |parameter| parameter["in"] == place)
    }

    /// Whether a path without its query matches the template.
    pub fn matches_path(&self, path: &str) -> bool {
        let (mut template, mut path) = (self.template.split('/'), path.split('/'));
        loop {
            match (template.next(), path.next()) {
                (None, None) => return true,
                (Some(part), Some(is)) if part == is || (part.starts_with('{') && !is.is_empty()) => {}
                _ => return false,
            }
        }
    }

    fn literals(&self) -> Vec<bool> {
        self.template.split('/').map(|part| !part.starts_with('{')).collect()
    }
}

/// The operation of a path: of several that match, the one with more literal segments.
pub fn operation(method: &Method, path: &str) -> Option<Operation> {
    let address = path.split('?').next().unwrap_or(path);
    let fitting: Vec<Operation> = operations().filter(|operation| operation.matches_path(address)).collect();
    let best = fitting.iter().map(Operation::literals).max()?;
    fitting.into_iter().find(|operation| operation.literals() == best && operation.method() == *method)
}

/// The headers that a response has if and only if the document describes them.
const DESCRIBED: [&str; 3] = ["ETag", "Location", "Retry-After"];

/// Checks that a response is documented, with its headers and body.
pub(crate) fn check(method: &Method, path: &str, status: u16, headers: &HeaderMap, body: &[u8]) -> Result<(), String> {
    let Some(operation) = operation(method, path) else { return Ok(()) };
    let Some(answer) = operation.definition["responses"].get(status.to_string()) else {
        return Err(format!("{} documents no {status}", operation.id()));
    };
    for name in DESCRIBED {
        let (sent, described) = (headers.contains_key(name), answer["headers"].get(name).is_some());
        if sent != described {
            return Err(format!("{} {status}: {name} sent: {sent}, documented: {described}", operation.id()));
        }
    }
    let none = Map::new();
    let content = answer["content"].as_object().unwrap_or(&none);
    if content.is_empty() {
        return if body.is_empty() { Ok(()) } else { Err(format!("{} documents a {status} without a body", operation.id())) };
    }
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()?.split(';').next()).unwrap_or_default();
    // A record that its creator may not read is answered 201 without a body.
    if status == 201 && body.is_empty() && kind.is_empty() && headers.contains_key("ETag") {
        return Ok(());
    }
    let Some(described) = content.get(kind) else { return Err(format!("a {status} of {kind:?}, not of {:?}", content.keys())) };
    let body: Value = if kind.starts_with("text/") {
        std::str::from_utf8(body).map_err(|error| error.to_string())?.into()
    } else {
        serde_json::from_slice(body).map_err(|error| error.to_string())?
    };
    let errors = schema_errors(&described["schema"], &body);
    if errors.is_empty() { Ok(()) } else { Err(errors.join("; ")) }
}
