//! Service accounts and their secrets.

mod record;
mod secret;
mod transitions;

pub use record::{ServiceAccount, ServiceAccountRecord};
pub use secret::{NewSecret, Secret, SecretHash, SecretRecord};
pub use transitions::{NewServiceAccount, OVERLAP_SECONDS, ServiceAccountPatch};

#[cfg(test)]
mod tests;
