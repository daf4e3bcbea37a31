//! Drill-down: the tickets that a number counts.

use crate::string_enum::string_enum;

string_enum! {
    /// Age band of a backlog ticket at the end of a period, the youngest first.
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

string_enum! {
    /// The set of tickets that a number counts.
    pub enum Drilldown {
        /// Opened in the period.
        Opened = "opened",
        /// Of the opened, the escalated ones.
        Escalated = "escalated",
        /// Of the opened, the repeats.
        Repeats = "repeats",
        /// Of the opened, the duplicates.
        Duplicates = "duplicates",
        /// Of the opened, those that are no duplicates.
        WithoutDuplicates = "without_duplicates",
        /// Of the opened, those answered by the interaction in which they were opened.
        AnsweredAtOpening = "answered_at_opening",
        /// Of the opened, those without a first response.
        Unanswered = "unanswered",
        /// First response in the period.
        Responded = "responded",
        /// Resolved in the period, not as duplicates.
        Resolved = "resolved",
        /// Of the resolved, those still resolved.
        ResolvedStill = "resolved_still",
        /// Of the resolved, those reopened since.
        ReopenedSince = "reopened_since",
        /// Of the resolved, those resolved for the first time.
        FirstResolved = "first_resolved",
        /// Resolved in the period as duplicates.
        ResolvedAsDuplicates = "resolved_as_duplicates",
        /// Of the resolved as duplicates, those resolved for the first time.
        FirstResolvedAsDuplicates = "first_resolved_as_duplicates",
        /// Resolved in the period, at least 7 days ago.
        PastReopenWindow = "past_reopen_window",
        /// Resolved in the period, less than 7 days ago.
        TooRecent = "too_recent",
        /// Of those resolved at least 7 days ago, those reopened within 7 days.
        Reopened = "reopened",
        /// Of those resolved at least 7 days ago, those resolved at the first contact.
        FirstContact = "first_contact",
        /// Unresolved at the end of the period.
        Backlog = "backlog",
    }
}
