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
    message::{MessageKind, Place},
    policy::{reads, reads_messages},
};
use caredesk_persistence::{Replay, Shown, Store, StoreError};
use serde::Serialize;

use super::{
    caller::{Caller, part},
    customers, escalations, interactions, messages, notes, service_accounts, staff, tickets,
};
use crate::{
    http::{ApiError, REPLAYED, Representation},
    services::{self, tickets::TicketKey},
};

/// Middleware of the whole API: when a handler finds that a request was carried out before, respond with its record.
pub(super) async fn answered(request: ServiceRequest, next: Next<impl MessageBody + 'static>) -> Result<ServiceResponse<BoxBody>, Error> {
    let response = next.call(request).await?.map_into_boxed_body();
    let Some(replay) = response.response().error().and_then(replay) else { return Ok(response) };
    let (request, _) = response.into_parts();
    let answer = render(&request, replay).await.unwrap_or_else(HttpResponse::from_error);
    Ok(ServiceResponse::new(request, answer))
}

fn replay(error: &Error) -> Option<Replay> {
    match error.as_error::<ApiError>()?.cause()?.downcast_ref::<StoreError>()? {
        StoreError::Replayed(replay) => Some(*replay),
        StoreError::NotFound
        | StoreError::Stale
        | StoreError::Moved
        | StoreError::Taken(_)
        | StoreError::Unavailable(_)
        | StoreError::Storage(_)
        | StoreError::Uncertain(_)
        | StoreError::KeyReused
        | StoreError::KeyInUse
        | StoreError::Schema
        | StoreError::Ledger
        | StoreError::Overloaded
        | StoreError::DeadlineExceeded
        | StoreError::Broken(_) => None,
    }
}

async fn render(request: &HttpRequest, replay: Replay) -> Result<HttpResponse, ApiError> {
    let (Caller(actor), store) = (Caller::from_request(request, &mut Payload::None).await?, part::<Store>(request)?);
    let mut answer = match withheld(&store, &actor, replay).await? {
        Some(withheld) => withheld.respond_to(request),
        None => read(request, &store, &actor, replay).await?,
    };
    answer.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    Ok(answer)
}

/// The response for a caller who may write the record but not read it, like the first one: without a body.
async fn withheld(store: &Store, actor: &Actor, replay: Replay) -> Result<Option<Representation<()>>, ApiError> {
    let withheld_from = |kind| !reads(actor, kind);
    let location = match replay.shown {
        Shown::Customer(id) if withheld_from(SubjectKind::Customer) => customers::location(id),
        Shown::Ticket(id) if withheld_from(SubjectKind::Ticket) => tickets::location(id),
        Shown::Interaction(id) if withheld_from(SubjectKind::Interaction) => interactions::location(id),
        Shown::Escalation(id) if withheld_from(SubjectKind::Escalation) => escalations::location(id),
        Shown::Message(id) => match store.outline(actor.scope(), replay.shown).await?.message {
            Some((kind, _)) if reads_messages(actor, kind) => return Ok(None),
            Some((_, of @ Place::Ticket(_))) => messages::location(of),
            Some((_, Place::Interaction(_))) | None => notes::location(id),
        },
        // Callers who write the other kinds may read them.
        Shown::Customer(_) | Shown::Ticket(_) | Shown::Interaction(_) | Shown::Escalation(_) => return Ok(None),
        Shown::EscalationMessage(_) | Shown::Staff(_) | Shown::ServiceAccount(_) => return Ok(None),
    };
    let withheld = Representation::withheld(store.outline(actor.scope(), replay.shown).await?.version);
    Ok(Some(if replay.inserted { withheld.created_at(location) } else { withheld }))
}

/// Reads the record as `GET` does, so that the caller's scope and the read log apply.
async fn read(request: &HttpRequest, store: &Store, actor: &Actor, replay: Replay) -> Result<HttpResponse, ApiError> {
    Ok(match replay.shown {
        Shown::Customer(id) => {
            let customer = services::customers::get(store, actor, id).await?;
            again(request, replay, customers::shown(&customer, actor), customers::location(id))
        }
        Shown::Staff(id) => {
            let colleague = services::staff::get(store, actor, id).await?;
            again(request, replay, staff::shown(&colleague, actor), staff::location(id))
        }
        Shown::ServiceAccount(id) => {
            let account = services::service_accounts::get(store, actor, id).await?;
            again(request, replay, service_accounts::shown(account, None, actor, store.now()), service_accounts::location(id))
        }
        Shown::Ticket(id) => {
            let view = services::tickets::get(store, actor, TicketKey::Id(id)).await?;
            again(request, replay, tickets::shown(view, actor, store.now()), tickets::location(id))
        }
        Shown::Interaction(id) => {
            let view = services::interactions::get(store, actor, id).await?;
            again(request, replay, interactions::shown(view, actor), interactions::location(id))
        }
        Shown::Escalation(id) => {
            let view = services::escalations::get(store, actor, id).await?;
            again(request, replay, escalations::shown(view, actor), escalations::location(id))
        }
        // It has no version: the response is the one it had when it was written.
        Shown::EscalationMessage(id) => escalations::said(services::escalations::message(store, actor, id).await?),
        Shown::Message(id) => {
            let view = services::notes::message(store, actor, id).await?;
            match (view.message.kind, view.message.place) {
                // A ticket message has the response it had when it was written.
                (MessageKind::Reply | MessageKind::Note, Place::Ticket(_)) if replay.inserted => {
                    messages::said(view, actor, store.now()).respond_to(request)
                }
                (MessageKind::Reply, Place::Ticket(_) | Place::Interaction(_)) => {
                    messages::shown(view, actor, store.now()).respond_to(request)
                }
                (MessageKind::Note, Place::Ticket(_) | Place::Interaction(_)) => {
                    again(request, replay, notes::shown(view, actor), notes::location(id))
                }
            }
        }
    })
}

fn again<T: Serialize>(request: &HttpRequest, replay: Replay, record: Representation<T>, location: String) -> HttpResponse {
    let record = if replay.inserted { record.created_at(location) } else { record };
    record.respond_to(request)
}
