//! Internal notes: add, edit and redact.

mod visibility;

use caredesk_domain::actor::Role;
use caredesk_persistence::{Database, testing::query_number};
use caredesk_tests::{TestServer, on_both_engines};
use reqwest::Method;
use serde_json::{Value, json};

const REASON: &str = "It names her sister, who is no patient of ours.";

/// Number of rows, in all tables with message text, that contain this text.
async fn count_rows_containing(desk: &TestServer, words: &str) -> i64 {
    let database = Database::open(desk.engine()).await.unwrap();
    let mut kept = 0;
    for (table, column) in [("message", "body"), ("event_detail", "personal"), ("event", "changes")] {
        kept += query_number(&database, &format!("SELECT count(*) FROM {table} WHERE {column} LIKE '%{words}%'")).await;
    }
    database.close().await.unwrap();
    kept
}

#[tokio::test]
async fn add_note_on_interaction_keeps_text_and_changes_only_updated_at() {
    on_both_engines(async |desk| {
        let (agent, chat) = (desk.agent().await, desk.interaction().ended().await);
        let (path, words) = (format!("/interactions/{}", chat.id()), "Anxious about the bill.\r\n\u{200f}– Ada \t ");
        desk.advance(10);
        let answer = agent.post(&format!("{path}/notes"), json!({"body": words})).await;
        let location = answer.header("location").unwrap().trim_start_matches("/api/v1").to_owned();
        let note = answer.created();
        let expected = json!({
            "id": note["id"], "source": {"type": "interaction", "id": chat.id()}, "author": {"id": agent.id(), "name": "Ada Obi"},
            "body": words, "created_at": desk.now().to_string(), "edited_at": null, "redacted": false, "version": 1,
            "allowed": ["edit_note"],
        });
        assert_eq!((&note.body, location), (&expected, format!("/notes/{}", note.id())));
        assert_eq!(agent.get(&format!("/notes/{}", note.id())).await.ok().body, expected);
        assert_eq!(agent.get(&format!("{path}/notes")).await.ok().rows(), [expected]);
        let mut noted = chat.body.clone();
        noted["updated_at"] = desk.now().to_string().into();
        let after = agent.get(&path).await.ok();
        assert_eq!(after.body, noted);
        agent.patch(&path, chat.etag(), json!({"channel": "call"})).await.ok();
        for (body, code) in [("", "too_short"), (" \u{200b}\n", "blank"), (&"x".repeat(10_001), "too_long")] {
            agent.post(&format!("{path}/notes"), json!({"body": body})).await.field_errors(&[("#/body", code)]);
        }
        agent.post(&format!("{path}/notes"), json!({})).await.field_errors(&[("#/body", "required")]);
        agent.post(&format!("{path}/notes"), json!({"body": "x", "author": agent.id()})).await.problem(400, "unknown_field");
    })
    .await;
}

#[tokio::test]
async fn list_notes_paged_returns_oldest_first() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let path = format!("/interactions/{}/notes", desk.interaction().await.id());
        for number in 0..7 {
            agent.post(&path, json!({"body": format!("Note {number}")})).await.created();
        }
        let (mut bodies, mut next) = (Vec::new(), String::new());
        loop {
            let page = agent.get(&format!("{path}?limit=3&include_total=true{next}")).await.ok();
            assert_eq!(page["page"]["total"], 7);
            bodies.extend(page.each("body").into_iter().map(str::to_owned));
            let Some(cursor) = page["page"]["next_cursor"].as_str() else { break };
            next = format!("&cursor={cursor}");
        }
        assert_eq!(bodies, (0..7).map(|number| format!("Note {number}")).collect::<Vec<_>>());
    })
    .await;
}

/// Where notes of tickets and of interactions are posted, each with a body.
async fn note_paths(desk: &TestServer) -> [(String, Value); 2] {
    let (ticket, chat) = (desk.ticket().await, desk.interaction().await);
    let written = json!({"kind": "note", "body": "First qzvwords."});
    [
        (format!("/tickets/{}/messages", ticket.id()), written),
        (format!("/interactions/{}/notes", chat.id()), json!({"body": "First qzvwords."})),
    ]
}

