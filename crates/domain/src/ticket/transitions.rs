//! Ticket transitions: status changes and their undo, claim and assignment.

use serde::{Deserialize, Serialize};

use super::{Contact, Ticket, TicketRecord, TicketState, TicketStatus, Unresolved};
use crate::{
    DomainError, PrincipalId, TicketId, Timestamp,
    actor::Actor,
    change::{Change, EventBuilder},
    policy::{Action, Ownership, check},
    staff::Assignee,
    text::Body,
};

/// How long the author of a status change can undo it, in seconds.
pub const UNDO_SECONDS: i64 = 60;

/// A status change that can be undone: who made it, when, and the values before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingUndo {
    /// Who changed it.
    pub by: PrincipalId,
    /// When.
    pub at: Timestamp,
    /// The state before.
    pub standing: TicketState,
    /// `waiting_since` before.
    pub waiting_since: Option<Timestamp>,
    /// `contacts` before.
    #[serde(default)]
    pub contacts: Vec<Contact>,
    /// `reopened_count` before.
    pub reopened_count: i32,
    /// `duplicate_of` before.
    #[serde(default)]
    pub duplicate_of: Option<TicketId>,
}

impl Ticket {
    /// Sets the status: open and pending change to each other and to resolved; resolved changes to open.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Conflict`] with the allowed statuses.
    pub fn set_status(self, to: TicketStatus, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::SetStatus, Ownership::Other)?;
        let Some(by) = actor.principal_id() else { return Err(DomainError::staff_only(Action::SetStatus)) };
        if !self.allowed_statuses().contains(&to) {
            return Err(self.illegal(to));
        }
        Ok(self.transition(EventBuilder::new(permit, at), at, |state| state.apply_status(to, by, at)))
    }

    /// Undoes the last status change, within [`UNDO_SECONDS`] and only by its author.
    /// `to` is the status expected afterwards, so that no unseen change is undone.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`] when somebody else made the change; [`DomainError::Conflict`] when there is none, it is too old, or `to` differs.
    pub fn undo_status(self, to: TicketStatus, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let Some(change) = self.pending_undo_at(at).cloned() else {
            return Err(DomainError::conflict(
                "nothing_to_undo",
                format!("only a change of status made in the last {UNDO_SECONDS} s can be undone"),
            ));
        };
        let permit = check(actor, Action::UndoStatus, Ownership::of_principal(actor, Some(change.by)))?;
        if change.standing.status() != to {
            return Err(DomainError::Conflict {
                code: "undo_elsewhere",
                detail: format!("undo would set the status to `{}`", change.standing.status()),
                allowed: vec![change.standing.status().as_str()],
            });
        }
        Ok(self.transition(EventBuilder::new(permit, at), at, |state| state.undo(change)))
    }

    /// Which ticket this one duplicated before the status change that can be undone.
    pub fn previous_duplicate_of(&self) -> Option<TicketId> {
        self.pending_undo.as_ref().and_then(|change| change.duplicate_of)
    }

    /// Undo sets `duplicate_of` to `original` again only where it is still valid: `original` may have moved to another customer or be a duplicate.
    #[must_use]
    pub fn relink_duplicate(mut self, original: Option<&Self>) -> Self {
        let fit =
            original.filter(|original| original.customer == self.customer && original.duplicate_of.is_none()).map(|original| original.id);
        if let Some(change) = &mut self.0.pending_undo {
            change.duplicate_of = change.duplicate_of.filter(|id| Some(*id) == fit);
        }
        self
    }

    /// Assigns an unassigned ticket to the actor. Claiming one's own ticket again writes nothing.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::AlreadyAssigned`] with the assignee.
    pub fn claim(self, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::Claim, Ownership::Other)?;
        match (self.assignee, actor.staff_id()) {
            (Some(owner), me) if me != Some(owner) => Err(DomainError::AlreadyAssigned { assignee: owner }),
            (Some(_), _) => Ok(Change::no_op(permit, self)),
            (None, me) => Ok(self.transition(EventBuilder::new(permit, at), at, |state| state.assignee = me)),
        }
    }

    /// Assigns the ticket to a staff member, or returns it to the queue, with an optional internal note.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`].
    pub fn assign(self, to: Option<Assignee>, note: Option<Body>, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::Assign, Ownership::Other)?;
        let to = to.map(Assignee::id);
        if to == self.assignee && note.is_none() {
            return Ok(Change::no_op(permit, self));
        }
        let mut telling = EventBuilder::new(permit, at);
        if let Some(note) = note {
            telling = telling.personal("note", note.as_str());
        }
        // The assignee stays the same, so this is only a note.
        if to == self.assignee {
            return Ok(self.annotated(telling, at));
        }
        Ok(self.transition(telling, at, |state| {
            state.assignee = to;
            for effect in &mut state.reply_effects {
                effect.claimed = false;
            }
        }))
    }

    /// The status after an escalation raised now has ended; `None` where none can be raised.
    pub const fn status_after_escalation(&self) -> Option<Unresolved> {
        match self.0.state {
            TicketState::Open => Some(Unresolved::Open),
            TicketState::Pending => Some(Unresolved::Pending),
            TicketState::Escalated { .. } | TicketState::Resolved { .. } => None,
        }
    }

    /// The statuses that can be set from the present one.
    pub const fn allowed_statuses(&self) -> &'static [TicketStatus] {
        match self.0.state {
            TicketState::Open => &[TicketStatus::Pending, TicketStatus::Resolved],
            TicketState::Pending => &[TicketStatus::Open, TicketStatus::Resolved],
            TicketState::Resolved { .. } => &[TicketStatus::Open],
            TicketState::Escalated { .. } => &[],
        }
    }

    pub(super) const fn claimable(&self) -> bool {
        self.0.assignee.is_none()
    }

    pub(super) fn pending_undo_at(&self, at: Timestamp) -> Option<&PendingUndo> {
        self.pending_undo.as_ref().filter(|change| at.seconds_since(change.at) < UNDO_SECONDS)
    }

    pub(super) fn illegal(&self, to: TicketStatus) -> DomainError {
        if self.open_escalation.is_some() {
            return DomainError::open_escalation("the ticket is escalated: wait for the answer, or withdraw the escalation first");
        }
        let allowed: Vec<&'static str> = self.allowed_statuses().iter().map(|status| status.as_str()).collect();
        let from = self.state.status();
        let detail = if allowed.is_empty() {
            format!("a ticket that is {from} cannot be moved to {to}")
        } else {
            format!("a ticket that is {from} cannot be moved to {to}; it can become: {}", allowed.join(", "))
        };
        DomainError::Conflict { code: "illegal_transition", detail, allowed }
    }
}

