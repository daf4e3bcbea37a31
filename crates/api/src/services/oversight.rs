//! Oversight reports: metrics with numerator and denominator, and the records behind them.

mod access;
mod metrics;
mod period;
mod reports;

use access::{check_records_readable, leave_out_customer_data, withhold_deleted};
use caredesk_domain::{
    CustomerId, StaffId,
    actor::{Actor, Principal, Role, RowScope},
    event::SubjectKind,
    metric::Metric,
    policy::{Action, Ownership, can_read_deleted, check, check_all, check_role},
    ticket::Category,
};
use caredesk_persistence::{
    DrilldownFilter, GroupKey, Grouping, Page, PageRequest, ReadClass, ReportQuery, Store, TicketView, TimelineFilter,
};
use chrono_tz::Tz;
use metrics::{agent_key, category_metrics, figures, report_query, term_figures, trend};
pub use period::{Bucket, DEFAULT_DAYS, MAX_DAYS, Period};
pub use reports::{AgentReport, AgentRow, History, Issues, Performance, Summary, TrendBucket, WithPrevious};

use super::{
    ServiceError, customers,
    timelines::{excluded_actions, remove_assignment_notes},
};

/// The most affected customers and staff that are listed.
const MAX_AFFECTED: u64 = 20;
/// The most customers of one staff member, and staff of one customer, that are listed.
const MAX_HANDLED: u64 = 100;
/// The most terms that are listed.
const MAX_TERMS: usize = 20;