#[tokio::test]
async fn edit_note_by_author_keeps_old_text_in_timeline() {
    on_both_engines(async |desk| {
        let (agent, other) = (desk.agent().await, desk.new_client(Role::Agent).await);
        for (place, written) in note_paths(desk).await {
            let id = agent.post(&place, written).await.created().id().to_owned();
            let path = format!("/notes/{id}");
            let note = agent.get(&path).await.ok();
            desk.advance(30);
            other.patch(&path, "*", json!({"body": "Mine now."})).await.problem(403, "forbidden");
            desk.admin().await.patch(&path, "*", json!({"body": "Mine now."})).await.problem(403, "forbidden");
            agent.call(Method::PATCH, &path).json(&json!({"body": "Second."})).send().await.problem(428, "if_match_required");
            agent.patch(&path, "*", json!({})).await.field_errors(&[("#/body", "required")]);
            let edited = agent.patch(&path, note.etag(), json!({"body": "Second qzvwords."})).await.ok();
            let mut expected = note.body.clone();
            let changed = json!({"body": "Second qzvwords.", "edited_at": desk.now().to_string(), "version": 2});
            changed.as_object().unwrap().iter().for_each(|(field, value)| expected[field] = value.clone());
            assert_eq!(edited.body, expected);
            agent.patch(&path, note.etag(), json!({"body": "Third."})).await.problem(412, "stale");
            assert_eq!(
                agent.patch(&path, "*", json!({"body": "Second qzvwords."})).await.ok().body,
                expected,
                "an unchanged edit writes nothing"
            );
            let timeline = place.replace("/messages", "/timeline").replace("/notes", "/timeline");
            let told = agent.get(&timeline).await.ok();
            assert_eq!(told.each("action")[..2], ["edit_note", "note"]);
            let body = json!({"from": "First qzvwords.", "to": "Second qzvwords."});
            assert_eq!(told.rows()[0]["changes"], json!({"message": id, "body": body}));
        }
    })
    .await;
}

#[tokio::test]
async fn redact_note_by_admin_removes_text_and_keeps_timeline_entries() {
    on_both_engines(async |desk| {
        let (agent, admin) = (desk.agent().await, desk.admin().await);
        for (place, written) in note_paths(desk).await {
            let id = agent.post(&place, written).await.created().id().to_owned();
            let path = format!("/notes/{id}");
            agent.patch(&path, "*", json!({"body": "Second qzvwords."})).await.ok();
            // Redaction leaves other notes unchanged.
            let beside =
                if place.starts_with("/tickets") { json!({"kind": "note", "body": "Beside."}) } else { json!({"body": "Beside."}) };
            let beside = format!("/notes/{}", agent.post(&place, beside).await.created().id());
            agent.patch(&beside, "*", json!({"body": "Still beside."})).await.ok();
            assert!(count_rows_containing(desk, "qzvwords").await > 0);
            let before = agent.get(&path).await.ok();
            agent.post(&format!("{path}/redact"), json!({"reason": REASON})).await.problem(403, "forbidden");
            admin.post(&format!("{path}/redact"), json!({"reason": "No."})).await.field_errors(&[("#/reason", "too_short")]);
            let stale = admin.call(Method::POST, &format!("{path}/redact")).header("if-match", "\"1-0000000000000000\"");
            stale.json(&json!({"reason": REASON})).send().await.problem(412, "stale");
            let redacted = admin.post(&format!("{path}/redact"), json!({"reason": REASON})).await.ok();
            let mut expected = before.body.clone();
            let changed = json!({"body": null, "redacted": true, "version": 3, "allowed": []});
            changed.as_object().unwrap().iter().for_each(|(field, value)| expected[field] = value.clone());
            assert_eq!(redacted.body, expected);
            assert_eq!(agent.get(&path).await.ok().body, expected);
            assert_eq!(count_rows_containing(desk, "qzvwords").await, 0, "in no table");
            assert!(count_rows_containing(desk, "beside").await > 0);
            admin.post(&format!("{path}/redact"), json!({"reason": REASON})).await.problem(409, "redacted");
            agent.patch(&path, "*", json!({"body": "Back again."})).await.problem(409, "redacted");
            let told = agent.get(&place.replace("/messages", "/timeline").replace("/notes", "/timeline")).await.ok();
            assert_eq!(told.each("action")[..5], ["redact", "edit_note", "note", "edit_note", "note"]);
            assert_eq!(told.rows()[0]["changes"], json!({"message": id, "reason": REASON}));
            assert_eq!(told.rows()[3]["changes"], json!({"message": id, "body": {}}), "the edit stays recorded");
            let listed = agent.get(&place).await.ok();
            assert_eq!((&listed.rows()[0]["body"], &listed.rows()[0]["redacted"]), (&Value::Null, &json!(true)));
        }
    })
    .await;
}

