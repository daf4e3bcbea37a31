//! Generated secrets that are shown once: client secrets of service accounts, and tokens of password links.
//!
//! They are 32 random bytes, so that SHA-256 is a sufficient hash; only the hash is stored.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use caredesk_persistence::Ids;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};

/// A generated secret in plain text.
#[derive(Debug, Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// Generates a secret.
    pub fn generate(ids: &Ids) -> Self {
        Self(BASE64_URL_SAFE_NO_PAD.encode(ids.random_bytes::<32>()).into())
    }

    /// A secret as presented by a caller, unchecked.
    pub fn presented(text: &str) -> Self {
        Self(text.into())
    }

    /// Its SHA-256, which is what is stored.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.expose_secret().as_bytes()).into()
    }

    /// The text, to show it once.
    pub fn into_string(self) -> String {
        self.0.expose_secret().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_known_again_by_its_hash_and_shows_itself_in_no_log() {
        let secret = Secret::generate(&Ids::seeded(1));
        let text = secret.clone().into_string();
        assert!(!format!("{secret:?}").contains(&text));
        assert_eq!(text.len(), 43);
        assert_eq!(Secret::presented(&text).hash(), secret.hash());
        assert_ne!(Secret::generate(&Ids::seeded(2)).hash(), secret.hash());
    }
}
