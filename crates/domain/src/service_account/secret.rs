//! Service account secrets.

use std::ops::Deref;

use crate::{SecretId, ServiceAccountId, Timestamp, version::Version};

/// SHA-256 of a secret, which is random enough to need no slower hash. Never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretHash(pub [u8; 32]);

impl std::fmt::Debug for SecretHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretHash(…)")
    }
}

/// A service account's secret as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretRecord {
    /// The id; an access token names it as its session.
    pub id: SecretId,
    /// The service account.
    pub account: ServiceAccountId,
    /// The hash.
    pub hash: SecretHash,
    /// When it was issued.
    pub created_at: Timestamp,
    /// When it expires, once a newer one was issued; before that, it is valid as long as its account.
    pub expires_at: Option<Timestamp>,
    /// Incremented by each change.
    pub version: Version,
}

/// A service account's secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secret(pub(super) SecretRecord);

impl Deref for Secret {
    type Target = SecretRecord;

    fn deref(&self) -> &SecretRecord {
        &self.0
    }
}

impl Secret {
    /// Rebuilds the record from a stored row, without checks.
    pub const fn from_row(state: SecretRecord) -> Self {
        Self(state)
    }

    /// Whether it is valid at `at`, provided that its account is.
    pub fn is_valid(&self, at: Timestamp) -> bool {
        self.expires_at.is_none_or(|until| until > at)
    }
}

/// The input for a new secret.
#[derive(Debug)]
pub struct NewSecret {
    /// The id.
    pub id: SecretId,
    /// The hash.
    pub hash: SecretHash,
}
