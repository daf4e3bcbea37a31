//! The records that an operation is tested on, and a caller who may do it.

use std::collections::BTreeMap;

use caredesk_domain::actor::Role;
use caredesk_tests::{Client, PASSWORD, Record, TestServer, document::Operation};
use serde_json::{Value, json};

/// Before every instant in the examples, so that an interaction started here may end there.
const EARLIER: &str = "2026-03-01T08:00:00Z";

/// Real records in the state that one operation needs, and a caller who may do it.
pub(in super::super) struct OperationFixture {
    pub(in super::super) client: Client,
    /// Path parameters by name.
    path_parameters: BTreeMap<&'static str, String>,
    /// Values of body fields that refer to a record or a secret, by the name of the field.
    fields: BTreeMap<&'static str, Value>,
}

impl OperationFixture {
    pub(in super::super) async fn new(desk: &TestServer, operation: Operation) -> Self {
        // Ada, whose email and password are in the example of the login.
        desk.agent().await;
        let mut ground = Self { client: desk.admin().await, path_parameters: BTreeMap::new(), fields: BTreeMap::new() };
        match operation.template.split('/').nth(3) {
            Some("auth") => ground.authentication(desk, operation.id()).await,
            Some("customers") => ground.set_path_parameter("id", desk.customer().await.id()),
            Some("escalations") => ground.escalation(desk, operation.id()).await,
            Some("interactions") => ground.interaction(desk, operation.id()).await,
            Some("messages") => ground.fetched(desk).await,
            Some("notes") => ground.note(desk).await,
            Some("service-accounts") => ground.set_path_parameter("id", &desk.create_service_account(&["tickets:read"]).await.id),
            Some("staff") => ground.set_path_parameter("id", &desk.add_staff(Role::Agent).await.id),
            Some("tickets") => ground.ticket(desk, operation.id()).await,
            Some("oversight") => ground.oversight(desk, operation.id()).await,
            // No operation there needs a record; if one does later, `path` and `samples` panic.
            _ => {}
        }
        ground
    }

    async fn oversight(&mut self, desk: &TestServer, operation: &str) {
        match operation {
            "get_customer_history" => self.set_path_parameter("id", desk.customer().await.id()),
            _ => self.set_path_parameter("id", desk.agent().await.id()),
        }
    }

    /// The operation's path with real ids, as `Client::call` takes it.
    pub(in super::super) fn path(&self, operation: Operation) -> String {
        self.filled(operation.template.to_owned())
    }

    /// The operation's path with `id` for one of its parameters.
    pub(in super::super) fn path_with(&self, operation: Operation, name: &str, id: &str) -> String {
        self.filled(operation.template.replace(&format!("{{{name}}}"), id))
    }

    fn filled(&self, template: String) -> String {
        let path = self.path_parameters.iter().fold(template, |path, (name, id)| path.replace(&format!("{{{name}}}"), id));
        assert!(!path.contains('{'), "no record is created for {path}: add it here");
        format!("/{path}")
    }

    /// The value of a field that refers to a record created here.
    pub(in super::super) fn field_value(&self, field: &str) -> Option<&Value> {
        self.fields.get(field)
    }

    fn set_path_parameter(&mut self, parameter: &'static str, id: &str) {
        self.path_parameters.insert(parameter, id.to_owned());
    }

    fn set_field(&mut self, field: &'static str, value: impl Into<Value>) {
        self.fields.insert(field, value.into());
    }

    async fn authentication(&mut self, desk: &TestServer, operation: &str) {
        match operation {
            // A password change ends all other sessions, so it is not done to the default staff.
            "change_password" => {
                self.client = desk.new_client(Role::Agent).await;
                self.set_field("current_password", PASSWORD);
            }
            "use_password_link" => {
                let path = format!("/staff/{}/password-link", desk.add_staff(Role::Agent).await.id);
                let link = self.client.call(reqwest::Method::POST, &path).send().await.ok();
                self.set_field("token", link["path"].as_str().unwrap().split_once("#token=").unwrap().1);
            }
            "end_session" => {
                self.client = desk.new_client(Role::Agent).await;
                let id = self.client.get("/auth/sessions").await.ok().each("id")[0].to_owned();
                self.set_path_parameter("id", &id);
            }
            _ => {}
        }
    }

