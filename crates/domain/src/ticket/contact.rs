//! Contacts: interactions that answer the customer of a ticket, and corrections of that.

use serde::{Deserialize, Serialize};

use super::{FirstResponse, Ticket, TicketRecord, TicketState};
use crate::{
    InteractionId, PrincipalId, StaffId, Timestamp,
    change::{Change, EventBuilder},
    interaction::{Direction, InteractionPhase, InteractionRecord},
    message::Channel,
};

/// How many answering interactions a ticket keeps; a correction of an older one no longer changes the wait.
const MAX_CONTACTS: usize = 8;

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

impl Ticket {
    /// Who answered the customer in `interaction`, and until when: a staff member, in a call or chat that began after the ticket was opened and
    /// reached the customer. The interaction the ticket was opened in raised the request, so it does not answer it.
    pub(crate) fn answering_agent(&self, interaction: &InteractionRecord, at: Timestamp) -> Option<(StaffId, Timestamp)> {
        let live = match interaction.channel {
            Channel::Call | Channel::Chat => true,
            Channel::Email => false,
        };
        let later = interaction.started_at >= self.created_at && self.interaction != Some(interaction.id);
        let stands = interaction.deleted.is_none() && !interaction.no_answer;
        let until = match (interaction.phase, interaction.direction) {
            (InteractionPhase::Ended(ended), _) => Some(ended),
            (InteractionPhase::Active | InteractionPhase::Pending, Direction::Inbound) => Some(at),
            // Whether the customer answered is known only at its end.
            (InteractionPhase::Active | InteractionPhase::Pending, Direction::Outbound) => None,
        };
        interaction.agent.zip(until).filter(|_| live && later && stands)
    }

    /// Records a new interaction about this ticket: it answers the waiting customer, or starts the wait.
    pub(crate) fn record_contact(
        self,
        interaction: &InteractionRecord,
        by: PrincipalId,
        telling: EventBuilder,
        at: Timestamp,
    ) -> Change<Self> {
        let telling = telling.public("interaction", interaction.id.to_string());
        let answer = self.answering_agent(interaction, at);
        self.transition(telling, at, |state| {
            if let Some((by, until)) = answer {
                state.add_contact(interaction, FirstResponse { at: interaction.started_at, by }, until);
            } else if interaction.is_unanswered_inbound() {
                state.start_wait(by, interaction.is_unattended(), at);
            } else {
                // The interaction reached nobody.
                return;
            }
            state.pending_undo = None;
            state.reply_effects.clear();
        })
    }

    /// Whether `interaction`, a call or chat of the customer that ends now, had no agent, while the ticket was pending or resolved before it began.
    pub(crate) fn is_missed_contact(&self, interaction: &InteractionRecord) -> bool {
        let put_aside = match self.state {
            TicketState::Resolved { at, .. } => at < interaction.started_at,
            TicketState::Pending => true,
            TicketState::Open | TicketState::Escalated { .. } => false,
        };
        put_aside && interaction.direction == Direction::Inbound && interaction.is_unattended()
    }

    /// Updates the wait after an interaction about the ticket was assigned, ended, corrected, deleted or restored: it answers the customer from
    /// `since` on, or no longer does. Writes nothing where that changes nothing.
    pub(crate) fn update_contact(
        self,
        interaction: &InteractionRecord,
        since: Timestamp,
        telling: EventBuilder,
        at: Timestamp,
    ) -> Change<Self> {
        let mut state = self.0.clone();
        match self.answering_agent(interaction, at) {
            Some((by, until)) => {
                // The corrected end is earlier, so it may not answer what it was counted for.
                if state.contacts.iter().any(|contact| contact.interaction == interaction.id && contact.until > until) {
                    state.remove_contact(interaction.id);
                }
                let waits = state.waiting_since.is_some_and(|since| since <= until);
                // Keep this contact as well: a later correction may remove the others.
                let another = !state.contacts.is_empty() && !state.has_contact(interaction.id);
                if waits || another || state.first_response.is_none() {
                    state.add_contact(interaction, FirstResponse { at: since, by }, until);
                }
            }
            None => state.remove_contact(interaction.id),
        }
        if state == self.0 {
            return Change::unchanged(self);
        }
        state.pending_undo = None;
        state.reply_effects.clear();
        self.transition(telling.public("interaction", interaction.id.to_string()), at, |before| *before = state)
    }
}

impl TicketRecord {
    /// Whether the interaction is one of the ticket's contacts.
    pub fn has_contact(&self, interaction: InteractionId) -> bool {
        self.contacts.iter().any(|contact| contact.interaction == interaction)
    }

    fn add_contact(&mut self, interaction: &InteractionRecord, response: FirstResponse, until: Timestamp) {
        self.first_response = self.first_response.or(Some(response));
        let known = self.contacts.iter().position(|contact| contact.interaction == interaction.id);
        let before = known.map(|place| self.contacts.remove(place)).and_then(|contact| contact.waiting_since);
        // An interaction logged late does not answer what came after it.
        let (answered, waiting) =
            if self.waiting_since.is_some_and(|since| since > until) { (None, self.waiting_since) } else { (self.waiting_since, None) };
        self.waiting_since = waiting;
        if self.contacts.len() == MAX_CONTACTS {
            self.contacts.remove(0);
        }
        self.contacts.push(Contact { interaction: interaction.id, until, waiting_since: earlier(before, answered) });
    }

    /// Removes the contact; the customer waits again as before it, unless another contact answered too.
    pub(super) fn remove_contact(&mut self, interaction: InteractionId) {
        let Some(place) = self.contacts.iter().position(|contact| contact.interaction == interaction) else { return };
        let Some(since) = self.contacts.remove(place).waiting_since else { return };
        match self.contacts.iter_mut().find(|contact| contact.until >= since) {
            Some(other) => other.waiting_since = earlier(other.waiting_since, Some(since)),
            None => self.waiting_since = earlier(self.waiting_since, Some(since)),
        }
    }
}

fn earlier(one: Option<Timestamp>, other: Option<Timestamp>) -> Option<Timestamp> {
    [one, other].into_iter().flatten().min()
}
