//! Redaction of text in the details of the audit log and in the messages of escalations. The records themselves are written like any other
//! change.

use caredesk_domain::{EscalationId, event::EventSubject, policy::Action, redaction::RedactedText, text::Body};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait as _, Select, Set, sea_query::SelectStatement,
};

use crate::{
    engine::column::{IdColumn, TextColumn},
    error::StoreError,
    tables::entity::{escalation_message, event, event_detail},
};

/// Redacts a text in all events of a record.
pub(crate) async fn apply<C: ConnectionTrait>(connection: &C, subject: EventSubject, text: RedactedText) -> Result<(), StoreError> {
    match text {
        RedactedText::Field(field) => redact_details(connection, events_with_field(subject, field)).await,
        RedactedText::Message(id) => {
            // The id occurs in the changes of the event that edited the note, and nowhere else in that column.
            let edits = events_of(subject)
                .filter(event::Column::Action.eq(TextColumn(Action::EditNote)))
                .filter(event::Column::Changes.contains(id.to_string()));
            redact_details(connection, edits.into_query()).await
        }
        RedactedText::Discussion => {
            let of_it = escalation_message::Column::EscalationId.eq(IdColumn(EscalationId::from_uuid(subject.id)));
            escalation_message::Entity::update_many()
                .set(escalation_message::ActiveModel { body: Set(TextColumn(Body::redacted())), ..Default::default() })
                .filter(of_it)
                .exec(connection)
                .await?;
            Ok(())
        }
    }
}

/// The ids of the events of a record that contain one of its text fields.
pub(crate) fn events_with_field(subject: EventSubject, field: &str) -> SelectStatement {
    // The form of a sensitive field in `changes`: its value is in the detail.
    events_of(subject).filter(event::Column::Changes.contains(format!("\"{field}\":{{}}"))).into_query()
}

fn events_of(subject: EventSubject) -> Select<event::Entity> {
    event::Entity::find().select_only().column(event::Column::Id).filter(event::Column::SubjectId.eq(subject.id))
}

/// Redacts whole details: the salt must be deleted with the values, or they could be guessed from the digest.
async fn redact_details<C: ConnectionTrait>(connection: &C, events: SelectStatement) -> Result<(), StoreError> {
    event_detail::Entity::update_many()
        .set(event_detail::ActiveModel { salt: Set(None), personal: Set(None), ..Default::default() })
        .filter(event_detail::Column::EventId.in_subquery(events))
        .exec(connection)
        .await?;
    Ok(())
}
