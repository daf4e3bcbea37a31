//! Tickets in request bodies.

use std::{collections::BTreeSet, str::FromStr};

use caredesk_domain::{
    CustomerId, FieldError, InteractionId, StaffId,
    id::UUID_PATTERN,
    text::{Body, Description, Reason, Subject},
    ticket::{Category, Priority, TicketFields, TicketPatch, TicketStatus, TicketText},
};
use serde::Deserialize;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr,
        schema::{ObjectBuilder, Schema, Type},
    },
};

use crate::{
    http::{ApiError, Array, Bool, FieldErrors, Nullable, Optional, Required, RequiredNullable},
    services::tickets::{Assignment, OpenTicket, StatusChange, TicketKey},
};

/// A new ticket.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
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
    /// Assignee; left out: the caller, `null`: the queue.
    #[garde(dive)]
    assignee_id: Nullable<StaffId>,
    /// The interaction it is opened in.
    #[garde(dive)]
    interaction_id: Optional<InteractionId>,
}

impl CreateTicket {
    pub(super) fn command(self) -> Result<OpenTicket, ApiError> {
        Ok(OpenTicket {
            customer: self.customer_id.into_value()?,
            fields: TicketFields {
                category: self.category.into_value()?,
                priority: self.priority.into_value()?.unwrap_or(Priority::Medium),
                subject: self.subject.into_value()?,
                description: self.description.into_value()?,
            },
            assignment: match self.assignee_id.into_value()? {
                None => Assignment::Opener,
                Some(None) => Assignment::Queue,
                Some(Some(id)) => Assignment::To(id),
            },
            interaction: self.interaction_id.into_value()?,
        })
    }
}

/// Fields to change; fields left out stay.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
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
            category: self.category.into_value()?,
            priority: self.priority.into_value()?,
            subject: self.subject.into_value()?,
            description: self.description.into_value()?,
        })
    }
}

/// New status of a ticket.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct SetTicketStatus {
    #[garde(dive)]
    status: Required<TicketStatus>,
    /// With `resolved`: the id or number of the ticket that this one duplicates; work continues there.
    #[garde(dive)]
    duplicate_of: Optional<TicketIdOrNumber>,
    /// Whether to revert the caller's last status change.
    #[garde(dive)]
    #[schema(default = false)]
    undo: Optional<Bool>,
}

impl SetTicketStatus {
    pub(super) fn into_command(self) -> Result<StatusChange, ApiError> {
        let (status, original, undo) =
            (self.status.into_value()?, self.duplicate_of.into_value()?, self.undo.into_value()?.unwrap_or(false));
        let alone = |detail| ApiError::invalid_at("#/duplicate_of", FieldError::new("duplicate_of", detail));
        match (original, undo) {
            (None, false) => Ok(StatusChange::To(status)),
            (None, true) => Ok(StatusChange::Undo(status)),
            (Some(_), true) => Err(alone("goes with a new status, not with undo")),
            (Some(_), false) if status != TicketStatus::Resolved => Err(alone("goes with the status resolved")),
            (Some(TicketIdOrNumber(original)), false) => Ok(StatusChange::Duplicate(original)),
        }
    }
}

/// A ticket's id or number in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct TicketIdOrNumber(pub(in super::super) TicketKey);

impl FromStr for TicketIdOrNumber {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        let id = text.parse().map(TicketKey::Id);
        let key = id.or_else(|_| text.parse().map(TicketKey::Number));
        key.map(Self).map_err(|_: FieldError| FieldError::format("must be a ticket's id, or its number such as TKT-0000001Y"))
    }
}

impl PartialSchema for TicketIdOrNumber {
    fn schema() -> RefOr<Schema> {
        // No pattern can express the check character of the number.
        ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some(format!("^({UUID_PATTERN}|[Tt][Kk][Tt]-[0-9A-Ta-tV-Zv-z]{{8}})$")))
            .examples(["TKT-0000001Y"])
            .into()
    }
}

impl ToSchema for TicketIdOrNumber {}

/// New assignee of a ticket.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct AssignTicket {
    /// A staff member; `null` for the queue.
    #[garde(dive)]
    assignee_id: RequiredNullable<StaffId>,
    /// Internal note for the assignee.
    #[garde(dive)]
    note: Optional<Body>,
}

impl AssignTicket {
    pub(super) fn into_parts(self) -> Result<(Option<StaffId>, Option<Body>), ApiError> {
        Ok((self.assignee_id.into_value()?, self.note.into_value()?))
    }
}

/// Texts of a ticket to redact.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct RedactTicket {
    /// The texts, by their field names in the ticket and its timeline.
    #[garde(dive)]
    fields: Required<Array<TicketText, 1, 4>>,
    /// Stays on the timeline: do not repeat the redacted text.
    #[garde(dive)]
    reason: Required<Reason>,
}

impl RedactTicket {
    pub(super) fn into_parts(self) -> Result<(BTreeSet<TicketText>, Reason), ApiError> {
        Ok((self.fields.into_value()?.into_iter().collect(), self.reason.into_value()?))
    }
}

/// The right customer of a ticket.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct MoveTicket {
    #[garde(dive)]
    customer_id: Required<CustomerId>,
    #[garde(dive)]
    reason: Required<Reason>,
    /// Whether the linked interactions move too; otherwise they stay and are unlinked.
    #[garde(dive)]
    #[schema(default = false)]
    with_interactions: Optional<Bool>,
}

impl MoveTicket {
    pub(super) fn into_parts(self) -> Result<(CustomerId, Reason, bool), ApiError> {
        Ok((self.customer_id.into_value()?, self.reason.into_value()?, self.with_interactions.into_value()?.unwrap_or(false)))
    }
}
