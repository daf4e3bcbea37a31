//! What tickets are about, and what was done for one customer.

use actix_web::{
    HttpRequest, HttpResponse, get,
    web::{Data, Path},
};
use caredesk_domain::{CustomerId, ticket::Category};
use caredesk_persistence::Store;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    super::{
        answer::{CustomerReference, List, StaffReference, list, page_request},
        caller::Caller,
        timeline::{CursorText, Entry},
    },
    PeriodQuery,
    answer::{CustomerHandler, FigureAnswer, ReportPeriod, figures},
    lines::{Line, Lines as _, Report, told},
    period,
};
use crate::{
    http::{ApiError, Cursors, Limit, Optional, Query, Refusal, query::parameters},
    pages::DeskZone,
    services::oversight,
};

/// What the tickets opened in a period are about.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FrequentIssues {
    period: ReportPeriod,
    categories: Vec<CategoryFigures>,
    /// What their subjects have in common, that which has risen most beyond chance first; at most 20.
    terms: Vec<TermFigures>,
    /// The colleagues who have most of the tickets now; at most 20.
    agents: Vec<ConcernedAgent>,
    /// The customers who opened most of them; at most 20. Empty for a program without `customers:read`.
    customers: Vec<ConcernedCustomer>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CategoryFigures {
    category: Category,
    figures: Vec<FigureAnswer>,
}

/// A word of subjects, in all its forms. At least three tickets of three customers hold it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TermFigures {
    /// What its forms have in common: to ask for its tickets.
    #[schema(example = "charg")]
    stem: String,
    /// The form of it that was written most often.
    #[schema(example = "charged")]
    word: String,
    /// Of how many customers these tickets are.
    customers: i64,
    figures: Vec<FigureAnswer>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ConcernedAgent {
    staff: StaffReference,
    tickets: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ConcernedCustomer {
    customer: CustomerReference,
    tickets: i64,
}

impl Report for FrequentIssues {
    const NAME: &'static str = "frequent-issues";

    fn lines(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        for category in &self.categories {
            category.figures.lines("category", category.category.as_str(), "", &mut lines);
        }
        for term in &self.terms {
            term.figures.lines("term", &term.stem, &term.word, &mut lines);
            lines.push(Line::count("term", &term.stem, &term.word, "customers", term.customers));
        }
        for ConcernedAgent { staff, tickets } in &self.agents {
            lines.push(Line::count("agent", &staff.id.to_string(), &staff.name, "tickets_opened", *tickets));
        }
        for ConcernedCustomer { customer, tickets } in &self.customers {
            lines.push(Line::count("customer", &customer.id.to_string(), &customer.name, "tickets_opened", *tickets));
        }
        lines
    }
}

/// What the tickets of a period are about, beside as many days before: by category, and by the words of their subjects that recur.
///
/// With `Accept: text/csv` the same as lines.
#[utoipa::path(
    operation_id = "get_frequent_issues", tag = "oversight", params(PeriodQuery),
    responses(
        (status = 200, description = "What tickets are about.", content((FrequentIssues = "application/json"), (String = "text/csv"))),
        Refusal<401>, Refusal<403>
    )
)]
#[get("/oversight/frequent-issues")]
pub(in super::super) async fn get_frequent_issues(
    store: Data<Store>,
    zone: Data<DeskZone>,
    Caller(actor): Caller,
    query: Query<PeriodQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let PeriodQuery { from, to } = query.into_inner();
    let period = period(&store, &zone, from, to)?;
    let found = oversight::frequent_issues(&store, &actor, &period).await?;
    let terms = found.terms.into_iter().map(|(term, compared)| TermFigures {
        stem: term.stem,
        word: term.word,
        customers: term.customers,
        figures: figures(compared),
    });
    let categories = found.categories.into_iter().map(|(category, compared)| CategoryFigures { category, figures: figures(compared) });
    let agents = found.concerned.agents.into_iter().map(|(staff, tickets)| ConcernedAgent { staff: staff.into(), tickets });
    let customers =
        found.concerned.customers.into_iter().map(|(customer, tickets)| ConcernedCustomer { customer: customer.into(), tickets });
    let report = FrequentIssues {
        period: (&period).into(),
        categories: categories.collect(),
        terms: terms.collect(),
        agents: agents.collect(),
        customers: customers.collect(),
    };
    told(&report, &request)
}

/// Everything that was done for a customer, and by whom.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CustomerHistory {
    customer: CustomerReference,
    /// Of all time.
    figures: Vec<FigureAnswer>,
    /// Who dealt with them, the latest first; at most 100.
    handled_by: Vec<CustomerHandler>,
    /// Everything that happened with them, the latest first, one page.
    timeline: List<Entry>,
}

impl Report for CustomerHistory {
    const NAME: &'static str = "customer-history";

    fn lines(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        self.figures.lines("customer", &self.customer.id.to_string(), &self.customer.name, &mut lines);
        for handler in &self.handled_by {
            handler.dealings.lines("agent", &handler.staff.id.to_string(), &handler.staff.name, &mut lines);
        }
        lines
    }
}

/// Which page of the timeline.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct HistoryQuery {
    /// Where the page before ended.
    #[garde(dive)]
    cursor: Optional<CursorText>,
    /// The most rows.
    #[garde(dive)]
    limit: Optional<Limit>,
}

impl utoipa::IntoParams for HistoryQuery {
    fn into_params(_: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>) -> Vec<utoipa::openapi::path::Parameter> {
        parameters::<Self>()
    }
}

/// Everything that was done for a customer, by whom, and what happened with them. A deleted customer's is for people only, and auditors are not told what
/// the log kept of such a customer's own data.
///
/// A program needs the right to read customers, tickets, interactions and escalations besides.
/// With `Accept: text/csv` the figures and who dealt with them as lines.
#[utoipa::path(
    operation_id = "get_customer_history", tag = "oversight",
    params(("id" = CustomerId, Path, description = "The customer's id."), HistoryQuery),
    responses(
        (status = 200, description = "What was done for them.", content((CustomerHistory = "application/json"), (String = "text/csv"))),
        Refusal<401>, Refusal<403>, Refusal<404>
    )
)]
#[get("/oversight/customers/{id}/history")]
pub(in super::super) async fn get_customer_history(
    store: Data<Store>,
    zone: Data<DeskZone>,
    cursors: Data<Cursors>,
    Caller(actor): Caller,
    id: Path<String>,
    query: Query<HistoryQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let of = query.list();
    let HistoryQuery { cursor, limit } = query.into_inner();
    let after = cursor.take()?.map(|cursor| cursors.parameter(of, cursor.as_str())).transpose()?;
    let page = page_request(limit.take()?, after, None)?;
    let id: CustomerId = id.parse().map_err(|_| ApiError::not_found())?;
    let found = oversight::history(&store, &actor, id, zone.0, page).await?;
    let handled_by = found.handlers.into_iter().map(|(staff, did)| CustomerHandler { staff: staff.into(), dealings: did.into() });
    let report = CustomerHistory {
        customer: found.customer.into(),
        figures: figures(found.figures),
        handled_by: handled_by.collect(),
        timeline: list(found.timeline, &cursors, of, Entry::from)?,
    };
    told(&report, &request)
}
