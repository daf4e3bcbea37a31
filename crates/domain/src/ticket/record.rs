//! The stored data of a ticket.

use std::ops::Deref;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::state::{Category, FirstResponse, TicketState};
use crate::{
    CustomerId, EscalationId, InteractionId, MessageId, PrincipalId, StaffId, TicketId, Timestamp,
    deletion::Deletion,
    event::{AuditField, AuditFields, Auditable, EventSubject, SubjectKind},
    priority::Priority,
    staff::Assignee,
    text::{Description, Subject as SubjectLine},
    ticket_number::TicketNumber,
    version::Version,
};

/// A ticket as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketRecord {
    /// The id.
    pub id: TicketId,
    /// The number people use for it.
    pub number: TicketNumber,
    /// The customer.
    pub customer: CustomerId,
    /// The assignee; `None` while it is in the queue.
    pub assignee: Option<StaffId>,
    /// Who opened it.
    pub opened_by: PrincipalId,
    /// The interaction it was opened in.
    pub interaction: Option<InteractionId>,
    /// The category.
    pub category: Category,
    /// The priority.
    pub priority: Priority,
    /// The status, with the facts of that state.
    pub state: TicketState,
    /// What it is about, in a line.
    pub subject: SubjectLine,
    /// What it is about, in full.
    pub description: Description,
    /// Since when the customer waits for an answer: the opening, or the oldest unanswered contact.
    pub waiting_since: Option<Timestamp>,
    /// Whether it was opened in an interaction that had an agent. Only the metrics use this: such a ticket waits like any other.
    pub answered_at_opening: bool,
    /// The first reply or answering interaction by staff.
    pub first_response: Option<FirstResponse>,
    /// How often it was reopened.
    pub reopened_count: i32,
    /// The ticket it duplicates; only set on a resolved ticket.
    pub duplicate_of: Option<TicketId>,
    /// Its open escalation; only set on an escalated ticket.
    pub open_escalation: Option<EscalationId>,
    /// The last status change, while it can be undone: a reply, contact, move or escalation clears it.
    pub pending_undo: Option<PendingUndo>,
    /// What the last replies changed, to undo it on recall; cleared by the next contact with the customer.
    pub reply_effects: Vec<ReplyEffect>,
    /// The interactions that answered the customer since the last reply, or since the ticket was last set to pending or resolved.
    pub contacts: Vec<Contact>,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When it last changed or a message was written.
    pub updated_at: Timestamp,
    /// `updated_at` without internal notes: [`Ticket::updated_at_for`] returns it to actors who may not read notes.
    pub public_updated_at: Timestamp,
    /// Set when deleted.
    pub deleted: Option<Deletion>,
    /// Incremented by each change; messages do not count.
    pub version: Version,
}

/// The fields that people fill in and edit.
#[derive(Debug, Clone)]
pub struct TicketFields {
    /// See [`TicketRecord::category`].
    pub category: Category,
    /// See [`TicketRecord::priority`].
    pub priority: Priority,
    /// See [`TicketRecord::subject`].
    pub subject: SubjectLine,
    /// See [`TicketRecord::description`].
    pub description: Description,
}

impl TicketFields {
    /// The required fields; optional ones are empty.
    pub const fn new(category: Category, priority: Priority, subject: SubjectLine, description: Description) -> Self {
        Self { category, priority, subject, description }
    }
}

/// The fields to edit; `None` leaves a field unchanged.
#[derive(Debug, Clone, Default)]
pub struct TicketPatch {
    /// See [`TicketRecord::category`].
    pub category: Option<Category>,
    /// See [`TicketRecord::priority`].
    pub priority: Option<Priority>,
    /// See [`TicketRecord::subject`].
    pub subject: Option<SubjectLine>,
    /// See [`TicketRecord::description`].
    pub description: Option<Description>,
}

impl TicketPatch {
    pub(super) fn apply(self, ticket: &mut TicketRecord) {
        fn set<T>(field: &mut T, to: Option<T>) {
            if let Some(value) = to {
                *field = value;
            }
        }
        set(&mut ticket.category, self.category);
        set(&mut ticket.priority, self.priority);
        set(&mut ticket.subject, self.subject);
        set(&mut ticket.description, self.description);
    }
}

