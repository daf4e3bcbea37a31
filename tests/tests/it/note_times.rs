//! An internal note changes nothing for callers without `notes:read`: not `updated_at`, the ETag, or the order and filters of a list.

use caredesk_domain::actor::Role;
use caredesk_tests::{Client, TestServer, on_both_engines};
use reqwest::Method;
use serde_json::{Value, json};

const READS: [&str; 4] = ["customers:read", "tickets:read", "interactions:read", "escalations:read"];

/// A ticket and an interaction escalated to a doctor, and callers with and without `notes:read`.
struct EscalatedRecords {
    doctor: Client,
    program: Client,
    reader: Client,
    ticket: String,
    interaction: String,
}

impl EscalatedRecords {
    async fn new(desk: &TestServer) -> Self {
        let (doctor, agent) = (desk.doctor().await, desk.agent().await);
        let (ticket, interaction) = (desk.ticket().await, desk.interaction().await);
        let paths = [format!("/tickets/{}", ticket.id()), format!("/interactions/{}", interaction.id())];
        for path in &paths {
            let ask = json!({"target": {"role": "doctor", "staff_id": doctor.id()}, "reason": "Is this an allergy to the cream?"});
            agent.post(&format!("{path}/escalations"), ask).await.created();
        }
        let [ticket, interaction] = paths;
        let (program, reader) =
            (desk.service_account_client(&READS).await, desk.service_account_client(&[&READS[..], &["notes:read"]].concat()).await);
        Self { doctor, program, reader, ticket, interaction }
    }

    fn blind(&self) -> [&Client; 2] {
        [&self.doctor, &self.program]
    }

    /// All a caller can read of both records: the records, their timelines, escalations and positions in lists.
    async fn visible_state(&self, client: &Client) -> Vec<Value> {
        let mut seen = Vec::new();
        for path in [&self.ticket, &self.interaction] {
            let answer = client.get(path).await;
            seen.push(json!([answer.header("etag"), answer.json()]));
            for of in ["timeline?include_total=true", "escalations?include_total=true"] {
                seen.push(client.get(&format!("{path}/{of}")).await.ok().body);
            }
        }
        for list in ["/tickets?sort=-updated_at", "/interactions?sort=-updated_at", "/tickets?status=escalated&sort=updated_at"] {
            seen.push(client.get(&format!("{list}&include_total=true")).await.ok().body);
        }
        seen.push(client.get(&format!("{}/messages?include_total=true", self.ticket)).await.ok().body);
        seen
    }

    /// Asserts that an action is invisible to callers without `notes:read` and visible to those with it.
    async fn assert_invisible_without_notes(&self, desk: &TestServer, what: &str, deed: impl AsyncFnOnce()) {
        let (mut before, told) = (Vec::new(), self.visible_state(&self.reader).await);
        for client in self.blind() {
            before.push(self.visible_state(client).await);
        }
        desk.advance(30);
        deed().await;
        for (client, before) in self.blind().into_iter().zip(before) {
            assert_eq!(self.visible_state(client).await, before, "{what} is visible to {}", client.person().name);
        }
        assert_ne!(self.visible_state(&self.reader).await, told, "{what} is invisible to all");
    }
}

#[tokio::test]
async fn write_note_without_notes_read_leaves_reads_unchanged() {
    on_both_engines(async |desk| {
        let cases = EscalatedRecords::new(desk).await;
        let (agent, admin) = (desk.agent().await, desk.admin().await);
        for (path, field) in [(&cases.ticket, "assignee_id"), (&cases.interaction, "agent_id")] {
            let on_ticket = field == "assignee_id";
            let place = if on_ticket { format!("{path}/messages") } else { format!("{path}/notes") };
            let write = async |body: &str| {
                let body = if on_ticket { json!({"kind": "note", "body": body}) } else { json!({"body": body}) };
                format!("/notes/{}", agent.post(&place, body).await.created().id())
            };
            cases
                .assert_invisible_without_notes(desk, &format!("a note on {path}"), async || {
                    drop(write("She is worried about the bill.").await)
                })
                .await;
            let note = write("She was worried.").await;
            cases
                .assert_invisible_without_notes(desk, &format!("an edited note on {path}"), async || {
                    agent.patch(&note, "*", json!({"body": "She is calm again."})).await.ok();
                })
                .await;
            cases
                .assert_invisible_without_notes(desk, &format!("a redacted note on {path}"), async || {
                    admin.post(&format!("{note}/redact"), json!({"reason": "It names her sister."})).await.ok();
                })
                .await;
            cases
                .assert_invisible_without_notes(desk, &format!("an assignment note on {path}"), async || {
                    let mut body = json!({"note": "She expects a call before noon."});
                    body[field] = agent.id().into();
                    agent.post(&format!("{path}/assignment"), body).await.ok();
                })
                .await;
        }
    })
    .await;
}

