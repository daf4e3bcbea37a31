//! Report on the whole desk.

use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use caredesk_persistence::Store;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    PeriodQuery,
    csv::{AppendCsvRows as _, CsvRow, Report, negotiate},
    period,
    response::{BacklogResponse, MetricResponse, ReportPeriod, TrendBucketResponse, WorkloadResponse, backlog, metric_responses},
};
use crate::{
    handlers::caller::Caller,
    http::{ApiError, ProblemResponse, Query},
    services::oversight,
    static_assets::DeskZone,
};

/// The whole desk in a period.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OversightSummary {
    period: ReportPeriod,
    figures: Vec<MetricResponse>,
    backlog: BacklogResponse,
    /// Present workload of the queue (unassigned).
    queue: WorkloadResponse,
    /// Trend by day, week or longer, up to now.
    trend: Vec<TrendBucketResponse>,
}

impl Report for OversightSummary {
    const NAME: &'static str = "summary";

    fn csv_rows(&self) -> Vec<CsvRow> {
        let mut lines = Vec::new();
        self.figures.append_csv_rows("desk", "", "", &mut lines);
        self.backlog.append_csv_rows("desk", "", "", &mut lines);
        self.queue.append_csv_rows("queue", "", "", &mut lines);
        self.trend.append_csv_rows("trend", "", "", &mut lines);
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
        ProblemResponse<401>, ProblemResponse<403>
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
        figures: metric_responses(summary.figures),
        backlog: backlog(&summary.backlog, summary.backlog_before),
        queue: summary.queue.into(),
        trend: summary.trend.into_iter().map(Into::into).collect(),
    };
    negotiate(&report, &request)
}
