//! Records with a canary in every field with personal data, in the states that operations need.

use std::collections::BTreeMap;

use caredesk_domain::actor::Role;
use caredesk_tests::{Client, Record, TestServer};
use serde_json::{Value, json};

use super::{
    records::{PathParameters, create_escalation},
    table::RecordKind,
};

/// Every canary, with its kind in `roles.md`.
pub(super) const CANARIES: [(&str, &str); 27] = [
    ("name", "qzvgivenname"),
    ("name", "qzvfamilyname"),
    ("customer", "qzvformername"),
    ("customer", "qzvmail"),
    ("customer", "8069075310"),
    ("customer", "8069075327"),
    ("customer", "1931-07-19"),
    ("customer", "2001-02-03t04:05:06"),
    ("customer", "qzvidentifiersystem"),
    ("customer", "qzvidentifiervalue"),
    ("ticket", "qzvsubject"),
    ("ticket", "qzvdescription"),
    ("ticket", "qzvmovereason"),
    ("interaction", "qzvsummary"),
    ("interaction", "qzvtranscript"),
    ("reply", "qzvreply"),
    ("reply", "qzvcustomersaid"),
    ("note", "qzvnote"),
    ("note", "qzvearliernote"),
    ("note", "qzvnoteredactreason"),
    ("note", "qzvassignmentnote"),
    ("escalation", "qzvreason"),
    ("escalation", "qzvoutcome"),
    ("escalation", "qzvquestion"),
    ("escalation", "qzvdeclinereason"),
    ("escalation", "qzvwithdrawreason"),
    ("staff", "qzvstaffmail"),
];

/// The identifier in the example of an upsert.
const UPSERTED: (&str, &str) = ("https://app.example/patients", "p-1001");

/// A kind of record that an operation is called on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PlantedKind {
    Nothing,
    Customer,
    /// The customer of all other records; read only.
    CustomerWithCases,
    DeletedCustomer,
    Ticket,
    QueuedTicket,
    EscalatedTicket,
    DeletedTicket,
    Interaction,
    EscalatedInteraction,
    DeletedInteraction,
    Note,
    Reply,
    PendingEscalation,
    AnsweredEscalation,
    DeletedEscalation,
    Staff,
    /// The default agent, who created the records; read only.
    Colleague,
    Account,
    Session,
}

impl PlantedKind {
    pub(super) fn for_record_kind(about: RecordKind) -> &'static [Self] {
        match about {
            RecordKind::Nothing => &[Self::Nothing],
            RecordKind::Customer => &[Self::Customer, Self::CustomerWithCases, Self::DeletedCustomer],
            RecordKind::Ticket => &[Self::Ticket, Self::QueuedTicket, Self::EscalatedTicket, Self::DeletedTicket],
            RecordKind::Interaction => &[Self::Interaction, Self::EscalatedInteraction, Self::DeletedInteraction],
            RecordKind::Escalation => &[Self::PendingEscalation, Self::AnsweredEscalation, Self::DeletedEscalation],
            RecordKind::Note => &[Self::Note],
            RecordKind::Reply => &[Self::Reply],
            RecordKind::Staff => &[Self::Staff, Self::Colleague],
            RecordKind::Account => &[Self::Account],
            RecordKind::Session => &[Self::Session],
        }
    }

    /// Whether the other records depend on it, so that it is only read.
    pub(super) const fn is_read_only(self) -> bool {
        matches!(self, Self::CustomerWithCases | Self::Colleague)
    }

    const ALL: [RecordKind; 10] = [
        RecordKind::Customer,
        RecordKind::Ticket,
        RecordKind::Interaction,
        RecordKind::Escalation,
        RecordKind::Note,
        RecordKind::Reply,
        RecordKind::Staff,
        RecordKind::Account,
        RecordKind::Session,
        RecordKind::Nothing,
    ];
}

/// Creates the records, and keeps those that are unchanged.
pub(super) struct Planted<'d> {
    desk: &'d TestServer,
    /// The customer of all records.
    customer: Record,
    /// The customer that records are moved to, and that new records are created for.
    pub(super) other: Record,
    kept: BTreeMap<PlantedKind, PathParameters>,
}

