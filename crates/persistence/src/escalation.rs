//! Escalations: finding and listing them, each with the names it refers to.

mod filter;
mod messages;
mod row;
mod view;

use caredesk_domain::{
    CustomerId, EscalationId, PrincipalId, StaffId, Timestamp,
    actor::{Role, Scope},
    escalation::{Awaiting, Case, Ended, Escalation, EscalationStatus, Source, SourceKind, TargetRole},
    event::SubjectKind,
    id::{EscalationKind, Id},
    policy::Action,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use filter::narrow;
pub(crate) use filter::raised_from;
pub(crate) use filter::{awaiting, concerns, open};
pub use messages::EscalationMessageView;
pub(crate) use row::{restore, save, save_messages};
pub(crate) use view::views;
pub use view::{EscalationView, SourceRef};

use crate::{
    cases,
    column::{IdColumn, Typed},
    entity::{escalation, event},
    ledger::ReadAction,
    page::{self, Page, PageRequest, Position},
    row::{Lock, Row, locked},
    seen::Seen,
    staff::{self, StaffRef},
    store::{Store, StoreError},
    work::Work,
};

/// The most escalations of one record whose events its timeline shows; the latest count.
const ON_A_TIMELINE: u64 = 100;

/// Whom escalations to list ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// This colleague.
    Person(StaffId),
    /// Whoever takes it first.
    Pool,
}

/// What escalations are listed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EscalationSort {
    #[default]
    /// Of those that wait the most urgent, and of those the longest waiting; then what is answered or over.
    Place,
    /// When they were raised.
    CreatedAt,
}

/// Which escalations to list, and how. An empty list filters nothing.
#[derive(Debug, Clone, Default)]
pub struct EscalationFilter {
    /// Standing so.
    pub statuses: Vec<EscalationStatus>,
    /// That ended so.
    pub ended: Vec<Ended>,
    /// Accepted at any time; or never.
    pub accepted: Option<bool>,
    /// Answered by its own target; or by somebody else.
    pub answered_by_target: Option<bool>,
    /// Addressed to these roles.
    pub target_roles: Vec<TargetRole>,
    /// Addressed so.
    pub asked: Vec<Asked>,
    /// Raised by these people or programs.
    pub escalated_by: Vec<PrincipalId>,
    /// Raised by one of these people, or of a ticket or an interaction that one of them works.
    pub concerns: Vec<PrincipalId>,
    /// Waiting for one of these.
    pub awaiting: Vec<Awaiting>,
    /// Raised from records of these kinds.
    pub source_kinds: Vec<SourceKind>,
    /// Raised from this record.
    pub source: Option<Source>,
    /// Of this customer.
    pub customer: Option<CustomerId>,
    /// Raised at this instant or later, and before that one.
    pub created: (Option<Timestamp>, Option<Timestamp>),
    /// The hidden ones instead of the others.
    pub deleted: bool,
    /// Sorted by this.
    pub sort: EscalationSort,
    /// The greatest first.
    pub descending: bool,
}

impl Row for Escalation {
    type Kind = EscalationKind;
    const SUBJECT: SubjectKind = SubjectKind::Escalation;

    async fn find<C: ConnectionTrait>(
        connection: &C,
        scope: Scope,
        id: Id<EscalationKind>,
        lock: Lock,
    ) -> Result<Option<Self>, StoreError> {
        let select = locked(escalation::Entity::find_by_id(IdColumn(id)).filter(cases::escalations(scope)), lock);
        Ok(select.one(connection).await?.map(restore).transpose()?)
    }

    fn id(&self) -> Uuid {
        self.id.uuid()
    }

    fn changed_at(&self) -> Timestamp {
        self.updated_at
    }

    fn patients(&self) -> Vec<CustomerId> {
        vec![self.customer]
    }

    fn is_deleted(&self) -> bool {
        self.deleted.is_some()
    }
}

impl Store {
    /// One escalation with its names, as far as it exists within `scope`; `hidden_too` for who may bring hidden ones back.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it does not.
    pub async fn escalation(&self, scope: Scope, id: EscalationId, hidden_too: bool) -> Result<Seen<EscalationView>, StoreError> {
        let seen: Seen<Escalation> = if hidden_too { self.get_hidden_too(scope, id).await? } else { self.get(scope, id).await? };
        let view = views(self.reader(), vec![seen.peek().clone()]).await?.pop().ok_or(StoreError::NotFound)?;
        Ok(seen.map(|_| view))
    }

