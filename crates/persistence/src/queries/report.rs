//! Counts for reports, in a fixed number of statements whatever the number of agents, tickets or days.
//!
//! Each statement reads one kind of record over a time range of an index: tickets opened, first responses, resolutions, ended interactions,
//! escalations raised. Ratios are computed by the domain: see [`caredesk_domain::metric`].

mod activity;
mod aggregates;
mod backlog;
mod drilldown;
mod query;
mod recurring_terms;
mod sql;

use caredesk_domain::{StaffId, actor::Role, id::StaffKind};
use sea_orm::{ColumnTrait as _, EntityTrait, QueryFilter, QueryOrder as _, QuerySelect};

pub use self::{
    activity::ActivityCount,
    backlog::{AGE_BANDS, Backlog, Workload},
    drilldown::DrilldownFilter,
    query::{GroupKey, Grouping, ReportQuery, ReportRows, TimeBuckets},
    recurring_terms::{TermCount, TopAffected},
};
use crate::{
    engine::column::{IdColumn, TextColumn},
    error::StoreError,
    store::Store,
    tables::entity::staff,
};

/// A staff member in a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffSummary {
    /// Staff id.
    pub id: StaffId,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Whether the account is active.
    pub active: bool,
}

impl Store {
    /// Counts. Deleted records are not counted.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn metric_totals(&self, count: &ReportQuery) -> Result<ReportRows, StoreError> {
        aggregates::count(self.reader(), count).await
    }

    /// Counts per agent, and for the whole desk under the empty key of the second map.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn metric_totals_with_overall(&self, count: &ReportQuery) -> Result<(ReportRows, ReportRows), StoreError> {
        let each = ReportQuery { group_by: Grouping::Agent, ..count.clone() };
        let (each, resolved) =
            futures::try_join!(aggregates::count(self.reader(), &each), aggregates::count_resolved(self.reader(), count))?;
        let mut whole = resolved;
        for ((span, _), tallies) in &each {
            whole.entry((*span, GroupKey::default())).or_default().add(tallies);
        }
        Ok((each, whole))
    }

    /// All staff members, active or not, by name. Holds no customer data.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn all_staff(&self) -> Result<Vec<StaffSummary>, StoreError> {
        use staff::Column as Of;
        type Row = (IdColumn<StaffKind>, String, TextColumn<Role>, bool);
        let select = staff::Entity::find().select_only().columns([Of::Id, Of::Name, Of::Role, Of::Active]);
        let rows: Vec<Row> = select.order_by_asc(Of::Name).order_by_asc(Of::Id).into_tuple().all(self.reader()).await?;
        Ok(rows.into_iter().map(|(id, name, role, active)| StaffSummary { id: id.0, name, role: role.0, active }).collect())
    }

    /// A staff member, active or not.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such staff member.
    pub async fn staff_summary(&self, id: StaffId) -> Result<StaffSummary, StoreError> {
        let found = staff::Entity::find().filter(staff::Column::Id.eq(IdColumn(id))).one(self.reader()).await?;
        let row = found.ok_or(StoreError::NotFound)?;
        Ok(StaffSummary { id: row.id.0, name: row.name.0.to_string(), role: row.role.0, active: row.active })
    }
}

#[cfg(test)]
mod tests;