impl<'d> Planted<'d> {
    pub(super) async fn new(desk: &'d TestServer) -> Self {
        let (customer, other) = (customer(desk).await, customer(desk).await);
        let (system, value) = UPSERTED;
        let mut known = contacts();
        known["identifier"] = json!({"system": system, "value": value});
        desk.agent().await.post("/customers/upsert", known).await.created();
        let left = desk.add_staff_named(Role::Agent, "Somebody", "qzvstaffmail@desk.example").await.id;
        desk.admin().await.patch(&format!("/staff/{left}"), "*", json!({"active": false})).await.ok();
        let mut planted = Self { desk, customer, other, kept: BTreeMap::new() };
        for piece in PlantedKind::ALL.into_iter().flat_map(PlantedKind::for_record_kind) {
            planted.path_parameters(*piece).await;
        }
        planted
    }

    /// The path parameters of a record.
    pub(super) async fn path_parameters(&mut self, piece: PlantedKind) -> PathParameters {
        if !self.kept.contains_key(&piece) {
            let at = self.create(piece).await;
            self.kept.insert(piece, at);
        }
        self.kept[&piece].clone()
    }

    /// Discards a changed record: it is created anew the next time.
    pub(super) fn discard(&mut self, piece: PlantedKind) {
        self.kept.remove(&piece);
    }

    async fn create(&self, piece: PlantedKind) -> PathParameters {
        let (desk, agent, admin) = (self.desk, self.desk.agent().await, self.desk.admin().await);
        let id = match piece {
            PlantedKind::Nothing => return Vec::new(),
            PlantedKind::Customer => customer(desk).await.id().to_owned(),
            PlantedKind::CustomerWithCases => self.customer.id().to_owned(),
            PlantedKind::DeletedCustomer => self.deleted("customers", customer(desk).await.id()).await,
            PlantedKind::Ticket => self.ticket().await,
            PlantedKind::QueuedTicket => self.new_ticket(&self.customer).queued().await.id().to_owned(),
            PlantedKind::EscalatedTicket => {
                let ticket = self.new_ticket(&self.customer).await.id().to_owned();
                create_escalation(self.desk, &agent, &format!("/tickets/{ticket}"), json!({"role": "doctor"}), "qzvreason is asked").await;
                ticket
            }
            PlantedKind::DeletedTicket => {
                let ticket = self.new_ticket(&self.customer).await;
                self.deleted("tickets", ticket.id()).await
            }
            PlantedKind::Interaction => self.interaction().await,
            PlantedKind::EscalatedInteraction => self.escalated_interaction().await.0,
            PlantedKind::DeletedInteraction => {
                let interaction = self.interaction().await;
                self.deleted("interactions", &interaction).await
            }
            PlantedKind::Note => {
                let path = format!("/interactions/{}/notes", self.interaction().await);
                agent.post(&path, json!({"body": "qzvnote"})).await.created().id().to_owned()
            }
            PlantedKind::Reply => {
                let ticket = self.ticket().await;
                let path = format!("/tickets/{ticket}/messages");
                let reply = agent.post(&path, json!({"kind": "reply", "body": "qzvreply"})).await.created();
                return vec![("id", ticket), ("message_id", reply.id().to_owned())];
            }
            PlantedKind::PendingEscalation => {
                let path = format!("/tickets/{}", self.new_ticket(&self.customer).await.id());
                let escalation =
                    create_escalation(self.desk, &agent, &path, json!({"role": "doctor"}), "qzvreason is asked").await.id().to_owned();
                admin.post(&format!("/escalations/{escalation}/messages"), json!({"body": "qzvquestion"})).await.created();
                escalation
            }
            PlantedKind::AnsweredEscalation => self.escalated_interaction().await.1,
            PlantedKind::DeletedEscalation => {
                let escalation = self.escalated_interaction().await.1;
                self.deleted("escalations", &escalation).await
            }
            PlantedKind::Staff => {
                let number = desk.next_number();
                desk.add_staff_named(Role::Agent, "Somebody", &format!("qzvstaffmail{number}@desk.example")).await.id
            }
            PlantedKind::Colleague => agent.id().to_owned(),
            PlantedKind::Account => desk.create_service_account(&["tickets:read"]).await.id,
            PlantedKind::Session => "0192f3c4-7a1b-7c2d-8e3f-405162738495".to_owned(),
        };
        vec![("id", id)]
    }

