use std::str::FromStr;

use actix_web::{HttpResponse, ResponseError, http::StatusCode, post};
use caredesk_domain::{CustomerId, TicketId};
use serde::Deserialize;
use serde_json::json;
use utoipa::{OpenApi as _, ToSchema};

use super::*;
use crate::http::{Array, Bool, IntInRange, JsonObject, Nullable, Optional, Required, openapi};

mod cost;
mod reading;

#[derive(Debug, PartialEq, ToSchema)]
#[schema(value_type = String, min_length = 5, max_length = 20)]
struct Subject(String);

impl FromStr for Subject {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        match text.chars().count() {
            0..5 => Err(FieldError::new("too_short", "must be 5 to 20 characters long")),
            5..=20 if text.contains('\0') => Err(FieldError::new("nul", "must not contain U+0000")),
            5..=20 => Ok(Self(text.to_owned())),
            _ => Err(FieldError::new("too_long", "must be 5 to 20 characters long")),
        }
    }
}

#[derive(Debug, PartialEq, ToSchema)]
#[schema(rename_all = "snake_case")]
enum Priority {
    Low,
    High,
}

impl FromStr for Priority {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        match text {
            "low" => Ok(Self::Low),
            "high" => Ok(Self::High),
            _ => Err(FieldError::unknown(&["low", "high"])),
        }
    }
}

/// An identifier of another system.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
struct IdentifierBody {
    #[garde(dive)]
    system: Required<Subject>,
    #[garde(dive)]
    value: Required<Subject>,
}

/// What opening a ticket needs.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
struct OpenTicketBody {
    /// Whose ticket it is.
    #[garde(dive)]
    customer_id: Required<CustomerId>,
    #[garde(dive)]
    subject: Required<Subject>,
    /// How urgent it is.
    #[garde(dive)]
    #[schema(default = "low")]
    priority: Optional<Priority>,
    #[garde(dive)]
    assignee_id: Nullable<TicketId>,
    #[garde(dive)]
    second_priority: Nullable<Priority>,
    #[garde(dive)]
    identifiers: Optional<Array<JsonObject<IdentifierBody>, 0, 3>>,
    #[garde(dive)]
    first: Optional<JsonObject<IdentifierBody>>,
    #[garde(dive)]
    undo: Optional<Bool>,
    #[garde(dive)]
    count: Optional<IntInRange<-1, 9>>,
}

const ID: &str = "0192f3c4-7a1b-7c2d-8e3f-405162738495";

fn read(body: &str) -> Result<OpenTicketBody, ApiError> {
    checked(object(body.as_bytes())?)
}

fn faults_of(body: &serde_json::Value) -> (u16, Vec<(String, String)>) {
    let error = read(&body.to_string()).unwrap_err();
    let problem = error.problem();
    let faults = problem.errors.iter().map(|fault| (fault.pointer.clone().unwrap(), fault.code.to_string()));
    (problem.status, faults.collect())
}

fn at(pointer: &str, code: &str) -> (String, String) {
    (pointer.to_owned(), code.to_owned())
}

#[test]
fn invalid_body_reports_every_fault_with_pointer() {
    let body = json!({
        "customer_id": null,
        "priority": "urgent",
        "assignee_id": 7,
        "identifiers": [{"system": "passport", "value": "A"}, null, {"system": false}, 4],
        "first": {"value": "passport"},
        "undo": "true",
        "count": 10,
    });
    let expected = vec![
        at("#/customer_id", "null"),
        at("#/subject", "required"),
        at("#/priority", "unknown"),
        at("#/assignee_id", "wrong_type"),
        at("#/identifiers", "too_many"),
        at("#/first/system", "required"),
        at("#/undo", "wrong_type"),
        at("#/count", "out_of_range"),
    ];
    assert_eq!(faults_of(&body), (422, expected));
}

#[test]
fn fault_in_array_has_index_in_pointer() {
    let body = json!({
        "customer_id": ID,
        "subject": "x\u{0}xxxx",
        "identifiers": [{"system": "passport", "value": "A"}, null, {"system": false, "value": "passport"}],
    });
    let expected = vec![
        at("#/subject", "nul"),
        at("#/identifiers/0/value", "too_short"),
        at("#/identifiers/1", "null"),
        at("#/identifiers/2/system", "wrong_type"),
    ];
    assert_eq!(faults_of(&body), (422, expected));
}