impl TicketRecord {
    /// Restores the values from before a status change.
    pub(super) fn undo(&mut self, change: PendingUndo) {
        self.state = change.standing;
        self.waiting_since = change.waiting_since;
        self.contacts = change.contacts;
        self.reopened_count = change.reopened_count;
        self.duplicate_of = change.duplicate_of;
        self.pending_undo = None;
    }

    /// Applies a status change that [`Ticket::allowed_statuses`] allows, and stores how to undo it.
    pub(super) fn apply_status(&mut self, to: TicketStatus, by: PrincipalId, at: Timestamp) {
        self.pending_undo = Some(PendingUndo {
            by,
            at,
            standing: self.state,
            waiting_since: self.waiting_since,
            contacts: self.contacts.clone(),
            reopened_count: self.reopened_count,
            duplicate_of: self.duplicate_of,
        });
        if matches!(self.state, TicketState::Resolved { .. }) {
            self.reopened_count += 1;
            self.duplicate_of = None;
        }
        self.state = match to {
            TicketStatus::Open => TicketState::Open,
            TicketStatus::Pending => TicketState::Pending,
            TicketStatus::Resolved => TicketState::Resolved { at, by },
            // Unreachable by a status change: only raising an escalation leads there.
            TicketStatus::Escalated => self.state,
        };
        if matches!(to, TicketStatus::Pending | TicketStatus::Resolved) {
            self.contacts.clear();
        }
        self.waiting_since = match to {
            // Opening means that the desk owes an answer.
            TicketStatus::Open => self.waiting_since.or(Some(at)),
            TicketStatus::Pending | TicketStatus::Resolved => None,
            TicketStatus::Escalated => self.waiting_since,
        };
    }
}
