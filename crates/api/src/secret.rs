//! Secrets the desk makes up and shows once: what a program signs in with, and what the link carries by which somebody sets a password.
//!
//! They are 32 random bytes, so that their SHA-256, which is all that is kept, needs no slower hash.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use caredesk_persistence::Ids;
use sha2::{Digest as _, Sha256};

/// A secret as it is shown, once.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Makes one up.
    pub fn draw(ids: &Ids) -> Self {
        Self(BASE64_URL_SAFE_NO_PAD.encode(ids.random_bytes::<32>()))
    }

    /// Takes what somebody brings.
    pub fn presented(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// What is kept of it.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }

    /// The text, to show it to whoever asked for it.
    pub fn into_string(self) -> String {
        self.0
    }
}

/// Never the secret.
impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_known_again_by_its_hash_and_shows_itself_in_no_log() {
        let secret = Secret::draw(&Ids::seeded(1));
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        let text = secret.clone().into_string();
        assert_eq!(text.len(), 43);
        assert_eq!(Secret::presented(&text).hash(), secret.hash());
        assert_ne!(Secret::draw(&Ids::seeded(2)).hash(), secret.hash());
    }
}
