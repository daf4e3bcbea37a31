//! Headers of requests and responses that are the same for every operation of a kind.

use std::collections::BTreeSet;

use utoipa::openapi::{
    HeaderBuilder, KnownFormat, ObjectBuilder, OpenApi, Ref, RefOr, Required, ResponseBuilder, SchemaFormat, Type,
    header::Header,
    path::{Operation, Parameter, ParameterBuilder, ParameterIn},
    response::Response,
    schema::Schema,
};

use super::operations::{is_open, operations};
use crate::http::{
    expected_staff,
    idempotency::{MAX_KEY_LENGTH, NAME},
    problem_response::response,
};

const ETAG: (&str, &str, &str) =
    ("ETag", "Version and digest of the representation: for `If-Match` and `If-None-Match`.", "\"3-0a1b2c3d4e5f6071\"");
const LOCATION: (&str, &str, &str) = ("Location", "URL path of the new record.", "/api/v1/tickets/0192f3c4-7a1b-7c2d-8e3f-405162738495");
const RETRY_AFTER: (&str, &str, &str) = ("Retry-After", "After how many seconds to try again.", "2");

/// Operations without access token that use the refresh cookie, whose session is also checked against `CareDesk-Staff`.
const BY_COOKIE: [&str; 2] = ["refresh_session", "logout"];

/// Describes request headers: `CareDesk-Staff` on authenticated operations. Describes response headers: `ETag` with every versioned record,
/// `If-None-Match` and 304 where it is read, a response without body where it is changed; `Location` with what was created; `Retry-After` with errors
/// that may be temporary.
pub(super) fn add(document: &mut OpenApi) {
    let versioned: BTreeSet<String> = document
        .components
        .iter()
        .flat_map(|components| &components.schemas)
        .filter(|(_, schema)| matches!(schema, RefOr::T(Schema::Object(object)) if object.properties.contains_key("version")))
        .map(|(name, _)| name.clone())
        .collect();
    for item in document.paths.paths.values_mut() {
        for (_, operation) in operations(item) {
            if !is_open(operation) || operation.operation_id.as_deref().is_some_and(|id| BY_COOKIE.contains(&id)) {
                operation.parameters.get_or_insert_default().push(expected_staff().into());
            }
            for (status, answer) in &mut operation.responses.responses {
                if let RefOr::T(answer) = answer {
                    describe(status, answer, &versioned);
                }
            }
        }
        for change in [&mut item.post, &mut item.patch].into_iter().flatten() {
            describe_withheld(change);
        }
        if let Some(read) = item.get.as_mut().filter(|read| is_tagged(read)) {
            let mut unchanged = ResponseBuilder::new().description("Not modified: `If-None-Match` contains its ETag.").build();
            set(&mut unchanged, ETAG);
            read.responses.responses.insert("304".to_owned(), unchanged.into());
            read.parameters.get_or_insert_default().push(if_none_match().into());
        }
    }
}

fn describe(status: &str, answer: &mut Response, versioned: &BTreeSet<String>) {
    if status.starts_with('2') && has_versioned_body(answer, versioned) {
        set(answer, ETAG);
    }
    match status {
        "201" => set(answer, LOCATION),
        "429" | "503" => set(answer, RETRY_AFTER),
        _ => {}
    }
}

/// Describes the response to a change for callers who may not read the record: no body, and the `ETag` contains only its version.
fn describe_withheld(change: &mut Operation) {
    let responses = &mut change.responses.responses;
    let tagged = |answer: &RefOr<Response>| matches!(answer, RefOr::T(answer) if answer.headers.contains_key(ETAG.0));
    if let Some(RefOr::T(made)) = responses.get_mut("201").filter(|answer| tagged(answer)) {
        made.description = format!("{} Without a body for a caller who may not read the record.", made.description);
    }
    if responses.get("200").is_some_and(tagged) {
        let mut done = ResponseBuilder::new().description("Done; the caller may not read the record.").build();
        set(&mut done, ETAG);
        responses.insert("204".to_owned(), done.into());
    }
}

fn is_tagged(operation: &Operation) -> bool {
    let mut answers = operation.responses.responses.values();
    answers.any(|answer| matches!(answer, RefOr::T(answer) if answer.headers.contains_key(ETAG.0)))
}

/// Describes `Idempotency-Key` and its effects for every POST, except the operations in `without`.
#[must_use]
pub fn add_idempotency_keys(mut document: OpenApi, without: &[&str]) -> OpenApi {
    for item in document.paths.paths.values_mut() {
        let Some(operation) = &mut item.post else { continue };
        if operation.operation_id.as_deref().is_some_and(|id| without.contains(&id)) {
            continue;
        }
        operation.parameters.get_or_insert_default().push(key().into());
        // 404: the record of the first request is deleted, or this caller may no longer see it.
        for status in [404, 409, 422] {
            operation.responses.responses.entry(status.to_string()).or_insert_with(|| response(status));
        }
        for (status, answer) in &mut operation.responses.responses {
            if let (true, RefOr::T(answer)) = (status.starts_with('2'), answer) {
                let about =
                    "`true` if the request was carried out before: nothing was done, and the response is the record in its present state.";
                set(answer, ("Idempotency-Replayed", about, "true"));
            }
        }
    }
    document
}

fn expected_staff() -> Parameter {
    let about = "Id of the staff member whom the client expects to be signed in. If the token or the refresh cookie belongs to another person, or to a service account, nothing is \
                 done or read and the answer is 409 `another_person`; a malformed id is 400.";
    let id = ObjectBuilder::new().schema_type(Type::String).format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)));
    ParameterBuilder::new()
        .name(expected_staff::NAME)
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(about))
        .schema(Some(id))
        .build()
}

fn if_none_match() -> Parameter {
    let about = "ETags of the representations that the caller holds, separated by commas: if one of them is current, the response is 304 without a body.";
    // On the schema, not on the parameter: Swagger UI would send a parameter's example with each request.
    let tags = ObjectBuilder::new().schema_type(Type::String).examples([ETAG.2]);
    ParameterBuilder::new()
        .name("If-None-Match")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(about))
        .schema(Some(tags))
        .build()
}

fn key() -> Parameter {
    let about = "A unique value for this request, such as a random UUID. Sent again within 24 hours with the same body, nothing is done and the response is \
                 the record of the first request in its present state; with another body it is 422, and 409 while the first is still running. Rejected \
                 requests are not remembered.";
    let text =
        ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(MAX_KEY_LENGTH)).pattern(Some("^[!-~]+$"));
    // On the schema, not on the parameter: Swagger UI would send a parameter's example with each request, and the second operation would find the key used.
    let text = text.examples(["5f0c7a9e2b1d4c38"]);
    ParameterBuilder::new()
        .name(NAME)
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(about))
        .schema(Some(text))
        .build()
}

fn has_versioned_body(answer: &Response, versioned: &BTreeSet<String>) -> bool {
    let schemas =
        answer.content.values().filter_map(|content| if let RefOr::T(content) = content { content.schema.as_ref() } else { None });
    schemas
        .filter_map(|schema| if let RefOr::Ref(Ref { ref_location, .. }) = schema { ref_location.rsplit('/').next() } else { None })
        .any(|name| versioned.contains(name))
}

fn set(answer: &mut Response, (name, about, example): (&str, &str, &str)) {
    let text = ObjectBuilder::new().schema_type(Type::String);
    let header: Header = HeaderBuilder::new().schema(Some(text)).description(Some(about)).example(Some(example.into())).build();
    answer.headers.insert(name.to_owned(), header.into());
}
