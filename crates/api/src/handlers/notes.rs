//! Internal notes: those of interactions, and changes to any note.

use actix_web::{
    HttpResponse, get, patch, post,
    web::{Data, Path},
};
use caredesk_domain::{
    InteractionId, MessageId, Timestamp,
    actor::Actor,
    event::SubjectKind,
    message::MessageText,
    policy::Action,
    text::{Body, Reason},
};
use caredesk_persistence::{MessageView, Store};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    caller::Caller,
    idempotency::IdempotentRequest,
    messages::{self, MessageResponse},
    paging::{ListResponse, PageQuery, list_response},
    paths::{note_path, parse_id, parse_ticket_key},
    response::{PrincipalReference, expected_versions, represent_message},
};
use crate::{
    http::{ApiError, CursorCodec, FieldErrors, IfMatch, Json, ProblemResponse, Query, Representation, Required},
    services::{self, notes},
};

/// An internal note.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Note)]
pub(super) struct NoteResponse {
    id: MessageId,
    /// The record it is about.
    source: NoteSource,
    #[schema(required)]
    author: Option<PrincipalReference>,
    /// `null` once it is redacted.
    #[schema(required)]
    body: Option<Body>,
    created_at: Timestamp,
    /// When its author last edited it.
    #[schema(required)]
    edited_at: Option<Timestamp>,
    redacted: bool,
    version: i32,
    /// What the caller may do with the note now.
    allowed: Vec<Action>,
}

/// The record a note is about.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NoteSource {
    /// `ticket` or `interaction`.
    r#type: SubjectKind,
    id: Uuid,
}

fn to_response(view: MessageView, actor: &Actor) -> NoteResponse {
    let MessageView { message, writer } = view;
    let place = message.conversation.subject();
    let body = match &message.text {
        MessageText::Kept(body) => Some(body.clone()),
        MessageText::Redacted { .. } => None,
    };
    NoteResponse {
        id: message.id,
        source: NoteSource { r#type: place.kind, id: place.id },
        author: writer.map(Into::into),
        redacted: body.is_none(),
        body,
        created_at: message.created_at,
        edited_at: message.edited_at,
        version: message.version,
        // A note's actions do not depend on the time.
        allowed: message.allowed_actions(actor, message.created_at),
    }
}

/// Text of a note.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct WriteNote {
    #[garde(dive)]
    body: Required<Body>,
}

/// Reason for a redaction.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct RedactText {
    /// Stays on the timeline: do not repeat the redacted text.
    #[garde(dive)]
    reason: Required<Reason>,
}

/// The internal notes on an interaction, the oldest first.
#[utoipa::path(
    operation_id = "list_interaction_notes", tag = "interactions",
    params(("id" = InteractionId, Path, description = "The interaction's id."), PageQuery),
    responses((status = 200, description = "A page of notes.", body = ListResponse<NoteResponse>), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>)
)]
#[get("/interactions/{id}/notes")]
pub(super) async fn list_interaction_notes(
    store: Data<Store>,
    cursors: Data<CursorCodec>,
    Caller(actor): Caller,
    id: Path<String>,
    query: Query<PageQuery>,
) -> Result<actix_web::web::Json<ListResponse<NoteResponse>>, ApiError> {
    let list_id = query.list_fingerprint();
    let request = query.into_inner().into_request(&cursors, list_id)?;
    let page = services::interactions::notes(&store, &actor, parse_id(&id)?, request).await?;
    Ok(actix_web::web::Json(list_response(page, &cursors, list_id, |view| to_response(view, &actor))?))
}

/// Writes an internal note on an interaction.
#[utoipa::path(
    operation_id = "create_interaction_note", tag = "interactions",
    params(("id" = InteractionId, Path, description = "The interaction's id.")),
    request_body(content = WriteNote, example = json!({"body": "She is worried about the bill; be patient."})),
    responses((status = 201, description = "Written.", body = NoteResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>)
)]
#[post("/interactions/{id}/notes")]
pub(super) async fn create_interaction_note(
    Caller(actor): Caller,
    once: IdempotentRequest,
    id: Path<String>,
    body: Json<WriteNote>,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let body = body.into_inner().body.into_value()?;
    let written = services::interactions::note(&store, &actor, parse_id(&id)?, &body).await?;
    Ok(once.respond(written, |view| {
        let location = note_path(view.message.id);
        note_response(view, &actor).created_at(location)
    }))
}