#[tokio::test]
async fn redact_reply_by_admin_removes_text_on_its_ticket_only() {
    on_both_engines(async |desk| {
        let (agent, admin) = (desk.agent().await, desk.admin().await);
        let (ticket, elsewhere) = (desk.ticket().await, desk.ticket().await);
        let path = format!("/tickets/{}/messages", ticket["number"].as_str().unwrap());
        let reason = json!({"reason": "It was written to another patient."});
        let words = [
            json!({"kind": "reply", "body": "Reply qzvwords."}),
            json!({"kind": "reply", "author": "customer", "via": "call", "body": "Customer's qzvwords."}),
        ];
        for body in words {
            let said = agent.post(&path, body).await.created();
            agent.patch(&format!("/notes/{}", said.id()), "*", json!({"body": "Other words."})).await.problem(404, "not_found");
            let redact = format!("{path}/{}/redact", said.id());
            agent.post(&redact, reason.clone()).await.problem(403, "forbidden");
            admin
                .post(&format!("/tickets/{}/messages/{}/redact", elsewhere.id(), said.id()), reason.clone())
                .await
                .problem(404, "not_found");
            admin.post(&format!("/notes/{}/redact", said.id()), reason.clone()).await.problem(404, "not_found");
            admin.post(&redact, json!({})).await.field_errors(&[("#/reason", "required")]);
            desk.advance(5);
            let redacted = admin.post(&redact, reason.clone()).await.ok();
            let after = agent.get(&format!("/tickets/{}", ticket.id())).await.ok();
            assert_eq!(after["updated_at"], desk.now().to_string(), "clients that sync by updated_at see the redaction");
            let mut expected = said.body.clone();
            let changed = json!({"body": null, "redacted": true, "version": 2, "allowed": []});
            changed.as_object().unwrap().iter().for_each(|(field, value)| expected[field] = value.clone());
            assert_eq!(redacted.body, expected);
            admin.post(&redact, reason.clone()).await.problem(409, "redacted");
        }
        assert_eq!(count_rows_containing(desk, "qzvwords").await, 0);
        let note = agent.post(&path, json!({"kind": "note", "body": "A note."})).await.created();
        admin.post(&format!("{path}/{}/redact", note.id()), reason.clone()).await.problem(404, "not_found");
        admin.post(&format!("{path}/nonsense/redact"), reason).await.problem(404, "not_found");
    })
    .await;
}

#[tokio::test]
async fn get_note_by_doctor_or_auditor_is_403() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let note = agent.post(&format!("/interactions/{}/notes", desk.interaction().await.id()), json!({"body": "Hm."})).await.created();
        for client in [desk.doctor().await, desk.auditor().await] {
            for id in [note.id(), "0192f3c4-7a1b-7c2d-8e3f-405162738495"] {
                client.get(&format!("/notes/{id}")).await.problem(403, "forbidden");
                client.patch(&format!("/notes/{id}"), "*", json!({"body": "Hm?"})).await.problem(403, "forbidden");
                client.post(&format!("/notes/{id}/redact"), json!({"reason": REASON})).await.problem(403, "forbidden");
            }
        }
        for path in ["/notes/0192f3c4-7a1b-7c2d-8e3f-405162738495", "/notes/nonsense"] {
            agent.get(path).await.problem(404, "not_found");
            agent.patch(path, "*", json!({"body": "Hm?"})).await.problem(404, "not_found");
            desk.admin().await.post(&format!("{path}/redact"), json!({"reason": REASON})).await.problem(404, "not_found");
        }
        let reply = json!({"kind": "reply", "body": "Hello."});
        let reply = agent.post(&format!("/tickets/{}/messages", desk.ticket().await.id()), reply).await.created();
        agent.get(&format!("/notes/{}", reply.id())).await.problem(404, "not_found");
    })
    .await;
}

