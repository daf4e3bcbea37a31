//! The figures of the desk: one definition each, whoever shows them.
//!
//! The database counts ([`Tallies`]); here is what is divided by what, and what is left out. Every figure is of a period and belongs to whatever
//! happened in it, so that a past period keeps its figures. What was hidden counts nowhere until it is brought back; a change of status that was
//! undone never happened; a ticket closed as the duplicate of another is no case of its own.

mod behind;
mod durations;
mod figure;
mod sum;

pub use behind::{BacklogAge, Behind};
pub use durations::{Durations, bucket_of};
pub use figure::{Excluded, Figure};

use crate::words::words;

/// For how many days after its resolution a ticket's reopening counts against that resolution.
pub const REOPEN_DAYS: i64 = 7;
/// Within how many days another ticket of the same customer and category makes a ticket a repeat.
pub const REPEAT_DAYS: i64 = 30;
/// How many contacts a ticket that was resolved at the first contact has at most.
pub const FIRST_CONTACTS: i64 = 1;

words! {
    /// A figure of the desk.
    pub enum Metric {
        /// Tickets opened in the period. An agent's are those they have now.
        TicketsOpened = "tickets_opened",
        /// Tickets resolved in the period, each once. An agent's are those they resolved: a ticket that two resolved in turn is one of both and
        /// one of the team.
        TicketsResolved = "tickets_resolved",
        /// Interactions that ended in the period, of whoever handled them then.
        InteractionsHandled = "interactions_handled",
        /// From start to end of the calls that ended in the period.
        CallHandleTime = "call_handle_time",
        /// From start to end of the chats that ended in the period.
        ChatHandleTime = "chat_handle_time",
        /// From start to end of the e-mails whose end somebody gave; the others ended when they were put down, which tells nothing.
        EmailHandleTime = "email_handle_time",
        /// From the opening of tickets to a person's first reply or linked interaction, of those that were given in the period, by whoever gave
        /// them. A ticket opened in an interaction is answered by it and has none.
        FirstResponseTime = "first_response_time",
        /// From the opening of tickets to their last resolution, of those that were resolved in the period and are still.
        ResolutionTime = "resolution_time",
        /// From the opening of tickets to their first resolution, where that was in the period.
        FirstResolutionTime = "first_resolution_time",
        /// Of the tickets resolved in the period at least 7 days ago: those that were reopened within 7 days of such a resolution.
        ReopenRate = "reopen_rate",
        /// Of the same tickets: those with one contact at most (interactions and messages of the customer) until they were resolved, no escalation
        /// and no reopening within 7 days.
        FirstContactResolution = "first_contact_resolution",
        /// Of the tickets opened in the period: those that were escalated. An agent's are those they have now.
        EscalationRate = "escalation_rate",
        /// Of the tickets opened in the period: those of a customer who had opened another of the same category in the 30 days before.
        RepeatContactRate = "repeat_contact_rate",
        /// Escalations raised in the period, of whoever raised them.
        EscalationsRaised = "escalations_raised",
        /// Of these those that were answered.
        EscalationsAnswered = "escalations_answered",
        /// Of these those that were withdrawn before they were answered.
        EscalationsWithdrawn = "escalations_withdrawn",
        /// Of these those that still wait for their answer.
        EscalationsOpen = "escalations_open",
        /// Of the answered ones those that their own target answered, and not an admin in their place.
        AnsweredByTarget = "answered_by_target",
        /// From the raising of escalations to their acceptance, of those raised in the period.
        TimeToAccept = "time_to_accept",
        /// From the raising of escalations to their answer, of those raised in the period.
        TimeToAnswer = "time_to_answer",
    }
}

words! {
    /// What a figure is.
    pub enum MetricKind {
        /// How many there were.
        Count = "count",
        /// A share of others, from 0 to 1.
        Rate = "rate",
        /// How long something took, in seconds.
        Duration = "duration",
    }
}

