//! `/search`: one search for tickets, customers and interactions.

use actix_web::{
    post,
    web::{Data, Json as Plain},
};
use caredesk_domain::{
    Timestamp,
    actor::Actor,
    phone::Region,
    search::{Query as SearchQuery, SearchText},
};
use caredesk_persistence::{Anything, Store};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    caller::Caller,
    customers::{self, CustomerAnswer},
    interactions::{self, InteractionAnswer},
    tickets::{self, TicketAnswer},
};
use crate::{
    http::{ApiError, Json, Optional, Refusal, Required, Whole},
    services::search,
};

/// Default number of records in a response.
const USUAL: i32 = 20;

// A type alias, because the schema derive reads a constant among type arguments as a type.
type Most = Whole<1, 50>;

/// A search for tickets, customers and interactions.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SearchEverything {
    #[garde(dive)]
    query: Required<SearchText>,
    /// Maximum number of records.
    #[garde(dive)]
    #[schema(default = 20)]
    limit: Optional<Most>,
}

/// Search results, best match first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AnythingFound {
    data: Vec<FoundRecord>,
    /// Whether there are more matches: narrow the search, or search only tickets or customers.
    capped: bool,
}

/// A matching record of the kind in `kind`.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum FoundRecord {
    Customer { customer: Box<CustomerAnswer> },
    Ticket { ticket: Box<TicketAnswer> },
    Interaction { interaction: Box<InteractionAnswer> },
}

fn found(record: Anything, actor: &Actor, now: Timestamp) -> FoundRecord {
    match record {
        Anything::Customer(customer) => FoundRecord::Customer { customer: Box::new(customers::answer(&customer, actor)) },
        Anything::Ticket(view) => FoundRecord::Ticket { ticket: Box::new(tickets::answer(*view, actor, now)) },
        Anything::Interaction(view) => FoundRecord::Interaction { interaction: Box::new(interactions::answer(*view, actor)) },
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
    responses((status = 200, description = "The results.", body = AnythingFound), Refusal<401>, Refusal<403>)
)]
#[post("/search")]
pub(super) async fn search_everything(
    store: Data<Store>,
    region: Data<Region>,
    Caller(actor): Caller,
    body: Json<SearchEverything>,
) -> Result<Plain<AnythingFound>, ApiError> {
    let body = body.into_inner();
    let query = SearchQuery::parse(body.query.take()?.as_str(), **region).map_err(|fault| ApiError::invalid_at("#/query", fault))?;
    let most = usize::try_from(body.limit.take()?.unwrap_or(USUAL)).unwrap_or(0);
    let answer = search::everything(&store, &actor, &query, most).await?;
    let now = store.now();
    Ok(Plain(AnythingFound { data: answer.rows.into_iter().map(|record| found(record, &actor, now)).collect(), capped: answer.capped }))
}