#[tokio::test]
async fn post_with_same_idempotency_key_is_replayed() {
    on_both_engines(async |desk| {
        let (agent, admin) = (desk.agent().await, desk.admin().await);
        let (one, two) = (desk.customer().await, desk.customer().await);
        let twice = async |path: &str, body: Value| {
            let key = format!("twice-{}", desk.next_number());
            let first = admin.post_with_key(&key, path, body.clone()).await;
            let second = admin.post_with_key(&key, path, body).await;
            assert!(first.status < 300, "{first}");
            assert_eq!(second.header("idempotency-replayed"), Some("true"), "{second}");
            for name in ["etag", "location", "content-type"] {
                assert_eq!(second.header(name), first.header(name), "{name} of {second}");
            }
            assert_eq!((second.status, second.json()), (first.status, first.json()));
            first.json()["id"].as_str().unwrap().to_owned()
        };
        let path = format!("/interactions/{}", twice("/interactions", json!({"customer_id": one.id(), "channel": "call"})).await);
        twice(&format!("{path}/status"), json!({"status": "pending"})).await;
        twice(&format!("{path}/assignment"), json!({"agent_id": agent.id(), "note": "Yours."})).await;
        twice(&format!("{path}/customer"), json!({"customer_id": two.id(), "reason": REASON})).await;
        twice(&format!("{path}/end"), json!({"summary": "She will ring again."})).await;
        let note = twice(&format!("{path}/notes"), json!({"body": "She sounded tired."})).await;
        twice(&format!("/notes/{note}/redact"), json!({"reason": REASON})).await;
        admin.delete(&path, "*").await.no_content();
        twice(&format!("{path}/restore"), json!({})).await;
        let told = ["restore_interaction", "delete_interaction", "redact", "note", "end", "move_interaction", "move_interaction"];
        assert_eq!(admin.get(&format!("{path}/timeline")).await.ok().each("action")[..7], told);

        let messages = format!("/tickets/{}/messages", desk.ticket().await.id());
        let note = twice(&messages, json!({"kind": "note", "body": "She sounded tired."})).await;
        twice(&format!("/notes/{note}/redact"), json!({"reason": REASON})).await;
        let reply = twice(&messages, json!({"kind": "reply", "body": "Hello."})).await;
        twice(&format!("{messages}/{reply}/redact"), json!({"reason": REASON})).await;
    })
    .await;
}

/// Caught: redaction of a note on a deleted record was 404 although the caller can read that note.
#[tokio::test]
async fn redact_note_on_deleted_record_removes_text() {
    on_both_engines(async |desk| {
        let (agent, admin) = (desk.agent().await, desk.admin().await);
        let (chat, ticket) = (desk.interaction().ended().await, desk.ticket().await);
        let body = json!({"body": "Qzvsister answers her phone."});
        let on_chat = agent.post(&format!("/interactions/{}/notes", chat.id()), body.clone()).await.created();
        let on_ticket =
            agent.post(&format!("/tickets/{}/messages", ticket.id()), json!({"kind": "note", "body": body["body"]})).await.created();
        let reply =
            agent.post(&format!("/tickets/{}/messages", ticket.id()), json!({"kind": "reply", "body": body["body"]})).await.created();
        for path in [format!("/interactions/{}", chat.id()), format!("/tickets/{}", ticket.id())] {
            admin.delete(&path, "*").await.no_content();
        }
        for note in [&on_chat, &on_ticket] {
            let path = format!("/notes/{}", note.id());
            assert_eq!(admin.get(&path).await.ok()["body"], body["body"]);
            agent.post(&format!("{path}/redact"), json!({"reason": REASON})).await.problem(403, "forbidden");
            admin.post(&format!("{path}/redact"), json!({"reason": REASON})).await.ok();
            assert_eq!(admin.get(&path).await.ok()["redacted"], true);
        }
        admin.post(&format!("/tickets/{}/messages/{}/redact", ticket.id(), reply.id()), json!({"reason": REASON})).await.ok();
        assert_eq!(count_rows_containing(desk, "Qzvsister").await, 0);
    })
    .await;
}
