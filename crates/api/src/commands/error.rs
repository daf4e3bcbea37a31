//! Why a command failed.

use caredesk_demo::SeedError;
use caredesk_persistence::{OpenError, StoreError, read_log_registry::BeginError, schema::SchemaError};

use crate::{file_permissions::ExposedFiles, keys::KeyError, listener::StartError, services::ServiceError, settings::InvalidSetting};

/// Why a command failed, and with which exit code.
#[derive(Debug)]
pub(super) enum CommandError {
    /// It could not run: wrong usage or settings. Exit code 2.
    Usage(String),
    /// It ran and failed. Exit code 1.
    Failed(String),
}

impl From<Vec<InvalidSetting>> for CommandError {
    fn from(bad: Vec<InvalidSetting>) -> Self {
        Self::Usage(bad.iter().map(ToString::to_string).collect::<Vec<_>>().join("\ncaredesk: "))
    }
}
impl From<ExposedFiles> for CommandError {
    fn from(exposed: ExposedFiles) -> Self {
        Self::Usage(exposed.to_string())
    }
}
impl From<OpenError> for CommandError {
    fn from(error: OpenError) -> Self {
        Self::Usage(error.to_string())
    }
}
impl From<SchemaError> for CommandError {
    fn from(error: SchemaError) -> Self {
        match error {
            SchemaError::Open(_) | SchemaError::Outdated { .. } | SchemaError::Newer { .. } => Self::Usage(error.to_string()),
            SchemaError::Migrate { .. } | SchemaError::Database { .. } => Self::Failed(error.to_string()),
        }
    }
}
impl From<BeginError> for CommandError {
    fn from(error: BeginError) -> Self {
        match error {
            BeginError::Schema(error) => error.into(),
            BeginError::ReadLog(error) => Self::Usage(error.to_string()),
            BeginError::Store(error) => error.into(),
        }
    }
}
impl From<KeyError> for CommandError {
    fn from(error: KeyError) -> Self {
        Self::Usage(error.to_string())
    }
}
impl From<StartError> for CommandError {
    fn from(error: StartError) -> Self {
        Self::Usage(error.to_string())
    }
}
impl From<ServiceError> for CommandError {
    fn from(error: ServiceError) -> Self {
        match &error {
            ServiceError::Invalid { field, fault } => Self::Failed(format!("{field} {fault}")),
            ServiceError::Domain(_)
            | ServiceError::AssignedToOther(_)
            | ServiceError::AcceptedByOther(_)
            | ServiceError::VersionMismatch
            | ServiceError::Unauthenticated
            | ServiceError::SessionOfOtherStaff
            | ServiceError::Throttled { .. }
            | ServiceError::Busy
            | ServiceError::Internal(_) => Self::Failed(error.to_string()),
            ServiceError::Store(_) => Self::Failed(error_chain(&error)),
        }
    }
}
impl From<SeedError> for CommandError {
    fn from(error: SeedError) -> Self {
        Self::Failed(error_chain(&error))
    }
}
impl From<StoreError> for CommandError {
    fn from(error: StoreError) -> Self {
        Self::Failed(error_chain(&error))
    }
}

/// The error with its causes, since commands have no log. SQL statements and values are in none of them.
fn error_chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source()).map(ToString::to_string);
    causes.fold(error.to_string(), |all, cause| if all.ends_with(&cause) { all } else { format!("{all}: {cause}") })
}
impl From<std::io::Error> for CommandError {
    fn from(error: std::io::Error) -> Self {
        Self::Failed(error.to_string())
    }
}
