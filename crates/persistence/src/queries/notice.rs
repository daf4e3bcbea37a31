//! Notices. Book-keeping: events are the record of what happened; notices follow from them, with what each staff member has seen.
//!
//! [`caredesk_domain::notice`] decides which notices follow from a change. They are written in the change's own transaction, shown for 30
//! days, and then purged in small batches by later writes.

mod latest;
mod recipients;
mod seen;
mod subject;

use caredesk_domain::{
    StaffId, Timestamp,
    actor::{Role, RowScope},
    event::{EventSubject, SubjectKind},
    notice::NoticeKind,
};
use sea_orm::{Order, QueryFilter, QuerySelect, Select};
use uuid::Uuid;

use self::{latest::latest, recipients::recipient_lists};
use crate::{
    audited::Audited,
    engine::page::{self, Page, PageRequest, SeekKey},
    error::StoreError,
    projections::notice::RETENTION_SECONDS,
    read_log::ReadAction,
    store::Store,
    tables::entity::notice::{Column, Entity, Model},
};
use seen::SeenUntil;

pub use self::subject::NoticeSubject;

/// Cap of the unread count.
const COUNT_CAP: u64 = 100;

/// A notice as its reader sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeView {
    /// The id.
    pub id: Uuid,
    /// When it was sent.
    pub at: Timestamp,
    /// The kind.
    pub kind: NoticeKind,
    /// The record it is about.
    pub subject: EventSubject,
    /// What the notice shows of that record.
    pub about: NoticeSubject,
    /// Whether the reader has seen it.
    pub seen: bool,
}

/// The staff member who reads their notices.
#[derive(Debug, Clone, Copy)]
pub struct NoticeReader {
    /// The reader.
    pub staff: StaffId,
    /// The reader's role.
    pub role: Role,
    /// The records within the reader's scope.
    pub scope: RowScope,
    /// Whether notices include the subjects of tickets.
    pub subjects: bool,
}

/// A page of notices with the unread count.
#[derive(Debug)]
pub struct NoticePage {
    /// One page, the latest first.
    pub page: Page<NoticeView>,
    /// The number of unread notices, at most 100.
    pub unread: u64,
}

impl Store {
    /// The notices to a staff member and to all of their role, the latest first. With [`NoticeReader::subjects`] they include ticket subjects, which
    /// are customer data, so the read is logged.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn notices(&self, reader: NoticeReader, unread_only: bool, request: PageRequest) -> Result<Audited<NoticePage>, StoreError> {
        let NoticeReader { staff, role, .. } = reader;
        let seen_until = SeenUntil::load(self.reader(), staff).await?;
        let (mine, everybodys) = self.shown_lists(staff, role);
        let fresh = |select: Select<Entity>| if unread_only { select.filter(seen_until.unread()) } else { select };
        let one = self.page_of(fresh(mine.clone()), request).await?;
        let other = self.page_of(fresh(everybodys.clone()), request).await?;
        let page = merge_pages(one, other, request.limit);
        let (mut about, patients) = self.notice_subjects(reader, &page.rows).await?;
        let seen = seen_until.seen(self.reader(), &page.rows).await?;
        let page = page.map(|row| NoticeView {
            about: about.remove(&row.id).unwrap_or_default(),
            id: row.id,
            at: row.at.0,
            kind: row.kind.0,
            subject: EventSubject { kind: row.subject_kind.0, id: row.subject_id },
            seen: seen.contains(&row.id),
        });
        let unread = self.count(mine, seen_until).await?.saturating_add(self.count(everybodys, seen_until).await?).min(COUNT_CAP);
        Ok(Audited::new(NoticePage { page, unread }, ReadAction::Listed, SubjectKind::Ticket, None, patients))
    }

    /// Marks the notices up to `until` as seen, at most up to now. Returns up to when they are seen, and the number still unread, at most 100.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn mark_notices_seen(&self, staff: StaffId, role: Role, until: Timestamp) -> Result<(Timestamp, u64), StoreError> {
        self.write(async |work| work.mark_notices_seen(staff, role, until).await).await?;
        let seen_until = SeenUntil::load(self.reader(), staff).await?;
        let (mine, everybodys) = self.shown_lists(staff, role);
        let unread = self.count(mine, seen_until).await?.saturating_add(self.count(everybodys, seen_until).await?).min(COUNT_CAP);
        Ok((seen_until.until.unwrap_or(until), unread))
    }

    /// The notices that are listed and counted: only the latest of each ticket or interaction.
    fn shown_lists(&self, staff: StaffId, role: Role) -> (Select<Entity>, Select<Entity>) {
        let (mine, everybodys) = recipient_lists(staff, role, self.now().plus_seconds(-RETENTION_SECONDS));
        (mine.filter(latest(staff, role)), everybodys.filter(latest(staff, role)))
    }

    async fn page_of(&self, select: Select<Entity>, request: PageRequest) -> Result<Page<Model>, StoreError> {
        let request = PageRequest { with_total: false, ..request };
        Ok(page::fetch(self.reader(), select, (Column::At, Column::Id), Order::Desc, request, seek_key).await?)
    }

    /// The number of unread notices of a list, capped.
    async fn count(&self, select: Select<Entity>, seen_until: SeenUntil) -> Result<u64, StoreError> {
        let unread = select.filter(seen_until.unread());
        let ids: Vec<Uuid> = unread.select_only().column(Column::Id).limit(COUNT_CAP).into_tuple().all(self.reader()).await?;
        Ok(u64::try_from(ids.len()).unwrap_or(COUNT_CAP))
    }
}

fn seek_key(row: &Model) -> SeekKey {
    SeekKey { key: row.at.0.utc().timestamp_micros(), id: row.id }
}

/// Merges one page of each list, the latest first.
fn merge_pages(one: Page<Model>, other: Page<Model>, limit: u64) -> Page<Model> {
    let more = one.next.is_some() || other.next.is_some();
    let mut rows: Vec<Model> = one.rows.into_iter().chain(other.rows).collect();
    rows.sort_by_key(|row| std::cmp::Reverse((row.at, row.id)));
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = more || rows.len() > limit;
    rows.truncate(limit);
    let next = if more { rows.last().map(seek_key) } else { None };
    Page { rows, next, total: None }
}
