//! What an interaction is logged, corrected and ended with.

use super::Direction;
use crate::{
    InteractionId, Timestamp,
    message::Channel,
    text::{Summary, Transcript},
};

/// What an interaction is logged with.
#[derive(Debug)]
pub struct NewInteraction {
    /// The id.
    pub id: InteractionId,
    /// How it is held.
    pub channel: Channel,
    /// Who began it.
    pub direction: Direction,
    /// What came of it.
    pub summary: Option<Summary>,
    /// What was said.
    pub transcript: Option<Transcript>,
    /// Whether it waits for somebody; not where it has ended.
    pub pending: bool,
    /// When it started; now, unless it is logged late.
    pub started_at: Option<Timestamp>,
    /// When it ended, if it has.
    pub ended_at: Option<Timestamp>,
    /// See [`InteractionState::no_answer`].
    pub no_answer: bool,
}

/// How an interaction ends.
#[derive(Debug, Clone, Default)]
pub struct InteractionEnd {
    /// What came of it, where it does not say so already.
    pub summary: Option<Summary>,
    /// When; now, where nobody says.
    pub ended_at: Option<Timestamp>,
    /// See [`InteractionState::no_answer`].
    pub no_answer: bool,
}

/// The fields of an interaction to set; the outer `None` leaves one as it is.
#[derive(Debug, Clone, Default)]
pub struct InteractionPatch {
    /// See [`InteractionState::channel`].
    pub channel: Option<Channel>,
    /// See [`InteractionState::direction`].
    pub direction: Option<Direction>,
    /// See [`InteractionState::summary`].
    pub summary: Option<Option<Summary>>,
    /// See [`InteractionState::transcript`].
    pub transcript: Option<Option<Transcript>>,
    /// See [`InteractionState::started_at`].
    pub started_at: Option<Timestamp>,
    /// When it ended; only where it has.
    pub ended_at: Option<Timestamp>,
    /// See [`InteractionState::no_answer`].
    pub no_answer: Option<bool>,
}
