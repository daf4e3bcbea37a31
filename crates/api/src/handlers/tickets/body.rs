//! Tickets as they come in and go out.

use std::str::FromStr;

use caredesk_domain::{
    CustomerId, Fault, StaffId, TicketId, Timestamp,
    actor::Actor,
    policy::Action,
    text::{Body, Description, Subject},
    ticket::{Category, Priority, Standing, TicketPatch, TicketStatus},
    ticket_number::TicketNumber,
};
use caredesk_persistence::{Assigned, TicketView};
use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr,
        schema::{ObjectBuilder, Schema, Type},
    },
};

use super::super::{
    answer::{CustomerReference, StaffReference},
    order::TicketOrder,
    timeline::CursorText,
};
use crate::{
    http::{ApiError, Flag, Limit, Nullable, Optional, Required, Several, Stated, query::parameters},
    services::tickets::{Assignment, OpenTicket},
};

/// A ticket.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Ticket)]
pub(in super::super) struct TicketAnswer {
    id: TicketId,
    number: TicketNumber,
    customer: CustomerReference,
    /// Who works it; `null` in the queue.
    #[schema(required)]
    assignee: Option<StaffReference>,
    #[schema(required)]
    opened_by: Option<StaffReference>,
    category: Category,
    priority: Priority,
    status: TicketStatus,
    subject: Subject,
    description: Description,
    /// The oldest contact of the customer that nobody has answered.
    #[schema(required)]
    waiting_since: Option<Timestamp>,
    #[schema(required)]
    first_response_at: Option<Timestamp>,
    #[schema(required)]
    resolved_at: Option<Timestamp>,
    #[schema(required)]
    resolved_by: Option<StaffReference>,
    /// How often it was resolved and then opened again.
    reopened_count: i32,
    created_at: Timestamp,
    /// When it last changed or something was said.
    updated_at: Timestamp,
    version: i32,
    /// What the caller may do with the ticket now.
    allowed: Vec<Action>,
}

pub(super) fn answer(view: TicketView, actor: &Actor, at: Timestamp) -> TicketAnswer {
    let TicketView { ticket, customer, assignee, opened_by, resolved_by } = view;
    TicketAnswer {
        id: ticket.id,
        number: ticket.number,
        customer: customer.into(),
        assignee: assignee.map(Into::into),
        opened_by: opened_by.map(Into::into),
        category: ticket.category,
        priority: ticket.priority,
        status: ticket.standing.status(),
        subject: ticket.subject.clone(),
        description: ticket.description.clone(),
        waiting_since: ticket.waiting_since,
        first_response_at: ticket.first_response.map(|first| first.at),
        resolved_at: match ticket.standing {
            Standing::Resolved { at, .. } => Some(at),
            Standing::Open | Standing::Pending | Standing::Escalated => None,
        },
        resolved_by: resolved_by.map(Into::into),
        reopened_count: ticket.reopened_count,
        created_at: ticket.created_at,
        updated_at: ticket.updated_at,
        version: ticket.version,
        allowed: ticket.allowed(actor, at),
    }
}

/// A new ticket.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CreateTicket {
    #[garde(dive)]
    customer_id: Required<CustomerId>,
    #[garde(dive)]
    category: Required<Category>,
    #[garde(dive)]
    #[schema(default = "medium")]
    priority: Optional<Priority>,
    #[garde(dive)]
    subject: Required<Subject>,
    #[garde(dive)]
    description: Required<Description>,
    /// Who is to work it; left out: the caller, `null`: nobody yet.
    #[garde(dive)]
    assignee_id: Nullable<StaffId>,
}

impl CreateTicket {
    pub(super) fn command(self) -> Result<OpenTicket, ApiError> {
        Ok(OpenTicket {
            customer: self.customer_id.take()?,
            category: self.category.take()?,
            priority: self.priority.take()?.unwrap_or(Priority::Medium),
            subject: self.subject.take()?,
            description: self.description.take()?,
            assignment: match self.assignee_id.take()? {
                None => Assignment::Opener,
                Some(None) => Assignment::Queue,
                Some(Some(id)) => Assignment::To(id),
            },
        })
    }
}

/// What to change; fields left out stay.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UpdateTicket {
    #[garde(dive)]
    category: Optional<Category>,
    #[garde(dive)]
    priority: Optional<Priority>,
    #[garde(dive)]
    subject: Optional<Subject>,
    #[garde(dive)]
    description: Optional<Description>,
}

