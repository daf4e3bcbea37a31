//! Messages of tickets and interactions: replies, customers' messages, and notes.

mod fetched;
mod unfetched;

use caredesk_domain::{
    CustomerId, FieldError, MessageId, PrincipalId, ServiceAccountId, StaffId, TicketId, Timestamp,
    actor::RowScope,
    change::VersionedWrite,
    event::EventSubject,
    id::{Id, MessageKind as MessageIdKind},
    interaction::Interaction,
    message::{Author, Conversation, Message, MessageKind, MessageRecord, MessageText},
    ticket::Ticket,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, Order, QueryFilter, sea_query::Expr};

use crate::{
    audited::Audited,
    column::{IdColumn, InstantColumn, TextColumn},
    entity::{interaction, message, ticket},
    page::{self, Page, PageRequest, SeekKey},
    principal::{self, PrincipalRef},
    read_log::ReadAction,
    scoped_record::{Lock, with_lock},
    store::{Store, StoreError},
    transaction::Transaction,
    versioned,
};

pub use unfetched::UnfetchedFilter;
pub(crate) use unfetched::{UnfetchedReplies, tickets_with_overdue_reply};

/// The kind of author, as stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AuthorKind {
    Customer,
    Staff,
    Service,
}

impl std::fmt::Display for AuthorKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Customer => "customer",
            Self::Staff => "staff",
            Self::Service => "service",
        })
    }
}

impl std::str::FromStr for AuthorKind {
    type Err = FieldError;

    fn from_str(word: &str) -> Result<Self, FieldError> {
        match word {
            "customer" => Ok(Self::Customer),
            "staff" => Ok(Self::Staff),
            "service" => Ok(Self::Service),
            _ => Err(FieldError::unknown(&["customer", "staff", "service"])),
        }
    }
}

/// A message with the name of its author, or of who recorded it for a customer.
#[derive(Debug)]
pub struct MessageView {
    /// The message.
    pub message: Message,
    /// The author, or who recorded it for a customer.
    pub writer: Option<PrincipalRef>,
}

/// A message locked for a change, whose ticket or interaction is within the actor's scope.
#[derive(Debug)]
pub struct LockedMessage {
    /// The message.
    pub message: Message,
    /// The customer.
    pub customer: CustomerId,
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

async fn find<C: ConnectionTrait>(connection: &C, id: Id<MessageIdKind>, lock: Lock) -> Result<Option<Message>, StoreError> {
    let select = with_lock(message::Entity::find_by_id(IdColumn(id)), lock);
    Ok(select.one(connection).await?.map(from_row).transpose()?)
}

#[expect(clippy::disallowed_methods, reason = "the row was validated before it was saved")]
fn from_row(row: message::Model) -> Result<Message, DbErr> {
    let broken = |what: &str| DbErr::Type(format!("the message {} has {what}", row.id.0));
    let principal: PrincipalId = row.principal_id.0;
    let author = match row.author.0 {
        AuthorKind::Customer => Author::Customer { recorded_by: principal, via: row.via.map(|via| via.0) },
        AuthorKind::Staff => Author::Staff(StaffId::from_uuid(principal.uuid())),
        AuthorKind::Service => Author::Service(ServiceAccountId::from_uuid(principal.uuid())),
    };
    let place = match (row.ticket_id, row.interaction_id) {
        (Some(ticket), None) => Conversation::Ticket(ticket.0),
        (None, Some(interaction)) => Conversation::Interaction(interaction.0),
        (None, None) | (Some(_), Some(_)) => return Err(broken("no ticket or interaction, or both")),
    };
    let words = match (row.body, row.redacted_at.zip(row.redacted_by)) {
        (Some(body), None) => MessageText::Kept(body.0),
        (None, Some((at, by))) => MessageText::Redacted { at: at.0, by: by.0 },
        (None, None) | (Some(_), Some(_)) => return Err(broken("no text, or a redacted one that still has its text")),
    };
    Ok(Message::from_row(MessageRecord {
        id: row.id.0,
        conversation: place,
        kind: row.kind.0,
        author,
        text: words,
        created_at: row.created_at.0,
        edited_at: row.edited_at.map(|at| at.0),
        fetched_at: row.fetched_at.map(|at| at.0),
        version: row.version,
    }))
}

fn to_row(message: &Message) -> message::Model {
    let (author, via) = match message.author {
        Author::Customer { via, .. } => (AuthorKind::Customer, via),
        Author::Staff(_) => (AuthorKind::Staff, None),
        Author::Service(_) => (AuthorKind::Service, None),
    };
    let (ticket, interaction): (Option<TicketId>, _) = match message.conversation {
        Conversation::Ticket(id) => (Some(id), None),
        Conversation::Interaction(id) => (None, Some(id)),
    };
    let (body, redacted) = match &message.text {
        MessageText::Kept(body) => (Some(body.clone()), None),
        MessageText::Redacted { at, by } => (None, Some((*at, *by))),
    };
    message::Model {
        id: message.id.into(),
        ticket_id: ticket.map(Into::into),
        interaction_id: interaction.map(Into::into),
        kind: message.kind.into(),
        author: author.into(),
        principal_id: message.author.principal().into(),
        via: via.map(Into::into),
        body: body.map(Into::into),
        created_at: message.created_at.into(),
        edited_at: message.edited_at.map(Into::into),
        redacted_at: redacted.map(|(at, _)| at.into()),
        redacted_by: redacted.map(|(_, by)| by.into()),
        fetched_at: message.fetched_at.map(Into::into),
        version: message.version,
    }
}

pub(crate) async fn save<C: ConnectionTrait>(connection: &C, puts: Vec<VersionedWrite<Message>>, at: Timestamp) -> Result<(), StoreError> {
    versioned::save::<message::Entity, _, _>(connection, &puts, to_row).await?;
    for put in puts.iter().filter(|put| put.expected_version().is_some()) {
        update_parent_timestamps(connection, put.conversation.subject(), put.kind, at).await?;
    }
    Ok(())
}

/// Updates `updated_at` of the ticket or interaction of an edited or redacted message, so that clients that sync by it get the change and later
/// events get later times. A reply also updates `public_updated_at`; a note does not, because only readers of notes may see the change.
async fn update_parent_timestamps<C: ConnectionTrait>(
    connection: &C,
    subject: EventSubject,
    kind: MessageKind,
    at: Timestamp,
) -> Result<(), DbErr> {
    use interaction::Column as OfInteraction;
    use ticket::Column as OfTicket;
    let mut columns = vec![OfTicket::UpdatedAt];
    columns.extend((kind == MessageKind::Reply).then_some(OfTicket::PublicUpdatedAt));
    for column in columns {
        let of = ticket::Entity::update_many().filter(OfTicket::Id.eq(subject.id)).filter(column.lt(InstantColumn(at)));
        of.col_expr(column, Expr::value(InstantColumn(at))).exec(connection).await?;
    }
    let of =
        interaction::Entity::update_many().filter(OfInteraction::Id.eq(subject.id)).filter(OfInteraction::UpdatedAt.lt(InstantColumn(at)));
    of.col_expr(OfInteraction::UpdatedAt, Expr::value(InstantColumn(at))).exec(connection).await.map(drop)
}
