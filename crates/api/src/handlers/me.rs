//! `/auth/me` and `/auth/sessions`: the caller's account, settings and sessions.

use actix_web::{
    HttpResponse, delete, get, patch,
    web::{Data, Path},
};
use caredesk_domain::{
    FieldError, SessionId, StaffId, Timestamp,
    actor::Role,
    email::Email,
    staff::{PageLanguage, Preferences, Staff},
    text::FullName,
};
use caredesk_persistence::{OwnSession, Store, StoredPreferences};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr,
        schema::{AdditionalProperties, ObjectBuilder, Schema},
    },
};

use super::{
    caller::Caller,
    paging::{ListResponse, PageQuery, list_response},
    paths::parse_id,
    response::expected_versions,
};
use crate::{
    http::{
        ApiError, CursorCodec, FieldErrors, FromRawValue, IfMatch, Json, Nullable, Optional, ProblemResponse, Query, RawValue,
        Representation,
        schema::{Components, FieldSchema},
    },
    services::me::{self, SettingsPatch},
};

/// The caller's account and settings.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MyAccount {
    id: StaffId,
    #[schema(value_type = FullName)]
    name: String,
    email: Email,
    role: Role,
    /// Language of the pages; `null`: that of the device.
    #[schema(required)]
    language: Option<PageLanguage>,
    /// Settings that clients keep for the caller across devices; the server only stores them.
    #[schema(value_type = Object, example = json!({"density": "compact"}))]
    preferences: Preferences,
    /// Starts at 1; counts changes of language and preferences.
    version: i32,
}

/// Fields to change; fields left out stay.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct UpdateMe {
    #[garde(dive)]
    language: Nullable<PageLanguage>,
    /// Merged into the stored object (RFC 7396): `null` removes a name. At most 4,096 bytes as JSON after the merge.
    #[garde(dive)]
    preferences: Optional<PreferencesPatch>,
}

/// A JSON object defined by the client.
#[derive(Debug)]
pub(super) struct PreferencesPatch(Map<String, Value>);

impl FromRawValue for PreferencesPatch {
    type Output = Map<String, Value>;

    fn from_raw_value(input: RawValue) -> Result<Self, FieldError> {
        match input {
            RawValue::Json(Value::Object(object)) => Ok(Self(object)),
            RawValue::Json(_) | RawValue::Text(_) => Err(FieldError::new("wrong_type", "must be an object")),
        }
    }

    fn into_output(self) -> Result<Map<String, Value>, ApiError> {
        Ok(self.0)
    }
}

impl FieldSchema for PreferencesPatch {
    fn field_schema() -> RefOr<Schema> {
        Self::schema()
    }

    fn components(_: &mut Components) {}
}

impl PartialSchema for PreferencesPatch {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .additional_properties(Some(AdditionalProperties::<Schema>::FreeForm(true)))
            .examples([serde_json::json!({"density": "compact"})])
            .into()
    }
}

impl ToSchema for PreferencesPatch {}

/// A session of the caller.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Session)]
pub(super) struct SessionResponse {
    id: SessionId,
    /// When it started.
    created_at: Timestamp,
    /// Last renewal; a session in use is renewed every ten minutes.
    last_seen_at: Timestamp,
    /// When it expires.
    expires_at: Timestamp,
    /// Whether it is the session of this request.
    current: bool,
}

/// The caller's account and settings. For staff.
#[utoipa::path(
    operation_id = "get_me", tag = "sign-in",
    responses((status = 200, description = "The caller.", body = MyAccount), ProblemResponse<401>, ProblemResponse<403>)
)]
#[get("/auth/me")]
pub(super) async fn get_me(store: Data<Store>, Caller(actor): Caller) -> Result<Representation<MyAccount>, ApiError> {
    Ok(account_response(me::get(&store, &actor).await?))
}

/// Changes the caller's language and preferences (merge patch, RFC 7396): fields left out stay. For staff.
#[utoipa::path(
    operation_id = "update_me", tag = "sign-in",
    params(("If-Match" = String, Header, description = "The ETag of `/auth/me` as you read it, or `*`.", example = "*")),
    request_body(content = UpdateMe, content_type = "application/merge-patch+json", example = json!({"language": "fr", "preferences": {"density": "compact"}})),
    responses(
        (status = 200, description = "The caller.", body = MyAccount),
        ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<412>, ProblemResponse<428>
    )
)]
#[patch("/auth/me")]
pub(super) async fn update_me(
    store: Data<Store>,
    Caller(actor): Caller,
    if_match: IfMatch,
    body: Json<UpdateMe>,
) -> Result<Representation<MyAccount>, ApiError> {
    let UpdateMe { language, preferences } = body.into_inner();
    let patch = SettingsPatch { language: language.into_value()?, preferences: preferences.into_value()? };
    Ok(account_response(me::edit(&store, &actor, &expected_versions(Some(if_match)), patch).await?))
}

/// The caller's valid sessions, the latest first. For staff.
#[utoipa::path(
    operation_id = "list_sessions", tag = "sign-in", params(PageQuery),
    responses((status = 200, description = "A page of sessions.", body = ListResponse<SessionResponse>), ProblemResponse<401>, ProblemResponse<403>)
)]
#[get("/auth/sessions")]
pub(super) async fn list_sessions(
    store: Data<Store>,
    cursors: Data<CursorCodec>,
    Caller(actor): Caller,
    query: Query<PageQuery>,
) -> Result<actix_web::web::Json<ListResponse<SessionResponse>>, ApiError> {
    let list_id = query.list_fingerprint();
    let request = query.into_inner().into_request(&cursors, list_id)?;
    let page = me::sessions(&store, &actor, request).await?;
    Ok(actix_web::web::Json(list_response(page, &cursors, list_id, |session| session_answer(session, actor.session()))?))
}

/// Ends a session of the caller, the current one or another; its tokens are rejected at once. For staff.
#[utoipa::path(
    operation_id = "end_session", tag = "sign-in",
    params(("id" = SessionId, Path, description = "The session's id.")),
    responses((status = 204, description = "Ended."), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>)
)]
#[delete("/auth/sessions/{id}")]
pub(super) async fn end_session(store: Data<Store>, Caller(actor): Caller, id: Path<String>) -> Result<HttpResponse, ApiError> {
    let id = parse_id(&id)?;
    me::end_session(&store, &actor, id).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn account_response((staff, settings): (Staff, StoredPreferences)) -> Representation<MyAccount> {
    let StoredPreferences { language, preferences, version } = settings;
    let (id, name, email, role) = (staff.id, staff.name.to_string(), staff.email.clone(), staff.role);
    Representation::new(version, MyAccount { id, name, email, role, language, preferences, version })
}

fn session_answer(session: OwnSession, current: Option<SessionId>) -> SessionResponse {
    let OwnSession { id, created_at, last_seen_at, expires_at } = session;
    SessionResponse { id, created_at, last_seen_at, expires_at, current: current == Some(id) }
}
