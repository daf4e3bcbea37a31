//! Notices as rows. Book-keeping: what happened is told by events, from which they follow; what somebody has not seen yet lies here.
//!
//! Which notices follow from a change is [`caredesk_domain::notice`]'s to say. They are written in the change's own transaction, shown for thirty
//! days, and forgotten a few at a time by the writes that come later.

mod latest;
mod subject;

use std::collections::HashSet;

use caredesk_domain::{
    PrincipalId, StaffId, Timestamp,
    actor::{Role, Scope},
    escalation::{EscalationStatus, Source},
    event::{Subject, SubjectKind},
    id::{EventKind, StaffKind},
    notice::{Notice, NoticeKind, Recipient, Word},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel as _, Order, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait as _, Select,
    sea_query::{LockBehavior, LockType, OnConflict},
};
use uuid::Uuid;

use self::latest::latest;
pub use self::subject::NoticeSubject;
use crate::{
    batch,
    column::{IdColumn, Moment, Typed},
    entity::{
        escalation, interaction,
        notice::{self, Column, Entity, Model},
        notice_seen, staff, ticket,
    },
    ids::Ids,
    ledger::ReadAction,
    page::{self, Page, PageRequest, Position},
    seen::Seen,
    store::{Store, StoreError},
};

/// For how long notices are shown, in seconds.
const KEPT_SECONDS: i64 = 30 * 24 * 60 * 60;
/// The most unread notices that are counted.
const COUNTED: u64 = 100;
/// One of so many writes of notices forgets some that are older, and so many at once: twice as many go as come, and no write does much.
const FORGETS: u64 = 16;
const FORGOTTEN: u64 = 32;

/// A notice as somebody sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeState {
    /// The id.
    pub id: Uuid,
    /// Since when.
    pub at: Timestamp,
    /// Of what kind.
    pub kind: NoticeKind,
    /// The record to look at.
    pub subject: Subject,
    /// What is told of it.
    pub about: NoticeSubject,
    /// Whether they have seen it.
    pub seen: bool,
}

/// Who reads their notices, and how.
#[derive(Debug, Clone, Copy)]
pub struct NoticeReader {
    /// Who.
    pub staff: StaffId,
    /// In which role.
    pub role: Role,
    /// Which records exist for them.
    pub scope: Scope,
    /// Whether they are told what the records are about.
    pub subjects: bool,
}

/// Somebody's notices.
#[derive(Debug)]
pub struct Notices {
    /// One page of them, the latest first.
    pub page: Page<NoticeState>,
    /// How many they have not seen, at most 100.
    pub unread: u64,
}

impl Store {
    /// What somebody should know of, the latest first: what is for them, and what is for all of their role. `subjects` says whether the notices tell what
    /// their records are about, which is a patient's data.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn notices(&self, reader: NoticeReader, unread_only: bool, request: PageRequest) -> Result<Seen<Notices>, StoreError> {
        let NoticeReader { staff, role, .. } = reader;
        let seen_until = self.seen_until(staff).await?;
        let (mine, everybodys) = lists(staff, role, self.shown_since());
        let fresh = |select: Select<Entity>| match seen_until {
            Some(until) if unread_only => select.filter(Column::At.gt(Moment(until))),
            Some(_) | None => select,
        };
        let one = self.page_of(fresh(mine.clone()), request).await?;
        let other = self.page_of(fresh(everybodys.clone()), request).await?;
        let page = merged(one, other, request.limit);
        let (mut about, patients) = self.notice_subjects(reader, &page.rows).await?;
        let page = page.map(|row| NoticeState {
            about: about.remove(&row.id).unwrap_or_default(),
            id: row.id,
            at: row.at.0,
            kind: row.kind.0,
            subject: Subject { kind: row.subject_kind.0, id: row.subject_id },
            seen: seen_until.is_some_and(|until| row.at.0 <= until),
        });
        let unread = self.count(mine, seen_until).await?.saturating_add(self.count(everybodys, seen_until).await?).min(COUNTED);
        Ok(Seen::of(Notices { page, unread }, ReadAction::Listed, SubjectKind::Ticket, None, patients))
    }

    /// Notes that somebody has seen their notices until an instant, though none that is yet to come, and answers until when they have, and how
    /// many are left.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_seen(&self, staff: StaffId, role: Role, until: Timestamp) -> Result<(Timestamp, u64), StoreError> {
        self.write(async |work| {
            let row = notice_seen::Model { staff_id: staff.into(), until: until.min(work.at()).into() };
            let mut only_later = OnConflict::column(notice_seen::Column::StaffId);
            only_later.update_column(notice_seen::Column::Until).action_and_where(notice_seen::Column::Until.lt(row.until));
            notice_seen::Entity::insert(row.into_active_model()).on_conflict(only_later).exec_without_returning(work.connection()).await?;
            Ok::<_, StoreError>(())
        })
        .await?;
        let seen_until = self.seen_until(staff).await?;
        let (mine, everybodys) = lists(staff, role, self.shown_since());
        let unread = self.count(mine, seen_until).await?.saturating_add(self.count(everybodys, seen_until).await?).min(COUNTED);
        Ok((seen_until.unwrap_or(until), unread))
    }

    async fn seen_until(&self, staff: StaffId) -> Result<Option<Timestamp>, StoreError> {
        Ok(notice_seen::Entity::find_by_id(IdColumn(staff)).one(self.reader()).await?.map(|row| row.until.0))
    }

    fn shown_since(&self) -> Timestamp {
        self.now().plus_seconds(-KEPT_SECONDS)
    }

    async fn page_of(&self, select: Select<Entity>, request: PageRequest) -> Result<Page<Model>, StoreError> {
        let request = PageRequest { with_total: false, ..request };
        Ok(page::fetch(self.reader(), select, (Column::At, Column::Id), Order::Desc, request, position).await?)
    }

    /// How many of a list are unread; reads no more than are counted.
    async fn count(&self, select: Select<Entity>, seen_until: Option<Timestamp>) -> Result<u64, StoreError> {
        let unread = match seen_until {
            Some(until) => select.filter(Column::At.gt(Moment(until))),
            None => select,
        };
        let ids: Vec<Uuid> = unread.select_only().column(Column::Id).limit(COUNTED).into_tuple().all(self.reader()).await?;
        Ok(u64::try_from(ids.len()).unwrap_or(COUNTED))
    }
}

