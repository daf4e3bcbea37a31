//! Creating escalations from tickets and interactions, and listing those of one record.

use actix_web::{
    get, post,
    web::{Data, Path},
};
use caredesk_domain::InteractionId;
use caredesk_persistence::Store;

use super::{
    super::{
        answer::{List, list},
        caller::Caller,
        interactions,
        once::Once,
        tickets,
        timeline::TimelineQuery,
    },
    EscalationAnswer, answer,
    body::CreateEscalation,
    location,
    query::{all, page},
    shown,
};
use crate::{
    http::{ApiError, Cursors, Json, Query, Refusal, Representation},
    services::escalations::{self, Origin},
};

/// Escalates a ticket to a doctor or an admin: to a person, or to the pool of the role. The ticket is escalated until the escalation is answered or withdrawn; its assignee stays.
#[utoipa::path(
    operation_id = "create_ticket_escalation", tag = "tickets",
    params(("id" = String, Path, description = "The ticket's id or number.", example = "TKT-0000001Y")),
    request_body(content = CreateEscalation, example = json!({"target": {"role": "doctor"}, "reason": "A rash since she uses the cream: is this an allergy?"})),
    responses((status = 201, description = "Created.", body = EscalationAnswer), Refusal<401>, Refusal<403>, Refusal<404>, Refusal<409>)
)]
#[post("/tickets/{id}/escalations")]
pub(in super::super) async fn create_ticket_escalation(
    Caller(actor): Caller,
    once: Once,
    id: Path<String>,
    body: Json<CreateEscalation>,
) -> Result<Representation<EscalationAnswer>, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let view = escalations::raise(&store, &actor, Origin::Ticket(tickets::key(&id)?), body.into_inner().command()?).await?;
    let location = location(view.escalation.id);
    Ok(shown(view, &actor).created_at(location))
}

/// The escalations of a ticket, the latest first.
#[utoipa::path(
    operation_id = "list_ticket_escalations", tag = "tickets",
    params(("id" = String, Path, description = "The ticket's id or number.", example = "TKT-0000001Y"), TimelineQuery),
    responses((status = 200, description = "A page of escalations.", body = List<EscalationAnswer>), Refusal<401>, Refusal<403>, Refusal<404>)
)]
#[get("/tickets/{id}/escalations")]
pub(in super::super) async fn list_ticket_escalations(
    store: Data<Store>,
    cursors: Data<Cursors>,
    Caller(actor): Caller,
    id: Path<String>,
    query: Query<TimelineQuery>,
) -> Result<actix_web::web::Json<List<EscalationAnswer>>, ApiError> {
    let of = query.list();
    let request = page(query.into_inner(), &cursors, of)?;
    let page = escalations::of(&store, &actor, Origin::Ticket(tickets::key(&id)?), all(), request).await?;
    Ok(actix_web::web::Json(list(page, &cursors, of, |view| answer::answer(view, &actor))?))
}

/// Escalates an interaction to a doctor or an admin: to a person, or to the pool of the role. The interaction continues.
#[utoipa::path(
    operation_id = "create_interaction_escalation", tag = "interactions",
    params(("id" = InteractionId, Path, description = "The interaction's id.")),
    request_body(content = CreateEscalation, example = json!({"target": {"role": "doctor"}, "reason": "A rash since she uses the cream: is this an allergy?"})),
    responses((status = 201, description = "Created.", body = EscalationAnswer), Refusal<401>, Refusal<403>, Refusal<404>, Refusal<409>)
)]
#[post("/interactions/{id}/escalations")]
pub(in super::super) async fn create_interaction_escalation(
    Caller(actor): Caller,
    once: Once,
    id: Path<String>,
    body: Json<CreateEscalation>,
) -> Result<Representation<EscalationAnswer>, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let view = escalations::raise(&store, &actor, Origin::Interaction(interactions::key(&id)?), body.into_inner().command()?).await?;
    let location = location(view.escalation.id);
    Ok(shown(view, &actor).created_at(location))
}

/// The escalations of an interaction, the latest first.
#[utoipa::path(
    operation_id = "list_interaction_escalations", tag = "interactions",
    params(("id" = InteractionId, Path, description = "The interaction's id."), TimelineQuery),
    responses((status = 200, description = "A page of escalations.", body = List<EscalationAnswer>), Refusal<401>, Refusal<403>, Refusal<404>)
)]
#[get("/interactions/{id}/escalations")]
pub(in super::super) async fn list_interaction_escalations(
    store: Data<Store>,
    cursors: Data<Cursors>,
    Caller(actor): Caller,
    id: Path<String>,
    query: Query<TimelineQuery>,
) -> Result<actix_web::web::Json<List<EscalationAnswer>>, ApiError> {
    let of = query.list();
    let request = page(query.into_inner(), &cursors, of)?;
    let page = escalations::of(&store, &actor, Origin::Interaction(interactions::key(&id)?), all(), request).await?;
    Ok(actix_web::web::Json(list(page, &cursors, of, |view| answer::answer(view, &actor))?))
}
