//! Adds to each operation of the OpenAPI document how callers authenticate, and the scopes that a service account needs.

use caredesk_domain::scopes::OAuthScope::{
    self, CustomersRead, CustomersWrite, EscalationsRead, EscalationsWrite, ImportWrite, InteractionsRead, InteractionsWrite, NotesRead,
    NotesWrite, ReportsRead, TicketsRead, TicketsWrite,
};
use utoipa::openapi::{
    OpenApi, PathItem,
    path::Operation,
    security::{ClientCredentials, Flow, HttpAuthScheme, HttpBuilder, OAuth2, Scopes, SecurityRequirement, SecurityScheme},
};

use super::paths::BASE;

/// Access token of a staff member or of a service account.
const BEARER: &str = "bearer";
/// How a service account gets its access token (RFC 6749, section 4.4).
const CLIENT_CREDENTIALS: &str = "client_credentials";

/// Read scopes of a customer and all records linked to it.
const WHOLE_CUSTOMER: &[OAuthScope] = &[CustomersRead, TicketsRead, InteractionsRead, EscalationsRead];

/// Operations that service accounts may call, with the scopes needed for the operation's example: all of a row; of several rows one is enough.
/// The roles table of the tests repeats this independently.
const SCOPES: &[(&str, &[OAuthScope])] = &[
    ("search_everything", &[TicketsRead, CustomersRead, InteractionsRead]),
    ("search_tickets", &[TicketsRead]),
    ("get_oversight_summary", &[ReportsRead]),
    ("get_agent_performance", &[ReportsRead]),
    ("get_frequent_issues", &[ReportsRead]),
    ("list_tickets_behind", &[ReportsRead, TicketsRead]),
    ("get_agent_report", &[ReportsRead]),
    ("get_customer_history", &[ReportsRead, CustomersRead, TicketsRead, InteractionsRead, EscalationsRead]),
    ("mark_messages_fetched", &[TicketsRead]),
    ("list_customers", &[CustomersRead]),
    ("search_customers", &[CustomersRead]),
    ("create_customer", &[CustomersWrite]),
    ("upsert_customer", &[CustomersWrite]),
    ("import_customers", &[ImportWrite]),
    ("get_customer", &[CustomersRead]),
    ("get_customer_profile", WHOLE_CUSTOMER),
    ("get_customer_timeline", WHOLE_CUSTOMER),
    ("update_customer", &[CustomersWrite]),
    ("list_interactions", &[InteractionsRead]),
    ("create_interaction", &[InteractionsWrite]),
    ("get_interaction", &[InteractionsRead]),
    ("get_interaction_timeline", &[InteractionsRead]),
    ("update_interaction", &[InteractionsWrite]),
    ("set_interaction_status", &[InteractionsWrite]),
    ("end_interaction", &[InteractionsWrite]),
    ("move_interaction", &[InteractionsWrite]),
    ("assign_interaction", &[InteractionsWrite]),
    ("list_interaction_notes", &[NotesRead, InteractionsRead]),
    ("create_interaction_note", &[NotesWrite]),
    ("list_interaction_escalations", &[EscalationsRead, InteractionsRead]),
    ("create_interaction_escalation", &[EscalationsWrite]),
    ("get_note", &[NotesRead]),
    ("update_note", &[NotesWrite]),
    ("list_tickets", &[TicketsRead]),
    ("create_ticket", &[TicketsWrite]),
    ("change_tickets", &[TicketsWrite]),
    ("get_ticket", &[TicketsRead]),
    ("get_ticket_timeline", &[TicketsRead]),
    ("list_ticket_messages", &[TicketsRead]),
    ("list_ticket_escalations", &[EscalationsRead, TicketsRead]),
    ("update_ticket", &[TicketsWrite]),
    ("set_ticket_status", &[TicketsWrite]),
    ("assign_ticket", &[TicketsWrite]),
    ("move_ticket", &[TicketsWrite]),
    ("create_ticket_message", &[TicketsWrite]),
    ("create_ticket_message", &[NotesWrite]),
    ("create_ticket_escalation", &[EscalationsWrite]),
    ("list_escalations", &[EscalationsRead]),
    ("get_escalation", &[EscalationsRead]),
    ("get_escalation_timeline", &[EscalationsRead]),
    ("list_escalation_messages", &[EscalationsRead]),
];

