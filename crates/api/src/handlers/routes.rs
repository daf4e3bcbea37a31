//! The routes of the API, and its OpenAPI document.

use actix_web::middleware::from_fn;
use caredesk_domain::{escalation::EscalationEndKind, event::TimelineKind, metric::Drilldown};
use utoipa::{OpenApi, openapi::OpenApi as Document};
use utoipa_actix_web::{scope, service_config::ServiceConfig};

use super::{
    access, caller, customers, dashboard, escalations, fetched, health, idempotency, import, interactions, me, messages, notes, notices,
    order, oversight, passwords, paths::BASE, replay, search, service_accounts, sign_in, staff, tickets, timeline, token,
};
use crate::http::{
    openapi::{add_idempotency_keys, finalise},
    refuse_unexpected_parameters, refuse_wrong_methods,
};

/// All routes. A handler without OpenAPI documentation cannot be registered here.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    let api = scope::scope(BASE)
        .service(sign_in::login)
        .service(sign_in::refresh)
        .service(sign_in::logout)
        .service(token::issue_token)
        .service(me::get_me)
        .service(me::update_me)
        .service(me::list_sessions)
        .service(me::end_session)
        .service(passwords::change_password)
        .service(passwords::use_password_link)
        .service(staff::list_staff)
        .service(staff::create_staff)
        .service(staff::get_staff)
        .service(staff::update_staff)
        .service(passwords::create_password_link)
        .service(service_accounts::list_service_accounts)
        .service(service_accounts::create_service_account)
        .service(service_accounts::get_service_account)
        .service(service_accounts::update_service_account)
        .service(service_accounts::delete_service_account)
        .service(service_accounts::create_service_secret)
        .service(customers::list_customers)
        .service(customers::create_customer)
        .service(customers::search_customers)
        .service(customers::upsert_customer)
        .service(import::import_customers)
        .service(customers::get_customer)
        .service(customers::get_customer_profile)
        .service(customers::get_customer_timeline)
        .service(customers::update_customer)
        .service(customers::delete_customer)
        .service(customers::restore_customer)
        .service(interactions::list_interactions)
        .service(interactions::create_interaction)
        .service(interactions::get_interaction)
        .service(interactions::update_interaction)
        .service(interactions::delete_interaction)
        .service(interactions::restore_interaction)
        .service(interactions::set_interaction_status)
        .service(interactions::end_interaction)
        .service(interactions::assign_interaction)
        .service(interactions::move_interaction)
        .service(interactions::redact_interaction)
        .service(notes::list_interaction_notes)
        .service(notes::create_interaction_note)
        .service(interactions::get_interaction_timeline)
        .service(notes::get_note)
        .service(notes::update_note)
        .service(notes::redact_note)
        .service(tickets::list_tickets)
        .service(tickets::create_ticket)
        .service(tickets::search_tickets)
        .service(tickets::change_tickets)
        .service(tickets::get_ticket)
        .service(tickets::update_ticket)
        .service(tickets::delete_ticket)
        .service(tickets::restore_ticket)
        .service(tickets::set_ticket_status)
        .service(tickets::claim_ticket)
        .service(tickets::claim_next_ticket)
        .service(tickets::assign_ticket)
        .service(tickets::move_ticket)
        .service(tickets::redact_ticket)
        .service(messages::list_ticket_messages)
        .service(messages::create_ticket_message)
        .service(messages::recall_ticket_message)
        .service(notes::redact_ticket_message)
        .service(fetched::mark_messages_fetched)
        .service(timeline::get_ticket_timeline)
        .service(escalations::list_ticket_escalations)
        .service(escalations::create_ticket_escalation)
        .service(escalations::list_interaction_escalations)
        .service(escalations::create_interaction_escalation)
        .service(escalations::list_escalations)
        .service(escalations::get_escalation)
        .service(escalations::delete_escalation)
        .service(escalations::restore_escalation)
        .service(escalations::accept_escalation)
        .service(escalations::decline_escalation)
        .service(escalations::reassign_escalation)
        .service(escalations::raise_escalation_priority)
        .service(escalations::resolve_escalation)
        .service(escalations::close_escalation)
        .service(escalations::withdraw_escalation)
        .service(escalations::redact_escalation)
        .service(escalations::list_escalation_messages)
        .service(escalations::create_escalation_message)
        .service(escalations::get_escalation_timeline)
        .service(search::search_everything)
        .service(dashboard::get_dashboard)
        .service(oversight::get_oversight_summary)
        .service(oversight::get_agent_performance)
        .service(oversight::get_agent_report)
        .service(oversight::get_frequent_issues)
        .service(oversight::get_customer_history)
        .service(oversight::list_tickets_behind)
        .service(notices::list_notices)
        .service(notices::see_notices)
        .service(health::get_openapi)
        .wrap(from_fn(replay::show_record))
        .wrap(from_fn(refuse_unexpected_parameters))
        .wrap(from_fn(caller::require_authentication))
        .wrap(from_fn(refuse_wrong_methods));
    config.service(api).service(health::get_jwks).service(health::get_liveness).service(health::get_readiness);
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "CareDesk",
        description = "The customer-care desk of a telehealth company. Sign in with `login`, press *Authorize* and paste the `access_token`; \
                       it is valid for ten minutes. Every error response is a problem document (RFC 9457).",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    components(schemas(
        order::TicketOrder, order::CustomerOrder, order::InteractionOrder, escalations::EscalationOrder, TimelineKind, EscalationEndKind, Drilldown
    )),
    servers((url = "/", description = "This server")),
    tags(
        (name = "sign-in", description = "Sessions and the caller's account."),
        (name = "staff", description = "Staff and their roles."),
        (name = "service-accounts", description = "Accounts of other systems, and their scopes."),
        (name = "customers", description = "Customers and their records."),
        (name = "interactions", description = "Calls, chats and e-mails with customers."),
        (name = "tickets", description = "Customer requests and their messages."),
        (name = "notes", description = "Internal notes, never visible to customers or doctors."),
        (name = "escalations", description = "Questions to doctors and admins, and their answers."),
        (name = "search", description = "One search for tickets, customers and interactions."),
        (name = "dashboard", description = "The caller's pending work and latest activity."),
        (name = "oversight", description = "Reports: metrics with numerators and denominators, and the records they count; for admins and auditors."),
        (name = "notices", description = "Notifications: ids and kinds, no texts."),
        (name = "operations", description = "Health checks, keys and this document; for operators."),
    )
)]
struct Base;

/// The document before any route is collected.
pub(crate) fn base() -> Document {
    Base::openapi()
}

/// The whole OpenAPI document, collected from the routes.
pub fn document() -> Document {
    use utoipa_actix_web::AppExt as _;
    let app = actix_web::App::new().into_utoipa_app().openapi(base()).configure(routes);
    let (_, mut document) = app.split_for_parts();
    access::describe(&mut document);
    add_idempotency_keys(finalise(document), &idempotency::OPERATIONS_WITHOUT_KEY)
}
