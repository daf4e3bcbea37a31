//! Refresh tokens: session id, generation (the number of exchanges) and an HMAC over both.
//!
//! Tokens are not stored: the HMAC tells issued tokens from guesses, and the generation an old token from the current one, however many exchanges
//! lie between. The same generation always gives the same token, so that a lost response can be requested again.

use caredesk_domain::SessionId;
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::Sha256;

use crate::keys::SecretKey;

/// A refresh token as issued and presented. Never logged.
#[derive(Debug, Clone)]
pub struct RefreshToken(SecretString);

impl RefreshToken {
    /// A token as presented by a caller, unchecked.
    pub fn presented(text: &str) -> Self {
        Self(text.into())
    }

    /// The text to send to the client.
    pub fn as_str(&self) -> &str {
        self.0.expose_secret()
    }
}

/// Issues and verifies refresh tokens.
#[derive(Clone)]
pub struct RefreshTokens(Hmac<Sha256>);

impl std::fmt::Debug for RefreshTokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RefreshTokens")
    }
}

impl RefreshTokens {
    /// Uses the session key.
    pub fn new(key: &SecretKey) -> Self {
        let mut block = [0; 64];
        block.iter_mut().zip(key.bytes).for_each(|(to, from)| *to = from);
        Self(Hmac::new(&block.into()))
    }

    /// The token of a session at a generation.
    pub fn issue(&self, session: SessionId, generation: i32) -> RefreshToken {
        let seal = hex::encode(self.seal(session, generation).finalize().into_bytes());
        RefreshToken(format!("{session}.{generation}.{seal}").into())
    }

    /// Session and generation, if this desk issued the token.
    pub fn verify(&self, token: &RefreshToken) -> Option<(SessionId, i32)> {
        let mut parts = token.as_str().split('.');
        let (session, generation, seal) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        let (session, generation) = (session.parse().ok()?, generation.parse().ok()?);
        self.seal(session, generation).verify_slice(&hex::decode(seal).ok()?).ok()?;
        Some((session, generation))
    }

    fn seal(&self, session: SessionId, generation: i32) -> Hmac<Sha256> {
        self.0.clone().chain_update(b"caredesk refresh 1").chain_update(session.uuid().as_bytes()).chain_update(generation.to_be_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(byte: u8) -> RefreshTokens {
        RefreshTokens::new(&SecretKey { name: "session".into(), bytes: [byte; 32] })
    }

    #[test]
    fn a_token_is_read_by_the_desk_that_gave_it_out_only() {
        let session = SessionId::from_uuid(uuid::Uuid::from_u128(7));
        let token = tokens(1).issue(session, 3);
        assert_eq!(tokens(1).verify(&token), Some((session, 3)));
        assert_eq!(tokens(2).verify(&token), None);
    }

    #[test]
    fn a_token_changed_anywhere_is_none() {
        let token = tokens(1).issue(SessionId::from_uuid(uuid::Uuid::from_u128(7)), 3);
        for index in 0..token.as_str().len() {
            let mut bytes = token.as_str().as_bytes().to_vec();
            bytes[index] = if bytes[index] == b'5' { b'6' } else { b'5' };
            let changed = RefreshToken::presented(std::str::from_utf8(&bytes).unwrap());
            assert_eq!(tokens(1).verify(&changed), None, "{index}");
        }
        for nonsense in ["", ".", "..", "a.b.c", "é.1.é"] {
            assert_eq!(tokens(1).verify(&RefreshToken::presented(nonsense)), None);
        }
    }
}
