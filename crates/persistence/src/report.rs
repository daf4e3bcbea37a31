//! What reports count, in as many statements whatever the number of agents, tickets or days.
//!
//! Each statement reads one kind of fact in a range of time that an index holds: tickets opened, first responses, resolutions, interactions that
//! ended, escalations raised. What is divided by what is the domain's: see [`caredesk_domain::metric`].

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

/// Spans of time that follow on each other without a gap: the first begins with the first instant, each ends where the next begins.
#[derive(Debug, Clone)]
pub struct Cut(Vec<Timestamp>);

impl Cut {
    /// The spans between instants in order; at least two.
    pub const fn at(bounds: Vec<Timestamp>) -> Self {
        Self(bounds)
    }

    /// How many spans there are.
    pub const fn spans(&self) -> usize {
        self.0.len().saturating_sub(1)
    }

    /// The instants, in order.
    pub fn bounds(&self) -> &[Timestamp] {
        &self.0
    }
}

/// By what is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    /// All of the desk.
    Whole,
    /// Whoever is credited with it.
    Agent,
    /// The category of tickets; what has none is left out.
    Category,
}

/// Whose a number is; empty for all of the desk, or for what is nobody's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The person or program.
    pub agent: Option<PrincipalId>,
    /// The category.
    pub category: Option<Category>,
}

/// What to count.
#[derive(Debug, Clone)]
pub struct Count {
    /// In which spans.
    pub cut: Cut,
    /// By what.
    pub by: Grouping,
    /// Only of this colleague.
    pub agent: Option<StaffId>,
    /// Only of this customer.
    pub customer: Option<CustomerId>,
    /// Only what a trend tells: not what became of the tickets opened, and no escalations.
    pub briefly: bool,
    /// As things stand at this instant: what is too recent to be judged depends on it.
    pub now: Timestamp,
}

/// A colleague in a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// Who.
    pub id: StaffId,
    /// What they are called.
    pub name: String,
    /// As what they work.
    pub role: Role,
    /// Whether they work here still.
    pub active: bool,
}

/// What was counted, by the span's number and whose it is.
pub type Counted = BTreeMap<(usize, Key), Tallies>;

impl Store {
    /// Counts. Records that are hidden count nowhere.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tallies(&self, count: &Count) -> Result<Counted, StoreError> {
        books::count(self.reader(), count).await
    }

    /// Counts for each colleague, and beside them for all of the desk under the empty key of the second answer.
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

    /// All who work here or did, by name. Shows nothing of patients.
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

    /// One who works here or did.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is nobody.
    pub async fn reported(&self, id: StaffId) -> Result<Reported, StoreError> {
        let found = staff::Entity::find().filter(staff::Column::Id.eq(IdColumn(id))).one(self.reader()).await?;
        let row = found.ok_or(StoreError::NotFound)?;
        Ok(Reported { id: row.id.0, name: row.name.0.to_string(), role: row.role.0, active: row.active })
    }
}

#[cfg(test)]
mod tests;
