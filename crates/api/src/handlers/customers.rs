//! `/customers`: customers.

mod body;
mod profile;
mod response;

use actix_web::{
    HttpResponse, delete, get, patch, post,
    web::{Data, Path},
};
use caredesk_domain::{
    CustomerId, FieldError,
    actor::Actor,
    customer::{Customer, Upserted},
    phone::Region,
    search::SearchQuery,
};
use caredesk_persistence::{CustomerFilter, Store};
use serde::Serialize;
use utoipa::ToSchema;

use body::{CreateCustomer, CustomerQuery, SearchCustomers, UpdateCustomer, UpsertCustomer};
pub(super) use profile::{get_customer_profile, get_customer_timeline};
pub(super) use response::{CustomerResponse, customer_response, to_response};

use super::{
    caller::Caller,
    idempotency::IdempotentRequest,
    order::CustomerOrder,
    paging::{ListResponse, list_response, page_request},
    paths::{customer_path, parse_id},
    response::expected_versions,
};
use crate::{
    http::{ApiError, CursorCodec, EmptyBody, IfMatch, Json, ListBody, ProblemResponse, Query, Representation},
    services::customers,
};

/// Search results.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CustomerSearchResponse {
    #[serde(flatten)]
    list: ListResponse<CustomerResponse>,
    /// Whether there were more candidates than are ranked: narrow the search.
    capped: bool,
}

/// Customers by creation or update time; deleted ones for admins.
#[utoipa::path(
    operation_id = "list_customers", tag = "customers", params(CustomerQuery),
    responses((status = 200, description = "A page of customers.", body = ListResponse<CustomerResponse>), ProblemResponse<401>, ProblemResponse<403>)
)]
#[get("/customers")]
pub(super) async fn list_customers(
    store: Data<Store>,
    cursors: Data<CursorCodec>,
    Caller(actor): Caller,
    query: Query<CustomerQuery>,
) -> Result<actix_web::web::Json<ListResponse<CustomerResponse>>, ApiError> {
    let list_id = query.list_fingerprint();
    let query = query.into_inner();
    let after = query.cursor.into_value()?.map(|cursor| cursors.decode_parameter(list_id, cursor.as_str())).transpose()?;
    let order = CustomerOrder::or_default(query.sort.into_value()?).map_err(ApiError::internal)?;
    let filter = CustomerFilter {
        deleted: query.deleted.into_value()?.unwrap_or(false),
        updated_from: query.updated_at_gte.into_value()?,
        updated_before: query.updated_at_lt.into_value()?,
        sort: order.key,
        descending: order.descending,
    };
    let request = page_request(query.limit.into_value()?, after, query.include_total.into_value()?)?;
    let page = customers::list(&store, &actor, &filter, request).await?;
    Ok(actix_web::web::Json(list_response(page, &cursors, list_id, |customer| to_response(&customer, &actor))?))
}

/// Creates a customer.
#[utoipa::path(
    operation_id = "create_customer", tag = "customers",
    request_body(content = CreateCustomer, example = json!({
        "given_name": "Ife", "family_name": "Adebayo", "email": "ife@mail.example", "phone": "0803 123 4581",
        "birth_date": "1988-04-12", "gender": "female", "preferred_language": "en"
    })),
    responses((status = 201, description = "Created.", body = CustomerResponse), ProblemResponse<401>, ProblemResponse<403>)
)]
#[post("/customers")]
pub(super) async fn create_customer(
    region: Data<Region>,
    Caller(actor): Caller,
    once: IdempotentRequest,
    body: Json<CreateCustomer>,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let details = body.into_inner().details(**region)?;
    let written = customers::create(&store, &actor, details).await?;
    Ok(once.respond(written, |customer| created(&customer, &actor)))
}

/// Finds customers, the best match first.
///
/// By words of the present and former names in any order, accents and small typing errors ignored; by e-mail address; by a phone number in any format or
/// its last digits; by an identifier. Words and digits are combined: `adeb 4581`. A POST, so that no personal data is in the URL.
#[utoipa::path(
    operation_id = "search_customers", tag = "customers",
    request_body(content = SearchCustomers, example = json!({"query": "adeb 4581"})),
    responses((status = 200, description = "A page of results.", body = CustomerSearchResponse), ProblemResponse<401>, ProblemResponse<403>)
)]
#[post("/customers/search")]
pub(super) async fn search_customers(
    store: Data<Store>,
    cursors: Data<CursorCodec>,
    region: Data<Region>,
    Caller(actor): Caller,
    body: ListBody<SearchCustomers>,
) -> Result<actix_web::web::Json<CustomerSearchResponse>, ApiError> {
    let list_id = body.list_fingerprint();
    let body = body.into_inner();
    let after = body.cursor.into_value()?.map(|cursor| cursors.decode_field(list_id, cursor.as_str())).transpose()?;
    let text = body.query.into_value()?;
    let query = SearchQuery::parse(text.as_str(), **region).map_err(|fault: FieldError| ApiError::invalid_at("#/query", fault))?;
    let request = page_request(body.limit.into_value()?, after, None)?;
    let found = customers::search(&store, &actor, &query, request).await?;
    let capped = found.capped;
    Ok(actix_web::web::Json(CustomerSearchResponse {
        list: list_response(found.page, &cursors, list_id, |customer| to_response(&customer, &actor))?,
        capped,
    }))
}

