//! A customer's case: what it is, who works it, and where it stands.

mod conversation;
mod life;

use std::ops::Deref;

use serde::{Deserialize, Serialize};
use serde_json::json;

pub use conversation::NewMessage;
pub use life::UNDO_SECONDS;

use crate::{
    CustomerId, Refusal, StaffId, TicketId, Timestamp,
    actor::Actor,
    change::{Change, Put, Telling, Version, Write},
    customer::{Customer, Deleted},
    event::{Fact, Facts, Record, Subject, SubjectKind},
    policy::{Action, Relation, check},
    staff::Assignee,
    text::{Description, Subject as SubjectLine},
    ticket_number::TicketNumber,
    words::words,
};

words! {
    /// What a ticket is about.
    pub enum Category {
        /// Money.
        Billing = "billing",
        /// Times and bookings.
        Appointment = "appointment",
        /// The app and its devices.
        Technical = "technical",
        /// Health.
        Medical = "medical",
    }
}

words! {
    /// How soon a ticket must be worked, the least first.
    pub enum Priority {
        /// When there is time.
        Low = "low",
        /// In turn.
        Medium = "medium",
        /// Before others.
        High = "high",
        /// Now.
        Urgent = "urgent",
    }
}

impl Priority {
    /// Its place in the order, from 0 for low.
    pub const fn rank(self) -> i16 {
        match self {
            Self::Low => 0,
            Self::Medium => 1,
            Self::High => 2,
            Self::Urgent => 3,
        }
    }
}

words! {
    /// Where a ticket stands.
    pub enum TicketStatus {
        /// Waits for the desk.
        Open = "open",
        /// Waits for somebody else.
        Pending = "pending",
        /// Done.
        Resolved = "resolved",
        /// Waits for a doctor or an admin.
        Escalated = "escalated",
    }
}

/// Where a ticket stands, with the facts of that state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Standing {
    /// Waits for the desk.
    Open,
    /// Waits for somebody else.
    Pending,
    /// Waits for a doctor or an admin.
    Escalated,
    /// Done.
    Resolved {
        /// Since when.
        at: Timestamp,
        /// By whom.
        by: StaffId,
    },
}

impl Standing {
    /// The word for it.
    pub const fn status(self) -> TicketStatus {
        match self {
            Self::Open => TicketStatus::Open,
            Self::Pending => TicketStatus::Pending,
            Self::Escalated => TicketStatus::Escalated,
            Self::Resolved { .. } => TicketStatus::Resolved,
        }
    }
}

/// The desk's first answer to a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirstResponse {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: StaffId,
}

/// What can be taken back: who changed the status, when, and what it was before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undoable {
    /// Who changed it.
    pub by: StaffId,
    /// When.
    pub at: Timestamp,
    /// Where it stood.
    pub standing: Standing,
    /// Since when the customer had been waiting.
    pub waiting_since: Option<Timestamp>,
    /// How often it had been reopened.
    pub reopened_count: i32,
}

/// A ticket as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketState {
    /// The id.
    pub id: TicketId,
    /// What people call it.
    pub number: TicketNumber,
    /// Whose case it is.
    pub customer: CustomerId,
    /// Who works it; nobody while it is in the queue.
    pub assignee: Option<StaffId>,
    /// Who opened it.
    pub opened_by: StaffId,
    /// What it is about.
    pub category: Category,
    /// How soon it must be worked.
    pub priority: Priority,
    /// Where it stands.
    pub standing: Standing,
    /// What it is about, in a line.
    pub subject: SubjectLine,
    /// What it is about, in full.
    pub description: Description,
    /// The oldest contact of the customer that nobody has answered.
    pub waiting_since: Option<Timestamp>,
    /// The desk's first answer.
    pub first_response: Option<FirstResponse>,
    /// How often it was resolved and then opened again.
    pub reopened_count: i32,
    /// The last change of status, as long as nothing was said since.
    pub undoable: Option<Undoable>,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When it last changed or something was said.
    pub updated_at: Timestamp,
    /// Whether it is hidden.
    pub deleted: Option<Deleted>,
    /// How often it changed; messages do not count.
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

/// What a new ticket is made from.
#[derive(Debug)]
pub struct NewTicket {
    /// The id.
    pub id: TicketId,
    /// The number.
    pub number: TicketNumber,
    /// What it is about.
    pub category: Category,
    /// How soon it must be worked.
    pub priority: Priority,
    /// What it is about, in a line.
    pub subject: SubjectLine,
    /// What it is about, in full.
    pub description: Description,
    /// Who is to work it; `None` puts it in the queue.
    pub assignee: Option<Assignee>,
}

/// The fields of a ticket to set; `None` leaves one as it is.
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
    /// Takes a row read from the database for what it was when saved.
    pub const fn restore(state: TicketState) -> Self {
        Self(state)
    }

    /// Opens a ticket for a customer, who waits from then on.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Invalid`] when the customer is deleted.
    pub fn open(new: NewTicket, customer: &Customer, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let permit = check(actor, Action::OpenTicket, Relation::Other)?;
        let Some(opened_by) = actor.staff_id() else { return Err(Refusal::Forbidden { action: Action::OpenTicket }) };
        if customer.deleted.is_some() {
            return Err(Refusal::invalid("customer_id", "deleted", "must be a customer who is not deleted"));
        }
        let ticket = Self(TicketState {
            id: new.id,
            number: new.number,
            customer: customer.id,
            assignee: new.assignee.map(Assignee::id),
            opened_by,
            category: new.category,
            priority: new.priority,
            standing: Standing::Open,
            subject: new.subject,
            description: new.description,
            waiting_since: Some(at),
            first_response: None,
            reopened_count: 0,
            undoable: None,
            created_at: at,
            updated_at: at,
            deleted: None,
            version: 1,
        });
        Ok(Telling::new(permit, at).change(&Facts::new(), ticket, |ticket| Write::Ticket(Put::new(ticket))))
    }

    /// Changes what the ticket is about. A patch that says nothing new writes nothing.
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

    /// What `actor` may do with the ticket at `at`, in the words of the policy.
    pub fn allowed(&self, actor: &Actor, at: Timestamp) -> Vec<Action> {
        let possible = [
            (Action::EditTicket, true),
            (Action::SetStatus, !self.followers().is_empty()),
            (Action::UndoStatus, self.undoable_at(at).is_some()),
            (Action::Claim, self.claimable()),
            (Action::Assign, true),
            (Action::Reply, true),
            (Action::RecordCustomerMessage, true),
            (Action::ReadNotes, true),
            (Action::Note, true),
        ];
        let relation = Relation::to(actor, self.undoable.map(|change| change.by));
        let may = |action: Action| check(actor, action, relation).is_ok();
        possible.into_iter().filter(|(action, now)| *now && may(*action)).map(|(action, _)| action).collect()
    }

    /// `at`, or the instant of the last change where that is later: whoever waited for the record's turn asked for the time before.
    fn not_before(&self, at: Timestamp) -> Timestamp {
        at.max(self.updated_at)
    }

    fn changed(self, telling: Telling, at: Timestamp, alter: impl FnOnce(&mut TicketState)) -> Change<Self> {
        let at = self.not_before(at);
        let (before, expected) = (self.facts(), self.version);
        let mut state = self.0;
        alter(&mut state);
        state.updated_at = at;
        state.version = expected + 1;
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
            ("subject", Fact::Personal(json!(self.subject))),
            ("description", Fact::Personal(json!(self.description))),
        ]
    }
}

#[cfg(test)]
mod tests;
