//! Escalations: lookup and lists, with the names they refer to.

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

/// Maximum number of escalations of one record whose events its timeline shows; the latest are kept.
const ON_A_TIMELINE: u64 = 100;

/// Filter by the target of escalations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Addressed to this staff member.
    Person(StaffId),
    /// Addressed to the pool of a role.
    Pool,
}

/// Sort keys of the escalation list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EscalationSort {
    #[default]
    /// Inbox order: open ones by priority, then the longest waiting first; answered and ended ones last.
    Place,
    /// Creation time.
    CreatedAt,
}

/// Filter and order of the escalation list. An empty list does not filter.
#[derive(Debug, Clone, Default)]
pub struct EscalationFilter {
    /// With one of these statuses.
    pub statuses: Vec<EscalationStatus>,
    /// Ended in one of these ways.
    pub ended: Vec<Ended>,
    /// Accepted at any time, or never accepted.
    pub accepted: Option<bool>,
    /// Answered by the target, or by another staff member.
    pub answered_by_target: Option<bool>,
    /// Addressed to one of these roles.
    pub target_roles: Vec<TargetRole>,
    /// Addressed to one of these staff members or to a pool.
    pub asked: Vec<Asked>,
    /// Raised by one of these staff members or service accounts.
    pub escalated_by: Vec<PrincipalId>,
    /// Raised by one of these, or from a ticket or an interaction assigned to one of them.
    pub concerns: Vec<PrincipalId>,
    /// Waiting for one of these sides.
    pub awaiting: Vec<Awaiting>,
    /// Raised from records of these kinds.
    pub source_kinds: Vec<SourceKind>,
    /// Raised from this record.
    pub source: Option<Source>,
    /// Of this customer.
    pub customer: Option<CustomerId>,
    /// Creation time: from (inclusive) and before (exclusive).
    pub created: (Option<Timestamp>, Option<Timestamp>),
    /// Only deleted escalations instead of only existing ones.
    pub deleted: bool,
    /// The sort key.
    pub sort: EscalationSort,
    /// In descending order.
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
    /// One escalation with its names, within `scope`; a deleted one only if asked for.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none.
    pub async fn escalation(&self, scope: Scope, id: EscalationId, hidden_too: bool) -> Result<Seen<EscalationView>, StoreError> {
        let seen: Seen<Escalation> = if hidden_too { self.get_hidden_too(scope, id).await? } else { self.get(scope, id).await? };
        let view = views(self.reader(), vec![seen.peek().clone()]).await?.pop().ok_or(StoreError::NotFound)?;
        Ok(seen.map(|_| view))
    }

    /// One page of escalations.
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

    /// The ids of the latest 100 escalations raised from a record, within `scope`: the record's timeline includes their events.
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
    /// An escalation with its names, for the response to a write; the write's own event covers this read.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn escalation_view(&mut self, escalation: Escalation) -> Result<EscalationView, StoreError> {
        self.shows(escalation.id);
        views(self.connection(), vec![escalation]).await?.pop().ok_or(StoreError::NotFound)
    }

    /// The record that an escalation is raised from, within `scope`, locked until this transaction ends.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it does not exist.
    pub async fn case(&mut self, scope: Scope, source: Source) -> Result<Case, StoreError> {
        Ok(match source {
            Source::Ticket(id) => Case::Ticket(self.get(scope, id).await?),
            Source::Interaction(id) => Case::Interaction(self.get(scope, id).await?),
        })
    }

    /// An escalation with the record it was raised from, within `scope`, locked until this transaction ends. The record is locked before the
    /// escalation, as in all transactions that change both, to prevent deadlocks.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it does not exist.
    pub async fn escalation_in_case(&mut self, scope: Scope, id: EscalationId) -> Result<(Escalation, Case), StoreError> {
        let found = Escalation::find(self.connection(), scope, id, Lock::None).await?;
        let source = found.ok_or(StoreError::NotFound)?.source;
        // Deleted records included: an ended escalation changes nothing in its record, which may be deleted by now.
        let case = match source {
            Source::Ticket(id) => Case::Ticket(self.get_hidden_too(scope, id).await?),
            Source::Interaction(id) => Case::Interaction(self.get_hidden_too(scope, id).await?),
        };
        Ok((self.get(scope, id).await?, case))
    }

    /// Who accepted an escalation from the pool of `role`, if it was accepted from there. The members of the role have seen it in the pool, so the
    /// second to accept it is told who was first, although it may be outside their scope now.
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
