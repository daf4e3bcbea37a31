//! Builders of records with defaults: a test sets only the fields that matter to it.

use std::{
    future::{Future, IntoFuture},
    pin::Pin,
};

use serde_json::{Value, json};

use crate::{
    client::Client,
    response::{Record, TestResponse},
    test_server::TestServer,
};

type Opening<'d> = Pin<Box<dyn Future<Output = Record> + 'd>>;

/// Builder of a customer; awaiting it creates the customer.
#[derive(Debug)]
pub struct NewCustomer<'d> {
    desk: &'d TestServer,
    body: Value,
}

/// Builder of a ticket; awaiting it opens the ticket.
#[derive(Debug)]
pub struct NewTicket<'d> {
    desk: &'d TestServer,
    created_by: Option<Client>,
    body: Value,
}

/// Builder of an interaction; awaiting it logs the interaction.
#[derive(Debug)]
pub struct NewInteraction<'d> {
    desk: &'d TestServer,
    created_by: Option<Client>,
    body: Value,
}

impl TestServer {
    /// A new customer, by default named Ife Adebayo.
    pub fn customer(&self) -> NewCustomer<'_> {
        NewCustomer { desk: self, body: json!({"given_name": "Ife", "family_name": "Adebayo"}) }
    }

    /// The created record. If its creator may not read it, the agent reads it at `Location`; for a message, the last of the conversation.
    ///
    /// # Panics
    /// When nothing was created.
    pub async fn created_record(&self, answer: TestResponse) -> Record {
        if !answer.body.is_empty() {
            return answer.created();
        }
        let place = answer.expect_status(201).header("location").expect("a Location").trim_start_matches("/api/v1").to_owned();
        let shown = self.agent().await.get(&place).await.ok();
        match shown.body["data"].as_array().and_then(|rows| rows.last()) {
            Some(last) => Record { body: last.clone(), ..shown },
            None => shown,
        }
    }

    /// A new ticket opened by the agent, by default for a new customer.
    pub fn ticket(&self) -> NewTicket<'_> {
        let description = "The card was charged twice for the appointment on 3 March.";
        let body = json!({"category": "billing", "subject": "Charged twice", "description": description});
        NewTicket { desk: self, created_by: None, body }
    }
}

impl TestServer {
    /// An active chat logged by the agent, by default with a new customer.
    pub fn interaction(&self) -> NewInteraction<'_> {
        NewInteraction { desk: self, created_by: None, body: json!({"channel": "chat"}) }
    }
}

impl NewInteraction<'_> {
    /// Sets the customer.
    #[must_use]
    pub fn for_customer(self, customer: &Record) -> Self {
        self.with("customer_id", customer.id())
    }

    /// Sets who logs it.
    #[must_use]
    pub fn created_by(mut self, client: &Client) -> Self {
        self.created_by = Some(client.clone());
        self
    }

    /// Logs it as already ended, 90 seconds long.
    #[must_use]
    pub fn ended(self) -> Self {
        let now = self.desk.now();
        self.with("summary", "Moved to Thursday at nine.")
            .with("started_at", now.plus_seconds(-90).to_string())
            .with("ended_at", now.to_string())
    }

    /// Sets any field.
    #[must_use]
    pub fn with(mut self, field: &str, value: impl Into<Value>) -> Self {
        self.body[field] = value.into();
        self
    }
}

impl<'d> IntoFuture for NewInteraction<'d> {
    type Output = Record;
    type IntoFuture = Opening<'d>;

    fn into_future(mut self) -> Opening<'d> {
        Box::pin(async move {
            if self.body["customer_id"].is_null() {
                self.body["customer_id"] = self.desk.customer().await.id().into();
            }
            let by = match self.created_by {
                Some(by) => by,
                None => self.desk.agent().await,
            };
            let made = by.post("/interactions", self.body).await;
            self.desk.created_record(made).await
        })
    }
}

impl NewCustomer<'_> {
    /// Sets given and family name.
    #[must_use]
    pub fn called(self, given: &str, family: &str) -> Self {
        self.with("given_name", given).with("family_name", family)
    }

    /// Sets any field.
    #[must_use]
    pub fn with(mut self, field: &str, value: impl Into<Value>) -> Self {
        self.body[field] = value.into();
        self
    }
}

impl<'d> IntoFuture for NewCustomer<'d> {
    type Output = Record;
    type IntoFuture = Opening<'d>;

    fn into_future(self) -> Opening<'d> {
        Box::pin(async move { self.desk.agent().await.post("/customers", self.body).await.created() })
    }
}

impl NewTicket<'_> {
    /// Sets the customer.
    #[must_use]
    pub fn for_customer(self, customer: &Record) -> Self {
        self.with("customer_id", customer.id())
    }

    /// Sets who opens it.
    #[must_use]
    pub fn created_by(mut self, client: &Client) -> Self {
        self.created_by = Some(client.clone());
        self
    }

    /// Leaves it unassigned.
    #[must_use]
    pub fn queued(self) -> Self {
        self.with("assignee_id", Value::Null)
    }

    /// Sets the priority `urgent`.
    #[must_use]
    pub fn urgent(self) -> Self {
        self.with("priority", "urgent")
    }

    /// Sets any field.
    #[must_use]
    pub fn with(mut self, field: &str, value: impl Into<Value>) -> Self {
        self.body[field] = value.into();
        self
    }
}

impl<'d> IntoFuture for NewTicket<'d> {
    type Output = Record;
    type IntoFuture = Opening<'d>;

    fn into_future(mut self) -> Opening<'d> {
        Box::pin(async move {
            if self.body["customer_id"].is_null() {
                self.body["customer_id"] = self.desk.customer().await.id().into();
            }
            let by = match self.created_by {
                Some(by) => by,
                None => self.desk.agent().await,
            };
            let made = by.post("/tickets", self.body).await;
            self.desk.created_record(made).await
        })
    }
}
