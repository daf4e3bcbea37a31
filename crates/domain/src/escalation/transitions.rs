//! Escalation transitions: accept, decline, reassign, raise the priority, discuss, move, delete.

use super::{
    record::{Escalation, EscalationMessage, EscalationRecord},
    state::{Accepted, EscalationState, EscalationStatus},
    target::{Target, TargetRole},
};
use crate::{
    CustomerId, DomainError, MessageId, StaffId, Timestamp,
    actor::{Actor, Role},
    change::{Cause, Change, EventBuilder, EventDetail, RecordWrite, VersionedWrite},
    deletion::Deletion,
    policy::{Action, Ownership, Permit, allowed_actions, check},
    priority::Priority,
    text::{Body, Reason},
};

impl Escalation {
    /// Accepts the escalation: the actor becomes its target. Accepting one's own again writes nothing.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`] unless it names the actor or waits in their pool; [`DomainError::AlreadyAssigned`] when somebody else accepted it
    /// first; [`DomainError::Conflict`] when it is resolved or closed.
    pub fn accept(self, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let by = require_staff(actor, Action::Accept)?;
        if let (EscalationState::InProgress { .. }, Some(owner)) = (&self.state, self.target.staff)
            && owner != by
            && actor.role() == Some(self.target.role.role())
        {
            return Err(DomainError::AlreadyAssigned { assignee: owner });
        }
        let permit = self.permit(actor, Action::Accept)?;
        match self.state {
            EscalationState::Pending => {}
            EscalationState::InProgress { .. } => return Ok(Change::no_op(permit, self)),
            EscalationState::Resolved { .. } | EscalationState::Closed { .. } => return Err(self.illegal(Action::Accept, actor)),
        }
        Ok(self.transition(EventBuilder::new(permit, at), at, |state| {
            state.target.staff = Some(by);
            state.state = EscalationState::InProgress { accepted: Accepted { at, by } };
        }))
    }

    /// Returns the escalation to its pool.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`] unless it names the actor; [`DomainError::Conflict`] when it is in the pool, resolved or closed.
    pub fn decline(self, reason: &Reason, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        if self.state.is_open() && self.relation(actor) == Ownership::Pool {
            return Err(DomainError::Conflict {
                code: "in_the_pool",
                detail: "the escalation waits in the pool: leave it there for a colleague".to_owned(),
                allowed: action_names(&self.allowed_actions(actor)),
            });
        }
        let permit = self.permit(actor, Action::Decline)?;
        self.ensure_open(Action::Decline, actor)?;
        let event = EventBuilder::new(permit, at).with(EventDetail::DeclineReason(reason.clone()));
        Ok(self.transition(event, at, |state| {
            state.target.staff = None;
            state.back_to_pending();
        }))
    }

    /// Reassigns the escalation to another person or pool. A doctor can only reassign to doctors.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Conflict`] when it is resolved or closed; [`DomainError::Invalid`] for a target a doctor cannot choose.
    pub fn reassign(self, target: Target, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = self.permit(actor, Action::Reassign)?;
        self.ensure_open(Action::Reassign, actor)?;
        if actor.role() == Some(Role::Doctor) && target.role != TargetRole::Doctor {
            return Err(DomainError::invalid("target/role", "wrong_role", "must be a doctor or the doctors' pool"));
        }
        if target == self.target && self.state == EscalationState::Pending {
            return Ok(Change::no_op(permit, self));
        }
        Ok(self.transition(EventBuilder::new(permit, at), at, |state| {
            state.target = target;
            state.back_to_pending();
        }))
    }

    /// Raises the priority. Setting the priority it has writes nothing.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Conflict`] when it is resolved or closed, or the priority would be lowered.
    pub fn raise_priority(self, priority: Priority, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = self.permit(actor, Action::RaisePriority)?;
        self.ensure_open(Action::RaisePriority, actor)?;
        if priority.rank() < self.priority.rank() {
            return Err(DomainError::conflict("lower_priority", "the priority of an escalation is only ever raised"));
        }
        if priority == self.priority {
            return Ok(Change::no_op(permit, self));
        }
        Ok(self.transition(EventBuilder::new(permit, at), at, |state| state.priority = priority))
    }

