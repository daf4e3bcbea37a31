//! Replies, notes and customer messages of a ticket, and their effects on it.

use super::{FirstResponse, ReplyEffect, Standing, Ticket, TicketState, TicketStatus, Unresolved};
use crate::{
    MessageId, PrincipalId, Refusal, Timestamp,
    actor::Actor,
    change::{Change, Put, Telling, Write},
    escalation::{Escalation, EscalationStatus, Source},
    event::Record,
    message::{Author, Channel, Message, MessageKind, Place},
    policy::{Action, Permit, Relation, check},
    text::Body,
};

/// The input for a new message.
#[derive(Debug)]
pub struct NewMessage {
    /// The id.
    pub id: MessageId,
    /// The text.
    pub body: Body,
    /// The status to set together with the message.
    pub status: Option<TicketStatus>,
    /// The resolved escalation whose answer this reply relays; it is closed with the reply.
    pub passes_on: Option<Escalation>,
}

impl Ticket {
    /// Replies to the customer. A staff member's reply ends the wait, claims an unassigned ticket, and the first one is
    /// the first response. A service account's reply does none of this.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Conflict`] when the requested status cannot be set.
    pub fn reply(self, new: NewMessage, actor: &Actor, at: Timestamp) -> Result<Change<(Self, Message)>, Refusal> {
        let permit = check(actor, Action::Reply, Relation::Other)?;
        let Some(author) = Author::of(actor) else { return Err(Refusal::people_only(Action::Reply)) };
        let closed = match new.passes_on.clone() {
            Some(escalation) => Some(self.passed_on(escalation, actor, at)?),
            None => None,
        };
        let message = new.id;
        let said = self.say(permit, new, MessageKind::Reply, author, at, |state| {
            if let Some(by) = actor.staff_id() {
                let contacts = std::mem::take(&mut state.contacts);
                state.add_reply_effect(ReplyEffect {
                    message,
                    said: FirstResponse { at, by },
                    waiting_since: state.waiting_since,
                    contacts,
                    first_response: state.first_response.is_none(),
                    claimed: state.assignee.is_none(),
                    moved: None,
                    standing: state.standing,
                    closed: closed.as_ref().filter(|change| change.tells()).map(|change| (change.out().id, change.out().version)),
                });
                state.first_response = state.first_response.or(Some(FirstResponse { at, by }));
                state.waiting_since = None;
                state.assignee = state.assignee.or(Some(by));
            }
        })?;
        Ok(match closed {
            Some(closed) => said.and(closed).map(|(said, _)| said),
            None => said,
        })
    }

    /// Closes the escalation whose answer is relayed; a closed one stays unchanged.
    fn passed_on(&self, escalation: Escalation, actor: &Actor, at: Timestamp) -> Result<Change<Escalation>, Refusal> {
        if escalation.source != Source::Ticket(self.id) {
            return Err(Refusal::invalid("closes_escalation", "other_ticket", "must be an escalation of this ticket"));
        }
        match escalation.progress.status() {
            EscalationStatus::Closed => Ok(Change::unchanged(escalation)),
            EscalationStatus::Pending | EscalationStatus::InProgress | EscalationStatus::Resolved => escalation.close(actor, at),
        }
    }

    /// Writes an internal note.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Conflict`] when the requested status cannot be set.
    pub fn note(self, new: NewMessage, actor: &Actor, at: Timestamp) -> Result<Change<(Self, Message)>, Refusal> {
        let permit = check(actor, Action::Note, Relation::Other)?;
        // The notes scope alone does not allow a service account to set the status.
        if new.status.is_some() {
            check(actor, Action::SetStatus, Relation::Other)?;
        }
        let Some(author) = Author::of(actor) else { return Err(Refusal::people_only(Action::Note)) };
        self.say(permit, new, MessageKind::Note, author, at, |_| {})
    }

