//! The input for logging, editing and ending an interaction.

use super::state::Direction;
use crate::{
    InteractionId, Timestamp,
    message::Channel,
    text::{Summary, Transcript},
};

/// The input for a new interaction.
#[derive(Debug)]
pub struct NewInteraction {
    /// The id.
    pub id: InteractionId,
    /// The channel.
    pub channel: Channel,
    /// Who began it.
    pub direction: Direction,
    /// The summary of its result.
    pub summary: Option<Summary>,
    /// The transcript.
    pub transcript: Option<Transcript>,
    /// Whether its status is pending; only without `ended_at`.
    pub pending: bool,
    /// When it started; `None` means now.
    pub started_at: Option<Timestamp>,
    /// When it ended, if it has.
    pub ended_at: Option<Timestamp>,
    /// See [`InteractionRecord::no_answer`](super::InteractionRecord::no_answer).
    pub no_answer: bool,
}

/// How an interaction ends.
#[derive(Debug, Clone, Default)]
pub struct InteractionEnd {
    /// The summary; `None` keeps the present one.
    pub summary: Option<Summary>,
    /// When it ended; `None` means now.
    pub ended_at: Option<Timestamp>,
    /// See [`InteractionRecord::no_answer`](super::InteractionRecord::no_answer).
    pub no_answer: bool,
}

/// The fields of an interaction to set; the outer `None` leaves a field unchanged.
#[derive(Debug, Clone, Default)]
pub struct InteractionPatch {
    /// See [`InteractionRecord::channel`](super::InteractionRecord::channel).
    pub channel: Option<Channel>,
    /// See [`InteractionRecord::direction`](super::InteractionRecord::direction).
    pub direction: Option<Direction>,
    /// See [`InteractionRecord::summary`](super::InteractionRecord::summary).
    pub summary: Option<Option<Summary>>,
    /// See [`InteractionRecord::transcript`](super::InteractionRecord::transcript).
    pub transcript: Option<Option<Transcript>>,
    /// See [`InteractionRecord::started_at`](super::InteractionRecord::started_at).
    pub started_at: Option<Timestamp>,
    /// When it ended; only for an ended interaction.
    pub ended_at: Option<Timestamp>,
    /// See [`InteractionRecord::no_answer`](super::InteractionRecord::no_answer).
    pub no_answer: Option<bool>,
}
