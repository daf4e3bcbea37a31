//! A short digest of what was asked: binds a cursor to its list and an idempotency key to its request.

use std::fmt;

use hmac::{Hmac, KeyInit};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// The first 16 bytes of a SHA-256.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; 16]);

/// Words that choose a page of a list or its size, not the list itself.
pub(super) const PAGING: [&str; 3] = ["cursor", "limit", "include_total"];

impl Fingerprint {
    /// Of parts in this order; each is preceded by its length, so that no two sequences read the same.
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

    /// Of a path and a JSON value in which the order of names does not matter.
    pub(super) fn of_json(path: &str, value: &Value) -> Self {
        let mut sorted = value.clone();
        // Without effect when serde_json keeps its objects sorted, which another crate's features may change.
        sorted.sort_all_objects();
        Self::of([path.as_bytes(), sorted.to_string().as_bytes()])
    }

    /// The digest itself, for keeping it.
    pub const fn bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

/// HMAC-SHA256 with 32 secret bytes.
pub(super) fn hmac(key: &[u8; 32]) -> Hmac<Sha256> {
    // A key of any length is a key for HMAC; this one is the hash's block size after padding.
    let mut block = [0; 64];
    block.iter_mut().zip(key).for_each(|(to, from)| *to = *from);
    Hmac::new(&block.into())
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}
