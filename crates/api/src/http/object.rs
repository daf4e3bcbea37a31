//! Reads an object into a struct of lenient fields; only unknown names are errors.

use std::fmt;

use serde::{
    Deserializer,
    de::{
        self, DeserializeOwned, DeserializeSeed, IntoDeserializer, MapAccess, Visitor,
        value::{MapDeserializer, SeqDeserializer, StringDeserializer},
    },
    forward_to_deserialize_any,
};
use serde_json::{Map, Value};

/// Why an object could not be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Rejected {
    /// A name that is not a field of the struct.
    UnknownField(String),
    /// The struct has a field that is not lenient and rejects its value.
    Unreadable(String),
}

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownField(_) => f.write_str("unknown field"),
            Self::Unreadable(reason) => f.write_str(reason),
        }
    }
}

impl std::error::Error for Rejected {}

impl de::Error for Rejected {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::Unreadable(message.to_string())
    }

    fn unknown_field(field: &str, _: &'static [&'static str]) -> Self {
        Self::UnknownField(field.to_owned())
    }
}

/// Reads a JSON object; also returns the serde names of the struct's fields.
pub(super) fn read<T: DeserializeOwned>(object: Map<String, Value>) -> Result<(T, &'static [&'static str]), Rejected> {
    read_pairs(object.into_iter().map(|(name, value)| (name, One::Json(value))))
}

/// Reads query parameters, each with all its values.
pub(super) fn read_texts<T: DeserializeOwned>(
    pairs: impl IntoIterator<Item = (String, Vec<String>)>,
) -> Result<(T, &'static [&'static str]), Rejected> {
    read_pairs(pairs.into_iter().map(|(name, texts)| (name, One::Texts(texts))))
}

fn read_pairs<T: DeserializeOwned>(pairs: impl Iterator<Item = (String, One)>) -> Result<(T, &'static [&'static str]), Rejected> {
    let mut names: &'static [&'static str] = &[];
    let value = T::deserialize(ObjectDeserializer { pairs, names: &mut names })?;
    Ok((value, names))
}

struct ObjectDeserializer<'n, I> {
    pairs: I,
    names: &'n mut &'static [&'static str],
}

impl<'de, I: Iterator<Item = (String, One)>> Deserializer<'de> for ObjectDeserializer<'_, I> {
    type Error = Rejected;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Rejected> {
        *self.names = fields;
        visitor.visit_map(KnownFields { pairs: self.pairs, fields, value: None })
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Rejected> {
        visitor.visit_map(MapDeserializer::new(self.pairs))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// Rejects unknown names, whether or not the struct has `deny_unknown_fields`.
struct KnownFields<I> {
    pairs: I,
    fields: &'static [&'static str],
    value: Option<One>,
}

impl<'de, I: Iterator<Item = (String, One)>> MapAccess<'de> for KnownFields<I> {
    type Error = Rejected;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Rejected> {
        let Some((name, value)) = self.pairs.next() else { return Ok(None) };
        if !self.fields.contains(&name.as_str()) {
            return Err(Rejected::UnknownField(name));
        }
        self.value = Some(value);
        let name: StringDeserializer<Rejected> = name.into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Rejected> {
        seed.deserialize(self.value.take().unwrap_or(One::Json(Value::Null)))
    }
}

/// One value, passed to a field as [`super::field`] expects it.
enum One {
    Json(Value),
    Texts(Vec<String>),
}

impl IntoDeserializer<'_, Rejected> for One {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for One {
    type Error = Rejected;

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Rejected> {
        match self {
            Self::Json(Value::Null) => visitor.visit_unit(),
            Self::Json(value) => visitor.visit_some(value).map_err(de::Error::custom),
            Self::Texts(texts) => visit_texts(texts, visitor),
        }
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Rejected> {
        match self {
            Self::Json(value) => value.deserialize_any(visitor).map_err(de::Error::custom),
            Self::Texts(texts) => visit_texts(texts, visitor),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

fn visit_texts<'de, V: Visitor<'de>>(mut texts: Vec<String>, visitor: V) -> Result<V::Value, Rejected> {
    match (texts.pop(), texts.is_empty()) {
        (Some(only), true) => visitor.visit_string(only),
        (last, _) => visitor.visit_seq(SeqDeserializer::new(texts.into_iter().chain(last))),
    }
}
