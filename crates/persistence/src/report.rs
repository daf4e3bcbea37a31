//! Counts for reports, in a fixed number of statements whatever the number of agents, tickets or days.
//!
//! Each statement reads one kind of record over a time range of an index: tickets opened, first responses, resolutions, ended interactions,
//! escalations raised. Ratios are computed by the domain: see [`caredesk_domain::metric`].

mod backlog;
mod behind;
mod books;
mod history;
mod issues;
mod sql;

use std::collections::BTreeMap;

use caredesk_domain::{CustomerId, PrincipalId, StaffId, Timestamp, actor::Role, id::StaffKind, metric::Tallies, ticket::Category};
use sea_orm::{ColumnTrait as _, EntityTrait, QueryFilter, QueryOrder as _, QuerySelect};

pub use self::{
    backlog::{AGE_BANDS, Backlog, Load},
    behind::BehindFilter,
    history::Did,
    issues::{Concerned, TermCount},
};
use crate::{
    column::{IdColumn, Typed},
    entity::staff,
    store::{Store, StoreError},
};

/// Consecutive time spans without gaps: the first begins at the first bound, each ends where the next begins.
#[derive(Debug, Clone)]
pub struct Cut(Vec<Timestamp>);

impl Cut {
    /// The spans between `bounds`, which are at least two instants in ascending order.
    pub const fn at(bounds: Vec<Timestamp>) -> Self {
        Self(bounds)
    }

    /// The number of spans.
    pub const fn spans(&self) -> usize {
        self.0.len().saturating_sub(1)
    }

    /// The bounds, in ascending order.
    pub fn bounds(&self) -> &[Timestamp] {
        &self.0
    }
}

/// What counts are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    /// Not grouped: the whole desk.
    Whole,
    /// The person or service account credited with it.
    Agent,
    /// The ticket category; records without one are omitted.
    Category,
}

/// Group of a count; empty for the whole desk, or for unassigned records.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The person or service account.
    pub agent: Option<PrincipalId>,
    /// The category.
    pub category: Option<Category>,
}

/// What to count.
#[derive(Debug, Clone)]
pub struct Count {
    /// The time spans.
    pub cut: Cut,
    /// The grouping.
    pub by: Grouping,
    /// Only of this staff member.
    pub agent: Option<StaffId>,
    /// Only of this customer.
    pub customer: Option<CustomerId>,
    /// Only the counts of a trend: without the outcome of opened tickets and without escalations.
    pub briefly: bool,
    /// The current time: resolutions still within the reopen window depend on it.
    pub now: Timestamp,
}

/// A staff member in a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// Staff id.
    pub id: StaffId,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Whether the account is active.
    pub active: bool,
}

/// Counts by the index of the span and the group.
pub type Counted = BTreeMap<(usize, Key), Tallies>;

impl Store {
    /// Counts. Deleted records are not counted.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tallies(&self, count: &Count) -> Result<Counted, StoreError> {
        books::count(self.reader(), count).await
    }

    /// Counts per agent, and for the whole desk under the empty key of the second map.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tallies_and_whole(&self, count: &Count) -> Result<(Counted, Counted), StoreError> {
        let each = Count { by: Grouping::Agent, ..count.clone() };
        let (each, resolved) = futures::try_join!(books::count(self.reader(), &each), books::count_resolved(self.reader(), count))?;
        let mut whole = resolved;
        for ((span, _), tallies) in &each {
            whole.entry((*span, Key::default())).or_default().add(tallies);
        }
        Ok((each, whole))
    }

    /// All staff members, active or not, by name. Holds no customer data.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reported_staff(&self) -> Result<Vec<Reported>, StoreError> {
        use staff::Column as Of;
        type Row = (IdColumn<StaffKind>, String, Typed<Role>, bool);
        let select = staff::Entity::find().select_only().columns([Of::Id, Of::Name, Of::Role, Of::Active]);
        let rows: Vec<Row> = select.order_by_asc(Of::Name).order_by_asc(Of::Id).into_tuple().all(self.reader()).await?;
        Ok(rows.into_iter().map(|(id, name, role, active)| Reported { id: id.0, name, role: role.0, active }).collect())
    }

    /// A staff member, active or not.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such staff member.
    pub async fn reported(&self, id: StaffId) -> Result<Reported, StoreError> {
        let found = staff::Entity::find().filter(staff::Column::Id.eq(IdColumn(id))).one(self.reader()).await?;
        let row = found.ok_or(StoreError::NotFound)?;
        Ok(Reported { id: row.id.0, name: row.name.0.to_string(), role: row.role.0, active: row.active })
    }
}

#[cfg(test)]
mod tests;
