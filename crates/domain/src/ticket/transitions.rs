//! Ticket transitions: edit, claim, assign, delete.

use super::record::{Ticket, TicketPatch, TicketRecord};
use crate::{
    DomainError, Timestamp,
    actor::Actor,
    change::{Change, EventBuilder, EventDetail, RecordWrite, VersionedWrite},
    deletion::Deletion,
    policy::{Action, Ownership, allowed_actions, can_read_notes, check},
    staff::Assignee,
    text::Body,
};

impl Ticket {
    /// Edits the ticket's fields. A patch without changes writes nothing.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`].
    pub fn edit(self, patch: TicketPatch, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::EditTicket, Ownership::Other)?;
        let mut edited = self.0.clone();
        patch.apply(&mut edited);
        if edited == self.0 {
            return Ok(Change::no_op(permit, self));
        }
        Ok(self.transition(EventBuilder::new(permit, at), at, |state| *state = edited))
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
        let mut event = EventBuilder::new(permit, at);
        if let Some(note) = note {
            event = event.with(EventDetail::Note(note));
        }
        // The assignee stays the same, so this is only a note.
        if to == self.assignee {
            return Ok(self.annotated(event, at));
        }
        Ok(self.transition(event, at, |state| {
            state.assignee = to;
            for effect in &mut state.reply_effects {
                effect.claimed = false;
            }
        }))
    }

    /// Deletes the ticket (soft): only audits still list and count it.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Conflict`] while it is escalated, or when it is deleted already.
    pub fn delete(self, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::DeleteTicket, Ownership::Other)?;
        let Some(by) = actor.staff_id() else { return Err(DomainError::staff_only(Action::DeleteTicket)) };
        if self.deleted.is_some() {
            return Err(DomainError::conflict("deleted", "the ticket is deleted already"));
        }
        if self.open_escalation.is_some() {
            return Err(DomainError::open_escalation("the ticket has an open escalation: withdraw it first"));
        }
        Ok(self.transition(EventBuilder::new(permit, at), at, |state| state.deleted = Some(Deletion { at, by })))
    }

    /// Restores a deleted ticket.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Conflict`] when it is not deleted.
    pub fn restore(self, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::RestoreTicket, Ownership::Other)?;
        if self.deleted.is_none() {
            return Err(DomainError::conflict("not_deleted", "the ticket is not deleted"));
        }
        Ok(self.transition(EventBuilder::new(permit, at), at, |state| state.deleted = None))
    }

    /// The actions `actor` may take on the ticket at `at`.
    pub fn allowed_actions(&self, actor: &Actor, at: Timestamp) -> Vec<Action> {
        let live = self.deleted.is_none();
        let possible = [
            (Action::EditTicket, live),
            (Action::SetStatus, live && !self.allowed_statuses().is_empty()),
            (Action::UndoStatus, live && self.pending_undo_at(at).is_some()),
            (Action::Claim, live && self.assignee.is_none()),
            (Action::Assign, live),
            (Action::Escalate, live && self.status_after_escalation().is_some()),
            (Action::Withdraw, live && self.open_escalation.is_some()),
            (Action::MoveTicket, live),
            (Action::Reply, live),
            (Action::RecordCustomerMessage, live),
            (Action::ReadNotes, live),
            (Action::Note, live),
            (Action::DeleteTicket, live && self.open_escalation.is_none()),
            (Action::RestoreTicket, !live),
            (Action::Redact, true),
        ];
        let relation = Ownership::of_principal(actor, self.pending_undo.as_ref().map(|change| change.by));
        allowed_actions(actor, relation, possible)
    }

    /// When it last changed, as far as `actor` may know: without internal notes for actors who may not read them.
    pub fn updated_at_for(&self, actor: &Actor) -> Timestamp {
        if can_read_notes(actor) { self.updated_at } else { self.public_updated_at }
    }

    pub(super) fn transition(self, event: EventBuilder, at: Timestamp, alter: impl FnOnce(&mut TicketRecord)) -> Change<Self> {
        let (before, expected) = (self.clone(), self.version);
        let mut state = self.0;
        alter(&mut state);
        state.updated_at = at;
        state.public_updated_at = at;
        state.version = expected + 1;
        event.change(Some(before), Self(state), |ticket| RecordWrite::Ticket(VersionedWrite::update(expected, ticket)))
    }

    /// A change that is only a note: `version` and `public_updated_at` stay.
    pub(super) fn annotated(self, event: EventBuilder, at: Timestamp) -> Change<Self> {
        let (before, expected) = (self.clone(), self.version);
        let mut state = self.0;
        state.updated_at = at;
        event.change(Some(before), Self(state), |ticket| RecordWrite::Ticket(VersionedWrite::update(expected, ticket)))
    }
}
