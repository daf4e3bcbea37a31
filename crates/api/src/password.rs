//! Passwords: what is accepted, and hashing them without standing in the way of everybody else.

use std::{str::FromStr, sync::Arc};

use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version, password_hash::phc};
use caredesk_domain::{Fault, staff::PasswordHash};
use tokio::sync::Semaphore;

use crate::services::ServiceError;

/// How many hashes are computed at once; each takes 19 MiB and a core.
const AT_ONCE: usize = 2;
/// How many may wait for their turn; a further one is told to come back.
const WAITING: usize = 64;

/// A password as somebody typed it: 12 to 128 characters of any kind.
#[derive(Clone, utoipa::ToSchema)]
#[schema(value_type = String, format = Password, min_length = 12, max_length = 128, example = "correct horse battery")]
pub struct Password(String);

impl Password {
    /// The fewest characters.
    pub const MIN: usize = 12;
    /// The most characters.
    pub const MAX: usize = 128;
}

impl FromStr for Password {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self, Fault> {
        if text.contains('\0') {
            return Err(Fault::new("nul", "must not hold the character U+0000"));
        }
        let length = text.chars().count();
        let code = if length < Self::MIN { "too_short" } else { "too_long" };
        if (Self::MIN..=Self::MAX).contains(&length) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Fault::new(code, format!("must have {} to {} characters", Self::MIN, Self::MAX)))
        }
    }
}

/// Never the password.
impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

/// Hashes and verifies passwords with argon2id at the OWASP minimum (19 MiB, two passes, one lane).
#[derive(Debug, Clone)]
pub struct Passwords {
    turns: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { turns: Arc::new(Semaphore::new(AT_ONCE)), waiting: Arc::new(Semaphore::new(WAITING)) }
    }
}

impl Passwords {
    /// Hashes a password with a salt of its own.
    ///
    /// # Errors
    /// [`ServiceError::Busy`] when too many are waiting.
    pub async fn hash(&self, password: Password, salt: [u8; 16]) -> Result<PasswordHash, ServiceError> {
        self.in_turn(move || {
            let hash: phc::PasswordHash = argon2()?.hash_password_with_salt(password.0.as_bytes(), &salt).map_err(internal)?;
            Ok(PasswordHash::from_phc(hash.to_string()))
        })
        .await
    }

    /// Whether `password` is the one that was hashed. Without a hash the same work is done for nothing, so that the time an
    /// answer takes does not tell whether an account exists.
    ///
    /// # Errors
    /// [`ServiceError::Busy`] when too many are waiting.
    pub async fn verify(&self, password: String, hash: Option<PasswordHash>) -> Result<bool, ServiceError> {
        self.in_turn(move || match hash {
            Some(hash) => {
                let hash = phc::PasswordHash::new(hash.phc()).map_err(internal)?;
                Ok(argon2()?.verify_password(password.as_bytes(), &hash).is_ok())
            }
            None => {
                let _same_work: phc::PasswordHash = argon2()?.hash_password_with_salt(password.as_bytes(), &[0; 16]).map_err(internal)?;
                Ok(false)
            }
        })
        .await
    }

    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T, ServiceError> + Send + 'static) -> Result<T, ServiceError> {
        let _waiting = self.waiting.try_acquire().map_err(|_| ServiceError::Busy)?;
        let turn = self.turns.clone().acquire_owned().await.map_err(internal)?;
        let done = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work()
        });
        done.await.map_err(internal)?
    }
}

fn argon2() -> Result<Argon2<'static>, ServiceError> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(internal)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn internal(error: impl std::fmt::Display) -> ServiceError {
    ServiceError::Internal(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_verifies_against_its_own_hash_only() {
        let passwords = Passwords::default();
        let hash = passwords.hash("correct horse battery".parse().unwrap(), [7; 16]).await.unwrap();
        assert!(hash.phc().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(passwords.verify("correct horse battery".into(), Some(hash.clone())).await.unwrap());
        assert!(!passwords.verify("correct horse batterz".into(), Some(hash)).await.unwrap());
        assert!(!passwords.verify("correct horse battery".into(), None).await.unwrap());
    }

    #[test]
    fn a_password_has_12_to_128_characters_of_any_kind() {
        assert_eq!("elevenchars".parse::<Password>().unwrap_err().code, "too_short");
        assert!("🦷".repeat(12).parse::<Password>().is_ok());
        assert!("x".repeat(128).parse::<Password>().is_ok());
        assert_eq!("x".repeat(129).parse::<Password>().unwrap_err().code, "too_long");
        assert_eq!("twelve or more\0".parse::<Password>().unwrap_err().code, "nul");
    }
}
