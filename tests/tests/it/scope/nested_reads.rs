//! Nested resources (messages, notes, timelines, escalations) exist exactly where their record does, and have only readable rows.

use caredesk_tests::{Client, TestRng};
use serde_json::Value;

use super::{
    model::RecordSet,
    oracle::ExpectedReads,
    view::{Ids, ReadableIds, get_each, ids, walk},
};

/// A caller, and the records they can read by `GET` of each.
pub(super) struct NestedReads<'a> {
    pub(super) by: &'a Client,
    pub(super) reads_notes: bool,
    pub(super) world: &'a RecordSet,
    pub(super) truth: &'a ExpectedReads,
    pub(super) customers: ReadableIds,
    pub(super) tickets: ReadableIds,
    pub(super) interactions: ReadableIds,
    pub(super) escalations: ReadableIds,
}

impl NestedReads<'_> {
    /// Checks the nested resources of some customers, tickets, interactions and escalations.
    pub(super) async fn check(&self, chance: &mut TestRng) {
        for id in sample(&self.world.customers, chance) {
            self.customer(id).await;
        }
        for id in sample(&self.world.tickets, chance) {
            let path = format!("/tickets/{id}");
            if self.exists(&self.tickets, id, &path, &["messages", "escalations", "timeline"]).await {
                let said = ids(&walk(self.by, &format!("{path}/messages")).await);
                let replies = self.world.replies.iter().filter(|(_, of)| *of == path).map(|(id, _)| id.clone());
                assert_eq!(said, self.notes_on(&path).await.into_iter().chain(replies).collect(), "{path}/messages");
                self.escalations_on(&path).await;
                let about = walk(self.by, &format!("/interactions?ticket_id={id}")).await;
                let expected: Ids = self.interactions.live.iter().filter(|it| self.truth.is_linked(it, id)).cloned().collect();
                assert_eq!(ids(&about), expected, "interactions about {path}");
            }
        }
        for id in sample(&self.world.interactions, chance) {
            let path = format!("/interactions/{id}");
            if self.exists(&self.interactions, id, &path, &["escalations", "timeline"]).await {
                self.escalations_on(&path).await;
                if self.reads_notes {
                    let notes = ids(&walk(self.by, &format!("{path}/notes")).await);
                    assert_eq!(notes, self.notes_on(&path).await, "{path}/notes");
                }
            }
        }
        let escalations: Vec<String> = self.world.escalations.iter().map(|case| case.id.clone()).collect();
        for id in sample(&escalations, chance) {
            let path = format!("/escalations/{id}");
            if self.exists(&self.escalations, id, &path, &["messages", "timeline"]).await {
                walk(self.by, &format!("{path}/messages")).await;
                let told = subjects(&walk_timeline(self.by, &path).await, "escalation");
                assert_eq!(told, Ids::from([id.clone()]), "{path}/timeline");
            }
        }
    }

    /// The timeline and profile of a readable customer have the readable records, and no others.
    async fn customer(&self, id: &str) {
        let path = format!("/customers/{id}");
        if !self.exists(&self.customers, id, &path, &["timeline", "profile"]).await {
            return;
        }
        let timeline = walk_timeline(self.by, &path).await;
        let kinds = [("ticket", &self.tickets), ("interaction", &self.interactions), ("escalation", &self.escalations)];
        for (kind, shown) in kinds {
            let told = subjects(&timeline, kind);
            assert!(told.is_subset(&shown.live), "{path}/timeline has unreadable {kind} records {:?}", told.difference(&shown.live));
            let theirs = async |it: &&String| self.by.get(&format!("/{kind}s/{it}")).await.ok()["customer"]["id"] == id;
            for it in &shown.live {
                assert!(told.contains(it) || !theirs(&it).await, "{path}/timeline lacks the {kind} {it}");
            }
        }
        let profile = self.by.get(&format!("{path}/profile")).await.ok();
        for (list, shown) in
            [("open_tickets", &self.tickets), ("latest_interactions", &self.interactions), ("latest_escalations", &self.escalations)]
        {
            let rows = ids(profile[list].as_array().expect("a list"));
            assert!(rows.is_subset(&shown.live), "{path}/profile shows {list} {:?}", rows.difference(&shown.live));
        }
    }

    /// Whether the caller can read a record; if not, its nested resources are 404 too.
    async fn exists(&self, shown: &ReadableIds, id: &str, path: &str, parts: &[&str]) -> bool {
        if shown.live.contains(id) || shown.deleted.contains(id) {
            return true;
        }
        for part in parts {
            self.by.get(&format!("{path}/{part}")).await.problem(404, "not_found");
        }
        false
    }

    /// The notes on a record that a `GET` of each returns.
    async fn notes_on(&self, path: &str) -> Ids {
        let notes = self.world.notes.iter().filter(|(_, of)| of == path).map(|(id, _)| id.as_str());
        if self.reads_notes { get_each(self.by, "notes", notes).await.live } else { Ids::new() }
    }

    /// The list and the timeline of a record have exactly its readable escalations.
    async fn escalations_on(&self, path: &str) {
        let raised = self.world.escalations.iter().filter(|case| case.source == path).map(|case| case.id.clone());
        let expected: Ids = raised.filter(|id| self.escalations.live.contains(id)).collect();
        assert_eq!(ids(&walk(self.by, &format!("{path}/escalations")).await), expected, "{path}/escalations");
        assert_eq!(subjects(&walk_timeline(self.by, path).await, "escalation"), expected, "{path}/timeline");
    }
}

async fn walk_timeline(by: &Client, path: &str) -> Vec<Value> {
    walk(by, &format!("{path}/timeline")).await
}

fn subjects(timeline: &[Value], kind: &str) -> Ids {
    let subjects = timeline.iter().map(|event| &event["subject"]).filter(|subject| subject["kind"] == kind);
    subjects.map(|subject| subject["id"].as_str().expect("a subject with an id").to_owned()).collect()
}

/// Up to two random ids.
fn sample<'a>(of: &'a [String], chance: &mut TestRng) -> Vec<&'a String> {
    let (one, other) = (chance.choose(of), chance.choose(of));
    one.into_iter().chain(other.filter(|other| Some(*other) != one)).collect()
}
