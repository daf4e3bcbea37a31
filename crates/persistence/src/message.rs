//! What was said on tickets, as rows.

use caredesk_domain::{
    CustomerId, TicketId,
    event::SubjectKind,
    message::{Author, Message, MessageKind, MessageState},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, Order, QueryFilter};

use crate::{
    batch,
    column::{IdColumn, Typed},
    entity::message,
    ledger::ReadAction,
    page::{self, Page, PageRequest, Position},
    seen::Seen,
    staff::{self, StaffRef},
    store::{Store, StoreError},
};

/// A message with the name of the colleague who wrote it, or wrote it down.
#[derive(Debug)]
pub struct MessageView {
    /// The message.
    pub message: Message,
    /// The colleague.
    pub staff: Option<StaffRef>,
}

impl Store {
    /// The messages of one ticket, the first said first, of the given kinds. The caller has found the ticket in their scope.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_messages(
        &self,
        ticket: TicketId,
        customer: CustomerId,
        kinds: &[MessageKind],
        request: PageRequest,
    ) -> Result<Seen<Page<MessageView>>, StoreError> {
        let select = message::Entity::find()
            .filter(message::Column::TicketId.eq(IdColumn(ticket)))
            .filter(message::Column::Kind.is_in(kinds.iter().copied().map(Typed)));
        let columns = (message::Column::CreatedAt, message::Column::Id);
        let position = |row: &message::Model| Position { key: row.created_at.0.utc().timestamp_micros(), id: row.id.0.uuid() };
        let page = page::fetch(self.reader(), select, columns, Order::Asc, request, position).await?.map(restore);
        let names = staff::names(self.reader(), page.rows.iter().map(writer)).await?;
        let page = page.map(|message| MessageView { staff: names.get(&writer(&message)).cloned(), message });
        Ok(Seen::of(page, ReadAction::Listed, SubjectKind::Ticket, Some(ticket.uuid()), vec![customer]))
    }
}

fn writer(message: &Message) -> caredesk_domain::StaffId {
    match message.author {
        Author::Staff(id) | Author::Customer { recorded_by: id, .. } => id,
    }
}

#[expect(clippy::disallowed_methods, reason = "a row that was saved is what it says")]
fn restore(row: message::Model) -> Message {
    let author = if row.by_customer {
        Author::Customer { recorded_by: row.staff_id.0, via: row.via.map(|via| via.0) }
    } else {
        Author::Staff(row.staff_id.0)
    };
    Message::restore(MessageState {
        id: row.id.0,
        ticket: row.ticket_id.0,
        kind: row.kind.0,
        author,
        body: row.body.0,
        created_at: row.created_at.0,
    })
}

fn row(message: &Message) -> message::Model {
    let (by_customer, via) = match message.author {
        Author::Customer { via, .. } => (true, via),
        Author::Staff(_) => (false, None),
    };
    message::Model {
        id: message.id.into(),
        ticket_id: message.ticket.into(),
        kind: message.kind.into(),
        by_customer,
        staff_id: writer(message).into(),
        via: via.map(Into::into),
        body: message.body.clone().into(),
        created_at: message.created_at.into(),
    }
}

pub(crate) async fn save<C: ConnectionTrait>(connection: &C, messages: Vec<Message>) -> Result<(), StoreError> {
    batch::insert(connection, messages.iter().map(|message| row(message).into_active_model())).await
}
