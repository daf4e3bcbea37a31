//! The records that operations are called on, in every situation relative to a caller.

use std::collections::BTreeMap;

use caredesk_domain::actor::Role;
use caredesk_tests::{Client, Record, TestServer};
use serde_json::{Value, json};

use super::{
    callers::Caller,
    table::{RecordKind, Situation},
};

/// The id of no record.
const UNKNOWN_ID: &str = "0192f3c4-7a1b-7c2d-8e3f-405162738495";

/// Path parameters.
pub(super) type PathParameters = Vec<(&'static str, String)>;

/// The key of a record: its kind, its situation, and the caller if it matters.
type RecordKey = (RecordKind, Situation, Option<String>);

/// Creates records, and keeps those that are unchanged.
pub(super) struct Records<'d> {
    desk: &'d TestServer,
    /// The second doctor, for callers who are no escalation target themselves.
    doctor: Client,
    kept: BTreeMap<RecordKey, PathParameters>,
}

/// The escalation target that counts as the caller, and another one of the same role.
struct Asked {
    one: Client,
    other: Client,
    role: &'static str,
}

impl<'d> Records<'d> {
    pub(super) async fn new(desk: &'d TestServer) -> Self {
        Self { desk, doctor: desk.new_client(Role::Doctor).await, kept: BTreeMap::new() }
    }

    /// An unchanged record, and the key to give it back with.
    pub(super) async fn take(&mut self, about: RecordKind, situation: Situation, caller: &Caller) -> (RecordKey, PathParameters) {
        let theirs = situation == Situation::Own || caller.is_escalation_target() || about == RecordKind::Session;
        let which = (about, situation, theirs.then(|| caller.name.clone()));
        let at = match self.kept.remove(&which) {
            Some(at) => at,
            None => self.create(about, situation, caller).await,
        };
        (which, at)
    }

    /// Keeps an unchanged record for the next call.
    pub(super) fn give_back(&mut self, (which, at): (RecordKey, PathParameters)) {
        self.kept.insert(which, at);
    }

    async fn create(&self, about: RecordKind, situation: Situation, caller: &Caller) -> PathParameters {
        if situation == Situation::Missing {
            return vec![("id", UNKNOWN_ID.to_owned()), ("message_id", UNKNOWN_ID.to_owned())];
        }
        let id = match about {
            RecordKind::Nothing => return Vec::new(),
            RecordKind::Staff => self.colleague(situation, caller).await,
            RecordKind::Account => self.account(situation, caller).await,
            RecordKind::Session => self.session(situation, caller).await,
            RecordKind::Customer => self.customer(situation, caller).await,
            RecordKind::Ticket => self.ticket(situation, caller).await,
            RecordKind::Interaction => self.interaction(situation, caller).await,
            RecordKind::Escalation => self.escalation(situation, caller).await,
            RecordKind::Note => self.note(situation, caller).await,
            RecordKind::Reply => return self.reply(situation, caller).await,
        };
        vec![("id", id)]
    }

    async fn colleague(&self, situation: Situation, caller: &Caller) -> String {
        if situation == Situation::Own && caller.is_person() {
            return caller.client.id().to_owned();
        }
        let colleague = self.desk.add_staff(Role::Agent).await.id;
        if situation == Situation::Deleted {
            let left = json!({"active": false});
            self.desk.admin().await.patch(&format!("/staff/{colleague}"), "*", left).await.ok();
        }
        colleague
    }

    async fn account(&self, situation: Situation, caller: &Caller) -> String {
        if situation == Situation::Own && caller.column == "service account" {
            return caller.client.id().to_owned();
        }
        let account = self.desk.create_service_account(&["tickets:read"]).await.id;
        if situation == Situation::Deleted {
            self.delete("service-accounts", &account).await;
        }
        account
    }

    async fn session(&self, situation: Situation, caller: &Caller) -> String {
        let theirs = [Situation::Own, Situation::Deleted].contains(&situation) && caller.is_person();
        let person = if theirs { caller.client.person().clone() } else { self.desk.add_staff(Role::Agent).await };
        let signed_in = self.desk.sign_in(&person).await;
        let sessions = signed_in.get("/auth/sessions").await.ok();
        let session = sessions.rows().iter().find(|row| row["current"] == true).unwrap()["id"].as_str().unwrap();
        if situation == Situation::Deleted {
            signed_in.delete(&format!("/auth/sessions/{session}"), "*").await.no_content();
        }
        session.to_owned()
    }

    async fn customer(&self, situation: Situation, caller: &Caller) -> String {
        let customer = self.desk.customer().await;
        if situation == Situation::Own {
            let owner = self.owner(situation, caller, "interactions:write").await;
            self.desk.interaction().for_customer(&customer).created_by(&owner).ended().await;
            return customer.id().to_owned();
        }
        let ticket = self.desk.ticket().for_customer(&customer).await;
        self.escalate(&format!("/tickets/{}", ticket.id()), situation, caller).await;
        if situation == Situation::Deleted {
            let status = format!("/tickets/{}/status", ticket.id());
            self.desk.agent().await.post(&status, json!({"status": "resolved"})).await.ok();
            self.delete("customers", customer.id()).await;
        }
        customer.id().to_owned()
    }

