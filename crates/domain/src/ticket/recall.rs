//! Recalling a reply, with its effects on the ticket.

use super::{
    record::{ReplyEffect, Ticket, TicketRecord},
    state::TicketState,
};
use crate::{
    DomainError, EscalationId, MessageId, StaffId, Timestamp,
    actor::Actor,
    change::{Change, EventBuilder, EventDetail, RecordWrite, VersionedWrite},
    escalation::Escalation,
    event::Auditable,
    message::Message,
    policy::{Action, Ownership, check},
};

/// How many unanswered replies keep their effects for recall; older ones are dropped.
const MAX_EFFECTS: usize = 4;

impl TicketRecord {
    /// Adds the effect of a reply, dropping the oldest beyond the limit.
    pub(super) fn add_reply_effect(&mut self, effect: ReplyEffect) {
        if self.reply_effects.len() == MAX_EFFECTS {
            self.reply_effects.remove(0);
        }
        self.reply_effects.push(effect);
    }

    /// Transfers the effects of a recalled reply to the next reply, which remains.
    fn transfer_effect(&mut self, gone: ReplyEffect, next: usize) {
        let Some(next) = self.reply_effects.get_mut(next) else { return };
        next.waiting_since = gone.waiting_since.or(next.waiting_since);
        next.contacts = gone.contacts;
        next.first_response |= gone.first_response;
        next.claimed |= gone.claimed;
        next.moved = gone.moved.or(next.moved.take());
    }

    /// Undoes the effects of the last reply, except those that later changes have replaced.
    fn undo_effect(&mut self, effect: ReplyEffect, may_reopen: bool, by: StaffId) {
        let untouched = self.state == effect.standing;
        if let Some(change) = effect.moved.filter(|_| untouched && may_reopen) {
            self.undo(change);
        }
        if effect.first_response {
            self.first_response = None;
        }
        // The customer waits again, unless the ticket was set to pending or resolved since.
        match self.state {
            TicketState::Resolved { .. } => {}
            TicketState::Pending if !untouched => {}
            TicketState::Open | TicketState::Escalated { .. } | TicketState::Pending => {
                self.waiting_since = effect.waiting_since.or(self.waiting_since);
                self.contacts = effect.contacts;
            }
        }
        if effect.claimed && self.assignee == Some(by) {
            self.assignee = None;
        }
    }
}

impl Ticket {
    /// The escalation that a reply closed, if it is the last reply and there was no later contact with the customer.
    pub fn escalation_closed_by(&self, reply: MessageId) -> Option<EscalationId> {
        self.reply_effects.last().filter(|effect| effect.message == reply)?.closed.map(|(escalation, _)| escalation)
    }

    /// Recalls one's own reply within [`RECALL_SECONDS`](crate::message::RECALL_SECONDS): its text is redacted, and its effects are undone unless
    /// later changes replaced them. `closed` is the escalation of [`Ticket::escalation_closed_by`]; the status stays unless `may_reopen`.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`] unless the actor is the author; [`DomainError::Conflict`] when it is too late, or the reply was redacted.
    pub fn recall(
        self,
        reply: Message,
        closed: Option<Escalation>,
        may_reopen: bool,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Change<(Self, Message)>, DomainError> {
        let permit = check(actor, Action::Recall, Ownership::of_staff(actor, reply.reply_author()))?;
        let Some(by) = actor.staff_id() else { return Err(DomainError::staff_only(Action::Recall)) };
        reply.recallable(at)?;
        let event = EventBuilder::new(permit, at).with(EventDetail::Message(reply.id));
        let (before, expected) = (self.clone(), self.version);
        let place = self.reply_effects.iter().position(|effect| effect.message == reply.id);
        let mut state = self.0;
        let effect = place.map(|place| state.reply_effects.remove(place));
        let later = place.and_then(|place| state.reply_effects.get(place)).map(|next| next.said);
        let closed_then = effect.as_ref().filter(|_| later.is_none()).and_then(|effect| effect.closed);
        match (effect, place, later) {
            (Some(effect), Some(place), Some(next)) => {
                if effect.first_response {
                    state.first_response = Some(next);
                }
                state.transfer_effect(effect, place);
            }
            (Some(effect), ..) => state.undo_effect(effect, may_reopen, by),
            (None, ..) => {}
        }
        state.updated_at = at;
        state.public_updated_at = at;
        let mut ticket = Self(state);
        if ticket.audit_fields() != before.audit_fields() {
            ticket.0.version = expected + 1;
        }
        let reopened = closed.zip(closed_then).and_then(|(escalation, (_, version))| {
            (escalation.version == version).then(|| escalation.return_to_resolved(event.clone(), at))
        });
        let (message, writes) = reply.with_text_redacted(by, at);
        let change = event.change(Some(before), ticket, |ticket| RecordWrite::Ticket(VersionedWrite::update(expected, ticket)));
        let change = writes.into_iter().fold(change, Change::write).map(|ticket| (ticket, message));
        Ok(match reopened {
            Some(escalation) => change.and(escalation).map(|(recalled, _)| recalled),
            None => change,
        })
    }
}