    /// Records a message of the customer, who waits from then on. A pending or resolved ticket opens, unless `status` is resolved; an escalated one
    /// is open when its escalation ends.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Conflict`] when the requested status cannot be set.
    pub fn record_customer_message(
        self,
        new: NewMessage,
        via: Option<Channel>,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Change<(Self, Message)>, Refusal> {
        let permit = check(actor, Action::RecordCustomerMessage, Relation::Other)?;
        let Some(recorded_by) = actor.principal() else { return Err(Refusal::people_only(Action::RecordCustomerMessage)) };
        let author = Author::Customer { recorded_by, via };
        let stays_resolved = new.status == Some(TicketStatus::Resolved);
        self.say(permit, new, MessageKind::Reply, author, at, |state| {
            // A thank-you on a resolved ticket: it is not reopened, and the customer does not wait.
            let is_thanks = stays_resolved && matches!(state.standing, Standing::Resolved { .. });
            if !is_thanks {
                state.asked(recorded_by, false, at);
            }
        })
    }

    fn say(
        self,
        permit: Permit,
        new: NewMessage,
        kind: MessageKind,
        author: Author,
        at: Timestamp,
        effect: impl FnOnce(&mut TicketState),
    ) -> Result<Change<(Self, Message)>, Refusal> {
        let message = Message::new(new.id, Place::Ticket(self.id), kind, author, new.body, at);
        let (before, expected) = (self.facts(), self.version);
        let mut state = self.0;
        // A reply or customer message ends the undo of the last status change. A service account's reply does not; nor does a note, which
        // would reveal it to actors who may not read notes.
        if kind == MessageKind::Reply && !matches!(author, Author::Service(_)) {
            state.undoable = None;
        }
        if matches!(author, Author::Customer { .. }) {
            state.reply_effects.clear();
        }
        effect(&mut state);
        let mut ticket = Self(state);
        match new.status {
            Some(to) if to == ticket.standing.status() => {}
            Some(to) if !ticket.followers().contains(&to) => return Err(ticket.illegal(to)),
            Some(to) => {
                ticket.0.move_to(to, author.principal(), at);
                let (moved, standing) = (ticket.0.undoable.clone(), ticket.0.standing);
                for effect in ticket.0.reply_effects.iter_mut().filter(|effect| effect.message == message.id) {
                    (effect.moved, effect.standing) = (moved.clone(), standing);
                }
            }
            None => {}
        }
        // A reply that reopens the ticket also answers the customer.
        if kind == MessageKind::Reply && matches!(author, Author::Staff(_)) {
            ticket.0.waiting_since = None;
        }
        ticket.0.updated_at = at;
        // A message alone keeps the version, so that a concurrent edit does not become stale.
        let moved = ticket.facts() != before;
        if moved {
            ticket.0.version = expected + 1;
        }
        if moved || kind == MessageKind::Reply {
            ticket.0.public_updated_at = at;
        }
        let telling = Telling::new(permit, at).plain("message", message.id.to_string()).plain("kind", kind.as_str());
        let change = telling.change(&before, ticket, |ticket| Write::Ticket(Put::over(expected, ticket)));
        Ok(change.write(Write::Message(Put::new(message.clone()))).map(|ticket| (ticket, message)))
    }
}

impl TicketState {
    /// The customer waits from `at`, and a pending or resolved ticket opens; an escalated one is open when its escalation ends. While the customer
    /// is `live` in an unattended chat or call, that has its own notice: a pending or resolved ticket opens only if it ends unattended.
    pub(super) fn asked(&mut self, by: PrincipalId, live: bool, at: Timestamp) {
        match self.standing {
            Standing::Pending | Standing::Resolved { .. } if live => return,
            // No undo: it would remove a waiting customer from the queue.
            Standing::Pending | Standing::Resolved { .. } => {
                self.move_to(TicketStatus::Open, by, at);
                self.undoable = None;
            }
            Standing::Escalated { .. } => self.standing = Standing::Escalated { from: Unresolved::Open },
            Standing::Open => {}
        }
        self.waiting_since = self.waiting_since.or(Some(at));
    }
}