#[test]
fn valid_body_returns_values() {
    let body = json!({
        "customer_id": ID, "subject": "🦷 ألم", "priority": "high", "assignee_id": null,
        "identifiers": [{"system": "passport", "value": "A1234"}], "undo": false, "count": 5.0,
    });
    let body = read(&body.to_string()).unwrap();
    assert_eq!(body.customer_id.into_value().unwrap().to_string(), ID);
    assert_eq!(body.subject.into_value().unwrap(), Subject("🦷 ألم".into()));
    assert_eq!(body.priority.into_value().unwrap(), Some(Priority::High));
    assert_eq!(body.assignee_id.into_value().unwrap(), Some(None));
    assert_eq!(body.second_priority.into_value().unwrap(), None);
    assert_eq!(body.undo.into_value().unwrap(), Some(false));
    assert_eq!(body.count.into_value().unwrap(), Some(5));
    assert!(body.first.into_value().unwrap().is_none());
    let identifiers = body.identifiers.into_value().unwrap().unwrap();
    let values: Vec<_> = identifiers.into_iter().map(|identifier| identifier.value.into_value().unwrap().0).collect();
    assert_eq!(values, ["A1234"]);
}

#[test]
fn non_object_body_is_422_at_root_pointer() {
    for body in ["null", "[]", "\"text\"", "3", "true"] {
        let error = read(body).unwrap_err();
        assert_eq!(error.problem().status, 422, "{body}");
        assert_eq!(error.problem().errors[0].pointer.as_deref(), Some("#"));
    }
}

