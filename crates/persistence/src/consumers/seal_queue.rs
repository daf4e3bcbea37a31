//! The queue of events to seal.

use caredesk_domain::EventId;
use sea_orm::{ConnectionTrait, IntoActiveModel as _};

use crate::{
    engine::{bulk_insert, column::IdColumn},
    error::StoreError,
    tables::entity::seal_queue,
};

/// Adds new events to the queue.
pub(crate) async fn enqueue<C: ConnectionTrait>(connection: &C, events: Vec<EventId>) -> Result<(), StoreError> {
    let rows = events.into_iter().map(|id| seal_queue::Model { event_id: IdColumn(id) }.into_active_model());
    bulk_insert::insert(connection, rows).await
}