    /// A reply that the app can mark as fetched.
    async fn fetched(&mut self, desk: &TestServer) {
        let messages = format!("/tickets/{}/messages", desk.ticket().await.id());
        let reply = desk.agent().await.post(&messages, json!({"kind": "reply", "body": "It is on its way."})).await.created();
        self.client = desk.service_account_client(&["tickets:read"]).await;
        self.set_field("ids", json!([reply.id()]));
    }

    /// An unassigned ticket.
    async fn ticket(&mut self, desk: &TestServer, operation: &str) {
        let customer = desk.customer().await;
        let ticket = desk.ticket().for_customer(&customer).queued().await;
        let path = format!("/tickets/{}", ticket.id());
        self.set_path_parameter("id", ticket.id());
        self.set_field("ids", json!([ticket.id()]));
        self.set_field("assignee_id", desk.agent().await.id());
        self.set_field("staff_id", desk.doctor().await.id());
        self.set_field("customer_id", customer.id());
        match operation {
            "create_ticket" => self.set_field("interaction_id", desk.interaction().for_customer(&customer).await.id()),
            "move_ticket" => self.set_field("customer_id", desk.customer().await.id()),
            // A status change that can be undone.
            "set_ticket_status" => {
                self.client.post(&format!("{path}/status"), json!({"status": "pending"})).await.ok();
                self.set_field("duplicate_of", desk.ticket().for_customer(&customer).await["number"].clone());
            }
            "create_ticket_message" => {
                let doctor = desk.doctor().await;
                let target = json!({"role": "doctor", "staff_id": doctor.id()});
                let ask = json!({"target": target, "reason": "May we pay it back without asking the bank?"});
                let asked = self.client.post(&format!("{path}/escalations"), ask).await.created();
                let outcome = json!({"outcome": "Yes; I have told the bank."});
                doctor.post(&format!("/escalations/{}/resolve", asked.id()), outcome).await.ok();
                self.set_field("closes_escalation", asked.id());
            }
            "redact_ticket_message" | "recall_ticket_message" => {
                let reply = json!({"kind": "reply", "body": "We have asked the bank to pay it back."});
                let reply = self.client.post(&format!("{path}/messages"), reply).await.created();
                self.set_path_parameter("message_id", reply.id());
            }
            _ => {}
        }
    }

    /// An active interaction of the caller; ended for `update_interaction`.
    async fn interaction(&mut self, desk: &TestServer, operation: &str) {
        let customer = desk.customer().await;
        let new = desk.interaction().for_customer(&customer).created_by(&self.client);
        let new = if operation == "update_interaction" { new.ended() } else { new };
        self.set_path_parameter("id", new.with("started_at", EARLIER).await.id());
        self.set_field("agent_id", desk.agent().await.id());
        self.set_field("staff_id", desk.doctor().await.id());
        self.set_field("customer_id", customer.id());
        match operation {
            "create_interaction" => self.set_field("ticket_id", desk.ticket().for_customer(&customer).await["number"].clone()),
            "move_interaction" => self.set_field("customer_id", desk.customer().await.id()),
            _ => {}
        }
    }

    /// A note of the caller.
    async fn note(&mut self, desk: &TestServer) {
        let notes = format!("/interactions/{}/notes", desk.interaction().await.id());
        let note = self.client.post(&notes, json!({"body": "She is worried about the bill; be patient."})).await.created();
        self.set_path_parameter("id", note.id());
    }

    /// An escalation to the caller.
    async fn escalation(&mut self, desk: &TestServer, operation: &str) {
        let ask =
            json!({"target": {"role": "admin", "staff_id": self.client.id()}, "reason": "May we pay it back without asking the bank?"});
        let path = format!("/tickets/{}/escalations", desk.ticket().await.id());
        let escalation: Record = desk.agent().await.post(&path, ask).await.created();
        self.set_path_parameter("id", escalation.id());
        self.set_field("staff_id", desk.doctor().await.id());
        if operation == "close_escalation" {
            let outcome = json!({"outcome": "Yes; I have told the bank."});
            self.client.post(&format!("/escalations/{}/resolve", escalation.id()), outcome).await.ok();
        }
    }
}