#[tokio::test]
async fn list_by_updated_at_without_notes_read_ignores_notes() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let (program, reader) =
            (desk.service_account_client(&READS).await, desk.service_account_client(&[&READS[..], &["notes:read"]].concat()).await);
        for (list, about) in [("tickets", "/messages"), ("interactions", "/notes")] {
            let mut ids = Vec::new();
            for _ in 0..3 {
                desk.advance(10);
                let made = if list == "tickets" { desk.ticket().await } else { desk.interaction().await };
                ids.push(made.id().to_owned());
            }
            desk.advance(10);
            let noted = json!(desk.now());
            let body = if list == "tickets" { json!({"kind": "note", "body": "Look again."}) } else { json!({"body": "Look again."}) };
            agent.post(&format!("/{list}/{}{about}", ids[0]), body).await.created();
            let walk = async |client: &Client| {
                let (mut met, mut next) = (Vec::new(), String::new());
                loop {
                    let page = client.get(&format!("/{list}?sort=updated_at&limit=1{next}")).await.ok();
                    met.extend(page.each("id").into_iter().map(str::to_owned));
                    let Some(cursor) = page["page"]["next_cursor"].as_str() else { break met };
                    next = format!("&cursor={cursor}");
                }
            };
            assert_eq!(walk(&program).await, ids);
            assert_eq!(walk(&reader).await, [&ids[1..], &ids[..1]].concat());
            if list == "tickets" {
                let since = format!("/tickets?updated_at[gte]={}", noted.as_str().unwrap());
                assert_eq!(program.get(&since).await.ok().each("id"), [""; 0]);
                assert_eq!(reader.get(&since).await.ok().each("id"), [&ids[0]]);
            }
            // An edit of the record is a change for all callers.
            desk.advance(10);
            let loud = if list == "tickets" { json!({"category": "technical"}) } else { json!({"direction": "outbound"}) };
            agent.patch(&format!("/{list}/{}", ids[0]), "*", loud).await.ok();
            assert_eq!(walk(&program).await, [&ids[1..], &ids[..1]].concat());
            assert_eq!(program.get(&format!("/{list}/{}", ids[0])).await.ok()["updated_at"], json!(desk.now()));
        }
    })
    .await;
}

#[tokio::test]
async fn add_note_with_status_changes_updated_at_and_without_keeps_undo() {
    on_both_engines(async |desk| {
        let program = desk.service_account_client(&[&READS[..], &["tickets:write"]].concat()).await;
        let path = format!("/tickets/{}", desk.ticket().await.id());
        program.post(&format!("{path}/status"), json!({"status": "pending"})).await.ok();
        let before = program.get(&path).await.ok();
        assert!(before.allowed_actions().contains(&"undo_status"));
        let agent = desk.agent().await;
        agent.post(&format!("{path}/messages"), json!({"kind": "note", "body": "Waiting for the bank."})).await.created();
        let held = program.call(Method::GET, &path).header("if-none-match", before.etag()).send().await;
        assert_eq!(held.status, 304, "{held}");
        program.post(&format!("{path}/status"), json!({"status": "open", "undo": true})).await.ok();
        desk.advance(10);
        agent.post(&format!("{path}/messages"), json!({"kind": "note", "body": "Paid back.", "status": "resolved"})).await.created();
        let after = program.get(&path).await.ok();
        assert_eq!((&after["status"], &after["updated_at"]), (&json!("resolved"), &json!(desk.now())));
        program.post(&format!("{path}/status"), json!({"status": "open", "undo": true})).await.problem(403, "forbidden");
    })
    .await;
}

#[tokio::test]
async fn redact_reply_without_notes_read_changes_updated_at() {
    on_both_engines(async |desk| {
        let (program, agent) = (desk.service_account_client(&READS).await, desk.new_client(Role::Agent).await);
        let path = format!("/tickets/{}", desk.ticket().await.id());
        let reply = agent.post(&format!("{path}/messages"), json!({"kind": "reply", "body": "We have paid it back."})).await.created();
        desk.advance(10);
        let redact = format!("{path}/messages/{}/redact", reply.id());
        desk.admin().await.post(&redact, json!({"reason": "It was another patient's."})).await.ok();
        assert_eq!(program.get(&path).await.ok()["updated_at"], json!(desk.now()));
    })
    .await;
}