impl UpdateTicket {
    pub(super) fn patch(self) -> Result<TicketPatch, ApiError> {
        Ok(TicketPatch {
            category: self.category.take()?,
            priority: self.priority.take()?,
            subject: self.subject.take()?,
            description: self.description.take()?,
        })
    }
}

/// Where a ticket is to go.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SetTicketStatus {
    #[garde(dive)]
    status: Required<TicketStatus>,
    /// Whether to take the caller's last move back.
    #[garde(dive)]
    #[schema(default = false)]
    undo: Optional<Flag>,
}

impl SetTicketStatus {
    pub(super) fn take(self) -> Result<(TicketStatus, bool), ApiError> {
        Ok((self.status.take()?, self.undo.take()?.unwrap_or(false)))
    }
}

/// Who is to have a ticket.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AssignTicket {
    /// The colleague; `null` for the queue.
    #[garde(dive)]
    assignee_id: Stated<StaffId>,
    /// A word for them; internal.
    #[garde(dive)]
    note: Optional<Body>,
}

impl AssignTicket {
    pub(super) fn take(self) -> Result<(Option<StaffId>, Option<Body>), ApiError> {
        Ok((self.assignee_id.take()?, self.note.take()?))
    }
}

/// Whose tickets: a colleague's id, `me`, or `none` for the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AssigneeParameter {
    Me,
    Nobody,
    Id(StaffId),
}

impl AssigneeParameter {
    pub(super) fn resolve(self, actor: &Actor) -> Option<Assigned> {
        match self {
            Self::Me => actor.staff_id().map(Assigned::To),
            Self::Nobody => Some(Assigned::Nobody),
            Self::Id(id) => Some(Assigned::To(id)),
        }
    }
}

impl FromStr for AssigneeParameter {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self, Fault> {
        match text {
            "me" => Ok(Self::Me),
            "none" => Ok(Self::Nobody),
            id => id.parse().map(Self::Id).map_err(|_| Fault::format("must be me, none, or a colleague's id")),
        }
    }
}

impl PartialSchema for AssigneeParameter {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).pattern(Some("^(me|none|[0-9a-fA-F-]{36})$")).examples(["me"]).into()
    }
}

impl ToSchema for AssigneeParameter {}

/// Which tickets to list.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TicketQuery {
    /// Only in these statuses.
    #[garde(dive)]
    pub(super) status: Optional<Several<TicketStatus>>,
    /// Only of these priorities.
    #[garde(dive)]
    pub(super) priority: Optional<Several<Priority>>,
    /// Only of these categories.
    #[garde(dive)]
    pub(super) category: Optional<Several<Category>>,
    /// Only of these colleagues: ids, `me`, `none`.
    #[garde(dive)]
    pub(super) assignee: Optional<Several<AssigneeParameter>>,
    /// Only of this customer.
    #[garde(dive)]
    pub(super) customer_id: Optional<CustomerId>,
    /// Opened at this instant or later.
    #[garde(dive)]
    #[serde(rename = "created_at[gte]")]
    pub(super) created_at_gte: Optional<Timestamp>,
    /// Opened before this instant.
    #[garde(dive)]
    #[serde(rename = "created_at[lt]")]
    pub(super) created_at_lt: Optional<Timestamp>,
    /// Changed at this instant or later.
    #[garde(dive)]
    #[serde(rename = "updated_at[gte]")]
    pub(super) updated_at_gte: Optional<Timestamp>,
    /// Changed before this instant.
    #[garde(dive)]
    #[serde(rename = "updated_at[lt]")]
    pub(super) updated_at_lt: Optional<Timestamp>,
    /// By what to sort.
    #[garde(dive)]
    pub(super) sort: Optional<TicketOrder>,
    /// Where the page before ended.
    #[garde(dive)]
    pub(super) cursor: Optional<CursorText>,
    /// The most rows.
    #[garde(dive)]
    pub(super) limit: Optional<Limit>,
    /// Whether to count the whole list.
    #[garde(dive)]
    pub(super) include_total: Optional<Flag>,
}

impl utoipa::IntoParams for TicketQuery {
    fn into_params(_: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>) -> Vec<utoipa::openapi::path::Parameter> {
        parameters::<Self>()
    }
}
