//! The audit log: events appended with every change.

use caredesk_domain::{
    FieldError,
    actor::{Principal, SystemJob},
    event::Event,
    id::EventKind,
};
use sea_orm::{ConnectionTrait, IntoActiveModel};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::{
    bulk_insert,
    column::{IdColumn, JsonText},
    entity::{event, event_detail, seal_queue},
    ids::Ids,
    store::StoreError,
};

/// The kind of actor of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ActorKind {
    Staff,
    Service,
    System(SystemJob),
}

impl std::fmt::Display for ActorKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Staff => f.write_str("staff"),
            Self::Service => f.write_str("service"),
            Self::System(task) => write!(f, "system:{task}"),
        }
    }
}

impl std::str::FromStr for ActorKind {
    type Err = FieldError;

    fn from_str(word: &str) -> Result<Self, FieldError> {
        match word.split_once(':') {
            None if word == "staff" => Ok(Self::Staff),
            None if word == "service" => Ok(Self::Service),
            Some(("system", task)) => task.parse().map(Self::System),
            None | Some(_) => Err(FieldError::format("must be staff, service or system:<task>")),
        }
    }
}

/// Appends events, in order.
pub(crate) async fn append<C: ConnectionTrait>(connection: &C, ids: &Ids, events: Vec<Event>) -> Result<(), StoreError> {
    let mut rows = Vec::with_capacity(events.len());
    let mut details = Vec::new();
    for event in &events {
        let id = ids.id::<EventKind>(event.at());
        let detail = (!event.personal().is_empty()).then(|| event_detail::Model {
            event_id: IdColumn(id),
            salt: Some(ids.random_bytes::<16>().to_vec()),
            personal: Some(JsonText(event.personal().clone())),
        });
        rows.push(to_row(id, event, detail.as_ref()));
        details.extend(detail.map(IntoActiveModel::into_active_model));
    }
    let waiting: Vec<_> = rows.iter().map(|row: &event::Model| seal_queue::Model { event_id: row.id }.into_active_model()).collect();
    bulk_insert::insert(connection, rows.into_iter().map(IntoActiveModel::into_active_model)).await?;
    bulk_insert::insert(connection, details.into_iter()).await?;
    bulk_insert::insert(connection, waiting.into_iter()).await
}

fn to_row(id: caredesk_domain::EventId, event: &Event, detail: Option<&event_detail::Model>) -> event::Model {
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
        changes: JsonText(event.changes().clone()),
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
