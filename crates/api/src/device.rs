//! Device cookies: they tell a browser in which a staff member signed in before from strangers who guess that person's password.
//!
//! A device cookie grants no access. It only selects the counter for failed passwords, so that strangers' failures never delay staff members in
//! their own browsers. It holds an entry for each of the last people who signed in here, since computers are shared. An entry is a random id, an
//! expiry time, and an HMAC over both and the person's e-mail address, so that it is valid for that person only and names nobody. It outlasts a
//! change of password, because a person under attack changes theirs, and is reissued with a new id at each sign-in.

use caredesk_domain::Timestamp;
use caredesk_persistence::Ids;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use uuid::Uuid;

use crate::keys::SecretKey;

/// Lifetime of an entry, in seconds: 30 days.
pub const DEVICE_SECONDS: i64 = 30 * 24 * 60 * 60;
/// The most people one browser is known for.
const MAX_ENTRIES: usize = 8;
const ENTRY_SEPARATOR: char = '~';

/// Issues and verifies device cookies.
#[derive(Clone)]
pub struct DeviceCookies(Hmac<Sha256>);

impl std::fmt::Debug for DeviceCookies {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DeviceCookies")
    }
}

/// An entry as sent, unverified.
struct Entry<'a> {
    text: &'a str,
    id: Uuid,
    ends: i64,
    seal: [u8; 32],
}

impl DeviceCookies {
    /// Uses the session key; a purpose of its own keeps these HMACs apart from refresh tokens.
    pub fn new(key: &SecretKey) -> Self {
        let mut block = [0; 64];
        block.iter_mut().zip(key.bytes).for_each(|(to, from)| *to = from);
        Self(Hmac::new(&block.into()).chain_update(b"caredesk device 1"))
    }

    /// The id of the browser, if the person with this folded e-mail address signed in with it within 30 days.
    pub fn verify(&self, cookie: &str, email: &str, now: Timestamp) -> Option<Uuid> {
        let now = now.utc().timestamp();
        entries(cookie).find(|entry| entry.ends > now && self.fits(entry, email)).map(|entry| entry.id)
    }

    /// The cookie after the person with this folded e-mail address signed in: `before` with a new entry for them.
    pub fn issue(&self, before: Option<&str>, email: &str, ids: &Ids, now: Timestamp) -> String {
        let (id, seconds) = (Uuid::from_bytes(ids.random_bytes()), now.utc().timestamp());
        let ends = seconds + DEVICE_SECONDS;
        let seal = hex::encode(self.seal(id, ends, email).finalize().into_bytes());
        let others = entries(before.unwrap_or_default()).filter(|entry| entry.ends > seconds && !self.fits(entry, email));
        let others = others.take(MAX_ENTRIES - 1).map(|entry| entry.text.to_owned());
        let all: Vec<String> = std::iter::once(format!("{}.{ends}.{seal}", id.simple())).chain(others).collect();
        all.join(&ENTRY_SEPARATOR.to_string())
    }

    fn fits(&self, entry: &Entry<'_>, email: &str) -> bool {
        self.seal(entry.id, entry.ends, email).verify_slice(&entry.seal).is_ok()
    }

    fn seal(&self, id: Uuid, ends: i64, email: &str) -> Hmac<Sha256> {
        self.0.clone().chain_update(id.as_bytes()).chain_update(ends.to_be_bytes()).chain_update(email)
    }
}

/// The entries of a cookie; malformed ones are skipped.
fn entries(cookie: &str) -> impl Iterator<Item = Entry<'_>> {
    cookie.split(ENTRY_SEPARATOR).take(MAX_ENTRIES).filter_map(entry)
}

fn entry(text: &str) -> Option<Entry<'_>> {
    let mut parts = text.split('.');
    let (id, ends, seal) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || id.len() != 32 || !ends.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let seal = hex::decode(seal).ok()?.try_into().ok()?;
    Some(Entry { text, id: Uuid::try_parse(id).ok()?, ends: ends.parse().ok()?, seal })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: &str = "ada@desk.example";

    fn cookies(byte: u8) -> DeviceCookies {
        DeviceCookies::new(&SecretKey { name: "session".into(), bytes: [byte; 32] })
    }

    fn at(seconds: i64) -> Timestamp {
        "2026-03-02T09:00:00Z".parse::<Timestamp>().unwrap().plus_seconds(seconds)
    }

    #[test]
    fn read_cookie_of_another_person_desk_or_time_is_none() {
        let cookie = cookies(1).issue(None, ADA, &Ids::seeded(1), at(0));
        assert!(cookies(1).verify(&cookie, ADA, at(0)).is_some());
        assert!(cookies(1).verify(&cookie, ADA, at(DEVICE_SECONDS - 1)).is_some());
        assert_eq!(cookies(1).verify(&cookie, ADA, at(DEVICE_SECONDS)), None);
        assert_eq!(cookies(1).verify(&cookie, "ben@desk.example", at(0)), None);
        assert_eq!(cookies(2).verify(&cookie, ADA, at(0)), None);
    }

    #[test]
    fn read_cookie_changed_anywhere_is_none() {
        let cookie = cookies(1).issue(None, ADA, &Ids::seeded(1), at(0));
        for index in 0..cookie.len() {
            let mut bytes = cookie.clone().into_bytes();
            bytes[index] = if bytes[index] == b'5' { b'6' } else { b'5' };
            assert_eq!(cookies(1).verify(std::str::from_utf8(&bytes).unwrap(), ADA, at(0)), None, "{index}");
        }
        for nonsense in ["", "~", "..", "a.b.c", "é.1.é", &"~".repeat(4000), &format!("{}.1.{}", "é".repeat(16), "é".repeat(32))] {
            assert_eq!(cookies(1).verify(nonsense, ADA, at(0)), None);
        }
    }

    #[test]
    fn issue_for_a_second_person_keeps_the_first_and_drops_the_ninth() {
        let (cookies, ids) = (cookies(1), Ids::seeded(1));
        let person = |number: usize| format!("colleague-{number}@desk.example");
        let mut cookie = cookies.issue(None, ADA, &ids, at(0));
        let first = cookies.verify(&cookie, ADA, at(0)).unwrap();
        cookie = cookies.issue(Some(&cookie), ADA, &ids, at(1));
        assert_ne!(cookies.verify(&cookie, ADA, at(1)).unwrap(), first, "each sign-in makes a new id");
        for number in 0..7 {
            cookie = cookies.issue(Some(&cookie), &person(number), &ids, at(2));
        }
        assert!(cookies.verify(&cookie, ADA, at(2)).is_some());
        cookie = cookies.issue(Some(&cookie), &person(7), &ids, at(3));
        assert_eq!(cookies.verify(&cookie, ADA, at(3)), None);
        assert!((0..8).all(|number| cookies.verify(&cookie, &person(number), at(3)).is_some()));
        assert!(cookie.len() < 1000);
    }
}
