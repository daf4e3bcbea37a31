//! The transitions of tickets, from the tables of the contract.

use caredesk_domain::Timestamp;

use super::{
    actors::{Actor, Role},
    command::TicketAction,
    outcome::{Outcome, Rejection},
    state::{Escalation, ModelState, Target, Ticket, Undo, Word},
};

impl ModelState {
    pub(super) fn open(&mut self, by: Actor, customer: usize, queued: bool, now: Timestamp) -> Outcome {
        if !by.works_tickets() {
            return Rejection::forbidden();
        }
        self.tickets.push(Ticket::opened(customer, (!queued).then_some(by), now));
        Ok(201)
    }

    pub(super) fn apply_to_ticket(&mut self, by: Actor, place: usize, act: &TicketAction, now: Timestamp) -> Outcome {
        let admins_only = matches!(act, TicketAction::Delete | TicketAction::Restore);
        if !by.works_tickets() || admins_only && !by.is_admin() {
            return Rejection::forbidden();
        }
        if self.tickets[place].deleted && !admins_only {
            return Rejection::missing();
        }
        match act {
            TicketAction::SetStatus(to) => self.tickets[place].set_status(by, to, now),
            TicketAction::DuplicateOf(of) => self.duplicate(by, place, *of, now),
            TicketAction::Undo(to) => self.undo(by, place, to, now),
            TicketAction::Reply(status) | TicketAction::Note(status) | TicketAction::CustomerSays(status) => {
                let ticket = &mut self.tickets[place];
                let (before, mut said) = (ticket.clone(), ticket.clone());
                said.say(by, act, now);
                if let Some(to) = *status
                    && to != said.status
                {
                    said.move_to(by, to, now)?;
                }
                if matches!(act, TicketAction::Reply(_)) {
                    said.waiting_since = None;
                }
                let (owner, status, copy) = (before.assignee, before.status, before.duplicate_of);
                said.version += u32::from((owner, status, copy) != (said.assignee, said.status, said.duplicate_of));
                *ticket = said;
                Ok(201)
            }
            TicketAction::Claim => match self.tickets[place].assignee {
                Some(owner) if owner != by => Rejection::conflict("already_assigned", vec!["assign"]),
                Some(_) => Ok(200),
                None => self.assign(place, Some(by)),
            },
            TicketAction::Assign(Some(to)) if to.role() == Role::Doctor => Rejection::invalid("wrong_role"),
            TicketAction::Assign(to) => self.assign(place, *to),
            TicketAction::Move(to) => self.move_to_customer(place, *to),
            TicketAction::Delete | TicketAction::Restore => self.set_deleted(place, *act == TicketAction::Delete),
            TicketAction::Raise(target) => self.escalate(place, *target),
        }
    }

    fn duplicate(&mut self, by: Actor, place: usize, of: usize, now: Timestamp) -> Outcome {
        let (ticket, original) = (&self.tickets[place], &self.tickets[of]);
        if original.deleted {
            return Rejection::invalid("not_found");
        }
        if of == place {
            return Rejection::invalid("same_ticket");
        }
        if original.customer != ticket.customer {
            return Rejection::invalid("other_customer");
        }
        if original.duplicate_of.is_some() {
            return Rejection::invalid("duplicate");
        }
        self.tickets[place].set_status(by, "resolved", now)?;
        self.tickets[place].duplicate_of = Some(of);
        Ok(200)
    }

    fn undo(&mut self, by: Actor, place: usize, to: Word, now: Timestamp) -> Outcome {
        let Some(undo) = self.tickets[place].pending_undo(now).cloned() else { return Rejection::conflict("nothing_to_undo", Vec::new()) };
        if undo.by != by {
            return Rejection::forbidden();
        }
        if undo.status != to {
            return Rejection::conflict("undo_elsewhere", vec![undo.status]);
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

    fn assign(&mut self, place: usize, to: Option<Actor>) -> Outcome {
        let ticket = &mut self.tickets[place];
        ticket.version += u32::from(ticket.assignee != to);
        ticket.assignee = to;
        Ok(200)
    }

    /// Its escalations move with it; its duplicates stay and are unlinked.
    fn move_to_customer(&mut self, place: usize, to: usize) -> Outcome {
        let ticket = &mut self.tickets[place];
        if ticket.customer == to {
            return Rejection::invalid("same_customer");
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

    fn set_deleted(&mut self, place: usize, hide: bool) -> Outcome {
        let ticket = &mut self.tickets[place];
        match (hide, ticket.deleted) {
            (true, true) => return Rejection::conflict("deleted", Vec::new()),
            (false, false) => return Rejection::conflict("not_deleted", Vec::new()),
            (true, false) if ticket.escalation.is_some() => return Rejection::open_escalation(),
            (true, false) | (false, true) => {}
        }
        ticket.deleted = hide;
        ticket.version += 1;
        Ok(if hide { 204 } else { 200 })
    }

    fn escalate(&mut self, place: usize, target: Target) -> Outcome {
        target.check()?;
        let escalation = self.escalations.len();
        let ticket = &mut self.tickets[place];
        if ticket.escalation.is_some() {
            return Rejection::open_escalation();
        }
        if ticket.status == "resolved" {
            return Rejection::conflict("illegal_transition", vec!["open"]);
        }
        (ticket.status_before_escalation, ticket.status, ticket.escalation, ticket.undo) =
            (ticket.status, "escalated", Some(escalation), None);
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
        if self.staff.is_some_and(|staff| staff.role() != self.role) { Rejection::invalid("wrong_role") } else { Ok(200) }
    }
}

impl Ticket {
    fn set_status(&mut self, by: Actor, to: Word, now: Timestamp) -> Outcome {
        self.move_to(by, to, now)?;
        self.version += 1;
        Ok(200)
    }

    fn move_to(&mut self, by: Actor, to: Word, now: Timestamp) -> Outcome {
        if self.escalation.is_some() {
            return Rejection::open_escalation();
        }
        if !self.allowed_statuses().contains(&to) {
            return Rejection::conflict("illegal_transition", self.allowed_statuses().to_vec());
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
    fn say(&mut self, by: Actor, act: &TicketAction, now: Timestamp) {
        if !matches!(act, TicketAction::Note(_)) {
            self.undo = None;
        }
        if matches!(act, TicketAction::Reply(_)) {
            self.first_response_at = self.first_response_at.or(Some(now));
            self.assignee = self.assignee.or(Some(by));
            self.waiting_since = None;
        }
        // A customer message with the status `resolved` does not reopen a resolved ticket.
        if matches!(act, TicketAction::CustomerSays(status) if (self.status, *status) != ("resolved", Some("resolved"))) {
            match self.status {
                "resolved" => {
                    self.reopened += 1;
                    (self.status, self.resolved, self.duplicate_of) = ("open", None, None);
                }
                "pending" => self.status = "open",
                "escalated" => self.status_before_escalation = "open",
                _ => {}
            }
            self.waiting_since = self.waiting_since.or(Some(now));
        }
    }
}
