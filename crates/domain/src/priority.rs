//! The priority of a ticket or an escalation.

use crate::string_enum::string_enum;

string_enum! {
    /// The priority of a ticket or an escalation, lowest first.
    pub enum Priority {
        /// Low.
        Low = "low",
        /// Medium.
        Medium = "medium",
        /// High.
        High = "high",
        /// Urgent.
        Urgent = "urgent",
    }
}

impl Priority {
    /// The priority with this rank.
    pub fn from_rank(rank: i16) -> Option<Self> {
        Self::ALL.iter().copied().find(|priority| priority.rank() == rank)
    }

    /// How long the app may take to fetch a reply before its author gets a notice, in seconds.
    pub const fn seconds_to_fetch(self) -> i64 {
        match self {
            Self::Urgent => 10 * 60,
            Self::High | Self::Medium | Self::Low => 60 * 60,
        }
    }

    /// The rank, from 0 for low.
    pub const fn rank(self) -> i16 {
        match self {
            Self::Low => 0,
            Self::Medium => 1,
            Self::High => 2,
            Self::Urgent => 3,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn priority_rank_starts_at_0_for_low_and_round_trips() {
        assert_eq!(Priority::ALL.iter().map(|priority| priority.rank()).collect::<Vec<_>>(), [0, 1, 2, 3]);
        assert_eq!((Priority::from_rank(0), Priority::from_rank(3)), (Some(Priority::Low), Some(Priority::Urgent)));
        assert_eq!((Priority::from_rank(-1), Priority::from_rank(4)), (None, None));
    }
}