/// What is for somebody, and what is for all of their role and not of their own doing: two lists, each on an index of its own.
fn lists(staff: StaffId, role: Role, since: Timestamp) -> (Select<Entity>, Select<Entity>) {
    let shown = || Entity::find().filter(Column::At.gt(Moment(since)));
    let others = Condition::any().add(Column::CausedBy.is_null()).add(Column::CausedBy.ne(IdColumn(PrincipalId::from(staff))));
    let mine = shown().filter(Column::StaffId.eq(IdColumn(staff))).filter(latest());
    (mine, shown().filter(Column::Role.eq(Typed(role))).filter(others))
}

fn position(row: &Model) -> Position {
    Position { key: row.at.0.utc().timestamp_micros(), id: row.id }
}

/// Two pages of the same place, the latest first, as one.
fn merged(one: Page<Model>, other: Page<Model>, limit: u64) -> Page<Model> {
    let more = one.next.is_some() || other.next.is_some();
    let mut rows: Vec<Model> = one.rows.into_iter().chain(other.rows).collect();
    rows.sort_by_key(|row| std::cmp::Reverse((row.at, row.id)));
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = more || rows.len() > limit;
    rows.truncate(limit);
    let next = if more { rows.last().map(position) } else { None };
    Page { rows, next, total: None }
}

/// Writes what follows from changes, in their order; `new` are the records that these changes have brought, of which nobody was told before.
pub(crate) async fn carry_out<C: ConnectionTrait>(
    connection: &C,
    ids: &Ids,
    at: Timestamp,
    words: Vec<Word>,
    new: &HashSet<Uuid>,
) -> Result<(), StoreError> {
    let kept_since = at.plus_seconds(-KEPT_SECONDS);
    let (mut rows, mut told): (Vec<Model>, bool) = (Vec::new(), false);
    for word in words {
        match word {
            Word::Tell(notice) => {
                // Drawn for each, so that made-up data of long ago is the same whenever it is made.
                let id = ids.id::<EventKind>(notice.at).uuid();
                told = true;
                if notice.at > kept_since {
                    rows.extend(row(connection, id, notice).await?);
                }
            }
            Word::Settle(kind, subject) => {
                rows.retain(|row| (row.kind.0, row.subject_id) != (kind, subject.id));
                if !new.contains(&subject.id) {
                    settle(connection, kind, subject).await?;
                }
            }
            Word::Inherit { from, at } => rows.extend(inherited(connection, ids, from, at).await?),
        }
    }
    batch::insert(connection, rows.into_iter().map(sea_orm::IntoActiveModel::into_active_model)).await?;
    if told && ids.random_below(FORGETS) == 0 {
        forget(connection, kept_since).await?;
    }
    Ok(())
}

