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

/// How many records an answer holds unless told otherwise.
const USUAL: i32 = 20;

// By a name of its own, because the schema derive reads a constant among type arguments as a type.
type Most = Whole<1, 50>;

/// A search for anything.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SearchEverything {
    #[garde(dive)]
    query: Required<SearchText>,
    /// The most records.
    #[garde(dive)]
    #[schema(default = 20)]
    limit: Optional<Most>,
}

/// What a search found, best first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AnythingFound {
    data: Vec<FoundRecord>,
    /// Whether there is more than is shown here: then narrow the search, or search for tickets or customers alone.
    capped: bool,
}

/// A record that was found, of the kind that `kind` says.
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
/// The ticket whose number was typed and the customer whose whole phone number, e-mail address or identifier it is come first; then whatever holds all
/// the words: customers in their names, tickets in subject and description, interactions in their summary, and both by their customer. For more,
/// search for tickets or customers alone. Needs the right to read all three.
#[utoipa::path(
    operation_id = "search_everything", tag = "search",
    request_body(content = SearchEverything, example = json!({"query": "adeb 4581"})),
    responses((status = 200, description = "What was found.", body = AnythingFound), Refusal<401>, Refusal<403>)
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
