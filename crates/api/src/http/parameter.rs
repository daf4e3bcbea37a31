//! Value types of list parameters: comma-separated values, and the page size.

use std::{borrow::Cow, str::FromStr};

use caredesk_domain::FieldError;
use utoipa::{
    __dev::ComposeSchema,
    PartialSchema, ToSchema,
    openapi::{
        RefOr,
        schema::{ArrayBuilder, ObjectBuilder, Schema, Type},
    },
};

use super::{
    error::ApiError,
    schema::{Components, FieldSchema},
    value::{FromRawValue, RawValue, parse_int, wrong_type},
};

/// Comma-separated values, such as `status=open,pending`, or a repeated parameter, `status=open&status=pending`; 1 to 100.
#[derive(Debug)]
pub struct CommaSeparated<T>(Vec<T>);

impl<T: FromStr<Err = FieldError>> FromRawValue for CommaSeparated<T> {
    type Output = Vec<T>;

    const COMMA_SEPARATED: bool = true;

    fn from_raw_value(input: RawValue) -> Result<Self, FieldError> {
        const MAX_VALUES: usize = 100;
        match input {
            RawValue::Text(text) if text.split(',').count() > MAX_VALUES => {
                Err(FieldError::new("too_many", format!("must be at most {MAX_VALUES} values separated by commas")))
            }
            RawValue::Text(text) => text.split(',').map(str::parse).collect::<Result<_, _>>().map(Self),
            RawValue::Json(_) => Err(wrong_type("must be text")),
        }
    }

    fn into_output(self) -> Result<Vec<T>, ApiError> {
        Ok(self.0)
    }
}

impl<T: FieldSchema> FieldSchema for CommaSeparated<T> {
    fn field_schema() -> RefOr<Schema> {
        ArrayBuilder::new().items(T::field_schema()).min_items(Some(1)).into()
    }

    fn components(components: &mut Components) {
        T::components(components);
    }
}

impl<T: FieldSchema> ComposeSchema for CommaSeparated<T> {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        Self::field_schema()
    }
}

impl<T: FieldSchema> ToSchema for CommaSeparated<T> {
    fn name() -> Cow<'static, str> {
        "several".into()
    }

    fn schemas(components: &mut Components) {
        T::components(components);
    }
}

/// Rows of a page: 1 to 200, default 25.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit(i32);

impl Limit {
    /// Minimum.
    pub const MIN: i32 = 1;
    /// Maximum.
    pub const MAX: i32 = 200;

    /// The number of rows, for a query.
    pub fn rows(self) -> u64 {
        u64::from(self.0.unsigned_abs())
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(25)
    }
}

impl FromRawValue for Limit {
    type Output = Self;

    fn from_raw_value(input: RawValue) -> Result<Self, FieldError> {
        parse_int(input, Self::MIN, Self::MAX).map(Self)
    }

    fn into_output(self) -> Result<Self, ApiError> {
        Ok(self)
    }
}

impl FieldSchema for Limit {
    fn field_schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Integer)
            .minimum(Some(Self::MIN))
            .maximum(Some(Self::MAX))
            .default(Some(Self::default().0.into()))
            .into()
    }

    fn components(_: &mut Components) {}
}

impl PartialSchema for Limit {
    fn schema() -> RefOr<Schema> {
        Self::field_schema()
    }
}

impl ToSchema for Limit {}
