//! Which tickets a number counts.

use crate::words::words;

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
        /// Of these those that the interaction answered in which they were opened.
        AnsweredAtOpening = "answered_at_opening",
        /// Of these those that nobody has answered.
        Unanswered = "unanswered",
        /// First answered in the period.
        Responded = "responded",
        /// Resolved in the period, and not as duplicates.
        Resolved = "resolved",
        /// Resolved in the period as duplicates.
        ResolvedAsDuplicates = "resolved_as_duplicates",
        /// Resolved in the period, and long enough ago to be judged.
        Judged = "judged",
        /// Of these those that were soon reopened.
        Reopened = "reopened",
        /// Of these those resolved at the first contact.
        FirstContact = "first_contact",
        /// Unresolved at the end of the period.
        Backlog = "backlog",
    }
}