/// One internal note, of a ticket or an interaction.
#[utoipa::path(
    operation_id = "get_note", tag = "notes", params(("id" = MessageId, Path, description = "The note's id.")),
    responses((status = 200, description = "The note.", body = NoteResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>)
)]
#[get("/notes/{id}")]
pub(super) async fn get_note(
    store: Data<Store>,
    Caller(actor): Caller,
    id: Path<String>,
) -> Result<Representation<NoteResponse>, ApiError> {
    Ok(note_response(notes::get(&store, &actor, parse_id(&id)?).await?, &actor))
}

/// Edits one's own internal note, of a ticket or an interaction. The timeline keeps the earlier text.
#[utoipa::path(
    operation_id = "update_note", tag = "notes",
    params(
        ("id" = MessageId, Path, description = "The note's id."),
        ("If-Match" = String, Header, description = "The ETag of the note as you read it, or `*`.", example = "*"),
    ),
    request_body(content = WriteNote, content_type = "application/merge-patch+json", example = json!({"body": "She is calm again."})),
    responses(
        (status = 200, description = "The updated note.", body = NoteResponse),
        ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<409>, ProblemResponse<412>, ProblemResponse<428>
    )
)]
#[patch("/notes/{id}")]
pub(super) async fn update_note(
    store: Data<Store>,
    Caller(actor): Caller,
    id: Path<String>,
    if_match: IfMatch,
    body: Json<WriteNote>,
) -> Result<Representation<NoteResponse>, ApiError> {
    let body = body.into_inner().body.into_value()?;
    Ok(note_response(notes::edit(&store, &actor, parse_id(&id)?, &expected_versions(Some(if_match)), &body).await?, &actor))
}

/// Redacts an internal note and its timeline, permanently. The timeline keeps that it was written and why it was redacted.
#[utoipa::path(
    operation_id = "redact_note", tag = "notes",
    params(
        ("id" = MessageId, Path, description = "The note's id."),
        ("If-Match" = Option<String>, Header, description = "The ETag of the record as you read it: rejected with 412 if it has changed since.", example = "*"),
    ),
    request_body(content = RedactText, example = json!({"reason": "It names her sister, who is no patient of ours."})),
    responses((status = 200, description = "The note without its text.", body = NoteResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<409>, ProblemResponse<412>)
)]
#[post("/notes/{id}/redact")]
pub(super) async fn redact_note(
    Caller(actor): Caller,
    once: IdempotentRequest,
    id: Path<String>,
    if_match: Option<IfMatch>,
    body: Json<RedactText>,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let reason = body.into_inner().reason.into_value()?;
    let written = notes::redact(&store, &actor, parse_id(&id)?, &expected_versions(if_match), &reason).await?;
    Ok(once.respond(written, |view| note_response(view, &actor)))
}

/// Redacts a reply, or a message of the customer, permanently. The timeline keeps that it was written and why it was redacted.
#[utoipa::path(
    operation_id = "redact_ticket_message", tag = "tickets",
    params(
        ("id" = String, Path, description = "The ticket's id or number.", example = "TKT-0000001Y"),
        ("message_id" = MessageId, Path, description = "The message's id; for a note see `redact_note`."),
        ("If-Match" = Option<String>, Header, description = "`\"<version>-…\"` of the message as you read it: rejected with 412 if it has changed since.", example = "*"),
    ),
    request_body(content = RedactText, example = json!({"reason": "It was written to another patient by mistake."})),
    responses((status = 200, description = "The message without its text.", body = MessageResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<409>, ProblemResponse<412>)
)]
#[post("/tickets/{id}/messages/{message_id}/redact")]
pub(super) async fn redact_ticket_message(
    Caller(actor): Caller,
    once: IdempotentRequest,
    path: Path<(String, String)>,
    if_match: Option<IfMatch>,
    body: Json<RedactText>,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let reason = body.into_inner().reason.into_value()?;
    let (ticket, message) = path.into_inner();
    let written =
        notes::redact_reply(&store, &actor, parse_ticket_key(&ticket)?, parse_id(&message)?, &expected_versions(if_match), &reason).await?;
    Ok(once.respond(written, |view| messages::message_response(view, &actor, store.now())))
}

/// A note as `actor` may see it.
pub(super) fn note_response(view: MessageView, actor: &Actor) -> Representation<NoteResponse> {
    represent_message(actor, view.message.kind, view.message.version, || to_response(view, actor))
}
