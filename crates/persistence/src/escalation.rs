//! Escalations: lookup and lists, with the names they refer to.

mod filter;
mod messages;
mod row;
mod view;

use caredesk_domain::{
    CustomerId, EscalationId, PrincipalId, StaffId, Timestamp,
    actor::{Role, RowScope},
    escalated_record::EscalatedRecord,
    escalation::{Escalation, EscalationEndKind, EscalationSource, EscalationSourceKind, EscalationStatus, TargetRole, WaitingOn},
    event::SubjectKind,
    id::{EscalationKind, Id},
    policy::Action,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use filter::apply_filter;
pub(crate) use filter::raised_from;
pub(crate) use filter::{awaiting, involves, open};
pub use messages::EscalationMessageView;
pub(crate) use row::{from_row, save, save_messages};
pub(crate) use view::views;
pub use view::{EscalationView, SourceRef};

use crate::{
    audited::Audited,
    column::{IdColumn, TextColumn},
    entity::{escalation, event},
    page::{self, Page, PageRequest, SeekKey},
    read_log::ReadAction,
    scope_filter,
    scoped_record::{Lock, ScopedRecord, with_lock},
    staff::{self, StaffRef},
    store::{Store, StoreError},
    transaction::Transaction,
};

/// Maximum number of escalations of one record whose events its timeline shows; the latest are kept.
const MAX_TIMELINE_ESCALATIONS: u64 = 100;

/// Filter by the target of escalations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetFilter {
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
    Inbox,
    /// Creation time.
    CreatedAt,
}

/// Filter and order of the escalation list. An empty list does not filter.
#[derive(Debug, Clone, Default)]
pub struct EscalationFilter {
    /// With one of these statuses.
    pub statuses: Vec<EscalationStatus>,
    /// Ended in one of these ways.
    pub ended: Vec<EscalationEndKind>,
    /// Accepted at any time, or never accepted.
    pub accepted: Option<bool>,
    /// Answered by the target, or by another staff member.
    pub answered_by_target: Option<bool>,
    /// Addressed to one of these roles.
    pub target_roles: Vec<TargetRole>,
    /// Addressed to one of these staff members or to a pool.
    pub targets: Vec<TargetFilter>,
    /// Raised by one of these staff members or service accounts.
    pub escalated_by: Vec<PrincipalId>,
    /// Raised by one of these, or from a ticket or an interaction assigned to one of them.
    pub involves: Vec<PrincipalId>,
    /// Waiting for one of these sides.
    pub awaiting: Vec<WaitingOn>,
    /// Raised from records of these kinds.
    pub source_kinds: Vec<EscalationSourceKind>,
    /// Raised from this record.
    pub source: Option<EscalationSource>,
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

impl ScopedRecord for Escalation {
    type Kind = EscalationKind;
    const SUBJECT: SubjectKind = SubjectKind::Escalation;

    async fn find<C: ConnectionTrait>(
        connection: &C,
        scope: RowScope,
        id: Id<EscalationKind>,
        lock: Lock,
    ) -> Result<Option<Self>, StoreError> {
        let select = with_lock(escalation::Entity::find_by_id(IdColumn(id)).filter(scope_filter::escalations(scope)), lock);
        Ok(select.one(connection).await?.map(from_row).transpose()?)
    }

    fn id(&self) -> Uuid {
        self.id.uuid()
    }

    fn changed_at(&self) -> Timestamp {
        self.updated_at
    }

    fn customers(&self) -> Vec<CustomerId> {
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
    pub async fn escalation(
        &self,
        scope: RowScope,
        id: EscalationId,
        include_deleted: bool,
    ) -> Result<Audited<EscalationView>, StoreError> {
        let seen: Audited<Escalation> =
            if include_deleted { self.get_including_deleted(scope, id).await? } else { self.get(scope, id).await? };
        let view = views(self.reader(), vec![seen.unlogged_value().clone()]).await?.pop().ok_or(StoreError::NotFound)?;
        Ok(seen.map(|_| view))
    }

    /// One page of escalations.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_escalations(
        &self,
        scope: RowScope,
        filter: &EscalationFilter,
        request: PageRequest,
    ) -> Result<Audited<Page<EscalationView>>, StoreError> {
        let select = apply_filter(escalation::Entity::find().filter(scope_filter::listed_escalations(scope)), filter);
        let sort = filter.sort;
        let key = match sort {
            EscalationSort::Inbox => escalation::Column::SortRank,
            EscalationSort::CreatedAt => escalation::Column::CreatedAt,
        };
        let position = move |row: &escalation::Model| {
            let key = match sort {
                EscalationSort::Inbox => row.sort_rank,
                EscalationSort::CreatedAt => row.created_at.0.utc().timestamp_micros(),
            };
            SeekKey { key, id: row.id.0.uuid() }
        };
        let order = if filter.descending { Order::Desc } else { Order::Asc };
        let page = page::fetch(self.reader(), select, (key, escalation::Column::Id), order, request, position).await?;
        let escalations = page.rows.into_iter().map(from_row).collect::<Result<Vec<_>, _>>()?;
        let patients = escalations.iter().map(|escalation| escalation.customer).collect();
        let page = Page { rows: views(self.reader(), escalations).await?, next: page.next, total: page.total };
        Ok(Audited::new(page, ReadAction::Listed, SubjectKind::Escalation, None, patients))
    }

