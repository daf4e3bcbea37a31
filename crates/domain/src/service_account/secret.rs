//! The secrets of programs.

use std::ops::Deref;

use crate::{SecretId, ServiceAccountId, Timestamp, change::Version};

/// SHA-256 of a secret, which is random enough to need no slower hash. Shown nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretHash(pub [u8; 32]);

impl std::fmt::Debug for SecretHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretHash(…)")
    }
}

/// A program's secret as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretState {
    /// The id; an access token names it as its session.
    pub id: SecretId,
    /// Whose it is.
    pub account: ServiceAccountId,
    /// What it hashes to.
    pub hash: SecretHash,
    /// When it was given.
    pub created_at: Timestamp,
    /// Until when it is good, once another was given; till then as long as its account.
    pub expires_at: Option<Timestamp>,
    /// How often it changed.
    pub version: Version,
}

/// A program's secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secret(pub(super) SecretState);

impl Deref for Secret {
    type Target = SecretState;

    fn deref(&self) -> &SecretState {
        &self.0
    }
}

impl Secret {
    /// Takes a row read from the database for what it was when saved.
    pub const fn restore(state: SecretState) -> Self {
        Self(state)
    }

    /// Whether it is good at `at`, provided that its account is.
    pub fn is_good(&self, at: Timestamp) -> bool {
        self.expires_at.is_none_or(|until| until > at)
    }
}

/// A secret to be given.
#[derive(Debug)]
pub struct NewSecret {
    /// The id.
    pub id: SecretId,
    /// What it hashes to.
    pub hash: SecretHash,
}
