//! Pagination cursors: opaque, signed, and bound to their list.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use caredesk_domain::FieldError;
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use uuid::Uuid;

use super::{
    error::ApiError,
    fingerprint::{Fingerprint, hmac},
    problem::ProblemField,
};

/// The last row of a page: sort key and id. Sort keys are times, ranks and the like, never personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CursorPosition {
    /// The row's sort key, as text.
    pub key: String,
    /// The row's id, the tie-breaker of equal keys.
    pub id: Uuid,
}

/// Encodes and decodes cursors, signed with the server's key.
#[derive(Clone)]
pub struct CursorCodec(Hmac<Sha256>);

/// Length of the signature in bytes: HMAC-SHA256, truncated to half (RFC 2104, section 5).
const TAG: usize = 16;

/// Maximum length: a longer text is not one of our cursors and is not decoded.
const MAX_CURSOR_LENGTH: usize = 1024;

#[derive(Serialize, Deserialize)]
struct Payload<'p>(std::borrow::Cow<'p, str>, Uuid);

impl CursorCodec {
    /// Takes 32 secret bytes, the same on every replica.
    pub fn new(key: &[u8; 32]) -> Self {
        Self(hmac(key))
    }

    /// The cursor of the page after `last`, valid for this list only.
    pub fn encode(&self, list: Fingerprint, last: &CursorPosition) -> Result<String, ApiError> {
        let mut bytes = serde_json::to_vec(&Payload(last.key.as_str().into(), last.id)).map_err(ApiError::internal)?;
        let tag = self.tag(list, &bytes);
        bytes.extend_from_slice(&tag);
        Ok(BASE64_URL_SAFE_NO_PAD.encode(bytes))
    }

    /// Decodes a cursor; one of another list, filter or key gives the same error as a malformed one.
    pub fn decode(&self, list: Fingerprint, cursor: &str) -> Result<CursorPosition, FieldError> {
        self.verify(list, cursor)
            .ok_or_else(|| FieldError::new("cursor", "must be a next_cursor of this list with the same filter and sort"))
    }

    /// [`Self::decode`] for the query parameter `cursor`: 422.
    pub fn decode_parameter(&self, list: Fingerprint, cursor: &str) -> Result<CursorPosition, ApiError> {
        self.decode(list, cursor).map_err(|fault| ApiError::invalid(vec![ProblemField::parameter("cursor", fault)]))
    }

    /// [`Self::decode`] for the field `cursor` of a search's body: 422.
    pub fn decode_field(&self, list: Fingerprint, cursor: &str) -> Result<CursorPosition, ApiError> {
        self.decode(list, cursor).map_err(|fault| ApiError::invalid_at("#/cursor", fault))
    }

    fn verify(&self, list: Fingerprint, cursor: &str) -> Option<CursorPosition> {
        if cursor.len() > MAX_CURSOR_LENGTH {
            return None;
        }
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let (payload, tag) = bytes.split_at_checked(bytes.len().checked_sub(TAG)?)?;
        self.mac(list, payload).verify_truncated_left(tag).ok()?;
        let Payload(key, id) = serde_json::from_slice(payload).ok()?;
        Some(CursorPosition { key: key.into_owned(), id })
    }

    fn tag(&self, list: Fingerprint, payload: &[u8]) -> Vec<u8> {
        self.mac(list, payload).finalize().into_bytes().into_iter().take(TAG).collect()
    }

    fn mac(&self, list: Fingerprint, payload: &[u8]) -> Hmac<Sha256> {
        // Domain separation from other uses of the key.
        self.0.clone().chain_update(b"caredesk cursor 1").chain_update(list.bytes()).chain_update(payload)
    }
}

/// Omits the key.
impl std::fmt::Debug for CursorCodec {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Cursors")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(filter: &str) -> Fingerprint {
        Fingerprint::of([filter.as_bytes()])
    }

    fn position() -> CursorPosition {
        CursorPosition { key: "2026-03-01T09:30:00.000000Z \"é\"".into(), id: Uuid::from_u128(7) }
    }

    #[test]
    fn read_cursor_round_trips_on_its_own_list_only() {
        let cursors = CursorCodec::new(&[7; 32]);
        let cursor = cursors.encode(list("status=open"), &position()).unwrap();
        assert_eq!(cursors.decode(list("status=open"), &cursor), Ok(position()));
        assert_eq!(cursors.decode(list("status=pending"), &cursor).unwrap_err().code, "cursor");
        assert_eq!(CursorCodec::new(&[8; 32]).decode(list("status=open"), &cursor).unwrap_err().code, "cursor");
        assert!(cursor.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
    }

    #[test]
    fn read_tampered_or_malformed_cursor_is_same_fault() {
        let cursors = CursorCodec::new(&[7; 32]);
        let cursor = cursors.encode(list(""), &position()).unwrap();
        let fault = cursors.decode(list(""), "").unwrap_err();
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(&cursor).unwrap();
        for index in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[index] ^= 1;
            assert_eq!(cursors.decode(list(""), &BASE64_URL_SAFE_NO_PAD.encode(changed)), Err(fault.clone()), "byte {index}");
        }
        let longer = format!("{cursor}AAAA");
        let too_long = "A".repeat(100_000);
        for nonsense in ["AAAA", "%", "🦷", &cursor[1..], &cursor[..cursor.len() - 2], &longer, &too_long] {
            assert_eq!(cursors.decode(list(""), nonsense), Err(fault.clone()));
        }
    }

    #[test]
    fn invalid_cursor_is_422_at_parameter_or_field() {
        let cursors = CursorCodec::new(&[7; 32]);
        let parameter = cursors.decode_parameter(list(""), "x").unwrap_err();
        assert_eq!((parameter.problem().status, parameter.problem().errors[0].parameter.as_deref()), (422, Some("cursor")));
        let field = cursors.decode_field(list(""), "x").unwrap_err();
        assert_eq!((field.problem().status, field.problem().errors[0].pointer.as_deref()), (422, Some("#/cursor")));
    }
}
