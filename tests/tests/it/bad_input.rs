//! What people and programs should not send, made from the OpenAPI document, so that a field that comes later is covered too.
//!
//! The document is the judge: what its schema refuses the server must refuse, naming the place and never the value; what it accepts the
//! server must accept. Where a rule cannot be said in a schema, the tables below say it.

mod bodies;
mod parameters;
mod samples;
mod values;

use caredesk_tests::{Answer, Client, Desk, document::Operation};
use serde_json::{Value, json};

/// Stands in every bad value; an answer that holds it has repeated one.
const CANARY: &str = "zqxcanary";

/// The addresses of real records, and whoever may do everything.
struct Ground {
    admin: Client,
    colleague: String,
    customer: String,
    ticket: String,
}

impl Ground {
    async fn lay(desk: &Desk) -> Self {
        let ticket = desk.ticket().queued().await;
        let customer = ticket["customer"]["id"].as_str().unwrap().to_owned();
        Self { admin: desk.admin().await, colleague: desk.agent().await.id().to_owned(), customer, ticket: ticket.id().to_owned() }
    }

    /// The operation's address with real ids in it.
    fn path(&self, operation: Operation) -> String {
        let id = match operation.template.split('/').nth(3) {
            Some("customers") => &self.customer,
            Some("tickets") => &self.ticket,
            Some("staff") => &self.colleague,
            _ => return self.at(operation, ""),
        };
        self.at(operation, id)
    }

    /// The operation's address with `id` in it, as `Client::call` takes it.
    fn at(&self, operation: Operation, id: &str) -> String {
        format!("/{}", operation.template.replace("{id}", id))
    }

    /// A real id for a field that holds one.
    fn id_for(&self, field: &str) -> Value {
        match field {
            "customer_id" => json!(self.customer),
            "assignee_id" => json!(self.colleague),
            other => panic!("whose id is {other}? say it here"),
        }
    }
}

/// A refusal of what was sent, that does not repeat it.
#[track_caller]
fn assert_refused(answer: &Answer, what: &str) {
    assert!(matches!(answer.status, 400 | 413 | 415 | 422), "{what} must be refused: {answer}");
    assert_no_echo(answer, what);
}

#[track_caller]
fn assert_no_echo(answer: &Answer, what: &str) {
    assert!(answer.status < 400 || !answer.text().contains(CANARY), "{what} is repeated: {answer}");
}

/// An answer after the input was found good; the state of the record may still be in the way.
#[track_caller]
fn assert_taken(answer: &Answer, what: &str) {
    assert!(matches!(answer.status, 200..=299 | 409), "{what} must be taken: {answer}");
}