#[test]
fn unreadable_body_is_400_with_first_fault_and_no_value() {
    let cases = [
        ("", "malformed_json", None),
        ("{", "malformed_json", None),
        ("{} {}", "malformed_json", None),
        (r#"{"subject": "\ud800 Okonkwo"}"#, "malformed_json", None),
        (r#"{"subject": NaN}"#, "malformed_json", None),
        (r#"{"subject": "a", "subject": "b"}"#, "duplicate_key", Some("#/subject")),
        (r#"{"first": {"value": "a", "value": "b"}}"#, "duplicate_key", Some("#/first/value")),
        (r#"{"identifiers": [{}, {"value": 1, "value": 2}]}"#, "duplicate_key", Some("#/identifiers/1/value")),
        (r#"{"Okonkwo Adaeze": 1, "Okonkwo Adaeze": 1}"#, "duplicate_key", Some("#")),
        (r#"{"statuss": "Okonkwo"}"#, "unknown_field", Some("#/statuss")),
        (r#"{"Okonkwo Adaeze": 1}"#, "unknown_field", Some("#")),
        (r#"{"first": {"system": "Okonkwo", "values": 3}}"#, "unknown_field", Some("#/first/values")),
    ];
    for (body, code, pointer) in cases {
        let error = read(body).unwrap_err();
        let problem = error.problem();
        assert_eq!((problem.status, &*problem.code), (400, code), "{body}");
        assert_eq!(problem.errors.first().and_then(|fault| fault.pointer.as_deref()), pointer, "{body}");
        assert!(!serde_json::to_string(problem).unwrap().contains("Okonkwo"), "{body}");
    }
    let not_utf8 = json::read(b"{\"subject\": \"\xff\"}").unwrap_err();
    assert_eq!(not_utf8.problem().code, "malformed_json");
    let deep = json::read("[".repeat(100_000).as_bytes()).unwrap_err();
    assert_eq!(deep.problem().code, "too_complex");
}

#[test]
fn pointer_is_escaped_as_uri_fragment() {
    assert_eq!(json::pointer(&["a/b".into(), "m~n".into(), "é %".into()]), "#/a~1b/m~0n/%C3%A9%20%25");
}

#[test]
fn take_of_unchecked_field_is_500() {
    let unchecked: Required<Subject> = serde_json::from_str("\"x\"").unwrap();
    assert_eq!(unchecked.into_value().unwrap_err().status_code(), StatusCode::INTERNAL_SERVER_ERROR);
}

#[utoipa::path(responses((status = 204)))]
#[post("/tickets")]
async fn open_ticket(body: Json<OpenTicketBody>) -> Result<HttpResponse, ApiError> {
    let subject = body.into_inner().subject.into_value()?;
    Ok(HttpResponse::Ok().json(subject.0))
}

#[utoipa::path(responses((status = 204)))]
#[post("/claim")]
async fn claim(_: EmptyBody) -> HttpResponse {
    HttpResponse::NoContent().finish()
}

#[test]
fn document_shows_field_schemas_and_required_fields() {
    #[derive(utoipa::OpenApi)]
    #[openapi(paths(open_ticket))]
    struct Api;
    let document = serde_json::to_value(openapi::finalise(Api::openapi())).unwrap();
    let schemas = &document["components"]["schemas"];
    let names: Vec<_> = schemas.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names, ["CustomerId", "IdentifierBody", "OpenTicketBody", "Priority", "Problem", "ProblemField", "Subject", "TicketId"]);
    assert_eq!(
        schemas["OpenTicketBody"],
        json!({
            "type": "object",
            "description": "What opening a ticket needs.",
            "additionalProperties": false,
            "required": ["customer_id", "subject"],
            "properties": {
                "customer_id": {"$ref": "#/components/schemas/CustomerId", "description": "Whose ticket it is."},
                "subject": {"$ref": "#/components/schemas/Subject"},
                "priority": {"$ref": "#/components/schemas/Priority", "description": "How urgent it is.", "default": "low"},
                "assignee_id": {"type": ["string", "null"], "format": "uuid", "description": "The id of a ticket record (UUIDv7)."},
                "second_priority": {"oneOf": [{"$ref": "#/components/schemas/Priority"}, {"type": "null"}]},
                "identifiers": {"type": "array", "maxItems": 3, "items": {"$ref": "#/components/schemas/IdentifierBody"}},
                "first": {"$ref": "#/components/schemas/IdentifierBody"},
                "undo": {"type": "boolean"},
                "count": {"type": "integer", "minimum": -1, "maximum": 9},
            },
        })
    );
    assert_eq!(schemas["IdentifierBody"]["required"], json!(["system", "value"]));
    assert_eq!(schemas["IdentifierBody"]["additionalProperties"], json!(false));
    let content = &document["paths"]["/tickets"]["post"]["requestBody"];
    assert_eq!(
        *content,
        json!({"content": {"application/json": {"schema": {"$ref": "#/components/schemas/OpenTicketBody"}}}, "required": true})
    );
}

#[test]
fn fingerprint_of_same_body_ignores_key_order() {
    let print = |text: &str| Fingerprint::of_object("/tickets", &object(text.as_bytes()).unwrap());
    let first = print(r#"{"a": 1, "b": [true, {"c": "d", "e": null}]}"#);
    assert_eq!(first, print(r#"{ "b":[true,{"e":null,"c":"d"}], "a":1 }"#));
    for other in [
        r#"{"a": 1, "b": [false, {"c": "d", "e": null}]}"#,
        r#"{"a": 1, "b": [true, {"c": "d", "e": false}]}"#,
        r#"{"a": "1", "b": [true, {"c": "d", "e": null}]}"#,
        r#"{"a": 1, "b": [true, {"cd": "", "e": null}]}"#,
        r#"{"a": 1, "b": [true], "c": "d", "e": null}"#,
        r#"{"a": 1, "b": [true, {"c": "d"}, {"e": null}]}"#,
    ] {
        assert_ne!(first, print(other), "{other}");
    }
    let paged = print(r#"{"a": 1, "limit": 5, "cursor": "x", "b": [true, {"c": "d", "e": null}]}"#);
    assert_ne!(paged, first);
    let list = |text: &str| Fingerprint::of_list("/tickets", &object(text.as_bytes()).unwrap());
    let paged = list(r#"{"a": 1, "limit": 5, "cursor": "x", "b": [true, {"c": "d", "e": null}]}"#);
    assert_eq!(paged, list(r#"{"a": 1, "b": [true, {"c": "d", "e": null}]}"#), "the list is the same whichever page of it is asked for");
}
