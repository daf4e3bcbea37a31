//! The REST API, resource by resource. The route list is the whole of it on one screen.

mod answer;
mod caller;
mod customers;
mod import;
mod messages;
mod operations;
mod order;
mod sign_in;
mod staff;
mod tickets;
mod timeline;

pub(crate) use sign_in::PublicOrigin;
use utoipa::{
    Modify, OpenApi,
    openapi::{
        OpenApi as Document,
        security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
    },
};
use utoipa_actix_web::{scope, service_config::ServiceConfig};

use crate::http::document::settle;

/// The prefix of everything a client calls.
pub(crate) const BASE: &str = "/api/v1";

/// Every route there is. A handler without documentation cannot be registered here.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    let api = scope::scope(BASE)
        .service(sign_in::login)
        .service(sign_in::refresh)
        .service(sign_in::logout)
        .service(sign_in::get_me)
        .service(staff::list_staff)
        .service(staff::create_staff)
        .service(staff::get_staff)
        .service(customers::list_customers)
        .service(customers::create_customer)
        .service(customers::search_customers)
        .service(customers::upsert_customer)
        .service(import::import_customers)
        .service(customers::get_customer)
        .service(customers::update_customer)
        .service(customers::delete_customer)
        .service(customers::restore_customer)
        .service(tickets::list_tickets)
        .service(tickets::create_ticket)
        .service(tickets::get_ticket)
        .service(tickets::update_ticket)
        .service(tickets::set_ticket_status)
        .service(tickets::claim_ticket)
        .service(tickets::assign_ticket)
        .service(messages::list_ticket_messages)
        .service(messages::create_ticket_message)
        .service(timeline::get_ticket_timeline)
        .service(operations::get_openapi);
    config.service(api).service(operations::get_jwks).service(operations::get_liveness).service(operations::get_readiness);
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "CareDesk",
        description = "The customer-care desk of a telehealth company. Sign in with `login`, press *Authorize* and paste the `access_token`; \
                       it is good for ten minutes. Every answer that is not a success is a problem document (RFC 9457).",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    servers((url = "/", description = "This desk")),
    tags(
        (name = "sign-in", description = "Sessions and who one is."),
        (name = "staff", description = "The people of the desk."),
        (name = "customers", description = "The people the desk cares for."),
        (name = "tickets", description = "Their cases."),
        (name = "operations", description = "For whoever runs the desk."),
    ),
    modifiers(&Bearer)
)]
struct Base;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, document: &mut Document) {
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("JWT")
            .description(Some("The `access_token` of `login` or `refresh`."))
            .build();
        let components = document.components.get_or_insert_with(Default::default);
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
        document.security = Some(vec![SecurityRequirement::new("bearer", Vec::<String>::new())]);
    }
}

/// What the document says before any route has been collected.
pub(crate) fn base() -> Document {
    Base::openapi()
}

/// The whole OpenAPI document, made from the routes themselves.
pub fn document() -> Document {
    use utoipa_actix_web::AppExt as _;
    let app = actix_web::App::new().into_utoipa_app().openapi(base()).configure(routes);
    let (_, document) = app.split_for_parts();
    settle(document)
}
