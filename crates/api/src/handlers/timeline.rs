//! Timelines: the changes of a record, from the audit log.

use actix_web::{
    get,
    web::{Data, Path},
};
use caredesk_domain::{
    Timestamp,
    event::{EventSubject, SubjectKind},
    message::Channel,
    policy::Action,
    ticket_number::TicketNumber,
};
use caredesk_persistence::{Store, TimelineActor, TimelineEntry};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    caller::Caller,
    paging::{ListResponse, PageQuery, list_response},
    paths::parse_ticket_key,
    response::PrincipalReference,
};
use crate::{
    http::{ApiError, CursorCodec, ProblemResponse, Query},
    services::tickets,
};

/// An entry of a timeline.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TimelineEntry)]
pub(super) struct TimelineEntryResponse {
    id: Uuid,
    at: Timestamp,
    /// The changed record: the record itself, or one linked to it.
    subject: EntrySubject,
    /// The action.
    action: Action,
    /// Who did it.
    actor: EntryActor,
    /// Changed fields: `{from, to}`, or `{}` if the text has been redacted.
    #[schema(value_type = Object, example = json!({"status": {"from": "open", "to": "resolved"}}))]
    changes: serde_json::Map<String, serde_json::Value>,
}

/// The record of a timeline entry.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TimelineSubject)]
pub(super) struct EntrySubject {
    kind: SubjectKind,
    id: Uuid,
    /// If it is a ticket.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    number: Option<TicketNumber>,
    /// If it is an interaction.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    channel: Option<Channel>,
}

/// Who made a change.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TimelineActor)]
pub(super) struct EntryActor {
    kind: EntryActorKind,
    /// The staff member or service account; `null` for the system.
    #[schema(required)]
    principal: Option<PrincipalReference>,
}

/// Kind of actor.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TimelineActorKind, rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub(super) enum EntryActorKind {
    /// A staff member.
    Staff,
    /// A service account.
    Service,
    /// The system.
    System,
}

impl From<TimelineEntry> for TimelineEntryResponse {
    fn from(happening: TimelineEntry) -> Self {
        let actor = match happening.actor {
            TimelineActor::Staff(person) => EntryActor { kind: EntryActorKind::Staff, principal: Some(person.into()) },
            TimelineActor::Service(program) => EntryActor { kind: EntryActorKind::Service, principal: Some(program.into()) },
            TimelineActor::System(_) => EntryActor { kind: EntryActorKind::System, principal: None },
        };
        let EventSubject { kind, id } = happening.subject;
        let subject = EntrySubject { kind, id, number: happening.number, channel: happening.channel };
        Self { id: happening.id, at: happening.at, subject, action: happening.action, actor, changes: happening.changes }
    }
}

/// What happened to a ticket, the latest first.
#[utoipa::path(
    operation_id = "get_ticket_timeline", tag = "tickets",
    params(("id" = String, Path, description = "The ticket's id or number.", example = "TKT-0000001Y"), PageQuery),
    responses((status = 200, description = "A page of the timeline.", body = ListResponse<TimelineEntryResponse>), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>)
)]
#[get("/tickets/{id}/timeline")]
pub(super) async fn get_ticket_timeline(
    store: Data<Store>,
    cursors: Data<CursorCodec>,
    Caller(actor): Caller,
    id: Path<String>,
    query: Query<PageQuery>,
) -> Result<actix_web::web::Json<ListResponse<TimelineEntryResponse>>, ApiError> {
    let list_id = query.list_fingerprint();
    let request = query.into_inner().into_request(&cursors, list_id)?;
    let page = tickets::timeline(&store, &actor, parse_ticket_key(&id)?, request).await?;
    Ok(actix_web::web::Json(list_response(page, &cursors, list_id, TimelineEntryResponse::from)?))
}
