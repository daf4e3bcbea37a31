//! Passwords: validation, and hashing that leaves processor time for other requests.

mod queue;

use std::{str::FromStr, thread};

use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version, password_hash::phc};
use caredesk_domain::{FieldError, staff::PasswordHash, throttle::ThrottleKey};
use secrecy::{ExposeSecret as _, SecretString};

use self::queue::Queue;
use crate::services::ServiceError;

/// The most hashes computed at once; each takes 19 MiB and a core. Half of the cores are left for other work.
const MAX_CONCURRENT_HASHES: usize = 4;
/// The most waiting attempts; beyond that the last ones in the queue are rejected as busy.
const QUEUE_CAPACITY: usize = 128;

/// A password: 12 to 128 characters of any kind.
#[derive(Debug, Clone, utoipa::ToSchema)]
#[schema(value_type = String, format = Password, min_length = 12, max_length = 128, example = "correct horse battery")]
pub struct Password(SecretString);

impl Password {
    /// The fewest characters.
    pub const MIN: usize = 12;
    /// The most characters.
    pub const MAX: usize = 128;
}

impl FromStr for Password {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        if text.contains('\0') {
            return Err(FieldError::new("nul", "must not hold the character U+0000"));
        }
        let length = text.chars().count();
        let code = if length < Self::MIN { "too_short" } else { "too_long" };
        if (Self::MIN..=Self::MAX).contains(&length) {
            Ok(Self(text.into()))
        } else {
            Err(FieldError::new(code, format!("must have {} to {} characters", Self::MIN, Self::MAX)))
        }
    }
}

/// Hashes and verifies passwords with argon2id at the OWASP minimum (19 MiB, two passes, one lane).
#[derive(Debug, Clone)]
pub struct Passwords(Queue);

impl Default for Passwords {
    fn default() -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        Self(Queue::new((cores / 2).clamp(1, MAX_CONCURRENT_HASHES), QUEUE_CAPACITY))
    }
}

/// Permission to hash or verify one password.
#[derive(Debug)]
pub struct HashPermit(#[expect(dead_code, reason = "held, and passed on when dropped")] queue::HashPermit);

impl Passwords {
    /// Waits for a permit. `keys` identify the account and address of the attempt, and `failures` counts their recent failures: attempts with the same key
    /// are served one by one between all others. Without keys it is an authenticated staff member.
    ///
    /// # Errors
    /// [`ServiceError::Busy`] when the queue is full of attempts that come first.
    pub async fn acquire(&self, keys: &[ThrottleKey], failures: u64) -> Result<HashPermit, ServiceError> {
        self.0.acquire(keys, failures).await.map(HashPermit)
    }

    /// Hashes the password of a staff member with a salt of its own.
    ///
    /// # Errors
    /// [`ServiceError::Busy`] when too many are waiting.
    pub async fn hash(&self, password: Password, salt: [u8; 16]) -> Result<PasswordHash, ServiceError> {
        let permit = self.acquire(&[], 0).await?;
        let hash = permit.run(move || {
            let hash: phc::PasswordHash =
                argon2()?.hash_password_with_salt(password.0.expose_secret().as_bytes(), &salt).map_err(internal)?;
            Ok(PasswordHash::from_phc(hash.to_string()))
        });
        hash.await.map(|(hash, _)| hash)
    }
}

impl HashPermit {
    /// Whether `password` matches `hash`. Without a hash the same work is done, so that the response time does not tell whether an account exists.
    /// Returns the permit: drop it once a failure is counted, so that the next attempt sees that failure.
    ///
    /// # Errors
    /// When the hash cannot be read.
    pub async fn verify(self, password: String, hash: Option<PasswordHash>) -> Result<(bool, Self), ServiceError> {
        let verified = self.run(move || match hash {
            Some(hash) => {
                let hash = phc::PasswordHash::new(hash.phc()).map_err(internal)?;
                Ok(argon2()?.verify_password(password.as_bytes(), &hash).is_ok())
            }
            None => {
                let _same_work: phc::PasswordHash = argon2()?.hash_password_with_salt(password.as_bytes(), &[0; 16]).map_err(internal)?;
                Ok(false)
            }
        });
        verified.await
    }

    async fn run<T: Send + 'static>(
        self,
        work: impl FnOnce() -> Result<T, ServiceError> + Send + 'static,
    ) -> Result<(T, Self), ServiceError> {
        let done = tokio::task::spawn_blocking(move || work().map(|done| (done, self)));
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
    async fn verify_accepts_only_the_hashed_password() {
        let passwords = Passwords::default();
        let hash = passwords.hash("correct horse battery".parse().unwrap(), [7; 16]).await.unwrap();
        assert!(hash.phc().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        let verify =
            async |password: &str, hash| passwords.acquire(&[], 0).await.unwrap().verify(password.to_owned(), hash).await.unwrap().0;
        assert!(verify("correct horse battery", Some(hash.clone())).await);
        assert!(!verify("correct horse batterz", Some(hash)).await);
        assert!(!verify("correct horse battery", None).await);
    }

    #[test]
    fn password_length_is_12_to_128_characters() {
        assert_eq!("elevenchars".parse::<Password>().unwrap_err().code, "too_short");
        assert!("🦷".repeat(12).parse::<Password>().is_ok());
        assert!("x".repeat(128).parse::<Password>().is_ok());
        assert_eq!("x".repeat(129).parse::<Password>().unwrap_err().code, "too_long");
        assert_eq!("twelve or more\0".parse::<Password>().unwrap_err().code, "nul");
    }
}
