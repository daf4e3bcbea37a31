//! Taking a reply back, with what it did to its ticket.

use serde::{Deserialize, Serialize};

use super::{Standing, Ticket};
use crate::{
    EscalationId, MessageId, PrincipalId, Refusal, Timestamp,
    actor::Actor,
    change::{Change, Put, Telling, Version, Write},
    escalation::Escalation,
    event::Record,
    message::Message,
    policy::{Action, Relation, check},
};

/// What a reply did to its ticket besides being said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplyEffect {
    /// The reply.
    pub message: MessageId,
    /// Since when the customer had been waiting.
    pub waiting_since: Option<Timestamp>,
    /// Whether it was the first response.
    pub first_response: bool,
    /// Whether it claimed the ticket, which nobody assigned since.
    pub claimed: bool,
    /// Whether it moved the ticket to another status.
    pub moved: bool,
    /// The escalation that it closed, and its version then.
    pub closed: Option<(EscalationId, Version)>,
}

impl Ticket {
    /// The escalation that a reply closed, as far as nobody spoke with the customer since.
    pub fn closed_by(&self, reply: MessageId) -> Option<EscalationId> {
        self.reply_effect.as_deref().filter(|effect| effect.message == reply)?.closed.map(|(escalation, _)| escalation)
    }

    /// Takes one's own reply back, as long as [`RECALL_SECONDS`](crate::message::RECALL_SECONDS) allow it: it loses its words, and what it did is
    /// undone where nothing came since. `closed` is what [`Ticket::closed_by`] names; the status stays where the ticket may not be reopened.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] unless the actor said it; [`Refusal::Conflict`] when it is too late, or it has no words any more.
    pub fn recall(
        self,
        reply: Message,
        closed: Option<Escalation>,
        may_reopen: bool,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Change<(Self, Message)>, Refusal> {
        let permit = check(actor, Action::Recall, Relation::to(actor, reply.replier()))?;
        let Some(by) = actor.staff_id() else { return Err(Refusal::people_only(Action::Recall)) };
        reply.recallable(at)?;
        let telling = Telling::new(permit, at).plain("message", reply.id.to_string());
        let (before, expected) = (self.facts(), self.version);
        let effect = self.reply_effect.as_deref().copied().filter(|effect| effect.message == reply.id);
        let mut state = self.0;
        if let Some(effect) = effect {
            state.reply_effect = None;
            let untouched = match state.undoable {
                Some(change) if effect.moved && may_reopen && change.by == PrincipalId::from(by) && change.at == reply.created_at => {
                    state.undo(change);
                    true
                }
                last_move => !effect.moved && last_move.is_none(),
            };
            if effect.first_response {
                state.first_response = None;
            }
            // They wait for an answer again, unless the ticket was set aside or resolved since.
            match state.standing {
                Standing::Resolved { .. } => {}
                Standing::Pending if !untouched => {}
                Standing::Open | Standing::Escalated { .. } | Standing::Pending => {
                    state.waiting_since = effect.waiting_since.or(state.waiting_since);
                }
            }
            if effect.claimed && state.assignee == Some(by) {
                state.assignee = None;
            }
        }
        state.updated_at = at;
        state.public_updated_at = at;
        let mut ticket = Self(state);
        if ticket.facts() != before {
            ticket.0.version = expected + 1;
        }
        let reopened = closed
            .zip(effect.and_then(|effect| effect.closed))
            .and_then(|(escalation, (_, version))| (escalation.version == version).then(|| escalation.unclosed(telling.clone(), at)));
        let (message, writes) = reply.blanked(by, at);
        let change = telling.change(&before, ticket, |ticket| Write::Ticket(Put::over(expected, ticket)));
        let change = writes.into_iter().fold(change, Change::write).map(|ticket| (ticket, message));
        Ok(match reopened {
            Some(escalation) => change.and(escalation).map(|(recalled, _)| recalled),
            None => change,
        })
    }
}
