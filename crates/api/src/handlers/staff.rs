//! `/staff`: staff members.

use actix_web::{
    HttpResponse, get, patch, post,
    web::{Data, Path},
};
use caredesk_domain::{
    StaffId, Timestamp,
    actor::{Actor, Role},
    email::Email,
    policy::Action,
    staff::StaffPatch,
    text::FullName,
};
use caredesk_persistence::{StaffFilter, StaffView, Store};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    caller::Caller,
    idempotency::IdempotentRequest,
    paging::{CursorText, ListResponse, list_response, page_request},
    passwords::PasswordLink,
    paths::{parse_id, staff_path},
    response::expected_versions,
};
use crate::{
    http::{
        ApiError, Bool, CommaSeparated, CursorCodec, FieldErrors, IfMatch, Json, Limit, Optional, ProblemResponse, Query, Representation,
        Required, query::parameters,
    },
    password::{Password, Passwords},
    services::staff::{self, AddStaff, can_manage_staff},
};

/// A staff member. All staff see id, name and role; callers who manage staff see every field.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Staff)]
pub(super) struct StaffResponse {
    id: StaffId,
    #[schema(value_type = FullName)]
    name: String,
    role: Role,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    email: Option<Email>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    active: Option<bool>,
    /// Last sign-in or renewal; `null` if there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    last_seen_at: Option<Option<Timestamp>>,
    /// The link to set a password, if the account was created without one. Returned once, and not when the same request is sent again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    password_link: Option<PasswordLink>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    created_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    updated_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    version: Option<i32>,
    /// What the caller may do with the staff member now.
    allowed: Vec<Action>,
}

fn to_response(view: &StaffView, link: Option<PasswordLink>, actor: &Actor) -> StaffResponse {
    let (staff, managing) = (&view.staff, can_manage_staff(actor));
    StaffResponse {
        id: staff.id,
        name: staff.name.to_string(),
        role: staff.role,
        email: managing.then(|| staff.email.clone()),
        active: managing.then_some(staff.active),
        last_seen_at: managing.then_some(view.last_seen_at),
        password_link: link,
        created_at: managing.then_some(staff.created_at),
        updated_at: managing.then_some(staff.updated_at),
        version: managing.then_some(staff.version),
        allowed: staff.allowed_actions(actor),
    }
}

/// Filter and page of staff.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct StaffQuery {
    /// Only in these roles.
    #[garde(dive)]
    role: Optional<CommaSeparated<Role>>,
    /// `true`: only active ones; `false`: only inactive ones. For callers who manage staff.
    #[garde(dive)]
    active: Optional<Bool>,
    /// `next_cursor` of the previous page.
    #[garde(dive)]
    cursor: Optional<CursorText>,
    /// Maximum number of rows.
    #[garde(dive)]
    limit: Optional<Limit>,
    /// Whether to count the whole list.
    #[garde(dive)]
    include_total: Optional<Bool>,
}

impl utoipa::IntoParams for StaffQuery {
    fn into_params(_: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>) -> Vec<utoipa::openapi::path::Parameter> {
        parameters::<Self>()
    }
}

/// A new staff member.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct CreateStaff {
    /// Sign-in address; unique among staff.
    #[garde(dive)]
    email: Required<Email>,
    #[garde(dive)]
    name: Required<FullName>,
    #[garde(dive)]
    role: Required<Role>,
    /// First password; without it, the response contains a link to set one.
    #[garde(dive)]
    password: Optional<Password>,
}

/// Fields to change; fields left out stay.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct UpdateStaff {
    /// New sign-in address; unique among staff. Password and sessions stay.
    #[garde(dive)]
    email: Optional<Email>,
    #[garde(dive)]
    name: Optional<FullName>,
    /// Not one's own.
    #[garde(dive)]
    role: Optional<Role>,
    /// Whether they may sign in and be assigned work.
    #[garde(dive)]
    active: Optional<Bool>,
}

