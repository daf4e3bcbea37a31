//! The state of the model: tickets, escalations, and who sees them.

use caredesk_domain::Timestamp;

use super::cast::{Role, Who};

/// A status, an error code or an action, in the words of the API.
pub(super) type Word = &'static str;

#[derive(Debug, Clone, Default)]
pub(super) struct World {
    pub(super) tickets: Vec<Ticket>,
    pub(super) escalations: Vec<Escalation>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ticket {
    pub(super) id: String,
    pub(super) customer: usize,
    pub(super) assignee: Option<Who>,
    pub(super) status: Word,
    /// The status before the escalation.
    pub(super) before: Word,
    pub(super) waiting_since: Option<Timestamp>,
    pub(super) first_response_at: Option<Timestamp>,
    pub(super) resolved: Option<(Timestamp, Who)>,
    pub(super) reopened: u32,
    pub(super) duplicate_of: Option<usize>,
    pub(super) escalation: Option<usize>,
    pub(super) undo: Option<Undo>,
    pub(super) deleted: bool,
    pub(super) version: u32,
}

/// The last status change and the values before it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Undo {
    pub(super) by: Who,
    pub(super) at: Timestamp,
    pub(super) status: Word,
    pub(super) waiting_since: Option<Timestamp>,
    pub(super) resolved: Option<(Timestamp, Who)>,
    pub(super) reopened: u32,
    pub(super) duplicate_of: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) role: Role,
    pub(super) staff: Option<Who>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Escalation {
    pub(super) id: String,
    pub(super) ticket: usize,
    pub(super) customer: usize,
    pub(super) target: Target,
    pub(super) status: Word,
    pub(super) outcome: Option<&'static str>,
    pub(super) accepted_by: Option<Who>,
    /// Whether it was last accepted from the pool.
    pub(super) from_pool: bool,
    pub(super) resolved_by: Option<Who>,
    pub(super) closed_by: Option<Who>,
    pub(super) deleted: bool,
    pub(super) version: u32,
}

/// The relation of an escalation to an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    NamesThem,
    InTheirPool,
    Apart,
}

impl Ticket {
    pub(super) fn opened(customer: usize, assignee: Option<Who>, now: Timestamp) -> Self {
        Self {
            id: String::new(),
            customer,
            assignee,
            status: "open",
            before: "open",
            waiting_since: Some(now),
            first_response_at: None,
            resolved: None,
            reopened: 0,
            duplicate_of: None,
            escalation: None,
            undo: None,
            deleted: false,
            version: 1,
        }
    }

    /// The statuses it may change to, from the table of the contract.
    pub(super) fn may_become(&self) -> &'static [Word] {
        match self.status {
            "open" => &["pending", "resolved"],
            "pending" => &["open", "resolved"],
            "resolved" => &["open"],
            "escalated" => &[],
            other => panic!("{other} is no status"),
        }
    }

    /// The undo of the last status change, possible for 60 s.
    pub(super) fn undoable(&self, now: Timestamp) -> Option<&Undo> {
        self.undo.as_ref().filter(|undo| now.seconds_since(undo.at) < 60)
    }

    pub(super) fn allowed(&self, who: Who, now: Timestamp) -> Vec<Word> {
        if !who.works_tickets() {
            return Vec::new();
        }
        if self.deleted {
            return if who.is_admin() { vec!["redact", "restore_ticket"] } else { Vec::new() };
        }
        let mut allowed = vec!["edit_ticket", "assign", "move_ticket", "reply", "record_customer_message", "read_notes", "note"];
        let mut when = |possible: bool, action| allowed.extend(possible.then_some(action));
        when(self.status != "escalated", "set_status");
        when(self.undoable(now).is_some_and(|undo| undo.by == who), "undo_status");
        when(self.assignee.is_none(), "claim");
        when(["open", "pending"].contains(&self.status), "escalate");
        when(self.escalation.is_some(), "withdraw");
        when(who.is_admin() && self.escalation.is_none(), "delete_ticket");
        when(who.is_admin(), "redact");
        allowed.sort_unstable();
        allowed
    }
}

impl Escalation {
    pub(super) fn is_open(&self) -> bool {
        ["pending", "in_progress"].contains(&self.status)
    }

    pub(super) fn stands_to(&self, who: Who) -> Standing {
        match self.target.staff {
            Some(staff) if staff == who => Standing::NamesThem,
            None if self.target.role == who.role() => Standing::InTheirPool,
            Some(_) | None => Standing::Apart,
        }
    }

    /// Whether it exists for an actor; deleted ones exist for nobody.
    pub(super) fn exists_for(&self, who: Who) -> bool {
        let waits = self.status == "pending" && self.target.role == Role::Doctor;
        let theirs = self.accepted_by == Some(who) || waits && self.stands_to(who) != Standing::Apart;
        !self.deleted && (who.works_tickets() || theirs)
    }

    pub(super) fn allowed(&self, who: Who) -> Vec<Word> {
        if self.deleted {
            return if who.is_admin() { vec!["redact", "restore_escalation"] } else { Vec::new() };
        }
        let (open, standing) = (self.is_open(), self.stands_to(who));
        let (named, asked, admin) = (standing == Standing::NamesThem, standing != Standing::Apart, who.is_admin());
        let mut allowed = Vec::new();
        let mut when = |possible: bool, action| allowed.extend(possible.then_some(action));
        when(who.role() != Role::Agent && asked && self.status == "pending", "accept");
        when(who.role() != Role::Agent && named && open, "decline");
        when((admin || who.role() == Role::Doctor && asked) && open, "reassign");
        when((admin || who.role() == Role::Doctor && asked) && open, "raise_priority");
        when((who.works_tickets() || asked) && self.status != "closed", "discuss");
        when((admin || who.role() == Role::Doctor && named) && open, "resolve_escalation");
        when(who.works_tickets() && open, "withdraw");
        when(who.works_tickets() && self.status == "resolved", "close");
        when(admin && !open, "delete_escalation");
        when(admin, "redact");
        allowed.sort_unstable();
        allowed
    }
}

impl World {
    /// Whether an actor can read a ticket: admins also deleted ones, doctors those escalated to them.
    pub(super) fn shows_ticket(&self, ticket: usize, who: Who) -> bool {
        let case = || self.escalations.iter().any(|escalation| escalation.ticket == ticket && escalation.exists_for(who));
        match who.role() {
            Role::Admin => true,
            Role::Agent => !self.tickets[ticket].deleted,
            Role::Doctor => !self.tickets[ticket].deleted && case(),
        }
    }

    pub(super) fn shows_escalation(&self, escalation: usize, who: Who) -> bool {
        who.is_admin() || self.escalations[escalation].exists_for(who)
    }
}