/// The input for a new ticket.
#[derive(Debug)]
pub struct NewTicket {
    /// The id.
    pub id: TicketId,
    /// The number.
    pub number: TicketNumber,
    /// The assignee; `None` puts it in the queue.
    pub assignee: Option<Assignee>,
    /// What people fill in.
    pub fields: TicketFields,
}

/// A ticket, changed only by its own transitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket(pub(super) TicketRecord);

impl Deref for Ticket {
    type Target = TicketRecord;

    fn deref(&self) -> &TicketRecord {
        &self.0
    }
}

impl Ticket {
    /// Rebuilds the record from a stored row, without checks.
    pub const fn from_row(state: TicketRecord) -> Self {
        Self(state)
    }

    /// An open ticket, whose customer waits. `answered` says whether `interaction`, which it is opened in, had an agent.
    pub(crate) fn new(
        new: NewTicket,
        customer: CustomerId,
        interaction: Option<InteractionId>,
        answered: bool,
        opened_by: PrincipalId,
        at: Timestamp,
    ) -> Self {
        Self(TicketRecord {
            id: new.id,
            number: new.number,
            customer,
            assignee: new.assignee.map(Assignee::id),
            opened_by,
            interaction,
            category: new.fields.category,
            priority: new.fields.priority,
            state: TicketState::Open,
            subject: new.fields.subject,
            description: new.fields.description,
            waiting_since: Some(at),
            answered_at_opening: answered,
            first_response: None,
            reopened_count: 0,
            duplicate_of: None,
            open_escalation: None,
            pending_undo: None,
            reply_effects: Vec::new(),
            contacts: Vec::new(),
            created_at: at,
            updated_at: at,
            public_updated_at: at,
            deleted: None,
            version: 1,
        })
    }
}

impl Auditable for Ticket {
    fn subject(&self) -> EventSubject {
        EventSubject { kind: SubjectKind::Ticket, id: self.id.uuid() }
    }

    fn customer(&self) -> Option<CustomerId> {
        Some(self.customer)
    }

    fn audit_fields(&self) -> AuditFields {
        vec![
            ("number", AuditField::Public(json!(self.number))),
            ("customer", AuditField::Public(json!(self.customer))),
            ("assignee", AuditField::Public(json!(self.assignee))),
            ("category", AuditField::Public(json!(self.category))),
            ("priority", AuditField::Public(json!(self.priority))),
            ("status", AuditField::Public(json!(self.state.status()))),
            ("interaction", AuditField::Public(json!(self.interaction))),
            ("duplicate_of", AuditField::Public(json!(self.duplicate_of))),
            ("open_escalation", AuditField::Public(json!(self.open_escalation))),
            ("deleted", AuditField::Public(json!(self.deleted.map(|_| true)))),
            ("subject", AuditField::Personal(json!(self.subject))),
            ("description", AuditField::Personal(json!(self.description))),
        ]
    }
}

/// An interaction that answered the customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The interaction.
    pub interaction: InteractionId,
    /// It answers nothing after this time.
    pub until: Timestamp,
    /// `waiting_since` of the ticket without it.
    pub waiting_since: Option<Timestamp>,
}

/// A status change that can be undone: who made it, when, and the values before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingUndo {
    /// Who changed it.
    pub by: PrincipalId,
    /// When.
    pub at: Timestamp,
    /// The state before.
    pub standing: TicketState,
    /// `waiting_since` before.
    pub waiting_since: Option<Timestamp>,
    /// `contacts` before.
    #[serde(default)]
    pub contacts: Vec<Contact>,
    /// `reopened_count` before.
    pub reopened_count: i32,
    /// `duplicate_of` before.
    #[serde(default)]
    pub duplicate_of: Option<TicketId>,
}

/// What a reply changed on its ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplyEffect {
    /// The reply.
    pub message: MessageId,
    /// When it was written, and by whom.
    pub said: FirstResponse,
    /// The ticket's `waiting_since` before the reply.
    pub waiting_since: Option<Timestamp>,
    /// The ticket's `contacts` before the reply.
    #[serde(default)]
    pub contacts: Vec<Contact>,
    /// Whether it was the first response.
    pub first_response: bool,
    /// Whether it claimed the ticket, and nobody has assigned it since.
    pub claimed: bool,
    /// How to undo its status change.
    pub moved: Option<PendingUndo>,
    /// The ticket's state after the reply.
    pub standing: TicketState,
    /// The escalation that it closed, and the version of that then.
    pub closed: Option<(EscalationId, Version)>,
}
