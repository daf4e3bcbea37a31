//! The records that an operation is tested on, and a caller who may do it.

use std::collections::BTreeMap;

use caredesk_domain::actor::Role;
use caredesk_tests::{Client, Desk, PASSWORD, Record, document::Operation};
use serde_json::{Value, json};

/// Before every instant in the examples, so that an interaction started here may end there.
const EARLIER: &str = "2026-03-01T08:00:00Z";

/// Real records in the state that one operation needs, and a caller who may do it.
pub(in super::super) struct Ground {
    pub(in super::super) by: Client,
    /// Path parameters by name.
    at: BTreeMap<&'static str, String>,
    /// Values of body fields that refer to a record or a secret, by the name of the field.
    fields: BTreeMap<&'static str, Value>,
}

impl Ground {
    pub(in super::super) async fn lay(desk: &Desk, operation: Operation) -> Self {
        // Ada, whose email and password are in the example of the login.
        desk.agent().await;
        let mut ground = Self { by: desk.admin().await, at: BTreeMap::new(), fields: BTreeMap::new() };
        match operation.template.split('/').nth(3) {
            Some("auth") => ground.door(desk, operation.id()).await,
            Some("customers") => ground.stands_at("id", desk.customer().await.id()),
            Some("escalations") => ground.escalation(desk, operation.id()).await,
            Some("interactions") => ground.interaction(desk, operation.id()).await,
            Some("messages") => ground.fetched(desk).await,
            Some("notes") => ground.note(desk).await,
            Some("service-accounts") => ground.stands_at("id", &desk.program_account(&["tickets:read"]).await.id),
            Some("staff") => ground.stands_at("id", &desk.hire(Role::Agent).await.id),
            Some("tickets") => ground.ticket(desk, operation.id()).await,
            Some("oversight") => ground.oversight(desk, operation.id()).await,
            // No operation there needs a record; if one does later, `path` and `samples` panic.
            _ => {}
        }
        ground
    }

    async fn oversight(&mut self, desk: &Desk, operation: &str) {
        match operation {
            "get_customer_history" => self.stands_at("id", desk.customer().await.id()),
            _ => self.stands_at("id", desk.agent().await.id()),
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
        let path = self.at.iter().fold(template, |path, (name, id)| path.replace(&format!("{{{name}}}"), id));
        assert!(!path.contains('{'), "no record is created for {path}: add it here");
        format!("/{path}")
    }

    /// The value of a field that refers to a record created here.
    pub(in super::super) fn named(&self, field: &str) -> Option<&Value> {
        self.fields.get(field)
    }

    fn stands_at(&mut self, parameter: &'static str, id: &str) {
        self.at.insert(parameter, id.to_owned());
    }

    fn holds(&mut self, field: &'static str, value: impl Into<Value>) {
        self.fields.insert(field, value.into());
    }

    async fn door(&mut self, desk: &Desk, operation: &str) {
        match operation {
            // A password change ends all other sessions, so it is not done to the default staff.
            "change_password" => {
                self.by = desk.another(Role::Agent).await;
                self.holds("current_password", PASSWORD);
            }
            "use_password_link" => {
                let path = format!("/staff/{}/password-link", desk.hire(Role::Agent).await.id);
                let link = self.by.call(reqwest::Method::POST, &path).send().await.ok();
                self.holds("token", link["path"].as_str().unwrap().split_once("#token=").unwrap().1);
            }
            "end_session" => {
                self.by = desk.another(Role::Agent).await;
                let id = self.by.get("/auth/sessions").await.ok().each("id")[0].to_owned();
                self.stands_at("id", &id);
            }
            _ => {}
        }
    }

    /// A reply that the app can mark as fetched.
    async fn fetched(&mut self, desk: &Desk) {
        let messages = format!("/tickets/{}/messages", desk.ticket().await.id());
        let reply = desk.agent().await.post(&messages, json!({"kind": "reply", "body": "It is on its way."})).await.created();
        self.by = desk.program(&["tickets:read"]).await;
        self.holds("ids", json!([reply.id()]));
    }

    /// An unassigned ticket.
    async fn ticket(&mut self, desk: &Desk, operation: &str) {
        let customer = desk.customer().await;
        let ticket = desk.ticket().of(&customer).queued().await;
        let path = format!("/tickets/{}", ticket.id());
        self.stands_at("id", ticket.id());
        self.holds("ids", json!([ticket.id()]));
        self.holds("assignee_id", desk.agent().await.id());
        self.holds("staff_id", desk.doctor().await.id());
        self.holds("customer_id", customer.id());
        match operation {
            "create_ticket" => self.holds("interaction_id", desk.interaction().of(&customer).await.id()),
            "move_ticket" => self.holds("customer_id", desk.customer().await.id()),
            // A status change that can be undone.
            "set_ticket_status" => {
                self.by.post(&format!("{path}/status"), json!({"status": "pending"})).await.ok();
                self.holds("duplicate_of", desk.ticket().of(&customer).await["number"].clone());
            }
            "create_ticket_message" => {
                let doctor = desk.doctor().await;
                let target = json!({"role": "doctor", "staff_id": doctor.id()});
                let ask = json!({"target": target, "reason": "May we pay it back without asking the bank?"});
                let asked = self.by.post(&format!("{path}/escalations"), ask).await.created();
                let outcome = json!({"outcome": "Yes; I have told the bank."});
                doctor.post(&format!("/escalations/{}/resolve", asked.id()), outcome).await.ok();
                self.holds("closes_escalation", asked.id());
            }
            "redact_ticket_message" | "recall_ticket_message" => {
                let reply = json!({"kind": "reply", "body": "We have asked the bank to pay it back."});
                let reply = self.by.post(&format!("{path}/messages"), reply).await.created();
                self.stands_at("message_id", reply.id());
            }
            _ => {}
        }
    }

    /// An active interaction of the caller; ended for `update_interaction`.
    async fn interaction(&mut self, desk: &Desk, operation: &str) {
        let customer = desk.customer().await;
        let new = desk.interaction().of(&customer).by(&self.by);
        let new = if operation == "update_interaction" { new.ended() } else { new };
        self.stands_at("id", new.with("started_at", EARLIER).await.id());
        self.holds("agent_id", desk.agent().await.id());
        self.holds("staff_id", desk.doctor().await.id());
        self.holds("customer_id", customer.id());
        match operation {
            "create_interaction" => self.holds("ticket_id", desk.ticket().of(&customer).await["number"].clone()),
            "move_interaction" => self.holds("customer_id", desk.customer().await.id()),
            _ => {}
        }
    }

    /// A note of the caller.
    async fn note(&mut self, desk: &Desk) {
        let notes = format!("/interactions/{}/notes", desk.interaction().await.id());
        let note = self.by.post(&notes, json!({"body": "She is worried about the bill; be patient."})).await.created();
        self.stands_at("id", note.id());
    }

    /// An escalation to the caller.
    async fn escalation(&mut self, desk: &Desk, operation: &str) {
        let ask = json!({"target": {"role": "admin", "staff_id": self.by.id()}, "reason": "May we pay it back without asking the bank?"});
        let path = format!("/tickets/{}/escalations", desk.ticket().await.id());
        let escalation: Record = desk.agent().await.post(&path, ask).await.created();
        self.stands_at("id", escalation.id());
        self.holds("staff_id", desk.doctor().await.id());
        if operation == "close_escalation" {
            let outcome = json!({"outcome": "Yes; I have told the bank."});
            self.by.post(&format!("/escalations/{}/resolve", escalation.id()), outcome).await.ok();
        }
    }
}
