//! Oversight reports: metrics with numerator and denominator, and the records behind them.

mod access;
mod metrics;
mod period;

use access::{leave_out_customer_data, sees_records, withhold_deleted};
use caredesk_domain::{
    CustomerId, StaffId,
    actor::{Actor, Role, Scope, Who},
    event::SubjectKind,
    metric::{Figure, Metric},
    policy::{Action, Relation, check, check_all, check_role, reads_deleted},
    ticket::Category,
};
use caredesk_persistence::{
    Backlog, BehindFilter, Concerned, Count, CustomerRef, Did, Grouping, Happening, Key, Load, Page, PageRequest, ReadClass, Reported,
    StaffRef, Store, TermCount, TicketView, TimelineFilter,
};
use chrono_tz::Tz;
use metrics::{count, figures, of_agent, of_term, of_tickets, trend};
pub use period::{Bin, MOST_DAYS, Period, USUAL_DAYS};

use super::{
    ServiceError, customers,
    timelines::{hidden, leave_out_notes},
};

/// The most affected customers and staff that are listed.
const MOST: u64 = 20;
/// The most customers of one staff member, and staff of one customer, that are listed.
const MOST_HANDLED: u64 = 100;
/// The most terms that are listed.
const MOST_TERMS: usize = 20;

/// The value of a metric in a period, and in the period before if there is one.
pub type Compared = (Figure, Option<Figure>);

/// One bucket of a trend.
#[derive(Debug)]
pub struct TrendBin {
    /// The days it covers.
    pub bin: Bin,
    /// The metrics of these days.
    pub figures: Vec<Figure>,
    /// How many tickets were unresolved at the end of them; for the whole desk only.
    pub backlog: Option<i64>,
}

/// The whole desk.
#[derive(Debug)]
pub struct Summary {
    /// The metrics.
    pub figures: Vec<Compared>,
    /// Unresolved tickets at the end.
    pub backlog: Backlog,
    /// The number of unresolved tickets at the start of the period.
    pub backlog_before: i64,
    /// Unassigned work now.
    pub queue: Load,
    /// The metrics over time.
    pub trend: Vec<TrendBin>,
}

/// The row of one staff member.
#[derive(Debug)]
pub struct AgentRow {
    /// The staff member.
    pub agent: Reported,
    /// Their metrics.
    pub figures: Vec<Compared>,
    /// Their assigned work now.
    pub load: Load,
}

/// All staff, each and together.
#[derive(Debug)]
pub struct Performance {
    /// Metrics of all together.
    pub team: Vec<Compared>,
    /// A row for each.
    pub agents: Vec<AgentRow>,
    /// The metrics over time.
    pub trend: Vec<TrendBin>,
}

/// The report of one staff member.
#[derive(Debug)]
pub struct AgentReport {
    /// Their metrics and assigned work.
    pub row: AgentRow,
    /// Their metrics over time.
    pub trend: Vec<TrendBin>,
    /// Their customers, the latest first; empty for a service account that may not read customers.
    pub customers: Vec<(CustomerRef, Did)>,
}

/// What tickets are about.
#[derive(Debug)]
pub struct Issues {
    /// By category.
    pub categories: Vec<(Category, Vec<Compared>)>,
    /// By terms of their subjects, the greatest increase first.
    pub terms: Vec<(TermCount, Vec<Compared>)>,
    /// The most affected customers and staff.
    pub concerned: Concerned,
}

/// The activity for a customer, and by whom.
#[derive(Debug)]
pub struct History {
    /// The customer.
    pub customer: CustomerRef,
    /// The metrics of all time.
    pub figures: Vec<Compared>,
    /// The staff who worked for them, the latest first.
    pub handlers: Vec<(StaffRef, Did)>,
    /// Their timeline, one page.
    pub timeline: Page<Happening>,
}

/// The report of the whole desk in a period.
///
/// # Errors
/// When the actor may not oversee the desk.
pub async fn summary(store: &Store, actor: &Actor, period: &Period) -> Result<Summary, ServiceError> {
    oversees(actor)?;
    let period = *period;
    let report = async move |store: Store| {
        let compared = store.tallies(&count(&period, Grouping::Whole)).await?;
        let load = store.loads().await?;
        let (cut, _) = period.bins();
        let (backlog_before, backlogs) = store.backlogs(&cut).await?;
        Ok(Summary {
            figures: figures(&compared, Key::default(), Metric::ALL),
            backlog: store.backlog(period.until()).await?,
            backlog_before,
            queue: load.get(&None).cloned().unwrap_or_default(),
            trend: trend(&store, &period, None, Some(backlogs)).await?,
        })
    };
    store.long_read(ReadClass::Report, actor, report).await
}

/// What each staff member did in a period; one of them if `only` is given.
///
/// # Errors
/// When the actor may not oversee the desk.
pub async fn performance(store: &Store, actor: &Actor, period: &Period, only: Option<StaffId>) -> Result<Performance, ServiceError> {
    oversees(actor)?;
    let period = *period;
    let report = async move |store: Store| {
        let (each, team) = store.tallies_and_whole(&count(&period, Grouping::Whole)).await?;
        let mut loads = store.loads().await?;
        let mut agents = Vec::new();
        for agent in store.reported_staff().await? {
            let key = of_agent(agent.id);
            let did = (0..2).any(|span| each.contains_key(&(span, key)));
            let works = agent.active && agent.role == Role::Agent;
            if only.is_none_or(|only| only == agent.id) && (did || works || loads.contains_key(&Some(agent.id))) {
                let load = loads.remove(&Some(agent.id)).unwrap_or_default();
                agents.push(AgentRow { figures: figures(&each, key, Metric::ALL), load, agent });
            }
        }
        Ok(Performance { team: figures(&team, Key::default(), Metric::ALL), agents, trend: trend(&store, &period, None, None).await? })
    };
    store.long_read(ReadClass::Report, actor, report).await
}

