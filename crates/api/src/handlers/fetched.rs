//! Delivery status of replies: the app reports that it has fetched them for the customer.

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
    http::{ApiError, Array, FieldErrors, Json, ProblemResponse, Required},
    services::tickets,
};

/// Replies that the app has fetched.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct FetchedMessages {
    /// The ids of the replies, at most 200.
    #[garde(dive)]
    ids: Required<Array<MessageId, 1, 200>>,
}

/// Fetch times of replies.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MarkedMessages {
    /// By id. Ids that are no reply to a customer, or whose ticket is deleted, are left out.
    data: Vec<MarkedMessage>,
}

/// One reply.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MarkedMessage {
    id: MessageId,
    /// When it was first reported.
    fetched_at: Timestamp,
}

/// Marks replies as fetched by the app, to show them to their customers. The first report counts, so repeating it is safe.
#[utoipa::path(
    operation_id = "mark_messages_fetched", tag = "tickets",
    request_body(content = FetchedMessages, example = json!({"ids": ["0192f3c4-7a1b-7c2d-8e3f-405162738495"]})),
    responses((status = 200, description = "When each reply was fetched.", body = MarkedMessages), ProblemResponse<401>, ProblemResponse<403>)
)]
#[post("/messages/fetched")]
pub(super) async fn mark_messages_fetched(
    store: Data<Store>,
    Caller(actor): Caller,
    body: Json<FetchedMessages>,
) -> Result<Plain<MarkedMessages>, ApiError> {
    let ids = body.into_inner().ids.into_value()?;
    let marked = tickets::mark_fetched(&store, &actor, &ids).await?;
    Ok(Plain(MarkedMessages { data: marked.into_iter().map(|(id, fetched_at)| MarkedMessage { id, fetched_at }).collect() }))
}
