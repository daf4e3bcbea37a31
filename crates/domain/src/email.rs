//! An e-mail address.

use std::{fmt, str::FromStr};

use unicode_normalization::UnicodeNormalization;

use crate::{FieldError, text};

/// An e-mail address as typed. Two are the same address if their `folded` keys are equal.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Email(String);

impl Email {
    /// The most bytes of an address (RFC 5321, 4.5.3.1.3).
    pub const MAX_BYTES: usize = 254;

    /// The address as typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The comparison key: composed (NFC) and in lower case.
    pub fn folded(&self) -> String {
        folded(&self.0)
    }
}

/// The comparison key of an address or of a prefix of one.
pub(crate) fn folded(address: &str) -> String {
    address.nfc().flat_map(char::to_lowercase).collect()
}

impl FromStr for Email {
    type Err = FieldError;

    fn from_str(address: &str) -> Result<Self, FieldError> {
        text::reject_nul(address)?;
        if address.len() > Self::MAX_BYTES {
            return Err(FieldError::new("too_long", format!("must have at most {} bytes", Self::MAX_BYTES)));
        }
        if is_address(address) {
            Ok(Self(address.to_owned()))
        } else {
            Err(FieldError::format("must be an e-mail address such as ada@example.org"))
        }
    }
}

/// Whether it has the form of an address; only a delivery shows whether it exists.
fn is_address(address: &str) -> bool {
    let Some((local, domain)) = address.split_once('@') else { return false };
    !local.is_empty()
        && domain.contains('.')
        && domain.split('.').all(|label| !label.is_empty())
        && !domain.contains('@')
        && !address.contains(|c: char| c.is_whitespace() || c.is_control() || text::is_invisible(c))
}

/// Omits the address, which may be personal data.
impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Email({} bytes)", self.0.len())
    }
}
impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl serde::Serialize for Email {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}
impl<'de> serde::Deserialize<'de> for Email {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text::deserialize(deserializer)
    }
}

impl utoipa::PartialSchema for Email {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .format(Some(utoipa::openapi::SchemaFormat::Custom("email".to_owned())))
            .description(Some("An e-mail address."))
            .max_length(Some(Self::MAX_BYTES))
            .examples(["ada@example.org"])
            .into()
    }
}
impl utoipa::ToSchema for Email {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn email_keeps_text_and_compares_case_insensitively() {
        let typed: Email = "Ada.Lovelace+CareDesk@Example.ORG".parse().unwrap();
        assert_eq!(typed.as_str(), "Ada.Lovelace+CareDesk@Example.ORG");
        assert_eq!(typed.folded(), "ada.lovelace+caredesk@example.org");
    }

    #[test]
    fn email_composed_and_decomposed_are_equal() {
        let [composed, decomposed]: [Email; 2] = ["Zo\u{eb}@b\u{fc}ro.de", "zoe\u{308}@bu\u{308}ro.de"].map(|a| a.parse().unwrap());
        assert_ne!(composed, decomposed);
        assert_eq!(composed.folded(), decomposed.folded());
    }

    #[test]
    fn parse_email_in_other_scripts_is_valid() {
        for address in ["用户@例子.广告", "مثال@موقع.وزارة", "😀@example.org"] {
            assert_eq!(address.parse::<Email>().unwrap().to_string(), address);
        }
    }

    #[test]
    fn parse_invalid_email_is_error() {
        for text in [
            "",
            "a",
            "@",
            "a@",
            "@b.c",
            "a@b",
            "a@b@c.d",
            "a@.b",
            "a@b.",
            "a@b..c",
            " a@b.c",
            "a@b.c ",
            "a b@c.d",
            "a@b.c\n",
            "a\u{7}@b.c",
            "a@b\u{200b}.c",
            "a\u{a0}@b.c",
        ] {
            assert_eq!(text.parse::<Email>().unwrap_err().code, "format", "{text:?}");
        }
        assert_eq!("a\0@b.c".parse::<Email>().unwrap_err().code, "nul");
    }

    #[test]
    fn parse_email_over_254_bytes_is_error() {
        let address_of_length = |length: usize| format!("{}@example.org", "a".repeat(length - 12));
        assert!(address_of_length(254).parse::<Email>().is_ok());
        assert_eq!(address_of_length(255).parse::<Email>().unwrap_err().code, "too_long");
        assert_eq!(format!("{}@example.org", "ü".repeat(122)).parse::<Email>().unwrap_err().code, "too_long");
    }

    #[test]
    fn email_debug_omits_address() {
        assert_eq!(format!("{:?}", "ada@example.org".parse::<Email>().unwrap()), "Email(15 bytes)");
    }
}
