//! The headers of requests and answers that are the same for every operation of a kind, described once.

use std::collections::BTreeSet;

use utoipa::openapi::{
    HeaderBuilder, KnownFormat, ObjectBuilder, OpenApi, Ref, RefOr, Required, ResponseBuilder, SchemaFormat, Type,
    header::Header,
    path::{Operation, Parameter, ParameterBuilder, ParameterIn},
    response::Response,
    schema::Schema,
};

use super::is_open;
use crate::http::{
    expected_staff,
    idempotency::{LONGEST, NAME},
    refusal::{operations, response},
};

const ETAG: (&str, &str, &str) =
    ("ETag", "Version and digest of the representation: for `If-Match` and `If-None-Match`.", "\"3-0a1b2c3d4e5f6071\"");
const LOCATION: (&str, &str, &str) = ("Location", "Where it is.", "/api/v1/tickets/0192f3c4-7a1b-7c2d-8e3f-405162738495");
const RETRY_AFTER: (&str, &str, &str) = ("Retry-After", "After how many seconds to try again.", "2");

/// Operations without a token that go by the refresh cookie, whose session is held against `CareDesk-Staff` too.
const BY_COOKIE: [&str; 2] = ["refresh_session", "logout"];

/// Describes what requests may carry: `CareDesk-Staff` where somebody is signed in. Describes what answers carry: `ETag` with every record that
/// counts its versions, `If-None-Match` and 304 where it is read, and an answer without a body where it is changed; `Location` with what was made; `Retry-After` with
/// what may succeed later.
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
            withhold(change);
        }
        if let Some(read) = item.get.as_mut().filter(|read| is_tagged(read)) {
            let mut unchanged = ResponseBuilder::new().description("The caller holds it already: `If-None-Match` names its ETag.").build();
            set(&mut unchanged, ETAG);
            read.responses.responses.insert("304".to_owned(), unchanged.into());
            read.parameters.get_or_insert_default().push(if_none_match().into());
        }
    }
}

fn describe(status: &str, answer: &mut Response, versioned: &BTreeSet<String>) {
    if status.starts_with('2') && shows(answer, versioned) {
        set(answer, ETAG);
    }
    match status {
        "201" => set(answer, LOCATION),
        "429" | "503" => set(answer, RETRY_AFTER),
        _ => {}
    }
}

/// Describes the answer to a change for callers who may not read the record: without a body, with the `ETag` of its version alone.
fn withhold(change: &mut Operation) {
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

/// Describes the `Idempotency-Key` of every POST but those `without` one, and what comes of it.
#[must_use]
pub fn take_keys(mut document: OpenApi, without: &[&str]) -> OpenApi {
    for item in document.paths.paths.values_mut() {
        let Some(operation) = &mut item.post else { continue };
        if operation.operation_id.as_deref().is_some_and(|id| without.contains(&id)) {
            continue;
        }
        operation.parameters.get_or_insert_default().push(key().into());
        // 404: the record of the first time is gone, or no longer this caller's to see.
        for status in [404, 409, 422] {
            operation.responses.responses.entry(status.to_string()).or_insert_with(|| response(status));
        }
        for (status, answer) in &mut operation.responses.responses {
            if let (true, RefOr::T(answer)) = (status.starts_with('2'), answer) {
                let about =
                    "`true` when the request had been carried out before, so that nothing was done now: this is its record as it is now.";
                set(answer, ("Idempotency-Replayed", about, "true"));
            }
        }
    }
    document
}

fn expected_staff() -> Parameter {
    let about = "The id of the person whom the client believes to be signed in. When the token or the refresh cookie belongs to another person, or to a service account, nothing is \
                 done or read and the answer is 409 `another_person`; what is no id is 400.";
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
    let about = "ETags of the representations that the caller holds, separated by commas: when one of them is what would be sent, the answer is 304 without a body.";
    // Of the schema, not of the parameter, or Swagger would send it with each press.
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
    let about = "A value of your own for this request, such as a random UUID. Sent again within 24 hours with the same body it does nothing and answers \
                 the record of the first time as it is now; with another body it is 422, and 409 while the first is still under way. What was refused \
                 is not remembered.";
    let text = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(LONGEST)).pattern(Some("^[!-~]+$"));
    // Of the schema, not of the parameter: Swagger would send that with each press, and the second operation pressed would find the key used.
    let text = text.examples(["5f0c7a9e2b1d4c38"]);
    ParameterBuilder::new()
        .name(NAME)
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(about))
        .schema(Some(text))
        .build()
}

fn shows(answer: &Response, versioned: &BTreeSet<String>) -> bool {
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
