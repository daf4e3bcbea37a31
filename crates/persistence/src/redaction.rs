//! Redaction of text in the details of the audit log and in the messages of escalations. The records themselves are written like any other
//! change.

use caredesk_domain::{EscalationId, event::Subject, policy::Action, redaction::Redacted, text::Body};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait as _, Select, Set, sea_query::SelectStatement,
};

use crate::{
    column::{IdColumn, Typed},
    entity::{escalation_message, event, event_detail},
    store::StoreError,
};

/// Redacts a text in all events of a record.
pub(crate) async fn carry_out<C: ConnectionTrait>(connection: &C, subject: Subject, text: Redacted) -> Result<(), StoreError> {
    match text {
        Redacted::Field(field) => blank(connection, told(subject, field)).await,
        Redacted::Message(id) => {
            // The id occurs in the changes of the event that edited the note, and nowhere else in that column.
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

/// The ids of the events of a record that contain one of its text fields.
pub(crate) fn told(subject: Subject, field: &str) -> SelectStatement {
    // The form of a sensitive field in `changes`: its value is in the detail.
    of(subject).filter(event::Column::Changes.contains(format!("\"{field}\":{{}}"))).into_query()
}

fn of(subject: Subject) -> Select<event::Entity> {
    event::Entity::find().select_only().column(event::Column::Id).filter(event::Column::SubjectId.eq(subject.id))
}

/// Redacts whole details: the salt must be deleted with the values, or they could be guessed from the digest.
async fn blank<C: ConnectionTrait>(connection: &C, events: SelectStatement) -> Result<(), StoreError> {
    event_detail::Entity::update_many()
        .set(event_detail::ActiveModel { salt: Set(None), personal: Set(None), ..Default::default() })
        .filter(event_detail::Column::EventId.in_subquery(events))
        .exec(connection)
        .await?;
    Ok(())
}
