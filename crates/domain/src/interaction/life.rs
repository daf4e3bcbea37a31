//! Interaction transitions: edit, status, end, assign, move to another customer, delete.

use super::{Course, Direction, Interaction, InteractionEnd, InteractionPatch, InteractionState, InteractionStatus};
use crate::{
    EscalationId, Refusal, TicketId, Timestamp,
    actor::Actor,
    change::{Change, Telling},
    customer::{Customer, Deleted},
    message::Channel,
    policy::{Action, Relation, check},
    staff::Assignee,
    text::{Body, Reason},
    ticket::Ticket,
};

/// How late an interaction may be logged: ten years.
const MOST_DAYS_LATE: i64 = 3653;

/// What happens to the tickets of an interaction that moves to another customer.
#[derive(Debug)]
pub enum Tickets {
    /// They move too, each with its own change.
    Follow,
    /// They stay with the former customer: the interaction loses its ticket, and these tickets, opened in it, lose their interaction.
    Stay(Vec<Ticket>),
}

impl InteractionState {
    /// Checks the times, and that an ended interaction has a summary.
    pub(super) fn check(&self, now: Timestamp) -> Result<(), Refusal> {
        if self.started_at > now {
            return Err(Refusal::invalid("started_at", "future", "must not be in the future"));
        }
        if self.started_at < self.created_at.plus_days(-MOST_DAYS_LATE) {
            return Err(Refusal::invalid("started_at", "too_early", "must not be more than ten years before the interaction is logged"));
        }
        let reaches_out = self.direction == Direction::Outbound && matches!(self.channel, Channel::Call | Channel::Chat);
        if self.no_answer && !(reaches_out && self.course.ended_at().is_some()) {
            return Err(Refusal::invalid("no_answer", "not_outbound", "is only for outbound calls and chats that have ended"));
        }
        let Some(ended) = self.course.ended_at() else { return Ok(()) };
        if ended > now {
            return Err(Refusal::invalid("ended_at", "future", "must not be in the future"));
        }
        if ended < self.started_at {
            return Err(Refusal::invalid("ended_at", "before_start", "must not be before started_at"));
        }
        match self.summary {
            Some(_) => Ok(()),
            None => Err(Refusal::invalid("summary", "required", "say what came of it: an interaction that has ended needs a summary")),
        }
    }
}

impl Interaction {
    /// Edits the interaction; `about` is its ticket, which the edited interaction may answer, or no longer answer. A patch without changes writes
    /// nothing.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] unless it is the actor's own or they are an admin; [`Refusal::Invalid`] for impossible times;
    /// [`Refusal::Conflict`] for `ended_at` while it has not ended.
    pub fn edit(self, patch: InteractionPatch, about: Option<Ticket>, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let permit = check(actor, Action::EditInteraction, self.relation(actor))?;
        let mut edited = self.0.clone();
        edited.channel = patch.channel.unwrap_or(edited.channel);
        edited.direction = patch.direction.unwrap_or(edited.direction);
        edited.summary = patch.summary.unwrap_or(edited.summary);
        edited.transcript = patch.transcript.unwrap_or(edited.transcript);
        edited.started_at = patch.started_at.unwrap_or(edited.started_at);
        edited.no_answer = patch.no_answer.unwrap_or(edited.no_answer);
        if let Some(ended) = patch.ended_at {
            match edited.course {
                Course::Ended(before) => {
                    edited.course = Course::Ended(ended);
                    edited.end_given |= ended != before;
                }
                Course::Active | Course::Pending => {
                    return Err(Refusal::Conflict {
                        code: "not_ended",
                        detail: "the interaction has not ended: end it first".to_owned(),
                        allowed: vec![Action::End.as_str()],
                    });
                }
            }
        }
        edited.check(at)?;
        if edited == self.0 {
            return Ok(Change::none(permit, self));
        }
        // A running interaction counts as an answer only once it has ended.
        let about = about.filter(|_| edited.course.ended_at().is_some());
        let (telling, since) = (Telling::new(permit, at), edited.started_at);
        Ok(answering(self.changed(telling.clone(), at, |state| *state = edited), about, since, telling, at))
    }

