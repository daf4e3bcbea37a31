//! Notices and how they change.

use uuid::Uuid;

use crate::{PrincipalId, StaffId, Timestamp, escalation::EscalationSource, event::EventSubject, role::Role, string_enum::string_enum};

string_enum! {
    /// The kind of a notice, seen by its recipient.
    pub enum NoticeKind {
        /// A ticket or an interaction was assigned to them.
        Assigned = "assigned",
        /// The customer of a ticket assigned to them wrote or called.
        CustomerWrote = "customer_wrote",
        /// An escalation names them, or waits in their pool.
        Escalation = "escalation",
        /// The target of an escalation they raised asked a question.
        EscalationQuestion = "escalation_question",
        /// The care team wrote to them within an escalation.
        EscalationReply = "escalation_reply",
        /// An escalation they raised is resolved.
        EscalationAnswer = "escalation_answer",
        /// An escalation they raised was declined, and waits in its pool.
        EscalationDecline = "escalation_decline",
        /// An escalation they had accepted was withdrawn.
        EscalationWithdrawn = "escalation_withdrawn",
        /// An urgent ticket is in the queue.
        UrgentInQueue = "urgent_in_queue",
        /// A ticket of high priority is in the queue.
        HighInQueue = "high_in_queue",
        /// A running chat or call has no agent.
        Unattended = "unattended",
        /// The app did not fetch a reply they wrote in time.
        ReplyNotFetched = "reply_not_fetched",
    }
}

/// The recipient of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recipient {
    /// A staff member.
    Person(StaffId),
    /// Everybody in a role.
    Role(Role),
    /// Who raised an escalation; if that is a service account or no longer an agent or admin, the assignee of the record it was raised from; without
    /// one, all agents.
    CareTeam {
        /// Who raised it.
        raised_by: PrincipalId,
        /// The record it was raised from.
        source: EscalationSource,
    },
}

/// An item of the bell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notice {
    /// Since when.
    pub at: Timestamp,
    /// The recipient.
    pub to: Recipient,
    /// The kind.
    pub kind: NoticeKind,
    /// The record to open.
    pub subject: EventSubject,
    /// The ticket or interaction it concerns: the subject itself, or what an escalation was raised from. A person sees one notice for each.
    pub case: Uuid,
    /// Who caused it, and gets no notice.
    pub caused_by: Option<PrincipalId>,
}

/// A change of the stored notices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeChange {
    /// Add a notice.
    Create(Notice),
    /// Remove the notices of this kind about this record.
    Dismiss(NoticeKind, EventSubject),
    /// The record is deleted: remove the notices about it, and about the escalations raised from it.
    DismissAll(EventSubject),
    /// A staff member was deactivated or changed role: if they can no longer relay answers, notices of the escalations they raised go to others.
    Reassign {
        /// Who.
        from: StaffId,
        /// When.
        at: Timestamp,
    },
}
