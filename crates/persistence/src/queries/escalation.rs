//! Escalations: lookup and lists, with the names they refer to.

mod filter;
mod messages;
mod view;

use caredesk_domain::{
    EscalationId,
    actor::{Role, RowScope},
    escalation::{Escalation, EscalationSource},
    event::SubjectKind,
    id::EscalationKind,
    policy::Action,
};
use sea_orm::{ColumnTrait, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::{
    audited::Audited,
    engine::{
        column::{IdColumn, TextColumn},
        page::{self, Page, PageRequest, SeekKey},
    },
    error::StoreError,
    queries::staff::{self, StaffRef},
    read_log::ReadAction,
    scoped_record::{Lock, ScopedRecord},
    store::Store,
    tables::{
        entity::{escalation, event},
        escalation::{from_row, raised_from},
        scope_filter,
    },
    transaction::Transaction,
};
use filter::apply_filter;

pub use filter::{EscalationFilter, EscalationSort, TargetFilter};
pub(crate) use filter::{awaiting, involves, open};
pub use messages::EscalationMessageView;
pub(crate) use view::views;
pub use view::{EscalationView, SourceRef};

/// Maximum number of escalations of one record whose events its timeline shows; the latest are kept.
const MAX_TIMELINE_ESCALATIONS: u64 = 100;

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
