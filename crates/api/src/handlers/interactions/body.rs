//! Interactions as they come in.

use std::collections::BTreeSet;

use caredesk_domain::{
    CustomerId, Fault, StaffId, Timestamp,
    interaction::{Direction, InteractionEnd, InteractionPatch, InteractionStatus, InteractionText},
    message::Channel,
    text::{Body, Reason, Summary, Transcript},
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::tickets::TicketName;
use crate::{
    http::{ApiError, Flag, List, Nullable, Optional, Required, Stated},
    services::interactions::LogInteraction,
};

/// A new interaction.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CreateInteraction {
    #[garde(dive)]
    customer_id: Required<CustomerId>,
    #[garde(dive)]
    channel: Required<Channel>,
    #[garde(dive)]
    #[schema(default = "inbound")]
    direction: Optional<Direction>,
    /// What came of it; needed once it has ended.
    #[garde(dive)]
    summary: Optional<Summary>,
    #[garde(dive)]
    transcript: Optional<Transcript>,
    /// `active` or `pending`; left out where `ended_at` is given.
    #[garde(dive)]
    #[schema(default = "active")]
    status: Optional<InteractionStatus>,
    /// When it started, where it is logged late; ten years ago at most.
    #[garde(dive)]
    started_at: Optional<Timestamp>,
    /// When it ended, where it has.
    #[garde(dive)]
    ended_at: Optional<Timestamp>,
    /// Whether nobody took the outbound call or answered the outbound chat; a call that only a voicemail took reached nobody either.
    #[garde(dive)]
    #[schema(default = false)]
    no_answer: Optional<Flag>,
    /// The id or number of the ticket it is about.
    #[garde(dive)]
    ticket_id: Optional<TicketName>,
}

impl CreateInteraction {
    pub(super) fn command(self) -> Result<LogInteraction, ApiError> {
        let (status, ended_at) = (self.status.take()?, self.ended_at.take()?);
        let wrong = |code, detail| Err(ApiError::invalid_at("#/status", Fault::new(code, detail)));
        let pending = match status {
            Some(InteractionStatus::Resolved) => {
                return wrong("resolved", "must be active or pending: one that has ended says so by ended_at");
            }
            Some(InteractionStatus::Active | InteractionStatus::Pending) if ended_at.is_some() => {
                return wrong("ended", "must be left out where ended_at says that it has ended");
            }
            Some(InteractionStatus::Pending) => true,
            Some(InteractionStatus::Active) | None => false,
        };
        Ok(LogInteraction {
            customer: self.customer_id.take()?,
            channel: self.channel.take()?,
            direction: self.direction.take()?.unwrap_or(Direction::Inbound),
            summary: self.summary.take()?,
            transcript: self.transcript.take()?,
            pending,
            started_at: self.started_at.take()?,
            ended_at,
            no_answer: self.no_answer.take()?.unwrap_or(false),
            ticket: self.ticket_id.take()?.map(|TicketName(key)| key),
        })
    }
}

/// What to correct; fields left out stay.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
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
    /// Only of one that has ended.
    #[garde(dive)]
    ended_at: Optional<Timestamp>,
    /// Whether nobody took the outbound call or answered the outbound chat: then it answered nobody who waits on its ticket.
    #[garde(dive)]
    no_answer: Optional<Flag>,
}

impl UpdateInteraction {
    pub(super) fn patch(self) -> Result<InteractionPatch, ApiError> {
        Ok(InteractionPatch {
            channel: self.channel.take()?,
            direction: self.direction.take()?,
            summary: self.summary.take()?,
            transcript: self.transcript.take()?,
            started_at: self.started_at.take()?,
            ended_at: self.ended_at.take()?,
            no_answer: self.no_answer.take()?,
        })
    }
}

/// Where an interaction is to stand.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SetInteractionStatus {
    /// `active` or `pending`; it is resolved by ending it.
    #[garde(dive)]
    status: Required<InteractionStatus>,
}

impl SetInteractionStatus {
    pub(super) fn take(self) -> Result<InteractionStatus, ApiError> {
        self.status.take()
    }
}

/// How an interaction ended.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EndInteraction {
    /// What came of it; may be left out where the interaction says it already.
    #[garde(dive)]
    summary: Optional<Summary>,
    /// When it ended; left out: now.
    #[garde(dive)]
    ended_at: Optional<Timestamp>,
    /// Whether nobody took the outbound call or answered the outbound chat; a call that only a voicemail took reached nobody either.
    #[garde(dive)]
    #[schema(default = false)]
    no_answer: Optional<Flag>,
}

impl EndInteraction {
    pub(super) fn take(self) -> Result<InteractionEnd, ApiError> {
        let no_answer = self.no_answer.take()?.unwrap_or(false);
        Ok(InteractionEnd { summary: self.summary.take()?, ended_at: self.ended_at.take()?, no_answer })
    }
}

/// Who is to handle an interaction.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AssignInteraction {
    /// The colleague, or the caller to take it over; `null` leaves it unattended.
    #[garde(dive)]
    agent_id: Stated<StaffId>,
    /// A word for them; internal.
    #[garde(dive)]
    note: Optional<Body>,
}

impl AssignInteraction {
    pub(super) fn take(self) -> Result<(Option<StaffId>, Option<Body>), ApiError> {
        Ok((self.agent_id.take()?, self.note.take()?))
    }
}

/// Which words of an interaction must go.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RedactInteraction {
    /// The texts, by the names that the interaction and its timeline give them.
    #[garde(dive)]
    fields: Required<List<InteractionText, 1, 4>>,
    /// It stays on the timeline: name no words that are to go.
    #[garde(dive)]
    reason: Required<Reason>,
}

impl RedactInteraction {
    pub(super) fn take(self) -> Result<(BTreeSet<InteractionText>, Reason), ApiError> {
        Ok((self.fields.take()?.into_iter().collect(), self.reason.take()?))
    }
}

/// With whom an interaction really was.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MoveInteraction {
    #[garde(dive)]
    customer_id: Required<CustomerId>,
    #[garde(dive)]
    reason: Required<Reason>,
    /// Whether the ticket it is about, and those opened in it, are that customer's too; else they stay, no longer linked.
    #[garde(dive)]
    #[schema(default = false)]
    with_ticket: Optional<Flag>,
}

impl MoveInteraction {
    pub(super) fn take(self) -> Result<(CustomerId, Reason, bool), ApiError> {
        Ok((self.customer_id.take()?, self.reason.take()?, self.with_ticket.take()?.unwrap_or(false)))
    }
}
