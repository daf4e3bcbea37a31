//! The transitions of tickets, from the tables of the contract.

use caredesk_domain::Timestamp;

use super::{
    cast::{Role, Who},
    command::Act,
    refusal::{Outcome, Refused},
    world::{Escalation, Target, Ticket, Undo, Word, World},
};

impl World {
    pub(super) fn open(&mut self, by: Who, customer: usize, queued: bool, now: Timestamp) -> Outcome {
        if !by.works_tickets() {
            return Refused::forbidden();
        }
        self.tickets.push(Ticket::opened(customer, (!queued).then_some(by), now));
        Ok(201)
    }

    pub(super) fn act(&mut self, by: Who, place: usize, act: &Act, now: Timestamp) -> Outcome {
        let admins_only = matches!(act, Act::Delete | Act::Restore);
        if !by.works_tickets() || admins_only && !by.is_admin() {
            return Refused::forbidden();
        }
        if self.tickets[place].deleted && !admins_only {
            return Refused::missing();
        }
        match act {
            Act::SetStatus(to) => self.tickets[place].set_status(by, to, now),
            Act::DuplicateOf(of) => self.duplicate(by, place, *of, now),
            Act::Undo(to) => self.undo(by, place, to, now),
            Act::Reply(status) | Act::Note(status) | Act::CustomerSays(status) => {
                let ticket = &mut self.tickets[place];
                let (before, mut said) = (ticket.clone(), ticket.clone());
                said.say(by, act, now);
                if let Some(to) = *status
                    && to != said.status
                {
                    said.move_to(by, to, now)?;
                }
                if matches!(act, Act::Reply(_)) {
                    said.waiting_since = None;
                }
                let (owner, status, copy) = (before.assignee, before.status, before.duplicate_of);
                said.version += u32::from((owner, status, copy) != (said.assignee, said.status, said.duplicate_of));
                *ticket = said;
                Ok(201)
            }
            Act::Claim => match self.tickets[place].assignee {
                Some(owner) if owner != by => Refused::conflict("already_assigned", vec!["assign"]),
                Some(_) => Ok(200),
                None => self.assign(place, Some(by)),
            },
            Act::Assign(Some(to)) if to.role() == Role::Doctor => Refused::invalid("wrong_role"),
            Act::Assign(to) => self.assign(place, *to),
            Act::Move(to) => self.move_to_customer(place, *to),
            Act::Delete | Act::Restore => self.hide(place, *act == Act::Delete),
            Act::Raise(target) => self.raise(place, *target),
        }
    }

    fn duplicate(&mut self, by: Who, place: usize, of: usize, now: Timestamp) -> Outcome {
        let (ticket, original) = (&self.tickets[place], &self.tickets[of]);
        if original.deleted {
            return Refused::invalid("not_found");
        }
        if of == place {
            return Refused::invalid("same_ticket");
        }
        if original.customer != ticket.customer {
            return Refused::invalid("other_customer");
        }
        if original.duplicate_of.is_some() {
            return Refused::invalid("duplicate");
        }
        self.tickets[place].set_status(by, "resolved", now)?;
        self.tickets[place].duplicate_of = Some(of);
        Ok(200)
    }

    fn undo(&mut self, by: Who, place: usize, to: Word, now: Timestamp) -> Outcome {
        let Some(undo) = self.tickets[place].undoable(now).cloned() else { return Refused::conflict("nothing_to_undo", Vec::new()) };
        if undo.by != by {
            return Refused::forbidden();
        }
        if undo.status != to {
            return Refused::conflict("undo_elsewhere", vec![undo.status]);
        }
        let customer = self.tickets[place].customer;
        // An original that could not be named now is not restored.
        let fit = |original: &Ticket| !original.deleted && original.customer == customer && original.duplicate_of.is_none();
        let duplicate_of = undo.duplicate_of.filter(|of| fit(&self.tickets[*of]));
        let ticket = &mut self.tickets[place];
        (ticket.status, ticket.waiting_since, ticket.resolved) = (undo.status, undo.waiting_since, undo.resolved);
        (ticket.reopened, ticket.duplicate_of, ticket.undo) = (undo.reopened, duplicate_of, None);
        ticket.version += 1;
        Ok(200)
    }

    fn assign(&mut self, place: usize, to: Option<Who>) -> Outcome {
        let ticket = &mut self.tickets[place];
        ticket.version += u32::from(ticket.assignee != to);
        ticket.assignee = to;
        Ok(200)
    }

