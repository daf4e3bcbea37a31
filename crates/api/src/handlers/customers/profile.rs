//! A customer's profile and timeline.

use actix_web::{
    get,
    web::{Data, Json, Path},
};
use caredesk_domain::{
    CustomerId, Timestamp, actor::Actor, escalation::EscalationStatus, event::TimelineKind, interaction::InteractionStatus,
    ticket::TicketStatus,
};
use caredesk_persistence::{HandlerCount, Profile, Store};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::response::{CustomerResponse, to_response};
use crate::{
    handlers::{
        caller::Caller,
        escalations::{self, EscalationResponse},
        interactions::{self, InteractionResponse},
        paging::{CursorText, ListResponse, list_response, page_request},
        paths::parse_id,
        response::{StaffReference, count_for, saturating_u32},
        tickets::{self, TicketResponse},
        timeline::TimelineEntryResponse,
    },
    http::{ApiError, Bool, CommaSeparated, CursorCodec, FieldErrors, Limit, Optional, ProblemResponse, Query, query::parameters},
    services::customers,
};

/// A customer's profile. Doctors see only the records of their escalations.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CustomerProfile {
    customer: CustomerResponse,
    counts: ProfileCounts,
    /// Unresolved tickets, the longest waiting first; at most 10.
    open_tickets: Vec<TicketResponse>,
    /// The interactions started last; at most 5.
    latest_interactions: Vec<InteractionResponse>,
    /// The escalations created last; at most 5.
    latest_escalations: Vec<EscalationResponse>,
    /// Last contact: the start of an interaction, or a message of the customer on a ticket.
    #[schema(required)]
    last_contact_at: Option<Timestamp>,
    /// Staff who handled this customer, the latest first; at most 10.
    handled_by: Vec<ProfileHandling>,
}

/// How many records a customer has, by status.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProfileCounts {
    tickets: TicketCounts,
    interactions: InteractionCounts,
    escalations: EscalationCounts,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TicketCounts {
    open: u32,
    pending: u32,
    escalated: u32,
    resolved: u32,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct InteractionCounts {
    active: u32,
    pending: u32,
    resolved: u32,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EscalationCounts {
    /// Pending or in progress.
    open: u32,
    /// Resolved: the answer has not been passed on to the customer yet.
    answered: u32,
    /// Passed on, or withdrawn.
    closed: u32,
}

/// What a staff member did for a customer.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProfileHandling {
    staff: StaffReference,
    /// Interactions they handled.
    interactions: u32,
    /// Replies they wrote.
    replies: u32,
    /// Start of the last interaction, or time of the last reply.
    last_at: Timestamp,
}

impl From<HandlerCount> for ProfileHandling {
    fn from(handling: HandlerCount) -> Self {
        Self {
            staff: handling.staff.into(),
            interactions: saturating_u32(handling.interactions),
            replies: saturating_u32(handling.replies),
            last_at: handling.last_at,
        }
    }
}

fn profile(profile: Profile, actor: &Actor, now: Timestamp) -> CustomerProfile {
    let (tickets, interactions, escalations) = (&profile.tickets, &profile.interactions, &profile.escalations);
    CustomerProfile {
        counts: ProfileCounts {
            tickets: TicketCounts {
                open: count_for(tickets, TicketStatus::Open),
                pending: count_for(tickets, TicketStatus::Pending),
                escalated: count_for(tickets, TicketStatus::Escalated),
                resolved: count_for(tickets, TicketStatus::Resolved),
            },
            interactions: InteractionCounts {
                active: count_for(interactions, InteractionStatus::Active),
                pending: count_for(interactions, InteractionStatus::Pending),
                resolved: count_for(interactions, InteractionStatus::Resolved),
            },
            escalations: EscalationCounts {
                open: count_for(escalations, EscalationStatus::Pending)
                    .saturating_add(count_for(escalations, EscalationStatus::InProgress)),
                answered: count_for(escalations, EscalationStatus::Resolved),
                closed: count_for(escalations, EscalationStatus::Closed),
            },
        },
        customer: to_response(&profile.customer, actor),
        open_tickets: profile.open_tickets.into_iter().map(|view| tickets::to_response(view, actor, now)).collect(),
        latest_interactions: profile.latest_interactions.into_iter().map(|view| interactions::to_response(view, actor)).collect(),
        latest_escalations: profile.latest_escalations.into_iter().map(|view| escalations::to_response(view, actor)).collect(),
        last_contact_at: profile.last_contact,
        handled_by: profile.handled_by.into_iter().map(Into::into).collect(),
    }
}

/// A customer's profile: personal data, open tickets, latest interactions and escalations, and who handled them.
///
/// Needs the right to read customers, tickets, interactions and escalations.
#[utoipa::path(
    operation_id = "get_customer_profile", tag = "customers", params(("id" = CustomerId, Path, description = "The customer's id.")),
    responses((status = 200, description = "The profile.", body = CustomerProfile), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>)
)]
#[get("/customers/{id}/profile")]
pub(in super::super) async fn get_customer_profile(
    store: Data<Store>,
    Caller(actor): Caller,
    id: Path<String>,
) -> Result<Json<CustomerProfile>, ApiError> {
    let found = customers::profile(&store, &actor, parse_id(&id)?).await?;
    Ok(Json(profile(found, &actor, store.now())))
}

/// Filter and page of a customer's timeline.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct CustomerTimelineQuery {
    /// Only entries about these. A reply or customer message on a ticket is a `message`, a note a `note`; all other changes are about the `ticket`.
    #[garde(dive)]
    kind: Optional<CommaSeparated<TimelineKind>>,
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

impl utoipa::IntoParams for CustomerTimelineQuery {
    fn into_params(_: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>) -> Vec<utoipa::openapi::path::Parameter> {
        parameters::<Self>()
    }
}

/// Everything that happened with a customer, the latest first: personal data, interactions, tickets, messages, notes, escalations.
///
/// Deleted records are left out; a record moved to another customer is in that customer's timeline. Doctors see the records of their escalations.
/// Needs the right to read customers, tickets, interactions and escalations.
#[utoipa::path(
    operation_id = "get_customer_timeline", tag = "customers",
    params(("id" = CustomerId, Path, description = "The customer's id."), CustomerTimelineQuery),
    responses((status = 200, description = "A page of the timeline.", body = ListResponse<TimelineEntryResponse>), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>)
)]
#[get("/customers/{id}/timeline")]
pub(in super::super) async fn get_customer_timeline(
    store: Data<Store>,
    cursors: Data<CursorCodec>,
    Caller(actor): Caller,
    id: Path<String>,
    query: Query<CustomerTimelineQuery>,
) -> Result<Json<ListResponse<TimelineEntryResponse>>, ApiError> {
    let list_id = query.list_fingerprint();
    let CustomerTimelineQuery { kind, cursor, limit, include_total } = query.into_inner();
    let after = cursor.into_value()?.map(|cursor| cursors.decode_parameter(list_id, cursor.as_str())).transpose()?;
    let request = page_request(limit.into_value()?, after, include_total.into_value()?)?;
    let page = customers::timeline(&store, &actor, parse_id(&id)?, &kind.into_value()?.unwrap_or_default(), request).await?;
    Ok(Json(list_response(page, &cursors, list_id, TimelineEntryResponse::from)?))
}
