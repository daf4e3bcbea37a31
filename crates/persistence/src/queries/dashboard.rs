//! Dashboard of a staff member: a fixed number of queries, each bounded to open or recent records.

use std::collections::HashMap;

use caredesk_domain::{
    StaffId, Timestamp,
    actor::{Role, RowScope},
    duration_stats::DurationStats,
    escalation::{EscalationStatus, TargetRole, WaitingOn},
    event::SubjectKind,
    interaction::InteractionStatus,
    policy::Action,
    ticket::{Priority, TicketStatus},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use crate::{
    audited::Audited,
    engine::{
        column::{IdColumn, InstantColumn, TextColumn},
        page::PageRequest,
    },
    error::StoreError,
    projections::unfetched_reply::UnfetchedFilter,
    queries::{
        escalation::{EscalationView, awaiting, involves, open},
        interaction::{AgentFilter, InteractionFilter, InteractionView},
        profile::CountBy,
        ticket::{AssigneeFilter, TicketFilter, TicketSort, TicketView, condition},
        timeline::TimelineEntry,
        unassigned::unattended,
    },
    read_log::ReadAction,
    store::Store,
    tables::entity::{escalation, ticket},
};

/// Maximum number of interactions and of activity entries.
const MAX_ENTRIES: u64 = 10;
/// Maximum number of waiting tickets and of escalations.
const MAX_WAITING: u64 = 5;

/// Staff member and time of a dashboard.
#[derive(Debug, Clone, Copy)]
pub struct DashboardScope {
    /// The staff member.
    pub staff: StaffId,
    /// Their role.
    pub role: Role,
    /// Their scope.
    pub scope: RowScope,
    /// Start of the day in the time zone of the desk.
    pub day_started: Timestamp,
    /// First responses count from this time on.
    pub responses_since: Timestamp,
}

/// Dashboard of a staff member.
#[derive(Debug)]
pub struct Dashboard {
    /// Present for roles that work tickets and interactions.
    pub work: Option<WorkWaiting>,
    /// Escalations to and from them.
    pub escalations: EscalationsWaiting,
    /// Their recent activity, latest first.
    pub activity: Vec<TimelineEntry>,
}

/// Tickets and interactions of a staff member, and unassigned ones.
#[derive(Debug)]
pub struct WorkWaiting {
    /// Their active interactions, oldest first; at most ten.
    pub active_interactions: Vec<InteractionView>,
    /// Number of their active interactions.
    pub active_interactions_count: u64,
    /// Their tickets by status.
    pub tickets: CountBy<TicketStatus>,
    /// Unassigned open and pending tickets, by priority.
    pub unassigned: CountBy<Priority>,
    /// Unattended chats and calls: not ended and without an agent.
    pub unattended: u64,
    /// Tickets with a reply of theirs that the app has not fetched in time.
    pub unfetched: u64,
    /// Their and unassigned tickets whose customers wait longest.
    pub longest_waiting: Vec<TicketView>,
    /// Tickets they resolved since the day began and that have not been reopened.
    pub resolved_today: u64,
    /// Open escalations that they raised, or whose ticket or interaction is theirs.
    pub escalated_cases: u64,
    /// Duration statistics of their recent first responses.
    pub first_response: Option<DurationStats>,
}

/// Escalations to and from a staff member.
#[derive(Debug)]
pub struct EscalationsWaiting {
    /// Escalations to them that wait for them.
    pub to_me: u64,
    /// Unclaimed escalations in the pool of their role.
    pub in_my_pool: u64,
    /// Of both, the most urgent first, then the longest waiting.
    pub longest_waiting: Vec<EscalationView>,
    /// Of those they raised or whose record is theirs: how many have a question back.
    pub questions: u64,
    /// Of the same, how many are answered but not closed: the answer must be relayed to the customer.
    pub answers_to_pass_on: u64,
}

impl Store {
    /// Dashboard of a staff member; recent activity omits the actions in `hidden`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn dashboard(&self, whose: DashboardScope, hidden: &[Action]) -> Result<Audited<Dashboard>, StoreError> {
        let work = match whose.role {
            Role::Agent | Role::Admin => Some(self.work_waiting(whose).await?),
            Role::Doctor | Role::Auditor => None,
        };
        let escalations = self.escalations_waiting(whose).await?;
        let doings = self.recent_activity(whose.scope, whose.staff, hidden, MAX_ENTRIES).await?;
        let shown = work.iter().flat_map(|work| {
            let held = work.active_interactions.iter().map(|view| view.interaction.customer);
            held.chain(work.longest_waiting.iter().map(|view| view.ticket.customer))
        });
        let asked = escalations.longest_waiting.iter().map(|view| view.escalation.customer);
        let patients = shown.chain(asked).chain(doings.iter().filter_map(|doing| doing.customer)).collect();
        let dashboard = Dashboard { work, escalations, activity: doings };
        Ok(Audited::new(dashboard, ReadAction::Listed, SubjectKind::Staff, Some(whose.staff.uuid()), patients))
    }

    async fn work_waiting(&self, whose: DashboardScope) -> Result<WorkWaiting, StoreError> {
        let DashboardScope { staff, scope, day_started, responses_since, .. } = whose;
        let mine = || live_tickets().filter(ticket::Column::AssigneeId.eq(IdColumn(staff)));
        let unresolved = [TicketStatus::Open, TicketStatus::Pending, TicketStatus::Escalated].map(TextColumn);
        let unassigned = live_tickets()
            .filter(ticket::Column::AssigneeId.is_null())
            .filter(ticket::Column::Status.is_in([TicketStatus::Open, TicketStatus::Pending].map(TextColumn)));
        let tickets: CountBy<TicketStatus> = self
            .count_by_status(mine().filter(ticket::Column::Status.is_in(unresolved)), ticket::Column::Status, ticket::Column::Id)
            .await?;
        let active = InteractionFilter {
            statuses: vec![InteractionStatus::Active],
            agents: vec![AgentFilter::Agent(staff)],
            ..InteractionFilter::default()
        };
        let request = PageRequest { limit: MAX_ENTRIES, after: None, with_total: true };
        let (active, _) = self.list_interactions(scope, &active, request).await?.into_parts();
        Ok(WorkWaiting {
            active_interactions_count: active.total.map_or(0, |total| total.count),
            active_interactions: active.rows,
            unassigned: self.by_priority(unassigned).await?,
            unattended: unattended().count(self.reader()).await?,
            unfetched: ticket::Entity::find()
                .filter(condition(&TicketFilter { unfetched: vec![UnfetchedFilter::Author(staff)], ..TicketFilter::default() }))
                .count(self.reader())
                .await?,
            longest_waiting: self.longest_waiting(whose).await?,
            resolved_today: live_tickets()
                .filter(ticket::Column::ResolvedBy.eq(staff.uuid()))
                .filter(ticket::Column::ResolvedAt.gte(InstantColumn(day_started)))
                .count(self.reader())
                .await?,
            escalated_cases: live_escalations().filter(open()).filter(involves(staff.into())).count(self.reader()).await?,
            first_response: self.first_responses(staff, responses_since).await?,
            tickets,
        })
    }

    async fn by_priority(&self, tickets: Select<ticket::Entity>) -> Result<CountBy<Priority>, StoreError> {
        let column = ticket::Column::Priority;
        let grouped = tickets.select_only().column(column).column_as(ticket::Column::Id.count(), "counted").group_by(column);
        let rows: Vec<(i16, i64)> = grouped.into_tuple().all(self.reader()).await?;
        let counted = |(rank, counted)| Priority::from_rank(rank).zip(u64::try_from(counted).ok());
        Ok(rows.into_iter().filter_map(counted).collect::<HashMap<_, _>>())
    }

    /// Only tickets whose customer waits.
    async fn longest_waiting(&self, whose: DashboardScope) -> Result<Vec<TicketView>, StoreError> {
        let filter = TicketFilter {
            statuses: vec![TicketStatus::Open, TicketStatus::Pending],
            assignees: vec![AssigneeFilter::Staff(whose.staff), AssigneeFilter::Unassigned],
            sort: TicketSort::WaitingSince,
            ..TicketFilter::default()
        };
        let request = PageRequest { limit: MAX_WAITING, after: None, with_total: false };
        let (page, _) = self.list_tickets(whose.scope, &filter, request).await?.into_parts();
        Ok(page.rows.into_iter().filter(|view| view.ticket.waiting_since.is_some()).collect())
    }

    /// Statistics of the time from the opening of a ticket to the first response by `staff`, for responses since an instant.
    async fn first_responses(&self, staff: StaffId, since: Timestamp) -> Result<Option<DurationStats>, StoreError> {
        let rows: Vec<(InstantColumn, InstantColumn)> = live_tickets()
            .filter(ticket::Column::FirstResponseBy.eq(IdColumn(staff)))
            .filter(ticket::Column::FirstResponseAt.gte(InstantColumn(since)))
            .filter(ticket::Column::AnsweredAtOpening.eq(false))
            .select_only()
            .columns([ticket::Column::CreatedAt, ticket::Column::FirstResponseAt])
            .into_tuple()
            .all(self.reader())
            .await?;
        Ok(DurationStats::of(rows.into_iter().map(|(opened, responded)| responded.0.seconds_since(opened.0)).collect()))
    }

    async fn escalations_waiting(&self, whose: DashboardScope) -> Result<EscalationsWaiting, StoreError> {
        let waiting = escalations_awaiting(whose);
        let mine = || live_escalations().filter(involves(whose.staff.into()));
        let rows = waiting
            .clone()
            .order_by(escalation::Column::SortRank, Order::Asc)
            .order_by(escalation::Column::Id, Order::Asc)
            .limit(MAX_WAITING)
            .all(self.reader())
            .await?;
        let rows = rows.into_iter().map(crate::tables::escalation::from_row).collect::<Result<Vec<_>, _>>()?;
        let to_me = waiting.clone().filter(escalation::Column::TargetId.is_not_null());
        Ok(EscalationsWaiting {
            to_me: to_me.count(self.reader()).await?,
            in_my_pool: waiting.filter(escalation::Column::TargetId.is_null()).count(self.reader()).await?,
            longest_waiting: crate::queries::escalation::views(self.reader(), rows).await?,
            questions: mine().filter(open()).filter(awaiting(WaitingOn::CareTeam)).count(self.reader()).await?,
            answers_to_pass_on: mine()
                .filter(escalation::Column::Status.eq(TextColumn(EscalationStatus::Resolved)))
                .count(self.reader())
                .await?,
        })
    }
}

fn live_tickets() -> Select<ticket::Entity> {
    ticket::Entity::find().filter(ticket::Column::DeletedAt.is_null())
}

fn live_escalations() -> Select<escalation::Entity> {
    escalation::Entity::find().filter(escalation::Column::DeletedAt.is_null())
}

/// Open escalations that wait for a staff member: addressed to them, or in the pool of their role. Questions back wait for the care team instead.
fn escalations_awaiting(whose: DashboardScope) -> Select<escalation::Entity> {
    use escalation::Column as Of;
    let named = Of::TargetId.eq(IdColumn(whose.staff));
    let pool = match whose.role {
        Role::Doctor => Some(TargetRole::Doctor),
        Role::Admin => Some(TargetRole::Admin),
        Role::Agent | Role::Auditor => None,
    };
    let mut any = Condition::any().add(named);
    if let Some(role) = pool {
        any = any.add(Condition::all().add(Of::TargetId.is_null()).add(Of::TargetRole.eq(TextColumn(role))));
    }
    live_escalations().filter(awaiting(WaitingOn::Target)).filter(any)
}
