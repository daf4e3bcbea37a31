//! What must be seen of a world, told from the design and from what was done in it, not from what the desk lets anybody see.

use std::collections::BTreeMap;

use caredesk_tests::{Client, Record};

use super::{
    view::{Ids, Shown},
    world::{World, as_they_are},
};

/// The records of a world as they are, by kind.
pub(super) struct Truth {
    records: BTreeMap<&'static str, Vec<Record>>,
}

fn is_hidden(record: &Record) -> bool {
    record["deleted_at"].is_string()
}

impl Truth {
    pub(super) async fn of(world: &World, admin: &Client) -> Self {
        let mut records = BTreeMap::new();
        for (kind, ids) in world.kinds() {
            records.insert(kind, as_they_are(admin, kind, &ids).await);
        }
        Self { records }
    }

    /// Whether an interaction is about a ticket.
    pub(super) fn is_about(&self, interaction: &str, ticket: &str) -> bool {
        self.records["interactions"].iter().any(|record| record.id() == interaction && record["ticket"]["id"] == ticket)
    }

    /// What everybody sees for whom everything exists; the hidden ones are an admin's to see.
    pub(super) fn all(&self, kind: &str, is_admin: bool) -> Shown {
        let (hidden, live): (Vec<&Record>, Vec<&Record>) = self.records[kind].iter().partition(|record| is_hidden(record));
        let ids = |records: Vec<&Record>| records.iter().map(|record| record.id().to_owned()).collect();
        Shown { live: ids(live), hidden: if is_admin { ids(hidden) } else { Ids::new() } }
    }

    /// What a doctor sees: the escalations that are cases of theirs, what those were raised from with the linked interactions, and whose they are.
    pub(super) fn cases_of(&self, doctor: &str, kind: &str, world: &World) -> Shown {
        let cases = || world.cases.iter().filter(|case| case.is_of(doctor));
        let is_source = |path: String| cases().any(|case| case.source == path);
        let of_ticket = |id: &serde_json::Value| id.as_str().is_some_and(|id| is_source(format!("/tickets/{id}")));
        let is_seen = |record: &Record| match kind {
            "escalations" => cases().any(|case| case.id == record.id()),
            "tickets" => is_source(format!("/tickets/{}", record.id())),
            "interactions" => {
                let opened = self.records["tickets"].iter().filter(|ticket| ticket["interaction"] == record.id());
                is_source(format!("/interactions/{}", record.id()))
                    || of_ticket(&record["ticket"]["id"])
                    || opened.into_iter().any(|ticket| of_ticket(&ticket["id"]))
            }
            "customers" => {
                let escalations = self.records["escalations"].iter();
                let theirs = |escalation: &&Record| cases().any(|case| case.id == escalation.id());
                escalations.filter(theirs).any(|escalation| escalation["customer"]["id"] == record.id())
            }
            other => panic!("what does a doctor see of {other}?"),
        };
        let seen = self.records[kind].iter().filter(|record| !is_hidden(record) && is_seen(record));
        Shown { live: seen.map(|record| record.id().to_owned()).collect(), hidden: Ids::new() }
    }
}