/// Adds both security schemes, and splits each operation's text: summary (what it does) and description (the rest, and who may call it).
pub(super) fn describe(document: &mut OpenApi) {
    let components = document.components.get_or_insert_with(Default::default);
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .description(Some("The `access_token` of `login` or `refresh_session` (staff), or of `issue_token` (service account)."));
    components.add_security_scheme(BEARER, SecurityScheme::Http(bearer.build()));
    let scopes =
        OAuthScope::ALL.iter().filter(|scope| scope.is_for_service_accounts()).map(|scope| (scope.as_str(), scope_description(*scope)));
    let flow = Flow::ClientCredentials(ClientCredentials::new(format!("{BASE}/auth/token"), Scopes::from_iter(scopes)));
    components.add_security_scheme(
        CLIENT_CREDENTIALS,
        SecurityScheme::OAuth2(OAuth2::with_description(
            [flow],
            "How a service account gets its access token. An admin grants its scopes.",
        )),
    );
    document.security = Some(vec![SecurityRequirement::new(BEARER, [""; 0])]);
    for operation in document.paths.paths.values_mut().flat_map(operations) {
        describe_operation(operation);
    }
}

fn describe_operation(operation: &mut Operation) {
    let id = operation.operation_id.clone().unwrap_or_default();
    let rows: Vec<Vec<&str>> = SCOPES.iter().filter(|(of, _)| *of == id).map(|(_, needed)| scope_names(needed)).collect();
    let callers = if operation.security.is_some() {
        "Needs no access token.".to_owned()
    } else if rows.is_empty() {
        "For staff only: no scope allows it to a service account.".to_owned()
    } else {
        let alternatives: Vec<String> = rows.iter().map(|row| format!("`{}`", row.join("` and `"))).collect();
        format!("A service account needs the scope {}.", alternatives.join(", or "))
    };
    if operation.security.is_none() {
        let programs = rows.into_iter().map(|row| SecurityRequirement::new(CLIENT_CREDENTIALS, row));
        operation.security = Some(std::iter::once(SecurityRequirement::new(BEARER, [""; 0])).chain(programs).collect());
    }
    let text = operation.summary.take().unwrap_or_default();
    let (summary, rest) = text.split_once(". ").unwrap_or((text.trim_end_matches('.'), ""));
    let description = [rest, operation.description.as_deref().unwrap_or_default(), &callers];
    let description: Vec<&str> = description.into_iter().filter(|part| !part.is_empty()).collect();
    operation.description = Some(description.join("\n\n"));
    operation.summary = Some(summary.replace('\n', " "));
}

const fn scope_description(scope: OAuthScope) -> &'static str {
    match scope {
        CustomersRead => "Read customers.",
        CustomersWrite => "Add and correct customers.",
        InteractionsRead => "Read interactions.",
        InteractionsWrite => "Log, change and end interactions.",
        TicketsRead => "Read tickets and their messages.",
        TicketsWrite => "Open and change tickets.",
        NotesRead => "Read internal notes.",
        NotesWrite => "Write internal notes.",
        EscalationsRead => "Read escalations.",
        EscalationsWrite => "Create escalations.",
        ReportsRead => "Read reports.",
        ImportWrite => "Import customers in bulk.",
        OAuthScope::AuditRead => "Read the audit log and the read log. No operation needs it yet.",
        OAuthScope::StaffRead => "Read staff.",
        OAuthScope::StaffWrite => "Manage staff and service accounts.",
    }
}

fn scope_names(scopes: &[OAuthScope]) -> Vec<&'static str> {
    scopes.iter().map(|scope| scope.as_str()).collect()
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.put, &mut item.post, &mut item.delete, &mut item.patch].into_iter().filter_map(Option::as_mut)
}
