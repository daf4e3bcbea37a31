//! `/customers/import`: streamed import of customers from another system.

use std::time::{Duration, Instant};

use actix_web::{
    HttpRequest,
    http::{StatusCode, header},
    post,
    web::{Bytes, Data, Json, Payload},
};
use caredesk_domain::{
    actor::Actor,
    customer::IdentifierSystem,
    phone::Region,
    policy::{Action, Ownership, check},
};
use caredesk_persistence::Store;
use futures::{Stream, StreamExt as _};
use serde::Deserialize;
use utoipa::ToSchema;

use super::caller::Caller;
use crate::{
    http::{ApiError, FieldErrors, Optional, ProblemResponse, Query, query::parameters},
    services::{
        ServiceError, authentication,
        import::{self, ImportError, ImportReport, Options, PartialImport},
    },
};

/// Maximum bytes of a file.
const LIMIT: usize = 256 * 1024 * 1024;
/// Idle timeout: how long no data may arrive.
const PROGRESS: Duration = Duration::from_secs(30);
/// How often the caller's permission is checked again.
const RECHECK: Duration = Duration::from_secs(2);
/// Media type: FHIR resources, one per line.
const NDJSON: &str = "application/fhir+ndjson";

/// How customers are matched.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct ImportQuery {
    /// Identifier system to match by; default: each line's first identifier.
    #[garde(dive)]
    match_system: Optional<IdentifierSystem>,
}

impl utoipa::IntoParams for ImportQuery {
    fn into_params(_: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>) -> Vec<utoipa::openapi::path::Parameter> {
        parameters::<Self>()
    }
}

/// Why an upload ended early.
#[derive(Debug, thiserror::Error)]
enum UploadError {
    #[error("nothing arrived for {} seconds", PROGRESS.as_secs())]
    TooSlow,
    #[error("the file is larger than {LIMIT} bytes")]
    TooLarge,
    #[error("the connection broke off")]
    Broken,
    #[error("its caller's session or account has ended")]
    SessionEnded,
    #[error("its caller may no longer import")]
    Forbidden,
    #[error(transparent)]
    Unchecked(ServiceError),
}

/// Imports customers: FHIR R4 `Patient` resources, one per line, up to 256 MiB.
///
/// Lines are committed 500 at a time: what was imported before a broken connection stays. Sending the file again is safe and writes only differences. An
/// invalid line is rejected by its number and does not affect the others. The import stops within seconds once the caller may no longer import.
#[utoipa::path(
    operation_id = "import_customers", tag = "customers", params(ImportQuery),
    request_body(content = String, content_type = "application/fhir+ndjson", example = json!(
        "{\"resourceType\":\"Patient\",\"identifier\":[{\"system\":\"https://hospital.example/mrn\",\"value\":\"42\"}],\"name\":[{\"family\":\"Adebayo\"}]}\n"
    )),
    responses((status = 200, description = "The result for all lines.", body = ImportReport), ProblemResponse<401>, ProblemResponse<403>)
)]
#[post("/customers/import")]
pub(super) async fn import_customers(
    request: HttpRequest,
    store: Data<Store>,
    region: Data<Region>,
    Caller(actor): Caller,
    query: Query<ImportQuery>,
    payload: Payload,
) -> Result<Json<ImportReport>, ApiError> {
    let sent = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !sent.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case(NDJSON)) {
        return Err(ApiError::unsupported_media_type(NDJSON));
    }
    let options = Options { match_system: query.into_inner().match_system.into_value()? };
    let upload = Upload { payload, remaining_bytes: LIMIT, store: Store::clone(&store), actor: actor.clone(), checked: Instant::now() };
    let report = import::import(&store, &actor, **region, options, upload.chunks(), |_| {}).await;
    report.map(Json).map_err(|PartialImport { report, why }| match why {
        ImportError::Service(error) | ImportError::Source(UploadError::Unchecked(error)) => error.into(),
        ImportError::Source(cut) => {
            let taken = report.lines - report.refused;
            let detail =
                format!("The import stopped because {cut}; {taken} patients had been taken in and stay. Sending the file again is safe.");
            match cut {
                UploadError::TooSlow => ApiError::new(StatusCode::REQUEST_TIMEOUT, "request_timeout", detail),
                UploadError::TooLarge => ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", detail),
                UploadError::SessionEnded => ApiError::unauthenticated("session_ended", detail),
                UploadError::Forbidden => ApiError::forbidden_for("rights_lost", detail),
                UploadError::Broken | UploadError::Unchecked(_) => ApiError::new(StatusCode::BAD_REQUEST, "broken_off", detail),
            }
        }
    })
}

/// An upload, bounded in size and idle time, and stopped when the caller may no longer import.
struct Upload {
    payload: Payload,
    remaining_bytes: usize,
    store: Store,
    actor: Actor,
    checked: Instant,
}

impl Upload {
    fn chunks(self) -> impl Stream<Item = Result<Bytes, UploadError>> {
        futures::stream::unfold(self, async |mut upload| {
            let chunk = upload.next().await.transpose()?;
            Some((chunk, upload))
        })
    }

    async fn next(&mut self) -> Result<Option<Bytes>, UploadError> {
        let began = Instant::now();
        loop {
            self.check().await?;
            match tokio::time::timeout(RECHECK, self.payload.next()).await {
                Err(_) if began.elapsed() < PROGRESS => {}
                Err(_) => return Err(UploadError::TooSlow),
                Ok(None) => return Ok(None),
                Ok(Some(Err(_))) => return Err(UploadError::Broken),
                Ok(Some(Ok(bytes))) => {
                    self.remaining_bytes = self.remaining_bytes.checked_sub(bytes.len()).ok_or(UploadError::TooLarge)?;
                    return Ok(Some(bytes));
                }
            }
        }
    }

    /// Checks every [`RECHECK`] whether the caller may still import.
    async fn check(&mut self) -> Result<(), UploadError> {
        if self.checked.elapsed() < RECHECK {
            return Ok(());
        }
        let actor = authentication::reauthenticate(&self.store, &self.actor)
            .await
            .map_err(UploadError::Unchecked)?
            .ok_or(UploadError::SessionEnded)?;
        check(&actor, Action::ImportCustomers, Ownership::Other).map_err(|_| UploadError::Forbidden)?;
        self.checked = Instant::now();
        Ok(())
    }
}
