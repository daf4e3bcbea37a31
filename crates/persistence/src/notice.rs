//! Notices as rows. Book-keeping: what happened is told by events, from which they follow; what somebody has not seen yet lies here.
//!
//! Which notices follow from a change is [`caredesk_domain::notice`]'s to say. They are written in the change's own transaction, shown for thirty
//! days, and forgotten a few at a time by the writes that come later.

mod latest;
mod seen;
mod subject;
mod written;

use caredesk_domain::{
    PrincipalId, StaffId, Timestamp,
    actor::{Role, Scope},
    event::{Subject, SubjectKind},
    notice::NoticeKind,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, Order, QueryFilter, QuerySelect, Select,
    sea_query::{ColumnRef, Expr, IntoColumnRef as _},
};
use uuid::Uuid;

use self::latest::latest;
pub use self::subject::NoticeSubject;
pub(crate) use self::written::carry_out;
use crate::{
    column::{IdColumn, Moment, Typed},
    entity::notice::{Column, Entity, Model},
    ledger::ReadAction,
    page::{self, Page, PageRequest, Position},
    seen::Seen,
    store::{Store, StoreError},
};
use seen::SeenUntil;

/// For how long notices are shown, in seconds.
pub(crate) const KEPT_SECONDS: i64 = 30 * 24 * 60 * 60;
/// The most unread notices that are counted.
const COUNTED: u64 = 100;

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
        let seen_until = SeenUntil::of(self.reader(), staff).await?;
        let (mine, everybodys) = self.shown_lists(staff, role);
        let fresh = |select: Select<Entity>| if unread_only { select.filter(seen_until.unread()) } else { select };
        let one = self.page_of(fresh(mine.clone()), request).await?;
        let other = self.page_of(fresh(everybodys.clone()), request).await?;
        let page = merged(one, other, request.limit);
        let (mut about, patients) = self.notice_subjects(reader, &page.rows).await?;
        let seen = seen_until.seen(self.reader(), &page.rows).await?;
        let page = page.map(|row| NoticeState {
            about: about.remove(&row.id).unwrap_or_default(),
            id: row.id,
            at: row.at.0,
            kind: row.kind.0,
            subject: Subject { kind: row.subject_kind.0, id: row.subject_id },
            seen: seen.contains(&row.id),
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
        self.write(async |work| work.see_notices(staff, role, until).await).await?;
        let seen_until = SeenUntil::of(self.reader(), staff).await?;
        let (mine, everybodys) = self.shown_lists(staff, role);
        let unread = self.count(mine, seen_until).await?.saturating_add(self.count(everybodys, seen_until).await?).min(COUNTED);
        Ok((seen_until.until.unwrap_or(until), unread))
    }

    /// What is listed and counted: of each ticket or interaction the latest.
    fn shown_lists(&self, staff: StaffId, role: Role) -> (Select<Entity>, Select<Entity>) {
        let (mine, everybodys) = lists(staff, role, self.now().plus_seconds(-KEPT_SECONDS));
        (mine.filter(latest(staff, role)), everybodys.filter(latest(staff, role)))
    }

    async fn page_of(&self, select: Select<Entity>, request: PageRequest) -> Result<Page<Model>, StoreError> {
        let request = PageRequest { with_total: false, ..request };
        Ok(page::fetch(self.reader(), select, (Column::At, Column::Id), Order::Desc, request, position).await?)
    }

    /// How many of a list are unread; reads no more than are counted.
    async fn count(&self, select: Select<Entity>, seen_until: SeenUntil) -> Result<u64, StoreError> {
        let unread = select.filter(seen_until.unread());
        let ids: Vec<Uuid> = unread.select_only().column(Column::Id).limit(COUNTED).into_tuple().all(self.reader()).await?;
        Ok(u64::try_from(ids.len()).unwrap_or(COUNTED))
    }
}

/// What is for somebody, and what is for all of their role and not of their own doing: two lists, each on an index of its own.
fn lists(staff: StaffId, role: Role, since: Timestamp) -> (Select<Entity>, Select<Entity>) {
    let shown = || Entity::find().filter(Column::At.gt(Moment(since)));
    let [mine, everybodys] = addressed(staff, role, |column| (Entity, column).into_column_ref());
    (shown().filter(mine), shown().filter(everybodys))
}

/// The conditions of the two lists, on the columns that `of` names.
fn addressed(staff: StaffId, role: Role, of: impl Fn(Column) -> ColumnRef) -> [Condition; 2] {
    use sea_orm::sea_query::ExprTrait as _;
    let column = |column| Expr::col(of(column));
    let others =
        Condition::any().add(column(Column::CausedBy).is_null()).add(column(Column::CausedBy).ne(IdColumn(PrincipalId::from(staff))));
    let mine = Condition::all().add(column(Column::StaffId).eq(IdColumn(staff)));
    [mine, Condition::all().add(column(Column::Role).eq(Typed(role))).add(others)]
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
