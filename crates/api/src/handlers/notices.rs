//! `/notices`: what somebody at the desk should know of.

use actix_web::{
    get, post,
    web::{Data, Json as Plain},
};
use caredesk_domain::{Timestamp, event::SubjectKind, notice::NoticeKind, text::Subject, ticket::Priority, ticket_number::TicketNumber};
use caredesk_persistence::{NoticeState, Notices, Store, Waiting};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    answer::{Page, list, page_request},
    caller::Caller,
    timeline::CursorText,
};
use crate::{
    http::{ApiError, Cursors, Flag, Json, Limit, Optional, Query, Refusal, Representation, Required, query::parameters},
    services::notices,
};

/// Notices count no versions: their ETag is told by the digest alone.
const NO_VERSION: i32 = 0;

/// Something that somebody should know of.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Notice)]
pub(super) struct NoticeAnswer {
    id: Uuid,
    at: Timestamp,
    /// `escalation`: it asks the caller, or waits in their pool. `escalation_question`, `escalation_answer` and `escalation_decline`: of one that the
    /// caller raised, or whose ticket they work. `escalation_reply`: the care team wrote. `unattended`: a live chat or call has no agent. `reply_not_fetched`: the app has
    /// not fetched a reply of theirs within an hour, of an urgent ticket within ten minutes. A notice goes once its reason is done or given to somebody
    /// else, or its record deleted. Of one ticket or interaction, with the escalations raised from it, a person has one notice, the latest.
    kind: NoticeKind,
    subject: NoticeSubject,
    /// Whether it was seen.
    seen: bool,
}

/// The record to look at.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NoticeSubject {
    /// `ticket`, `interaction` or `escalation`.
    r#type: SubjectKind,
    id: Uuid,
    /// The number of the ticket, or of the one the escalation was raised from.
    #[schema(required)]
    number: Option<TicketNumber>,
    /// The priority of the ticket or the escalation.
    #[schema(required)]
    priority: Option<Priority>,
    /// What the ticket is about; only with `include_subjects`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    subject: Option<Subject>,
}

impl From<NoticeState> for NoticeAnswer {
    fn from(notice: NoticeState) -> Self {
        let caredesk_persistence::NoticeSubject { number, priority, subject } = notice.about;
        let subject = NoticeSubject { r#type: notice.subject.kind, id: notice.subject.id, number, priority, subject };
        Self { id: notice.id, at: notice.at, kind: notice.kind, subject, seen: notice.seen }
    }
}

/// A page of notices, and how many are unread.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NoticeList {
    /// The latest first; those of the last 30 days.
    data: Vec<NoticeAnswer>,
    page: Page,
    /// How many are unread; 100 stands for 100 or more.
    #[schema(minimum = 0, maximum = 100)]
    unread: u64,
    /// What waits for anybody to take it; `null` for those who take neither.
    #[schema(required)]
    waiting: Option<WaitingForAnybody>,
}

/// How much waits for somebody to take it; 100 stands for 100 or more.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WaitingForAnybody {
    /// Unassigned open and pending tickets of high or urgent priority.
    #[schema(minimum = 0, maximum = 100)]
    tickets: u64,
    /// Chats and calls that go on without an agent.
    #[schema(minimum = 0, maximum = 100)]
    interactions: u64,
}

/// Which notices to list.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NoticeQuery {
    /// Only those that were not seen.
    #[garde(dive)]
    #[schema(default = false)]
    unread: Optional<Flag>,
    /// Tells what the tickets are about. That is a patient's data: the read is noted, so ask for it when somebody looks.
    #[garde(dive)]
    include_subjects: Optional<Flag>,
    /// Where the page before ended.
    #[garde(dive)]
    cursor: Optional<CursorText>,
    /// The most rows.
    #[garde(dive)]
    limit: Optional<Limit>,
}

impl utoipa::IntoParams for NoticeQuery {
    fn into_params(_: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>) -> Vec<utoipa::openapi::path::Parameter> {
        parameters::<Self>()
    }
}

/// What was seen.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SeeNotices {
    /// The `at` of the latest notice that was shown. What came before it counts as seen; an instant yet to come counts as now.
    #[garde(dive)]
    until: Required<Timestamp>,
}

/// Until when notices were seen.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SeenNotices {
    /// The latest instant that was ever told.
    seen_until: Timestamp,
    /// How many are unread; 100 stands for 100 or more.
    #[schema(minimum = 0, maximum = 100)]
    unread: u64,
}

/// What the caller should know of: what was given to them, what their customers wrote, escalations to them or their pool and the answers to theirs,
/// live chats and calls without an agent, and tickets of high or urgent priority in the queue. Nobody is told of their own doings.
///
/// Cheap to ask often: with `If-None-Match` the answer is 304 while there is nothing new.
#[utoipa::path(
    operation_id = "list_notices", tag = "notices",
    params(
        ("CareDesk-Background" = Option<String>, Header, description = "`1` where a page asks by itself, which is no activity of its person.", example = "1"),
        NoticeQuery,
    ),
    responses(
        (status = 200, description = "A page of notices.", body = NoticeList, headers(
            ("ETag" = String, description = "For `If-None-Match`.")
        )),
        Refusal<401>, Refusal<403>
    )
)]
#[get("/notices")]
pub(super) async fn list_notices(
    store: Data<Store>,
    cursors: Data<Cursors>,
    Caller(actor): Caller,
    query: Query<NoticeQuery>,
) -> Result<Representation<NoticeList>, ApiError> {
    let of = query.list();
    let NoticeQuery { unread, include_subjects, cursor, limit } = query.into_inner();
    let after = cursor.take()?.map(|cursor| cursors.parameter(of, cursor.as_str())).transpose()?;
    let request = page_request(limit.take()?, after, None)?;
    let (unread, subjects) = (unread.take()?.unwrap_or(false), include_subjects.take()?.unwrap_or(false));
    let (Notices { page, unread }, waiting) = notices::list(&store, &actor, unread, subjects, request).await?;
    let waiting = waiting.map(|Waiting { tickets, interactions }| WaitingForAnybody { tickets, interactions });
    let rows = list(page, &cursors, of, NoticeAnswer::from)?;
    Ok(Representation::new(NO_VERSION, NoticeList { data: rows.data, page: rows.page, unread, waiting }))
}

/// Notes that the caller has seen the notices that are there now, until an instant; an earlier one than before changes nothing, so that it is safe to repeat.
/// A notice that comes later is unread, though what it tells of happened before that instant.
#[utoipa::path(
    operation_id = "see_notices", tag = "notices",
    request_body(content = SeeNotices, example = json!({"until": "2026-03-01T09:30:00.000000Z"})),
    responses((status = 200, description = "Until when they were seen.", body = SeenNotices), Refusal<401>, Refusal<403>)
)]
#[post("/notices/seen")]
pub(super) async fn see_notices(store: Data<Store>, Caller(actor): Caller, body: Json<SeeNotices>) -> Result<Plain<SeenNotices>, ApiError> {
    let until = body.into_inner().until.take()?;
    let (seen_until, unread) = notices::seen(&store, &actor, until).await?;
    Ok(Plain(SeenNotices { seen_until, unread }))
}
