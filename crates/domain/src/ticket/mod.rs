//! Tickets: a customer's request, its assignee and its state.

mod contact;
mod conversation;
mod life;
mod links;
mod queue;
mod recall;
mod redact;
mod spell;
mod standing;

use std::ops::Deref;

use serde_json::json;

pub use contact::Contact;
pub use conversation::NewMessage;
pub use life::{UNDO_SECONDS, Undoable};
pub use links::Linked;
pub use queue::queue_ranks_end;
pub use recall::ReplyEffect;
pub use redact::TicketText;
pub use spell::{SpellEnd, Turn, turns};
pub use standing::{Category, FirstResponse, Priority, Standing, TicketStatus, Unresolved};

use crate::{
    CustomerId, EscalationId, InteractionId, PrincipalId, Refusal, StaffId, TicketId, Timestamp,
    actor::Actor,
    change::{Change, Put, Telling, Version, Write},
    customer::{Customer, Deleted},
    event::{Fact, Facts, Record, Subject, SubjectKind},
    interaction::Interaction,
    policy::{Action, Relation, check, reads_notes},
    staff::Assignee,
    text::{Description, Subject as SubjectLine},
    ticket_number::TicketNumber,
};

/// A ticket as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketState {
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
    pub standing: Standing,
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
    pub undoable: Option<Undoable>,
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
    pub deleted: Option<Deleted>,
    /// Incremented by each change; messages do not count.
    pub version: Version,
}

/// A ticket, changed only by its own transitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket(TicketState);

impl Deref for Ticket {
    type Target = TicketState;

    fn deref(&self) -> &TicketState {
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
    /// See [`TicketState::category`].
    pub category: Option<Category>,
    /// See [`TicketState::priority`].
    pub priority: Option<Priority>,
    /// See [`TicketState::subject`].
    pub subject: Option<SubjectLine>,
    /// See [`TicketState::description`].
    pub description: Option<Description>,
}

impl Ticket {
    /// Rebuilds the record from a stored row, without checks.
    pub const fn restore(state: TicketState) -> Self {
        Self(state)
    }