    /// Writes a message within the escalation.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Conflict`] when it is closed.
    pub fn discuss(
        self,
        id: MessageId,
        body: Body,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Change<(Self, EscalationMessage)>, DomainError> {
        let permit = self.permit(actor, Action::Discuss)?;
        let author = require_staff(actor, Action::Discuss)?;
        if self.state.status() == EscalationStatus::Closed {
            return Err(self.illegal(Action::Discuss, actor));
        }
        let message = EscalationMessage { id, escalation: self.id, author, body, created_at: at };
        let asks = self.writes_as_target(actor);
        let (before, expected) = (self.clone(), self.version);
        let mut state = self.0;
        state.asked_at = (asks && state.state.is_open()).then(|| state.asked_at.unwrap_or(at));
        state.last_message_at = Some(at);
        state.updated_at = at;
        let event = EventBuilder::new(permit, at).with(EventDetail::Message(id));
        // A message alone keeps the version, so that a concurrent change does not become stale.
        let change =
            event.change(Some(before), Self(state), |escalation| RecordWrite::Escalation(VersionedWrite::update(expected, escalation)));
        Ok(change.write(RecordWrite::EscalationMessage(message.clone())).map(|escalation| (escalation, message)))
    }

    /// Deletes the escalation (soft): only audits still list and count it.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Conflict`] while it is open, or when it is deleted already.
    pub fn delete(self, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::DeleteEscalation, Ownership::Other)?;
        let by = require_staff(actor, Action::DeleteEscalation)?;
        if self.deleted.is_some() {
            return Err(DomainError::conflict("deleted", "the escalation is deleted already"));
        }
        if self.state.is_open() {
            return Err(DomainError::open_escalation("the escalation is open: withdraw it first"));
        }
        Ok(self.transition(EventBuilder::new(permit, at), at, |state| state.deleted = Some(Deletion { at, by })))
    }

    /// Restores a deleted escalation.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Conflict`] when it is not deleted.
    pub fn restore(self, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::RestoreEscalation, Ownership::Other)?;
        if self.deleted.is_none() {
            return Err(DomainError::conflict("not_deleted", "the escalation is not deleted"));
        }
        Ok(self.transition(EventBuilder::new(permit, at), at, |state| state.deleted = None))
    }

    /// Moves the escalation to the new customer of its ticket or interaction; `cause` is that move.
    pub fn move_with(self, customer: CustomerId, cause: &Cause, at: Timestamp) -> Change<Self> {
        let event = EventBuilder::following(cause, at);
        let left = event.clone().with(EventDetail::MovedTo(customer)).build_unchanged(&self);
        self.transition(event, at, |state| state.customer = customer).with_event(left)
    }

    /// The actions `actor` may take on the escalation now.
    pub fn allowed_actions(&self, actor: &Actor) -> Vec<Action> {
        let live = self.deleted.is_none();
        let open = live && self.state.is_open();
        let status = self.state.status();
        let possible = [
            (Action::Accept, open && status == EscalationStatus::Pending),
            (Action::Decline, open),
            (Action::Reassign, open),
            (Action::RaisePriority, open && self.priority != Priority::Urgent),
            (Action::Discuss, live && status != EscalationStatus::Closed),
            (Action::ResolveEscalation, open),
            (Action::Withdraw, open),
            (Action::Close, live && status == EscalationStatus::Resolved),
            (Action::DeleteEscalation, live && !open),
            (Action::RestoreEscalation, !live),
            (Action::Redact, true),
        ];
        let relation = self.relation(actor);
        allowed_actions(actor, relation, possible)
    }

    pub(super) fn transition(self, event: EventBuilder, at: Timestamp, alter: impl FnOnce(&mut EscalationRecord)) -> Change<Self> {
        let (before, expected) = (self.clone(), self.version);
        let mut state = self.0;
        alter(&mut state);
        state.updated_at = at;
        state.version = expected + 1;
        event.change(Some(before), Self(state), |escalation| RecordWrite::Escalation(VersionedWrite::update(expected, escalation)))
    }

    /// Whether `actor` writes as the target and not as the care team. An admin who raised an escalation to the admins writes as the care team.
    pub fn writes_as_target(&self, actor: &Actor) -> bool {
        let addressed = match self.relation(actor) {
            Ownership::Own | Ownership::Pool => true,
            Ownership::Other => false,
        };
        addressed && actor.principal_id() != Some(self.escalated_by)
    }

    pub(super) fn permit(&self, actor: &Actor, action: Action) -> Result<Permit, DomainError> {
        check(actor, action, self.relation(actor))
    }

    pub(super) fn ensure_open(&self, action: Action, actor: &Actor) -> Result<(), DomainError> {
        if self.state.is_open() { Ok(()) } else { Err(self.illegal(action, actor)) }
    }

    pub(super) fn illegal(&self, action: Action, actor: &Actor) -> DomainError {
        let (status, allowed) = (self.state.status(), action_names(&self.allowed_actions(actor)));
        let detail = format!("`{action}` is not possible for an escalation that is {status}");
        DomainError::Conflict { code: "illegal_transition", detail, allowed }
    }
}

impl EscalationRecord {
    /// Back to pending; the open question was of the former target, so it is dropped.
    fn back_to_pending(&mut self) {
        self.state = EscalationState::Pending;
        self.asked_at = None;
    }
}

fn action_names(actions: &[Action]) -> Vec<&'static str> {
    actions.iter().map(|action| action.as_str()).collect()
}

pub(super) fn require_staff(actor: &Actor, action: Action) -> Result<StaffId, DomainError> {
    actor.staff_id().ok_or(DomainError::staff_only(action))
}
