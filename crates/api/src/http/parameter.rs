//! Value types of list parameters: comma-separated values, and the page size.

use std::{borrow::Cow, str::FromStr};

use caredesk_domain::Fault;
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
    input::{FromInput, Input, whole, wrong_type},
    shape::{Components, Shape},
};

/// Comma-separated values, such as `status=open,pending`, or a repeated parameter, `status=open&status=pending`; 1 to 100.
#[derive(Debug)]
pub struct Several<T>(Vec<T>);

impl<T: FromStr<Err = Fault>> FromInput for Several<T> {
    type Out = Vec<T>;

    const SEVERAL: bool = true;

    fn from_input(input: Input) -> Result<Self, Fault> {
        const MOST: usize = 100;
        match input {
            Input::Text(text) if text.split(',').count() > MOST => {
                Err(Fault::new("too_many", format!("must be at most {MOST} values separated by commas")))
            }
            Input::Text(text) => text.split(',').map(str::parse).collect::<Result<_, _>>().map(Self),
            Input::Json(_) => Err(wrong_type("must be text")),
        }
    }

    fn out(self) -> Result<Vec<T>, ApiError> {
        Ok(self.0)
    }
}

impl<T: Shape> Shape for Several<T> {
    fn shape() -> RefOr<Schema> {
        ArrayBuilder::new().items(T::shape()).min_items(Some(1)).into()
    }

    fn components(components: &mut Components) {
        T::components(components);
    }
}

impl<T: Shape> ComposeSchema for Several<T> {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        Self::shape()
    }
}

impl<T: Shape> ToSchema for Several<T> {
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

impl FromInput for Limit {
    type Out = Self;

    fn from_input(input: Input) -> Result<Self, Fault> {
        whole(input, Self::MIN, Self::MAX).map(Self)
    }

    fn out(self) -> Result<Self, ApiError> {
        Ok(self)
    }
}

impl Shape for Limit {
    fn shape() -> RefOr<Schema> {
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
        Self::shape()
    }
}

impl ToSchema for Limit {}
