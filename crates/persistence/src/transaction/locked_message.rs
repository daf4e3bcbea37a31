//! Loads messages to change them.

use caredesk_domain::{
    CustomerId, MessageId, TicketId,
    actor::RowScope,
    interaction::Interaction,
    message::{Conversation, Message, MessageKind},
    ticket::Ticket,
};

use crate::{error::StoreError, scoped_record::Lock, tables::message::find, transaction::Transaction};

/// A message locked for a change, whose ticket or interaction is within the actor's scope.
#[derive(Debug)]
pub struct LockedMessage {
    /// The message.
    pub message: Message,
    /// The customer.
    pub customer: CustomerId,
}

impl Transaction {
    /// A reply of a ticket, locked for a change. The ticket must be locked before.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the ticket has no such reply.
    pub async fn reply(&mut self, ticket: TicketId, id: MessageId) -> Result<Message, StoreError> {
        let found = find(self.connection(), id, Lock::Exclusive).await?;
        let of_ticket = |message: &Message| message.kind == MessageKind::Reply && message.conversation == Conversation::Ticket(ticket);
        found.filter(of_ticket).ok_or(StoreError::NotFound)
    }

    /// A message, if its ticket or interaction is within `scope`; both are locked until this transaction ends.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none.
    pub async fn message(&mut self, scope: RowScope, id: MessageId, include_deleted: bool) -> Result<LockedMessage, StoreError> {
        let place = find(self.connection(), id, Lock::None).await?.ok_or(StoreError::NotFound)?.conversation;
        // Locked first: it counts as changed too, and must not be moved to another customer meanwhile.
        let customer = match place {
            Conversation::Ticket(id) if include_deleted => self.get_including_deleted::<Ticket>(scope, id).await?.customer,
            Conversation::Ticket(id) => self.get::<Ticket>(scope, id).await?.customer,
            Conversation::Interaction(id) if include_deleted => self.get_including_deleted::<Interaction>(scope, id).await?.customer,
            Conversation::Interaction(id) => self.get::<Interaction>(scope, id).await?.customer,
        };
        let message = find(self.connection(), id, Lock::Exclusive).await?.ok_or(StoreError::NotFound)?;
        self.clamp_timestamp(message.edited_at.unwrap_or(message.created_at));
        Ok(LockedMessage { message, customer })
    }
}
