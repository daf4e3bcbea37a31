//! Escalation transitions: accept, decline, reassign, discuss, resolve, withdraw, close, delete.

use super::{
    Accepted, Answer, Case, Ending, Escalation, EscalationMessage, EscalationState, EscalationStatus, Progress, Target, TargetRole,
};
use crate::{
    CustomerId, MessageId, Refusal, StaffId, Timestamp,
    actor::{Actor, Role},
    change::{Change, Put, Telling, Write},
    customer::Deleted,
    event::Record,
    policy::{Action, Permit, Relation, check},
    text::{Body, Outcome, Reason},
    ticket::Priority,
};

impl Escalation {
    /// Accepts the escalation: the actor becomes its target. Accepting one's own again writes nothing.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] unless it names the actor or waits in their pool; [`Refusal::Taken`] when somebody else accepted it
    /// first; [`Refusal::Conflict`] when it is resolved or closed.
    pub fn accept(self, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let by = person(actor, Action::Accept)?;
        if let (Progress::InProgress { .. }, Some(owner)) = (&self.progress, self.target.staff)
            && owner != by
            && actor.role() == Some(self.target.role.role())
        {
            return Err(Refusal::Taken { by: owner });
        }
        let permit = self.permit(actor, Action::Accept)?;
        match self.progress {
            Progress::Pending => {}
            Progress::InProgress { .. } => return Ok(Change::none(permit, self)),
            Progress::Resolved { .. } | Progress::Closed { .. } => return Err(self.illegal(Action::Accept, actor)),
        }
        Ok(self.changed(Telling::new(permit, at), at, |state| {
            state.target.staff = Some(by);
            state.progress = Progress::InProgress { accepted: Accepted { at, by } };
        }))
    }

    /// Returns the escalation to its pool.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] unless it names the actor; [`Refusal::Conflict`] when it is in the pool, resolved or closed.
    pub fn decline(self, reason: &Reason, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        if self.progress.is_open() && self.relation(actor) == Relation::Pool {
            return Err(Refusal::Conflict {
                code: "in_the_pool",
                detail: "the escalation waits in the pool: leave it there for a colleague".to_owned(),
                allowed: words(&self.allowed(actor)),
            });
        }
        let permit = self.permit(actor, Action::Decline)?;
        self.open(Action::Decline, actor)?;
        let telling = Telling::new(permit, at).personal("decline_reason", reason.as_str());
        Ok(self.changed(telling, at, |state| {
            state.target.staff = None;
            state.back_to_pending();
        }))
    }

    /// Reassigns the escalation to another person or pool. A doctor can only reassign to doctors.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Conflict`] when it is resolved or closed; [`Refusal::Invalid`] for a target a doctor cannot choose.
    pub fn reassign(self, target: Target, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let permit = self.permit(actor, Action::Reassign)?;
        self.open(Action::Reassign, actor)?;
        if actor.role() == Some(Role::Doctor) && target.role != TargetRole::Doctor {
            return Err(Refusal::invalid("target/role", "wrong_role", "must be a doctor or the doctors' pool"));
        }
        if target == self.target && self.progress == Progress::Pending {
            return Ok(Change::none(permit, self));
        }
        Ok(self.changed(Telling::new(permit, at), at, |state| {
            state.target = target;
            state.back_to_pending();
        }))
    }

    /// Raises the priority. Setting the priority it has writes nothing.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Conflict`] when it is resolved or closed, or the priority would be lowered.
    pub fn raise_priority(self, priority: Priority, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let permit = self.permit(actor, Action::RaisePriority)?;
        self.open(Action::RaisePriority, actor)?;
        if priority.rank() < self.priority.rank() {
            return Err(Refusal::conflict("lower_priority", "the priority of an escalation is only ever raised"));
        }
        if priority == self.priority {
            return Ok(Change::none(permit, self));
        }
        Ok(self.changed(Telling::new(permit, at), at, |state| state.priority = priority))
    }

