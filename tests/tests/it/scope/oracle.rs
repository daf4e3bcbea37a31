//! The records each caller must be able to read, derived from the design and the commands run, not from the desk's access checks.

use std::collections::BTreeMap;

use caredesk_tests::{Client, Record};

use super::{
    model::{RecordSet, read_as_admin},
    view::{Ids, ReadableIds},
};

/// The current records of a data set, by kind.
pub(super) struct ExpectedReads {
    records: BTreeMap<&'static str, Vec<Record>>,
}

fn is_deleted(record: &Record) -> bool {
    record["deleted_at"].is_string()
}

impl ExpectedReads {
    pub(super) async fn of(world: &RecordSet, admin: &Client) -> Self {
        let mut records = BTreeMap::new();
        for (kind, ids) in world.kinds() {
            records.insert(kind, read_as_admin(admin, kind, &ids).await);
        }
        Self { records }
    }

    /// Whether an interaction is about a ticket.
    pub(super) fn is_linked(&self, interaction: &str, ticket: &str) -> bool {
        self.records["interactions"].iter().any(|record| record.id() == interaction && record["ticket"]["id"] == ticket)
    }

    /// The records of a caller without row scope; only an admin can read deleted ones.
    pub(super) fn unscoped(&self, kind: &str, is_admin: bool) -> ReadableIds {
        let (hidden, live): (Vec<&Record>, Vec<&Record>) = self.records[kind].iter().partition(|record| is_deleted(record));
        let ids = |records: Vec<&Record>| records.iter().map(|record| record.id().to_owned()).collect();
        ReadableIds { live: ids(live), deleted: if is_admin { ids(hidden) } else { Ids::new() } }
    }

    /// The records of a doctor: their escalations, the sources of those with linked interactions, and their customers.
    pub(super) fn scoped_to_doctor(&self, doctor: &str, kind: &str, world: &RecordSet) -> ReadableIds {
        let cases = || world.escalations.iter().filter(|case| case.is_visible_to(doctor));
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
            other => panic!("no row scope of a doctor for {other}"),
        };
        let seen = self.records[kind].iter().filter(|record| !is_deleted(record) && is_seen(record));
        ReadableIds { live: seen.map(|record| record.id().to_owned()).collect(), deleted: Ids::new() }
    }
}
