//! `/search`: one search for tickets, customers and interactions.

use actix_web::{
    post,
    web::{Data, Json as Plain},
};
use caredesk_domain::{
    Timestamp,
    actor::Actor,
    phone::Region,
    search::{SearchQuery, SearchText},
};
use caredesk_persistence::{SearchHit, Store};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    caller::Caller,
    customers::{self, CustomerResponse},
    interactions::{self, InteractionResponse},
    tickets::{self, TicketResponse},
};
use crate::{
    http::{ApiError, FieldErrors, IntInRange, Json, Optional, ProblemResponse, Required},
    services::search,
};

/// Default number of records in a response.
const DEFAULT_RESULTS: i32 = 20;

// A type alias, because the schema derive reads a constant among type arguments as a type.
type SearchLimit = IntInRange<1, 50>;

/// A search for tickets, customers and interactions.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct SearchEverything {
    #[garde(dive)]
    query: Required<SearchText>,
    /// Maximum number of records.
    #[garde(dive)]
    #[schema(default = 20)]
    limit: Optional<SearchLimit>,
}

/// Search results, best match first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct GlobalSearchResponse {
    data: Vec<SearchHitResponse>,
    /// Whether there are more matches: narrow the search, or search only tickets or customers.
    capped: bool,
}

/// A matching record of the kind in `kind`.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum SearchHitResponse {
    Customer { customer: Box<CustomerResponse> },
    Ticket { ticket: Box<TicketResponse> },
    Interaction { interaction: Box<InteractionResponse> },
}

fn found(record: SearchHit, actor: &Actor, now: Timestamp) -> SearchHitResponse {
    match record {
        SearchHit::Customer(customer) => SearchHitResponse::Customer { customer: Box::new(customers::to_response(&customer, actor)) },
        SearchHit::Ticket(view) => SearchHitResponse::Ticket { ticket: Box::new(tickets::to_response(*view, actor, now)) },
        SearchHit::Interaction(view) => SearchHitResponse::Interaction { interaction: Box::new(interactions::to_response(*view, actor)) },
    }
}

/// Finds tickets, customers and interactions together, the best match first.
///
/// First the ticket with exactly this number and the customer with exactly this phone number, e-mail address or identifier; then records that contain all
/// words: customers in their names, tickets in subject and description, interactions in their summary, and both by their customer. For more results,
/// search only tickets or customers. Needs the right to read all three.
#[utoipa::path(
    operation_id = "search_everything", tag = "search",
    request_body(content = SearchEverything, example = json!({"query": "adeb 4581"})),
    responses((status = 200, description = "The results.", body = GlobalSearchResponse), ProblemResponse<401>, ProblemResponse<403>)
)]
#[post("/search")]
pub(super) async fn search_everything(
    store: Data<Store>,
    region: Data<Region>,
    Caller(actor): Caller,
    body: Json<SearchEverything>,
) -> Result<Plain<GlobalSearchResponse>, ApiError> {
    let body = body.into_inner();
    let query = SearchQuery::parse(body.query.into_value()?.as_str(), **region).map_err(|fault| ApiError::invalid_at("#/query", fault))?;
    let most = usize::try_from(body.limit.into_value()?.unwrap_or(DEFAULT_RESULTS)).unwrap_or(0);
    let answer = search::global(&store, &actor, &query, most).await?;
    let now = store.now();
    Ok(Plain(GlobalSearchResponse {
        data: answer.rows.into_iter().map(|record| found(record, &actor, now)).collect(),
        capped: answer.capped,
    }))
}
