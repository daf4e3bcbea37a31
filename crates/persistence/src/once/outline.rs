//! What a repeated request is answered with where its caller may write a record and not read it.

use caredesk_domain::{
    actor::Scope,
    change::Version,
    customer::Customer,
    escalation::Escalation,
    interaction::Interaction,
    message::{MessageKind, Place},
    ticket::Ticket,
};

use super::Shown;
use crate::store::{Store, StoreError};

/// What is told of a record to whoever may not read it: that it is there, and how often it changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outline {
    /// How often it changed.
    pub version: Version,
    /// Of a message, for whose eyes it is and what it is part of.
    pub message: Option<(MessageKind, Place)>,
}

impl Store {
    /// The outline of a record, as far as it exists within `scope` and is not deleted. It shows nothing of a patient, so that no read is noted.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it does not exist, or is of a kind that whoever writes it may read.
    pub async fn outline(&self, scope: Scope, shown: Shown) -> Result<Outline, StoreError> {
        let version = match shown {
            Shown::Customer(id) => self.get::<Customer>(scope, id).await?.peek().version,
            Shown::Ticket(id) => self.get::<Ticket>(scope, id).await?.peek().version,
            Shown::Interaction(id) => self.get::<Interaction>(scope, id).await?.peek().version,
            Shown::Escalation(id) => self.get::<Escalation>(scope, id).await?.peek().version,
            Shown::Message(id) => {
                let seen = self.message(scope, id, MessageKind::ALL, false).await?;
                let message = &seen.peek().message;
                return Ok(Outline { version: message.version, message: Some((message.kind, message.place)) });
            }
            Shown::EscalationMessage(_) | Shown::Staff(_) | Shown::ServiceAccount(_) => return Err(StoreError::NotFound),
        };
        Ok(Outline { version, message: None })
    }
}
