//! Which tickets a number counts.

use crate::words::words;

words! {
    /// How long ago a ticket was opened at the end of a period, in the bands of the backlog, the youngest first.
    pub enum BacklogAge {
        /// Less than a day.
        UnderOneDay = "under_1_day",
        /// Less than three days.
        FromOneDay = "from_1_day",
        /// Less than seven days.
        FromThreeDays = "from_3_days",
        /// Less than 30 days.
        FromSevenDays = "from_7_days",
        /// 30 days or more.
        From30Days = "from_30_days",
    }
}

words! {
    /// Which tickets a number counts.
    pub enum Behind {
        /// Opened in the period.
        Opened = "opened",
        /// Of these the escalated ones.
        Escalated = "escalated",
        /// Of these the repeats.
        Repeats = "repeats",
        /// Of these those that are duplicates of others.
        Duplicates = "duplicates",
        /// Of these all others.
        WithoutDuplicates = "without_duplicates",
        /// Of those opened those that the interaction answered in which they were opened.
        AnsweredAtOpening = "answered_at_opening",
        /// Of those opened those that nobody has answered.
        Unanswered = "unanswered",
        /// First answered in the period.
        Responded = "responded",
        /// Resolved in the period, and not as duplicates.
        Resolved = "resolved",
        /// Of these those whose resolution lasts.
        ResolvedStill = "resolved_still",
        /// Of these those whose resolution in the period did not last.
        ReopenedSince = "reopened_since",
        /// Of those resolved those resolved for the first time.
        FirstResolved = "first_resolved",
        /// Resolved in the period as duplicates.
        ResolvedAsDuplicates = "resolved_as_duplicates",
        /// Of these those resolved for the first time.
        FirstResolvedAsDuplicates = "first_resolved_as_duplicates",
        /// Resolved in the period, and long enough ago to be judged.
        Judged = "judged",
        /// Resolved in the period, and not long enough ago to be judged.
        TooRecent = "too_recent",
        /// Of those judged those that were soon reopened.
        Reopened = "reopened",
        /// Of those judged those resolved at the first contact.
        FirstContact = "first_contact",
        /// Unresolved at the end of the period.
        Backlog = "backlog",
    }
}
