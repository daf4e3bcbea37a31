//! `/staff`: the people of the desk.

use actix_web::{
    get, post,
    web::{Data, Path},
};
use caredesk_domain::{StaffId, Timestamp, actor::Role, email::Email, staff::Staff, text::FullName};
use caredesk_persistence::{StaffFilter, Store};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    BASE,
    answer::{List, list, page_request},
    caller::Caller,
};
use crate::{
    http::{ApiError, Cursors, Flag, Json, Limit, Optional, Query, Refusal, Representation, Required, Several, query::parameters},
    password::{Password, Passwords},
    services::staff::{self, AddStaff, manages},
};

/// A member of staff. Colleagues see id, name and role; who manages staff sees the rest too.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Staff)]
pub(super) struct StaffAnswer {
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
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    created_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    updated_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    version: Option<i32>,
}

fn answer(staff: &Staff, managing: bool) -> StaffAnswer {
    StaffAnswer {
        id: staff.id,
        name: staff.name.to_string(),
        role: staff.role,
        email: managing.then(|| staff.email.clone()),
        active: managing.then_some(staff.active),
        created_at: managing.then_some(staff.created_at),
        updated_at: managing.then_some(staff.updated_at),
        version: managing.then_some(staff.version),
    }
}

/// Which colleagues to list.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct StaffQuery {
    /// Only in these roles.
    #[garde(dive)]
    role: Optional<Several<Role>>,
    /// Only the active, or only the others; for whoever manages staff.
    #[garde(dive)]
    active: Optional<Flag>,
    /// Where the page before ended.
    #[garde(dive)]
    cursor: Optional<super::timeline::CursorText>,
    /// The most rows.
    #[garde(dive)]
    limit: Optional<Limit>,
    /// Whether to count the whole list.
    #[garde(dive)]
    include_total: Optional<Flag>,
}

impl utoipa::IntoParams for StaffQuery {
    fn into_params(_: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>) -> Vec<utoipa::openapi::path::Parameter> {
        parameters::<Self>()
    }
}

/// A new member of staff.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CreateStaff {
    /// What they sign in with; no two colleagues share one.
    #[garde(dive)]
    email: Required<Email>,
    #[garde(dive)]
    name: Required<FullName>,
    #[garde(dive)]
    role: Required<Role>,
    /// Their first password.
    #[garde(dive)]
    password: Required<Password>,
}

/// Colleagues, the first to come first.
#[utoipa::path(
    operation_id = "list_staff", tag = "staff", params(StaffQuery),
    responses((status = 200, description = "A page of colleagues.", body = List<StaffAnswer>), Refusal<401>, Refusal<403>)
)]
#[get("/staff")]
pub(super) async fn list_staff(
    store: Data<Store>,
    cursors: Data<Cursors>,
    Caller(actor): Caller,
    query: Query<StaffQuery>,
) -> Result<actix_web::web::Json<List<StaffAnswer>>, ApiError> {
    let of = query.list();
    let StaffQuery { role, active, cursor, limit, include_total } = query.into_inner();
    let after = cursor.take()?.map(|cursor| cursors.parameter(of, cursor.as_str())).transpose()?;
    let filter = StaffFilter { roles: role.take()?.unwrap_or_default(), active: active.take()? };
    let page = staff::list(&store, &actor, filter, page_request(limit.take()?, after, include_total.take()?)?).await?;
    let managing = manages(&actor);
    Ok(actix_web::web::Json(list(page, &cursors, of, |staff| answer(&staff, managing))?))
}

/// Adds a member of staff.
#[utoipa::path(
    operation_id = "create_staff", tag = "staff",
    request_body(content = CreateStaff, example = json!({
        "email": "ben@desk.example", "name": "Ben Musa", "role": "agent", "password": "correct horse battery"
    })),
    responses((status = 201, description = "Added.", body = StaffAnswer), Refusal<401>, Refusal<403>)
)]
#[post("/staff")]
pub(super) async fn create_staff(
    store: Data<Store>,
    passwords: Data<Passwords>,
    Caller(actor): Caller,
    body: Json<CreateStaff>,
) -> Result<Representation<StaffAnswer>, ApiError> {
    let CreateStaff { email, name, role, password } = body.into_inner();
    let new = AddStaff { email: email.take()?, name: name.take()?, role: role.take()?, password: password.take()? };
    let added = staff::add(&store, &passwords, &actor, new).await?;
    Ok(Representation::created(added.version, format!("{BASE}/staff/{}", added.id), answer(&added, manages(&actor))))
}

/// One colleague.
#[utoipa::path(
    operation_id = "get_staff", tag = "staff", params(("id" = StaffId, Path, description = "The colleague's id.")),
    responses((status = 200, description = "The colleague.", body = StaffAnswer), Refusal<401>, Refusal<403>, Refusal<404>)
)]
#[get("/staff/{id}")]
pub(super) async fn get_staff(
    store: Data<Store>,
    Caller(actor): Caller,
    id: Path<String>,
) -> Result<Representation<StaffAnswer>, ApiError> {
    let id = id.parse().map_err(|_| ApiError::not_found())?;
    let staff = staff::get(&store, &actor, id).await?;
    Ok(Representation::new(staff.version, answer(&staff, manages(&actor))))
}
