//! Which notices a staff member has seen: all up to an instant, except those committed after they had looked.

use std::collections::HashSet;

use caredesk_domain::{StaffId, Timestamp, actor::Role};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel as _, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait as _, OnConflict, Query},
};
use uuid::Uuid;

use super::recipients::recipient_lists;
use crate::{
    engine::column::{IdColumn, InstantColumn},
    error::StoreError,
    tables::entity::{
        notice::{Column, Entity, Model},
        notice_mark, notice_seen,
    },
    transaction::Transaction,
};

/// How long after its own instant a notice can be committed, in seconds: longer than any request and than any clock difference between servers.
/// Notices within this time before the seen instant are marked one by one.
const LATE_SECONDS: i64 = 5 * 60;
/// Maximum number of marks written in one statement.
const BATCH_SIZE: usize = 5_000;

/// Up to when a staff member has seen their notices.
#[derive(Debug, Clone, Copy)]
pub(super) struct SeenUntil {
    staff: StaffId,
    pub(super) until: Option<Timestamp>,
}

impl SeenUntil {
    pub(super) async fn load<C: ConnectionTrait>(connection: &C, staff: StaffId) -> Result<Self, DbErr> {
        let row = notice_seen::Entity::find_by_id(IdColumn(staff)).one(connection).await?;
        Ok(Self { staff, until: row.map(|row| row.until.0) })
    }

    /// Condition: the notice is unread.
    pub(super) fn unread(self) -> Condition {
        let Some(until) = self.until else { return Condition::all() };
        let same = Expr::col((notice_mark::Entity, notice_mark::Column::NoticeId)).equals((Entity, Column::Id));
        let mark = Query::select()
            .expr(Expr::value(1))
            .from(notice_mark::Entity)
            .and_where(notice_mark::Column::StaffId.eq(IdColumn(self.staff)))
            .and_where(same)
            .take();
        let unmarked = Condition::all().add(Column::At.gt(InstantColumn(committed_until(until)))).add(Expr::exists(mark).not());
        Condition::any().add(Column::At.gt(InstantColumn(until))).add(unmarked)
    }

    /// The ids of those notices that have been seen.
    pub(super) async fn seen<C: ConnectionTrait>(self, connection: &C, rows: &[Model]) -> Result<HashSet<Uuid>, DbErr> {
        let Some(until) = self.until else { return Ok(HashSet::new()) };
        let marks: Vec<Uuid> = notice_mark::Entity::find()
            .select_only()
            .column(notice_mark::Column::NoticeId)
            .filter(notice_mark::Column::StaffId.eq(IdColumn(self.staff)))
            .into_tuple()
            .all(connection)
            .await?;
        let marks: HashSet<Uuid> = marks.into_iter().collect();
        let is_seen = |row: &&Model| row.at.0 <= until && (row.at.0 <= committed_until(until) || marks.contains(&row.id));
        Ok(rows.iter().filter(is_seen).map(|row| row.id).collect())
    }
}

/// Up to when all notices are certainly committed, when the reader has seen those up to `until`.
fn committed_until(until: Timestamp) -> Timestamp {
    until.plus_seconds(-LATE_SECONDS)
}

impl Transaction {
    /// Marks the committed notices up to `until` as seen, at most up to now.
    pub(super) async fn mark_notices_seen(&mut self, staff: StaffId, role: Role, until: Timestamp) -> Result<(), StoreError> {
        let (connection, until) = (self.connection(), until.min(self.timestamp()));
        let row = notice_seen::Model { staff_id: staff.into(), until: until.into() };
        let mut only_later = OnConflict::column(notice_seen::Column::StaffId);
        only_later.update_column(notice_seen::Column::Until).action_and_where(notice_seen::Column::Until.lt(row.until));
        notice_seen::Entity::insert(row.into_active_model()).on_conflict(only_later).exec_without_returning(connection).await?;
        let latest = SeenUntil::load(connection, staff).await?.until.unwrap_or(until);
        let (mine, everybodys) = recipient_lists(staff, role, committed_until(latest));
        for list in [mine, everybodys] {
            let rows = list.filter(Column::At.lte(InstantColumn(until))).all(connection).await?;
            for some in rows.chunks(BATCH_SIZE) {
                let marks = some.iter().map(|row| notice_mark::Model { staff_id: staff.into(), notice_id: row.id, at: row.at });
                notice_mark::Entity::insert_many(marks.map(notice_mark::Model::into_active_model))
                    .on_conflict(OnConflict::new().do_nothing().to_owned())
                    .exec_without_returning(connection)
                    .await?;
            }
        }
        notice_mark::Entity::delete_many()
            .filter(notice_mark::Column::StaffId.eq(IdColumn(staff)))
            .filter(notice_mark::Column::At.lte(InstantColumn(committed_until(latest))))
            .exec(connection)
            .await?;
        Ok(())
    }
}
