//! Access tokens: Ed25519 JWTs of ten minutes, `typ: at+jwt` (RFC 9068), checked in every claim.

use caredesk_domain::{SecretId, ServiceAccountId, SessionId, StaffId, Timestamp, actor::Role, scopes::Scopes};
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

/// Stands in the place of a role in the tokens of programs.
const PROGRAM: &str = "service";

/// Whom an access token was given to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// Somebody who signed in.
    Person {
        /// Who.
        id: StaffId,
        /// In which session.
        session: SessionId,
        /// The role at the time.
        role: Role,
    },
    /// A program.
    Program {
        /// Its account.
        id: ServiceAccountId,
        /// The secret it came with.
        secret: SecretId,
        /// What it asked to be allowed.
        scopes: Scopes,
    },
}

/// What an access token says. `sid` is a person's session or a program's secret; `scope` says what a person's role may do, or what the program
/// asked for.
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
    fn holder(&self) -> Result<Holder, BadToken> {
        let scopes = self.scope.parse().map_err(|_| BadToken)?;
        if self.role == PROGRAM {
            return Ok(Holder::Program { id: ServiceAccountId::from_uuid(self.sub), secret: SecretId::from_uuid(self.sid), scopes });
        }
        let role = self.role.parse().map_err(|_| BadToken)?;
        Ok(Holder::Person { id: StaffId::from_uuid(self.sub), session: SessionId::from_uuid(self.sid), role })
    }
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

    /// Issues a token.
    ///
    /// # Errors
    /// When signing fails.
    pub fn issue(&self, holder: Holder, id: uuid::Uuid, at: Timestamp) -> Result<String, jsonwebtoken::errors::Error> {
        let now = at.utc().timestamp();
        let (sub, sid, role, scope) = match holder {
            Holder::Person { id, session, role } => (id.uuid(), session.uuid(), role.as_str(), role.scopes()),
            Holder::Program { id, secret, scopes } => (id.uuid(), secret.uuid(), PROGRAM, scopes),
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
    /// [`BadToken`], whatever is wrong with it.
    pub fn check(&self, token: &str, at: Timestamp) -> Result<Holder, BadToken> {
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
        if in_time && short { claims.holder() } else { Err(BadToken) }
    }
}

/// A private key as PKCS#8 wraps it (RFC 8410, section 7).
fn pkcs8(seed: &[u8; 32]) -> Vec<u8> {
    const PREFIX: [u8; 16] = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
    [&PREFIX[..], seed].concat()
}

#[cfg(test)]
mod tests;
