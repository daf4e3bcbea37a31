//! Message transitions: edit, recall, redact.

use super::{
    kind::MessageKind,
    record::{Message, MessageRecord, MessageText},
};
use crate::{
    CustomerId, DomainError, StaffId, Timestamp,
    actor::Actor,
    change::{Change, Event, EventBuilder, EventDetail, RecordChange, RecordWrite, VersionedWrite},
    policy::{Action, Ownership, allowed_actions, check},
    redaction::{self, RedactedText},
    text::{Body, Reason},
};

/// How long its author can recall a reply, in seconds.
pub const RECALL_SECONDS: i64 = 600;

impl Message {
    /// Edits a note; the audit log keeps the earlier text. `customer` is the customer of its ticket or interaction.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`] unless the actor is the author; [`DomainError::Conflict`] for a reply, or a note that was redacted.
    pub fn edit(self, body: Body, customer: CustomerId, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::EditNote, Ownership::of_principal(actor, Some(self.author.principal())))?;
        match self.kind {
            MessageKind::Note => {}
            MessageKind::Reply => return Err(DomainError::conflict("not_editable", "a reply cannot be edited: write another")),
        }
        match &self.text {
            MessageText::Kept(earlier) if *earlier == body => return Ok(Change::no_op(permit, self)),
            MessageText::Kept(_) => {}
            MessageText::Redacted { .. } => return Err(redaction::already_redacted()),
        }
        Ok(self.transition(EventBuilder::new(permit, at), customer, |state| {
            state.text = MessageText::Kept(body);
            state.edited_at = Some(at);
        }))
    }

    /// Checks that the author can still recall the reply: within [`RECALL_SECONDS`], and not once it is redacted.
    ///
    /// # Errors
    /// [`DomainError::Conflict`] otherwise.
    pub(crate) fn recallable(&self, at: Timestamp) -> Result<(), DomainError> {
        match self.text {
            MessageText::Redacted { .. } => Err(redaction::already_redacted()),
            MessageText::Kept(_) if at.seconds_since(self.created_at) < RECALL_SECONDS => Ok(()),
            MessageText::Kept(_) => {
                let detail = format!("a reply can be recalled for {} min after it was sent", RECALL_SECONDS / 60);
                Err(DomainError::conflict("too_late_to_recall", detail))
            }
        }
    }

    /// The redacted message, and the writes that redact its row and its text in the audit log.
    pub(crate) fn with_text_redacted(self, by: StaffId, at: Timestamp) -> (Self, [RecordWrite; 2]) {
        let (subject, message, expected) = (self.conversation.subject(), self.id, self.version);
        let mut state = self.0;
        state.text = MessageText::Redacted { at, by };
        state.version = expected + 1;
        let blanked = Self(state);
        let writes = [
            RecordWrite::Message(VersionedWrite::update(expected, blanked.clone())),
            RecordWrite::RedactHistory { subject, text: RedactedText::Message(message) },
        ];
        (blanked, writes)
    }

    /// Redacts the text permanently, in the message and in the audit log. The log keeps that it existed and why it was redacted.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`] unless the actor is an admin; [`DomainError::Conflict`] when it was redacted before.
    pub fn redact(self, reason: &Reason, customer: CustomerId, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::Redact, Ownership::Other)?;
        let Some(by) = actor.staff_id() else { return Err(DomainError::staff_only(Action::Redact)) };
        match self.text {
            MessageText::Kept(_) => {}
            MessageText::Redacted { .. } => return Err(redaction::already_redacted()),
        }
        // This event must not hold any of the text: it outlives the redaction.
        let event = EventBuilder::new(permit, at).with(EventDetail::Reason(reason.clone()));
        let (message, writes) = self.with_text_redacted(by, at);
        let change = Change::from_event((), message.event(Some(message.clone()), event, customer));
        Ok(writes.into_iter().fold(change, Change::write).map(|()| message))
    }

    /// The actions `actor` may take on the message at `at`.
    pub fn allowed_actions(&self, actor: &Actor, at: Timestamp) -> Vec<Action> {
        if matches!(self.text, MessageText::Redacted { .. }) {
            return Vec::new();
        }
        let relation = Ownership::of_principal(actor, Some(self.author.principal()));
        let possible = [
            (Action::EditNote, self.kind == MessageKind::Note),
            (Action::Recall, self.reply_author().is_some() && self.recallable(at).is_ok()),
            (Action::Redact, true),
        ];
        allowed_actions(actor, relation, possible)
    }

    fn transition(self, event: EventBuilder, customer: CustomerId, alter: impl FnOnce(&mut MessageRecord)) -> Change<Self> {
        let (before, expected) = (self.clone(), self.version);
        let mut state = self.0;
        alter(&mut state);
        state.version = expected + 1;
        let message = Self(state);
        let event = message.event(Some(before), event, customer);
        Change::from_event(message.clone(), event).write(RecordWrite::Message(VersionedWrite::update(expected, message)))
    }

    /// The event on its ticket or interaction, which is of `customer`.
    fn event(&self, before: Option<Self>, event: EventBuilder, customer: CustomerId) -> Event {
        let record = RecordChange::new(before, self.clone()).into();
        event.with(EventDetail::Message(self.id)).build_for(self.conversation.subject(), Some(customer), record)
    }
}
