//! What those who oversee the desk see: figures with what they are made from, and the records behind them.

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

/// The most colleagues and customers that are named as concerned, or handled.
const MOST: u64 = 20;
/// The most customers of one colleague, and colleagues of one customer, that are told.
const MOST_HANDLED: u64 = 100;
/// The most terms that are told.
const MOST_TERMS: usize = 20;

/// A figure of a period beside that of the period before, where there is one to compare with.
pub type Compared = (Figure, Option<Figure>);

/// One bin of a trend.
#[derive(Debug)]
pub struct TrendBin {
    /// Which days.
    pub bin: Bin,
    /// What happened in them.
    pub figures: Vec<Figure>,
    /// How many tickets were unresolved at their end; of all of the desk only.
    pub backlog: Option<i64>,
}

/// All of the desk.
#[derive(Debug)]
pub struct Summary {
    /// What happened.
    pub figures: Vec<Compared>,
    /// What was unresolved at the end.
    pub backlog: Backlog,
    /// How much was when the period began.
    pub backlog_before: i64,
    /// What is nobody's now.
    pub queue: Load,
    /// What happened when.
    pub trend: Vec<TrendBin>,
}

/// One colleague's row.
#[derive(Debug)]
pub struct AgentRow {
    /// Who.
    pub agent: Reported,
    /// What they did.
    pub figures: Vec<Compared>,
    /// What they have in hand now.
    pub load: Load,
}

/// All colleagues, and what they did together.
#[derive(Debug)]
pub struct Performance {
    /// Together.
    pub team: Vec<Compared>,
    /// Each.
    pub agents: Vec<AgentRow>,
    /// What happened when.
    pub trend: Vec<TrendBin>,
}

/// One colleague.
#[derive(Debug)]
pub struct AgentReport {
    /// What they did, and have in hand.
    pub row: AgentRow,
    /// When.
    pub trend: Vec<TrendBin>,
    /// For whom, the latest first; nobody for a program that may not read customers.
    pub customers: Vec<(CustomerRef, Did)>,
}

/// What tickets are about.
#[derive(Debug)]
pub struct Issues {
    /// By category.
    pub categories: Vec<(Category, Vec<Compared>)>,
    /// By what their subjects say, what has risen most first.
    pub terms: Vec<(TermCount, Vec<Compared>)>,
    /// Whom they concern most.
    pub concerned: Concerned,
}

/// What was done for a customer, and by whom.
#[derive(Debug)]
pub struct History {
    /// Who.
    pub customer: CustomerRef,
    /// Of all time.
    pub figures: Vec<Compared>,
    /// By whom, the latest first.
    pub handlers: Vec<(StaffRef, Did)>,
    /// Everything that happened with them, one page.
    pub timeline: Page<Happening>,
}

/// All of the desk in a period.
///
/// # Errors
/// When the actor may not oversee it.
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

/// What each colleague did in a period; of one alone where `only` is given.
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

/// What one colleague did in a period; everybody may ask for themselves who works tickets.
///
/// # Errors
/// When the actor may not see it, or there is no such colleague.
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

/// Everything that was done for a customer and by whom; of a deleted one for whoever oversees the desk, and without what the log kept of the customer's
/// own data for whoever may not bring them back.
///
/// # Errors
/// When the actor may not oversee the desk, is a program that may not read all this tells of, or there is no such customer.
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
        // Of all time there is no time before.
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
/// When the actor may not see the number, or is a program that may not read tickets.
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

/// Whether the actor may see the figures of a colleague, or of all.
fn sees(actor: &Actor, agent: Option<StaffId>) -> Result<(), ServiceError> {
    check(actor, Action::ReadOversight, Relation::to(actor, agent))?;
    Ok(())
}
