//! What the app tells of replies: that it has fetched them for the customer.

use actix_web::{
    post,
    web::{Data, Json as Plain},
};
use caredesk_domain::{MessageId, Timestamp};
use caredesk_persistence::Store;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::caller::Caller;
use crate::{
    http::{ApiError, Json, List, Refusal, Required},
    services::tickets,
};

/// Replies that the app has fetched.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FetchedMessages {
    /// The ids of the replies, at most 200.
    #[garde(dive)]
    ids: Required<List<MessageId, 1, 200>>,
}

/// Since when replies have been fetched.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MarkedMessages {
    /// By id. An id that is no reply of the desk to a customer, or whose ticket was deleted, is not among them.
    data: Vec<MarkedMessage>,
}

/// One reply.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MarkedMessage {
    id: MessageId,
    /// The first time it was told.
    fetched_at: Timestamp,
}

/// Tells that the app has fetched replies, to show them to their customers. The first time counts, so that it is safe to repeat.
#[utoipa::path(
    operation_id = "mark_messages_fetched", tag = "tickets",
    request_body(content = FetchedMessages, example = json!({"ids": ["0192f3c4-7a1b-7c2d-8e3f-405162738495"]})),
    responses((status = 200, description = "Since when each has been fetched.", body = MarkedMessages), Refusal<401>, Refusal<403>)
)]
#[post("/messages/fetched")]
pub(super) async fn mark_messages_fetched(
    store: Data<Store>,
    Caller(actor): Caller,
    body: Json<FetchedMessages>,
) -> Result<Plain<MarkedMessages>, ApiError> {
    let ids = body.into_inner().ids.take()?;
    let marked = tickets::mark_fetched(&store, &actor, &ids).await?;
    Ok(Plain(MarkedMessages { data: marked.into_iter().map(|(id, fetched_at)| MarkedMessage { id, fetched_at }).collect() }))
}
