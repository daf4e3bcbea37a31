//! What is known of a ticket before it is opened.

use crate::services::seed::escalations::Stage;

/// What is known of a ticket before it is opened.
#[derive(Debug, Clone, Copy)]
pub(in super::super) enum Outcome {
    /// It is worked until it is done, as far as time allows.
    Worked,
    /// It is worked, and still will be when the present instant has come: only so many steps are taken.
    Unfinished(u32),
    /// Somebody has been asked about it, and at the present instant that has come so far.
    Asking(Stage),
    /// Nobody has taken it yet.
    Queued,
}

impl Outcome {
    /// The fate of a ticket that could not have been left in the queue.
    pub(super) const fn taken(self) -> Self {
        match self {
            Self::Queued => Self::Unfinished(3),
            Self::Worked | Self::Unfinished(_) | Self::Asking(_) => self,
        }
    }

    pub(super) const fn steps(self) -> Option<u32> {
        match self {
            Self::Unfinished(steps) => Some(steps),
            Self::Worked | Self::Asking(_) | Self::Queued => None,
        }
    }
}
