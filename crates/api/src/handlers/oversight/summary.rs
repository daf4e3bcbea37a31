//! Report on the whole desk.

use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use caredesk_persistence::Store;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    super::caller::Caller,
    PeriodQuery,
    answer::{BacklogAnswer, FigureAnswer, LoadAnswer, ReportPeriod, TrendPart, backlog, figures},
    lines::{Line, Lines as _, Report, told},
    period,
};
use crate::{
    http::{ApiError, Query, Refusal},
    pages::DeskZone,
    services::oversight,
};

/// The whole desk in a period.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OversightSummary {
    period: ReportPeriod,
    figures: Vec<FigureAnswer>,
    backlog: BacklogAnswer,
    /// Present workload of the queue (unassigned).
    queue: LoadAnswer,
    /// Trend by day, week or longer, up to now.
    trend: Vec<TrendPart>,
}

impl Report for OversightSummary {
    const NAME: &'static str = "summary";

    fn lines(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        self.figures.lines("desk", "", "", &mut lines);
        self.backlog.lines("desk", "", "", &mut lines);
        self.queue.lines("queue", "", "", &mut lines);
        self.trend.lines("trend", "", "", &mut lines);
        lines
    }
}

/// The whole desk in a period, beside the period before: metrics, backlog, and trend.
///
/// Each metric has its numerator and denominator and what it does not count; `docs/metrics.md` defines them. With `Accept: text/csv` the same as CSV.
#[utoipa::path(
    operation_id = "get_oversight_summary", tag = "oversight", params(PeriodQuery),
    responses(
        (status = 200, description = "The summary.", content((OversightSummary = "application/json"), (String = "text/csv"))),
        Refusal<401>, Refusal<403>
    )
)]
#[get("/oversight/summary")]
pub(in super::super) async fn get_oversight_summary(
    store: Data<Store>,
    zone: Data<DeskZone>,
    Caller(actor): Caller,
    query: Query<PeriodQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let PeriodQuery { from, to } = query.into_inner();
    let period = period(&store, &zone, from, to)?;
    let summary = oversight::summary(&store, &actor, &period).await?;
    let report = OversightSummary {
        period: (&period).into(),
        figures: figures(summary.figures),
        backlog: backlog(&summary.backlog, summary.backlog_before),
        queue: summary.queue.into(),
        trend: summary.trend.into_iter().map(Into::into).collect(),
    };
    told(&report, &request)
}
