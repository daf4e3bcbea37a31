//! What staff did, each beside the team.

use actix_web::{
    HttpRequest, HttpResponse, get,
    web::{Data, Path},
};
use caredesk_domain::{StaffId, date::Day};
use caredesk_persistence::{Reported, Store};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    super::caller::Caller,
    PeriodQuery,
    answer::{AgentFigures, FigureAnswer, HandledCustomer, ReportAgent, ReportPeriod, TrendPart, figures},
    lines::{Line, Lines as _, Report, told},
    period,
};
use crate::{
    http::{ApiError, Optional, Query, Refusal, query::parameters},
    pages::DeskZone,
    services::oversight::{self, AgentRow},
};

/// What staff did in a period. There is no score: judging is left to people.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgentPerformance {
    period: ReportPeriod,
    /// The whole team; a ticket resolved by two staff members in turn counts once.
    team: Vec<FigureAnswer>,
    /// By name: staff who handle tickets, and others with activity or assigned work.
    agents: Vec<AgentFigures>,
    /// The team's trend by day, week or longer.
    trend: Vec<TrendPart>,
}

/// What one staff member did in a period.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgentReport {
    period: ReportPeriod,
    #[serde(flatten)]
    figures: AgentFigures,
    /// The trend by day, week or longer.
    trend: Vec<TrendPart>,
    /// Customers they handled, the latest first; at most 100. Empty for a service account without `customers:read`.
    customers: Vec<HandledCustomer>,
}

impl From<Reported> for ReportAgent {
    fn from(agent: Reported) -> Self {
        Self { id: agent.id, name: agent.name, role: agent.role, active: agent.active }
    }
}

impl From<AgentRow> for AgentFigures {
    fn from(row: AgentRow) -> Self {
        Self { agent: row.agent.into(), figures: figures(row.figures), load: row.load.into() }
    }
}

impl AgentFigures {
    fn add_lines(&self, lines: &mut Vec<Line>) {
        let (id, name) = (self.agent.id.to_string(), self.agent.name.as_str());
        self.figures.lines("agent", &id, name, lines);
        self.load.lines("agent", &id, name, lines);
    }
}

impl Report for AgentPerformance {
    const NAME: &'static str = "agent-performance";

    fn lines(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        self.team.lines("team", "", "", &mut lines);
        self.agents.iter().for_each(|agent| agent.add_lines(&mut lines));
        self.trend.lines("trend", "", "", &mut lines);
        lines
    }
}

impl Report for AgentReport {
    const NAME: &'static str = "agent";

    fn lines(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        self.figures.add_lines(&mut lines);
        self.trend.lines("trend", "", "", &mut lines);
        for handled in &self.customers {
            handled.dealings.lines("customer", &handled.customer.id.to_string(), &handled.customer.name, &mut lines);
        }
        lines
    }
}

/// Days and staff member of a report.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
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
        Refusal<401>, Refusal<403>
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
    let found = oversight::performance(&store, &actor, &period, agent_id.take()?).await?;
    let report = AgentPerformance {
        period: (&period).into(),
        team: figures(found.team),
        agents: found.agents.into_iter().map(Into::into).collect(),
        trend: found.trend.into_iter().map(Into::into).collect(),
    };
    told(&report, &request)
}

/// What one staff member did in a period, when, and for whom. Agents may read their own.
///
/// With `Accept: text/csv` the same as CSV.
#[utoipa::path(
    operation_id = "get_agent_report", tag = "oversight", params(("id" = StaffId, Path, description = "The staff member's id."), PeriodQuery),
    responses(
        (status = 200, description = "One staff member.", content((AgentReport = "application/json"), (String = "text/csv"))),
        Refusal<401>, Refusal<403>, Refusal<404>
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
    let id: StaffId = id.parse().map_err(|_| ApiError::not_found())?;
    let found = oversight::agent(&store, &actor, &period, id).await?;
    let customers = found.customers.into_iter().map(|(customer, did)| HandledCustomer { customer: customer.into(), dealings: did.into() });
    let report = AgentReport {
        period: (&period).into(),
        figures: found.row.into(),
        trend: found.trend.into_iter().map(Into::into).collect(),
        customers: customers.collect(),
    };
    told(&report, &request)
}