    async fn ticket(&self, situation: Situation, caller: &Caller) -> String {
        let owner = self.owner(situation, caller, "tickets:write").await;
        let new = self.desk.ticket().created_by(&owner);
        // Only in the situations own and colleague is the ticket assigned.
        let is_assigned = [Situation::Own, Situation::Colleague].contains(&situation);
        let ticket = if is_assigned { new.await } else { new.queued().await };
        self.escalate(&format!("/tickets/{}", ticket.id()), situation, caller).await;
        if situation == Situation::Deleted {
            self.delete("tickets", ticket.id()).await;
        }
        ticket.id().to_owned()
    }

    async fn interaction(&self, situation: Situation, caller: &Caller) -> String {
        let owner = self.owner(situation, caller, "interactions:write").await;
        let interaction = self.desk.interaction().created_by(&owner).await;
        self.escalate(&format!("/interactions/{}", interaction.id()), situation, caller).await;
        if situation == Situation::Deleted {
            self.delete("interactions", interaction.id()).await;
        }
        interaction.id().to_owned()
    }

    async fn note(&self, situation: Situation, caller: &Caller) -> String {
        let interaction = self.desk.interaction().await;
        let path = format!("/interactions/{}", interaction.id());
        self.escalate(&path, situation, caller).await;
        let author = self.owner(situation, caller, "notes:write").await;
        let note = author.post(&format!("{path}/notes"), json!({"body": "She is worried about the bill."})).await;
        let note = self.desk.created_record(note).await;
        if situation == Situation::Deleted {
            self.delete("interactions", interaction.id()).await;
        }
        note.id().to_owned()
    }

    async fn reply(&self, situation: Situation, caller: &Caller) -> PathParameters {
        let ticket = self.desk.ticket().await;
        let path = format!("/tickets/{}", ticket.id());
        self.escalate(&path, situation, caller).await;
        let author = self.owner(situation, caller, "tickets:write").await;
        let reply = json!({"kind": "reply", "body": "We have asked the bank to pay it back."});
        let reply = author.post(&format!("{path}/messages"), reply).await;
        let reply = self.desk.created_record(reply).await;
        if situation == Situation::Deleted {
            self.delete("tickets", ticket.id()).await;
        }
        vec![("id", ticket.id().to_owned()), ("message_id", reply.id().to_owned())]
    }

    /// An own escalation is one that the caller created, to another doctor.
    async fn escalation(&self, situation: Situation, caller: &Caller) -> String {
        let ticket = format!("/tickets/{}", self.desk.ticket().await.id());
        let escalation = match self.escalate(&ticket, situation, caller).await {
            Some(asked) => asked,
            None => {
                let owner = self.owner(situation, caller, "escalations:write").await;
                create_escalation(self.desk, &owner, &ticket, json!({"role": "doctor", "staff_id": self.desk.doctor().await.id()}), REASON)
                    .await
            }
        };
        if situation == Situation::Deleted {
            self.delete("escalations", escalation.id()).await;
        }
        escalation.id().to_owned()
    }

    /// The caller if the record is to be their own and can be, else the default agent.
    async fn owner(&self, situation: Situation, caller: &Caller, scope: &str) -> Client {
        if situation == Situation::Own && caller.can_own(scope) { caller.client.clone() } else { self.desk.agent().await }
    }

    async fn delete(&self, resource: &str, id: &str) {
        self.desk.admin().await.delete(&format!("/{resource}/{id}"), "*").await.no_content();
    }

    /// Escalates the record at `path` as the situation requires.
    async fn escalate(&self, path: &str, situation: Situation, caller: &Caller) -> Option<Record> {
        let asked = match caller.column {
            "doctor" => Asked { one: caller.client.clone(), other: self.desk.doctor().await, role: "doctor" },
            "admin" => Asked { one: caller.client.clone(), other: self.desk.admin().await, role: "admin" },
            _ => Asked { one: self.desk.doctor().await, other: self.doctor.clone(), role: "doctor" },
        };
        let pool = json!({"role": asked.role});
        let (target, answering) = match situation {
            Situation::Own | Situation::Colleague | Situation::Missing => return None,
            Situation::Name => (json!({"role": asked.role, "staff_id": asked.one.id()}), None),
            Situation::Pool => (pool, None),
            Situation::Another => (json!({"role": asked.role, "staff_id": asked.other.id()}), None),
            Situation::Accepted | Situation::Deleted => (pool, Some(asked.one)),
            Situation::Elsewhere => (pool, Some(asked.other)),
        };
        let raised = create_escalation(self.desk, &self.desk.agent().await, path, target, REASON).await;
        if let Some(by) = answering {
            let path = format!("/escalations/{}", raised.id());
            by.post_empty(&format!("{path}/accept")).await.ok();
            by.post(&format!("{path}/resolve"), json!({"outcome": "Stop the cream; it is an allergy."})).await.ok();
        }
        Some(raised)
    }
}

const REASON: &str = "A rash since she uses the cream: is this an allergy?";

pub(super) async fn create_escalation(desk: &TestServer, by: &Client, path: &str, target: Value, reason: &str) -> Record {
    let ask = json!({"target": target, "reason": reason});
    desk.created_record(by.post(&format!("{path}/escalations"), ask).await).await
}
