//! Interactions in request bodies.

use std::collections::BTreeSet;

use caredesk_domain::{
    CustomerId, FieldError, StaffId, Timestamp,
    interaction::{Direction, InteractionEnd, InteractionPatch, InteractionStatus, InteractionText},
    message::Channel,
    text::{Body, Reason, Summary, Transcript},
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    handlers::tickets::TicketIdOrNumber,
    http::{ApiError, Array, Bool, FieldErrors, Nullable, Optional, Required, RequiredNullable},
    services::interactions::LogInteraction,
};

/// A new interaction.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct CreateInteraction {
    #[garde(dive)]
    customer_id: Required<CustomerId>,
    #[garde(dive)]
    channel: Required<Channel>,
    #[garde(dive)]
    #[schema(default = "inbound")]
    direction: Optional<Direction>,
    /// Outcome in words; required once it has ended.
    #[garde(dive)]
    summary: Optional<Summary>,
    #[garde(dive)]
    transcript: Optional<Transcript>,
    /// `active` or `pending`; left out if `ended_at` is given.
    #[garde(dive)]
    #[schema(default = "active")]
    status: Optional<InteractionStatus>,
    /// Start, if it is logged later; at most ten years ago.
    #[garde(dive)]
    started_at: Optional<Timestamp>,
    /// End, if it has ended.
    #[garde(dive)]
    ended_at: Optional<Timestamp>,
    /// Whether nobody took the outbound call or answered the outbound chat; a voicemail counts as no answer.
    #[garde(dive)]
    #[schema(default = false)]
    no_answer: Optional<Bool>,
    /// The id or number of the ticket it is about.
    #[garde(dive)]
    ticket_id: Optional<TicketIdOrNumber>,
}

impl CreateInteraction {
    pub(super) fn command(self) -> Result<LogInteraction, ApiError> {
        let (status, ended_at) = (self.status.into_value()?, self.ended_at.into_value()?);
        let wrong = |code, detail| Err(ApiError::invalid_at("#/status", FieldError::new(code, detail)));
        let pending = match status {
            Some(InteractionStatus::Resolved) => {
                return wrong("resolved", "must be active or pending: to log an ended interaction send ended_at");
            }
            Some(InteractionStatus::Active | InteractionStatus::Pending) if ended_at.is_some() => {
                return wrong("ended", "must be left out where ended_at says that it has ended");
            }
            Some(InteractionStatus::Pending) => true,
            Some(InteractionStatus::Active) | None => false,
        };
        Ok(LogInteraction {
            customer: self.customer_id.into_value()?,
            channel: self.channel.into_value()?,
            direction: self.direction.into_value()?.unwrap_or(Direction::Inbound),
            summary: self.summary.into_value()?,
            transcript: self.transcript.into_value()?,
            pending,
            started_at: self.started_at.into_value()?,
            ended_at,
            no_answer: self.no_answer.into_value()?.unwrap_or(false),
            ticket: self.ticket_id.into_value()?.map(|TicketIdOrNumber(key)| key),
        })
    }
}

/// Fields to change; fields left out stay.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct UpdateInteraction {
    #[garde(dive)]
    channel: Optional<Channel>,
    #[garde(dive)]
    direction: Optional<Direction>,
    /// `null` only while it has not ended.
    #[garde(dive)]
    summary: Nullable<Summary>,
    #[garde(dive)]
    transcript: Nullable<Transcript>,
    #[garde(dive)]
    started_at: Optional<Timestamp>,
    /// Only if it has ended.
    #[garde(dive)]
    ended_at: Optional<Timestamp>,
    /// Whether nobody took the outbound call or answered the outbound chat: then it is no answer to the customer waiting on its ticket.
    #[garde(dive)]
    no_answer: Optional<Bool>,
}

impl UpdateInteraction {
    pub(super) fn patch(self) -> Result<InteractionPatch, ApiError> {
        Ok(InteractionPatch {
            channel: self.channel.into_value()?,
            direction: self.direction.into_value()?,
            summary: self.summary.into_value()?,
            transcript: self.transcript.into_value()?,
            started_at: self.started_at.into_value()?,
            ended_at: self.ended_at.into_value()?,
            no_answer: self.no_answer.into_value()?,
        })
    }
}

/// New status of an interaction.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct SetInteractionStatus {
    /// `active` or `pending`; to resolve it, end it.
    #[garde(dive)]
    status: Required<InteractionStatus>,
}

impl SetInteractionStatus {
    pub(super) fn into_status(self) -> Result<InteractionStatus, ApiError> {
        self.status.into_value()
    }
}

/// How an interaction ended.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct EndInteraction {
    /// Outcome in words; may be left out if the interaction has a summary.
    #[garde(dive)]
    summary: Optional<Summary>,
    /// When it ended; default: now.
    #[garde(dive)]
    ended_at: Optional<Timestamp>,
    /// Whether nobody took the outbound call or answered the outbound chat; a voicemail counts as no answer.
    #[garde(dive)]
    #[schema(default = false)]
    no_answer: Optional<Bool>,
}

impl EndInteraction {
    pub(super) fn into_end(self) -> Result<InteractionEnd, ApiError> {
        let no_answer = self.no_answer.into_value()?.unwrap_or(false);
        Ok(InteractionEnd { summary: self.summary.into_value()?, ended_at: self.ended_at.into_value()?, no_answer })
    }
}

/// New agent of an interaction.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct AssignInteraction {
    /// A staff member, or the caller to take it over; `null` leaves it unattended.
    #[garde(dive)]
    agent_id: RequiredNullable<StaffId>,
    /// Internal note for the new agent.
    #[garde(dive)]
    note: Optional<Body>,
}

impl AssignInteraction {
    pub(super) fn into_parts(self) -> Result<(Option<StaffId>, Option<Body>), ApiError> {
        Ok((self.agent_id.into_value()?, self.note.into_value()?))
    }
}

/// Texts of an interaction to redact.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct RedactInteraction {
    /// The texts, by their field names in the interaction and its timeline.
    #[garde(dive)]
    fields: Required<Array<InteractionText, 1, 4>>,
    /// Stays on the timeline: do not repeat the redacted text.
    #[garde(dive)]
    reason: Required<Reason>,
}

impl RedactInteraction {
    pub(super) fn into_parts(self) -> Result<(BTreeSet<InteractionText>, Reason), ApiError> {
        Ok((self.fields.into_value()?.into_iter().collect(), self.reason.into_value()?))
    }
}

/// The right customer of an interaction.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct MoveInteraction {
    #[garde(dive)]
    customer_id: Required<CustomerId>,
    #[garde(dive)]
    reason: Required<Reason>,
    /// Whether the linked ticket, and tickets opened in the interaction, move too; otherwise they stay and are unlinked.
    #[garde(dive)]
    #[schema(default = false)]
    with_ticket: Optional<Bool>,
}

impl MoveInteraction {
    pub(super) fn into_parts(self) -> Result<(CustomerId, Reason, bool), ApiError> {
        Ok((self.customer_id.into_value()?, self.reason.into_value()?, self.with_ticket.into_value()?.unwrap_or(false)))
    }
}
