//! What waits for one person, and what they did: in a fixed number of queries, each bounded by what is open or recent.

use std::collections::HashMap;

use caredesk_domain::{
    StaffId, Timestamp,
    actor::{Role, Scope},
    escalation::{Awaiting, EscalationStatus, TargetRole},
    event::SubjectKind,
    interaction::InteractionStatus,
    policy::Action,
    spread::Spread,
    ticket::{Priority, TicketStatus},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use crate::{
    column::{IdColumn, Moment, Typed},
    entity::{escalation, ticket},
    escalation::{EscalationView, awaiting, concerns, open},
    interaction::{Attended, InteractionFilter, InteractionView},
    ledger::ReadAction,
    message::Unfetched,
    page::PageRequest,
    profile::Tally,
    seen::Seen,
    store::{Store, StoreError},
    ticket::{Assigned, TicketFilter, TicketSort, TicketView, condition},
    timeline::Happening,
    waiting::unattended,
};

/// The most interactions and doings that a dashboard shows.
const MOST: u64 = 10;
/// The most waiting tickets and escalations that it shows.
const LONGEST: u64 = 5;

/// Whose dashboard it is, and of when.
#[derive(Debug, Clone, Copy)]
pub struct Whose {
    /// Who looks.
    pub staff: StaffId,
    /// In which role.
    pub role: Role,
    /// Which records exist for them.
    pub scope: Scope,
    /// When their desk's day began.
    pub day_started: Timestamp,
    /// Since when first responses count.
    pub responses_since: Timestamp,
}

/// What waits for one person, and what they did.
#[derive(Debug)]
pub struct Dashboard {
    /// Of those who work tickets and interactions.
    pub work: Option<WorkWaiting>,
    /// What is asked of them, and what they asked.
    pub escalations: EscalationsWaiting,
    /// What they did last, the latest first.
    pub doings: Vec<Happening>,
}

/// The tickets and interactions of one person, and those that are nobody's.
#[derive(Debug)]
pub struct WorkWaiting {
    /// Their interactions under way, the oldest first; at most ten.
    pub active_interactions: Vec<InteractionView>,
    /// How many there are.
    pub active_interactions_count: u64,
    /// Their tickets by status.
    pub tickets: Tally<TicketStatus>,
    /// The open and pending tickets that are nobody's, by priority.
    pub unassigned: Tally<Priority>,
    /// The chats and calls that go on and are nobody's.
    pub unattended: u64,
    /// The tickets with a reply of theirs that the app has not fetched in time.
    pub unfetched: u64,
    /// Of theirs and of nobody's those whose customers wait longest.
    pub longest_waiting: Vec<TicketView>,
    /// How many tickets they resolved since the day began, and nobody has reopened.
    pub resolved_today: u64,
    /// How many escalations are open that they raised, or whose ticket or interaction they work.
    pub escalated_cases: u64,
    /// How long their first responses of the last days took.
    pub first_response: Option<Spread>,
}

/// What is asked of one person, and what they asked.
#[derive(Debug)]
pub struct EscalationsWaiting {
    /// Those that name them and wait for them.
    pub to_me: u64,
    /// Those that wait in the pool of their role.
    pub in_my_pool: u64,
    /// Of both the most urgent, and of those the longest waiting.
    pub longest_waiting: Vec<EscalationView>,
    /// Of those they raised or whose record they work: how many ask something back.
    pub questions: u64,
    /// And how many were answered and not closed: the answer is to be passed on.
    pub answers_to_pass_on: u64,
}

impl Store {
    /// What waits for one person, and what they did, without the actions in `hidden`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn dashboard(&self, whose: Whose, hidden: &[Action]) -> Result<Seen<Dashboard>, StoreError> {
        let work = match whose.role {
            Role::Agent | Role::Admin => Some(self.work_of(whose).await?),
            Role::Doctor | Role::Auditor => None,
        };
        let escalations = self.escalations_of_person(whose).await?;
        let doings = self.doings(whose.scope, whose.staff, hidden, MOST).await?;
        let shown = work.iter().flat_map(|work| {
            let held = work.active_interactions.iter().map(|view| view.interaction.customer);
            held.chain(work.longest_waiting.iter().map(|view| view.ticket.customer))
        });
        let asked = escalations.longest_waiting.iter().map(|view| view.escalation.customer);
        let patients = shown.chain(asked).chain(doings.iter().filter_map(|doing| doing.customer)).collect();
        let dashboard = Dashboard { work, escalations, doings };
        Ok(Seen::of(dashboard, ReadAction::Listed, SubjectKind::Staff, Some(whose.staff.uuid()), patients))
    }

    async fn work_of(&self, whose: Whose) -> Result<WorkWaiting, StoreError> {
        let Whose { staff, scope, day_started, responses_since, .. } = whose;
        let mine = || live_tickets().filter(ticket::Column::AssigneeId.eq(IdColumn(staff)));
        let unresolved = [TicketStatus::Open, TicketStatus::Pending, TicketStatus::Escalated].map(Typed);
        let unassigned = live_tickets()
            .filter(ticket::Column::AssigneeId.is_null())
            .filter(ticket::Column::Status.is_in([TicketStatus::Open, TicketStatus::Pending].map(Typed)));
        let tickets: Tally<TicketStatus> =
            self.tally(mine().filter(ticket::Column::Status.is_in(unresolved)), ticket::Column::Status, ticket::Column::Id).await?;
        let active = InteractionFilter {
            statuses: vec![InteractionStatus::Active],
            attended: vec![Attended::By(staff)],
            ..InteractionFilter::default()
        };
        let request = PageRequest { limit: MOST, after: None, with_total: true };
        let (active, _) = self.list_interactions(scope, &active, request).await?.into_parts();
        Ok(WorkWaiting {
            active_interactions_count: active.total.map_or(0, |total| total.count),
            active_interactions: active.rows,
            unassigned: self.by_priority(unassigned).await?,
            unattended: unattended().count(self.reader()).await?,
            unfetched: ticket::Entity::find()
                .filter(condition(&TicketFilter { unfetched: vec![Unfetched::By(staff)], ..TicketFilter::default() }))
                .count(self.reader())
                .await?,
            longest_waiting: self.longest_waiting(whose).await?,
            resolved_today: live_tickets()
                .filter(ticket::Column::ResolvedBy.eq(staff.uuid()))
                .filter(ticket::Column::ResolvedAt.gte(Moment(day_started)))
                .count(self.reader())
                .await?,
            escalated_cases: live_escalations().filter(open()).filter(concerns(staff.into())).count(self.reader()).await?,
            first_response: self.first_responses(staff, responses_since).await?,
            tickets,
        })
    }

    async fn by_priority(&self, tickets: Select<ticket::Entity>) -> Result<Tally<Priority>, StoreError> {
        let column = ticket::Column::Priority;
        let grouped = tickets.select_only().column(column).column_as(ticket::Column::Id.count(), "counted").group_by(column);
        let rows: Vec<(i16, i64)> = grouped.into_tuple().all(self.reader()).await?;
        let counted = |(rank, counted)| Priority::of_rank(rank).zip(u64::try_from(counted).ok());
        Ok(rows.into_iter().filter_map(counted).collect::<HashMap<_, _>>())
    }

    /// Of those where somebody waits.
    async fn longest_waiting(&self, whose: Whose) -> Result<Vec<TicketView>, StoreError> {
        let filter = TicketFilter {
            statuses: vec![TicketStatus::Open, TicketStatus::Pending],
            assigned: vec![Assigned::To(whose.staff), Assigned::Nobody],
            sort: TicketSort::WaitingSince,
            ..TicketFilter::default()
        };
        let request = PageRequest { limit: LONGEST, after: None, with_total: false };
        let (page, _) = self.list_tickets(whose.scope, &filter, request).await?.into_parts();
        Ok(page.rows.into_iter().filter(|view| view.ticket.waiting_since.is_some()).collect())
    }

    /// The time from the opening of a ticket to the first response somebody gave, of those they gave since an instant.
    async fn first_responses(&self, staff: StaffId, since: Timestamp) -> Result<Option<Spread>, StoreError> {
        let rows: Vec<(Moment, Moment)> = live_tickets()
            .filter(ticket::Column::FirstResponseBy.eq(IdColumn(staff)))
            .filter(ticket::Column::FirstResponseAt.gte(Moment(since)))
            .filter(ticket::Column::AnsweredAtOpening.eq(false))
            .select_only()
            .columns([ticket::Column::CreatedAt, ticket::Column::FirstResponseAt])
            .into_tuple()
            .all(self.reader())
            .await?;
        Ok(Spread::of(rows.into_iter().map(|(opened, responded)| responded.0.seconds_since(opened.0)).collect()))
    }

    async fn escalations_of_person(&self, whose: Whose) -> Result<EscalationsWaiting, StoreError> {
        let waiting = asked_of(whose);
        let mine = || live_escalations().filter(concerns(whose.staff.into()));
        let rows = waiting
            .clone()
            .order_by(escalation::Column::Place, Order::Asc)
            .order_by(escalation::Column::Id, Order::Asc)
            .limit(LONGEST)
            .all(self.reader())
            .await?;
        let rows = rows.into_iter().map(crate::escalation::restore).collect::<Result<Vec<_>, _>>()?;
        let to_me = waiting.clone().filter(escalation::Column::TargetId.is_not_null());
        Ok(EscalationsWaiting {
            to_me: to_me.count(self.reader()).await?,
            in_my_pool: waiting.filter(escalation::Column::TargetId.is_null()).count(self.reader()).await?,
            longest_waiting: crate::escalation::views(self.reader(), rows).await?,
            questions: mine().filter(open()).filter(awaiting(Awaiting::CareTeam)).count(self.reader()).await?,
            answers_to_pass_on: mine()
                .filter(escalation::Column::Status.eq(Typed(EscalationStatus::Resolved)))
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

/// The open escalations that wait for somebody: they name them, or wait in the pool of their role. What was asked back waits for the care team.
fn asked_of(whose: Whose) -> Select<escalation::Entity> {
    use escalation::Column as Of;
    let named = Of::TargetId.eq(IdColumn(whose.staff));
    let pool = match whose.role {
        Role::Doctor => Some(TargetRole::Doctor),
        Role::Admin => Some(TargetRole::Admin),
        Role::Agent | Role::Auditor => None,
    };
    let mut any = Condition::any().add(named);
    if let Some(role) = pool {
        any = any.add(Condition::all().add(Of::TargetId.is_null()).add(Of::TargetRole.eq(Typed(role))));
    }
    live_escalations().filter(awaiting(Awaiting::Target)).filter(any)
}