    /// Opens a ticket. The customer waits from then on, even when the ticket is opened during a call or chat.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Invalid`] when the customer is deleted, or the interaction belongs to another customer.
    pub fn open(
        new: NewTicket,
        customer: &Customer,
        interaction: Option<Interaction>,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Change<Self>, Refusal> {
        let permit = check(actor, Action::OpenTicket, Relation::Other)?;
        let Some(opened_by) = actor.principal() else { return Err(Refusal::people_only(Action::OpenTicket)) };
        customer.may_be_named()?;
        if interaction.as_ref().is_some_and(|interaction| interaction.customer != customer.id) {
            return Err(Refusal::invalid("interaction_id", "other_customer", "must be an interaction of the same customer"));
        }
        let answered = interaction.as_ref().is_some_and(|interaction| interaction.agent.is_some());
        let ticket = Self(TicketState {
            id: new.id,
            number: new.number,
            customer: customer.id,
            assignee: new.assignee.map(Assignee::id),
            opened_by,
            interaction: interaction.as_ref().map(|interaction| interaction.id),
            category: new.category,
            priority: new.priority,
            standing: Standing::Open,
            subject: new.subject,
            description: new.description,
            waiting_since: Some(at),
            answered_at_opening: answered,
            first_response: None,
            reopened_count: 0,
            duplicate_of: None,
            open_escalation: None,
            undoable: None,
            reply_effects: Vec::new(),
            contacts: Vec::new(),
            created_at: at,
            updated_at: at,
            public_updated_at: at,
            deleted: None,
            version: 1,
        });
        let (telling, id) = (Telling::new(permit, at), ticket.id);
        let link = interaction.and_then(|interaction| interaction.opened_ticket(id, telling.clone(), at));
        let change = telling.change(&Facts::new(), ticket, |ticket| Write::Ticket(Put::new(ticket)));
        Ok(match link {
            Some(link) => change.and(link).map(|(ticket, _)| ticket),
            None => change,
        })
    }

    /// Edits the ticket's fields. A patch without changes writes nothing.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`].
    pub fn edit(self, patch: TicketPatch, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let permit = check(actor, Action::EditTicket, Relation::Other)?;
        let mut edited = self.0.clone();
        set(&mut edited.category, patch.category);
        set(&mut edited.priority, patch.priority);
        set(&mut edited.subject, patch.subject);
        set(&mut edited.description, patch.description);
        if edited == self.0 {
            return Ok(Change::none(permit, self));
        }
        Ok(self.changed(Telling::new(permit, at), at, |state| *state = edited))
    }

    /// The actions `actor` may take on the ticket at `at`.
    pub fn allowed(&self, actor: &Actor, at: Timestamp) -> Vec<Action> {
        let live = self.deleted.is_none();
        let possible = [
            (Action::EditTicket, live),
            (Action::SetStatus, live && !self.followers().is_empty()),
            (Action::UndoStatus, live && self.undoable_at(at).is_some()),
            (Action::Claim, live && self.claimable()),
            (Action::Assign, live),
            (Action::Escalate, live && self.returns_to().is_some()),
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
        let relation = Relation::of(actor, self.undoable.as_ref().map(|change| change.by));
        let may = |action: Action| check(actor, action, relation).is_ok();
        possible.into_iter().filter(|(action, now)| *now && may(*action)).map(|(action, _)| action).collect()
    }

    /// When it last changed, as far as `actor` may know: without internal notes for actors who may not read them.
    pub fn updated_at_for(&self, actor: &Actor) -> Timestamp {
        if reads_notes(actor) { self.updated_at } else { self.public_updated_at }
    }

    pub(crate) fn changed(self, telling: Telling, at: Timestamp, alter: impl FnOnce(&mut TicketState)) -> Change<Self> {
        let (before, expected) = (self.facts(), self.version);
        let mut state = self.0;
        alter(&mut state);
        state.updated_at = at;
        state.public_updated_at = at;
        state.version = expected + 1;
        telling.change(&before, Self(state), |ticket| Write::Ticket(Put::over(expected, ticket)))
    }

    /// A change that is only a note: `version` and `public_updated_at` stay.
    pub(super) fn annotated(self, telling: Telling, at: Timestamp) -> Change<Self> {
        let (before, expected) = (self.facts(), self.version);
        let mut state = self.0;
        state.updated_at = at;
        telling.change(&before, Self(state), |ticket| Write::Ticket(Put::over(expected, ticket)))
    }
}

fn set<T>(field: &mut T, to: Option<T>) {
    if let Some(value) = to {
        *field = value;
    }
}

impl Record for Ticket {
    fn subject(&self) -> Subject {
        Subject { kind: SubjectKind::Ticket, id: self.id.uuid() }
    }

    fn customer(&self) -> Option<CustomerId> {
        Some(self.customer)
    }

    fn facts(&self) -> Facts {
        vec![
            ("number", Fact::Plain(json!(self.number))),
            ("customer", Fact::Plain(json!(self.customer))),
            ("assignee", Fact::Plain(json!(self.assignee))),
            ("category", Fact::Plain(json!(self.category))),
            ("priority", Fact::Plain(json!(self.priority))),
            ("status", Fact::Plain(json!(self.standing.status()))),
            ("interaction", Fact::Plain(json!(self.interaction))),
            ("duplicate_of", Fact::Plain(json!(self.duplicate_of))),
            ("open_escalation", Fact::Plain(json!(self.open_escalation))),
            ("deleted", Fact::Plain(json!(self.deleted.map(|_| true)))),
            ("subject", Fact::Personal(json!(self.subject))),
            ("description", Fact::Personal(json!(self.description))),
        ]
    }
}

#[cfg(test)]
mod tests;
