//! A small random data set: target and accepter of each escalation are recorded outside the desk too.

use caredesk_tests::{Client, Record, TestRng, TestServer};
use serde_json::{Value, json};

use super::actors::Actors;

/// The ids of the records created so far.
#[derive(Default)]
pub(super) struct RecordSet {
    /// Earlier than all records in it, later than those of previous data sets.
    pub(super) since: String,
    /// The family name of all its customers, and of no others.
    pub(super) word: String,
    pub(super) customers: Vec<String>,
    pub(super) tickets: Vec<String>,
    pub(super) interactions: Vec<String>,
    /// Each with the path of its record.
    pub(super) notes: Vec<(String, String)>,
    pub(super) replies: Vec<(String, String)>,
    pub(super) escalations: Vec<ExpectedEscalation>,
}

/// An escalation in the state the design requires.
pub(super) struct ExpectedEscalation {
    pub(super) id: String,
    /// The path of its source.
    pub(super) source: String,
    role: &'static str,
    target: Option<String>,
    accepted_by: Option<String>,
    ended: bool,
    deleted: bool,
}

impl ExpectedEscalation {
    /// Whether a doctor can read it: as target or in the doctors' pool; once accepted or ended, as accepter.
    pub(super) fn is_visible_to(&self, doctor: &str) -> bool {
        let asked = self.role == "doctor" && self.target.as_deref().is_none_or(|target| target == doctor);
        let taken_on = self.accepted_by.as_deref();
        !self.deleted && if self.ended || taken_on.is_some() { taken_on == Some(doctor) } else { asked }
    }
}

/// Creates a data set.
pub(super) struct RecordSetBuilder<'a> {
    pub(super) desk: &'a TestServer,
    pub(super) actors: &'a Actors<'a>,
    pub(super) chance: &'a mut TestRng,
}