    /// Sets the status to active or pending. Setting the present status writes nothing.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Conflict`] when it has ended, or for `resolved`, which only ending sets.
    pub fn set_status(self, to: InteractionStatus, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let permit = check(actor, Action::SetInteractionStatus, self.relation(actor))?;
        self.under_way()?;
        let course = match to {
            InteractionStatus::Active => Course::Active,
            InteractionStatus::Pending => Course::Pending,
            InteractionStatus::Resolved => {
                return Err(Refusal::Conflict {
                    code: "illegal_transition",
                    detail: "an interaction is resolved by ending it".to_owned(),
                    allowed: vec!["active", "pending", Action::End.as_str()],
                });
            }
        };
        if course == self.course {
            return Ok(Change::none(permit, self));
        }
        Ok(self.changed(Telling::new(permit, at), at, |state| state.course = course))
    }

    /// Ends the interaction, at the given time or now; `about` is its ticket, which it may answer.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Conflict`] when it has ended before; [`Refusal::Invalid`] without a summary, for an end before the start
    /// or in the future, or for `no_answer` on one that is not an outbound call or chat.
    pub fn end(self, end: InteractionEnd, about: Option<Ticket>, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let permit = check(actor, Action::End, self.relation(actor))?;
        self.under_way()?;
        let mut ended = self.0.clone();
        ended.summary = end.summary.or(ended.summary);
        ended.course = Course::Ended(end.ended_at.unwrap_or(at));
        ended.end_given = end.ended_at.is_some();
        ended.no_answer = end.no_answer;
        ended.check(at)?;
        let telling = Telling::new(permit, at);
        let missed = about.as_ref().is_some_and(|ticket| ticket.missed(&self));
        let ended = self.changed(telling.clone(), at, |state| *state = ended);
        match (about, actor.principal()) {
            (Some(ticket), Some(by)) if missed => {
                let asked = ticket.contacted(ended.out(), by, telling, at);
                Ok(ended.and(asked).map(|(ended, _)| ended))
            }
            (about, _) => {
                let since = ended.out().started_at;
                Ok(answering(ended, about, since, telling, at))
            }
        }
    }

