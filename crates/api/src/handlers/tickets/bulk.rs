//! `/tickets/bulk`: one action on many tickets.

use actix_web::{
    post,
    web::{self, Data},
};
use caredesk_domain::{
    FieldError, RequestId, StaffId, TicketId, Timestamp,
    actor::Actor,
    event::SubjectKind,
    policy::can_read,
    ticket::{Priority, TicketStatus},
};
use caredesk_persistence::Store;
use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr,
        schema::{ObjectBuilder, Schema, Type},
    },
};
use uuid::Uuid;

use super::response::{TicketResponse, to_response};
use crate::{
    handlers::caller::Caller,
    http::{ApiError, Array, FieldErrors, Json, Nullable, Optional, Problem, ProblemResponse, Required},
    services::tickets::{self, BulkAction, BulkResult},
};

/// Maximum tickets per request.
const MAX_TICKETS: usize = 100;
type TicketIds = Array<TicketId, 1, MAX_TICKETS>;

/// Bulk actions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BulkActionKind {
    Assign,
    Claim,
    SetStatus,
    SetPriority,
}

const BULK_ACTIONS: [(&str, BulkActionKind); 4] = [
    ("assign", BulkActionKind::Assign),
    ("claim", BulkActionKind::Claim),
    ("set_status", BulkActionKind::SetStatus),
    ("set_priority", BulkActionKind::SetPriority),
];

impl std::str::FromStr for BulkActionKind {
    type Err = FieldError;

    fn from_str(word: &str) -> Result<Self, FieldError> {
        let verb = BULK_ACTIONS.iter().find(|(known, _)| *known == word).map(|(_, verb)| *verb);
        verb.ok_or_else(|| FieldError::unknown(&BULK_ACTIONS.map(|(word, _)| word)))
    }
}

impl PartialSchema for BulkActionKind {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(BULK_ACTIONS.map(|(word, _)| word))).into()
    }
}

impl ToSchema for BulkActionKind {}

/// A bulk action and its tickets.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct ChangeTickets {
    /// Ids of the tickets, at most 100.
    #[garde(dive)]
    ids: Required<TicketIds>,
    #[garde(dive)]
    action: Required<BulkActionKind>,
    /// With `assign`: the staff member, or `null` for the queue.
    #[garde(dive)]
    assignee_id: Nullable<StaffId>,
    /// With `set_status`.
    #[garde(dive)]
    status: Optional<TicketStatus>,
    /// With `set_priority`.
    #[garde(dive)]
    priority: Optional<Priority>,
}

impl ChangeTickets {
    fn into_command(self) -> Result<(Vec<TicketId>, BulkAction), ApiError> {
        let (mut ids, verb) = (self.ids.into_value()?, self.action.into_value()?);
        let (assignee, status, priority) = (self.assignee_id.into_value()?, self.status.into_value()?, self.priority.into_value()?);
        let action = match (verb, assignee, status, priority) {
            (BulkActionKind::Assign, Some(to), None, None) => BulkAction::Assign(to),
            (BulkActionKind::Claim, None, None, None) => BulkAction::Claim,
            (BulkActionKind::SetStatus, None, Some(status), None) => BulkAction::SetStatus(status),
            (BulkActionKind::SetPriority, None, None, Some(priority)) => BulkAction::SetPriority(priority),
            (BulkActionKind::Assign | BulkActionKind::Claim | BulkActionKind::SetStatus | BulkActionKind::SetPriority, ..) => {
                let needs = "assign takes assignee_id, set_status takes status, set_priority takes priority, claim takes nothing else";
                return Err(ApiError::invalid_at("#/action", FieldError::new("mismatch", needs)));
            }
        };
        ids.sort_unstable();
        ids.dedup();
        Ok((ids, action))
    }
}

/// Result of each ticket, in the order of their ids.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ChangedTickets {
    data: Vec<ChangedTicket>,
}

/// Result of one ticket: the updated ticket or the problem; neither if it succeeded and the caller may not read tickets.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ChangedTicket {
    id: TicketId,
    /// The status that a request for this ticket alone would have had.
    #[schema(example = 200, minimum = 200, maximum = 599)]
    status: u16,
    #[schema(required)]
    ticket: Option<TicketResponse>,
    #[schema(required)]
    problem: Option<Problem>,
}

fn changed_ticket(done: BulkResult, actor: &Actor, at: Timestamp) -> ChangedTicket {
    match done.outcome {
        Ok(view) if can_read(actor, SubjectKind::Ticket) => {
            ChangedTicket { id: done.id, status: 200, ticket: Some(to_response(view, actor, at)), problem: None }
        }
        Ok(_) => ChangedTicket { id: done.id, status: 204, ticket: None, problem: None },
        Err(error) => {
            let request_id = actor.request().map_or(Uuid::nil(), RequestId::uuid);
            let problem = Problem { request_id, ..ApiError::from(error).problem().clone() };
            ChangedTicket { id: done.id, status: problem.status, ticket: None, problem: Some(problem) }
        }
    }
}

/// Changes many tickets at once. Each has its own result: a failure does not stop the others. Takes no `Idempotency-Key`: repeating is safe, changes that are
/// already made stay.
#[utoipa::path(
    operation_id = "change_tickets", tag = "tickets",
    request_body(content = ChangeTickets, example = json!({
        "ids": ["0192f3c4-7a1b-7c2d-8e3f-405162738495"], "action": "assign", "assignee_id": null
    })),
    responses((status = 200, description = "The result of each ticket.", body = ChangedTickets), ProblemResponse<401>, ProblemResponse<403>)
)]
#[post("/tickets/bulk")]
pub(in crate::handlers) async fn change_tickets(
    store: Data<Store>,
    Caller(actor): Caller,
    body: Json<ChangeTickets>,
) -> Result<web::Json<ChangedTickets>, ApiError> {
    let (ids, action) = body.into_inner().into_command()?;
    let done = tickets::bulk(&store, &actor, ids, action).await?;
    let now = store.now();
    Ok(web::Json(ChangedTickets { data: done.into_iter().map(|done| changed_ticket(done, &actor, now)).collect() }))
}
