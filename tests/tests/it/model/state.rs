//! The state of the model: tickets, escalations, and who sees them.

use caredesk_domain::Timestamp;

use super::actors::{Actor, Role};

/// A status, an error code or an action, in the words of the API.
pub(super) type Word = &'static str;

#[derive(Debug, Clone, Default)]
pub(super) struct ModelState {
    pub(super) tickets: Vec<Ticket>,
    pub(super) escalations: Vec<Escalation>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ticket {
    pub(super) id: String,
    pub(super) customer: usize,
    pub(super) assignee: Option<Actor>,
    pub(super) status: Word,
    /// The status before the escalation.
    pub(super) status_before_escalation: Word,
    pub(super) waiting_since: Option<Timestamp>,
    pub(super) first_response_at: Option<Timestamp>,
    pub(super) resolved: Option<(Timestamp, Actor)>,
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
    pub(super) by: Actor,
    pub(super) at: Timestamp,
    pub(super) status: Word,
    pub(super) waiting_since: Option<Timestamp>,
    pub(super) resolved: Option<(Timestamp, Actor)>,
    pub(super) reopened: u32,
    pub(super) duplicate_of: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) role: Role,
    pub(super) staff: Option<Actor>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Escalation {
    pub(super) id: String,
    pub(super) ticket: usize,
    pub(super) customer: usize,
    pub(super) target: Target,
    pub(super) status: Word,
    pub(super) outcome: Option<&'static str>,
    pub(super) accepted_by: Option<Actor>,
    /// Whether it was last accepted from the pool.
    pub(super) from_pool: bool,
    pub(super) resolved_by: Option<Actor>,
    pub(super) closed_by: Option<Actor>,
    pub(super) deleted: bool,
    pub(super) version: u32,
}

/// The relation of an escalation to an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TargetRelation {
    NamedTarget,
    InPool,
    Unrelated,
}

impl Ticket {
    pub(super) fn opened(customer: usize, assignee: Option<Actor>, now: Timestamp) -> Self {
        Self {
            id: String::new(),
            customer,
            assignee,
            status: "open",
            status_before_escalation: "open",
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
    pub(super) fn allowed_statuses(&self) -> &'static [Word] {
        match self.status {
            "open" => &["pending", "resolved"],
            "pending" => &["open", "resolved"],
            "resolved" => &["open"],
            "escalated" => &[],
            other => panic!("{other} is no status"),
        }
    }

    /// The undo of the last status change, possible for 60 s.
    pub(super) fn pending_undo(&self, now: Timestamp) -> Option<&Undo> {
        self.undo.as_ref().filter(|undo| now.seconds_since(undo.at) < 60)
    }

    pub(super) fn allowed_actions(&self, who: Actor, now: Timestamp) -> Vec<Word> {
        if !who.works_tickets() {
            return Vec::new();
        }
        if self.deleted {
            return if who.is_admin() { vec!["redact", "restore_ticket"] } else { Vec::new() };
        }
        let mut allowed = vec!["edit_ticket", "assign", "move_ticket", "reply", "record_customer_message", "read_notes", "note"];
        let mut when = |possible: bool, action| allowed.extend(possible.then_some(action));
        when(self.status != "escalated", "set_status");
        when(self.pending_undo(now).is_some_and(|undo| undo.by == who), "undo_status");
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

    pub(super) fn relation_to(&self, who: Actor) -> TargetRelation {
        match self.target.staff {
            Some(staff) if staff == who => TargetRelation::NamedTarget,
            None if self.target.role == who.role() => TargetRelation::InPool,
            Some(_) | None => TargetRelation::Unrelated,
        }
    }

    /// Whether it exists for an actor; deleted ones exist for nobody.
    pub(super) fn exists_for(&self, who: Actor) -> bool {
        let waits = self.status == "pending" && self.target.role == Role::Doctor;
        let theirs = self.accepted_by == Some(who) || waits && self.relation_to(who) != TargetRelation::Unrelated;
        !self.deleted && (who.works_tickets() || theirs)
    }

    pub(super) fn allowed_actions(&self, who: Actor) -> Vec<Word> {
        if self.deleted {
            return if who.is_admin() { vec!["redact", "restore_escalation"] } else { Vec::new() };
        }
        let (open, standing) = (self.is_open(), self.relation_to(who));
        let (named, asked, admin) = (standing == TargetRelation::NamedTarget, standing != TargetRelation::Unrelated, who.is_admin());
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

impl ModelState {
    /// Whether an actor can read a ticket: admins also deleted ones, doctors those escalated to them.
    pub(super) fn shows_ticket(&self, ticket: usize, who: Actor) -> bool {
        let case = || self.escalations.iter().any(|escalation| escalation.ticket == ticket && escalation.exists_for(who));
        match who.role() {
            Role::Admin => true,
            Role::Agent => !self.tickets[ticket].deleted,
            Role::Doctor => !self.tickets[ticket].deleted && case(),
        }
    }

    pub(super) fn shows_escalation(&self, escalation: usize, who: Actor) -> bool {
        who.is_admin() || self.escalations[escalation].exists_for(who)
    }
}
