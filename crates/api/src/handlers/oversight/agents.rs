//! What staff did, each beside the team.

use actix_web::{
    HttpRequest, HttpResponse, get,
    web::{Data, Path},
};
use caredesk_domain::{StaffId, date::Day};
use caredesk_persistence::{StaffSummary, Store};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    PeriodQuery,
    csv::{AppendCsvRows as _, CsvRow, Report, negotiate},
    period,
    response::{AgentMetrics, HandledCustomer, MetricResponse, ReportAgent, ReportPeriod, TrendBucketResponse, metric_responses},
};
use crate::{
    handlers::{caller::Caller, paths::parse_id},
    http::{ApiError, FieldErrors, Optional, ProblemResponse, Query, query::parameters},
    services::oversight::{self, AgentRow},
    static_assets::DeskZone,
};

/// What staff did in a period. There is no score: judging is left to people.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgentPerformance {
    period: ReportPeriod,
    /// The whole team; a ticket resolved by two staff members in turn counts once.
    team: Vec<MetricResponse>,
    /// By name: staff who handle tickets, and others with activity or assigned work.
    agents: Vec<AgentMetrics>,
    /// The team's trend by day, week or longer.
    trend: Vec<TrendBucketResponse>,
}

/// What one staff member did in a period.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgentReport {
    period: ReportPeriod,
    #[serde(flatten)]
    figures: AgentMetrics,
    /// The trend by day, week or longer.
    trend: Vec<TrendBucketResponse>,
    /// Customers they handled, the latest first; at most 100. Empty for a service account without `customers:read`.
    customers: Vec<HandledCustomer>,
}

impl From<StaffSummary> for ReportAgent {
    fn from(agent: StaffSummary) -> Self {
        Self { id: agent.id, name: agent.name, role: agent.role, active: agent.active }
    }
}

impl From<AgentRow> for AgentMetrics {
    fn from(row: AgentRow) -> Self {
        Self { agent: row.agent.into(), figures: metric_responses(row.figures), load: row.load.into() }
    }
}

impl AgentMetrics {
    fn add_lines(&self, lines: &mut Vec<CsvRow>) {
        let (id, name) = (self.agent.id.to_string(), self.agent.name.as_str());
        self.figures.append_csv_rows("agent", &id, name, lines);
        self.load.append_csv_rows("agent", &id, name, lines);
    }
}

impl Report for AgentPerformance {
    const NAME: &'static str = "agent-performance";

    fn csv_rows(&self) -> Vec<CsvRow> {
        let mut lines = Vec::new();
        self.team.append_csv_rows("team", "", "", &mut lines);
        self.agents.iter().for_each(|agent| agent.add_lines(&mut lines));
        self.trend.append_csv_rows("trend", "", "", &mut lines);
        lines
    }
}

impl Report for AgentReport {
    const NAME: &'static str = "agent";

    fn csv_rows(&self) -> Vec<CsvRow> {
        let mut lines = Vec::new();
        self.figures.add_lines(&mut lines);
        self.trend.append_csv_rows("trend", "", "", &mut lines);
        for handled in &self.customers {
            handled.activity.append_csv_rows("customer", &handled.customer.id.to_string(), &handled.customer.name, &mut lines);
        }
        lines
    }
}

/// Days and staff member of a report.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct AgentPerformanceQuery {
    /// First day, in the desk's time zone; default: 29 days before the last.
    #[garde(dive)]
    from: Optional<Day>,
    /// Last day; default: today.
    #[garde(dive)]
    to: Optional<Day>,
    /// Only this staff member beside the team.
    #[garde(dive)]
    agent_id: Optional<StaffId>,
}

impl utoipa::IntoParams for AgentPerformanceQuery {
    fn into_params(_: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>) -> Vec<utoipa::openapi::path::Parameter> {
        parameters::<Self>()
    }
}

/// What each staff member did in a period, beside the team and the period before.
///
/// `docs/metrics.md` defines who is credited. With `Accept: text/csv` the same as CSV.
#[utoipa::path(
    operation_id = "get_agent_performance", tag = "oversight", params(AgentPerformanceQuery),
    responses(
        (status = 200, description = "Each staff member and the team.", content((AgentPerformance = "application/json"), (String = "text/csv"))),
        ProblemResponse<401>, ProblemResponse<403>
    )
)]
#[get("/oversight/agent-performance")]
pub(in super::super) async fn get_agent_performance(
    store: Data<Store>,
    zone: Data<DeskZone>,
    Caller(actor): Caller,
    query: Query<AgentPerformanceQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let AgentPerformanceQuery { from, to, agent_id } = query.into_inner();
    let period = period(&store, &zone, from, to)?;
    let found = oversight::performance(&store, &actor, &period, agent_id.into_value()?).await?;
    let report = AgentPerformance {
        period: (&period).into(),
        team: metric_responses(found.team),
        agents: found.agents.into_iter().map(Into::into).collect(),
        trend: found.trend.into_iter().map(Into::into).collect(),
    };
    negotiate(&report, &request)
}

/// What one staff member did in a period, when, and for whom. Agents may read their own.
///
/// With `Accept: text/csv` the same as CSV.
#[utoipa::path(
    operation_id = "get_agent_report", tag = "oversight", params(("id" = StaffId, Path, description = "The staff member's id."), PeriodQuery),
    responses(
        (status = 200, description = "One staff member.", content((AgentReport = "application/json"), (String = "text/csv"))),
        ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>
    )
)]
#[get("/oversight/agents/{id}")]
pub(in super::super) async fn get_agent_report(
    store: Data<Store>,
    zone: Data<DeskZone>,
    Caller(actor): Caller,
    id: Path<String>,
    query: Query<PeriodQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let PeriodQuery { from, to } = query.into_inner();
    let period = period(&store, &zone, from, to)?;
    let id: StaffId = parse_id(&id)?;
    let found = oversight::agent(&store, &actor, &period, id).await?;
    let customers = found.customers.into_iter().map(|(customer, did)| HandledCustomer { customer: customer.into(), activity: did.into() });
    let report = AgentReport {
        period: (&period).into(),
        figures: found.row.into(),
        trend: found.trend.into_iter().map(Into::into).collect(),
        customers: customers.collect(),
    };
    negotiate(&report, &request)
}