async fn settle<C: ConnectionTrait>(connection: &C, kind: NoticeKind, subject: Subject) -> Result<(), DbErr> {
    let done = Condition::all().add(Column::SubjectId.eq(subject.id)).add(Column::Kind.eq(Typed(kind)));
    Entity::delete_many().filter(done).exec(connection).await.map(drop)
}

/// The row of a notice; none where it turns out to be of their own doing.
async fn row<C: ConnectionTrait>(connection: &C, id: Uuid, notice: Notice) -> Result<Option<Model>, StoreError> {
    let (person, role) = match notice.to {
        Recipient::Person(staff) => (Some(staff), None),
        Recipient::Everybody(role) => (None, Some(role)),
        Recipient::CareTeam { raised_by, source } => match care_team(connection, raised_by, source).await? {
            Some(staff) => (Some(staff), None),
            None => (None, Some(Role::Agent)),
        },
    };
    if person.is_some() && person.map(PrincipalId::from) == notice.caused_by {
        return Ok(None);
    }
    Ok(Some(Model {
        id,
        at: notice.at.into(),
        staff_id: person.map(Into::into),
        role: role.map(Into::into),
        kind: notice.kind.into(),
        subject_kind: notice.subject.kind.into(),
        subject_id: notice.subject.id,
        caused_by: notice.caused_by.map(Into::into),
    }))
}

/// Whoever raised an escalation, or else works what it was raised from; nobody where neither can pass an answer on.
async fn care_team<C: ConnectionTrait>(connection: &C, raised_by: PrincipalId, source: Source) -> Result<Option<StaffId>, StoreError> {
    let raiser = StaffId::from_uuid(raised_by.uuid());
    if passes_on(connection, raiser).await? {
        return Ok(Some(raiser));
    }
    let worker: Option<Option<IdColumn<StaffKind>>> = match source {
        Source::Ticket(id) => {
            let ticket = ticket::Entity::find_by_id(IdColumn(id)).select_only().column(ticket::Column::AssigneeId);
            ticket.into_tuple().one(connection).await?
        }
        Source::Interaction(id) => {
            let interaction = interaction::Entity::find_by_id(IdColumn(id)).select_only().column(interaction::Column::AgentId);
            interaction.into_tuple().one(connection).await?
        }
    };
    match worker.flatten() {
        Some(worker) if passes_on(connection, worker.0).await? => Ok(Some(worker.0)),
        Some(_) | None => Ok(None),
    }
}

/// Whether it is an active colleague who works with customers.
async fn passes_on<C: ConnectionTrait>(connection: &C, id: StaffId) -> Result<bool, StoreError> {
    let works = [Role::Agent, Role::Admin].map(Typed);
    let colleague = staff::Entity::find_by_id(IdColumn(id)).filter(staff::Column::Active.eq(true)).filter(staff::Column::Role.is_in(works));
    let found: Option<IdColumn<StaffKind>> = colleague.select_only().column(staff::Column::Id).into_tuple().one(connection).await?;
    Ok(found.is_some())
}

/// The answers that a colleague who can no longer do so has not passed on, for whoever is to do it now.
async fn inherited<C: ConnectionTrait>(connection: &C, ids: &Ids, from: StaffId, at: Timestamp) -> Result<Vec<Model>, StoreError> {
    use escalation::Column as Of;
    if passes_on(connection, from).await? {
        return Ok(Vec::new());
    }
    let answered = escalation::Entity::find()
        .filter(Of::EscalatedBy.eq(IdColumn(PrincipalId::from(from))))
        .filter(Of::Status.eq(Typed(EscalationStatus::Resolved)))
        .filter(Of::DeletedAt.is_null())
        .all(connection)
        .await?;
    let mut rows = Vec::new();
    for escalation in answered {
        let escalation = crate::escalation::restore(escalation)?;
        let to = Recipient::CareTeam { raised_by: escalation.escalated_by, source: escalation.source };
        let subject = caredesk_domain::event::Record::subject(&escalation);
        // Whoever let them go did not write the answer: they may be the one to pass it on.
        let notice = Notice { at, to, kind: NoticeKind::EscalationAnswer, subject, caused_by: None };
        rows.extend(row(connection, ids.id::<EventKind>(at).uuid(), notice).await?);
    }
    Ok(rows)
}

/// Forgets some of the notices that are too old to be shown, passing over those that another transaction is about to forget.
async fn forget<C: ConnectionTrait>(connection: &C, kept_since: Timestamp) -> Result<(), DbErr> {
    let oldest = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::At.lte(Moment(kept_since)))
        .order_by(Column::At, Order::Asc)
        .limit(FORGOTTEN)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    notice::Entity::delete_many().filter(Column::Id.in_subquery(oldest.into_query())).exec(connection).await.map(drop)
}
