//! An interaction's life: correcting it, ending it, handing it over, moving it to the right patient, hiding it.

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

/// What becomes of the tickets of an interaction that moves to another customer.
#[derive(Debug)]
pub enum Tickets {
    /// They move too, each by a move of its own.
    Follow,
    /// They stay with the customer it leaves: it is no longer about one, and these, which were opened in it, no longer refer to it.
    Stay(Vec<Ticket>),
}

impl InteractionState {
    /// That its times can be, and that it says what came of it once it has ended.
    pub(super) fn check(&self, now: Timestamp) -> Result<(), Refusal> {
        if self.started_at > now {
            return Err(Refusal::invalid("started_at", "future", "must not be in the future"));
        }
        if self.started_at < self.created_at.plus_days(-MOST_DAYS_LATE) {
            return Err(Refusal::invalid("started_at", "too_early", "must not be more than ten years before the interaction is logged"));
        }
        let reaches_out = self.direction == Direction::Outbound && matches!(self.channel, Channel::Call | Channel::Chat);
        if self.no_answer && !(reaches_out && self.course.ended_at().is_some()) {
            return Err(Refusal::invalid("no_answer", "not_outbound", "is said of outbound calls and chats that have ended"));
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
    /// Corrects what is known; `about` is the ticket it is about, which it may answer then, or may not have answered. A patch that says nothing new
    /// writes nothing.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] unless it is the actor's own or they are an admin; [`Refusal::Invalid`] for times that cannot be;
    /// [`Refusal::Conflict`] for an end where there is none yet.
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
        // Whom one that is under way answers is known once it ends.
        let about = about.filter(|_| edited.course.ended_at().is_some());
        let (telling, since) = (Telling::new(permit, at), edited.started_at);
        Ok(answering(self.changed(telling.clone(), at, |state| *state = edited), about, since, telling, at))
    }

    /// Moves the interaction between active and pending. Asking for what it already is writes nothing.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Conflict`] when it has ended, or for `resolved`, which is what ending does.
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

    /// Ends the interaction: at the end given, or now. Its duration is from then on known; `about` is the ticket it is about, which it may answer.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Conflict`] when it has ended before; [`Refusal::Invalid`] without a summary, for an end before the start
    /// or in the future, or for one that reached nobody and was no attempt to.
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

    /// Gives the interaction to `to`, who may be the actor, with a word for them; `None` leaves it unattended. `about` is the ticket it is about: whom a
    /// person gives a live chat or call of the customer's, or takes it themselves, answers it from then on. What a program gives to somebody answers
    /// once it has ended.
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
        // Only a word for whoever has it: that is a note.
        if to == self.agent {
            return Ok(self.annotated(telling, at));
        }
        let change = self.changed(telling.clone(), at, |state| state.agent = to);
        let about = about.filter(|_| actor.staff_id().is_some());
        Ok(answering(change, about, at, telling, at))
    }

    /// Moves the interaction to the customer it was really with; both timelines tell of it.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Invalid`] when the customer is hidden, or it is theirs already.
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

    /// As [`Interaction::move_to`], carried along by its ticket.
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

    /// Hides the interaction from every list and count that is not an audit; whoever waited on the ticket it is about, `about`, waits again.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Conflict`] while an escalation is open on it, or when it is hidden already.
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

    /// Brings a hidden interaction back, and what it answered on the ticket it is about, `about`.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Conflict`] when it is not hidden.
    pub fn undelete(self, about: Option<Ticket>, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let permit = check(actor, Action::RestoreInteraction, Relation::Other)?;
        if self.deleted.is_none() {
            return Err(Refusal::conflict("not_deleted", "the interaction is not deleted"));
        }
        let (telling, since) = (Telling::new(permit, at), self.started_at);
        Ok(answering(self.changed(telling.clone(), at, |state| state.deleted = None), about, since, telling, at))
    }

    /// Makes the interaction one about `ticket`, which was opened in it, unless it is about another already.
    pub(crate) fn opened_ticket(self, ticket: TicketId, telling: Telling, at: Timestamp) -> Option<Change<Self>> {
        self.ticket.is_none().then(|| self.changed(telling, at, |state| state.ticket = Some(ticket)))
    }

    /// It is no longer about `ticket`, which is another patient's now; one that was about another stays as it is.
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

/// With what the change makes of the ticket that the interaction is about, which it answers from `since` on if at all.
fn answering(change: Change<Interaction>, about: Option<Ticket>, since: Timestamp, telling: Telling, at: Timestamp) -> Change<Interaction> {
    let Some(ticket) = about else { return change };
    let ticket = ticket.contact_changed(change.out(), since, telling, at);
    change.and(ticket).map(|(interaction, _)| interaction)
}
