//! `/dashboard`: the caller's pending work and latest activity.

use actix_web::{
    get,
    web::{Data, Json},
};
use caredesk_domain::{
    Timestamp,
    actor::Actor,
    duration_stats::DurationStats,
    ticket::{Priority, TicketStatus},
};
use caredesk_persistence::{EscalationsWaiting, Store, WorkWaiting};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    caller::Caller,
    escalations::{self, EscalationResponse},
    interactions::{self, InteractionResponse},
    response::{count_for, saturating_u32},
    tickets::{self, TicketResponse},
    timeline::TimelineEntryResponse,
};
use crate::{
    http::{ApiError, ProblemResponse},
    services::dashboard::{self, DashboardAt, RESPONSE_DAYS},
    static_assets::DeskZone,
};

/// The caller's pending work and latest activity.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Dashboard {
    /// The instant of all values.
    at: Timestamp,
    /// Start of the day in the desk's time zone.
    day_started_at: Timestamp,
    /// Tickets and interactions; `null` for doctors.
    #[schema(required)]
    work: Option<DashboardWork>,
    escalations: DashboardEscalations,
    /// The caller's latest activity, the latest first; at most 10.
    latest_activity: Vec<TimelineEntryResponse>,
}

/// The caller's tickets and interactions, and unassigned ones.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DashboardWork {
    /// The caller's active interactions, the oldest first; at most 10.
    active_interactions: Vec<InteractionResponse>,
    /// Number of active interactions.
    active_interactions_count: u32,
    my_tickets: DashboardTickets,
    /// Unassigned open and pending tickets, by priority.
    unassigned: DashboardUnassigned,
    /// Number of active chats and calls without an agent.
    unattended: u32,
    /// Number of tickets with a reply of the caller that the app has not fetched in time: `unfetched_by=me` lists them.
    unfetched: u32,
    /// The caller's and unassigned open and pending tickets whose customers wait longest; at most 5.
    longest_waiting: Vec<TicketResponse>,
    /// Number of tickets that the caller resolved since `day_started_at` and that are still resolved.
    resolved_today: u32,
    /// Number of open escalations that the caller created, or whose ticket or interaction is assigned to them.
    escalated_cases: u32,
    first_response: DashboardResponse,
}

/// The caller's unresolved tickets.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DashboardTickets {
    open: u32,
    pending: u32,
    escalated: u32,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DashboardUnassigned {
    urgent: u32,
    high: u32,
    medium: u32,
    low: u32,
}

/// Time from the opening of tickets to the caller's first response. Tickets opened during an interaction (answered at opening) and tickets without a
/// response are not counted.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DashboardResponse {
    /// Length in calendar days of the desk's time zone, today included.
    days: i64,
    /// Number of tickets.
    n: u32,
    #[schema(required)]
    mean_seconds: Option<i64>,
    #[schema(required)]
    median_seconds: Option<i64>,
    /// 90th percentile.
    #[schema(required)]
    p90_seconds: Option<i64>,
}

/// Escalations to the caller, and those the caller created.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DashboardEscalations {
    /// Number that name the caller and wait for an answer.
    to_me: u32,
    /// Number that wait in the pool of the caller's role.
    in_my_pool: u32,
    /// Of both, the most urgent first, then the longest waiting; at most 5.
    longest_waiting: Vec<EscalationResponse>,
    /// Number with an unanswered question back, of those the caller created or whose ticket or interaction is assigned to them.
    questions: u32,
    /// Number of these that are answered and not closed yet.
    answers_to_pass_on: u32,
}

fn response(spread: Option<DurationStats>) -> DashboardResponse {
    DashboardResponse {
        days: RESPONSE_DAYS,
        n: spread.map_or(0, |spread| u32::try_from(spread.n).unwrap_or(u32::MAX)),
        mean_seconds: spread.map(|spread| spread.mean),
        median_seconds: spread.map(|spread| spread.median),
        p90_seconds: spread.map(|spread| spread.p90),
    }
}

fn work(work: WorkWaiting, actor: &Actor, at: Timestamp) -> DashboardWork {
    DashboardWork {
        active_interactions: work.active_interactions.into_iter().map(|view| interactions::to_response(view, actor)).collect(),
        active_interactions_count: saturating_u32(work.active_interactions_count),
        my_tickets: DashboardTickets {
            open: count_for(&work.tickets, TicketStatus::Open),
            pending: count_for(&work.tickets, TicketStatus::Pending),
            escalated: count_for(&work.tickets, TicketStatus::Escalated),
        },
        unassigned: DashboardUnassigned {
            urgent: count_for(&work.unassigned, Priority::Urgent),
            high: count_for(&work.unassigned, Priority::High),
            medium: count_for(&work.unassigned, Priority::Medium),
            low: count_for(&work.unassigned, Priority::Low),
        },
        unattended: saturating_u32(work.unattended),
        unfetched: saturating_u32(work.unfetched),
        longest_waiting: work.longest_waiting.into_iter().map(|view| tickets::to_response(view, actor, at)).collect(),
        resolved_today: saturating_u32(work.resolved_today),
        escalated_cases: saturating_u32(work.escalated_cases),
        first_response: response(work.first_response),
    }
}

fn escalation_summary(waiting: EscalationsWaiting, actor: &Actor) -> DashboardEscalations {
    DashboardEscalations {
        to_me: saturating_u32(waiting.to_me),
        in_my_pool: saturating_u32(waiting.in_my_pool),
        longest_waiting: waiting.longest_waiting.into_iter().map(|view| escalations::to_response(view, actor)).collect(),
        questions: saturating_u32(waiting.questions),
        answers_to_pass_on: saturating_u32(waiting.answers_to_pass_on),
    }
}

/// The caller's pending work and latest activity. For agents, admins and doctors; days are in the desk's time zone.
#[utoipa::path(
    operation_id = "get_dashboard", tag = "dashboard",
    responses((status = 200, description = "The dashboard.", body = Dashboard), ProblemResponse<401>, ProblemResponse<403>)
)]
#[get("/dashboard")]
pub(super) async fn get_dashboard(store: Data<Store>, zone: Data<DeskZone>, Caller(actor): Caller) -> Result<Json<Dashboard>, ApiError> {
    let DashboardAt { dashboard, at, day_started } = dashboard::read(&store, &actor, zone.0).await?;
    Ok(Json(Dashboard {
        at,
        day_started_at: day_started,
        work: dashboard.work.map(|waiting| work(waiting, &actor, at)),
        escalations: escalation_summary(dashboard.escalations, &actor),
        latest_activity: dashboard.activity.into_iter().map(TimelineEntryResponse::from).collect(),
    }))
}
