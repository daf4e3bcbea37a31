//! OpenAPI schemas of lenient fields: the schema of their value.
//!
//! utoipa names a generic field's schema after the wrapper (`Required_Subject`). These names exist only until [`super::openapi::finalise`] replaces them by the
//! schema of the value.

use std::{borrow::Cow, str::FromStr};

use caredesk_domain::FieldError;
use utoipa::{
    __dev::ComposeSchema,
    ToSchema,
    openapi::{
        RefOr,
        schema::{ArrayBuilder, ObjectBuilder, OneOfBuilder, Ref, Schema, SchemaType, Type},
    },
};

use super::{
    field::Field,
    nested::{Array, JsonObject},
    value::{Bool, IntInRange},
};

/// Schemas by component name.
pub type Components = Vec<(String, RefOr<Schema>)>;

/// The OpenAPI schema of a field's value.
pub trait FieldSchema {
    /// A reference to the value's component, or its schema when it has none.
    fn field_schema() -> RefOr<Schema>;

    /// The components that `field_schema` refers to.
    fn components(components: &mut Components);
}

impl<T: FromStr<Err = FieldError> + ToSchema> FieldSchema for T {
    fn field_schema() -> RefOr<Schema> {
        Ref::from_schema_name(T::name()).into()
    }

    fn components(components: &mut Components) {
        component::<T>(components);
    }
}

impl FieldSchema for Bool {
    fn field_schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::Boolean).into()
    }

    fn components(_: &mut Components) {}
}

impl<const MIN: i32, const MAX: i32> FieldSchema for IntInRange<MIN, MAX> {
    fn field_schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(MIN)).maximum(Some(MAX)).into()
    }

    fn components(_: &mut Components) {}
}

impl<T: FieldSchema, const MIN: usize, const MAX: usize> FieldSchema for Array<T, MIN, MAX> {
    fn field_schema() -> RefOr<Schema> {
        ArrayBuilder::new().items(T::field_schema()).min_items((MIN > 0).then_some(MIN)).max_items(Some(MAX)).into()
    }

    fn components(components: &mut Components) {
        T::components(components);
    }
}

impl<T: ToSchema> FieldSchema for JsonObject<T> {
    fn field_schema() -> RefOr<Schema> {
        Ref::from_schema_name(T::name()).into()
    }

    fn components(components: &mut Components) {
        component::<T>(components);
    }
}

fn component<T: ToSchema>(components: &mut Components) {
    components.push((T::name().into_owned(), T::schema()));
    T::schemas(components);
}

/// Prefix of the schema name of a required field; no Rust type name contains a full stop.
pub(super) const REQUIRED: &str = "field.required";
/// Prefix of the schema name of an optional field.
pub(super) const OPTIONAL: &str = "field.optional";
/// Prefix of the schema name of a nullable field.
pub(super) const NULLABLE: &str = "field.nullable";
/// Prefix of the schema name of a required nullable field.
pub(super) const REQUIRED_NULLABLE: &str = "field.stated";

impl<T: FieldSchema, const OPTIONAL: bool, const NULLABLE: bool> ComposeSchema for Field<T, OPTIONAL, NULLABLE> {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        if NULLABLE { nullable(T::field_schema(), T::components) } else { T::field_schema() }
    }
}

impl<T: FieldSchema, const OPTIONAL: bool, const NULLABLE: bool> ToSchema for Field<T, OPTIONAL, NULLABLE> {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed(match (OPTIONAL, NULLABLE) {
            (false, false) => self::REQUIRED,
            (true, false) => self::OPTIONAL,
            (true, true) => self::NULLABLE,
            (false, true) => REQUIRED_NULLABLE,
        })
    }

    fn schemas(components: &mut Components) {
        T::components(components);
    }
}

impl<T: FieldSchema, const MIN: usize, const MAX: usize> ComposeSchema for Array<T, MIN, MAX> {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        Self::field_schema()
    }
}

impl<T: FieldSchema, const MIN: usize, const MAX: usize> ToSchema for Array<T, MIN, MAX> {
    fn name() -> Cow<'static, str> {
        // The values and limits are part of the name; otherwise lists behind two aliases would share the first one's schema.
        let values: String = std::any::type_name::<T>().chars().filter(char::is_ascii_alphanumeric).collect();
        Cow::Owned(format!("list{MIN}-{MAX}.{values}"))
    }

    fn schemas(components: &mut Components) {
        T::components(components);
    }
}

impl<T: ToSchema> ComposeSchema for JsonObject<T> {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        Self::field_schema()
    }
}

impl<T: ToSchema> ToSchema for JsonObject<T> {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("nested")
    }

    fn schemas(components: &mut Components) {
        Self::components(components);
    }
}

impl ComposeSchema for Bool {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        Self::field_schema()
    }
}

impl ToSchema for Bool {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("flag")
    }
}

impl<const MIN: i32, const MAX: i32> ComposeSchema for IntInRange<MIN, MAX> {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        Self::field_schema()
    }
}

impl<const MIN: i32, const MAX: i32> ToSchema for IntInRange<MIN, MAX> {
    fn name() -> Cow<'static, str> {
        Cow::Owned(format!("whole{MIN}to{MAX}"))
    }
}

/// The schema or `null`: `type: [string, null]` for one plain type, else `oneOf`.
fn nullable(shape: RefOr<Schema>, components: fn(&mut Components)) -> RefOr<Schema> {
    let mut known = Vec::new();
    components(&mut known);
    if let RefOr::T(Schema::Object(mut object)) = resolve_component(&shape, &known)
        && let SchemaType::Type(only) = object.schema_type.clone()
        && object.enum_values.is_none()
        && object.properties.is_empty()
    {
        object.schema_type = SchemaType::Array(vec![only, Type::Null]);
        return RefOr::T(Schema::Object(object));
    }
    OneOfBuilder::new().item(shape).item(ObjectBuilder::new().schema_type(Type::Null)).into()
}

/// The schema itself when it is a reference to one of these components.
pub(super) fn resolve_component(shape: &RefOr<Schema>, components: &[(String, RefOr<Schema>)]) -> RefOr<Schema> {
    let RefOr::Ref(reference) = shape else { return shape.clone() };
    let name = reference.ref_location.rsplit('/').next().unwrap_or_default();
    let found = components.iter().find(|(known, _)| known == name);
    found.map_or_else(|| shape.clone(), |(_, schema)| schema.clone())
}
