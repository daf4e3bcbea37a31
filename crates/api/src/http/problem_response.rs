//! Error responses in the OpenAPI document: listed by the operation, or added here if this module sends them.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use utoipa::{
    IntoResponses, PartialSchema, ToSchema,
    openapi::{
        Components, ContentBuilder, OpenApi, Ref, RefOr,
        path::{Operation, ParameterIn},
        response::{Response, ResponseBuilder},
    },
};

use super::{
    openapi::operations::{has_parameters, is_open, operations},
    problem::{PROBLEM_JSON, Problem, ProblemField},
};

/// A documented error status of an operation: `responses((status = 200, …), ProblemResponse<403>, ProblemResponse<409>)`.
#[derive(Debug)]
pub struct ProblemResponse<const STATUS: u16>;

impl<const STATUS: u16> IntoResponses for ProblemResponse<STATUS> {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        BTreeMap::from([(STATUS.to_string(), response(STATUS))])
    }
}

pub(super) fn response(status: u16) -> RefOr<Response> {
    let problem = Problem::of_status(StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(Problem::name()))).build();
    ResponseBuilder::new().description(problem.detail).content(PROBLEM_JSON, content).build().into()
}

/// Adds to every operation the error responses that this module may send, unless it lists them itself.
pub(super) fn add_common(document: &mut OpenApi) {
    for item in document.paths.paths.values_mut() {
        for (writes, operation) in operations(item) {
            for status in common(writes, operation) {
                operation.responses.responses.entry(status.to_string()).or_insert_with(|| response(status));
            }
        }
    }
    let schemas = &mut document.components.get_or_insert_with(Components::new).schemas;
    schemas.entry(Problem::name().into_owned()).or_insert_with(Problem::schema);
    schemas.entry(ProblemField::name().into_owned()).or_insert_with(ProblemField::schema);
}

fn common(writes: bool, operation: &Operation) -> Vec<u16> {
    // A head that exceeds a limit is 400 or 431 everywhere.
    let mut statuses = vec![400, 431, 500, 503];
    if !is_open(operation) {
        // 409: another person is signed in than the client expects. 429: too many running requests.
        statuses.extend([409, 429]);
    }
    if has_parameters(operation, &ParameterIn::Path) {
        statuses.push(404);
    }
    if has_parameters(operation, &ParameterIn::Query) || writes {
        statuses.push(422);
    }
    if writes {
        statuses.extend([408, 413, 415]);
    }
    statuses
}

#[cfg(test)]
mod tests {
    use actix_web::{HttpResponse, get, post};
    use utoipa::OpenApi as _;

    use super::*;
    use crate::http::openapi;

    /// One ticket.
    #[utoipa::path(params(("id" = String, Path, description = "The ticket.")), responses((status = 200), ProblemResponse<403>))]
    #[get("/tickets/{id}")]
    async fn get_ticket() -> HttpResponse {
        HttpResponse::Ok().finish()
    }

    /// Takes a ticket.
    #[utoipa::path(responses((status = 200), (status = 422, description = "Its own words."), ProblemResponse<409>))]
    #[post("/tickets/claim")]
    async fn claim_ticket() -> HttpResponse {
        HttpResponse::Ok().finish()
    }

    #[test]
    fn operation_documents_its_own_and_common_error_statuses() {
        #[derive(utoipa::OpenApi)]
        #[openapi(paths(get_ticket, claim_ticket))]
        struct Api;
        let document = serde_json::to_value(openapi::finalise(Api::openapi())).unwrap();
        let statuses = |path: &str, method: &str| {
            let responses = document["paths"][path][method]["responses"].as_object().unwrap().clone();
            responses.keys().map(|status| status.parse().unwrap()).collect::<Vec<u16>>()
        };
        assert_eq!(statuses("/tickets/{id}", "get"), [200, 400, 403, 404, 409, 429, 431, 500, 503]);
        assert_eq!(statuses("/tickets/claim", "post"), [200, 400, 408, 409, 413, 415, 422, 429, 431, 500, 503]);
        let responses = &document["paths"]["/tickets/claim"]["post"]["responses"];
        assert_eq!(responses["422"]["description"], "Its own words.");
        assert_eq!(responses["409"]["content"][PROBLEM_JSON]["schema"]["$ref"], "#/components/schemas/Problem");
        let problem = &document["components"]["schemas"]["Problem"];
        assert_eq!(problem["required"], serde_json::json!(["type", "title", "status", "code", "detail", "request_id"]));
        assert_eq!(problem["properties"]["errors"]["items"]["$ref"], "#/components/schemas/ProblemField");
        assert_eq!(document["components"]["schemas"]["ProblemField"]["properties"]["pointer"]["type"], "string");
    }
}
