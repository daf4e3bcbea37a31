//! Mapping between messages and rows.

use caredesk_domain::{
    PrincipalId, ServiceAccountId, StaffId, TicketId, Timestamp,
    change::VersionedWrite,
    event::EventSubject,
    id::{Id, MessageKind as MessageIdKind},
    message::{Author, Conversation, Message, MessageKind, MessageRecord, MessageText},
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, sea_query::Expr};

use crate::{
    engine::column::{IdColumn, InstantColumn},
    error::StoreError,
    scoped_record::{Lock, with_lock},
    tables::{
        entity::{
            interaction,
            message::{self, AuthorKind},
            ticket,
        },
        versioned,
    },
};

pub(crate) async fn find<C: ConnectionTrait>(connection: &C, id: Id<MessageIdKind>, lock: Lock) -> Result<Option<Message>, StoreError> {
    let select = with_lock(message::Entity::find_by_id(IdColumn(id)), lock);
    Ok(select.one(connection).await?.map(from_row).transpose()?)
}

#[expect(clippy::disallowed_methods, reason = "the row was validated before it was saved")]
pub(crate) fn from_row(row: message::Model) -> Result<Message, DbErr> {
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

pub(crate) async fn save<C: ConnectionTrait>(connection: &C, puts: &[VersionedWrite<Message>], at: Timestamp) -> Result<(), StoreError> {
    versioned::save::<message::Entity, _, _>(connection, puts, to_row).await?;
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
