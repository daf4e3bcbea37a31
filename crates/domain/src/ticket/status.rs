//! Status changes of a ticket and their undo.

use super::{
    record::{PendingUndo, Ticket, TicketRecord},
    state::{TicketState, TicketStatus, Unresolved},
};
use crate::{
    DomainError, PrincipalId, TicketId, Timestamp,
    actor::Actor,
    change::{Change, EventBuilder},
    policy::{Action, Ownership, check},
};

/// How long the author of a status change can undo it, in seconds.
pub const UNDO_SECONDS: i64 = 60;

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

    /// Resolves the ticket as a duplicate of `original`.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Conflict`] when it cannot be resolved; [`DomainError::Invalid`] when `original` is the same
    /// ticket, another customer's, or itself a duplicate.
    pub fn resolve_as_duplicate(self, original: &Self, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::SetStatus, Ownership::Other)?;
        let Some(by) = actor.principal_id() else { return Err(DomainError::staff_only(Action::SetStatus)) };
        let wrong = |code, detail: &str| Err(DomainError::invalid("duplicate_of", code, detail));
        if original.id == self.id {
            return wrong("same_ticket", "must be another ticket");
        }
        if original.customer != self.customer {
            return wrong("other_customer", "must be a ticket of the same customer");
        }
        if original.duplicate_of.is_some() {
            return wrong("duplicate", "is a duplicate itself: name the ticket that is worked");
        }
        if !self.allowed_statuses().contains(&TicketStatus::Resolved) {
            return Err(self.illegal(TicketStatus::Resolved));
        }
        Ok(self.transition(EventBuilder::new(permit, at), at, |state| {
            state.apply_status(TicketStatus::Resolved, by, at);
            state.duplicate_of = Some(original.id);
        }))
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

    /// The customer waits from `at`, and a pending or resolved ticket opens; an escalated one is open when its escalation ends. While the customer
    /// is `live` in an unattended chat or call, that has its own notice: a pending or resolved ticket opens only if it ends unattended.
    pub(super) fn start_wait(&mut self, by: PrincipalId, live: bool, at: Timestamp) {
        match self.state {
            TicketState::Pending | TicketState::Resolved { .. } if live => return,
            // No undo: it would remove a waiting customer from the queue.
            TicketState::Pending | TicketState::Resolved { .. } => {
                self.apply_status(TicketStatus::Open, by, at);
                self.pending_undo = None;
            }
            TicketState::Escalated { .. } => self.state = TicketState::Escalated { from: Unresolved::Open },
            TicketState::Open => {}
        }
        self.waiting_since = self.waiting_since.or(Some(at));
    }
}