    /// Writes a message within the escalation.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Conflict`] when it is closed.
    pub fn discuss(self, id: MessageId, body: Body, actor: &Actor, at: Timestamp) -> Result<Change<(Self, EscalationMessage)>, Refusal> {
        let permit = self.permit(actor, Action::Discuss)?;
        let author = person(actor, Action::Discuss)?;
        if self.progress.status() == EscalationStatus::Closed {
            return Err(self.illegal(Action::Discuss, actor));
        }
        let message = EscalationMessage { id, escalation: self.id, author, body, created_at: at };
        let asks = self.asks(actor);
        let (before, expected) = (self.facts(), self.version);
        let mut state = self.0;
        state.asked_at = (asks && state.progress.is_open()).then(|| state.asked_at.unwrap_or(at));
        state.last_message_at = Some(at);
        state.updated_at = at;
        let telling = Telling::new(permit, at).plain("message", id.to_string());
        // A message alone keeps the version, so that a concurrent change does not become stale.
        let change = telling.change(&before, Self(state), |escalation| Write::Escalation(Put::over(expected, escalation)));
        Ok(change.write(Write::EscalationMessage(message.clone())).map(|escalation| (escalation, message)))
    }

    /// Resolves the escalation with its answer; its ticket returns to the status before. A pending one is accepted by this.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] unless it names the actor or they are an admin; [`Refusal::Conflict`] when it is resolved or closed, or was not
    /// raised from `case`.
    pub fn resolve(self, case: Case, outcome: Outcome, actor: &Actor, at: Timestamp) -> Result<Change<(Self, Case)>, Refusal> {
        let permit = self.permit(actor, Action::ResolveEscalation)?;
        let by = person(actor, Action::ResolveEscalation)?;
        self.open(Action::ResolveEscalation, actor)?;
        let taken_on = self.progress.accepted();
        let telling = Telling::new(permit, at);
        self.ended(case, [telling.clone(), telling], at, |state| {
            // An admin who answers for a doctor does not become the target.
            if taken_on.is_none() && actor.role() == Some(state.target.role.role()) {
                state.target.staff = Some(by);
            }
            state.progress = Progress::Resolved { accepted: taken_on.unwrap_or(Accepted { at, by }), answer: Answer { outcome, at, by } };
        })
    }

    /// Withdraws the escalation before it is resolved; its ticket returns to the status before.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Conflict`] when it is resolved or closed, or was not raised from `case`.
    pub fn withdraw(self, case: Case, reason: Reason, actor: &Actor, at: Timestamp) -> Result<Change<(Self, Case)>, Refusal> {
        let permit = self.permit(actor, Action::Withdraw)?;
        let by = person(actor, Action::Withdraw)?;
        self.open(Action::Withdraw, actor)?;
        let accepted = self.progress.accepted();
        let telling = Telling::new(permit, at);
        let with_reason = telling.clone().personal("withdraw_reason", reason.as_str());
        self.ended(case, [with_reason, telling], at, |state| {
            state.progress = Progress::Closed { accepted, ending: Ending::Withdrawn(reason), at, by };
        })
    }

    /// Closes the escalation: its answer was relayed to the customer.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Conflict`] unless it is resolved.
    pub fn close(self, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let permit = self.permit(actor, Action::Close)?;
        let by = person(actor, Action::Close)?;
        let Progress::Resolved { accepted, answer } = self.progress.clone() else { return Err(self.illegal(Action::Close, actor)) };
        Ok(self.changed(Telling::new(permit, at), at, |state| {
            state.progress = Progress::Closed { accepted: Some(accepted), ending: Ending::Answered(answer), at, by };
        }))
    }

    /// Returns it to resolved after the reply that relayed its answer was recalled.
    pub(crate) fn unclosed(self, telling: Telling, at: Timestamp) -> Change<Self> {
        self.changed(telling, at, |state| {
            if let Progress::Closed { accepted: Some(accepted), ending: Ending::Answered(answer), .. } = state.progress.clone() {
                state.progress = Progress::Resolved { accepted, answer };
            }
        })
    }

