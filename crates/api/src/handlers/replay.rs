//! Responses to repeated idempotent requests: the record of the first request in its present state, as far as this caller may see it.

use actix_web::{
    Error, FromRequest as _, HttpRequest, HttpResponse, Responder as _,
    body::{BoxBody, MessageBody},
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::header::HeaderValue,
    middleware::Next,
};
use caredesk_domain::{
    actor::Actor,
    event::SubjectKind,
    message::{Conversation, MessageKind},
    policy::{can_read, can_read_messages},
};
use caredesk_persistence::{RecordRef, ReplayOutcome, Store};
use serde::Serialize;

use super::{
    caller::{Caller, app_data},
    customers, escalations, interactions, messages, notes,
    paths::{customer_path, escalation_path, interaction_path, messages_path, note_path, service_account_path, staff_path, ticket_path},
    service_accounts, staff, tickets,
};
use crate::{
    http::{ApiError, REPLAYED, Representation},
    services::{self, tickets::TicketKey},
};

/// Middleware of the whole API: when a handler responds that a request was carried out before, shows its record. Here, above the handlers of all records,
/// since a handler cannot need the others.
pub(super) async fn show_record(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let response = next.call(request).await?.map_into_boxed_body();
    let outcome = response.response().extensions().get::<ReplayOutcome>().copied();
    let Some(outcome) = outcome else { return Ok(response) };
    let (request, _) = response.into_parts();
    let answer = respond(&request, outcome).await.unwrap_or_else(HttpResponse::from_error);
    Ok(ServiceResponse::new(request, answer))
}

async fn respond(request: &HttpRequest, replay: ReplayOutcome) -> Result<HttpResponse, ApiError> {
    let (Caller(actor), store) = (Caller::from_request(request, &mut Payload::None).await?, app_data::<Store>(request)?);
    let mut answer = match withheld(&store, &actor, replay).await? {
        Some(withheld) => withheld.respond_to(request),
        None => read(request, &store, &actor, replay).await?,
    };
    answer.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    Ok(answer)
}

/// The response for a caller who may write the record but not read it, like the first one: without a body.
async fn withheld(store: &Store, actor: &Actor, replay: ReplayOutcome) -> Result<Option<Representation<()>>, ApiError> {
    let withheld_from = |kind| !can_read(actor, kind);
    let location = match replay.record {
        RecordRef::Customer(id) if withheld_from(SubjectKind::Customer) => customer_path(id),
        RecordRef::Ticket(id) if withheld_from(SubjectKind::Ticket) => ticket_path(id),
        RecordRef::Interaction(id) if withheld_from(SubjectKind::Interaction) => interaction_path(id),
        RecordRef::Escalation(id) if withheld_from(SubjectKind::Escalation) => escalation_path(id),
        RecordRef::Message(id) => match store.outline(actor.row_scope(), replay.record).await?.message {
            Some((kind, _)) if can_read_messages(actor, kind) => return Ok(None),
            Some((_, of @ Conversation::Ticket(_))) => messages_path(of),
            Some((_, Conversation::Interaction(_))) | None => note_path(id),
        },
        // Callers who write the other kinds may read them.
        RecordRef::Customer(_) | RecordRef::Ticket(_) | RecordRef::Interaction(_) | RecordRef::Escalation(_) => return Ok(None),
        RecordRef::EscalationMessage(_) | RecordRef::Staff(_) | RecordRef::ServiceAccount(_) => return Ok(None),
    };
    let withheld = Representation::withheld(store.outline(actor.row_scope(), replay.record).await?.version);
    Ok(Some(if replay.inserted { withheld.created_at(location) } else { withheld }))
}

/// Reads the record as `GET` does, so that the caller's scope and the read log apply.
async fn read(request: &HttpRequest, store: &Store, actor: &Actor, replay: ReplayOutcome) -> Result<HttpResponse, ApiError> {
    Ok(match replay.record {
        RecordRef::Customer(id) => {
            let customer = services::customers::get(store, actor, id).await?;
            replay_response(request, replay, customers::customer_response(&customer, actor), customer_path(id))
        }
        RecordRef::Staff(id) => {
            let colleague = services::staff::get(store, actor, id).await?;
            replay_response(request, replay, staff::staff_response(&colleague, actor), staff_path(id))
        }
        RecordRef::ServiceAccount(id) => {
            let account = services::service_accounts::get(store, actor, id).await?;
            replay_response(
                request,
                replay,
                service_accounts::account_response(account, None, actor, store.now()),
                service_account_path(id),
            )
        }
        RecordRef::Ticket(id) => {
            let view = services::tickets::get(store, actor, TicketKey::Id(id)).await?;
            replay_response(request, replay, tickets::ticket_response(view, actor, store.now()), ticket_path(id))
        }
        RecordRef::Interaction(id) => {
            let view = services::interactions::get(store, actor, id).await?;
            replay_response(request, replay, interactions::interaction_response(view, actor), interaction_path(id))
        }
        RecordRef::Escalation(id) => {
            let view = services::escalations::get(store, actor, id).await?;
            replay_response(request, replay, escalations::escalation_response(view, actor), escalation_path(id))
        }
        // It has no version: the response is the one it had when it was written.
        RecordRef::EscalationMessage(id) => escalations::message_response(services::escalations::message(store, actor, id).await?),
        RecordRef::Message(id) => {
            let view = services::notes::message(store, actor, id).await?;
            match (view.message.kind, view.message.conversation) {
                // A ticket message has the response it had when it was written.
                (MessageKind::Reply | MessageKind::Note, Conversation::Ticket(_)) if replay.inserted => {
                    messages::created_message_response(view, actor, store.now()).respond_to(request)
                }
                (MessageKind::Reply, Conversation::Ticket(_) | Conversation::Interaction(_)) => {
                    messages::message_response(view, actor, store.now()).respond_to(request)
                }
                (MessageKind::Note, Conversation::Ticket(_) | Conversation::Interaction(_)) => {
                    replay_response(request, replay, notes::note_response(view, actor), note_path(id))
                }
            }
        }
    })
}

fn replay_response<T: Serialize>(
    request: &HttpRequest,
    replay: ReplayOutcome,
    record: Representation<T>,
    location: String,
) -> HttpResponse {
    let record = if replay.inserted { record.created_at(location) } else { record };
    record.respond_to(request)
}
