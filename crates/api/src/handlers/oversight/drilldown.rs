//! Drill-down: the tickets that a report's metric counts.

use actix_web::{
    get,
    web::{Data, Json},
};
use caredesk_domain::{
    StaffId,
    date::Day,
    metric::{BacklogAge, Drilldown},
    stemming::Stem,
    ticket::{Category, Priority},
};
use caredesk_persistence::{DrilldownFilter, Store};
use serde::Deserialize;
use utoipa::ToSchema;

use super::period;
use crate::{
    handlers::{
        caller::Caller,
        paging::{CursorText, ListResponse, list_response, page_request},
        tickets::{TicketResponse, to_response},
    },
    http::{ApiError, Bool, CursorCodec, FieldErrors, Limit, Optional, ProblemResponse, Query, query::parameters},
    services::oversight,
    static_assets::DeskZone,
};

/// The metric, period and page of a drill-down.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct DrilldownQuery {
    /// What the metric counts; default: opened tickets.
    #[garde(dive)]
    counted: Optional<Drilldown>,
    /// First day, in the desk's time zone; default: 29 days before the last.
    #[garde(dive)]
    from: Optional<Day>,
    /// Last day; default: today.
    #[garde(dive)]
    to: Optional<Day>,
    /// Only what this staff member is credited with.
    #[garde(dive)]
    agent_id: Optional<StaffId>,
    /// Only of this category.
    #[garde(dive)]
    category: Optional<Category>,
    /// Only of this priority.
    #[garde(dive)]
    priority: Optional<Priority>,
    /// Only of this age at the end of the period, as in the backlog's `by_age`.
    #[garde(dive)]
    age: Optional<BacklogAge>,
    /// Only with this term in the subject: the `stem` of a frequent issue.
    #[garde(dive)]
    stem: Optional<Stem>,
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

impl utoipa::IntoParams for DrilldownQuery {
    fn into_params(_: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>) -> Vec<utoipa::openapi::path::Parameter> {
        parameters::<Self>()
    }
}

/// The tickets that a metric of a report counts, exactly these, the latest opened first. Agents may read their own; a service account also needs
/// `tickets:read`.
#[utoipa::path(
    operation_id = "list_tickets_behind", tag = "oversight", params(DrilldownQuery),
    responses((status = 200, description = "A page of tickets.", body = ListResponse<TicketResponse>), ProblemResponse<401>, ProblemResponse<403>)
)]
#[get("/oversight/tickets")]
pub(in super::super) async fn list_tickets_behind(
    store: Data<Store>,
    zone: Data<DeskZone>,
    cursors: Data<CursorCodec>,
    Caller(actor): Caller,
    query: Query<DrilldownQuery>,
) -> Result<Json<ListResponse<TicketResponse>>, ApiError> {
    let list_id = query.list_fingerprint();
    let query = query.into_inner();
    let period = period(&store, &zone, query.from, query.to)?;
    let filter = DrilldownFilter {
        drilldown: query.counted.into_value()?.unwrap_or(Drilldown::Opened),
        period: (period.since(), period.until()),
        agent: query.agent_id.into_value()?,
        category: query.category.into_value()?,
        priority: query.priority.into_value()?,
        age: query.age.into_value()?,
        stem: query.stem.into_value()?.map(|stem| stem.as_str().to_owned()),
        now: period.now(),
    };
    let after = query.cursor.into_value()?.map(|cursor| cursors.decode_parameter(list_id, cursor.as_str())).transpose()?;
    let request = page_request(query.limit.into_value()?, after, query.include_total.into_value()?)?;
    let page = oversight::drilldown_tickets(&store, &actor, &filter, request).await?;
    Ok(Json(list_response(page, &cursors, list_id, |view| to_response(view, &actor, period.now()))?))
}
