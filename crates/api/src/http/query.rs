//! Query parameters: structs of lenient fields like bodies, but every value is text.

use std::{collections::BTreeSet, future::Ready, ops::Deref};

use actix_web::{FromRequest, HttpRequest, dev::Payload, web};
use caredesk_domain::Fault;
use garde::Validate;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa::openapi::{
    RefOr, Required as Must,
    path::{Parameter, ParameterBuilder, ParameterIn, ParameterStyle},
    schema::{ArrayItems, Schema},
};

use super::{
    document::settle_object,
    error::ApiError,
    field::{faults, is_field},
    fingerprint::Fingerprint,
    json::is_plain_name,
    object::{self, Refused},
    problem::FaultAt,
    shape::{Components, resolved},
};

/// Query parameters in which every field has been checked. utoipa does not find them by itself: name the struct in `params(…)`.
#[derive(Debug)]
pub struct Query<T> {
    value: T,
    list: Fingerprint,
}

impl<T> Query<T> {
    /// The parameters themselves.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The digest of the path and the parameters without `cursor`, `limit` and `include_total`: of the list whose pages are asked for.
    pub const fn list(&self) -> Fingerprint {
        self.list
    }
}

impl<T> Deref for Query<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: DeserializeOwned + Validate<Context = ()>> FromRequest for Query<T> {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(read(request.path(), request.query_string()))
    }
}

fn read<T: DeserializeOwned + Validate<Context = ()>>(path: &str, query: &str) -> Result<Query<T>, ApiError> {
    let pairs = web::Query::<Vec<(String, String)>>::from_query(query).map_err(|_| malformed())?.into_inner();
    let mut seen = BTreeSet::new();
    for (name, value) in &pairs {
        // What is no UTF-8 was replaced by this character while it was decoded.
        if name.contains(char::REPLACEMENT_CHARACTER) || value.contains(char::REPLACEMENT_CHARACTER) {
            return Err(malformed());
        }
        if !seen.insert(name) {
            return Err(first("repeated_parameter", "A parameter is given twice; several values are separated by commas.", name));
        }
    }
    let chosen: Map<String, Value> = pairs.iter().map(|(name, value)| (name.clone(), value.clone().into())).collect();
    let (_, list) = Fingerprint::of_object(path, &chosen);
    let (value, names) = object::read_texts::<T>(pairs).map_err(|refused| match refused {
        Refused::UnknownField(name) => first("unknown_parameter", "This address does not know one of the parameters.", &name),
        Refused::Unreadable(reason) => ApiError::internal(format!("a query struct has a field that is not lenient: {reason}")),
    })?;
    match value.validate() {
        Ok(()) => Ok(Query { value, list }),
        Err(report) => Err(ApiError::invalid(
            faults(&report, names)
                .into_iter()
                .map(|(place, code, detail)| FaultAt { pointer: None, parameter: Some(name_of(&place, names)), code: code.into(), detail })
                .collect(),
        )),
    }
}

fn malformed() -> ApiError {
    ApiError::malformed("malformed_query", "The query string is not percent-encoded UTF-8.")
}

/// 400 with the first fault; the name only when it cannot be somebody's words.
fn first(code: &'static str, detail: &str, name: &str) -> ApiError {
    let error = ApiError::malformed(code, detail);
    if !is_plain_name(name) {
        return error;
    }
    let fault = if code == "unknown_parameter" { "is not a parameter of this address" } else { "must be given once" };
    error.with_errors(vec![FaultAt::parameter(name, Fault::new(code, fault))])
}

/// garde knows the Rust name `created_at_gte`; the parameter that serde reads into it is `created_at[gte]`.
fn name_of(place: &[String], names: &[&str]) -> String {
    let field = place.first().map_or("", String::as_str);
    names.iter().find(|name| is_field(name, field)).map_or_else(|| field.to_owned(), |name| (*name).to_owned())
}

/// The documentation of a query struct's parameters, made from its schema, so that both always agree.
///
/// `impl IntoParams for TicketQuery { fn into_params(_: …) -> Vec<Parameter> { query::parameters::<Self>() } }`
pub fn parameters<T: ToSchema>() -> Vec<Parameter> {
    let mut components = Components::new();
    T::schemas(&mut components);
    let RefOr::T(Schema::Object(mut object)) = T::schema() else { return Vec::new() };
    settle_object(&mut object, &components);
    let required = object.required;
    let parameter = |(name, schema): (String, RefOr<Schema>)| {
        let description = match &schema {
            RefOr::Ref(reference) => Some(reference.description.clone()).filter(|description| !description.is_empty()),
            RefOr::T(Schema::Object(object)) => object.description.clone(),
            RefOr::T(Schema::Array(array)) => array.description.clone(),
            RefOr::T(_) => None,
        };
        let must = if required.contains(&name) { Must::True } else { Must::False };
        let schema = inline(schema, &components);
        let several = matches!(schema, RefOr::T(Schema::Array(_)));
        ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Query)
            .required(must)
            .description(description)
            .style(several.then_some(ParameterStyle::Form))
            .explode(several.then_some(false))
            .schema(Some(schema))
            .build()
    };
    object.properties.into_iter().map(parameter).collect()
}

/// The schema without references: parameters do not bring components with them. Its field's default goes with it.
fn inline(schema: RefOr<Schema>, components: &[(String, RefOr<Schema>)]) -> RefOr<Schema> {
    let default = if let RefOr::Ref(reference) = &schema { reference.default.clone() } else { None };
    match resolved(&schema, components) {
        RefOr::T(Schema::Array(mut array)) => {
            if let ArrayItems::RefOrSchema(items) = array.items {
                array.items = ArrayItems::RefOrSchema(Box::new(inline(*items, components)));
            }
            array.description = None;
            RefOr::T(Schema::Array(array))
        }
        RefOr::T(Schema::Object(mut object)) => {
            object.default = default.or(object.default);
            RefOr::T(Schema::Object(object))
        }
        other @ (RefOr::Ref(_) | RefOr::T(_)) => other,
    }
}

#[cfg(test)]
mod tests;
