//! Interaction transitions: edit, status, end, assign, note, delete.

use super::{
    contact::{is_missed_contact, record_contact, with_contact_update},
    input::{InteractionEnd, InteractionPatch},
    record::{Interaction, InteractionRecord},
    state::{InteractionPhase, InteractionStatus},
};
use crate::{
    DomainError, MessageId, Timestamp,
    actor::{Actor, Principal},
    change::{Change, EventBuilder, EventDetail, RecordWrite, VersionedWrite},
    deletion::Deletion,
    message::{Author, Conversation, Message, MessageKind},
    policy::{Action, Ownership, allowed_actions, can_read_notes, check},
    staff::Assignee,
    text::Body,
    ticket::Ticket,
};

impl Interaction {
    /// Edits the interaction; `about` is its ticket, which the edited interaction may answer, or no longer answer. A patch without changes writes
    /// nothing.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`] unless it is the actor's own or they are an admin; [`DomainError::Invalid`] for impossible times;
    /// [`DomainError::Conflict`] for `ended_at` while it has not ended.
    pub fn edit(self, patch: InteractionPatch, about: Option<Ticket>, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::EditInteraction, self.relation(actor))?;
        let mut edited = self.0.clone();
        edited.channel = patch.channel.unwrap_or(edited.channel);
        edited.direction = patch.direction.unwrap_or(edited.direction);
        edited.summary = patch.summary.unwrap_or(edited.summary);
        edited.transcript = patch.transcript.unwrap_or(edited.transcript);
        edited.started_at = patch.started_at.unwrap_or(edited.started_at);
        edited.no_answer = patch.no_answer.unwrap_or(edited.no_answer);
        if let Some(ended) = patch.ended_at {
            match edited.phase {
                InteractionPhase::Ended(before) => {
                    edited.phase = InteractionPhase::Ended(ended);
                    edited.end_given |= ended != before;
                }
                InteractionPhase::Active | InteractionPhase::Pending => {
                    return Err(DomainError::Conflict {
                        code: "not_ended",
                        detail: "the interaction has not ended: end it first".to_owned(),
                        allowed: vec![Action::End.as_str()],
                    });
                }
            }
        }
        edited.check(at)?;
        if edited == self.0 {
            return Ok(Change::no_op(permit, self));
        }
        // A running interaction counts as an answer only once it has ended.
        let about = about.filter(|_| edited.phase.ended_at().is_some());
        let (event, since) = (EventBuilder::new(permit, at), edited.started_at);
        Ok(with_contact_update(self.transition(event.clone(), at, |state| *state = edited), about, since, event, at))
    }

    /// Sets the status to active or pending. Setting the present status writes nothing.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Conflict`] when it has ended, or for `resolved`, which only ending sets.
    pub fn set_status(self, to: InteractionStatus, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::SetInteractionStatus, self.relation(actor))?;
        self.ensure_not_ended()?;
        let course = match to {
            InteractionStatus::Active => InteractionPhase::Active,
            InteractionStatus::Pending => InteractionPhase::Pending,
            InteractionStatus::Resolved => {
                return Err(DomainError::Conflict {
                    code: "illegal_transition",
                    detail: "an interaction is resolved by ending it".to_owned(),
                    allowed: vec!["active", "pending", Action::End.as_str()],
                });
            }
        };
        if course == self.phase {
            return Ok(Change::no_op(permit, self));
        }
        Ok(self.transition(EventBuilder::new(permit, at), at, |state| state.phase = course))
    }

    /// Ends the interaction, at the given time or now; `about` is its ticket, which it may answer.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Conflict`] when it has ended before; [`DomainError::Invalid`] without a summary, for an end before the start
    /// or in the future, or for `no_answer` on one that is not an outbound call or chat.
    pub fn end(self, end: InteractionEnd, about: Option<Ticket>, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::End, self.relation(actor))?;
        self.ensure_not_ended()?;
        let mut ended = self.0.clone();
        ended.summary = end.summary.or(ended.summary);
        ended.phase = InteractionPhase::Ended(end.ended_at.unwrap_or(at));
        ended.end_given = end.ended_at.is_some();
        ended.no_answer = end.no_answer;
        ended.check(at)?;
        let event = EventBuilder::new(permit, at);
        let missed = about.as_ref().is_some_and(|ticket| is_missed_contact(ticket, &self));
        let ended = self.transition(event.clone(), at, |state| *state = ended);
        match (about, actor.principal_id()) {
            (Some(ticket), Some(by)) if missed => {
                let asked = record_contact(ticket, ended.out(), by, event, at);
                Ok(ended.and(asked).map(|(ended, _)| ended))
            }
            (about, _) => {
                let since = ended.out().started_at;
                Ok(with_contact_update(ended, about, since, event, at))
            }
        }
    }

    /// Assigns the interaction to `to`, with an optional internal note; `None` leaves it unattended. `about` is its ticket: an inbound call or chat
    /// that a staff member assigns or takes answers it from then on. One that a service account assigns answers it once it has ended.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Conflict`] when it has ended.
    pub fn assign(
        self,
        to: Option<Assignee>,
        note: Option<Body>,
        about: Option<Ticket>,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::AssignInteraction, self.relation(actor))?;
        self.ensure_not_ended()?;
        let to = to.map(Assignee::id);
        if to == self.agent && note.is_none() {
            return Ok(Change::no_op(permit, self));
        }
        let mut event = EventBuilder::new(permit, at);
        if let Some(note) = note {
            event = event.with(EventDetail::Note(note));
        }
        // The agent stays the same, so this is only a note.
        if to == self.agent {
            return Ok(self.annotated(event, at));
        }
        let change = self.transition(event.clone(), at, |state| state.agent = to);
        let about = about.filter(|_| !matches!(actor.principal(), Principal::Service { .. }));
        Ok(with_contact_update(change, about, at, event, at))
    }

    /// Deletes the interaction (soft): only audits still list and count it. It no longer answers its ticket, `about`.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Conflict`] while an escalation is open on it, or when it is deleted already.
    pub fn delete(self, about: Option<Ticket>, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::DeleteInteraction, Ownership::Other)?;
        let Some(by) = actor.staff_id() else { return Err(DomainError::staff_only(Action::DeleteInteraction)) };
        if self.deleted.is_some() {
            return Err(DomainError::conflict("deleted", "the interaction is deleted already"));
        }
        if self.open_escalation.is_some() {
            return Err(DomainError::open_escalation("the interaction has an open escalation: withdraw it first"));
        }
        let (event, since) = (EventBuilder::new(permit, at), self.started_at);
        Ok(with_contact_update(
            self.transition(event.clone(), at, |state| state.deleted = Some(Deletion { at, by })),
            about,
            since,
            event,
            at,
        ))
    }

    /// Restores a deleted interaction, which may answer its ticket, `about`, again.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`]; [`DomainError::Conflict`] when it is not deleted.
    pub fn restore(self, about: Option<Ticket>, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::RestoreInteraction, Ownership::Other)?;
        if self.deleted.is_none() {
            return Err(DomainError::conflict("not_deleted", "the interaction is not deleted"));
        }
        let (event, since) = (EventBuilder::new(permit, at), self.started_at);
        Ok(with_contact_update(self.transition(event.clone(), at, |state| state.deleted = None), about, since, event, at))
    }

    fn ensure_not_ended(&self) -> Result<(), DomainError> {
        match self.phase {
            InteractionPhase::Active | InteractionPhase::Pending => Ok(()),
            InteractionPhase::Ended(_) => Err(DomainError::conflict("already_ended", "the interaction has ended: correct it instead")),
        }
    }

    /// Writes an internal note.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`].
    pub fn note(self, id: MessageId, body: Body, actor: &Actor, at: Timestamp) -> Result<Change<(Self, Message)>, DomainError> {
        let permit = check(actor, Action::Note, Ownership::Other)?;
        let Some(author) = Author::of(actor) else { return Err(DomainError::staff_only(Action::Note)) };
        let note = Message::new(id, Conversation::Interaction(self.id), MessageKind::Note, author, body, at);
        let change = self.annotated(EventBuilder::new(permit, at).with(EventDetail::Message(id)), at);
        Ok(change.write(RecordWrite::Message(VersionedWrite::insert(note.clone()))).map(|interaction| (interaction, note)))
    }

    /// When it last changed, as far as `actor` may know: without internal notes for actors who may not read them.
    pub fn updated_at_for(&self, actor: &Actor) -> Timestamp {
        if can_read_notes(actor) { self.updated_at } else { self.public_updated_at }
    }

    /// The actions `actor` may take on the interaction now.
    pub fn allowed_actions(&self, actor: &Actor) -> Vec<Action> {
        let live = self.deleted.is_none();
        let ended = self.phase.ended_at().is_some();
        let possible = [
            (Action::EditInteraction, live),
            (Action::SetInteractionStatus, live && !ended),
            (Action::End, live && !ended),
            (Action::AssignInteraction, live && !ended),
            (Action::MoveInteraction, live),
            (Action::Escalate, live && self.open_escalation.is_none()),
            (Action::OpenTicket, live),
            (Action::ReadNotes, live),
            (Action::Note, live),
            (Action::DeleteInteraction, live && self.open_escalation.is_none()),
            (Action::RestoreInteraction, !live),
            (Action::Redact, true),
        ];
        let relation = self.relation(actor);
        allowed_actions(actor, relation, possible)
    }

    pub(super) fn transition(self, event: EventBuilder, at: Timestamp, alter: impl FnOnce(&mut InteractionRecord)) -> Change<Self> {
        let (before, expected) = (self.clone(), self.version);
        let mut state = self.0;
        alter(&mut state);
        state.updated_at = at;
        state.public_updated_at = at;
        state.version = expected + 1;
        event.change(Some(before), Self(state), |interaction| RecordWrite::Interaction(VersionedWrite::update(expected, interaction)))
    }

    /// A change that is only a note: `public_updated_at` stays, and so does `version`, so that a concurrent edit does not become stale.
    pub(super) fn annotated(self, event: EventBuilder, at: Timestamp) -> Change<Self> {
        let (before, expected) = (self.clone(), self.version);
        let mut state = self.0;
        state.updated_at = at;
        event.change(Some(before), Self(state), |interaction| RecordWrite::Interaction(VersionedWrite::update(expected, interaction)))
    }

    pub(crate) fn relation(&self, actor: &Actor) -> Ownership {
        Ownership::of_staff(actor, self.agent)
    }
}
