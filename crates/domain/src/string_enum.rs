//! String enums: each value has one string, the same in the API, in the database and in the log.

/// Defines an enum with a string for each value; `FromStr`, `Display`, serde and the OpenAPI schema all use this one list.
macro_rules! string_enum {
    ($(#[$about:meta])* pub enum $name:ident { $($(#[$what:meta])* $variant:ident = $value:literal,)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$what])* $variant,)* }

        impl $name {
            /// All values, in the order of definition.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];
            const VALUES: &'static [&'static str] = &[$($value,)*];

            /// Its string in the API and in the database.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $value,)* }
            }
        }
        impl std::str::FromStr for $name {
            type Err = $crate::FieldError;

            fn from_str(value: &str) -> Result<Self, $crate::FieldError> {
                match value { $($value => Ok(Self::$variant),)* _ => Err($crate::FieldError::unknown(Self::VALUES)) }
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = std::borrow::Cow::<str>::deserialize(deserializer)?;
                value.parse().map_err(serde::de::Error::custom)
            }
        }
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .enum_values(Some(Self::VALUES.iter().copied()))
                    .into()
            }
        }
        impl utoipa::ToSchema for $name {}
    };
}
pub(crate) use string_enum;
