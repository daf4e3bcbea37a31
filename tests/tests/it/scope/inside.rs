//! What hangs on records: messages, notes, timelines and escalations are there exactly where the record is, and hold what a read alone allows.

use caredesk_tests::{Chance, Client};
use serde_json::Value;

use super::{
    oracle::Truth,
    view::{Ids, Shown, each_alone, ids, walk},
    world::World,
};

/// Somebody, and what they may read of a world each record alone.
pub(super) struct Reading<'a> {
    pub(super) by: &'a Client,
    pub(super) reads_notes: bool,
    pub(super) world: &'a World,
    pub(super) truth: &'a Truth,
    pub(super) customers: Shown,
    pub(super) tickets: Shown,
    pub(super) interactions: Shown,
    pub(super) escalations: Shown,
}

impl Reading<'_> {
    /// Looks into some customers, tickets, interactions and escalations.
    pub(super) async fn look_inside(&self, chance: &mut Chance) {
        for id in some(&self.world.customers, chance) {
            self.customer(id).await;
        }
        for id in some(&self.world.tickets, chance) {
            let path = format!("/tickets/{id}");
            if self.exists(&self.tickets, id, &path, &["messages", "escalations", "timeline"]).await {
                let said = ids(&walk(self.by, &format!("{path}/messages")).await);
                let replies = self.world.replies.iter().filter(|(_, of)| *of == path).map(|(id, _)| id.clone());
                assert_eq!(said, self.notes_on(&path).await.into_iter().chain(replies).collect(), "{path}/messages");
                self.escalations_on(&path).await;
                let about = walk(self.by, &format!("/interactions?ticket_id={id}")).await;
                let expected: Ids = self.interactions.live.iter().filter(|it| self.truth.is_about(it, id)).cloned().collect();
                assert_eq!(ids(&about), expected, "interactions about {path}");
            }
        }
        for id in some(&self.world.interactions, chance) {
            let path = format!("/interactions/{id}");
            if self.exists(&self.interactions, id, &path, &["escalations", "timeline"]).await {
                self.escalations_on(&path).await;
                if self.reads_notes {
                    let notes = ids(&walk(self.by, &format!("{path}/notes")).await);
                    assert_eq!(notes, self.notes_on(&path).await, "{path}/notes");
                }
            }
        }
        let escalations: Vec<String> = self.world.cases.iter().map(|case| case.id.clone()).collect();
        for id in some(&escalations, chance) {
            let path = format!("/escalations/{id}");
            if self.exists(&self.escalations, id, &path, &["messages", "timeline"]).await {
                walk(self.by, &format!("{path}/messages")).await;
                let told = subjects(&walk_timeline(self.by, &path).await, "escalation");
                assert_eq!(told, Ids::from([id.clone()]), "{path}/timeline");
            }
        }
    }

    /// Of a customer who exists for them, timeline and profile tell of the records that do, and of no others.
    async fn customer(&self, id: &str) {
        let path = format!("/customers/{id}");
        if !self.exists(&self.customers, id, &path, &["timeline", "profile"]).await {
            return;
        }
        let timeline = walk_timeline(self.by, &path).await;
        let kinds = [("ticket", &self.tickets), ("interaction", &self.interactions), ("escalation", &self.escalations)];
        for (kind, shown) in kinds {
            let told = subjects(&timeline, kind);
            assert!(told.is_subset(&shown.live), "{path}/timeline tells of the {kind} records {:?}", told.difference(&shown.live));
            let theirs = async |it: &&String| self.by.get(&format!("/{kind}s/{it}")).await.ok()["customer"]["id"] == id;
            for it in &shown.live {
                assert!(told.contains(it) || !theirs(&it).await, "{path}/timeline does not tell of the {kind} {it}");
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

    /// Whether a record exists for them; what hangs on one that does not is not there either.
    async fn exists(&self, shown: &Shown, id: &str, path: &str, parts: &[&str]) -> bool {
        if shown.live.contains(id) || shown.hidden.contains(id) {
            return true;
        }
        for part in parts {
            self.by.get(&format!("{path}/{part}")).await.problem(404, "not_found");
        }
        false
    }

    /// The notes on a record that they may read each alone.
    async fn notes_on(&self, path: &str) -> Ids {
        let notes = self.world.notes.iter().filter(|(_, of)| of == path).map(|(id, _)| id.as_str());
        if self.reads_notes { each_alone(self.by, "notes", notes).await.live } else { Ids::new() }
    }

    /// The escalations of a record are listed and told of where a read of each alone allows.
    async fn escalations_on(&self, path: &str) {
        let raised = self.world.cases.iter().filter(|case| case.source == path).map(|case| case.id.clone());
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

/// Two of them, or one.
fn some<'a>(of: &'a [String], chance: &mut Chance) -> Vec<&'a String> {
    let (one, other) = (chance.any(of), chance.any(of));
    one.into_iter().chain(other.filter(|other| Some(*other) != one)).collect()
}
