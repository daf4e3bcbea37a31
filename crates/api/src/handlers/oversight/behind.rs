//! Drill-down: the tickets that a report's metric counts.

use actix_web::{
    get,
    web::{Data, Json},
};
use caredesk_domain::{
    StaffId,
    date::Day,
    metric::{BacklogAge, Behind},
    terms::Stem,
    ticket::{Category, Priority},
};
use caredesk_persistence::{BehindFilter, Store};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    super::{
        answer::{List, list, page_request},
        caller::Caller,
        tickets::{TicketAnswer, answer},
        timeline::CursorText,
    },
    period,
};
use crate::{
    http::{ApiError, Cursors, Flag, Limit, Optional, Query, Refusal, query::parameters},
    pages::DeskZone,
    services::oversight,
};

/// The metric, period and page of a drill-down.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BehindQuery {
    /// What the metric counts; default: opened tickets.
    #[garde(dive)]
    counted: Optional<Behind>,
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
    include_total: Optional<Flag>,
}

impl utoipa::IntoParams for BehindQuery {
    fn into_params(_: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>) -> Vec<utoipa::openapi::path::Parameter> {
        parameters::<Self>()
    }
}

/// The tickets that a metric of a report counts, exactly these, the latest opened first. Agents may read their own; a service account also needs
/// `tickets:read`.
#[utoipa::path(
    operation_id = "list_tickets_behind", tag = "oversight", params(BehindQuery),
    responses((status = 200, description = "A page of tickets.", body = List<TicketAnswer>), Refusal<401>, Refusal<403>)
)]
#[get("/oversight/tickets")]
pub(in super::super) async fn list_tickets_behind(
    store: Data<Store>,
    zone: Data<DeskZone>,
    cursors: Data<Cursors>,
    Caller(actor): Caller,
    query: Query<BehindQuery>,
) -> Result<Json<List<TicketAnswer>>, ApiError> {
    let of = query.list();
    let query = query.into_inner();
    let period = period(&store, &zone, query.from, query.to)?;
    let filter = BehindFilter {
        behind: query.counted.take()?.unwrap_or(Behind::Opened),
        period: (period.since(), period.until()),
        agent: query.agent_id.take()?,
        category: query.category.take()?,
        priority: query.priority.take()?,
        age: query.age.take()?,
        stem: query.stem.take()?.map(|stem| stem.as_str().to_owned()),
        now: period.now(),
    };
    let after = query.cursor.take()?.map(|cursor| cursors.parameter(of, cursor.as_str())).transpose()?;
    let request = page_request(query.limit.take()?, after, query.include_total.take()?)?;
    let page = oversight::tickets_behind(&store, &actor, &filter, request).await?;
    Ok(Json(list(page, &cursors, of, |view| answer(view, &actor, period.now()))?))
}
