//! Interaction transitions: edit, status, end, assign, move to another customer, delete.

use super::{Direction, Interaction, InteractionEnd, InteractionPatch, InteractionPhase, InteractionRecord, InteractionStatus};
use crate::{
    DomainError, EscalationId, TicketId, Timestamp,
    actor::Actor,
    change::{Change, EventBuilder},
    customer::{Customer, Deletion},
    message::Channel,
    policy::{Action, Ownership, check},
    staff::Assignee,
    text::{Body, Reason},
    ticket::Ticket,
};

/// How late an interaction may be logged: ten years.
const MAX_DAYS_LATE: i64 = 3653;

/// What happens to the tickets of an interaction that moves to another customer.
#[derive(Debug)]
pub enum LinkedTickets {
    /// They move too, each with its own change.
    MoveTickets,
    /// They stay with the former customer: the interaction loses its ticket, and these tickets, opened in it, lose their interaction.
    KeepTickets(Vec<Ticket>),
}

impl InteractionRecord {
    /// Checks the times, and that an ended interaction has a summary.
    pub(super) fn check(&self, now: Timestamp) -> Result<(), DomainError> {
        if self.started_at > now {
            return Err(DomainError::invalid("started_at", "future", "must not be in the future"));
        }
        if self.started_at < self.created_at.plus_days(-MAX_DAYS_LATE) {
            return Err(DomainError::invalid(
                "started_at",
                "too_early",
                "must not be more than ten years before the interaction is logged",
            ));
        }
        let reaches_out = self.direction == Direction::Outbound && matches!(self.channel, Channel::Call | Channel::Chat);
        if self.no_answer && !(reaches_out && self.phase.ended_at().is_some()) {
            return Err(DomainError::invalid("no_answer", "not_outbound", "is only for outbound calls and chats that have ended"));
        }
        let Some(ended) = self.phase.ended_at() else { return Ok(()) };
        if ended > now {
            return Err(DomainError::invalid("ended_at", "future", "must not be in the future"));
        }
        if ended < self.started_at {
            return Err(DomainError::invalid("ended_at", "before_start", "must not be before started_at"));
        }
        match self.summary {
            Some(_) => Ok(()),
            None => Err(DomainError::invalid("summary", "required", "say what came of it: an interaction that has ended needs a summary")),
        }
    }
}