/// The report of the whole desk in a period.
///
/// # Errors
/// When the actor may not oversee the desk.
pub async fn summary(store: &Store, actor: &Actor, period: &Period) -> Result<Summary, ServiceError> {
    check_oversight(actor)?;
    let period = *period;
    let report = async move |store: Store| {
        let compared = store.metric_totals(&report_query(&period, Grouping::None)).await?;
        let load = store.workloads().await?;
        let (cut, _) = period.buckets();
        let (backlog_before, backlogs) = store.backlogs(&cut).await?;
        Ok(Summary {
            figures: figures(&compared, GroupKey::default(), Metric::ALL),
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
    check_oversight(actor)?;
    let period = *period;
    let report = async move |store: Store| {
        let (each, team) = store.metric_totals_with_overall(&report_query(&period, Grouping::None)).await?;
        let mut loads = store.workloads().await?;
        let mut agents = Vec::new();
        for agent in store.all_staff().await? {
            let key = agent_key(agent.id);
            let did = (0..2).any(|span| each.contains_key(&(span, key)));
            let works = agent.active && agent.role == Role::Agent;
            if only.is_none_or(|only| only == agent.id) && (did || works || loads.contains_key(&Some(agent.id))) {
                let load = loads.remove(&Some(agent.id)).unwrap_or_default();
                agents.push(AgentRow { figures: figures(&each, key, Metric::ALL), load, agent });
            }
        }
        Ok(Performance { team: figures(&team, GroupKey::default(), Metric::ALL), agents, trend: trend(&store, &period, None, None).await? })
    };
    store.long_read(ReadClass::Report, actor, report).await
}

/// What one staff member did in a period; those who work tickets may read their own.
///
/// # Errors
/// When the actor may not read it, or there is no such staff member.
pub async fn agent(store: &Store, actor: &Actor, period: &Period, id: StaffId) -> Result<AgentReport, ServiceError> {
    check_role(actor, Action::ReadOversight)?;
    let agent = store.staff_summary(id).await?;
    check_oversight_of(actor, Some(id))?;
    let names_customers = check_records_readable(actor, &[Action::ReadCustomers]).is_ok();
    let period = *period;
    let report = async move |store: Store| {
        let own = ReportQuery { agent: Some(id), ..report_query(&period, Grouping::None) };
        let figures = figures(&store.metric_totals(&own).await?, GroupKey::default(), Metric::ALL);
        let load = store.workloads().await?.remove(&Some(id)).unwrap_or_default();
        let dealt = if names_customers { Some(store.activity_of(id, &period.whole(), MAX_HANDLED).await?) } else { None };
        Ok::<_, ServiceError>((AgentRow { agent, figures, load }, trend(&store, &period, Some(id), None).await?, dealt))
    };
    let (row, trend, dealt) = store.long_read(ReadClass::Report, actor, report).await?;
    let customers = match dealt {
        Some(dealt) => dealt.disclose(store.read_log(), actor).await?,
        None => Vec::new(),
    };
    Ok(AgentReport { row, trend, customers })
}

/// What the tickets of a period are about.
///
/// # Errors
/// When the actor may not oversee the desk.
pub async fn frequent_issues(store: &Store, actor: &Actor, period: &Period) -> Result<Issues, ServiceError> {
    check_oversight(actor)?;
    let names_customers = check_records_readable(actor, &[Action::ReadCustomers]).is_ok();
    let period = *period;
    let report = async move |store: Store| {
        let counted = store.metric_totals(&report_query(&period, Grouping::Category)).await?;
        let terms = store.recurring_terms(&period.with_previous()).await?;
        Ok::<_, ServiceError>((counted, terms, store.top_affected(&period.whole(), MAX_AFFECTED, names_customers).await?))
    };
    let (counted, mut terms, concerned) = store.long_read(ReadClass::Report, actor, report).await?;
    let of = |category: Category| figures(&counted, GroupKey { category: Some(category), ..GroupKey::default() }, &category_metrics());
    terms.truncate(MAX_TERMS);
    Ok(Issues {
        categories: Category::ALL.iter().map(|category| (*category, of(*category))).collect(),
        terms: terms.into_iter().map(|term| (term.clone(), term_figures(&term))).collect(),
        top_affected: concerned.disclose(store.read_log(), actor).await?,
    })
}

/// Everything that was done for a customer and by whom; also for a deleted customer, then without the customer's own data in the timeline unless
/// the actor may restore them.
///
/// # Errors
/// When the actor may not oversee the desk, is a service account that may not read all of it, or there is no such customer.
pub async fn history(store: &Store, actor: &Actor, id: CustomerId, zone: Tz, request: PageRequest) -> Result<History, ServiceError> {
    check_records_readable(actor, &[Action::ReadCustomers, Action::ReadTickets, Action::ReadInteractions, Action::ReadEscalations])?;
    check_oversight(actor)?;
    if let Principal::Service { .. } = actor.principal() {
        customers::ensure_visible(store, actor, id).await?;
    }
    let mut customer = store.customer_ref(id).await?;
    withhold_deleted(actor, &mut customer);
    let period = Period::all_time(store.now(), zone);
    let filter = TimelineFilter { excluded_actions: excluded_actions(actor), ..TimelineFilter::default() };
    let report = async move |store: Store| {
        let all = ReportQuery { customer: Some(id), ..report_query(&period, Grouping::None) };
        let timeline = store.customer_timeline(RowScope::All, id, &filter, request).await?;
        let mut figures = figures(&store.metric_totals(&all).await?, GroupKey::default(), Metric::ALL);
        // There is no period before all time.
        figures.iter_mut().for_each(|(_, before)| *before = None);
        Ok::<_, ServiceError>((figures, store.handlers_of(id, MAX_HANDLED).await?, timeline))
    };
    let (figures, handlers, timeline) = store.long_read(ReadClass::Report, actor, report).await?;
    let mut timeline = timeline.disclose(store.read_log(), actor).await?;
    remove_assignment_notes(actor, &mut timeline.rows);
    if customer.deleted && !can_read_deleted(actor, SubjectKind::Customer) {
        leave_out_customer_data(&mut timeline.rows);
    }
    Ok(History { customer, figures, handlers, timeline })
}

/// The tickets behind a number.
///
/// # Errors
/// When the actor may not see the number, or is a service account that may not read tickets.
pub async fn drilldown_tickets(
    store: &Store,
    actor: &Actor,
    filter: &DrilldownFilter,
    request: PageRequest,
) -> Result<Page<TicketView>, ServiceError> {
    check_records_readable(actor, &[Action::ReadTickets])?;
    check_oversight_of(actor, filter.agent)?;
    let filter = filter.clone();
    let list = async move |store: Store| store.drilldown_tickets(&filter, request).await;
    let mut page = store.long_read(ReadClass::Report, actor, list).await?.disclose(store.read_log(), actor).await?;
    page.rows.iter_mut().for_each(|ticket| withhold_deleted(actor, &mut ticket.customer));
    Ok(page)
}

fn check_oversight(actor: &Actor) -> Result<(), ServiceError> {
    Ok(check_all(actor, Action::ReadOversight)?)
}

/// Checks that the actor may see the metrics of a staff member, or of all.
fn check_oversight_of(actor: &Actor, agent: Option<StaffId>) -> Result<(), ServiceError> {
    check(actor, Action::ReadOversight, Ownership::of_staff(actor, agent))?;
    Ok(())
}
