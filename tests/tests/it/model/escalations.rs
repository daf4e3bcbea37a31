//! The transitions of escalations, from the tables of the contract.

use super::{
    OUTCOME,
    actors::{Actor, Role},
    command::EscalationAction,
    outcome::{Outcome, Rejection},
    state::{Escalation, ModelState, Target, TargetRelation},
};

impl EscalationAction {
    /// Whether the role may do it at all.
    fn is_for(&self, role: Role) -> bool {
        match self {
            Self::Accept | Self::Decline | Self::Reassign(_) | Self::Resolve => role != Role::Agent,
            Self::Close | Self::Withdraw => role != Role::Doctor,
            Self::Discuss => true,
            Self::Delete | Self::Restore => role == Role::Admin,
        }
    }
}

impl ModelState {
    pub(super) fn apply_to_escalation(&mut self, by: Actor, place: usize, deed: &EscalationAction) -> Outcome {
        if !deed.is_for(by.role()) {
            return Rejection::forbidden();
        }
        let hidden_too = matches!(deed, EscalationAction::Delete | EscalationAction::Restore);
        let escalation = &mut self.escalations[place];
        if !hidden_too && !escalation.exists_for(by) {
            let first = *deed == EscalationAction::Accept && escalation.was_taken_from_the_pool_of(by.role());
            return if first { Rejection::conflict("already_accepted", Vec::new()) } else { Rejection::missing() };
        }
        let done = match deed {
            EscalationAction::Accept => escalation.accept(by),
            EscalationAction::Decline => escalation.decline(by),
            EscalationAction::Reassign(target) => escalation.reassign(by, *target),
            EscalationAction::Resolve => escalation.resolve(by),
            EscalationAction::Withdraw => escalation.withdraw(by),
            EscalationAction::Close => escalation.close(by),
            EscalationAction::Discuss => escalation.discuss(by),
            EscalationAction::Delete | EscalationAction::Restore => escalation.set_deleted(*deed == EscalationAction::Delete),
        }?;
        if matches!(deed, EscalationAction::Resolve | EscalationAction::Withdraw) {
            let ticket = &mut self.tickets[escalation.ticket];
            (ticket.status, ticket.escalation) = (ticket.status_before_escalation, None);
            ticket.version += 1;
        }
        Ok(done)
    }
}

impl Escalation {
    fn was_taken_from_the_pool_of(&self, role: Role) -> bool {
        !self.deleted && self.target.role == role && self.accepted_by.is_some() && self.from_pool
    }

    fn illegal(&self, by: Actor) -> Outcome {
        Rejection::conflict("illegal_transition", self.allowed_actions(by))
    }

    fn accept(&mut self, by: Actor) -> Outcome {
        if self.status == "in_progress" && self.target.staff != Some(by) && self.target.role == by.role() {
            return Rejection::conflict("already_accepted", Vec::new());
        }
        if self.relation_to(by) == TargetRelation::Unrelated {
            return Rejection::forbidden();
        }
        match self.status {
            "pending" => {}
            "in_progress" => return Ok(200),
            _ => return self.illegal(by),
        }
        self.from_pool = self.target.staff.is_none();
        self.target.staff = Some(by);
        (self.status, self.accepted_by) = ("in_progress", Some(by));
        self.version += 1;
        Ok(200)
    }

    fn decline(&mut self, by: Actor) -> Outcome {
        match self.relation_to(by) {
            TargetRelation::InPool if self.is_open() => return Rejection::conflict("in_the_pool", self.allowed_actions(by)),
            TargetRelation::InPool | TargetRelation::Unrelated => return Rejection::forbidden(),
            TargetRelation::NamedTarget if !self.is_open() => return self.illegal(by),
            TargetRelation::NamedTarget => {}
        }
        self.give_to(Target { staff: None, ..self.target })
    }

    fn reassign(&mut self, by: Actor, target: Target) -> Outcome {
        target.check()?;
        if by.role() == Role::Doctor && self.relation_to(by) == TargetRelation::Unrelated {
            return Rejection::forbidden();
        }
        if !self.is_open() {
            return self.illegal(by);
        }
        if by.role() == Role::Doctor && target.role != Role::Doctor {
            return Rejection::invalid("wrong_role");
        }
        if self.status == "pending" && self.target == target {
            return Ok(200);
        }
        self.give_to(target)
    }

    fn give_to(&mut self, target: Target) -> Outcome {
        (self.target, self.status, self.accepted_by) = (target, "pending", None);
        self.version += 1;
        Ok(200)
    }

    fn resolve(&mut self, by: Actor) -> Outcome {
        if by.role() == Role::Doctor && self.relation_to(by) != TargetRelation::NamedTarget {
            return Rejection::forbidden();
        }
        if !self.is_open() {
            return self.illegal(by);
        }
        // Resolving a pending one also accepts it; an admin who resolves for a doctor does not become its target.
        if self.status == "pending" && self.target.role == by.role() {
            self.target.staff = Some(by);
        }
        self.accepted_by = self.accepted_by.or(Some(by));
        (self.status, self.outcome, self.resolved_by) = ("resolved", Some(OUTCOME), Some(by));
        self.version += 1;
        Ok(200)
    }

    fn withdraw(&mut self, by: Actor) -> Outcome {
        if !self.is_open() {
            return self.illegal(by);
        }
        (self.status, self.outcome, self.closed_by) = ("closed", Some("withdrawn"), Some(by));
        self.version += 1;
        Ok(200)
    }

    fn close(&mut self, by: Actor) -> Outcome {
        if self.status != "resolved" {
            return self.illegal(by);
        }
        (self.status, self.closed_by) = ("closed", Some(by));
        self.version += 1;
        Ok(200)
    }

    fn discuss(&self, by: Actor) -> Outcome {
        if by.role() == Role::Doctor && self.relation_to(by) == TargetRelation::Unrelated {
            return Rejection::forbidden();
        }
        if self.status == "closed" { self.illegal(by) } else { Ok(201) }
    }

    fn set_deleted(&mut self, hide: bool) -> Outcome {
        match (hide, self.deleted) {
            (true, true) => return Rejection::conflict("deleted", Vec::new()),
            (false, false) => return Rejection::conflict("not_deleted", Vec::new()),
            (true, false) if self.is_open() => return Rejection::open_escalation(),
            (true, false) | (false, true) => {}
        }
        self.deleted = hide;
        self.version += 1;
        Ok(if hide { 204 } else { 200 })
    }
}
