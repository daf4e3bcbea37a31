//! Messages of tickets and interactions: replies, customers' messages, and notes.

use caredesk_domain::{
    CustomerId, MessageId,
    actor::RowScope,
    event::EventSubject,
    interaction::Interaction,
    message::{Conversation, Message, MessageKind},
    ticket::Ticket,
};
use sea_orm::{ColumnTrait, EntityTrait, Order, QueryFilter};

use crate::{
    audited::Audited,
    engine::{
        column::{IdColumn, TextColumn},
        page::{self, Page, PageRequest, SeekKey},
    },
    error::StoreError,
    queries::principal::{self, PrincipalRef},
    read_log::ReadAction,
    scoped_record::Lock,
    store::Store,
    tables::{
        entity::message,
        message::{find, from_row},
    },
    transaction::Transaction,
};

/// A message with the name of its author, or of who recorded it for a customer.
#[derive(Debug)]
pub struct MessageView {
    /// The message.
    pub message: Message,
    /// The author, or who recorded it for a customer.
    pub writer: Option<PrincipalRef>,
}

impl Store {
    /// One message of the given kinds, if its ticket or interaction is within `scope`; of a deleted one only if asked for.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none.
    pub async fn message(
        &self,
        scope: RowScope,
        id: MessageId,
        kinds: &[MessageKind],
        include_deleted: bool,
    ) -> Result<Audited<MessageView>, StoreError> {
        let found = find(self.reader(), id, Lock::None).await?;
        let message = found.filter(|message| kinds.contains(&message.kind)).ok_or(StoreError::NotFound)?;
        let customer = match message.conversation {
            Conversation::Ticket(id) => self.customer_of::<Ticket>(scope, id, include_deleted).await?,
            Conversation::Interaction(id) => self.customer_of::<Interaction>(scope, id, include_deleted).await?,
        };
        let names = principal::names(self.reader(), std::iter::once(message.author.principal())).await?;
        let EventSubject { kind, id: record } = message.conversation.subject();
        let view = MessageView { writer: names.principal(message.author.principal()), message };
        Ok(Audited::new(view, ReadAction::Opened, kind, Some(record), vec![customer]))
    }

    /// The messages of the given kinds of one ticket or interaction, the oldest first. The caller has checked that it is in the actor's scope.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_messages(
        &self,
        place: Conversation,
        customer: CustomerId,
        kinds: &[MessageKind],
        request: PageRequest,
    ) -> Result<Audited<Page<MessageView>>, StoreError> {
        let of = match place {
            Conversation::Ticket(id) => message::Column::TicketId.eq(IdColumn(id)),
            Conversation::Interaction(id) => message::Column::InteractionId.eq(IdColumn(id)),
        };
        let select = message::Entity::find().filter(of).filter(message::Column::Kind.is_in(kinds.iter().copied().map(TextColumn)));
        let columns = (message::Column::CreatedAt, message::Column::Id);
        let position = |row: &message::Model| SeekKey { key: row.created_at.0.utc().timestamp_micros(), id: row.id.0.uuid() };
        let page = page::fetch(self.reader(), select, columns, Order::Asc, request, position).await?;
        let rows = page.rows.into_iter().map(from_row).collect::<Result<Vec<_>, _>>()?;
        let names = principal::names(self.reader(), rows.iter().map(|message| message.author.principal())).await?;
        let view = |message: Message| MessageView { writer: names.principal(message.author.principal()), message };
        let page = Page { rows: rows.into_iter().map(view).collect(), next: page.next, total: page.total };
        let EventSubject { kind, id } = place.subject();
        Ok(Audited::new(page, ReadAction::Listed, kind, Some(id), vec![customer]))
    }
}

impl Transaction {
    /// A message with its author's name, for the response to a write; the write's own event covers this read.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn message_view(&mut self, message: Message) -> Result<MessageView, StoreError> {
        self.set_response_record(message.id);
        let writer = message.author.principal();
        let names = principal::names(self.connection(), std::iter::once(writer)).await?;
        Ok(MessageView { message, writer: names.principal(writer) })
    }
}