    /// Deletes the escalation (soft): only audits still list and count it.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Conflict`] while it is open, or when it is deleted already.
    pub fn delete(self, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let permit = check(actor, Action::DeleteEscalation, Relation::Other)?;
        let by = person(actor, Action::DeleteEscalation)?;
        if self.deleted.is_some() {
            return Err(Refusal::conflict("deleted", "the escalation is deleted already"));
        }
        if self.progress.is_open() {
            return Err(Refusal::open_escalation("the escalation is open: withdraw it first"));
        }
        Ok(self.changed(Telling::new(permit, at), at, |state| state.deleted = Some(Deleted { at, by })))
    }

    /// Restores a deleted escalation.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::Conflict`] when it is not deleted.
    pub fn undelete(self, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let permit = check(actor, Action::RestoreEscalation, Relation::Other)?;
        if self.deleted.is_none() {
            return Err(Refusal::conflict("not_deleted", "the escalation is not deleted"));
        }
        Ok(self.changed(Telling::new(permit, at), at, |state| state.deleted = None))
    }

    /// Moves the escalation to the new customer of its ticket or interaction; `action` is that move.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`].
    pub fn follow(self, customer: CustomerId, action: Action, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        // The move was already authorised on the ticket or interaction.
        let permit = check(actor, action, Relation::Own)?;
        let telling = Telling::new(permit, at);
        let left = telling.clone().plain("moved_to", customer.to_string()).of(&self.facts(), &self);
        Ok(self.changed(telling, at, |state| state.customer = customer).tell(left))
    }

    /// Whether `actor` writes as the target and not as the care team. An admin who raised an escalation to the admins writes as the care team.
    pub fn asks(&self, actor: &Actor) -> bool {
        let addressed = match self.relation(actor) {
            Relation::Own | Relation::Pool => true,
            Relation::Other => false,
        };
        addressed && actor.principal() != Some(self.escalated_by)
    }

    fn permit(&self, actor: &Actor, action: Action) -> Result<Permit, Refusal> {
        check(actor, action, self.relation(actor))
    }

    fn open(&self, action: Action, actor: &Actor) -> Result<(), Refusal> {
        if self.progress.is_open() { Ok(()) } else { Err(self.illegal(action, actor)) }
    }

    /// Ends the escalation, with an event on it and one on its ticket or interaction. Only the first holds the texts.
    fn ended(
        self,
        case: Case,
        [telling, of_case]: [Telling; 2],
        at: Timestamp,
        alter: impl FnOnce(&mut EscalationState),
    ) -> Result<Change<(Self, Case)>, Refusal> {
        if case.open_escalation() != Some(self.id) {
            return Err(Refusal::conflict("another_case", "the escalation was not raised from this record"));
        }
        let returned = case.returned(of_case, at);
        Ok(self
            .changed(telling, at, |state| {
                alter(state);
                state.asked_at = None;
            })
            .and(returned))
    }

    fn illegal(&self, action: Action, actor: &Actor) -> Refusal {
        let (status, allowed) = (self.progress.status(), words(&self.allowed(actor)));
        let detail = format!("`{action}` is not possible for an escalation that is {status}");
        Refusal::Conflict { code: "illegal_transition", detail, allowed }
    }
}

impl EscalationState {
    /// Back to pending; the open question was of the former target, so it is dropped.
    fn back_to_pending(&mut self) {
        self.progress = Progress::Pending;
        self.asked_at = None;
    }
}

fn words(actions: &[Action]) -> Vec<&'static str> {
    actions.iter().map(|action| action.as_str()).collect()
}

fn person(actor: &Actor, action: Action) -> Result<StaffId, Refusal> {
    actor.staff_id().ok_or(Refusal::people_only(action))
}
