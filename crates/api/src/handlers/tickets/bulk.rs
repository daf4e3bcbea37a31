//! `/tickets/bulk`: one action on many tickets.

use actix_web::{
    post,
    web::{self, Data},
};
use caredesk_domain::{
    Fault, RequestId, StaffId, TicketId, Timestamp,
    actor::Actor,
    event::SubjectKind,
    policy::reads,
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

use super::answer::{TicketAnswer, answer};
use crate::{
    handlers::caller::Caller,
    http::{ApiError, Json, List, Nullable, Optional, Problem, Refusal, Required},
    services::tickets::{self, BulkAction, Done},
};

/// Maximum tickets per request.
const MOST: usize = 100;
type TicketIds = List<TicketId, 1, MOST>;

/// Bulk actions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BulkVerb {
    Assign,
    Claim,
    SetStatus,
    SetPriority,
}

const VERBS: [(&str, BulkVerb); 4] = [
    ("assign", BulkVerb::Assign),
    ("claim", BulkVerb::Claim),
    ("set_status", BulkVerb::SetStatus),
    ("set_priority", BulkVerb::SetPriority),
];

impl std::str::FromStr for BulkVerb {
    type Err = Fault;

    fn from_str(word: &str) -> Result<Self, Fault> {
        let verb = VERBS.iter().find(|(known, _)| *known == word).map(|(_, verb)| *verb);
        verb.ok_or_else(|| Fault::unknown(&VERBS.map(|(word, _)| word)))
    }
}

impl PartialSchema for BulkVerb {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(VERBS.map(|(word, _)| word))).into()
    }
}

impl ToSchema for BulkVerb {}

/// A bulk action and its tickets.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeTickets {
    /// Ids of the tickets, at most 100.
    #[garde(dive)]
    ids: Required<TicketIds>,
    #[garde(dive)]
    action: Required<BulkVerb>,
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
    fn take(self) -> Result<(Vec<TicketId>, BulkAction), ApiError> {
        let (mut ids, verb) = (self.ids.take()?, self.action.take()?);
        let (assignee, status, priority) = (self.assignee_id.take()?, self.status.take()?, self.priority.take()?);
        let action = match (verb, assignee, status, priority) {
            (BulkVerb::Assign, Some(to), None, None) => BulkAction::Assign(to),
            (BulkVerb::Claim, None, None, None) => BulkAction::Claim,
            (BulkVerb::SetStatus, None, Some(status), None) => BulkAction::SetStatus(status),
            (BulkVerb::SetPriority, None, None, Some(priority)) => BulkAction::SetPriority(priority),
            (BulkVerb::Assign | BulkVerb::Claim | BulkVerb::SetStatus | BulkVerb::SetPriority, ..) => {
                let needs = "assign takes assignee_id, set_status takes status, set_priority takes priority, claim takes nothing else";
                return Err(ApiError::invalid_at("#/action", Fault::new("mismatch", needs)));
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
    ticket: Option<TicketAnswer>,
    #[schema(required)]
    problem: Option<Problem>,
}

fn changed(done: Done, actor: &Actor, at: Timestamp) -> ChangedTicket {
    match done.outcome {
        Ok(view) if reads(actor, SubjectKind::Ticket) => {
            ChangedTicket { id: done.id, status: 200, ticket: Some(answer(view, actor, at)), problem: None }
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
    responses((status = 200, description = "The result of each ticket.", body = ChangedTickets), Refusal<401>, Refusal<403>)
)]
#[post("/tickets/bulk")]
pub(in crate::handlers) async fn change_tickets(
    store: Data<Store>,
    Caller(actor): Caller,
    body: Json<ChangeTickets>,
) -> Result<web::Json<ChangedTickets>, ApiError> {
    let (ids, action) = body.into_inner().take()?;
    let done = tickets::bulk(&store, &actor, ids, action).await?;
    let now = store.now();
    Ok(web::Json(ChangedTickets { data: done.into_iter().map(|done| changed(done, &actor, now)).collect() }))
}
