//! A short digest of a request: binds a cursor to its list and an idempotency key to its request.

use std::fmt;

use hmac::{Hmac, KeyInit};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

/// The first 16 bytes of a SHA-256.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; 16]);

/// Parameters that select a page of a list, not the list.
pub(super) const PAGING: [&str; 3] = ["cursor", "limit", "include_total"];

impl Fingerprint {
    /// Of parts in this order; each is preceded by its length, so that no two sequences collide.
    pub fn of<'p>(parts: impl IntoIterator<Item = &'p [u8]>) -> Self {
        let mut digest = Sha256::new();
        for part in parts {
            digest.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            digest.update(part);
        }
        let mut first = [0; 16];
        for (to, from) in first.iter_mut().zip(digest.finalize()) {
            *to = from;
        }
        Self(first)
    }

    /// Of a path and a JSON object, independent of the order of names.
    pub(super) fn of_object(path: &str, object: &Map<String, Value>) -> Self {
        Self::of_fields(path, sorted(object).into_iter())
    }

    /// Of a list: its path and its parameters but for those that select a page.
    pub(super) fn of_list(path: &str, object: &Map<String, Value>) -> Self {
        Self::of_fields(path, sorted(object).into_iter().filter(|(name, _)| !PAGING.contains(name)))
    }

    fn of_fields<'v>(path: &str, fields: impl Iterator<Item = (&'v str, &'v Value)>) -> Self {
        let fields: Vec<[u8; 32]> = fields.map(|(name, value)| field_digest(name, value)).collect();
        Self::of(std::iter::once(path.as_bytes()).chain(fields.iter().map(<[u8; 32]>::as_slice)))
    }

    /// The digest's bytes, for storage.
    pub const fn bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

fn sorted(object: &Map<String, Value>) -> Vec<(&str, &Value)> {
    let mut fields: Vec<(&str, &Value)> = object.iter().map(|(name, value)| (name.as_str(), value)).collect();
    fields.sort_unstable_by_key(|(name, _)| *name);
    fields
}

fn field_digest(name: &str, value: &Value) -> [u8; 32] {
    let mut digest = Sha256::new();
    add_text(&mut digest, b's', name);
    add_value(&mut digest, value);
    digest.finalize().into()
}

/// Adds a value without serialising it: type, length, and content.
fn add_value(digest: &mut Sha256, value: &Value) {
    match value {
        Value::Null => digest.update(b"n"),
        Value::Bool(true) => digest.update(b"t"),
        Value::Bool(false) => digest.update(b"f"),
        Value::Number(number) => add_text(digest, b'd', &number.to_string()),
        Value::String(text) => add_text(digest, b's', text),
        Value::Array(values) => {
            add_length(digest, b'a', values.len());
            values.iter().for_each(|value| add_value(digest, value));
        }
        Value::Object(object) => {
            add_length(digest, b'o', object.len());
            for (name, value) in sorted(object) {
                add_text(digest, b's', name);
                add_value(digest, value);
            }
        }
    }
}

fn add_text(digest: &mut Sha256, kind: u8, text: &str) {
    add_length(digest, kind, text.len());
    digest.update(text);
}

fn add_length(digest: &mut Sha256, kind: u8, length: usize) {
    digest.update([kind]);
    digest.update(u64::try_from(length).unwrap_or(u64::MAX).to_be_bytes());
}

/// HMAC-SHA256 with 32 secret bytes.
pub(super) fn hmac(key: &[u8; 32]) -> Hmac<Sha256> {
    // HMAC accepts keys of any length; this one is padded to the hash's block size.
    let mut block = [0; 64];
    block.iter_mut().zip(key).for_each(|(to, from)| *to = *from);
    Hmac::new(&block.into())
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}
