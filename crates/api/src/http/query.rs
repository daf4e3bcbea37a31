//! Query parameters: structs of lenient fields like bodies, but every value is text.

use std::future::Ready;

use actix_web::{FromRequest, HttpRequest, dev::Payload, web};
use caredesk_domain::FieldError;
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
    error::ApiError,
    field::REPEATED_PARAMETER,
    field_errors::{FieldErrors, is_field},
    fingerprint::Fingerprint,
    json::is_plain_name,
    object::{self, Rejected},
    openapi::finalise_object,
    problem::ProblemField,
    schema::{Components, resolve_component},
};

/// Validated query parameters. utoipa does not find them by itself: name the struct in `params(…)`.
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

    /// Digest of the path and the parameters without `cursor`, `limit` and `include_total`: identifies the list.
    pub const fn list_fingerprint(&self) -> Fingerprint {
        self.list
    }
}

impl<T: DeserializeOwned + Validate<Context = FieldErrors>> FromRequest for Query<T> {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(read(request.path(), request.query_string()))
    }
}

/// No parameters; for routes outside the API, whose middleware rejects unexpected ones.
#[derive(Debug, serde::Deserialize, Validate)]
#[garde(context(FieldErrors))]
pub struct NoParameters {}

fn read<T: DeserializeOwned + Validate<Context = FieldErrors>>(path: &str, query: &str) -> Result<Query<T>, ApiError> {
    let pairs = web::Query::<Vec<(String, String)>>::from_query(query).map_err(|_| malformed())?.into_inner();
    let mut given: Vec<(String, Vec<String>)> = Vec::new();
    for (name, value) in pairs {
        // Decoding replaces invalid UTF-8 by this character.
        if name.contains(char::REPLACEMENT_CHARACTER) || value.contains(char::REPLACEMENT_CHARACTER) {
            return Err(malformed());
        }
        match given.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) => values.push(value),
            None => given.push((name, vec![value])),
        }
    }
    let chosen: Map<String, Value> = given.iter().map(|(name, values)| (name.clone(), values.join(",").into())).collect();
    let list = Fingerprint::of_list(path, &chosen);
    let (value, names) = object::read_texts::<T>(given).map_err(|refused| match refused {
        Rejected::UnknownField(name) => unknown_parameter(&name),
        Rejected::Unreadable(reason) => ApiError::internal(format!("a query struct has a field that is not lenient: {reason}")),
    })?;
    let errors = FieldErrors::of(&value, names).into_iter().map(|(place, error)| ProblemField::parameter(name_of(&place, names), error));
    let (repeated, invalid): (Vec<_>, Vec<_>) = errors.partition(|error| error.code == REPEATED_PARAMETER);
    match (repeated.is_empty(), invalid.is_empty()) {
        (true, true) => return Ok(Query { value, list }),
        (true, false) => return Err(ApiError::invalid(invalid)),
        (false, _) => {}
    }
    Err(ApiError::malformed(REPEATED_PARAMETER, "A parameter that has one value is given more than once.").with_errors(repeated))
}

fn malformed() -> ApiError {
    ApiError::malformed("malformed_query", "The query string is not percent-encoded UTF-8.")
}

/// 400 for an unknown parameter; with its name only if that cannot hold personal data.
pub(super) fn unknown_parameter(name: &str) -> ApiError {
    let error = ApiError::malformed("unknown_parameter", "One of the parameters is unknown at this address.");
    if !is_plain_name(name) {
        return error;
    }
    error.with_errors(vec![ProblemField::parameter(name, FieldError::new("unknown_parameter", "is not a parameter of this address"))])
}

/// garde reports the Rust name `created_at_gte`; the parameter is `created_at[gte]`.
fn name_of(place: &[String], names: &[&str]) -> String {
    let field = place.first().map_or("", String::as_str);
    names.iter().find(|name| is_field(name, field)).map_or_else(|| field.to_owned(), |name| (*name).to_owned())
}

/// The OpenAPI parameters of a query struct, generated from its schema.
///
/// `impl IntoParams for TicketQuery { fn into_params(_: …) -> Vec<Parameter> { query::parameters::<Self>() } }`
pub fn parameters<T: ToSchema>() -> Vec<Parameter> {
    let mut components = Components::new();
    T::schemas(&mut components);
    let RefOr::T(Schema::Object(mut object)) = T::schema() else { return Vec::new() };
    finalise_object(&mut object, &components);
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

/// The schema without references, because parameters do not bring components with them. An enum stays a reference, so that clients have one type for it;
/// enums that are in no body are listed with the document's components. The field's default is kept.
fn inline(mut schema: RefOr<Schema>, components: &[(String, RefOr<Schema>)]) -> RefOr<Schema> {
    let wanted = resolve_component(&schema, components);
    let mut default = None;
    if let RefOr::Ref(reference) = &mut schema {
        if matches!(&wanted, RefOr::T(Schema::Object(words)) if words.enum_values.is_some()) {
            reference.description.clear();
            return schema;
        }
        default = reference.default.take();
    }
    match wanted {
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