/// Staff, the oldest account first.
#[utoipa::path(
    operation_id = "list_staff", tag = "staff", params(StaffQuery),
    responses((status = 200, description = "A page of staff.", body = ListResponse<StaffResponse>), ProblemResponse<401>, ProblemResponse<403>)
)]
#[get("/staff")]
pub(super) async fn list_staff(
    store: Data<Store>,
    cursors: Data<CursorCodec>,
    Caller(actor): Caller,
    query: Query<StaffQuery>,
) -> Result<actix_web::web::Json<ListResponse<StaffResponse>>, ApiError> {
    let list_id = query.list_fingerprint();
    let StaffQuery { role, active, cursor, limit, include_total } = query.into_inner();
    let after = cursor.into_value()?.map(|cursor| cursors.decode_parameter(list_id, cursor.as_str())).transpose()?;
    let filter = StaffFilter { roles: role.into_value()?.unwrap_or_default(), active: active.into_value()? };
    let page = staff::list(&store, &actor, filter, page_request(limit.into_value()?, after, include_total.into_value()?)?).await?;
    Ok(actix_web::web::Json(list_response(page, &cursors, list_id, |view| to_response(&view, None, &actor))?))
}

/// Creates a staff member. Without a password the response contains a link to set one, once and within seven days.
#[utoipa::path(
    operation_id = "create_staff", tag = "staff",
    request_body(content = CreateStaff, example = json!({
        "email": "ben@desk.example", "name": "Ben Musa", "role": "agent"
    })),
    responses((status = 201, description = "Created.", body = StaffResponse), ProblemResponse<401>, ProblemResponse<403>)
)]
#[post("/staff")]
pub(super) async fn create_staff(
    passwords: Data<Passwords>,
    Caller(actor): Caller,
    once: IdempotentRequest,
    body: Json<CreateStaff>,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let CreateStaff { email, name, role, password } = body.into_inner();
    let new = AddStaff { email: email.into_value()?, name: name.into_value()?, role: role.into_value()?, password: password.into_value()? };
    let written = staff::add(&store, &passwords, &actor, new).await?;
    Ok(once.respond(written, |(view, link)| {
        let answer = to_response(&view, link.map(Into::into), &actor);
        Representation::new(view.staff.version, answer).created_at(staff_path(view.staff.id))
    }))
}

/// One staff member.
#[utoipa::path(
    operation_id = "get_staff", tag = "staff", params(("id" = StaffId, Path, description = "The staff member's id.")),
    responses((status = 200, description = "The staff member.", body = StaffResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>)
)]
#[get("/staff/{id}")]
pub(super) async fn get_staff(
    store: Data<Store>,
    Caller(actor): Caller,
    id: Path<String>,
) -> Result<Representation<StaffResponse>, ApiError> {
    let id = parse_id(&id)?;
    let view = staff::get(&store, &actor, id).await?;
    Ok(staff_response(&view, &actor))
}

/// Updates a staff member (merge patch, RFC 7396): fields left out stay.
///
/// Deactivation ends all sessions at once; open tickets return to the queue, active interactions become unattended, and escalations to the person return to
/// the pool. A change of role ends all sessions and releases work that is not for the new role.
#[utoipa::path(
    operation_id = "update_staff", tag = "staff",
    params(
        ("id" = StaffId, Path, description = "The staff member's id."),
        ("If-Match" = String, Header, description = "The ETag of the staff member as you read it, or `*`.", example = "*"),
    ),
    request_body(content = UpdateStaff, content_type = "application/merge-patch+json", example = json!({"name": "Ben A. Musa"})),
    responses(
        (status = 200, description = "The updated staff member.", body = StaffResponse),
        ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<409>, ProblemResponse<412>, ProblemResponse<428>
    )
)]
#[patch("/staff/{id}")]
pub(super) async fn update_staff(
    store: Data<Store>,
    Caller(actor): Caller,
    id: Path<String>,
    if_match: IfMatch,
    body: Json<UpdateStaff>,
) -> Result<Representation<StaffResponse>, ApiError> {
    let id = parse_id(&id)?;
    let UpdateStaff { email, name, role, active } = body.into_inner();
    let patch = StaffPatch { email: email.into_value()?, name: name.into_value()?, role: role.into_value()?, active: active.into_value()? };
    let view = staff::edit(&store, &actor, id, &expected_versions(Some(if_match)), patch).await?;
    Ok(staff_response(&view, &actor))
}

pub(super) fn staff_response(view: &StaffView, actor: &Actor) -> Representation<StaffResponse> {
    Representation::new(view.staff.version, to_response(view, None, actor))
}