/// Creates or updates a customer from another system.
///
/// The identifier selects the customer. A field changes only if its value differs from the one last sent under that identifier, so that corrections made
/// in CareDesk survive. Fields left out stay. Without a difference nothing is written.
#[utoipa::path(
    operation_id = "upsert_customer", tag = "customers",
    request_body(content = UpsertCustomer, example = json!({
        "identifier": {"system": "https://app.example/patients", "value": "p-1001"},
        "given_name": "Ife", "family_name": "Adebayo", "phone": "+2348031234581"
    })),
    responses(
        (status = 200, description = "Exists; updated if values differ.", body = CustomerResponse),
        (status = 201, description = "Created.", body = CustomerResponse),
        ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<409>
    )
)]
#[post("/customers/upsert")]
pub(super) async fn upsert_customer(
    region: Data<Region>,
    Caller(actor): Caller,
    once: IdempotentRequest,
    body: Json<UpsertCustomer>,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let (identifier, patch) = body.into_inner().into_upsert(**region)?;
    let written = customers::upsert(&store, &actor, identifier, patch).await?;
    Ok(once.respond(written, |(customer, outcome)| match outcome {
        Upserted::Created => created(&customer, &actor),
        Upserted::Updated | Upserted::Unchanged => customer_response(&customer, &actor),
    }))
}

/// One customer.
#[utoipa::path(
    operation_id = "get_customer", tag = "customers", params(("id" = CustomerId, Path, description = "The customer's id.")),
    responses((status = 200, description = "The customer.", body = CustomerResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>)
)]
#[get("/customers/{id}")]
pub(super) async fn get_customer(
    store: Data<Store>,
    Caller(actor): Caller,
    id: Path<String>,
) -> Result<Representation<CustomerResponse>, ApiError> {
    let customer = customers::get(&store, &actor, parse_id(&id)?).await?;
    Ok(customer_response(&customer, &actor))
}

/// Updates a customer (merge patch, RFC 7396): fields left out stay, `null` clears.
#[utoipa::path(
    operation_id = "update_customer", tag = "customers",
    params(
        ("id" = CustomerId, Path, description = "The customer's id."),
        ("If-Match" = String, Header, description = "The ETag of the customer as you read it, or `*`.", example = "*"),
    ),
    request_body(content = UpdateCustomer, content_type = "application/merge-patch+json", example = json!({"phone": "0803 123 4582", "email": null})),
    responses(
        (status = 200, description = "The updated customer.", body = CustomerResponse),
        ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<409>, ProblemResponse<412>, ProblemResponse<428>
    )
)]
#[patch("/customers/{id}")]
pub(super) async fn update_customer(
    store: Data<Store>,
    region: Data<Region>,
    Caller(actor): Caller,
    id: Path<String>,
    if_match: IfMatch,
    body: Json<UpdateCustomer>,
) -> Result<Representation<CustomerResponse>, ApiError> {
    let patch = body.into_inner().patch(**region)?;
    let customer = customers::edit(&store, &actor, parse_id(&id)?, &expected_versions(Some(if_match)), patch).await?;
    Ok(customer_response(&customer, &actor))
}

/// Deletes a customer: removed from every list and search. Rejected while the customer has unresolved tickets.
#[utoipa::path(
    operation_id = "delete_customer", tag = "customers",
    params(
        ("id" = CustomerId, Path, description = "The customer's id."),
        ("If-Match" = String, Header, description = "The ETag of the customer as you read it, or `*`.", example = "*"),
    ),
    responses(
        (status = 204, description = "Deleted."),
        ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<409>, ProblemResponse<412>, ProblemResponse<428>
    )
)]
#[delete("/customers/{id}")]
pub(super) async fn delete_customer(
    store: Data<Store>,
    Caller(actor): Caller,
    id: Path<String>,
    if_match: IfMatch,
) -> Result<HttpResponse, ApiError> {
    customers::delete(&store, &actor, parse_id(&id)?, &expected_versions(Some(if_match))).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Restores a deleted customer.
#[utoipa::path(
    operation_id = "restore_customer", tag = "customers", params(("id" = CustomerId, Path, description = "The customer's id."), ("If-Match" = Option<String>, Header, description = "The ETag of the record as you read it: rejected with 412 if it has changed since.", example = "*")),
    responses((status = 200, description = "The customer.", body = CustomerResponse), ProblemResponse<401>, ProblemResponse<403>, ProblemResponse<404>, ProblemResponse<409>, ProblemResponse<412>)
)]
#[post("/customers/{id}/restore")]
pub(super) async fn restore_customer(
    Caller(actor): Caller,
    once: IdempotentRequest,
    id: Path<String>,
    if_match: Option<IfMatch>,
    body: EmptyBody,
) -> Result<HttpResponse, ApiError> {
    let store = once.store(&actor, body.fingerprint());
    let written = customers::restore(&store, &actor, parse_id(&id)?, &expected_versions(if_match)).await?;
    Ok(once.respond(written, |customer| customer_response(&customer, &actor)))
}

fn created(customer: &Customer, actor: &Actor) -> Representation<CustomerResponse> {
    customer_response(customer, actor).created_at(customer_path(customer.id))
}
