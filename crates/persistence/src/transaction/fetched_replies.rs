//! When the app first fetched the replies it shows to customers.

use caredesk_domain::{MessageId, Timestamp, id::MessageKind as MessageIdKind, message::MessageKind};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder as _, QuerySelect, QueryTrait as _, Set,
    sea_query::{Expr, ExprTrait as _},
};

use crate::{
    engine::column::{IdColumn, InstantColumn, TextColumn},
    error::StoreError,
    projections::unfetched_reply::delete_unfetched,
    store::Store,
    tables::entity::{
        message::{self, AuthorKind},
        ticket,
    },
};

impl Store {
    /// Records that a service account has fetched replies for their customer, and returns when each was first fetched. Messages that are not replies
    /// of staff or of a service account, and those of deleted tickets, are skipped.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn mark_fetched(&self, ids: &[MessageId]) -> Result<Vec<(MessageId, Timestamp)>, StoreError> {
        use message::Column as Of;
        let ticket = ticket::Entity::find().select_only().expr(Expr::value(1)).filter(ticket::Column::DeletedAt.is_null());
        let ticket = ticket.filter(Expr::col((ticket::Entity, ticket::Column::Id)).equals((message::Entity, Of::TicketId)));
        let replies = Condition::all()
            .add(Of::Id.is_in(ids.iter().copied().map(IdColumn)))
            .add(Of::Kind.eq(TextColumn(MessageKind::Reply)))
            // Not the customer's own messages.
            .add(Of::Author.ne(TextColumn(AuthorKind::Customer)))
            .add(Expr::exists(ticket.into_query()));
        self.write(async |work| {
            let set = message::ActiveModel { fetched_at: Set(Some(work.timestamp().into())), ..Default::default() };
            let fresh = replies.clone().add(Of::FetchedAt.is_null());
            message::Entity::update_many().set(set).filter(fresh).exec(work.connection()).await?;
            let select =
                message::Entity::find().select_only().columns([Of::Id, Of::FetchedAt]).filter(replies.clone()).order_by_asc(Of::Id);
            let rows: Vec<(IdColumn<MessageIdKind>, InstantColumn)> = select.into_tuple().all(work.connection()).await?;
            let fetched: Vec<(MessageId, Timestamp)> = rows.into_iter().map(|(id, at)| (id.0, at.0)).collect();
            let ids: Vec<MessageId> = fetched.iter().map(|(id, _)| *id).collect();
            delete_unfetched(work.connection(), &ids).await?;
            Ok(fetched)
        })
        .await
    }
}
