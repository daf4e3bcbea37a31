//! Messages of an escalation.

use caredesk_domain::{
    CustomerId, EscalationId, MessageId,
    actor::Scope,
    escalation::{Escalation, EscalationMessage},
    event::SubjectKind,
};
use sea_orm::{ColumnTrait, EntityTrait, Order, QueryFilter};

use crate::{
    column::IdColumn,
    entity::escalation_message,
    ledger::ReadAction,
    once::Shown,
    page::{self, Page, PageRequest, Position},
    seen::Seen,
    staff::{self, StaffRef},
    store::{Store, StoreError},
    work::Work,
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
    ) -> Result<Seen<Page<EscalationMessageView>>, StoreError> {
        use escalation_message::Column as Of;
        let select = escalation_message::Entity::find().filter(Of::EscalationId.eq(IdColumn(escalation)));
        let position = |row: &escalation_message::Model| Position { key: row.created_at.0.utc().timestamp_micros(), id: row.id.0.uuid() };
        let page = page::fetch(self.reader(), select, (Of::CreatedAt, Of::Id), Order::Asc, request, position).await?.map(restore);
        let names = staff::names(self.reader(), page.rows.iter().map(|message| message.author)).await?;
        let page = page.map(|message| EscalationMessageView { author: names.get(&message.author).cloned(), message });
        Ok(Seen::of(page, ReadAction::Listed, SubjectKind::Escalation, Some(escalation.uuid()), vec![customer]))
    }

    /// One message, if its escalation is within `scope`; of a deleted escalation only if asked for.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none.
    pub async fn escalation_message(
        &self,
        scope: Scope,
        id: MessageId,
        hidden_too: bool,
    ) -> Result<Seen<EscalationMessageView>, StoreError> {
        let found = escalation_message::Entity::find_by_id(IdColumn(id)).one(self.reader()).await?;
        let message = restore(found.ok_or(StoreError::NotFound)?);
        let customer = self.customer_of::<Escalation>(scope, message.escalation, hidden_too).await?;
        let record = message.escalation.uuid();
        let mut names = staff::names(self.reader(), std::iter::once(message.author)).await?;
        let view = EscalationMessageView { author: names.remove(&message.author), message };
        Ok(Seen::of(view, ReadAction::Opened, SubjectKind::Escalation, Some(record), vec![customer]))
    }
}

impl Work {
    /// A message with its author's name, for the response to a write; the write's own event covers this read.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn escalation_message_view(&mut self, message: EscalationMessage) -> Result<EscalationMessageView, StoreError> {
        self.shows(Shown::EscalationMessage(message.id));
        let mut names = staff::names(self.connection(), std::iter::once(message.author)).await?;
        Ok(EscalationMessageView { author: names.remove(&message.author), message })
    }
}

fn restore(row: escalation_message::Model) -> EscalationMessage {
    EscalationMessage {
        id: row.id.0,
        escalation: row.escalation_id.0,
        author: row.author_id.0,
        body: row.body.0,
        created_at: row.created_at.0,
    }
}