impl Interaction {
    /// Edits the interaction; `about` is its ticket, which the edited interaction may answer, or no longer answer. A patch without changes writes
    /// nothing.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`] unless it is the actor's own or they are an admin; [`DomainError::Invalid`] for impossible times;
    /// [`DomainError::Conflict`] for `ended_at` while it has not ended.
    pub fn edit(self, patch: InteractionPatch, about: Option<Ticket>, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::EditInteraction, self.relation(actor))?;
        let mut edited = self.0.clone();
        edited.channel = patch.channel.unwrap_or(edited.channel);
        edited.direction = patch.direction.unwrap_or(edited.direction);
        edited.summary = patch.summary.unwrap_or(edited.summary);
        edited.transcript = patch.transcript.unwrap_or(edited.transcript);
        edited.started_at = patch.started_at.unwrap_or(edited.started_at);
        edited.no_answer = patch.no_answer.unwrap_or(edited.no_answer);
        if let Some(ended) = patch.ended_at {
            match edited.phase {
                InteractionPhase::Ended(before) => {
                    edited.phase = InteractionPhase::Ended(ended);
                    edited.end_given |= ended != before;
                }
                InteractionPhase::Active | InteractionPhase::Pending => {
                    return Err(DomainError::Conflict {
                        code: "not_ended",
                        detail: "the interaction has not ended: end it first".to_owned(),
                        allowed: vec![Action::End.as_str()],
                    });
                }
            }
        }
        edited.check(at)?;
        if edited == self.0 {
            return Ok(Change::no_op(permit, self));
        }
        // A running interaction counts as an answer only once it has ended.
        let about = about.filter(|_| edited.phase.ended_at().is_some());
        let (telling, since) = (EventBuilder::new(permit, at), edited.started_at);
        Ok(with_contact_update(self.transition(telling.clone(), at, |state| *state = edited), about, since, telling, at))
    }

    /// Sets the status to active or pending. Setting the present status writes nothing.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Conflict`] when it has ended, or for `resolved`, which only ending sets.
    pub fn set_status(self, to: InteractionStatus, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::SetInteractionStatus, self.relation(actor))?;
        self.ensure_not_ended()?;
        let course = match to {
            InteractionStatus::Active => InteractionPhase::Active,
            InteractionStatus::Pending => InteractionPhase::Pending,
            InteractionStatus::Resolved => {
                return Err(DomainError::Conflict {
                    code: "illegal_transition",
                    detail: "an interaction is resolved by ending it".to_owned(),
                    allowed: vec!["active", "pending", Action::End.as_str()],
                });
            }
        };
        if course == self.phase {
            return Ok(Change::no_op(permit, self));
        }
        Ok(self.transition(EventBuilder::new(permit, at), at, |state| state.phase = course))
    }

    /// Ends the interaction, at the given time or now; `about` is its ticket, which it may answer.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Conflict`] when it has ended before; [`DomainError::Invalid`] without a summary, for an end before the start
    /// or in the future, or for `no_answer` on one that is not an outbound call or chat.
    pub fn end(self, end: InteractionEnd, about: Option<Ticket>, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::End, self.relation(actor))?;
        self.ensure_not_ended()?;
        let mut ended = self.0.clone();
        ended.summary = end.summary.or(ended.summary);
        ended.phase = InteractionPhase::Ended(end.ended_at.unwrap_or(at));
        ended.end_given = end.ended_at.is_some();
        ended.no_answer = end.no_answer;
        ended.check(at)?;
        let telling = EventBuilder::new(permit, at);
        let missed = about.as_ref().is_some_and(|ticket| ticket.is_missed_contact(&self));
        let ended = self.transition(telling.clone(), at, |state| *state = ended);
        match (about, actor.principal_id()) {
            (Some(ticket), Some(by)) if missed => {
                let asked = ticket.record_contact(ended.out(), by, telling, at);
                Ok(ended.and(asked).map(|(ended, _)| ended))
            }
            (about, _) => {
                let since = ended.out().started_at;
                Ok(with_contact_update(ended, about, since, telling, at))
            }
        }
    }

    /// Assigns the interaction to `to`, with an optional internal note; `None` leaves it unattended. `about` is its ticket: an inbound call or chat
    /// that a staff member assigns or takes answers it from then on. One that a service account assigns answers it once it has ended.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Conflict`] when it has ended.
    pub fn assign(
        self,
        to: Option<Assignee>,
        note: Option<Body>,
        about: Option<Ticket>,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::AssignInteraction, self.relation(actor))?;
        self.ensure_not_ended()?;
        let to = to.map(Assignee::id);
        if to == self.agent && note.is_none() {
            return Ok(Change::no_op(permit, self));
        }
        let mut telling = EventBuilder::new(permit, at);
        if let Some(note) = note {
            telling = telling.personal("note", note.as_str());
        }
        // The agent stays the same, so this is only a note.
        if to == self.agent {
            return Ok(self.annotated(telling, at));
        }
        let change = self.transition(telling.clone(), at, |state| state.agent = to);
        let about = about.filter(|_| actor.staff_id().is_some());
        Ok(with_contact_update(change, about, at, telling, at))
    }

    /// Moves the interaction to another customer, with an event on both timelines.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Invalid`] when the customer is deleted, or the interaction belongs to them already.
    pub fn move_to_customer(
        self,
        customer: &Customer,
        tickets: LinkedTickets,
        reason: &Reason,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::MoveInteraction, self.relation(actor))?;
        let telling = EventBuilder::new(permit, at);
        let (follow, parted) = match tickets {
            LinkedTickets::MoveTickets => (true, Vec::new()),
            LinkedTickets::KeepTickets(opened) => (false, opened),
        };
        let moved = self.moved_with(customer, follow, telling.clone().personal("reason", reason.as_str()), at)?;
        Ok(parted.into_iter().fold(moved, |change, ticket| {
            let parted = ticket.transition(telling.clone(), at, |state| state.interaction = None);
            change.and(parted).map(|(interaction, _)| interaction)
        }))
    }

    /// As [`Interaction::move_to_customer`], as part of the move of its ticket.
    pub(crate) fn moved_with(
        self,
        customer: &Customer,
        with_ticket: bool,
        telling: EventBuilder,
        at: Timestamp,
    ) -> Result<Change<Self>, DomainError> {
        customer.ensure_not_deleted()?;
        if customer.id == self.customer {
            return Err(DomainError::invalid("customer_id", "same_customer", "is the customer it belongs to already"));
        }
        let to = customer.id;
        let left = telling.clone().public("moved_to", to.to_string()).build(&crate::event::Auditable::audit_fields(&self), &self);
        let change = self.transition(telling, at, |state| {
            state.customer = to;
            if !with_ticket {
                state.ticket = None;
            }
        });
        Ok(change.with_event(left))
    }

    /// Deletes the interaction (soft): only audits still list and count it. It no longer answers its ticket, `about`.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Conflict`] while an escalation is open on it, or when it is deleted already.
    pub fn delete(self, about: Option<Ticket>, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::DeleteInteraction, Ownership::Other)?;
        let Some(by) = actor.staff_id() else { return Err(DomainError::staff_only(Action::DeleteInteraction)) };
        if self.deleted.is_some() {
            return Err(DomainError::conflict("deleted", "the interaction is deleted already"));
        }
        if self.open_escalation.is_some() {
            return Err(DomainError::open_escalation("the interaction has an open escalation: withdraw it first"));
        }
        let (telling, since) = (EventBuilder::new(permit, at), self.started_at);
        Ok(with_contact_update(
            self.transition(telling.clone(), at, |state| state.deleted = Some(Deletion { at, by })),
            about,
            since,
            telling,
            at,
        ))
    }

    /// Restores a deleted interaction, which may answer its ticket, `about`, again.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Conflict`] when it is not deleted.
    pub fn restore(self, about: Option<Ticket>, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::RestoreInteraction, Ownership::Other)?;
        if self.deleted.is_none() {
            return Err(DomainError::conflict("not_deleted", "the interaction is not deleted"));
        }
        let (telling, since) = (EventBuilder::new(permit, at), self.started_at);
        Ok(with_contact_update(self.transition(telling.clone(), at, |state| state.deleted = None), about, since, telling, at))
    }

    /// Links the interaction to `ticket`, which was opened in it, unless it is linked to another.
    pub(crate) fn link_ticket(self, ticket: TicketId, telling: EventBuilder, at: Timestamp) -> Option<Change<Self>> {
        self.ticket.is_none().then(|| self.transition(telling, at, |state| state.ticket = Some(ticket)))
    }

    /// Unlinks `ticket`, which moved to another customer; a link to another ticket stays.
    pub(crate) fn unlink_ticket(self, ticket: TicketId, telling: EventBuilder, at: Timestamp) -> Change<Self> {
        if self.ticket == Some(ticket) { self.transition(telling, at, |state| state.ticket = None) } else { Change::unchanged(self) }
    }

    pub(crate) fn with_open_escalation(self, escalation: Option<EscalationId>, telling: EventBuilder, at: Timestamp) -> Change<Self> {
        self.transition(telling, at, |state| state.open_escalation = escalation)
    }

    fn ensure_not_ended(&self) -> Result<(), DomainError> {
        match self.phase {
            InteractionPhase::Active | InteractionPhase::Pending => Ok(()),
            InteractionPhase::Ended(_) => Err(DomainError::conflict("already_ended", "the interaction has ended: correct it instead")),
        }
    }
}

/// Adds the effect of the change on the interaction's ticket, which it answers from `since` on, if at all.
fn with_contact_update(
    change: Change<Interaction>,
    about: Option<Ticket>,
    since: Timestamp,
    telling: EventBuilder,
    at: Timestamp,
) -> Change<Interaction> {
    let Some(ticket) = about else { return change };
    let ticket = ticket.update_contact(change.out(), since, telling, at);
    change.and(ticket).map(|(interaction, _)| interaction)
}
