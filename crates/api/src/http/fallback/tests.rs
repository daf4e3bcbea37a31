use actix_web::{
    App, HttpResponse, delete, get,
    middleware::from_fn,
    patch, post,
    test::{TestRequest, call_service, init_service, read_body_json},
};
use utoipa_actix_web::AppExt;

use super::*;
use crate::http::Problem;

#[utoipa::path(responses((status = 200)))]
#[get("/tickets")]
async fn list_tickets() -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[utoipa::path(responses((status = 200)))]
#[post("/tickets")]
async fn open_ticket() -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[utoipa::path(responses((status = 200)))]
#[post("/tickets/search")]
async fn search_tickets() -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[utoipa::path(responses((status = 200)))]
#[get("/tickets/{id}")]
async fn get_ticket() -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[utoipa::path(responses((status = 200)))]
#[patch("/tickets/{id}")]
async fn change_ticket() -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[utoipa::path(responses((status = 200)))]
#[delete("/tickets/{id:[0-9a-f-]+}/messages")]
async fn delete_messages() -> HttpResponse {
    HttpResponse::Ok().finish()
}

fn tickets(config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {
    config
        .service(list_tickets)
        .service(open_ticket)
        .service(search_tickets)
        .service(get_ticket)
        .service(change_ticket)
        .service(delete_messages);
}

#[actix_web::test]
async fn wrong_method_is_405_with_allow_and_unknown_path_is_404() {
    let api = utoipa_actix_web::scope("/api/v1").configure(tickets).wrap(from_fn(refuse_wrong_methods));
    let (app, document) = App::new().into_utoipa_app().service(api).split_for_parts();
    let app = init_service(app.app_data(web::Data::new(Routes::of(&document))).default_service(fallback)).await;
    let cases = [
        (Method::GET, "/api/v1/tickets", 200, None),
        (Method::DELETE, "/api/v1/tickets", 405, Some("GET, POST")),
        (Method::HEAD, "/api/v1/tickets", 405, Some("GET, POST")),
        (Method::DELETE, "/api/v1/tickets/search", 405, Some("POST")),
        // Regression: was once read as the ticket `search`.
        (Method::PATCH, "/api/v1/tickets/search", 405, Some("POST")),
        (Method::POST, "/api/v1/tickets/7", 405, Some("GET, PATCH")),
        (Method::GET, "/api/v1/tickets/7/messages", 405, Some("DELETE")),
        (Method::GET, "/api/v1/tickets/", 404, None),
        (Method::GET, "/api/v1/tickets/7/", 404, None),
        (Method::GET, "/api/v1/nothing", 404, None),
        (Method::GET, "/tickets", 404, None),
        (Method::POST, "/", 404, None),
    ];
    for (method, path, status, allow) in cases {
        let response = call_service(&app, TestRequest::with_uri(path).method(method.clone()).to_request()).await;
        assert_eq!(response.status(), status, "{method} {path}");
        assert_eq!(response.headers().get("allow").map(|allow| allow.to_str().unwrap()), allow, "{method} {path}");
        if status >= 400 {
            let problem: Problem = read_body_json(response).await;
            assert_eq!(problem.status, status);
        }
    }
}

#[actix_web::test]
async fn read_without_parameters_rejects_any_parameter() {
    let api = utoipa_actix_web::scope("/api/v1").configure(tickets).wrap(from_fn(refuse_unexpected_parameters));
    let (app, document) = App::new().into_utoipa_app().service(api).split_for_parts();
    let app = init_service(app.app_data(web::Data::new(Routes::of(&document))).default_service(fallback)).await;
    let cases = [
        (Method::GET, "?", 200),
        (Method::GET, "?&", 200),
        (Method::GET, "?a", 400),
        (Method::GET, "?a=1", 400),
        (Method::PATCH, "?a=1", 200),
    ];
    for (method, query, status) in cases {
        let request = TestRequest::with_uri(&format!("/api/v1/tickets/7{query}")).method(method.clone()).to_request();
        assert_eq!(call_service(&app, request).await.status(), status, "{method} {query}");
    }
}

#[test]
fn registered_routes_are_all_in_document() {
    let (_, document) = App::new().into_utoipa_app().service(utoipa_actix_web::scope("/api/v1").configure(tickets)).split_for_parts();
    let addresses: Vec<_> = document
        .paths
        .paths
        .iter()
        .map(|(path, item)| (path.as_str(), operations(item).into_iter().map(|(method, _)| method).collect::<Vec<_>>()))
        .collect();
    assert_eq!(
        addresses,
        [
            ("/api/v1/tickets", vec![Method::GET, Method::POST]),
            ("/api/v1/tickets/search", vec![Method::POST]),
            ("/api/v1/tickets/{id}", vec![Method::GET, Method::PATCH]),
            ("/api/v1/tickets/{id}/messages", vec![Method::DELETE]),
        ]
    );
}
