//! Words that are redacted: gone from the details of the log, and from what was said within an escalation. The records themselves are written like any
//! other change.

use caredesk_domain::{EscalationId, event::Subject, policy::Action, redaction::Redacted, text::Body};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait as _, Select, Set, sea_query::SelectStatement,
};

use crate::{
    column::{IdColumn, Typed},
    entity::{escalation_message, event, event_detail},
    store::StoreError,
};

/// Blanks words wherever the events of a record kept them.
pub(crate) async fn carry_out<C: ConnectionTrait>(connection: &C, subject: Subject, text: Redacted) -> Result<(), StoreError> {
    match text {
        Redacted::Field(field) => blank(connection, told(subject, field)).await,
        Redacted::Message(id) => {
            // The id stands in the changes of the event that rewrote the note, and nowhere else in that text.
            let edits = of(subject)
                .filter(event::Column::Action.eq(Typed(Action::EditNote)))
                .filter(event::Column::Changes.contains(id.to_string()));
            blank(connection, edits.into_query()).await
        }
        Redacted::Discussion => {
            let of_it = escalation_message::Column::EscalationId.eq(IdColumn(EscalationId::from_uuid(subject.id)));
            escalation_message::Entity::update_many()
                .set(escalation_message::ActiveModel { body: Set(Typed(Body::redacted())), ..Default::default() })
                .filter(of_it)
                .exec(connection)
                .await?;
            Ok(())
        }
    }
}

/// The ids of the events of a record that tell of one of its texts.
pub(crate) fn told(subject: Subject, field: &str) -> SelectStatement {
    // As it stands there of a person's words, which are kept in the detail.
    of(subject).filter(event::Column::Changes.contains(format!("\"{field}\":{{}}"))).into_query()
}

fn of(subject: Subject) -> Select<event::Entity> {
    event::Entity::find().select_only().column(event::Column::Id).filter(event::Column::SubjectId.eq(subject.id))
}

/// A detail goes whole: its salt must go with any word of it, lest the digest tell what it was.
async fn blank<C: ConnectionTrait>(connection: &C, events: SelectStatement) -> Result<(), StoreError> {
    event_detail::Entity::update_many()
        .set(event_detail::ActiveModel { salt: Set(None), personal: Set(None), ..Default::default() })
        .filter(event_detail::Column::EventId.in_subquery(events))
        .exec(connection)
        .await?;
    Ok(())
}
