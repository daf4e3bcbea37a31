//! Finalises the OpenAPI document: each lenient field's property becomes the schema of its value, each row of a list a reference.
//!
//! Also adds the error responses that come with reading a request, and the headers that are the same everywhere.

mod headers;
pub(super) mod operations;

use std::collections::BTreeMap;

use utoipa::openapi::{
    OpenApi, RefOr,
    content::Content,
    path::Operation,
    schema::{AdditionalProperties, ArrayItems, KnownFormat, Object, Ref, Schema, SchemaFormat, SchemaType, Type},
};

use super::{
    problem_response,
    schema::{NULLABLE, OPTIONAL, REQUIRED, REQUIRED_NULLABLE, resolve_component},
};

pub use headers::add_idempotency_keys;

/// Replaces the fields' wrapper schemas by those of their values, sets `required`, removes the wrappers' components, and adds the error responses and
/// headers that every operation of its kind has.
///
/// Call once on the document that utoipa collected, before it is served, written or compared.
#[must_use]
pub fn finalise(mut document: OpenApi) -> OpenApi {
    if let Some(components) = &mut document.components {
        let (wrappers, mut schemas): (BTreeMap<_, _>, BTreeMap<_, _>) =
            std::mem::take(&mut components.schemas).into_iter().partition(|(name, _)| is_wrapper(name));
        let wrappers: Vec<(String, RefOr<Schema>)> = wrappers.into_iter().collect();
        for schema in schemas.values_mut() {
            if let RefOr::T(Schema::Object(object)) = schema {
                finalise_object(object, &wrappers);
            }
        }
        reference_row_schemas(&mut schemas);
        components.schemas = schemas;
    }
    for (_, operation) in document.paths.paths.values_mut().flat_map(operations::operations) {
        finalise_operation(operation);
    }
    problem_response::add_common(&mut document);
    headers::add(&mut document);
    document
}

fn is_wrapper(name: &str) -> bool {
    [REQUIRED, OPTIONAL, NULLABLE, REQUIRED_NULLABLE].iter().any(|wrapper| name.starts_with(wrapper))
}

/// Finalises the properties of one object, with the wrappers' components.
pub(super) fn finalise_object(object: &mut Object, wrappers: &[(String, RefOr<Schema>)]) {
    for (property, schema) in &mut object.properties {
        let RefOr::Ref(reference) = &*schema else { continue };
        let name = reference.ref_location.rsplit('/').next().unwrap_or_default();
        if !is_wrapper(name) {
            continue;
        }
        object.required.retain(|required| required != property);
        if name.starts_with(REQUIRED) || name.starts_with(REQUIRED_NULLABLE) {
            object.required.push(property.clone());
        }
        *schema = with_field_description(resolve_component(schema, wrappers), reference);
        // Such structs are read by this module, which rejects unknown fields.
        object.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(false)));
    }
}

/// Replaces inlined rows of generic lists by references to their components.
fn reference_row_schemas(schemas: &mut BTreeMap<String, RefOr<Schema>>) {
    let known = schemas.clone();
    let objects = schemas.values_mut().filter_map(|schema| if let RefOr::T(Schema::Object(object)) = schema { Some(object) } else { None });
    for property in objects.flat_map(|object| object.properties.values_mut()) {
        let RefOr::T(Schema::Array(array)) = property else { continue };
        let ArrayItems::RefOrSchema(row) = &mut array.items else { continue };
        let component = known.iter().find(|(_, schema)| matches!(schema, RefOr::T(Schema::Object(_))) && **schema == **row);
        if let Some((name, _)) = component {
            **row = Ref::from_schema_name(name).into();
        }
    }
}

/// An optional parameter is never null, and a text body that is not JSON is binary.
fn finalise_operation(operation: &mut Operation) {
    for parameter in operation.parameters.iter_mut().flatten() {
        if let RefOr::T(parameter) = parameter
            && let Some(RefOr::T(Schema::Object(schema))) = &mut parameter.schema
            && let SchemaType::Array(types) = &schema.schema_type
            && let [only, Type::Null] = types.as_slice()
        {
            schema.schema_type = SchemaType::Type(only.clone());
        }
    }
    let Some(RefOr::T(body)) = &mut operation.request_body else { return };
    for content in body.content.values_mut() {
        if let RefOr::T(Content { schema: Some(RefOr::T(Schema::Object(schema))), .. }) = content
            && schema.schema_type == SchemaType::Type(Type::String)
        {
            schema.format = Some(SchemaFormat::KnownFormat(KnownFormat::Binary));
        }
    }
}

/// The value's schema with the field's own description, title and default.
fn with_field_description(wanted: RefOr<Schema>, field: &Ref) -> RefOr<Schema> {
    let said = (!field.description.is_empty()).then(|| field.description.clone());
    match wanted {
        RefOr::Ref(mut reference) => {
            reference.description = field.description.clone();
            reference.default = field.default.clone();
            reference.title = field.title.clone();
            RefOr::Ref(reference)
        }
        RefOr::T(mut schema) => {
            match &mut schema {
                Schema::Object(object) => {
                    object.description = said.or(object.description.take());
                    object.default = field.default.clone().or(object.default.take());
                }
                Schema::Array(array) => {
                    array.description = said.or(array.description.take());
                    array.default = field.default.clone().or(array.default.take());
                }
                Schema::OneOf(one) => {
                    one.description = said.or(one.description.take());
                    one.default = field.default.clone().or(one.default.take());
                }
                // A field's schema is neither of these; if one appears, it stays unchanged.
                Schema::AllOf(_) | Schema::AnyOf(_) => {}
                _ => {}
            }
            RefOr::T(schema)
        }
    }
}
