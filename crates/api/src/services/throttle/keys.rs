//! The keys that failures are counted by, as keyed hashes: the table contains no accounts and no addresses.

use std::net::IpAddr;

use caredesk_domain::{
    SessionId,
    throttle::{ThrottleKey, ThrottleKind},
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use uuid::Uuid;

use crate::{keys::SecretKey, network::network_of};

/// Makes throttle keys, keyed with the session key.
#[derive(Clone)]
pub struct ThrottleKeys(Hmac<Sha256>);

impl std::fmt::Debug for ThrottleKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ThrottleKeys")
    }
}

impl ThrottleKeys {
    /// Uses the session key; a purpose of its own keeps these hashes apart from refresh tokens.
    pub fn new(key: &SecretKey) -> Self {
        let mut block = [0; 64];
        block.iter_mut().zip(key.bytes).for_each(|(to, from)| *to = from);
        Self(Hmac::new(&block.into()).chain_update(b"caredesk throttle 1"))
    }

    /// The account of a staff member, by the folded e-mail address.
    pub fn staff(&self, email: &str) -> ThrottleKey {
        self.key(ThrottleKind::Account, b"person", email.as_bytes())
    }

    /// A service account, by the `client_id` as sent.
    pub fn service_account(&self, client: &str) -> ThrottleKey {
        self.key(ThrottleKind::Account, b"program", client.to_lowercase().as_bytes())
    }

    /// A browser in which the staff member signed in before.
    pub fn device(&self, id: Uuid) -> ThrottleKey {
        self.key(ThrottleKind::Device, b"", id.as_bytes())
    }

    /// A session.
    pub fn session(&self, id: SessionId) -> ThrottleKey {
        self.key(ThrottleKind::Session, b"", id.uuid().as_bytes())
    }

    /// Passwords tried from a network address.
    pub fn address(&self, address: IpAddr) -> ThrottleKey {
        self.key(ThrottleKind::Address, b"", network_of(address).to_string().as_bytes())
    }

    /// Generated secrets tried from a network address.
    pub fn token_address(&self, address: IpAddr) -> ThrottleKey {
        self.key(ThrottleKind::TokenAddress, b"", network_of(address).to_string().as_bytes())
    }

    fn key(&self, kind: ThrottleKind, of: &[u8], value: &[u8]) -> ThrottleKey {
        let hash = self.0.clone().chain_update(kind.as_str()).chain_update([0]).chain_update(of).chain_update([0]).chain_update(value);
        ThrottleKey { kind, hash: hash.finalize().into_bytes().into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(byte: u8) -> ThrottleKeys {
        ThrottleKeys::new(&SecretKey { name: "session".into(), bytes: [byte; 32] })
    }

    fn address(text: &str) -> ThrottleKey {
        keys(1).address(text.parse().unwrap())
    }

    #[test]
    fn address_of_ipv6_counts_by_its_64_bit_network() {
        assert_eq!(address("2001:db8:1:2::1"), address("2001:db8:1:2:ffff::9"));
        assert_ne!(address("2001:db8:1:2::1"), address("2001:db8:1:3::1"));
        assert_eq!(address("::ffff:192.0.2.1"), address("192.0.2.1"));
        assert_ne!(address("192.0.2.1"), address("192.0.2.2"));
    }

    #[test]
    fn keys_of_different_kind_purpose_or_desk_differ() {
        let one = keys(1);
        let ip = "192.0.2.1".parse().unwrap();
        let all = [one.staff("a"), one.service_account("a"), one.address(ip), one.token_address(ip), keys(2).staff("a")];
        for (index, key) in all.iter().enumerate() {
            assert!(all[index + 1..].iter().all(|other| other.hash != key.hash), "{key:?}");
        }
        assert_eq!(one.service_account("0192F3C4"), one.service_account("0192f3c4"));
    }
}
