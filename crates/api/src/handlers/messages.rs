//! `/tickets/{id}/messages`: the messages of a ticket.

use std::str::FromStr;

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Path},
};
use caredesk_domain::{
    EscalationId, FieldError, MessageId, Timestamp,
    actor::Actor,
    message::{Author, Channel, MessageKind, MessageText},
    policy::Action,
    text::Body,
    ticket::TicketStatus,
};
use caredesk_persistence::{MessageView, Store};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    caller::Caller,
    idempotency::IdempotentRequest,
    paging::{CursorText, ListResponse, list_response, page_request},
    paths::{messages_path, parse_id, parse_ticket_key},
    response::{PrincipalReference, expected_versions, represent_message},
};
use crate::{
    http::{
        ApiError, Bool, CommaSeparated, CursorCodec, EmptyBody, FieldErrors, IfMatch, Json, Limit, Optional, ProblemResponse, Query,
        Representation, Required, query::parameters,
    },
    services::tickets::{self, MessageCommand, PostMessage},
};

/// Author of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[schema(rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub(super) enum MessageAuthor {
    /// Customer.
    Customer,
    /// Staff member.
    Staff,
    /// Service account.
    Service,
}

/// The only author other than the caller: the customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ToSchema)]
#[schema(rename_all = "snake_case")]
pub(super) enum OtherAuthor {
    /// The customer wrote or said it; the caller records it.
    Customer,
}

impl FromStr for OtherAuthor {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        if text == "customer" { Ok(Self::Customer) } else { Err(FieldError::unknown(&["customer"])) }
    }
}

/// A message.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Message)]
pub(super) struct MessageResponse {
    id: MessageId,
    /// `reply`: visible to the customer; `note`: internal.
    kind: MessageKind,
    author: MessageAuthor,
    /// The author, or who recorded the customer's message.
    #[schema(required)]
    writer: Option<PrincipalReference>,
    /// Channel of the customer's message.
    #[schema(required)]
    via: Option<Channel>,
    /// `null` once it is redacted.
    #[schema(required)]
    body: Option<Body>,
    created_at: Timestamp,
    /// When its author last edited it; notes only.
    #[schema(required)]
    edited_at: Option<Timestamp>,
    /// When the app first reported that it has fetched it for the customer; replies only.
    #[schema(required)]
    fetched_at: Option<Timestamp>,
    redacted: bool,
    version: i32,
    /// What the caller may do with the message now.
    allowed: Vec<Action>,
}

pub(super) fn to_response(view: MessageView, actor: &Actor, at: Timestamp) -> MessageResponse {
    let MessageView { message, writer } = view;
    let (author, via) = match message.author {
        Author::Customer { via, .. } => (MessageAuthor::Customer, via),
        Author::Staff(_) => (MessageAuthor::Staff, None),
        Author::Service(_) => (MessageAuthor::Service, None),
    };
    let body = match &message.text {
        MessageText::Kept(body) => Some(body.clone()),
        MessageText::Redacted { .. } => None,
    };
    MessageResponse {
        id: message.id,
        kind: message.kind,
        author,
        writer: writer.map(Into::into),
        via,
        redacted: body.is_none(),
        body,
        created_at: message.created_at,
        edited_at: message.edited_at,
        fetched_at: message.fetched_at,
        version: message.version,
        allowed: message.allowed_actions(actor, at),
    }
}

/// A new message.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct CreateMessage {
    /// `reply`: visible to the customer; `note`: internal.
    #[garde(dive)]
    kind: Required<MessageKind>,
    #[garde(dive)]
    body: Required<Body>,
    /// Status of the ticket afterwards.
    #[garde(dive)]
    status: Optional<TicketStatus>,
    /// `customer` to record a message of the customer.
    #[garde(dive)]
    author: Optional<OtherAuthor>,
    /// Channel of the customer's message.
    #[garde(dive)]
    via: Optional<Channel>,
    /// A resolved escalation of this ticket whose answer the reply passes on: it is closed in the same transaction.
    #[garde(dive)]
    closes_escalation: Optional<EscalationId>,
}

impl CreateMessage {
    fn into_command(self) -> Result<PostMessage, ApiError> {
        let (kind, author, via) = (self.kind.into_value()?, self.author.into_value()?, self.via.into_value()?);
        let what = match (kind, author, via) {
            (MessageKind::Reply, Some(OtherAuthor::Customer), via) => MessageCommand::Customer(via),
            (MessageKind::Note, Some(OtherAuthor::Customer), _) => {
                return Err(ApiError::invalid_at("#/kind", FieldError::new("kind", "must be reply for what the customer said")));
            }
            (_, None, Some(_)) => {
                return Err(ApiError::invalid_at("#/via", FieldError::new("via", "goes with what the customer said: add author customer")));
            }
            (MessageKind::Reply, None, None) => MessageCommand::Reply,
            (MessageKind::Note, None, None) => MessageCommand::Note,
        };
        let closes = self.closes_escalation.into_value()?;
        if closes.is_some() && what != MessageCommand::Reply {
            return Err(ApiError::invalid_at(
                "#/closes_escalation",
                FieldError::new("closes_escalation", "goes with a reply to the customer"),
            ));
        }
        Ok(PostMessage { kind: what, body: self.body.into_value()?, status: self.status.into_value()?, closes })
    }
}