words! {
    /// Why something is not counted in a figure.
    pub enum Exclusion {
        /// Tickets closed as duplicates of others.
        Duplicates = "duplicates",
        /// Tickets whose resolution is not 7 days old yet.
        TooRecent = "too_recent",
        /// Tickets opened in an interaction, which answered them.
        AnsweredAtOpening = "answered_at_opening",
        /// Tickets that nobody has answered yet.
        Unanswered = "unanswered",
        /// Tickets with no resolution of the period that lasts: they were reopened since.
        Reopened = "reopened",
        /// E-mails whose end nobody gave.
        WithoutEnd = "without_end",
        /// Escalations that have not come so far.
        Open = "open",
        /// Escalations that were withdrawn before they came so far.
        Withdrawn = "withdrawn",
    }
}

impl Metric {
    /// What it is.
    pub const fn kind(self) -> MetricKind {
        match self {
            Self::TicketsOpened | Self::TicketsResolved | Self::InteractionsHandled => MetricKind::Count,
            Self::EscalationsRaised | Self::EscalationsAnswered | Self::EscalationsWithdrawn | Self::EscalationsOpen => MetricKind::Count,
            Self::ReopenRate | Self::FirstContactResolution | Self::EscalationRate => MetricKind::Rate,
            Self::RepeatContactRate | Self::AnsweredByTarget => MetricKind::Rate,
            Self::CallHandleTime | Self::ChatHandleTime | Self::EmailHandleTime => MetricKind::Duration,
            Self::FirstResponseTime | Self::ResolutionTime | Self::FirstResolutionTime => MetricKind::Duration,
            Self::TimeToAccept | Self::TimeToAnswer => MetricKind::Duration,
        }
    }
}

/// What was counted of one period and one agent, category or all of the desk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tallies {
    /// Tickets opened.
    pub opened: Opened,
    /// First responses given.
    pub responses: Durations,
    /// Tickets resolved.
    pub resolved: Resolved,
    /// How long the resolutions took.
    pub resolutions: Resolutions,
    /// Interactions ended.
    pub handled: Handled,
    /// Escalations raised.
    pub raised: Raised,
}

/// Tickets opened in a period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Opened {
    /// How many.
    pub tickets: i64,
    /// Of these those that are duplicates of others now.
    pub duplicates: i64,
    /// Those that were escalated.
    pub escalated: i64,
    /// Those of a customer who had opened another of the category shortly before, duplicates on neither side.
    pub repeats: i64,
    /// Those opened in an interaction.
    pub answered_at_opening: i64,
    /// Those that nobody has answered.
    pub unanswered: i64,
}

/// Tickets resolved in a period, each once. Duplicates are only in their own number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Resolved {
    /// How many.
    pub tickets: i64,
    /// Those resolved as duplicates.
    pub duplicates: i64,
    /// Those with a resolution in the period that is old enough to be judged.
    pub settled: i64,
    /// Of these those with such a resolution after which they were soon reopened.
    pub reopened: i64,
    /// Of these those that took more than a first contact.
    pub beyond_first_contact: i64,
}

/// How long the resolutions of a period took from the opening of their tickets. Duplicates are only in their own number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resolutions {
    /// The last ones of tickets that are resolved still.
    pub last: Durations,
    /// The first ones.
    pub first: Durations,
    /// The first ones of their tickets that were as duplicates.
    pub first_duplicates: i64,
}

/// Interactions that ended in a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Handled {
    /// How many.
    pub interactions: i64,
    /// Calls.
    pub calls: Durations,
    /// Chats.
    pub chats: Durations,
    /// E-mails whose end was given.
    pub emails: Durations,
    /// The other e-mails.
    pub emails_without_end: i64,
}

/// Escalations raised in a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Raised {
    /// How many.
    pub escalations: i64,
    /// Of these the answered ones.
    pub answered: i64,
    /// Of these those answered by whom they were addressed to.
    pub by_target: i64,
    /// The withdrawn ones.
    pub withdrawn: i64,
    /// Of these those that had been accepted.
    pub withdrawn_accepted: i64,
    /// How long it took until they were accepted.
    pub accepted: Durations,
    /// How long it took until they were answered.
    pub answers: Durations,
}
