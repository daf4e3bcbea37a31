//! The transitions of escalations, from the tables of the contract.

use super::{
    OUTCOME,
    cast::{Role, Who},
    command::Deed,
    refusal::{Outcome, Refused},
    world::{Escalation, Standing, Target, World},
};

impl Deed {
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

impl World {
    pub(super) fn with(&mut self, by: Who, place: usize, deed: &Deed) -> Outcome {
        if !deed.is_for(by.role()) {
            return Refused::forbidden();
        }
        let hidden_too = matches!(deed, Deed::Delete | Deed::Restore);
        let escalation = &mut self.escalations[place];
        if !hidden_too && !escalation.exists_for(by) {
            let first = *deed == Deed::Accept && escalation.was_taken_from_the_pool_of(by.role());
            return if first { Refused::conflict("already_accepted", Vec::new()) } else { Refused::missing() };
        }
        let done = match deed {
            Deed::Accept => escalation.accept(by),
            Deed::Decline => escalation.decline(by),
            Deed::Reassign(target) => escalation.reassign(by, *target),
            Deed::Resolve => escalation.resolve(by),
            Deed::Withdraw => escalation.withdraw(by),
            Deed::Close => escalation.close(by),
            Deed::Discuss => escalation.discuss(by),
            Deed::Delete | Deed::Restore => escalation.hide(*deed == Deed::Delete),
        }?;
        if matches!(deed, Deed::Resolve | Deed::Withdraw) {
            let ticket = &mut self.tickets[escalation.ticket];
            (ticket.status, ticket.escalation) = (ticket.before, None);
            ticket.version += 1;
        }
        Ok(done)
    }
}

impl Escalation {
    fn was_taken_from_the_pool_of(&self, role: Role) -> bool {
        !self.deleted && self.target.role == role && self.accepted_by.is_some() && self.from_pool
    }

    fn illegal(&self, by: Who) -> Outcome {
        Refused::conflict("illegal_transition", self.allowed(by))
    }

    fn accept(&mut self, by: Who) -> Outcome {
        if self.status == "in_progress" && self.target.staff != Some(by) && self.target.role == by.role() {
            return Refused::conflict("already_accepted", Vec::new());
        }
        if self.stands_to(by) == Standing::Apart {
            return Refused::forbidden();
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

    fn decline(&mut self, by: Who) -> Outcome {
        match self.stands_to(by) {
            Standing::InTheirPool if self.is_open() => return Refused::conflict("in_the_pool", self.allowed(by)),
            Standing::InTheirPool | Standing::Apart => return Refused::forbidden(),
            Standing::NamesThem if !self.is_open() => return self.illegal(by),
            Standing::NamesThem => {}
        }
        self.give_to(Target { staff: None, ..self.target })
    }

    fn reassign(&mut self, by: Who, target: Target) -> Outcome {
        target.check()?;
        if by.role() == Role::Doctor && self.stands_to(by) == Standing::Apart {
            return Refused::forbidden();
        }
        if !self.is_open() {
            return self.illegal(by);
        }
        if by.role() == Role::Doctor && target.role != Role::Doctor {
            return Refused::invalid("wrong_role");
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

    fn resolve(&mut self, by: Who) -> Outcome {
        if by.role() == Role::Doctor && self.stands_to(by) != Standing::NamesThem {
            return Refused::forbidden();
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

    fn withdraw(&mut self, by: Who) -> Outcome {
        if !self.is_open() {
            return self.illegal(by);
        }
        (self.status, self.outcome, self.closed_by) = ("closed", Some("withdrawn"), Some(by));
        self.version += 1;
        Ok(200)
    }

    fn close(&mut self, by: Who) -> Outcome {
        if self.status != "resolved" {
            return self.illegal(by);
        }
        (self.status, self.closed_by) = ("closed", Some(by));
        self.version += 1;
        Ok(200)
    }

    fn discuss(&self, by: Who) -> Outcome {
        if by.role() == Role::Doctor && self.stands_to(by) == Standing::Apart {
            return Refused::forbidden();
        }
        if self.status == "closed" { self.illegal(by) } else { Ok(201) }
    }

    fn hide(&mut self, hide: bool) -> Outcome {
        match (hide, self.deleted) {
            (true, true) => return Refused::conflict("deleted", Vec::new()),
            (false, false) => return Refused::conflict("not_deleted", Vec::new()),
            (true, false) if self.is_open() => return Refused::open_escalation(),
            (true, false) | (false, true) => {}
        }
        self.deleted = hide;
        self.version += 1;
        Ok(if hide { 204 } else { 200 })
    }
}
