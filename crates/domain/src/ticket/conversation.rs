//! What is said on a ticket, and what that does to it.

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

/// What a new message is made from.
#[derive(Debug)]
pub struct NewMessage {
    /// The id.
    pub id: MessageId,
    /// The words.
    pub body: Body,
    /// The status the ticket is to have afterwards, where that changes with the message.
    pub status: Option<TicketStatus>,
    /// The escalation whose answer a reply passes on, which is closed with it.
    pub passes_on: Option<Escalation>,
}

impl Ticket {
    /// Writes to the customer: a person's first reply is the first response, nobody waits any longer, and an
    /// unassigned ticket becomes theirs. What a program writes answers nobody.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Conflict`] when the status asked for cannot follow.
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

    /// The escalation as it is once its answer has been passed on; one that was closed before stays as it is.
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
    /// [`Refusal::Forbidden`]; [`Refusal::Conflict`] when the status asked for cannot follow.
    pub fn note(self, new: NewMessage, actor: &Actor, at: Timestamp) -> Result<Change<(Self, Message)>, Refusal> {
        let permit = check(actor, Action::Note, Relation::Other)?;
        // A program that may only write notes does not move the ticket by one.
        if new.status.is_some() {
            check(actor, Action::SetStatus, Relation::Other)?;
        }
        let Some(author) = Author::of(actor) else { return Err(Refusal::people_only(Action::Note)) };
        self.say(permit, new, MessageKind::Note, author, at, |_| {})
    }

    /// Writes down what the customer said: they wait from then on, and a pending or resolved ticket opens, unless it is said to stay resolved; an
    /// escalated one will be open when its escalation ends.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Conflict`] when the status asked for cannot follow.
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
            // It never stood open: a word of thanks is no reopening, and nobody waits for an answer to it.
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
        // What a person said makes the earlier change of status history: it can no longer be taken back unseen. What a program writes answers nobody; a
        // note is said to nobody, and whoever may not read it must not see it by that either.
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
        // What is opened again by an answer is answered.
        if kind == MessageKind::Reply && matches!(author, Author::Staff(_)) {
            ticket.0.waiting_since = None;
        }
        ticket.0.updated_at = at;
        // A message alone leaves the version, so that writing it does not make a colleague's edit stale.
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
    /// The customer asked: they wait from then on, and a pending or resolved ticket opens; an escalated one will be open when its escalation ends. One
    /// who is `live` in a chat or call that nobody has taken yet is told of by that, and opens the ticket once it has ended so.
    pub(super) fn asked(&mut self, by: PrincipalId, live: bool, at: Timestamp) {
        match self.standing {
            Standing::Pending | Standing::Resolved { .. } if live => return,
            // Not to be undone: that would put an unanswered customer out of sight.
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
