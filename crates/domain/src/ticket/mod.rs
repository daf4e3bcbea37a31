//! Tickets: a customer's request, its assignee and its state.

mod contact;
mod conversation;
mod linking;
mod open_period;
mod queue;
mod recall;
mod redact;
mod state;
mod transitions;

use std::ops::Deref;

use serde_json::json;

pub use contact::Contact;
pub use conversation::NewMessage;
pub use linking::LinkedInteractions;
pub use open_period::{PeriodChange, PeriodEnd, period_changes};
pub use queue::queue_ranks_end;
pub use recall::ReplyEffect;
pub use redact::TicketText;
pub use state::{Category, FirstResponse, Priority, TicketState, TicketStatus, Unresolved};
pub use transitions::{PendingUndo, UNDO_SECONDS};

use crate::{
    CustomerId, DomainError, EscalationId, InteractionId, PrincipalId, StaffId, TicketId, Timestamp,
    actor::Actor,
    change::{Change, EventBuilder, RecordWrite, Version, VersionedWrite},
    customer::{Customer, Deletion},
    event::{AuditField, AuditFields, Auditable, EventSubject, SubjectKind},
    interaction::Interaction,
    policy::{Action, Ownership, can_read_notes, check},
    staff::Assignee,
    text::{Description, Subject as SubjectLine},
    ticket_number::TicketNumber,
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

/// A ticket, changed only by its own transitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket(TicketRecord);

impl Deref for Ticket {
    type Target = TicketRecord;

    fn deref(&self) -> &TicketRecord {
        &self.0
    }
}

/// The input for a new ticket.
#[derive(Debug)]
pub struct NewTicket {
    /// The id.
    pub id: TicketId,
    /// The number.
    pub number: TicketNumber,
    /// The category.
    pub category: Category,
    /// The priority.
    pub priority: Priority,
    /// What it is about, in a line.
    pub subject: SubjectLine,
    /// What it is about, in full.
    pub description: Description,
    /// The assignee; `None` puts it in the queue.
    pub assignee: Option<Assignee>,
}

/// The fields of a ticket to set; `None` leaves a field unchanged.
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

impl Ticket {
    /// Rebuilds the record from a stored row, without checks.
    pub const fn from_row(state: TicketRecord) -> Self {
        Self(state)
    }

    /// Opens a ticket. The customer waits from then on, even when the ticket is opened during a call or chat.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Invalid`] when the customer is deleted, or the interaction belongs to another customer.
    pub fn open(
        new: NewTicket,
        customer: &Customer,
        interaction: Option<Interaction>,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::OpenTicket, Ownership::Other)?;
        let Some(opened_by) = actor.principal_id() else { return Err(DomainError::staff_only(Action::OpenTicket)) };
        customer.ensure_not_deleted()?;
        if interaction.as_ref().is_some_and(|interaction| interaction.customer != customer.id) {
            return Err(DomainError::invalid("interaction_id", "other_customer", "must be an interaction of the same customer"));
        }
        let answered = interaction.as_ref().is_some_and(|interaction| interaction.agent.is_some());
        let ticket = Self(TicketRecord {
            id: new.id,
            number: new.number,
            customer: customer.id,
            assignee: new.assignee.map(Assignee::id),
            opened_by,
            interaction: interaction.as_ref().map(|interaction| interaction.id),
            category: new.category,
            priority: new.priority,
            state: TicketState::Open,
            subject: new.subject,
            description: new.description,
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
        });
        let (telling, id) = (EventBuilder::new(permit, at), ticket.id);
        let link = interaction.and_then(|interaction| interaction.link_ticket(id, telling.clone(), at));
        let change = telling.change(&AuditFields::new(), ticket, |ticket| RecordWrite::Ticket(VersionedWrite::insert(ticket)));
        Ok(match link {
            Some(link) => change.and(link).map(|(ticket, _)| ticket),
            None => change,
        })
    }

    /// Edits the ticket's fields. A patch without changes writes nothing.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`].
    pub fn edit(self, patch: TicketPatch, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::EditTicket, Ownership::Other)?;
        let mut edited = self.0.clone();
        set(&mut edited.category, patch.category);
        set(&mut edited.priority, patch.priority);
        set(&mut edited.subject, patch.subject);
        set(&mut edited.description, patch.description);
        if edited == self.0 {
            return Ok(Change::no_op(permit, self));
        }
        Ok(self.transition(EventBuilder::new(permit, at), at, |state| *state = edited))
    }

    /// The actions `actor` may take on the ticket at `at`.
    pub fn allowed_actions(&self, actor: &Actor, at: Timestamp) -> Vec<Action> {
        let live = self.deleted.is_none();
        let possible = [
            (Action::EditTicket, live),
            (Action::SetStatus, live && !self.allowed_statuses().is_empty()),
            (Action::UndoStatus, live && self.pending_undo_at(at).is_some()),
            (Action::Claim, live && self.claimable()),
            (Action::Assign, live),
            (Action::Escalate, live && self.status_after_escalation().is_some()),
            (Action::Withdraw, live && self.open_escalation.is_some()),
            (Action::MoveTicket, live),
            (Action::Reply, live),
            (Action::RecordCustomerMessage, live),
            (Action::ReadNotes, live),
            (Action::Note, live),
            (Action::DeleteTicket, live && self.open_escalation.is_none()),
            (Action::RestoreTicket, !live),
            (Action::Redact, true),
        ];
        let relation = Ownership::of_principal(actor, self.pending_undo.as_ref().map(|change| change.by));
        let may = |action: Action| check(actor, action, relation).is_ok();
        possible.into_iter().filter(|(action, now)| *now && may(*action)).map(|(action, _)| action).collect()
    }

    /// When it last changed, as far as `actor` may know: without internal notes for actors who may not read them.
    pub fn updated_at_for(&self, actor: &Actor) -> Timestamp {
        if can_read_notes(actor) { self.updated_at } else { self.public_updated_at }
    }

    pub(crate) fn transition(self, telling: EventBuilder, at: Timestamp, alter: impl FnOnce(&mut TicketRecord)) -> Change<Self> {
        let (before, expected) = (self.audit_fields(), self.version);
        let mut state = self.0;
        alter(&mut state);
        state.updated_at = at;
        state.public_updated_at = at;
        state.version = expected + 1;
        telling.change(&before, Self(state), |ticket| RecordWrite::Ticket(VersionedWrite::update(expected, ticket)))
    }

    /// A change that is only a note: `version` and `public_updated_at` stay.
    pub(super) fn annotated(self, telling: EventBuilder, at: Timestamp) -> Change<Self> {
        let (before, expected) = (self.audit_fields(), self.version);
        let mut state = self.0;
        state.updated_at = at;
        telling.change(&before, Self(state), |ticket| RecordWrite::Ticket(VersionedWrite::update(expected, ticket)))
    }
}

fn set<T>(field: &mut T, to: Option<T>) {
    if let Some(value) = to {
        *field = value;
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

#[cfg(test)]
mod tests;
