//! `/customers/import`: patients as another system writes them, streamed.

use std::time::Duration;

use actix_web::{
    HttpRequest,
    http::{StatusCode, header},
    post,
    web::{Data, Json, Payload},
};
use caredesk_domain::{customer::IdentifierSystem, phone::Region};
use caredesk_persistence::Store;
use futures::{Stream, StreamExt as _};
use serde::Deserialize;
use utoipa::ToSchema;

use super::caller::Caller;
use crate::{
    http::{ApiError, Optional, Query, Refusal, query::parameters},
    services::import::{self, Options, Report, Stopped, Why},
};

/// The most bytes of one file.
const LIMIT: usize = 256 * 1024 * 1024;
/// How long nothing may arrive.
const PROGRESS: Duration = Duration::from_secs(30);
/// The media type: FHIR's resources, one a line.
const NDJSON: &str = "application/fhir+ndjson";

/// How patients are told apart.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ImportQuery {
    /// The system whose identifiers they are matched by; left out, each line's first identifier.
    #[garde(dive)]
    match_system: Optional<IdentifierSystem>,
}

impl utoipa::IntoParams for ImportQuery {
    fn into_params(_: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>) -> Vec<utoipa::openapi::path::Parameter> {
        parameters::<Self>()
    }
}

/// Why a file ended too soon.
#[derive(Debug, thiserror::Error)]
enum Cut {
    #[error("nothing arrived for {} seconds", PROGRESS.as_secs())]
    TooSlow,
    #[error("the file is larger than {LIMIT} bytes")]
    TooLarge,
    #[error("the connection broke off")]
    Broken,
}

/// Takes in patients: FHIR R4 `Patient` resources, one a line, up to 256 MiB.
///
/// Lines are committed 500 at a time, so what was taken in before a broken connection stays; sending the file again is safe and writes only
/// what is news. A line that cannot be taken in is refused by its number and costs no other.
#[utoipa::path(
    operation_id = "import_customers", tag = "customers", params(ImportQuery),
    request_body(content = String, content_type = "application/fhir+ndjson", example = json!(
        "{\"resourceType\":\"Patient\",\"identifier\":[{\"system\":\"https://hospital.example/mrn\",\"value\":\"42\"}],\"name\":[{\"family\":\"Adebayo\"}]}\n"
    )),
    responses((status = 200, description = "What became of the lines.", body = Report), Refusal<401>, Refusal<403>)
)]
#[post("/customers/import")]
pub(super) async fn import_customers(
    request: HttpRequest,
    store: Data<Store>,
    region: Data<Region>,
    Caller(actor): Caller,
    query: Query<ImportQuery>,
    payload: Payload,
) -> Result<Json<Report>, ApiError> {
    let sent = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !sent.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case(NDJSON)) {
        return Err(ApiError::unsupported_media_type(NDJSON));
    }
    let options = Options { match_system: query.into_inner().match_system.take()? };
    let report = import::import(&store, &actor, **region, options, chunks(payload), |_| {}).await;
    report.map(Json).map_err(|Stopped { report, why }| match why {
        Why::Desk(error) => error.into(),
        Why::Source(cut) => {
            let (status, code) = match cut {
                Cut::TooSlow => (StatusCode::REQUEST_TIMEOUT, "request_timeout"),
                Cut::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
                Cut::Broken => (StatusCode::BAD_REQUEST, "broken_off"),
            };
            let taken = report.lines - report.refused;
            let detail =
                format!("The import stopped because {cut}; {taken} patients had been taken in and stay. Sending the file again is safe.");
            ApiError::new(status, code, detail)
        }
    })
}

/// The file as it arrives, within bounds of size and time.
fn chunks(payload: Payload) -> impl Stream<Item = Result<actix_web::web::Bytes, Cut>> {
    futures::stream::unfold((payload, LIMIT), async |(mut payload, room)| {
        let chunk = match tokio::time::timeout(PROGRESS, payload.next()).await {
            Err(_) => Err(Cut::TooSlow),
            Ok(None) => return None,
            Ok(Some(Err(_))) => Err(Cut::Broken),
            Ok(Some(Ok(bytes))) if bytes.len() > room => Err(Cut::TooLarge),
            Ok(Some(Ok(bytes))) => Ok(bytes),
        };
        let left = room - chunk.as_ref().map_or(0, |bytes: &actix_web::web::Bytes| bytes.len());
        Some((chunk, (payload, left)))
    })
}