/// Filter and page of messages.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct MessageQuery {
    /// Only of these kinds.
    #[garde(dive)]
    kind: Optional<CommaSeparated<MessageKind>>,
    /// `next_cursor` of the previous page.
    #[garde(dive)]
    cursor: Optional<CursorText>,
    /// Maximum number of rows.
    #[garde(dive)]
    limit: Optional<Limit>,
    /// Whether to count the whole list.
    #[garde(dive)]
    include_total: Optional<Bool>,
}

impl utoipa::IntoParams for MessageQuery {
    fn into_params(_: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>) -> Vec<utoipa::openapi::path::Parameter> {
        parameters::<Self>()
    }
}

/// Messages of a ticket, the oldest first. Internal notes only for callers who may read them.
#[utoipa::path(
    operation_id = "list_ticket_messages", tag = "tickets",
    params(("id" = String, Path, description = "The ticket's id or number.", example = "TKT-0000001Y"), MessageQuery),
    responses((status = 200, description = "A page of messages.", body = ListResponse<MessageResponse>), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>)
)]
#[get("/tickets/{id}/messages")]
pub(super) async fn list_ticket_messages(
    store: Data<Store>,
    cursors: Data<CursorCodec>,
    Caller(actor): Caller,
    id: Path<String>,
    query: Query<MessageQuery>,
) -> Result<actix_web::web::Json<ListResponse<MessageResponse>>, ApiError> {
    let list_id = query.list_fingerprint();
    let MessageQuery { kind, cursor, limit, include_total } = query.into_inner();
    let after = cursor.into_value()?.map(|cursor| cursors.decode_parameter(list_id, cursor.as_str())).transpose()?;
    let kinds = kind.into_value()?.unwrap_or_else(|| MessageKind::ALL.to_vec());
    let request = page_request(limit.into_value()?, after, include_total.into_value()?)?;
    let at = store.now();
    let page = tickets::messages(&store, &actor, parse_ticket_key(&id)?, &kinds, request).await?;
    Ok(actix_web::web::Json(list_response(page, &cursors, list_id, |view| to_response(view, &actor, at))?))
}

/// Replies to the customer, writes an internal note, or records a message of the customer.
///
/// The first reply is the first response. A reply to an unassigned ticket assigns it to the caller. A customer message opens a pending or resolved ticket.
/// The same transaction sets `status` and closes `closes_escalation`.
#[utoipa::path(
    operation_id = "create_ticket_message", tag = "tickets",
    params(("id" = String, Path, description = "The ticket's id or number.", example = "TKT-0000001Y")),
    request_body(content = CreateMessage, example = json!({"kind": "reply", "body": "We have asked the bank to pay it back.", "status": "pending"})),
    responses((status = 201, description = "Created; `Location` is the ticket's message list.", body = MessageResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<409>)
)]
#[post("/tickets/{id}/messages")]
pub(super) async fn create_ticket_message(
    Caller(actor): Caller,
    once: IdempotentRequest,
    id: Path<String>,
    body: Json<CreateMessage>,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let written = tickets::post_message(&store, &actor, parse_ticket_key(&id)?, body.into_inner().into_command()?).await?;
    Ok(once.respond(written, |view| created_message_response(view, &actor, store.now())))
}

/// Recalls one's own reply, up to 10 minutes after it was sent, whether or not the app has fetched it.
///
/// Its text is deleted for good; the ticket's `updated_at` changes, so that apps notice. Effects of the reply are undone unless changed since: its status
/// change, the assignment, the first response, and the escalation that it closed; the customer waits again.
#[utoipa::path(
    operation_id = "recall_ticket_message", tag = "tickets",
    params(
        ("id" = String, Path, description = "The ticket's id or number.", example = "TKT-0000001Y"),
        ("message_id" = MessageId, Path, description = "The id of a reply that the caller wrote."),
        ("If-Match" = Option<String>, Header, description = "`\"<version>-…\"` of the message as you read it: rejected with 412 if it has changed since.", example = "*"),
    ),
    responses((status = 200, description = "The reply without its text.", body = MessageResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<409>, ProblemResponse<412>)
)]
#[post("/tickets/{id}/messages/{message_id}/recall")]
pub(super) async fn recall_ticket_message(
    Caller(actor): Caller,
    once: IdempotentRequest,
    path: Path<(String, String)>,
    if_match: Option<IfMatch>,
    body: EmptyBody,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let (ticket, message) = path.into_inner();
    let written = tickets::recall(&store, &actor, parse_ticket_key(&ticket)?, parse_id(&message)?, &expected_versions(if_match)).await?;
    Ok(once.respond(written, |view| message_response(view, &actor, store.now())))
}

/// A message as `actor` may see it.
pub(super) fn message_response(view: MessageView, actor: &Actor, at: Timestamp) -> Representation<MessageResponse> {
    represent_message(actor, view.message.kind, view.message.version, || to_response(view, actor, at))
}

/// The 201 response to a new message.
pub(super) fn created_message_response(view: MessageView, actor: &Actor, at: Timestamp) -> Representation<MessageResponse> {
    let location = messages_path(view.message.conversation);
    message_response(view, actor, at).created_at(location)
}
