//! The response to a repeated request whose caller may write a record but not read it.

use caredesk_domain::{
    actor::RowScope,
    change::Version,
    customer::Customer,
    escalation::Escalation,
    interaction::Interaction,
    message::{Conversation, MessageKind},
    ticket::Ticket,
};

use crate::{error::StoreError, idempotent_request::RecordRef, store::Store};

/// What a caller without read access gets of a record: that it exists, and its version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outline {
    /// The version.
    pub version: Version,
    /// For a message, its kind and its ticket or interaction.
    pub message: Option<(MessageKind, Conversation)>,
}

impl Store {
    /// The outline of a record that is within `scope` and not deleted. It contains no customer data, so nothing is written to the read log.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none, or when it is of a kind that its writers may always read.
    pub async fn outline(&self, scope: RowScope, shown: RecordRef) -> Result<Outline, StoreError> {
        let version = match shown {
            RecordRef::Customer(id) => self.get::<Customer>(scope, id).await?.unlogged_value().version,
            RecordRef::Ticket(id) => self.get::<Ticket>(scope, id).await?.unlogged_value().version,
            RecordRef::Interaction(id) => self.get::<Interaction>(scope, id).await?.unlogged_value().version,
            RecordRef::Escalation(id) => self.get::<Escalation>(scope, id).await?.unlogged_value().version,
            RecordRef::Message(id) => {
                let seen = self.message(scope, id, MessageKind::ALL, false).await?;
                let message = &seen.unlogged_value().message;
                return Ok(Outline { version: message.version, message: Some((message.kind, message.conversation)) });
            }
            RecordRef::EscalationMessage(_) | RecordRef::Staff(_) | RecordRef::ServiceAccount(_) => return Err(StoreError::NotFound),
        };
        Ok(Outline { version, message: None })
    }
}
