//! Access tokens: Ed25519 JWTs valid for ten minutes, `typ: at+jwt` (RFC 9068). Every claim is checked.

use caredesk_domain::{SecretId, ServiceAccountId, SessionId, StaffId, Timestamp, actor::Role, scopes::Scopes};
use ed25519_dalek::pkcs8::{EncodePrivateKey as _, KeypairBytes};
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode,
    jwk::{Jwk, JwkSet},
};
use serde::{Deserialize, Serialize};

use crate::keys::Keys;

/// Lifetime of an access token, in seconds.
pub const LIFETIME_SECONDS: i64 = 600;
/// Allowed clock skew between two machines, in seconds.
const LEEWAY_SECONDS: i64 = 30;
const TYPE: &str = "at+jwt";
/// Issuer and audience.
const DESK: &str = "caredesk";

/// The `role` claim of service accounts.
const SERVICE_ACCOUNT_ROLE: &str = "service";

/// The subject of an access token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenSubject {
    /// A staff member who signed in.
    Staff {
        /// The staff member.
        id: StaffId,
        /// The session.
        session: SessionId,
        /// The role when the token was issued.
        role: Role,
    },
    /// A service account.
    ServiceAccount {
        /// The account.
        id: ServiceAccountId,
        /// The secret it authenticated with.
        secret: SecretId,
        /// The scopes it requested.
        scopes: Scopes,
    },
}

/// The claims of an access token. `sid` is a staff member's session or a service account's secret; `scope` has the scopes of the staff member's
/// role, or those that the service account requested.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    iss: String,
    aud: String,
    sub: uuid::Uuid,
    sid: uuid::Uuid,
    role: String,
    scope: String,
    jti: String,
    iat: i64,
    nbf: i64,
    exp: i64,
}

impl Claims {
    fn subject(&self) -> Result<TokenSubject, InvalidToken> {
        let scopes = self.scope.parse().map_err(|_| InvalidToken)?;
        if self.role == SERVICE_ACCOUNT_ROLE {
            return Ok(TokenSubject::ServiceAccount {
                id: ServiceAccountId::from_uuid(self.sub),
                secret: SecretId::from_uuid(self.sid),
                scopes,
            });
        }
        let role = self.role.parse().map_err(|_| InvalidToken)?;
        Ok(TokenSubject::Staff { id: StaffId::from_uuid(self.sub), session: SessionId::from_uuid(self.sid), role })
    }
}

/// An invalid access token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the access token is not valid")]
pub struct InvalidToken;

/// Signs and verifies access tokens.
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
    /// Uses the signing keys: the last signs, all verify.
    ///
    /// # Errors
    /// When there is none, or one is not an Ed25519 key.
    pub fn new(keys: &Keys) -> Result<Self, jsonwebtoken::errors::Error> {
        let (mut signer, mut verifiers, mut published) = (None, Vec::new(), Vec::new());
        for key in &keys.signing {
            let seed = KeypairBytes { secret_key: key.bytes, public_key: None };
            let der = seed.to_pkcs8_der().map_err(|_| jsonwebtoken::errors::ErrorKind::InvalidEddsaKey)?;
            let private = EncodingKey::from_ed_der(der.as_bytes());
            let mut jwk = Jwk::from_encoding_key(&private, Algorithm::EdDSA)?;
            jwk.common.key_id = Some(key.name.clone());
            verifiers.push((key.name.clone(), DecodingKey::from_jwk(&jwk)?));
            published.push(jwk);
            signer = Some((key.name.clone(), private));
        }
        let signer = signer.ok_or(jsonwebtoken::errors::ErrorKind::InvalidEddsaKey)?;
        Ok(Self { signer, verifiers, published: JwkSet { keys: published } })
    }

    /// The public keys as a JWK set (RFC 7517).
    pub const fn published(&self) -> &JwkSet {
        &self.published
    }

    /// Issues a token.
    ///
    /// # Errors
    /// When signing fails.
    pub fn issue(&self, holder: TokenSubject, id: uuid::Uuid, at: Timestamp) -> Result<String, jsonwebtoken::errors::Error> {
        let now = at.utc().timestamp();
        let (sub, sid, role, scope) = match holder {
            TokenSubject::Staff { id, session, role } => (id.uuid(), session.uuid(), role.as_str(), role.scopes()),
            TokenSubject::ServiceAccount { id, secret, scopes } => (id.uuid(), secret.uuid(), SERVICE_ACCOUNT_ROLE, scopes),
        };
        let claims = Claims {
            iss: DESK.to_owned(),
            aud: DESK.to_owned(),
            sub,
            sid,
            role: role.to_owned(),
            scope: scope.to_string(),
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
    /// [`InvalidToken`] for any fault.
    pub fn check(&self, token: &str, at: Timestamp) -> Result<TokenSubject, InvalidToken> {
        let header = decode_header(token).map_err(|_| InvalidToken)?;
        if header.typ.as_deref() != Some(TYPE) {
            return Err(InvalidToken);
        }
        let kid = header.kid.ok_or(InvalidToken)?;
        let (_, key) = self.verifiers.iter().find(|(name, _)| *name == kid).ok_or(InvalidToken)?;
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_required_spec_claims(&["exp", "nbf", "aud", "iss", "sub"]);
        validation.set_audience(&[DESK]);
        validation.set_issuer(&[DESK]);
        // The library uses the system clock; the times are checked against `at` below.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        let claims = decode::<Claims>(token, key, &validation).map_err(|_| InvalidToken)?.claims;
        let now = at.utc().timestamp();
        let in_time = claims.nbf <= now + LEEWAY_SECONDS && claims.iat <= now + LEEWAY_SECONDS && now < claims.exp + LEEWAY_SECONDS;
        let short = claims.exp - claims.iat <= LIFETIME_SECONDS;
        if in_time && short { claims.subject() } else { Err(InvalidToken) }
    }
}

#[cfg(test)]
mod tests;
