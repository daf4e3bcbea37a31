//! Replies, notes and customer messages of a ticket, and their effects on it.

use super::{
    record::{ReplyEffect, Ticket, TicketRecord},
    state::{FirstResponse, TicketState, TicketStatus},
};
use crate::{
    DomainError, MessageId, Timestamp,
    actor::Actor,
    change::{Change, EventBuilder, EventDetail, RecordWrite, VersionedWrite},
    escalation::{Escalation, EscalationSource, EscalationStatus},
    event::Auditable,
    message::{Author, Channel, Conversation, Message, MessageKind},
    policy::{Action, Ownership, Permit, check},
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
    pub relays: Option<Escalation>,
}

impl Ticket {
    /// Replies to the customer. A staff member's reply ends the wait, claims an unassigned ticket, and the first one is
    /// the first response. A service account's reply does none of this.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Conflict`] when the requested status cannot be set.
    pub fn reply(self, new: NewMessage, actor: &Actor, at: Timestamp) -> Result<Change<(Self, Message)>, DomainError> {
        let permit = check(actor, Action::Reply, Ownership::Other)?;
        let Some(author) = Author::of(actor) else { return Err(DomainError::staff_only(Action::Reply)) };
        let closed = match new.relays.clone() {
            Some(escalation) => Some(self.close_relayed(escalation, actor, at)?),
            None => None,
        };
        let message = new.id;
        let said = self.write_message(permit, new, MessageKind::Reply, author, at, |state| {
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
                    standing: state.state,
                    closed: closed.as_ref().filter(|change| change.has_events()).map(|change| (change.out().id, change.out().version)),
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
    fn close_relayed(&self, escalation: Escalation, actor: &Actor, at: Timestamp) -> Result<Change<Escalation>, DomainError> {
        if escalation.source != EscalationSource::Ticket(self.id) {
            return Err(DomainError::invalid("closes_escalation", "other_ticket", "must be an escalation of this ticket"));
        }
        match escalation.state.status() {
            EscalationStatus::Closed => Ok(Change::unchanged(escalation)),
            EscalationStatus::Pending | EscalationStatus::InProgress | EscalationStatus::Resolved => escalation.close(actor, at),
        }
    }

    /// Writes an internal note.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Conflict`] when the requested status cannot be set.
    pub fn note(self, new: NewMessage, actor: &Actor, at: Timestamp) -> Result<Change<(Self, Message)>, DomainError> {
        let permit = check(actor, Action::Note, Ownership::Other)?;
        // The notes scope alone does not allow a service account to set the status.
        if new.status.is_some() {
            check(actor, Action::SetStatus, Ownership::Other)?;
        }
        let Some(author) = Author::of(actor) else { return Err(DomainError::staff_only(Action::Note)) };
        self.write_message(permit, new, MessageKind::Note, author, at, |_| {})
    }

    /// Records a message of the customer, who waits from then on. A pending or resolved ticket opens, unless `status` is resolved; an escalated one
    /// is open when its escalation ends.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Conflict`] when the requested status cannot be set.
    pub fn record_customer_message(
        self,
        new: NewMessage,
        via: Option<Channel>,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Change<(Self, Message)>, DomainError> {
        let permit = check(actor, Action::RecordCustomerMessage, Ownership::Other)?;
        let Some(recorded_by) = actor.principal_id() else { return Err(DomainError::staff_only(Action::RecordCustomerMessage)) };
        let author = Author::Customer { recorded_by, via };
        let stays_resolved = new.status == Some(TicketStatus::Resolved);
        self.write_message(permit, new, MessageKind::Reply, author, at, |state| {
            // A thank-you on a resolved ticket: it is not reopened, and the customer does not wait.
            let is_thanks = stays_resolved && matches!(state.state, TicketState::Resolved { .. });
            if !is_thanks {
                state.start_wait(recorded_by, false, at);
            }
        })
    }

    fn write_message(
        self,
        permit: Permit,
        new: NewMessage,
        kind: MessageKind,
        author: Author,
        at: Timestamp,
        effect: impl FnOnce(&mut TicketRecord),
    ) -> Result<Change<(Self, Message)>, DomainError> {
        let message = Message::new(new.id, Conversation::Ticket(self.id), kind, author, new.body, at);
        let (before, expected) = (self.clone(), self.version);
        let mut state = self.0;
        // A reply or customer message ends the undo of the last status change. A service account's reply does not; nor does a note, which
        // would reveal it to actors who may not read notes.
        if kind == MessageKind::Reply && !matches!(author, Author::Service(_)) {
            state.pending_undo = None;
        }
        if matches!(author, Author::Customer { .. }) {
            state.reply_effects.clear();
        }
        effect(&mut state);
        let mut ticket = Self(state);
        match new.status {
            Some(to) if to == ticket.state.status() => {}
            Some(to) if !ticket.allowed_statuses().contains(&to) => return Err(ticket.illegal(to)),
            Some(to) => {
                ticket.0.apply_status(to, author.principal(), at);
                let (moved, standing) = (ticket.0.pending_undo.clone(), ticket.0.state);
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
        let moved = ticket.audit_fields() != before.audit_fields();
        if moved {
            ticket.0.version = expected + 1;
        }
        if moved || kind == MessageKind::Reply {
            ticket.0.public_updated_at = at;
        }
        let event = EventBuilder::new(permit, at).with(EventDetail::Message(message.id)).with(EventDetail::MessageKind(kind));
        let change = event.change(Some(before), ticket, |ticket| RecordWrite::Ticket(VersionedWrite::update(expected, ticket)));
        Ok(change.write(RecordWrite::Message(VersionedWrite::insert(message.clone()))).map(|ticket| (ticket, message)))
    }
}