impl RecordSetBuilder<'_> {
    pub(super) async fn build(&mut self) -> RecordSet {
        self.desk.advance(5);
        let word: String = (0..12).map(|_| *self.chance.choose(&['b', 'd', 'f', 'k', 'm', 'r', 's', 't', 'v', 'z']).unwrap()).collect();
        let mut world = RecordSet { since: self.desk.now().to_string(), word, ..RecordSet::default() };
        for _ in 0..2 + self.chance.below(2) {
            let customer = self.desk.customer().called("Ife", &world.word).await;
            world.customers.push(customer.id().to_owned());
        }
        for _ in 0..5 + self.chance.below(5) {
            self.record(&mut world).await;
        }
        for _ in 0..8 + self.chance.below(10) {
            if self.chance.percent(20) {
                self.desk.advance(1);
            }
            self.random_command(&mut world).await;
        }
        world
    }

    /// Creates a ticket or an interaction, linked or not, with or without notes and replies.
    async fn record(&mut self, world: &mut RecordSet) {
        let customer = self.chance.choose(&world.customers).unwrap().clone();
        let linked = self.chance.percent(50);
        let words = json!({"body": "She is worried about the bill; be patient."});
        if self.chance.percent(50) {
            let mut new = self.desk.ticket().with("customer_id", customer.clone());
            if let Some(interaction) = self.id_of_customer(&world.interactions, "interactions", &customer).await.filter(|_| linked) {
                new = new.with("interaction_id", interaction);
            }
            let ticket = new.await;
            let path = format!("/tickets/{}", ticket.id());
            world.tickets.push(ticket.id().to_owned());
            for kind in ["reply", "note"] {
                if self.chance.percent(40) {
                    let said = json!({"kind": kind, "body": words["body"]});
                    let said = self.actors.agent.post(&format!("{path}/messages"), said).await.created();
                    let of = if kind == "note" { &mut world.notes } else { &mut world.replies };
                    of.push((said.id().to_owned(), path.clone()));
                }
            }
        } else {
            let mut new = self.desk.interaction().with("customer_id", customer.clone());
            if let Some(ticket) = self.id_of_customer(&world.tickets, "tickets", &customer).await.filter(|_| linked) {
                new = new.with("ticket_id", ticket);
            }
            let interaction = new.await;
            let path = format!("/interactions/{}", interaction.id());
            world.interactions.push(interaction.id().to_owned());
            if self.chance.percent(40) {
                let note = self.actors.agent.post(&format!("{path}/notes"), words).await.created();
                world.notes.push((note.id().to_owned(), path));
            }
        }
    }

    /// A random one of `ids`, if it is the customer's.
    async fn id_of_customer(&mut self, ids: &[String], resource: &str, customer: &str) -> Option<String> {
        let id = self.chance.choose(ids)?;
        let record = self.actors.admin.get(&format!("/{resource}/{id}")).await.ok();
        (record["customer"]["id"] == customer).then(|| id.clone())
    }

    async fn random_command(&mut self, world: &mut RecordSet) {
        match self.chance.below(10) {
            0..4 => self.create_escalation(world).await,
            4..8 => self.act_on_escalation(world).await,
            8 => self.delete_or_restore(world).await,
            _ => self.move_ticket(world).await,
        }
    }

    /// A random target: a doctor or the admin by name, or a pool.
    fn target(&mut self) -> (&'static str, Option<String>) {
        let doctor = self.chance.choose(&self.actors.doctors).unwrap().id().to_owned();
        match self.chance.below(6) {
            0..3 => ("doctor", Some(doctor)),
            3 | 4 => ("doctor", None),
            _ => ("admin", Some(self.actors.admin.id().to_owned()).filter(|_| self.chance.percent(50))),
        }
    }

    async fn create_escalation(&mut self, world: &mut RecordSet) {
        let tickets = world.tickets.iter().map(|id| format!("/tickets/{id}"));
        let sources: Vec<String> = tickets.chain(world.interactions.iter().map(|id| format!("/interactions/{id}"))).collect();
        let source = self.chance.choose(&sources).unwrap().clone();
        let (role, target) = self.target();
        let by = if self.chance.percent(20) { &self.actors.program } else { &self.actors.agent };
        let body = json!({"target": target_body(role, target.as_deref()), "reason": "A rash since she uses the cream."});
        let raised = by.post(&format!("{source}/escalations"), body).await;
        if raised.status == 201 {
            let id = raised.created().id().to_owned();
            world.escalations.push(ExpectedEscalation { id, source, role, target, accepted_by: None, ended: false, deleted: false });
        } else {
            // It already has an open escalation, or it is deleted.
            assert!([404, 409].contains(&raised.status), "{raised}");
        }
    }

    /// Runs a random allowed action on an escalation.
    async fn act_on_escalation(&mut self, world: &mut RecordSet) {
        let place = self.chance.below(world.escalations.len().max(1));
        let (role, target) = self.target();
        let Some(case) = world.escalations.get_mut(place) else { return };
        let (admin, agent) = (&self.actors.admin, &self.actors.agent);
        let asked_one = match (case.role, case.target.as_deref()) {
            ("admin", _) => admin,
            (_, Some(id)) => self.actors.doctors.iter().find(|doctor| doctor.id() == id).unwrap(),
            (_, None) => self.chance.choose(&self.actors.doctors).unwrap(),
        };
        let in_the_pool = case.target.is_none();
        let answering = if in_the_pool || self.chance.percent(25) { admin } else { asked_one };
        let did = async |by: &Client, what: &str, body: Value| -> bool {
            let answer = by.post(&format!("/escalations/{}/{what}", case.id), body).await;
            // 403: an ended escalation in a pool cannot be declined.
            assert!([200, 403, 404, 409].contains(&answer.status), "{answer}");
            answer.status == 200
        };
        match self.chance.below(7) {
            0 | 1 => {
                if did(asked_one, "accept", json!({})).await {
                    case.target = Some(asked_one.id().to_owned());
                    case.accepted_by.clone_from(&case.target);
                }
            }
            2 => {
                if did(asked_one, "decline", json!({"reason": "This is for a dermatologist."})).await {
                    (case.target, case.accepted_by) = (None, None);
                }
            }
            3 => {
                if did(admin, "reassign", json!({"target": target_body(role, target.as_deref())})).await {
                    (case.role, case.target, case.accepted_by) = (role, target, None);
                }
            }
            4 => {
                if did(answering, "resolve", json!({"outcome": "Stop the cream; it is an allergy."})).await {
                    case.accepted_by.get_or_insert_with(|| answering.id().to_owned());
                    case.ended = true;
                }
            }
            5 => case.ended |= did(agent, "withdraw", json!({"reason": "She has found the answer."})).await,
            _ => drop(did(agent, "close", json!({})).await),
        }
    }

    async fn delete_or_restore(&mut self, world: &mut RecordSet) {
        let all = [("customers", &world.customers), ("tickets", &world.tickets), ("interactions", &world.interactions)];
        let escalations: Vec<String> = world.escalations.iter().map(|case| case.id.clone()).collect();
        let all = all.into_iter().chain([("escalations", &escalations)]);
        let paths: Vec<String> = all.flat_map(|(resource, ids)| ids.iter().map(move |id| format!("/{resource}/{id}"))).collect();
        let path = self.chance.choose(&paths).unwrap();
        let admin = &self.actors.admin;
        let hides = self.chance.percent(70);
        let answer = if hides { admin.delete(path, "*").await } else { admin.post_empty(&format!("{path}/restore")).await };
        assert!([200, 204, 409].contains(&answer.status), "{answer}");
        if let Some(case) = world.escalations.iter_mut().find(|case| path.ends_with(&case.id))
            && answer.status != 409
        {
            case.deleted = hides;
        }
    }

    async fn move_ticket(&mut self, world: &mut RecordSet) {
        let (Some(ticket), Some(to)) = (self.chance.choose(&world.tickets), self.chance.choose(&world.customers)) else { return };
        let body = json!({"customer_id": to, "reason": "It is her sister's.", "with_interactions": self.chance.percent(50)});
        let moved = self.actors.agent.post(&format!("/tickets/{ticket}/customer"), body).await;
        // It is already hers, or the customer or the ticket is deleted.
        assert!([200, 404, 409, 422].contains(&moved.status), "{moved}");
    }
}

fn target_body(role: &str, staff: Option<&str>) -> Value {
    staff.map_or_else(|| json!({"role": role}), |staff| json!({"role": role, "staff_id": staff}))
}

/// The records of one kind as the admin reads them, who can read all.
pub(super) async fn read_as_admin(admin: &Client, resource: &str, ids: &[String]) -> Vec<Record> {
    let mut records = Vec::new();
    for id in ids {
        records.push(admin.get(&format!("/{resource}/{id}")).await.ok());
    }
    records
}
