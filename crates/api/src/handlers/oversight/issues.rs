//! Reports on what tickets are about, and on one customer.

use actix_web::{
    HttpRequest, HttpResponse, get,
    web::{Data, Path},
};
use caredesk_domain::{CustomerId, ticket::Category};
use caredesk_persistence::Store;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    PeriodQuery,
    csv::{AppendCsvRows as _, CsvRow, Report, negotiate},
    period,
    response::{CustomerHandler, MetricResponse, ReportPeriod, metric_responses},
};
use crate::{
    handlers::{
        caller::Caller,
        paging::{CursorText, ListResponse, list_response, page_request},
        paths::parse_id,
        response::{CustomerReference, StaffReference},
        timeline::TimelineEntryResponse,
    },
    http::{ApiError, CursorCodec, FieldErrors, Limit, Optional, ProblemResponse, Query, query::parameters},
    services::oversight,
    static_assets::DeskZone,
};

/// What the tickets opened in a period are about.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FrequentIssues {
    period: ReportPeriod,
    categories: Vec<CategoryMetrics>,
    /// Recurring terms of their subjects, the largest unusual increase first; at most 20.
    terms: Vec<TermMetrics>,
    /// The staff members with most of the tickets now; at most 20.
    agents: Vec<TopAffectedAgent>,
    /// The customers with most of the tickets; at most 20. Empty for a service account without `customers:read`.
    customers: Vec<TopAffectedCustomer>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CategoryMetrics {
    category: Category,
    figures: Vec<MetricResponse>,
}

/// A recurring term of subjects, in all its word forms. At least three tickets of three customers contain it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TermMetrics {
    /// Common stem of its forms: the `stem` filter of its tickets.
    #[schema(example = "charg")]
    stem: String,
    /// Its most frequent form.
    #[schema(example = "charged")]
    word: String,
    /// Number of customers of these tickets.
    customers: i64,
    figures: Vec<MetricResponse>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TopAffectedAgent {
    staff: StaffReference,
    tickets: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TopAffectedCustomer {
    customer: CustomerReference,
    tickets: i64,
}

impl Report for FrequentIssues {
    const NAME: &'static str = "frequent-issues";

    fn csv_rows(&self) -> Vec<CsvRow> {
        let mut lines = Vec::new();
        for category in &self.categories {
            category.figures.append_csv_rows("category", category.category.as_str(), "", &mut lines);
        }
        for term in &self.terms {
            term.figures.append_csv_rows("term", &term.stem, &term.word, &mut lines);
            lines.push(CsvRow::count("term", &term.stem, &term.word, "customers", term.customers));
        }
        for TopAffectedAgent { staff, tickets } in &self.agents {
            lines.push(CsvRow::count("agent", &staff.id.to_string(), &staff.name, "tickets_opened", *tickets));
        }
        for TopAffectedCustomer { customer, tickets } in &self.customers {
            lines.push(CsvRow::count("customer", &customer.id.to_string(), &customer.name, "tickets_opened", *tickets));
        }
        lines
    }
}

/// What the tickets of a period are about, beside the period before: by category, and by recurring terms of their subjects.
///
/// With `Accept: text/csv` the same as CSV.
#[utoipa::path(
    operation_id = "get_frequent_issues", tag = "oversight", params(PeriodQuery),
    responses(
        (status = 200, description = "What tickets are about.", content((FrequentIssues = "application/json"), (String = "text/csv"))),
        ProblemResponse<401>, ProblemResponse<403>
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
    let terms = found.terms.into_iter().map(|(term, compared)| TermMetrics {
        stem: term.stem,
        word: term.word,
        customers: term.customers,
        figures: metric_responses(compared),
    });
    let categories =
        found.categories.into_iter().map(|(category, compared)| CategoryMetrics { category, figures: metric_responses(compared) });
    let agents = found.top_affected.agents.into_iter().map(|(staff, tickets)| TopAffectedAgent { staff: staff.into(), tickets });
    let customers =
        found.top_affected.customers.into_iter().map(|(customer, tickets)| TopAffectedCustomer { customer: customer.into(), tickets });
    let report = FrequentIssues {
        period: (&period).into(),
        categories: categories.collect(),
        terms: terms.collect(),
        agents: agents.collect(),
        customers: customers.collect(),
    };
    negotiate(&report, &request)
}

/// Everything done for a customer, and by whom.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CustomerHistory {
    customer: CustomerReference,
    /// All time.
    figures: Vec<MetricResponse>,
    /// Staff who handled the customer, the latest first; at most 100.
    handled_by: Vec<CustomerHandler>,
    /// Timeline of the customer, the latest first; one page.
    timeline: ListResponse<TimelineEntryResponse>,
}

impl Report for CustomerHistory {
    const NAME: &'static str = "customer-history";

    fn csv_rows(&self) -> Vec<CsvRow> {
        let mut lines = Vec::new();
        self.figures.append_csv_rows("customer", &self.customer.id.to_string(), &self.customer.name, &mut lines);
        for handler in &self.handled_by {
            handler.activity.append_csv_rows("agent", &handler.staff.id.to_string(), &handler.staff.name, &mut lines);
        }
        lines
    }
}

/// Page of the timeline.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct HistoryQuery {
    /// `next_cursor` of the previous page.
    #[garde(dive)]
    cursor: Optional<CursorText>,
    /// Maximum number of rows.
    #[garde(dive)]
    limit: Optional<Limit>,
}

impl utoipa::IntoParams for HistoryQuery {
    fn into_params(_: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>) -> Vec<utoipa::openapi::path::Parameter> {
        parameters::<Self>()
    }
}

/// Everything done for a customer, by whom, and the timeline. A deleted customer's history is for staff only, and auditors do not get the logged changes
/// of its personal data.
///
/// A service account also needs the right to read customers, tickets, interactions and escalations.
/// With `Accept: text/csv` the metrics and the staff who handled the customer as CSV.
#[utoipa::path(
    operation_id = "get_customer_history", tag = "oversight",
    params(("id" = CustomerId, Path, description = "The customer's id."), HistoryQuery),
    responses(
        (status = 200, description = "What was done for the customer.", content((CustomerHistory = "application/json"), (String = "text/csv"))),
        ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>
    )
)]
#[get("/oversight/customers/{id}/history")]
pub(in super::super) async fn get_customer_history(
    store: Data<Store>,
    zone: Data<DeskZone>,
    cursors: Data<CursorCodec>,
    Caller(actor): Caller,
    id: Path<String>,
    query: Query<HistoryQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let list_id = query.list_fingerprint();
    let HistoryQuery { cursor, limit } = query.into_inner();
    let after = cursor.into_value()?.map(|cursor| cursors.decode_parameter(list_id, cursor.as_str())).transpose()?;
    let page = page_request(limit.into_value()?, after, None)?;
    let id: CustomerId = parse_id(&id)?;
    let found = oversight::history(&store, &actor, id, zone.0, page).await?;
    let handled_by = found.handlers.into_iter().map(|(staff, did)| CustomerHandler { staff: staff.into(), activity: did.into() });
    let report = CustomerHistory {
        customer: found.customer.into(),
        figures: metric_responses(found.figures),
        handled_by: handled_by.collect(),
        timeline: list_response(found.timeline, &cursors, list_id, TimelineEntryResponse::from)?,
    };
    negotiate(&report, &request)
}