    /// The ids of the latest 100 escalations raised from a record, within `scope`: the record's timeline includes their events.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn escalation_ids_of(&self, scope: RowScope, source: EscalationSource) -> Result<Vec<Uuid>, StoreError> {
        let ids: Vec<IdColumn<EscalationKind>> = escalation::Entity::find()
            .select_only()
            .column(escalation::Column::Id)
            .filter(raised_from(source))
            .filter(escalation::Column::DeletedAt.is_null())
            .filter(scope_filter::escalations(scope))
            .order_by(escalation::Column::CreatedAt, Order::Desc)
            .limit(MAX_TIMELINE_ESCALATIONS)
            .into_tuple()
            .all(self.reader())
            .await?;
        Ok(ids.into_iter().map(|id| id.0.uuid()).collect())
    }
}

impl Transaction {
    /// An escalation with its names, for the response to a write; the write's own event covers this read.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn escalation_view(&mut self, escalation: Escalation) -> Result<EscalationView, StoreError> {
        self.set_response_record(escalation.id);
        views(self.connection(), vec![escalation]).await?.pop().ok_or(StoreError::NotFound)
    }

    /// The record that an escalation is raised from, within `scope`, locked until this transaction ends.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it does not exist.
    pub async fn lock_source(&mut self, scope: RowScope, source: EscalationSource) -> Result<EscalatedRecord, StoreError> {
        Ok(match source {
            EscalationSource::Ticket(id) => EscalatedRecord::Ticket(self.get(scope, id).await?),
            EscalationSource::Interaction(id) => EscalatedRecord::Interaction(self.get(scope, id).await?),
        })
    }

    /// An escalation with the record it was raised from, within `scope`, locked until this transaction ends. The record is locked before the
    /// escalation, as in all transactions that change both, to prevent deadlocks.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it does not exist.
    pub async fn escalation_with_source(&mut self, scope: RowScope, id: EscalationId) -> Result<(Escalation, EscalatedRecord), StoreError> {
        let found = Escalation::find(self.connection(), scope, id, Lock::None).await?;
        let source = found.ok_or(StoreError::NotFound)?.source;
        // Deleted records included: an ended escalation changes nothing in its record, which may be deleted by now.
        let case = match source {
            EscalationSource::Ticket(id) => EscalatedRecord::Ticket(self.get_including_deleted(scope, id).await?),
            EscalationSource::Interaction(id) => EscalatedRecord::Interaction(self.get_including_deleted(scope, id).await?),
        };
        Ok((self.get(scope, id).await?, case))
    }

    /// Who accepted an escalation from the pool of `role`, if it was accepted from there. The members of the role have seen it in the pool, so the
    /// second to accept it is told who was first, although it may be outside their scope now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn pool_accepter(&mut self, id: EscalationId, role: Role) -> Result<Option<StaffRef>, StoreError> {
        let Some(escalation) = Escalation::find(self.connection(), RowScope::All, id, Lock::None).await? else { return Ok(None) };
        let of_the_role = escalation.deleted.is_none() && escalation.target.role().role() == role;
        let Some(accepted) = escalation.state.accepted().filter(|_| of_the_role) else { return Ok(None) };
        let accepting = event::Entity::find()
            .filter(event::Column::SubjectId.eq(id.uuid()))
            .filter(event::Column::Action.eq(TextColumn(Action::Accept)))
            .order_by(event::Column::At, Order::Desc)
            .order_by(event::Column::Id, Order::Desc)
            .one(self.connection())
            .await?;
        let from_pool = accepting.is_some_and(|event| event.changes.0.get("target").is_some_and(|target| target["from"].is_null()));
        let names = staff::names(self.connection(), std::iter::once(accepted.by).filter(|_| from_pool)).await?;
        Ok(names.into_values().next())
    }
}