    /// Its escalations move with it; its duplicates stay and are unlinked.
    fn move_to_customer(&mut self, place: usize, to: usize) -> Outcome {
        let ticket = &mut self.tickets[place];
        if ticket.customer == to {
            return Refused::invalid("same_customer");
        }
        (ticket.customer, ticket.duplicate_of, ticket.undo) = (to, None, None);
        ticket.version += 1;
        for copy in self.tickets.iter_mut().filter(|copy| copy.duplicate_of == Some(place)) {
            copy.duplicate_of = None;
            copy.version += 1;
        }
        for escalation in self.escalations.iter_mut().filter(|escalation| escalation.ticket == place) {
            escalation.customer = to;
            escalation.version += 1;
        }
        Ok(200)
    }

    fn hide(&mut self, place: usize, hide: bool) -> Outcome {
        let ticket = &mut self.tickets[place];
        match (hide, ticket.deleted) {
            (true, true) => return Refused::conflict("deleted", Vec::new()),
            (false, false) => return Refused::conflict("not_deleted", Vec::new()),
            (true, false) if ticket.escalation.is_some() => return Refused::open_escalation(),
            (true, false) | (false, true) => {}
        }
        ticket.deleted = hide;
        ticket.version += 1;
        Ok(if hide { 204 } else { 200 })
    }

    fn raise(&mut self, place: usize, target: Target) -> Outcome {
        target.check()?;
        let escalation = self.escalations.len();
        let ticket = &mut self.tickets[place];
        if ticket.escalation.is_some() {
            return Refused::open_escalation();
        }
        if ticket.status == "resolved" {
            return Refused::conflict("illegal_transition", vec!["open"]);
        }
        (ticket.before, ticket.status, ticket.escalation, ticket.undo) = (ticket.status, "escalated", Some(escalation), None);
        ticket.version += 1;
        self.escalations.push(Escalation {
            id: String::new(),
            ticket: place,
            customer: ticket.customer,
            target,
            status: "pending",
            outcome: None,
            accepted_by: None,
            from_pool: false,
            resolved_by: None,
            closed_by: None,
            deleted: false,
            version: 1,
        });
        Ok(201)
    }
}

impl Target {
    pub(super) fn check(self) -> Outcome {
        if self.staff.is_some_and(|staff| staff.role() != self.role) { Refused::invalid("wrong_role") } else { Ok(200) }
    }
}

impl Ticket {
    fn set_status(&mut self, by: Who, to: Word, now: Timestamp) -> Outcome {
        self.move_to(by, to, now)?;
        self.version += 1;
        Ok(200)
    }

    fn move_to(&mut self, by: Who, to: Word, now: Timestamp) -> Outcome {
        if self.escalation.is_some() {
            return Refused::open_escalation();
        }
        if !self.may_become().contains(&to) {
            return Refused::conflict("illegal_transition", self.may_become().to_vec());
        }
        self.undo = Some(Undo {
            by,
            at: now,
            status: self.status,
            waiting_since: self.waiting_since,
            resolved: self.resolved,
            reopened: self.reopened,
            duplicate_of: self.duplicate_of,
        });
        if self.status == "resolved" {
            self.reopened += 1;
            (self.resolved, self.duplicate_of) = (None, None);
        }
        // Only an open ticket waits for the care team.
        self.waiting_since = (to == "open").then_some(now);
        if to == "resolved" {
            self.resolved = Some((now, by));
        }
        self.status = to;
        Ok(200)
    }

    /// The effect of a message, before the status that comes with it.
    fn say(&mut self, by: Who, act: &Act, now: Timestamp) {
        if !matches!(act, Act::Note(_)) {
            self.undo = None;
        }
        if matches!(act, Act::Reply(_)) {
            self.first_response_at = self.first_response_at.or(Some(now));
            self.assignee = self.assignee.or(Some(by));
            self.waiting_since = None;
        }
        // A customer message with the status `resolved` does not reopen a resolved ticket.
        if matches!(act, Act::CustomerSays(status) if (self.status, *status) != ("resolved", Some("resolved"))) {
            match self.status {
                "resolved" => {
                    self.reopened += 1;
                    (self.status, self.resolved, self.duplicate_of) = ("open", None, None);
                }
                "pending" => self.status = "open",
                "escalated" => self.before = "open",
                _ => {}
            }
            self.waiting_since = self.waiting_since.or(Some(now));
        }
    }
}
