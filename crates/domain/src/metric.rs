//! Metrics: one definition each, wherever they are shown.
//!
//! The database counts ([`MetricTotals`]); this module defines what is divided by what, and what is excluded. A metric counts what happened
//! within a period, so that a past period keeps its values. Deleted records count nowhere until they are restored; an undone change of
//! status is not counted; a ticket closed as a duplicate is not counted as a ticket of its own.

mod accumulate;
mod drilldown;
mod duration_histogram;
mod value;

pub use drilldown::{BacklogAge, Drilldown};
pub use duration_histogram::{DurationHistogram, duration_bucket};
pub use value::{Excluded, MetricValue};

use crate::string_enum::string_enum;

/// A reopening within so many days after a resolution counts against that resolution.
pub const REOPEN_DAYS: i64 = 7;
/// A ticket is a repeat if its customer opened another of the same category so many days before at most.
pub const REPEAT_DAYS: i64 = 30;
/// The most contacts of a ticket that counts as resolved at the first contact.
pub const MAX_FIRST_CONTACTS: i64 = 1;

string_enum! {
    /// A metric of the desk.
    pub enum Metric {
        /// Tickets opened in the period. For an agent: those assigned to them now.
        TicketsOpened = "tickets_opened",
        /// Tickets resolved in the period, each once. For an agent: those they resolved. A ticket resolved by two agents in turn counts for
        /// both, and once for the team.
        TicketsResolved = "tickets_resolved",
        /// Interactions that ended in the period, counted for their assignee at the end.
        InteractionsHandled = "interactions_handled",
        /// Time from start to end of the calls that ended in the period.
        CallHandleTime = "call_handle_time",
        /// Time from start to end of the chats that ended in the period.
        ChatHandleTime = "chat_handle_time",
        /// Time from start to end of the e-mails whose end was entered; the others ended when they were logged, which measures nothing.
        EmailHandleTime = "email_handle_time",
        /// Time from the opening of a ticket to the first reply or linked interaction of a staff member, of first responses in the period,
        /// counted for their author. A ticket opened in an interaction is answered by it and has none.
        FirstResponseTime = "first_response_time",
        /// Time from the opening of tickets to their last resolution, of those resolved in the period and still resolved.
        ResolutionTime = "resolution_time",
        /// Time from the opening of tickets to their first resolution, if that was in the period.
        FirstResolutionTime = "first_resolution_time",
        /// Share of the tickets resolved in the period at least 7 days ago that were reopened within 7 days of such a resolution.
        ReopenRate = "reopen_rate",
        /// Share of the same tickets that had one contact at most (interactions and messages of the customer) until they were resolved, no
        /// escalation and no reopening within 7 days.
        FirstContactResolution = "first_contact_resolution",
        /// Share of the tickets opened in the period that were escalated. For an agent: of those assigned to them now.
        EscalationRate = "escalation_rate",
        /// Share of the tickets opened in the period whose customer had opened another of the same category in the 30 days before.
        RepeatContactRate = "repeat_contact_rate",
        /// Escalations raised in the period, counted for who raised them.
        EscalationsRaised = "escalations_raised",
        /// Escalations raised in the period that were answered.
        EscalationsAnswered = "escalations_answered",
        /// Escalations raised in the period that were withdrawn before they were answered.
        EscalationsWithdrawn = "escalations_withdrawn",
        /// Escalations raised in the period that are neither answered nor withdrawn.
        EscalationsOpen = "escalations_open",
        /// Share of the answered escalations that their target answered, and not an admin in their place.
        AnsweredByTarget = "answered_by_target",
        /// Time from raising to acceptance of the escalations raised in the period.
        TimeToAccept = "time_to_accept",
        /// Time from raising to answer of the escalations raised in the period.
        TimeToAnswer = "time_to_answer",
    }
}

string_enum! {
    /// The kind of a metric.
    pub enum MetricKind {
        /// A number of records.
        Count = "count",
        /// A share, from 0 to 1.
        Rate = "rate",
        /// A duration, in seconds.
        Duration = "duration",
    }
}

string_enum! {
    /// Why records are excluded from a metric.
    pub enum Exclusion {
        /// Tickets closed as duplicates of others.
        Duplicates = "duplicates",
        /// Tickets whose resolution is not 7 days old yet.
        TooRecent = "too_recent",
        /// Tickets opened in an interaction, which answered them.
        AnsweredAtOpening = "answered_at_opening",
        /// Tickets without a first response yet.
        Unanswered = "unanswered",
        /// Tickets reopened since they were resolved in the period.
        Reopened = "reopened",
        /// E-mails whose end was not entered.
        WithoutEnd = "without_end",
        /// Escalations not yet accepted or answered, as the metric measures.
        Open = "open",
        /// Escalations withdrawn before they were accepted or answered, as the metric measures.
        Withdrawn = "withdrawn",
    }
}

impl Metric {
    /// Its kind.
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

/// Totals of one period, for one agent, one category or the whole desk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MetricTotals {
    /// Tickets opened.
    pub opened: OpenedTickets,
    /// First responses given.
    pub responses: DurationHistogram,
    /// Tickets resolved.
    pub resolved: ResolvedTickets,
    /// Durations of the resolutions.
    pub resolutions: ResolutionTimes,
    /// Interactions ended.
    pub handled: HandledInteractions,
    /// Escalations raised.
    pub raised: RaisedEscalations,
}

/// Tickets opened in a period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OpenedTickets {
    /// How many.
    pub tickets: i64,
    /// Of these, those that are duplicates now.
    pub duplicates: i64,
    /// Those escalated.
    pub escalated: i64,
    /// Those whose customer had opened another of the category within [`REPEAT_DAYS`] before; neither is a duplicate.
    pub repeats: i64,
    /// Those opened in an interaction.
    pub answered_at_opening: i64,
    /// Those without a first response.
    pub unanswered: i64,
}

/// Tickets resolved in a period, each once. Duplicates are counted in `duplicates` only.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ResolvedTickets {
    /// How many.
    pub tickets: i64,
    /// Those resolved as duplicates.
    pub duplicates: i64,
    /// Those with a resolution in the period at least [`REOPEN_DAYS`] ago.
    pub past_reopen_window: i64,
    /// Of these, those reopened within [`REOPEN_DAYS`] of such a resolution.
    pub reopened: i64,
    /// Of these, those not resolved at the first contact.
    pub beyond_first_contact: i64,
}

/// Time from opening to the resolutions of a period. Duplicates are counted in `first_duplicates` only.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResolutionTimes {
    /// Last resolutions of tickets still resolved.
    pub last: DurationHistogram,
    /// First resolutions.
    pub first: DurationHistogram,
    /// The number of first resolutions as duplicates.
    pub first_duplicates: i64,
}

/// Interactions that ended in a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HandledInteractions {
    /// How many.
    pub interactions: i64,
    /// Calls.
    pub calls: DurationHistogram,
    /// Chats.
    pub chats: DurationHistogram,
    /// E-mails whose end was entered.
    pub emails: DurationHistogram,
    /// The other e-mails.
    pub emails_without_end: i64,
}

/// Escalations raised in a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RaisedEscalations {
    /// How many.
    pub escalations: i64,
    /// Of these, the answered ones.
    pub answered: i64,
    /// Of these, those answered by their target.
    pub by_target: i64,
    /// The withdrawn ones.
    pub withdrawn: i64,
    /// Of these, those accepted before.
    pub withdrawn_accepted: i64,
    /// Time to acceptance.
    pub accepted: DurationHistogram,
    /// Time to answer.
    pub answers: DurationHistogram,
}
