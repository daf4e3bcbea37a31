//! Fixtures: for each operation the records it needs to succeed, and a caller who can do it.

mod send_example;

use caredesk_domain::actor::Role;
use caredesk_tests::{Client, Record, TestServer};
use reqwest::Method;
use serde_json::{Value, json};

pub(crate) use send_example::{send_example, text};

/// The caller and the records of a request.
#[derive(Clone)]
pub(crate) struct Fixture {
    pub(crate) fixture_for: Client,
    /// The ids in the path.
    pub(crate) with_id: Vec<(&'static str, String)>,
    /// Query parameters in addition to the document's examples, such as `deleted=true`.
    pub(crate) query: Option<String>,
    /// Body fields with ids or secrets of this desk; `null` removes the field.
    pub(crate) fields: Vec<(String, Value)>,
    pub(crate) cookie: Option<String>,
    /// Headers in addition to the document's examples.
    pub(crate) headers: Vec<(&'static str, String)>,
}

fn client(client: Client) -> Fixture {
    Fixture { fixture_for: client, with_id: Vec::new(), query: None, fields: Vec::new(), cookie: None, headers: Vec::new() }
}

impl Fixture {
    fn path_ids(mut self, id: &str) -> Self {
        self.with_id.push(("id", id.to_owned()));
        self
    }

    fn with_field(mut self, field: &str, value: Value) -> Self {
        self.fields.push((field.to_owned(), value));
        self
    }

    /// The fixture of an operation. A new operation must be added here.
    pub(crate) async fn of(desk: &TestServer, operation: &str) -> Self {
        let (agent, admin, doctor) = (desk.agent().await, desk.admin().await, desk.doctor().await);
        match operation {
            "get_jwks" | "get_openapi" | "get_liveness" | "get_readiness" => client(desk.visitor()),
            // The example has the address and password of the default agent.
            "login" => client(desk.visitor()),
            "issue_token" => {
                let program = desk.create_service_account(&["tickets:read", "tickets:write"]).await;
                client(desk.visitor()).with_field("client_id", json!(program.id)).with_field("client_secret", json!(program.secret))
            }
            "refresh_session" | "logout" => {
                let colleague = desk.new_client(Role::Agent).await;
                Self { cookie: Some(colleague.cookie().to_owned()), ..client(desk.visitor()) }
            }
            "use_password_link" => {
                let path = format!("/staff/{}/password-link", desk.add_staff(Role::Agent).await.id);
                let link = admin.call(Method::POST, &path).send().await.ok();
                client(desk.visitor()).with_field("token", json!(link["path"].as_str().unwrap().split_once("#token=").unwrap().1))
            }
            // Must not change the password or end the session of the default staff.
            "change_password" => client(desk.new_client(Role::Agent).await),
            "end_session" => {
                let colleague = desk.new_client(Role::Agent).await;
                let sessions = colleague.get("/auth/sessions").await.ok();
                let session = sessions.each("id")[0].to_owned();
                client(colleague).path_ids(&session)
            }
            "get_me" | "update_me" | "list_sessions" | "list_notices" | "see_notices" | "get_dashboard" | "search_everything"
            | "search_tickets" => client(agent),
            "list_customers" | "create_customer" | "search_customers" | "upsert_customer" => client(agent),
            "import_customers" => client(admin),
            "get_oversight_summary" | "get_agent_performance" | "get_frequent_issues" | "list_tickets_behind" => client(admin),
            "get_agent_report" => client(admin).path_ids(agent.id()),
            "get_customer_history" => client(admin).path_ids(desk.customer().await.id()),
            "get_customer" | "update_customer" | "get_customer_profile" | "get_customer_timeline" => {
                client(agent).path_ids(desk.customer().await.id())
            }
            "delete_customer" => client(admin).path_ids(desk.customer().await.id()),
            "restore_customer" => client(admin.clone()).path_ids(&delete_record(&admin, "customers", &desk.customer().await).await),
            "list_staff" => client(agent),
            "create_staff" => client(admin),
            "get_staff" => client(agent).path_ids(doctor.id()),
            "update_staff" | "create_password_link" => client(admin).path_ids(&desk.add_staff(Role::Agent).await.id),
            "list_service_accounts" | "create_service_account" => client(admin),
            "get_service_account" | "update_service_account" | "delete_service_account" | "create_service_secret" => {
                client(admin).path_ids(&desk.create_service_account(&["tickets:read"]).await.id)
            }
            "mark_messages_fetched" => client(desk.service_account_client(&["tickets:read"]).await),
            other if other.contains("escalation") => escalation(desk, other).await,
            other if other.contains("note") || other.contains("message") => message(desk, other).await,
            other if other.contains("interaction") => interaction(desk, other).await,
            other => ticket(desk, other).await,
        }
    }
}

/// Deletes a record and returns its id.
async fn delete_record(admin: &Client, resource: &str, record: &Record) -> String {
    admin.delete(&format!("/{resource}/{}", record.id()), "*").await.no_content();
    record.id().to_owned()
}

async fn interaction(desk: &TestServer, operation: &str) -> Fixture {
    let (agent, admin) = (desk.agent().await, desk.admin().await);
    match operation {
        "list_interactions" => client(agent),
        "create_interaction" => client(agent).with_field("customer_id", json!(desk.customer().await.id())),
        "get_interaction"
        | "update_interaction"
        | "set_interaction_status"
        | "end_interaction"
        | "assign_interaction"
        | "get_interaction_timeline" => client(agent).path_ids(desk.interaction().await.id()),
        "move_interaction" => {
            let other = desk.customer().await;
            client(agent).path_ids(desk.interaction().await.id()).with_field("customer_id", json!(other.id()))
        }
        "delete_interaction" | "redact_interaction" => client(admin).path_ids(desk.interaction().await.id()),
        "restore_interaction" => client(admin.clone()).path_ids(&delete_record(&admin, "interactions", &desk.interaction().await).await),
        other => panic!("no fixture for {other}"),
    }
}

async fn ticket(desk: &TestServer, operation: &str) -> Fixture {
    let (agent, admin) = (desk.agent().await, desk.admin().await);
    match operation {
        "list_tickets" => client(agent),
        "create_ticket" => client(agent).with_field("customer_id", json!(desk.customer().await.id())),
        "change_tickets" => client(agent).with_field("ids", json!([desk.ticket().await.id()])),
        "get_ticket" | "update_ticket" | "set_ticket_status" | "assign_ticket" | "get_ticket_timeline" => {
            client(agent).path_ids(desk.ticket().await["number"].as_str().unwrap())
        }
        "claim_ticket" => client(agent).path_ids(desk.ticket().queued().await.id()),
        "claim_next_ticket" => {
            desk.ticket().queued().await;
            client(agent)
        }
        "move_ticket" => {
            let other = desk.customer().await;
            client(agent).path_ids(desk.ticket().await.id()).with_field("customer_id", json!(other.id()))
        }
        "delete_ticket" | "redact_ticket" => client(admin).path_ids(desk.ticket().await.id()),
        "restore_ticket" => client(admin.clone()).path_ids(&delete_record(&admin, "tickets", &desk.ticket().await).await),
        other => panic!("no fixture for {other}"),
    }
}

/// Notes and messages.
async fn message(desk: &TestServer, operation: &str) -> Fixture {
    let (agent, admin) = (desk.agent().await, desk.admin().await);
    match operation {
        "list_ticket_messages" | "create_ticket_message" => client(agent).path_ids(desk.ticket().await.id()),
        "redact_ticket_message" | "recall_ticket_message" => {
            let ticket = desk.ticket().await;
            let body = json!({"kind": "reply", "body": "We have asked the bank to pay it back."});
            let reply = agent.post(&format!("/tickets/{}/messages", ticket.id()), body).await.created();
            let mut stage = client(if operation == "redact_ticket_message" { admin } else { agent }).path_ids(ticket.id());
            stage.with_id.push(("message_id", reply.id().to_owned()));
            stage
        }
        "list_interaction_notes" | "create_interaction_note" => client(agent).path_ids(desk.interaction().await.id()),
        "get_note" | "update_note" | "redact_note" => {
            let body = json!({"body": "She is worried about the bill; be patient."});
            let note = agent.post(&format!("/interactions/{}/notes", desk.interaction().await.id()), body).await.created();
            client(if operation == "redact_note" { admin } else { agent }).path_ids(note.id())
        }
        other => panic!("no fixture for {other}"),
    }
}

/// Escalations: raised by the agent to the doctor by name.
async fn escalation(desk: &TestServer, operation: &str) -> Fixture {
    let (agent, admin, doctor) = (desk.agent().await, desk.admin().await, desk.doctor().await);
    let raised = async || {
        let ask = json!({"target": {"role": "doctor", "staff_id": doctor.id()}, "reason": "A rash since she uses the cream: is this an allergy?"});
        agent.post(&format!("/tickets/{}/escalations", desk.ticket().await.id()), ask).await.created()
    };
    let resolved = async || {
        let escalation = raised().await;
        let outcome = json!({"outcome": "Stop the cream; it is an allergy."});
        doctor.post(&format!("/escalations/{}/resolve", escalation.id()), outcome).await.ok()
    };
    match operation {
        "list_escalations" => client(doctor),
        "list_ticket_escalations" | "create_ticket_escalation" => client(agent).path_ids(desk.ticket().await.id()),
        "list_interaction_escalations" | "create_interaction_escalation" => client(agent).path_ids(desk.interaction().await.id()),
        "get_escalation"
        | "get_escalation_timeline"
        | "list_escalation_messages"
        | "create_escalation_message"
        | "accept_escalation"
        | "decline_escalation"
        | "reassign_escalation"
        | "raise_escalation_priority"
        | "resolve_escalation" => client(doctor.clone()).path_ids(raised().await.id()),
        "withdraw_escalation" => client(agent.clone()).path_ids(raised().await.id()),
        "close_escalation" => client(agent.clone()).path_ids(resolved().await.id()),
        "delete_escalation" | "redact_escalation" => client(admin).path_ids(resolved().await.id()),
        "restore_escalation" => client(admin.clone()).path_ids(&delete_record(&admin, "escalations", &resolved().await).await),
        other => panic!("no fixture for {other}"),
    }
}