    fn new_ticket(&self, customer: &Record) -> caredesk_tests::NewTicket<'d> {
        self.desk.ticket().for_customer(customer).with("subject", "The qzvsubject").with("description", "The qzvdescription")
    }

    /// A moved ticket with messages of every kind.
    async fn ticket(&self) -> String {
        let (agent, admin) = (self.desk.agent().await, self.desk.admin().await);
        let ticket = self.new_ticket(&self.other).await.id().to_owned();
        let path = format!("/tickets/{ticket}");
        let to = json!({"customer_id": self.customer.id(), "reason": "It is qzvmovereason."});
        agent.post(&format!("{path}/customer"), to).await.ok();
        let messages = format!("{path}/messages");
        let say = async |body: Value| agent.post(&messages, body).await.created().id().to_owned();
        say(json!({"kind": "reply", "body": "qzvreply"})).await;
        say(json!({"kind": "reply", "author": "customer", "body": "qzvcustomersaid"})).await;
        let note = say(json!({"kind": "note", "body": "qzvearliernote"})).await;
        agent.patch(&format!("/notes/{note}"), "*", json!({"body": "qzvnote"})).await.ok();
        let note = say(json!({"kind": "note", "body": "Not for long."})).await;
        admin.post(&format!("/notes/{note}/redact"), json!({"reason": "A qzvnoteredactreason."})).await.ok();
        self.assign(&agent, &format!("{path}/assignment"), "assignee_id").await;
        ticket
    }

    /// An interaction of the default agent about a ticket.
    async fn interaction(&self) -> String {
        let agent = self.desk.agent().await;
        let ticket = self.new_ticket(&self.customer).await;
        let chat = self.desk.interaction().for_customer(&self.customer).with("ticket_id", ticket.id());
        let chat = chat.with("summary", "The qzvsummary.").with("transcript", "The qzvtranscript.").await.id().to_owned();
        let path = format!("/interactions/{chat}");
        agent.post(&format!("{path}/notes"), json!({"body": "qzvnote"})).await.created();
        self.assign(&agent, &format!("{path}/assignment"), "agent_id").await;
        chat
    }

    /// An interaction whose first escalation was withdrawn, and whose second was declined and then resolved by an admin.
    async fn escalated_interaction(&self) -> (String, String) {
        let (agent, admin, doctor) = (self.desk.agent().await, self.desk.admin().await, self.desk.doctor().await);
        let chat = self.interaction().await;
        let path = format!("/interactions/{chat}");
        let named = json!({"role": "doctor", "staff_id": doctor.id()});
        let first = create_escalation(self.desk, &agent, &path, named.clone(), "qzvreason is asked").await;
        let withdraw = json!({"reason": "It is qzvwithdrawreason."});
        agent.post(&format!("/escalations/{}/withdraw", first.id()), withdraw).await.ok();
        let second = create_escalation(self.desk, &agent, &path, named, "qzvreason is asked").await.id().to_owned();
        let escalation = format!("/escalations/{second}");
        doctor.post(&format!("{escalation}/decline"), json!({"reason": "It is qzvdeclinereason."})).await.ok();
        admin.post(&format!("{escalation}/messages"), json!({"body": "qzvquestion"})).await.created();
        admin.post(&format!("{escalation}/resolve"), json!({"outcome": "It is qzvoutcome."})).await.ok();
        (chat, second)
    }

    async fn assign(&self, agent: &Client, path: &str, field: &str) {
        let mut body = json!({"note": "qzvassignmentnote"});
        body[field] = agent.id().into();
        agent.post(path, body).await.ok();
    }

    async fn deleted(&self, resource: &str, id: &str) -> String {
        self.desk.admin().await.delete(&format!("/{resource}/{id}"), "*").await.no_content();
        id.to_owned()
    }
}

fn contacts() -> Value {
    json!({
        "given_name": "qzvgivenname", "family_name": "qzvfamilyname", "former_names": ["qzvformername"], "email": "qzvmail@mail.example",
        "phone": "08069075310", "other_phones": ["08069075327"], "birth_date": "1931-07-19",
        "identifiers": [{"system": "https://qzvidentifiersystem.example/", "value": "qzvidentifiervalue"}],
    })
}

async fn customer(desk: &TestServer) -> Record {
    let agent = desk.agent().await;
    let customer = agent.post("/customers", contacts()).await.created();
    agent.patch(&format!("/customers/{}", customer.id()), "*", json!({"deceased_at": "2001-02-03T04:05:06Z"})).await.ok()
}
