//! Ticket search.

use actix_web::{
    post,
    web::{Data, Json as Plain},
};
use caredesk_domain::{
    CustomerId,
    phone::Region,
    search::{SearchQuery, SearchText},
    ticket::{Category, Priority, TicketStatus},
};
use caredesk_persistence::{Store, TicketFilter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    AssigneeParameter,
    response::{TicketResponse, to_response},
};
use crate::{
    handlers::{
        caller::Caller,
        paging::{CursorText, ListResponse, list_response, page_request},
    },
    http::{ApiError, Array as Several, CursorCodec, FieldErrors, Limit, ListBody, Optional, ProblemResponse, Required},
    services::tickets,
};

/// Maximum values of one filter.
const MAX_VALUES: usize = 100;

// Type aliases, because the schema derive reads a constant among type arguments as a type.
type Statuses = Several<TicketStatus, 1, MAX_VALUES>;
type Priorities = Several<Priority, 1, MAX_VALUES>;
type Categories = Several<Category, 1, MAX_VALUES>;
type Assignees = Several<AssigneeParameter, 1, MAX_VALUES>;

/// A ticket search, with the filters of the ticket list.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct SearchTickets {
    #[garde(dive)]
    query: Required<SearchText>,
    /// Only in these statuses.
    #[garde(dive)]
    status: Optional<Statuses>,
    /// Only of these priorities.
    #[garde(dive)]
    priority: Optional<Priorities>,
    /// Only of these categories.
    #[garde(dive)]
    category: Optional<Categories>,
    /// Only with these assignees: staff ids, `me`, `none`.
    #[garde(dive)]
    assignee: Optional<Assignees>,
    /// Only of this customer.
    #[garde(dive)]
    customer_id: Optional<CustomerId>,
    /// Maximum number of rows.
    #[garde(dive)]
    limit: Optional<Limit>,
    /// `next_cursor` of the previous page.
    #[garde(dive)]
    cursor: Optional<CursorText>,
}

/// Search results.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TicketSearchResponse {
    #[serde(flatten)]
    list: ListResponse<TicketResponse>,
    /// Whether there were more candidates than are ranked: narrow the search.
    capped: bool,
}

/// Finds tickets, the best match first.
///
/// By number; by words of subject and description or their beginnings, accents and small typing errors ignored; and, for callers who may read customers, by
/// the customer's name, phone number or its last digits, e-mail address or identifier. All terms are combined: `refund adeb 4581`. A POST, so that no
/// personal data is in the URL.
#[utoipa::path(
    operation_id = "search_tickets", tag = "tickets",
    request_body(content = SearchTickets, example = json!({"query": "charged adebayo", "status": ["open", "pending"]})),
    responses((status = 200, description = "A page of results.", body = TicketSearchResponse), ProblemResponse<401>, ProblemResponse<403>)
)]
#[post("/tickets/search")]
pub(in super::super) async fn search_tickets(
    store: Data<Store>,
    cursors: Data<CursorCodec>,
    region: Data<Region>,
    Caller(actor): Caller,
    body: ListBody<SearchTickets>,
) -> Result<Plain<TicketSearchResponse>, ApiError> {
    let list_id = body.list_fingerprint();
    let body = body.into_inner();
    let after = body.cursor.into_value()?.map(|cursor| cursors.decode_field(list_id, cursor.as_str())).transpose()?;
    let query = SearchQuery::parse(body.query.into_value()?.as_str(), **region).map_err(|fault| ApiError::invalid_at("#/query", fault))?;
    let assigned = body.assignee.into_value()?.unwrap_or_default();
    let filter = TicketFilter {
        statuses: body.status.into_value()?.unwrap_or_default(),
        priorities: body.priority.into_value()?.unwrap_or_default(),
        categories: body.category.into_value()?.unwrap_or_default(),
        assignees: assigned.into_iter().filter_map(|who| who.resolve(&actor)).collect(),
        customer: body.customer_id.into_value()?,
        ..TicketFilter::default()
    };
    let request = page_request(body.limit.into_value()?, after, None)?;
    let found = tickets::search(&store, &actor, &query, &filter, request).await?;
    let (capped, now) = (found.capped, store.now());
    Ok(Plain(TicketSearchResponse { list: list_response(found.page, &cursors, list_id, |view| to_response(view, &actor, now))?, capped }))
}
