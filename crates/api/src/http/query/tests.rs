use std::str::FromStr;

use actix_web::{get, test::TestRequest};
use caredesk_domain::{CustomerId, Timestamp};
use serde::Deserialize;
use serde_json::json;
use utoipa::OpenApi as _;

use super::*;
use crate::http::{Bool, CommaSeparated, Limit, Optional, openapi};

#[derive(Debug, PartialEq, ToSchema)]
#[schema(rename_all = "snake_case")]
enum Status {
    Open,
    Pending,
}

impl FromStr for Status {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        match text {
            "open" => Ok(Self::Open),
            "pending" => Ok(Self::Pending),
            _ => Err(FieldError::unknown(&["open", "pending"])),
        }
    }
}

#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
struct TicketQuery {
    /// Only tickets in one of these states.
    #[garde(dive)]
    status: Optional<CommaSeparated<Status>>,
    #[garde(dive)]
    customer_id: Optional<CustomerId>,
    /// Only tickets opened at this instant or later.
    #[garde(dive)]
    #[serde(rename = "created_at[gte]")]
    created_at_gte: Optional<Timestamp>,
    #[garde(dive)]
    #[serde(rename = "created_at[lt]")]
    created_at_lt: Optional<Timestamp>,
    #[garde(dive)]
    include_total: Optional<Bool>,
    #[garde(dive)]
    limit: Optional<Limit>,
}

impl utoipa::IntoParams for TicketQuery {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        parameters::<Self>()
    }
}

fn query(text: &str) -> Result<Query<TicketQuery>, ApiError> {
    read("/tickets", text)
}

#[test]
fn valid_parameters_return_values() {
    let query = query("status=open,pending&created_at[gte]=2026-03-01T09:30:00Z&created_at%5Blt%5D=2026-03-02T09:30:00%2B01:00&limit=200");
    let query = query.unwrap().into_inner();
    assert_eq!(query.status.into_value().unwrap(), Some(vec![Status::Open, Status::Pending]));
    assert_eq!(query.created_at_gte.into_value().unwrap().unwrap().to_string(), "2026-03-01T09:30:00.000000Z");
    assert_eq!(query.created_at_lt.into_value().unwrap().unwrap().to_string(), "2026-03-02T08:30:00.000000Z");
    assert_eq!(query.limit.into_value().unwrap().unwrap_or_default().rows(), 200);
    assert_eq!(query.include_total.into_value().unwrap(), None);
}

#[test]
fn repeated_list_parameter_equals_comma_separated() {
    let values = |text: &str| query(text).unwrap().into_inner().status.into_value().unwrap();
    assert_eq!(values("status=open&limit=1&status=pending"), Some(vec![Status::Open, Status::Pending]));
    assert_eq!(values("status=open&status=open,pending"), Some(vec![Status::Open, Status::Open, Status::Pending]));
    assert_eq!(query("status=open&status=pending").unwrap().list_fingerprint(), query("status=open,pending").unwrap().list_fingerprint());
    assert_eq!(query("status=open&status=").unwrap_err().problem().status, 422);
}

#[test]
fn invalid_parameters_are_all_reported_by_name() {
    let error = query("status=open,closed&customer_id=7&created_at[gte]=yesterday&include_total=yes&limit=201").unwrap_err();
    let problem = serde_json::to_value(error.problem()).unwrap();
    assert_eq!(problem["status"], 422);
    let faults: Vec<_> = problem["errors"].as_array().unwrap().iter().map(|fault| (&fault["parameter"], &fault["code"])).collect();
    assert_eq!(
        json!(faults),
        json!([
            ["status", "unknown"],
            ["customer_id", "format"],
            ["created_at[gte]", "format"],
            ["include_total", "unknown"],
            ["limit", "out_of_range"]
        ])
    );
}

#[test]
fn empty_parameter_value_is_422() {
    for text in ["status=", "limit=", "limit", "customer_id=", "status=open,", "include_total"] {
        assert_eq!(query(text).unwrap_err().problem().status, 422, "{text}");
    }
}

#[test]
fn unknown_repeated_and_unreadable_parameters_are_400() {
    let cases = [
        ("state=open", "unknown_parameter", Some("state")),
        ("created_at_gte=2026-03-01T09:30:00Z", "unknown_parameter", Some("created_at_gte")),
        ("Okonkwo+Adaeze=1", "unknown_parameter", None),
        ("limit=1&status=open&limit=1", "repeated_parameter", Some("limit")),
        ("status=%FF", "malformed_query", None),
    ];
    for (text, code, parameter) in cases {
        let error = query(text).unwrap_err();
        assert_eq!((error.problem().status, &*error.problem().code), (400, code), "{text}");
        assert_eq!(error.problem().errors.first().and_then(|fault| fault.parameter.as_deref()), parameter, "{text}");
    }
}

#[test]
fn list_fingerprint_ignores_paging_parameters() {
    let list = |text: &str| query(text).unwrap().list_fingerprint();
    assert_eq!(list("status=open"), list("limit=3&status=open&include_total=true"));
    assert_ne!(list("status=open"), list("status=pending"));
    assert_ne!(list("status=open"), read::<TicketQuery>("/other", "status=open").unwrap().list_fingerprint());
}

#[actix_web::test]
async fn parameters_are_read_from_query_string() {
    let request = TestRequest::get().uri("/tickets?status=pending").to_http_request();
    let query = Query::<TicketQuery>::from_request(&request, &mut Payload::None).await.unwrap();
    assert_eq!(query.into_inner().status.into_value().unwrap(), Some(vec![Status::Pending]));
}

#[utoipa::path(params(TicketQuery), responses((status = 204)))]
#[get("/tickets")]
async fn list_tickets(query: Query<TicketQuery>) -> String {
    format!("{:?}", query.into_inner().limit)
}

#[test]
fn document_shows_every_parameter_with_schema() {
    #[derive(utoipa::OpenApi)]
    #[openapi(paths(list_tickets))]
    struct Api;
    let document = serde_json::to_value(openapi::finalise(Api::openapi())).unwrap();
    let time = json!({"type": "string", "format": "date-time", "examples": ["2026-03-01T09:30:00.000000Z"]});
    let parameters = document["paths"]["/tickets"]["get"]["parameters"].as_array().unwrap();
    let in_query: Value = parameters.iter().filter(|parameter| parameter["in"] == "query").cloned().collect();
    assert_eq!(
        in_query,
        json!([
            {"name": "status", "in": "query", "required": false, "description": "Only tickets in one of these states.",
             "style": "form", "explode": false,
             "schema": {"type": "array", "minItems": 1, "items": {"$ref": "#/components/schemas/Status"}}},
            {"name": "customer_id", "in": "query", "required": false,
             "schema": {"type": "string", "format": "uuid", "description": "The id of a customer record (UUIDv7)."}},
            {"name": "created_at[gte]", "in": "query", "required": false,
             "description": "Only tickets opened at this instant or later.", "schema": time},
            {"name": "created_at[lt]", "in": "query", "required": false, "schema": time},
            {"name": "include_total", "in": "query", "required": false, "schema": {"type": "boolean"}},
            {"name": "limit", "in": "query", "required": false,
             "schema": {"type": "integer", "minimum": 1, "maximum": 200, "default": 25}},
        ])
    );
}
