//! Timelines, read from the event log: of one record, of one customer, and by one staff member.

use std::collections::HashMap;

use caredesk_domain::{
    CustomerId, InteractionId, PrincipalId, StaffId, TicketId, Timestamp,
    actor::{RowScope, SystemJob},
    event::{EventSubject, SubjectKind},
    message::Channel,
    policy::Action,
    ticket_number::TicketNumber,
};
use sea_orm::{ColumnTrait, EntityTrait, Order, QueryFilter, QuerySelect, Select};
use serde_json::{Map, Value};

use crate::{
    audited::Audited,
    engine::{
        column::{IdColumn, TextColumn},
        page::{self, Page, PageRequest, SeekKey},
    },
    error::StoreError,
    queries::{
        principal::{self, PrincipalRef},
        ticket,
    },
    read_log::ReadAction,
    store::Store,
    tables::entity::{
        event::{self, ActorKind},
        event_detail, interaction,
    },
};

mod selection;

pub use selection::TimelineFilter;

/// Actor of an entry; a staff member or service account with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimelineActor {
    /// A staff member.
    Staff(PrincipalRef),
    /// A service account.
    Service(PrincipalRef),
    /// A system job.
    System(SystemJob),
}

/// One entry of a timeline.
#[derive(Debug)]
pub struct TimelineEntry {
    /// The event's id.
    pub id: uuid::Uuid,
    /// When it happened.
    pub at: Timestamp,
    /// The record.
    pub subject: EventSubject,
    /// Its number, if it is a ticket.
    pub number: Option<TicketNumber>,
    /// Its channel, if it is an interaction.
    pub channel: Option<Channel>,
    /// The customer of the record at that time.
    pub customer: Option<CustomerId>,
    /// The action.
    pub action: Action,
    /// The actor.
    pub actor: TimelineActor,
    /// The changes, including personal values unless redacted.
    pub changes: Map<String, Value>,
}

impl Store {
    /// Timeline of a record and of the records in `with`, latest first, without the actions in `hidden`. The caller must have loaded the records
    /// within their scope.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn timeline(
        &self,
        subject: EventSubject,
        with: &[uuid::Uuid],
        customer: Option<CustomerId>,
        hidden: &[Action],
        request: PageRequest,
    ) -> Result<Audited<Page<TimelineEntry>>, StoreError> {
        let subjects = std::iter::once(subject.id).chain(with.iter().copied());
        let select = selection::exclude_actions(event::Entity::find().filter(event::Column::SubjectId.is_in(subjects)), hidden);
        let page = self.entries(select, request).await?;
        Ok(Audited::new(page, ReadAction::Listed, subject.kind, Some(subject.id), customer.into_iter().collect()))
    }

    /// Timeline of a customer, latest first, limited to records within `scope` and without deleted records. The caller must have loaded the
    /// customer within their scope.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn customer_timeline(
        &self,
        scope: RowScope,
        customer: CustomerId,
        filter: &TimelineFilter<'_>,
        request: PageRequest,
    ) -> Result<Audited<Page<TimelineEntry>>, StoreError> {
        let of = event::Entity::find().filter(event::Column::CustomerId.eq(IdColumn(customer)));
        let page = self.entries(filter.narrow(of).filter(selection::in_scope(scope)), request).await?;
        Ok(Audited::new(page, ReadAction::Listed, SubjectKind::Customer, Some(customer.uuid()), vec![customer]))
    }

    /// Latest activity of a staff member with customers' records within `scope`, latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn recent_activity(
        &self,
        scope: RowScope,
        by: StaffId,
        hidden: &[Action],
        most: u64,
    ) -> Result<Vec<TimelineEntry>, StoreError> {
        let theirs = event::Entity::find().filter(event::Column::ActorId.eq(by.uuid())).filter(selection::of_shown_customers());
        let request = PageRequest { limit: most, after: None, with_total: false };
        Ok(self.entries(selection::exclude_actions(theirs, hidden).filter(selection::in_scope(scope)), request).await?.rows)
    }

    /// A page of events with details and names, in a fixed number of queries.
    async fn entries(&self, select: Select<event::Entity>, request: PageRequest) -> Result<Page<TimelineEntry>, StoreError> {
        let columns = (event::Column::At, event::Column::Id);
        let position = |row: &event::Model| SeekKey { key: row.at.0.utc().timestamp_micros(), id: row.id.0.uuid() };
        let page = page::fetch(self.reader(), select, columns, Order::Desc, request, position).await?;
        let details = event_detail::Entity::find()
            .filter(event_detail::Column::EventId.is_in(page.rows.iter().map(|row| row.id)))
            .all(self.reader())
            .await?;
        let mut personal: HashMap<_, _> = details.into_iter().filter_map(|row| Some((row.event_id.0, row.personal?.0))).collect();
        let actors = page.rows.iter().filter_map(|row| row.actor_id).map(PrincipalId::from_uuid);
        let names = principal::names(self.reader(), actors).await?;
        let of_kind = |kind: SubjectKind| page.rows.iter().filter(move |row| row.subject_kind.0 == kind).map(|row| row.subject_id);
        let numbers = ticket::names(self.reader(), of_kind(SubjectKind::Ticket).map(TicketId::from_uuid)).await?;
        let channels = self.channels(of_kind(SubjectKind::Interaction).collect()).await?;
        Ok(page.map(|row| {
            let mut changes = row.changes.0;
            changes.extend(personal.remove(&row.id.0).unwrap_or_default());
            let id = row.actor_id.map(PrincipalId::from_uuid).unwrap_or_else(|| PrincipalId::from_uuid(uuid::Uuid::nil()));
            let named = || names.principal(id).unwrap_or_else(|| PrincipalRef { id, name: String::new() });
            let actor = match row.actor_kind.0 {
                ActorKind::Staff => TimelineActor::Staff(named()),
                ActorKind::Service => TimelineActor::Service(named()),
                ActorKind::System(task) => TimelineActor::System(task),
            };
            TimelineEntry {
                id: row.id.0.uuid(),
                at: row.at.0,
                subject: EventSubject { kind: row.subject_kind.0, id: row.subject_id },
                number: numbers.get(&TicketId::from_uuid(row.subject_id)).map(|ticket| ticket.number),
                channel: channels.get(&row.subject_id).copied(),
                customer: row.customer_id.map(|id| id.0),
                action: row.action.0,
                actor,
                changes,
            }
        }))
    }

    async fn channels(&self, mut wanted: Vec<uuid::Uuid>) -> Result<HashMap<uuid::Uuid, Channel>, StoreError> {
        wanted.sort_unstable();
        wanted.dedup();
        if wanted.is_empty() {
            return Ok(HashMap::new());
        }
        let rows: Vec<(IdColumn<caredesk_domain::id::InteractionKind>, TextColumn<Channel>)> = interaction::Entity::find()
            .select_only()
            .columns([interaction::Column::Id, interaction::Column::Channel])
            .filter(interaction::Column::Id.is_in(wanted.into_iter().map(|id| IdColumn(InteractionId::from_uuid(id)))))
            .into_tuple()
            .all(self.reader())
            .await?;
        Ok(rows.into_iter().map(|(id, channel)| (id.0.uuid(), channel.0)).collect())
    }
}
