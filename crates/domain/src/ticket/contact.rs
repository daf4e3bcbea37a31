//! Contacts: the interactions that answered the customer of a ticket.

use super::{
    record::{Contact, Ticket, TicketRecord},
    state::FirstResponse,
};
use crate::{
    InteractionId, PrincipalId, Timestamp,
    change::{Change, EventBuilder, EventDetail},
};

/// How many answering interactions a ticket keeps; a correction of an older one no longer changes the wait.
const MAX_CONTACTS: usize = 8;

/// How a staff member answered the customer in an interaction.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ContactAnswer {
    /// When and by whom.
    pub(crate) said: FirstResponse,
    /// The interaction answers nothing after this time.
    pub(crate) until: Timestamp,
}

/// What an interaction about a ticket meant for its customer.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ContactOutcome {
    /// It answered them.
    Answered(ContactAnswer),
    /// They ask, and wait.
    Unanswered {
        /// Who logged it.
        by: PrincipalId,
        /// Whether it is a running call or chat without an agent.
        live: bool,
    },
    /// It reached nobody.
    NotReached,
}

impl Ticket {
    /// Records a new interaction about this ticket: it answers the waiting customer, or starts the wait.
    pub(crate) fn record_contact(
        self,
        interaction: InteractionId,
        outcome: ContactOutcome,
        event: EventBuilder,
        at: Timestamp,
    ) -> Change<Self> {
        self.transition(event.with(EventDetail::Contact(interaction)), at, |state| {
            match outcome {
                ContactOutcome::Answered(answer) => state.add_contact(interaction, answer),
                ContactOutcome::Unanswered { by, live } => state.start_wait(by, live, at),
                ContactOutcome::NotReached => return,
            }
            state.pending_undo = None;
            state.reply_effects.clear();
        })
    }

    /// Updates the wait after an interaction about the ticket was assigned, ended, corrected, deleted or restored: it answers the customer, or no
    /// longer does. Writes nothing where that changes nothing.
    pub(crate) fn update_contact(
        self,
        interaction: InteractionId,
        answer: Option<ContactAnswer>,
        event: EventBuilder,
        at: Timestamp,
    ) -> Change<Self> {
        let mut state = self.0.clone();
        match answer {
            Some(answer) => {
                // The corrected end is earlier, so it may not answer what it was counted for.
                if state.contacts.iter().any(|contact| contact.interaction == interaction && contact.until > answer.until) {
                    state.remove_contact(interaction);
                }
                let waits = state.waiting_since.is_some_and(|since| since <= answer.until);
                // Keep this contact as well: a later correction may remove the others.
                let another = !state.contacts.is_empty() && !state.has_contact(interaction);
                if waits || another || state.first_response.is_none() {
                    state.add_contact(interaction, answer);
                }
            }
            None => state.remove_contact(interaction),
        }
        if state == self.0 {
            return Change::unchanged(self);
        }
        state.pending_undo = None;
        state.reply_effects.clear();
        self.transition(event.with(EventDetail::Contact(interaction)), at, |before| *before = state)
    }
}

impl TicketRecord {
    /// Whether the interaction is one of the ticket's contacts.
    pub fn has_contact(&self, interaction: InteractionId) -> bool {
        self.contacts.iter().any(|contact| contact.interaction == interaction)
    }

    fn add_contact(&mut self, interaction: InteractionId, answer: ContactAnswer) {
        let ContactAnswer { said, until } = answer;
        self.first_response = self.first_response.or(Some(said));
        let known = self.contacts.iter().position(|contact| contact.interaction == interaction);
        let before = known.map(|place| self.contacts.remove(place)).and_then(|contact| contact.waiting_since);
        // An interaction logged late does not answer what came after it.
        let (answered, waiting) =
            if self.waiting_since.is_some_and(|since| since > until) { (None, self.waiting_since) } else { (self.waiting_since, None) };
        self.waiting_since = waiting;
        if self.contacts.len() == MAX_CONTACTS {
            self.contacts.remove(0);
        }
        self.contacts.push(Contact { interaction, until, waiting_since: earlier(before, answered) });
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
