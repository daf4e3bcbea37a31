//! Fixtures: for each operation the records it needs to succeed, and a caller who can do it.

mod press;

use caredesk_domain::actor::Role;
use caredesk_tests::{Client, Desk, Record};
use reqwest::Method;
use serde_json::{Value, json};

pub(crate) use press::{press, text};

/// The caller and the records of a request.
#[derive(Clone)]
pub(crate) struct Stage {
    pub(crate) by: Client,
    /// The ids in the path.
    pub(crate) at: Vec<(&'static str, String)>,
    /// Query parameters in addition to the document's examples, such as `deleted=true`.
    pub(crate) query: Option<String>,
    /// Body fields with ids or secrets of this desk; `null` removes the field.
    pub(crate) fields: Vec<(String, Value)>,
    pub(crate) cookie: Option<String>,
    /// Headers in addition to the document's examples.
    pub(crate) headers: Vec<(&'static str, String)>,
}

fn by(client: Client) -> Stage {
    Stage { by: client, at: Vec::new(), query: None, fields: Vec::new(), cookie: None, headers: Vec::new() }
}

impl Stage {
    fn at(mut self, id: &str) -> Self {
        self.at.push(("id", id.to_owned()));
        self
    }

    fn with(mut self, field: &str, value: Value) -> Self {
        self.fields.push((field.to_owned(), value));
        self
    }

    /// The fixture of an operation. A new operation must be added here.
    pub(crate) async fn of(desk: &Desk, operation: &str) -> Self {
        let (agent, admin, doctor) = (desk.agent().await, desk.admin().await, desk.doctor().await);
        match operation {
            "get_jwks" | "get_openapi" | "get_liveness" | "get_readiness" => by(desk.visitor()),
            // The example has the address and password of the default agent.
            "login" => by(desk.visitor()),
            "issue_token" => {
                let program = desk.program_account(&["tickets:read", "tickets:write"]).await;
                by(desk.visitor()).with("client_id", json!(program.id)).with("client_secret", json!(program.secret))
            }
            "refresh_session" | "logout" => {
                let colleague = desk.another(Role::Agent).await;
                Self { cookie: Some(colleague.cookie().to_owned()), ..by(desk.visitor()) }
            }
            "use_password_link" => {
                let path = format!("/staff/{}/password-link", desk.hire(Role::Agent).await.id);
                let link = admin.call(Method::POST, &path).send().await.ok();
                by(desk.visitor()).with("token", json!(link["path"].as_str().unwrap().split_once("#token=").unwrap().1))
            }
            // Must not change the password or end the session of the default staff.
            "change_password" => by(desk.another(Role::Agent).await),
            "end_session" => {
                let colleague = desk.another(Role::Agent).await;
                let sessions = colleague.get("/auth/sessions").await.ok();
                let session = sessions.each("id")[0].to_owned();
                by(colleague).at(&session)
            }
            "get_me" | "update_me" | "list_sessions" | "list_notices" | "see_notices" | "get_dashboard" | "search_everything"
            | "search_tickets" => by(agent),
            "list_customers" | "create_customer" | "search_customers" | "upsert_customer" => by(agent),
            "import_customers" => by(admin),
            "get_oversight_summary" | "get_agent_performance" | "get_frequent_issues" | "list_tickets_behind" => by(admin),
            "get_agent_report" => by(admin).at(agent.id()),
            "get_customer_history" => by(admin).at(desk.customer().await.id()),
            "get_customer" | "update_customer" | "get_customer_profile" | "get_customer_timeline" => {
                by(agent).at(desk.customer().await.id())
            }
            "delete_customer" => by(admin).at(desk.customer().await.id()),
            "restore_customer" => by(admin.clone()).at(&hidden(&admin, "customers", &desk.customer().await).await),
            "list_staff" => by(agent),
            "create_staff" => by(admin),
            "get_staff" => by(agent).at(doctor.id()),
            "update_staff" | "create_password_link" => by(admin).at(&desk.hire(Role::Agent).await.id),
            "list_service_accounts" | "create_service_account" => by(admin),
            "get_service_account" | "update_service_account" | "delete_service_account" | "create_service_secret" => {
                by(admin).at(&desk.program_account(&["tickets:read"]).await.id)
            }
            "mark_messages_fetched" => by(desk.program(&["tickets:read"]).await),
            other if other.contains("escalation") => escalation(desk, other).await,
            other if other.contains("note") || other.contains("message") => words(desk, other).await,
            other if other.contains("interaction") => interaction(desk, other).await,
            other => ticket(desk, other).await,
        }
    }
}

/// Deletes a record and returns its id.
async fn hidden(admin: &Client, resource: &str, record: &Record) -> String {
    admin.delete(&format!("/{resource}/{}", record.id()), "*").await.nothing();
    record.id().to_owned()
}

async fn interaction(desk: &Desk, operation: &str) -> Stage {
    let (agent, admin) = (desk.agent().await, desk.admin().await);
    match operation {
        "list_interactions" => by(agent),
        "create_interaction" => by(agent).with("customer_id", json!(desk.customer().await.id())),
        "get_interaction"
        | "update_interaction"
        | "set_interaction_status"
        | "end_interaction"
        | "assign_interaction"
        | "get_interaction_timeline" => by(agent).at(desk.interaction().await.id()),
        "move_interaction" => {
            let other = desk.customer().await;
            by(agent).at(desk.interaction().await.id()).with("customer_id", json!(other.id()))
        }
        "delete_interaction" | "redact_interaction" => by(admin).at(desk.interaction().await.id()),
        "restore_interaction" => by(admin.clone()).at(&hidden(&admin, "interactions", &desk.interaction().await).await),
        other => panic!("no fixture for {other}"),
    }
}

async fn ticket(desk: &Desk, operation: &str) -> Stage {
    let (agent, admin) = (desk.agent().await, desk.admin().await);
    match operation {
        "list_tickets" => by(agent),
        "create_ticket" => by(agent).with("customer_id", json!(desk.customer().await.id())),
        "change_tickets" => by(agent).with("ids", json!([desk.ticket().await.id()])),
        "get_ticket" | "update_ticket" | "set_ticket_status" | "assign_ticket" | "get_ticket_timeline" => {
            by(agent).at(desk.ticket().await["number"].as_str().unwrap())
        }
        "claim_ticket" => by(agent).at(desk.ticket().queued().await.id()),
        "claim_next_ticket" => {
            desk.ticket().queued().await;
            by(agent)
        }
        "move_ticket" => {
            let other = desk.customer().await;
            by(agent).at(desk.ticket().await.id()).with("customer_id", json!(other.id()))
        }
        "delete_ticket" | "redact_ticket" => by(admin).at(desk.ticket().await.id()),
        "restore_ticket" => by(admin.clone()).at(&hidden(&admin, "tickets", &desk.ticket().await).await),
        other => panic!("no fixture for {other}"),
    }
}

/// Notes and messages.
async fn words(desk: &Desk, operation: &str) -> Stage {
    let (agent, admin) = (desk.agent().await, desk.admin().await);
    match operation {
        "list_ticket_messages" | "create_ticket_message" => by(agent).at(desk.ticket().await.id()),
        "redact_ticket_message" | "recall_ticket_message" => {
            let ticket = desk.ticket().await;
            let body = json!({"kind": "reply", "body": "We have asked the bank to pay it back."});
            let reply = agent.post(&format!("/tickets/{}/messages", ticket.id()), body).await.created();
            let mut stage = by(if operation == "redact_ticket_message" { admin } else { agent }).at(ticket.id());
            stage.at.push(("message_id", reply.id().to_owned()));
            stage
        }
        "list_interaction_notes" | "create_interaction_note" => by(agent).at(desk.interaction().await.id()),
        "get_note" | "update_note" | "redact_note" => {
            let body = json!({"body": "She is worried about the bill; be patient."});
            let note = agent.post(&format!("/interactions/{}/notes", desk.interaction().await.id()), body).await.created();
            by(if operation == "redact_note" { admin } else { agent }).at(note.id())
        }
        other => panic!("no fixture for {other}"),
    }
}

/// Escalations: raised by the agent to the doctor by name.
async fn escalation(desk: &Desk, operation: &str) -> Stage {
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
        "list_escalations" => by(doctor),
        "list_ticket_escalations" | "create_ticket_escalation" => by(agent).at(desk.ticket().await.id()),
        "list_interaction_escalations" | "create_interaction_escalation" => by(agent).at(desk.interaction().await.id()),
        "get_escalation"
        | "get_escalation_timeline"
        | "list_escalation_messages"
        | "create_escalation_message"
        | "accept_escalation"
        | "decline_escalation"
        | "reassign_escalation"
        | "raise_escalation_priority"
        | "resolve_escalation" => by(doctor.clone()).at(raised().await.id()),
        "withdraw_escalation" => by(agent.clone()).at(raised().await.id()),
        "close_escalation" => by(agent.clone()).at(resolved().await.id()),
        "delete_escalation" | "redact_escalation" => by(admin).at(resolved().await.id()),
        "restore_escalation" => by(admin.clone()).at(&hidden(&admin, "escalations", &resolved().await).await),
        other => panic!("no fixture for {other}"),
    }
}
