//! `/notices`: notices to staff.

use actix_web::{
    get, post,
    web::{Data, Json as Plain},
};
use caredesk_domain::{Timestamp, event::SubjectKind, notice::NoticeKind, text::Subject, ticket::Priority, ticket_number::TicketNumber};
use caredesk_persistence::{NoticePage, NoticeView, Store, UnassignedCounts};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    caller::Caller,
    paging::{CursorText, PageInfo, list_response, page_request},
};
use crate::{
    http::{
        ApiError, Bool, CursorCodec, FieldErrors, Json, Limit, Optional, ProblemResponse, Query, Representation, Required,
        query::parameters,
    },
    services::notices,
};

/// Notices have no version: their ETag depends on the digest alone.
const NO_VERSION: i32 = 0;

/// A notice to a staff member.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Notice)]
pub(super) struct NoticeResponse {
    id: Uuid,
    at: Timestamp,
    /// `escalation`: to the caller or their pool. `escalation_question`, `escalation_answer` and `escalation_decline`: of an escalation that the caller created or
    /// whose ticket is assigned to them. `escalation_reply`: the care team wrote. `unattended`: a live chat or call has no agent. `reply_not_fetched`: the app
    /// has not fetched a reply of theirs within an hour, or ten minutes if the ticket is urgent. A notice is removed once its reason is done or assigned to
    /// another person, or its record is deleted. A person has one notice per ticket or interaction, with the escalations created from it: the latest.
    kind: NoticeKind,
    subject: NoticeSubject,
    /// Whether the caller has seen it.
    seen: bool,
}

/// The record a notice is about.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NoticeSubject {
    /// `ticket`, `interaction` or `escalation`.
    r#type: SubjectKind,
    id: Uuid,
    /// The number of the ticket, or of the ticket the escalation was created from.
    #[schema(required)]
    number: Option<TicketNumber>,
    /// The priority of the ticket or the escalation.
    #[schema(required)]
    priority: Option<Priority>,
    /// The ticket's subject; only with `include_subjects`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    subject: Option<Subject>,
}

impl From<NoticeView> for NoticeResponse {
    fn from(notice: NoticeView) -> Self {
        let caredesk_persistence::NoticeSubject { number, priority, subject } = notice.about;
        let subject = NoticeSubject { r#type: notice.subject.kind, id: notice.subject.id, number, priority, subject };
        Self { id: notice.id, at: notice.at, kind: notice.kind, subject, seen: notice.seen }
    }
}

/// A page of notices and the number of unread ones.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NoticeListResponse {
    /// Notices of the last 30 days, the latest first.
    data: Vec<NoticeResponse>,
    page: PageInfo,
    /// Number of unread notices; 100 stands for 100 or more.
    #[schema(minimum = 0, maximum = 100)]
    unread: u64,
    /// Unassigned work; `null` for callers who handle neither tickets nor interactions.
    #[schema(required)]
    waiting: Option<UnassignedWork>,
}

/// Unassigned work; 100 stands for 100 or more.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct UnassignedWork {
    /// Unassigned open and pending tickets of high or urgent priority.
    #[schema(minimum = 0, maximum = 100)]
    tickets: u64,
    /// Active chats and calls without an agent.
    #[schema(minimum = 0, maximum = 100)]
    interactions: u64,
}

/// Which notices to list.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct NoticeQuery {
    /// Only unread ones.
    #[garde(dive)]
    #[schema(default = false)]
    unread: Optional<Bool>,
    /// Includes the subjects of tickets. They are personal data and the read log records the access: send it only when a person looks.
    #[garde(dive)]
    include_subjects: Optional<Bool>,
    /// `next_cursor` of the previous page.
    #[garde(dive)]
    cursor: Optional<CursorText>,
    /// Maximum number of rows.
    #[garde(dive)]
    limit: Optional<Limit>,
}

impl utoipa::IntoParams for NoticeQuery {
    fn into_params(_: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>) -> Vec<utoipa::openapi::path::Parameter> {
        parameters::<Self>()
    }
}

/// Notices that the caller has seen.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct MarkNoticesSeen {
    /// The `at` of the latest notice shown. Earlier notices count as seen; an instant in the future counts as now.
    #[garde(dive)]
    until: Required<Timestamp>,
}

/// Until when notices are seen.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SeenNotices {
    /// The latest instant ever sent.
    seen_until: Timestamp,
    /// Number of unread notices; 100 stands for 100 or more.
    #[schema(minimum = 0, maximum = 100)]
    unread: u64,
}

/// Notices of the caller, the latest first. Reasons: assignments, messages of their customers, escalations to them or their pool, answers to their
/// escalations, live chats and calls without an agent, and unassigned tickets of high or urgent priority. The author of a change gets no notice.
///
/// Suitable for polling: with `If-None-Match` the response is 304 while nothing is new.
#[utoipa::path(
    operation_id = "list_notices", tag = "notices",
    params(
        ("CareDesk-Background" = Option<String>, Header, description = "`1` if the client polls in the background: it does not count as user activity.", example = "1"),
        NoticeQuery,
    ),
    responses(
        (status = 200, description = "A page of notices.", body = NoticeListResponse, headers(
            ("ETag" = String, description = "For `If-None-Match`.")
        )),
        ProblemResponse<401>, ProblemResponse<403>
    )
)]
#[get("/notices")]
pub(super) async fn list_notices(
    store: Data<Store>,
    cursors: Data<CursorCodec>,
    Caller(actor): Caller,
    query: Query<NoticeQuery>,
) -> Result<Representation<NoticeListResponse>, ApiError> {
    let list_id = query.list_fingerprint();
    let NoticeQuery { unread, include_subjects, cursor, limit } = query.into_inner();
    let after = cursor.into_value()?.map(|cursor| cursors.decode_parameter(list_id, cursor.as_str())).transpose()?;
    let request = page_request(limit.into_value()?, after, None)?;
    let (unread, subjects) = (unread.into_value()?.unwrap_or(false), include_subjects.into_value()?.unwrap_or(false));
    let (NoticePage { page, unread }, waiting) = notices::list(&store, &actor, unread, subjects, request).await?;
    let waiting = waiting.map(|UnassignedCounts { tickets, interactions }| UnassignedWork { tickets, interactions });
    let rows = list_response(page, &cursors, list_id, NoticeResponse::from)?;
    Ok(Representation::new(NO_VERSION, NoticeListResponse { data: rows.data, page: rows.page, unread, waiting }))
}

/// Marks the notices that exist now as seen, until an instant. An instant before the stored one changes nothing, so repeating it is safe.
/// A notice created later is unread, even if it is about an earlier event.
#[utoipa::path(
    operation_id = "see_notices", tag = "notices",
    request_body(content = MarkNoticesSeen, example = json!({"until": "2026-03-01T09:30:00.000000Z"})),
    responses((status = 200, description = "Until when notices are seen.", body = SeenNotices), ProblemResponse<401>, ProblemResponse<403>)
)]
#[post("/notices/seen")]
pub(super) async fn see_notices(
    store: Data<Store>,
    Caller(actor): Caller,
    body: Json<MarkNoticesSeen>,
) -> Result<Plain<SeenNotices>, ApiError> {
    let until = body.into_inner().until.into_value()?;
    let (seen_until, unread) = notices::mark_seen(&store, &actor, until).await?;
    Ok(Plain(SeenNotices { seen_until, unread }))
}