    /// Escalations, one page of them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_escalations(
        &self,
        scope: Scope,
        filter: &EscalationFilter,
        request: PageRequest,
    ) -> Result<Seen<Page<EscalationView>>, StoreError> {
        let select = narrow(escalation::Entity::find().filter(cases::all_escalations(scope)), filter);
        let sort = filter.sort;
        let key = match sort {
            EscalationSort::Place => escalation::Column::Place,
            EscalationSort::CreatedAt => escalation::Column::CreatedAt,
        };
        let position = move |row: &escalation::Model| {
            let key = match sort {
                EscalationSort::Place => row.place,
                EscalationSort::CreatedAt => row.created_at.0.utc().timestamp_micros(),
            };
            Position { key, id: row.id.0.uuid() }
        };
        let order = if filter.descending { Order::Desc } else { Order::Asc };
        let page = page::fetch(self.reader(), select, (key, escalation::Column::Id), order, request, position).await?;
        let escalations = page.rows.into_iter().map(restore).collect::<Result<Vec<_>, _>>()?;
        let patients = escalations.iter().map(|escalation| escalation.customer).collect();
        let page = Page { rows: views(self.reader(), escalations).await?, next: page.next, total: page.total };
        Ok(Seen::of(page, ReadAction::Listed, SubjectKind::Escalation, None, patients))
    }

    /// The escalations raised from a record that exist within `scope`, the latest hundred: whose events its timeline shows beside its own.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn escalation_ids_of(&self, scope: Scope, source: Source) -> Result<Vec<Uuid>, StoreError> {
        let ids: Vec<IdColumn<EscalationKind>> = escalation::Entity::find()
            .select_only()
            .column(escalation::Column::Id)
            .filter(raised_from(source))
            .filter(escalation::Column::DeletedAt.is_null())
            .filter(cases::escalations(scope))
            .order_by(escalation::Column::CreatedAt, Order::Desc)
            .limit(ON_A_TIMELINE)
            .into_tuple()
            .all(self.reader())
            .await?;
        Ok(ids.into_iter().map(|id| id.0.uuid()).collect())
    }
}

impl Work {
    /// An escalation with its names, to answer a write with; the write's own event covers what it shows.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn escalation_view(&mut self, escalation: Escalation) -> Result<EscalationView, StoreError> {
        self.shows(escalation.id);
        views(self.connection(), vec![escalation]).await?.pop().ok_or(StoreError::NotFound)
    }

    /// What an escalation is raised from, as far as it exists within `scope`; nobody else changes it until this transaction ends.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it does not exist.
    pub async fn case(&mut self, scope: Scope, source: Source) -> Result<Case, StoreError> {
        Ok(match source {
            Source::Ticket(id) => Case::Ticket(self.get(scope, id).await?),
            Source::Interaction(id) => Case::Interaction(self.get(scope, id).await?),
        })
    }

    /// An escalation with what it was raised from, as far as they exist within `scope`; nobody else changes them until this transaction ends.
    /// The record is held before its escalation, as by everything that changes both, so that no two wait for each other.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it does not exist.
    pub async fn escalation_in_case(&mut self, scope: Scope, id: EscalationId) -> Result<(Escalation, Case), StoreError> {
        let found = Escalation::find(self.connection(), scope, id, Lock::None).await?;
        let source = found.ok_or(StoreError::NotFound)?.source;
        // One that is over has nothing to change of its record, which may be hidden by now: the record is found by whoever finds the escalation.
        let case = match source {
            Source::Ticket(id) => Case::Ticket(self.get_hidden_too(scope, id).await?),
            Source::Interaction(id) => Case::Interaction(self.get_hidden_too(scope, id).await?),
        };
        Ok((self.get(scope, id).await?, case))
    }

    /// Who took an escalation on from the pool of `role`, where somebody did: whoever of the role came second has seen it there, and learns who was
    /// first, although it may exist for them no longer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn taken_from_pool(&mut self, id: EscalationId, role: Role) -> Result<Option<StaffRef>, StoreError> {
        let Some(escalation) = Escalation::find(self.connection(), Scope::All, id, Lock::None).await? else { return Ok(None) };
        let of_the_role = escalation.deleted.is_none() && escalation.target.role().role() == role;
        let Some(accepted) = escalation.progress.accepted().filter(|_| of_the_role) else { return Ok(None) };
        let accepting = event::Entity::find()
            .filter(event::Column::SubjectId.eq(id.uuid()))
            .filter(event::Column::Action.eq(Typed(Action::Accept)))
            .order_by(event::Column::At, Order::Desc)
            .order_by(event::Column::Id, Order::Desc)
            .one(self.connection())
            .await?;
        let from_pool = accepting.is_some_and(|event| event.changes.0.get("target").is_some_and(|target| target["from"].is_null()));
        let names = staff::names(self.connection(), std::iter::once(accepted.by).filter(|_| from_pool)).await?;
        Ok(names.into_values().next())
    }
}
