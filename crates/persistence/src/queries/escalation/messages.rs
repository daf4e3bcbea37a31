//! Messages of an escalation.

use caredesk_domain::{
    CustomerId, EscalationId, MessageId,
    actor::RowScope,
    escalation::{Escalation, EscalationMessage},
    event::SubjectKind,
};
use sea_orm::{ColumnTrait, EntityTrait, Order, QueryFilter};

use crate::{
    audited::Audited,
    engine::{
        column::IdColumn,
        page::{self, Page, PageRequest, SeekKey},
    },
    error::StoreError,
    idempotent_request::RecordRef,
    queries::staff::{self, StaffRef},
    read_log::ReadAction,
    store::Store,
    tables::entity::escalation_message,
    transaction::Transaction,
};

/// A message of an escalation with its author's name.
#[derive(Debug)]
pub struct EscalationMessageView {
    /// The message.
    pub message: EscalationMessage,
    /// The author.
    pub author: Option<StaffRef>,
}

impl Store {
    /// The messages of one escalation, the oldest first. The caller has checked that the escalation is in the actor's scope.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_escalation_messages(
        &self,
        escalation: EscalationId,
        customer: CustomerId,
        request: PageRequest,
    ) -> Result<Audited<Page<EscalationMessageView>>, StoreError> {
        use escalation_message::Column as Of;
        let select = escalation_message::Entity::find().filter(Of::EscalationId.eq(IdColumn(escalation)));
        let position = |row: &escalation_message::Model| SeekKey { key: row.created_at.0.utc().timestamp_micros(), id: row.id.0.uuid() };
        let page = page::fetch(self.reader(), select, (Of::CreatedAt, Of::Id), Order::Asc, request, position).await?.map(from_row);
        let names = staff::names(self.reader(), page.rows.iter().map(|message| message.author)).await?;
        let page = page.map(|message| EscalationMessageView { author: names.get(&message.author).cloned(), message });
        Ok(Audited::new(page, ReadAction::Listed, SubjectKind::Escalation, Some(escalation.uuid()), vec![customer]))
    }

    /// One message, if its escalation is within `scope`; of a deleted escalation only if asked for.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none.
    pub async fn escalation_message(
        &self,
        scope: RowScope,
        id: MessageId,
        include_deleted: bool,
    ) -> Result<Audited<EscalationMessageView>, StoreError> {
        let found = escalation_message::Entity::find_by_id(IdColumn(id)).one(self.reader()).await?;
        let message = from_row(found.ok_or(StoreError::NotFound)?);
        let customer = self.customer_of::<Escalation>(scope, message.escalation, include_deleted).await?;
        let record = message.escalation.uuid();
        let mut names = staff::names(self.reader(), std::iter::once(message.author)).await?;
        let view = EscalationMessageView { author: names.remove(&message.author), message };
        Ok(Audited::new(view, ReadAction::Opened, SubjectKind::Escalation, Some(record), vec![customer]))
    }
}

impl Transaction {
    /// A message with its author's name, for the response to a write; the write's own event covers this read.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn escalation_message_view(&mut self, message: EscalationMessage) -> Result<EscalationMessageView, StoreError> {
        self.set_response_record(RecordRef::EscalationMessage(message.id));
        let mut names = staff::names(self.connection(), std::iter::once(message.author)).await?;
        Ok(EscalationMessageView { author: names.remove(&message.author), message })
    }
}

fn from_row(row: escalation_message::Model) -> EscalationMessage {
    EscalationMessage {
        id: row.id.0,
        escalation: row.escalation_id.0,
        author: row.author_id.0,
        body: row.body.0,
        created_at: row.created_at.0,
    }
}