/// What one staff member did in a period; those who work tickets may read their own.
///
/// # Errors
/// When the actor may not read it, or there is no such staff member.
pub async fn agent(store: &Store, actor: &Actor, period: &Period, id: StaffId) -> Result<AgentReport, ServiceError> {
    check_role(actor, Action::ReadOversight)?;
    let agent = store.reported(id).await?;
    sees(actor, Some(id))?;
    let names_customers = sees_records(actor, &[Action::ReadCustomers]).is_ok();
    let period = *period;
    let report = async move |store: Store| {
        let own = Count { agent: Some(id), ..count(&period, Grouping::Whole) };
        let figures = figures(&store.tallies(&own).await?, Key::default(), Metric::ALL);
        let load = store.loads().await?.remove(&Some(id)).unwrap_or_default();
        let dealt = if names_customers { Some(store.dealt_with(id, &period.whole(), MOST_HANDLED).await?) } else { None };
        Ok::<_, ServiceError>((AgentRow { agent, figures, load }, trend(&store, &period, Some(id), None).await?, dealt))
    };
    let (row, trend, dealt) = store.long_read(ReadClass::Report, actor, report).await?;
    let customers = match dealt {
        Some(dealt) => dealt.disclose(store.ledger(), actor).await?,
        None => Vec::new(),
    };
    Ok(AgentReport { row, trend, customers })
}

/// What the tickets of a period are about.
///
/// # Errors
/// When the actor may not oversee the desk.
pub async fn frequent_issues(store: &Store, actor: &Actor, period: &Period) -> Result<Issues, ServiceError> {
    oversees(actor)?;
    let names_customers = sees_records(actor, &[Action::ReadCustomers]).is_ok();
    let period = *period;
    let report = async move |store: Store| {
        let counted = store.tallies(&count(&period, Grouping::Category)).await?;
        let terms = store.recurring_terms(&period.compared()).await?;
        Ok::<_, ServiceError>((counted, terms, store.most_concerned(&period.whole(), MOST, names_customers).await?))
    };
    let (counted, mut terms, concerned) = store.long_read(ReadClass::Report, actor, report).await?;
    let of = |category: Category| figures(&counted, Key { category: Some(category), ..Key::default() }, &of_tickets());
    terms.truncate(MOST_TERMS);
    Ok(Issues {
        categories: Category::ALL.iter().map(|category| (*category, of(*category))).collect(),
        terms: terms.into_iter().map(|term| (term.clone(), of_term(&term))).collect(),
        concerned: concerned.disclose(store.ledger(), actor).await?,
    })
}

/// Everything that was done for a customer and by whom; also for a deleted customer, then without the customer's own data in the timeline unless
/// the actor may restore them.
///
/// # Errors
/// When the actor may not oversee the desk, is a service account that may not read all of it, or there is no such customer.
pub async fn history(store: &Store, actor: &Actor, id: CustomerId, zone: Tz, request: PageRequest) -> Result<History, ServiceError> {
    sees_records(actor, &[Action::ReadCustomers, Action::ReadTickets, Action::ReadInteractions, Action::ReadEscalations])?;
    oversees(actor)?;
    if let Who::Service { .. } = actor.who() {
        customers::exists(store, actor, id).await?;
    }
    let mut customer = store.customer_named(id).await?;
    withhold_deleted(actor, &mut customer);
    let period = Period::always(store.now(), zone);
    let filter = TimelineFilter { hidden: hidden(actor), ..TimelineFilter::default() };
    let report = async move |store: Store| {
        let all = Count { customer: Some(id), ..count(&period, Grouping::Whole) };
        let timeline = store.customer_timeline(Scope::All, id, &filter, request).await?;
        let mut figures = figures(&store.tallies(&all).await?, Key::default(), Metric::ALL);
        // There is no period before all time.
        figures.iter_mut().for_each(|(_, before)| *before = None);
        Ok::<_, ServiceError>((figures, store.handlers(id, MOST_HANDLED).await?, timeline))
    };
    let (figures, handlers, timeline) = store.long_read(ReadClass::Report, actor, report).await?;
    let mut timeline = timeline.disclose(store.ledger(), actor).await?;
    leave_out_notes(actor, &mut timeline.rows);
    if customer.deleted && !reads_deleted(actor, SubjectKind::Customer) {
        leave_out_customer_data(&mut timeline.rows);
    }
    Ok(History { customer, figures, handlers, timeline })
}

/// The tickets behind a number.
///
/// # Errors
/// When the actor may not see the number, or is a service account that may not read tickets.
pub async fn tickets_behind(
    store: &Store,
    actor: &Actor,
    filter: &BehindFilter,
    request: PageRequest,
) -> Result<Page<TicketView>, ServiceError> {
    sees_records(actor, &[Action::ReadTickets])?;
    sees(actor, filter.agent)?;
    let filter = filter.clone();
    let list = async move |store: Store| store.tickets_behind(&filter, request).await;
    let mut page = store.long_read(ReadClass::Report, actor, list).await?.disclose(store.ledger(), actor).await?;
    page.rows.iter_mut().for_each(|ticket| withhold_deleted(actor, &mut ticket.customer));
    Ok(page)
}

fn oversees(actor: &Actor) -> Result<(), ServiceError> {
    Ok(check_all(actor, Action::ReadOversight)?)
}

/// Checks that the actor may see the metrics of a staff member, or of all.
fn sees(actor: &Actor, agent: Option<StaffId>) -> Result<(), ServiceError> {
    check(actor, Action::ReadOversight, Relation::to(actor, agent))?;
    Ok(())
}