    /// Assigns the interaction to `to`, with an optional internal note; `None` leaves it unattended. `about` is its ticket: an inbound call or chat
    /// that a staff member assigns or takes answers it from then on. One that a service account assigns answers it once it has ended.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Conflict`] when it has ended.
    pub fn assign(
        self,
        to: Option<Assignee>,
        note: Option<Body>,
        about: Option<Ticket>,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Change<Self>, Refusal> {
        let permit = check(actor, Action::AssignInteraction, self.relation(actor))?;
        self.under_way()?;
        let to = to.map(Assignee::id);
        if to == self.agent && note.is_none() {
            return Ok(Change::none(permit, self));
        }
        let mut telling = Telling::new(permit, at);
        if let Some(note) = note {
            telling = telling.personal("note", note.as_str());
        }
        // The agent stays the same, so this is only a note.
        if to == self.agent {
            return Ok(self.annotated(telling, at));
        }
        let change = self.changed(telling.clone(), at, |state| state.agent = to);
        let about = about.filter(|_| actor.staff_id().is_some());
        Ok(answering(change, about, at, telling, at))
    }

    /// Moves the interaction to another customer, with an event on both timelines.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Invalid`] when the customer is deleted, or the interaction belongs to them already.
    pub fn move_to(
        self,
        customer: &Customer,
        tickets: Tickets,
        reason: &Reason,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Change<Self>, Refusal> {
        let permit = check(actor, Action::MoveInteraction, self.relation(actor))?;
        let telling = Telling::new(permit, at);
        let (follow, parted) = match tickets {
            Tickets::Follow => (true, Vec::new()),
            Tickets::Stay(opened) => (false, opened),
        };
        let moved = self.carried(customer, follow, telling.clone().personal("reason", reason.as_str()), at)?;
        Ok(parted.into_iter().fold(moved, |change, ticket| {
            let parted = ticket.changed(telling.clone(), at, |state| state.interaction = None);
            change.and(parted).map(|(interaction, _)| interaction)
        }))
    }

    /// As [`Interaction::move_to`], as part of the move of its ticket.
    pub(crate) fn carried(self, customer: &Customer, with_ticket: bool, telling: Telling, at: Timestamp) -> Result<Change<Self>, Refusal> {
        customer.may_be_named()?;
        if customer.id == self.customer {
            return Err(Refusal::invalid("customer_id", "same_customer", "is the customer it belongs to already"));
        }
        let to = customer.id;
        let left = telling.clone().plain("moved_to", to.to_string()).of(&crate::event::Record::facts(&self), &self);
        let change = self.changed(telling, at, |state| {
            state.customer = to;
            if !with_ticket {
                state.ticket = None;
            }
        });
        Ok(change.tell(left))
    }

    /// Deletes the interaction (soft): only audits still list and count it. It no longer answers its ticket, `about`.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Conflict`] while an escalation is open on it, or when it is deleted already.
    pub fn delete(self, about: Option<Ticket>, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let permit = check(actor, Action::DeleteInteraction, Relation::Other)?;
        let Some(by) = actor.staff_id() else { return Err(Refusal::people_only(Action::DeleteInteraction)) };
        if self.deleted.is_some() {
            return Err(Refusal::conflict("deleted", "the interaction is deleted already"));
        }
        if self.open_escalation.is_some() {
            return Err(Refusal::open_escalation("the interaction has an open escalation: withdraw it first"));
        }
        let (telling, since) = (Telling::new(permit, at), self.started_at);
        Ok(answering(self.changed(telling.clone(), at, |state| state.deleted = Some(Deleted { at, by })), about, since, telling, at))
    }

    /// Restores a deleted interaction, which may answer its ticket, `about`, again.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Conflict`] when it is not deleted.
    pub fn undelete(self, about: Option<Ticket>, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let permit = check(actor, Action::RestoreInteraction, Relation::Other)?;
        if self.deleted.is_none() {
            return Err(Refusal::conflict("not_deleted", "the interaction is not deleted"));
        }
        let (telling, since) = (Telling::new(permit, at), self.started_at);
        Ok(answering(self.changed(telling.clone(), at, |state| state.deleted = None), about, since, telling, at))
    }

    /// Links the interaction to `ticket`, which was opened in it, unless it is linked to another.
    pub(crate) fn opened_ticket(self, ticket: TicketId, telling: Telling, at: Timestamp) -> Option<Change<Self>> {
        self.ticket.is_none().then(|| self.changed(telling, at, |state| state.ticket = Some(ticket)))
    }

    /// Unlinks `ticket`, which moved to another customer; a link to another ticket stays.
    pub(crate) fn parted_from(self, ticket: TicketId, telling: Telling, at: Timestamp) -> Change<Self> {
        if self.ticket == Some(ticket) { self.changed(telling, at, |state| state.ticket = None) } else { Change::unchanged(self) }
    }

    pub(crate) fn with_open_escalation(self, escalation: Option<EscalationId>, telling: Telling, at: Timestamp) -> Change<Self> {
        self.changed(telling, at, |state| state.open_escalation = escalation)
    }

    fn under_way(&self) -> Result<(), Refusal> {
        match self.course {
            Course::Active | Course::Pending => Ok(()),
            Course::Ended(_) => Err(Refusal::conflict("already_ended", "the interaction has ended: correct it instead")),
        }
    }
}

/// Adds the effect of the change on the interaction's ticket, which it answers from `since` on, if at all.
fn answering(change: Change<Interaction>, about: Option<Ticket>, since: Timestamp, telling: Telling, at: Timestamp) -> Change<Interaction> {
    let Some(ticket) = about else { return change };
    let ticket = ticket.contact_changed(change.out(), since, telling, at);
    change.and(ticket).map(|(interaction, _)| interaction)
}
