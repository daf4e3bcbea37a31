//! Rebuilds the records from the event log, read by raw SQL without the desk's own code.

use std::collections::BTreeMap;

use caredesk_persistence::Database;
use caredesk_tests::TestServer;
use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait as _, Statement};
use serde_json::Value;
use uuid::Uuid;

pub(super) type Timestamp = DateTime<Utc>;

/// A resolution of a ticket that was not undone.
#[derive(Debug, Clone, Copy)]
pub(super) struct Resolution {
    pub(super) at: Timestamp,
    pub(super) by: Uuid,
    pub(super) duplicate: bool,
    pub(super) reopened: Option<Timestamp>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Ticket {
    pub(super) opened: Timestamp,
    pub(super) customer: Option<Uuid>,
    pub(super) category: String,
    pub(super) assignee: Option<Uuid>,
    pub(super) interaction: Option<Uuid>,
    pub(super) duplicate: bool,
    pub(super) deleted: bool,
    pub(super) subject: String,
    pub(super) answered_at_opening: bool,
    pub(super) first: Option<(Timestamp, Uuid)>,
    pub(super) resolutions: Vec<Resolution>,
    /// Times of customer messages.
    pub(super) said: Vec<Timestamp>,
    /// Replies of staff.
    pub(super) replies: Vec<(Timestamp, Uuid)>,
    /// The resolutions before each status change, for undo.
    earlier: Vec<Vec<Resolution>>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Interaction {
    pub(super) customer: Option<Uuid>,
    pub(super) agent: Option<Uuid>,
    pub(super) channel: String,
    pub(super) inbound: bool,
    pub(super) started: Timestamp,
    pub(super) ended: Option<Timestamp>,
    pub(super) end_given: bool,
    pub(super) no_answer: bool,
    pub(super) ticket: Option<Uuid>,
    pub(super) deleted: bool,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Escalation {
    pub(super) raised: Timestamp,
    pub(super) by: Uuid,
    pub(super) ticket: Option<Uuid>,
    pub(super) customer: Option<Uuid>,
    pub(super) target: Option<Uuid>,
    pub(super) accepted: Option<Timestamp>,
    pub(super) answered: Option<(Timestamp, Uuid)>,
    pub(super) withdrawn: bool,
    pub(super) deleted: bool,
}

/// The state of all records at the end of the log.
#[derive(Debug, Default)]
pub(super) struct Log {
    pub(super) tickets: BTreeMap<Uuid, Ticket>,
    pub(super) interactions: BTreeMap<Uuid, Interaction>,
    pub(super) escalations: BTreeMap<Uuid, Escalation>,
}

struct Event {
    at: Timestamp,
    kind: String,
    subject: Uuid,
    actor: Option<Uuid>,
    person: bool,
    action: String,
    changes: Value,
    personal: Value,
}

impl Event {
    /// The new value of a field, if the event changes it.
    fn new_value(&self, field: &str) -> Option<&Value> {
        self.changes.get(field)?.get("to")
    }

    fn id(&self, field: &str) -> Option<Option<Uuid>> {
        self.new_value(field).map(|value| value.as_str().map(|id| id.parse().unwrap()))
    }

    fn actor_id(&self) -> Uuid {
        self.actor.unwrap()
    }
}

fn time(value: &Value) -> Timestamp {
    value.as_str().unwrap().parse().unwrap()
}

async fn events(desk: &TestServer) -> Vec<Event> {
    let database = Database::open(desk.engine()).await.unwrap();
    let sql = "SELECT e.at, e.subject_kind, e.subject_id, e.actor_id, e.actor_kind, e.action, e.changes, d.personal \
               FROM event e LEFT JOIN event_detail d ON d.event_id = e.id ORDER BY e.at";
    let reader = database.reader();
    let rows = reader.query_all_raw(Statement::from_string(reader.get_database_backend(), sql)).await.unwrap();
    let json = |text: Option<String>| text.map_or(Value::Null, |text| text.parse().unwrap());
    let read = |row: &sea_orm::QueryResult| Event {
        at: DateTime::from_timestamp_micros(row.try_get("", "at").unwrap()).unwrap(),
        kind: row.try_get("", "subject_kind").unwrap(),
        subject: row.try_get("", "subject_id").unwrap(),
        actor: row.try_get("", "actor_id").unwrap(),
        person: row.try_get::<String>("", "actor_kind").unwrap() == "staff",
        action: row.try_get("", "action").unwrap(),
        changes: json(row.try_get("", "changes").unwrap()),
        personal: json(row.try_get("", "personal").unwrap()),
    };
    let mut events: Vec<Event> = rows.iter().map(read).collect();
    database.close().await.unwrap();
    // At one instant ticket events come last: they refer to interactions in their state of that instant.
    events.sort_by_key(|event| (event.at, event.kind == "ticket"));
    events
}

pub(super) async fn read(desk: &TestServer) -> Log {
    let mut log = Log::default();
    for event in events(desk).await {
        match event.kind.as_str() {
            "ticket" => log.ticket(&event),
            "interaction" => log.interaction(&event),
            "escalation" => log.escalation(&event),
            _ => {}
        }
    }
    log
}

impl Log {
    fn interaction(&mut self, event: &Event) {
        let it = self.interactions.entry(event.subject).or_default();
        if event.changes.get("moved_to").is_some() {
            return;
        }
        if let Some(to) = event.id("customer") {
            it.customer = to;
        }
        if let Some(to) = event.id("agent") {
            it.agent = to;
        }
        if let Some(to) = event.id("ticket") {
            it.ticket = to;
        }
        if let Some(to) = event.new_value("channel") {
            it.channel = to.as_str().unwrap().to_owned();
        }
        if let Some(to) = event.new_value("direction") {
            it.inbound = to == "inbound";
        }
        if let Some(to) = event.new_value("started_at") {
            it.started = time(to);
        }
        if let Some(to) = event.new_value("ended_at") {
            it.ended = Some(time(to));
        }
        if let Some(to) = event.new_value("end_given") {
            it.end_given = to == true;
        }
        if let Some(to) = event.new_value("no_answer") {
            it.no_answer = to == true;
        }
        if let Some(to) = event.new_value("deleted") {
            it.deleted = to == true;
        }
    }

    fn escalation(&mut self, event: &Event) {
        let it = self.escalations.entry(event.subject).or_default();
        if event.changes.get("moved_to").is_some() {
            return;
        }
        if event.action == "escalate" {
            (it.raised, it.by) = (event.at, event.actor_id());
            if event.new_value("source_type").unwrap() == "ticket" {
                it.ticket = event.id("source").unwrap();
            }
        }
        if let Some(to) = event.id("customer") {
            it.customer = to;
        }
        if let Some(to) = event.id("target") {
            it.target = to;
        }
        match event.new_value("status").and_then(Value::as_str) {
            Some("pending") => it.accepted = None,
            Some("in_progress") => it.accepted = Some(event.at),
            Some("resolved") => {
                it.accepted = it.accepted.or(Some(event.at));
                it.answered = Some((event.at, event.actor_id()));
            }
            Some(_) | None => {}
        }
        if let Some(to) = event.new_value("withdrawn") {
            it.withdrawn = to == true;
        }
        if let Some(to) = event.new_value("deleted") {
            it.deleted = to == true;
        }
    }

    fn ticket(&mut self, event: &Event) {
        let interactions = &self.interactions;
        let it = self.tickets.entry(event.subject).or_default();
        if event.changes.get("moved_to").is_some() {
            return;
        }
        if event.action == "open_ticket" {
            it.opened = event.at;
            it.subject = event.personal["subject"]["to"].as_str().unwrap().to_owned();
            let during = event.id("interaction").flatten();
            it.answered_at_opening = during.is_some_and(|id| interactions[&id].agent.is_some());
        }
        it.contact(event, interactions);
        it.status(event);
        if let Some(to) = event.id("customer") {
            it.customer = to;
        }
        if let Some(to) = event.id("assignee") {
            it.assignee = to;
        }
        if let Some(to) = event.id("interaction") {
            it.interaction = to;
        }
        if let Some(to) = event.new_value("category") {
            it.category = to.as_str().unwrap().to_owned();
        }
        if let Some(to) = event.new_value("deleted") {
            it.deleted = to == true;
        }
        if let Some(to) = event.id("duplicate_of") {
            it.duplicate = to.is_some();
            if let Some(last) = it.resolutions.last_mut().filter(|last| last.reopened.is_none()) {
                last.duplicate = it.duplicate;
            }
        }
    }
}

impl Ticket {
    fn contact(&mut self, event: &Event, interactions: &BTreeMap<Uuid, Interaction>) {
        match event.action.as_str() {
            "reply" if event.person => {
                self.replies.push((event.at, event.actor_id()));
                self.first = self.first.or(Some((event.at, event.actor_id())));
            }
            "record_customer_message" => self.said.push(event.at),
            _ => {}
        }
        // A plain interaction id is one linked to the ticket, not the one it was opened in.
        if let Some(id) = event.changes.get("interaction").and_then(Value::as_str) {
            let id = id.parse::<Uuid>().unwrap();
            let with = &interactions[&id];
            let reached = !with.no_answer && !with.deleted && (with.inbound || with.ended.is_some());
            let spoke = with.channel != "email" && reached;
            let later = with.started >= self.opened && self.interaction != Some(id);
            if let Some(agent) = with.agent.filter(|_| spoke && later) {
                self.first = self.first.or(Some((with.started, agent)));
            }
        }
    }

    fn status(&mut self, event: &Event) {
        let Some(to) = event.new_value("status").and_then(Value::as_str) else { return };
        let from = event.changes["status"].get("from").and_then(Value::as_str);
        if event.action == "undo_status" {
            self.resolutions = self.earlier.pop().unwrap();
            return;
        }
        self.earlier.push(self.resolutions.clone());
        if from == Some("resolved") {
            self.resolutions.last_mut().unwrap().reopened = Some(event.at);
        }
        if to == "resolved" {
            self.resolutions.push(Resolution { at: event.at, by: event.actor_id(), duplicate: false, reopened: None });
        }
    }

    /// Whether the ticket was unresolved just before an instant.
    pub(super) fn unresolved(&self, at: Timestamp) -> bool {
        let resolved = |one: &Resolution| one.at < at && one.reopened.is_none_or(|reopened| reopened >= at);
        self.opened < at && !self.resolutions.iter().any(resolved)
    }
}
