//! The audit log: events appended with every change.

use caredesk_domain::{EventId, actor::Principal, change::Event, id::EventKind};
use sea_orm::{ConnectionTrait, IntoActiveModel};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::{
    engine::{
        bulk_insert,
        column::{IdColumn, JsonText},
        ids::Ids,
    },
    error::StoreError,
    tables::entity::{
        event::{self, ActorKind},
        event_detail,
    },
};

/// Appends events, in order, and returns their ids.
pub(crate) async fn append<'e, C: ConnectionTrait>(
    connection: &C,
    ids: &Ids,
    events: impl Iterator<Item = &'e Event>,
) -> Result<Vec<EventId>, StoreError> {
    let (mut rows, mut details) = (Vec::new(), Vec::new());
    for event in events {
        let id = ids.id::<EventKind>(event.at());
        let (changes, personal) = event.logged_changes();
        let detail = (!personal.is_empty()).then(|| event_detail::Model {
            event_id: IdColumn(id),
            salt: Some(ids.random_bytes::<16>().to_vec()),
            personal: Some(JsonText(personal)),
        });
        rows.push(to_row(id, event, changes, detail.as_ref()));
        details.extend(detail.map(IntoActiveModel::into_active_model));
    }
    let appended = rows.iter().map(|row: &event::Model| row.id.0).collect();
    bulk_insert::insert(connection, rows.into_iter().map(IntoActiveModel::into_active_model)).await?;
    bulk_insert::insert(connection, details.into_iter()).await?;
    Ok(appended)
}

fn to_row(id: EventId, event: &Event, changes: Map<String, Value>, detail: Option<&event_detail::Model>) -> event::Model {
    let (kind, role) = match event.actor().principal() {
        Principal::Staff { role, .. } => (ActorKind::Staff, Some(role)),
        Principal::Service { .. } => (ActorKind::Service, None),
        Principal::System(task) => (ActorKind::System(task), None),
    };
    let mut row = event::Model {
        id: IdColumn(id),
        at: event.at().into(),
        subject_kind: event.subject().kind.into(),
        subject_id: event.subject().id,
        customer_id: event.customer().map(Into::into),
        actor_kind: kind.into(),
        actor_id: event.actor().principal_id().map(|id| id.uuid()),
        actor_role: role.map(Into::into),
        session_id: event.actor().session().map(Into::into),
        request_id: event.actor().request().map(Into::into),
        action: event.action().into(),
        changes: JsonText(changes),
        detail_digest: detail.map(detail_digest),
        digest: Vec::new(),
    };
    row.digest = digest(&row);
    row
}

/// SHA-256 of the salt and the personal values; stays in the event when these are redacted.
fn detail_digest(detail: &event_detail::Model) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash_with_length(&mut hash, detail.salt.as_deref().unwrap_or_default());
    hash_with_length(&mut hash, json(detail.personal.as_ref()).as_bytes());
    hash.finalize().to_vec()
}

/// SHA-256 of a row: every field is prefixed with its length, so that different rows never hash the same input.
fn digest(row: &event::Model) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash_with_length(&mut hash, row.id.0.uuid().as_bytes());
    hash_with_length(&mut hash, &row.at.0.utc().timestamp_micros().to_be_bytes());
    hash_with_length(&mut hash, row.subject_kind.0.as_str().as_bytes());
    hash_with_length(&mut hash, row.subject_id.as_bytes());
    hash_with_length(&mut hash, row.customer_id.map_or(&[][..], |_| &[1]));
    hash_with_length(&mut hash, row.customer_id.map(|id| id.0.uuid()).unwrap_or_default().as_bytes());
    hash_with_length(&mut hash, row.actor_kind.0.to_string().as_bytes());
    hash_with_length(&mut hash, row.actor_id.unwrap_or_default().as_bytes());
    hash_with_length(&mut hash, row.actor_role.map_or("", |role| role.0.as_str()).as_bytes());
    hash_with_length(&mut hash, row.session_id.map(|id| id.0.uuid()).unwrap_or_default().as_bytes());
    hash_with_length(&mut hash, row.request_id.map(|id| id.0.uuid()).unwrap_or_default().as_bytes());
    hash_with_length(&mut hash, row.action.0.as_str().as_bytes());
    hash_with_length(&mut hash, json(Some(&row.changes)).as_bytes());
    hash_with_length(&mut hash, row.detail_digest.as_deref().unwrap_or_default());
    hash.finalize().to_vec()
}

fn hash_with_length(hash: &mut Sha256, bytes: &[u8]) {
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    hash.update(length.to_be_bytes());
    hash.update(bytes);
}

fn json(map: Option<&JsonText<Map<String, Value>>>) -> String {
    map.map(|map| Value::Object(map.0.clone()).to_string()).unwrap_or_default()
}
