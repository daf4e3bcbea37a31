//! Access tokens: Ed25519 JWTs of ten minutes, `typ: at+jwt` (RFC 9068), checked in every claim.

use caredesk_domain::{SessionId, StaffId, Timestamp, actor::Role};
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode,
    jwk::{Jwk, JwkSet},
};
use serde::{Deserialize, Serialize};

use crate::keys::Keys;

/// How long an access token is good, in seconds.
pub const LIFETIME_SECONDS: i64 = 600;
/// By how many seconds the clocks of two machines may differ.
const LEEWAY_SECONDS: i64 = 30;
const TYPE: &str = "at+jwt";
/// Who issues, and for whom.
const DESK: &str = "caredesk";

/// What an access token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    iss: String,
    aud: String,
    /// Who signed in.
    pub sub: StaffId,
    /// In which session.
    pub sid: SessionId,
    /// The role at the time.
    pub role: Role,
    scope: String,
    jti: String,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// A token that is not good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the access token is not valid")]
pub struct BadToken;

/// Signs and checks access tokens.
#[derive(Clone)]
pub struct Tokens {
    signer: (String, EncodingKey),
    verifiers: Vec<(String, DecodingKey)>,
    published: JwkSet,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Tokens({} keys)", self.verifiers.len())
    }
}

impl Tokens {
    /// Takes the desk's signing keys.
    ///
    /// # Errors
    /// When there is none, or one is no Ed25519 key.
    pub fn new(keys: &Keys) -> Result<Self, jsonwebtoken::errors::Error> {
        let (mut signer, mut verifiers, mut published) = (None, Vec::new(), Vec::new());
        for key in &keys.signing {
            let private = EncodingKey::from_ed_der(&pkcs8(&key.bytes));
            let mut jwk = Jwk::from_encoding_key(&private, Algorithm::EdDSA)?;
            jwk.common.key_id = Some(key.name.clone());
            verifiers.push((key.name.clone(), DecodingKey::from_jwk(&jwk)?));
            published.push(jwk);
            signer = Some((key.name.clone(), private));
        }
        let signer = signer.ok_or(jsonwebtoken::errors::ErrorKind::InvalidEddsaKey)?;
        Ok(Self { signer, verifiers, published: JwkSet { keys: published } })
    }

    /// The public keys, as other programs fetch them (RFC 7517).
    pub const fn published(&self) -> &JwkSet {
        &self.published
    }

    /// Issues a token for a session.
    ///
    /// # Errors
    /// When signing fails.
    pub fn issue(
        &self,
        staff: StaffId,
        session: SessionId,
        role: Role,
        id: uuid::Uuid,
        at: Timestamp,
    ) -> Result<String, jsonwebtoken::errors::Error> {
        let now = at.utc().timestamp();
        let claims = Claims {
            iss: DESK.to_owned(),
            aud: DESK.to_owned(),
            sub: staff,
            sid: session,
            role,
            // People may do what their role may; scopes are for service accounts.
            scope: String::new(),
            jti: id.to_string(),
            iat: now,
            nbf: now,
            exp: now + LIFETIME_SECONDS,
        };
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(TYPE.to_owned());
        header.kid = Some(self.signer.0.clone());
        encode(&header, &claims, &self.signer.1)
    }

    /// Checks a token: signature, type, key, every claim, and its times against `at`.
    ///
    /// # Errors
    /// [`BadToken`], whatever is wrong with it.
    pub fn check(&self, token: &str, at: Timestamp) -> Result<Claims, BadToken> {
        let header = decode_header(token).map_err(|_| BadToken)?;
        if header.typ.as_deref() != Some(TYPE) {
            return Err(BadToken);
        }
        let kid = header.kid.ok_or(BadToken)?;
        let (_, key) = self.verifiers.iter().find(|(name, _)| *name == kid).ok_or(BadToken)?;
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_required_spec_claims(&["exp", "nbf", "aud", "iss", "sub"]);
        validation.set_audience(&[DESK]);
        validation.set_issuer(&[DESK]);
        // The library asks the system's clock; the desk has one of its own.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        let claims = decode::<Claims>(token, key, &validation).map_err(|_| BadToken)?.claims;
        let now = at.utc().timestamp();
        let in_time = claims.nbf <= now + LEEWAY_SECONDS && claims.iat <= now + LEEWAY_SECONDS && now < claims.exp + LEEWAY_SECONDS;
        let short = claims.exp - claims.iat <= LIFETIME_SECONDS;
        if in_time && short { Ok(claims) } else { Err(BadToken) }
    }
}

/// A private key as PKCS#8 wraps it (RFC 8410, section 7).
fn pkcs8(seed: &[u8; 32]) -> Vec<u8> {
    const PREFIX: [u8; 16] = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
    [&PREFIX[..], seed].concat()
}

#[cfg(test)]
mod tests;
