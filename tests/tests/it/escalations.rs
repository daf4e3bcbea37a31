//! Escalations: created from a ticket or an interaction, resolved by a doctor or an admin, and closed.

mod access;
mod lists;
mod races;
mod rejections;

use caredesk_domain::actor::Role;
use caredesk_tests::{Client, Record, TestResponse, on_both_engines};
use serde_json::{Value, json};

const REASON: &str = "A rash since she uses the cream: is this an allergy?";
const OUTCOME: &str = "Stop the cream; it is an allergy.";

/// The path of an escalation, or of one of its sub-resources.
fn path(escalation: &Record, what: &str) -> String {
    let separator = if what.is_empty() { "" } else { "/" };
    format!("/escalations/{}{separator}{what}", escalation.id())
}

/// Escalates a ticket to the doctors' pool.
async fn create_escalation(by: &Client, ticket: &Record) -> Record {
    create_escalation_for(by, &format!("/tickets/{}", ticket.id()), json!({"role": "doctor"})).await
}

async fn create_escalation_for(by: &Client, source: &str, target: Value) -> Record {
    by.post(&format!("{source}/escalations"), json!({"target": target, "reason": REASON})).await.created()
}

fn reference(client: &Client) -> Value {
    json!({"id": client.id(), "name": client.person().name})
}

async fn accept(by: &Client, escalation: &Record) -> TestResponse {
    by.post_empty(&path(escalation, "accept")).await
}

async fn resolve(by: &Client, escalation: &Record) -> TestResponse {
    by.post(&path(escalation, "resolve"), json!({"outcome": OUTCOME})).await
}

async fn withdraw(by: &Client, escalation: &Record) -> TestResponse {
    by.post(&path(escalation, "withdraw"), json!({"reason": "She has found the answer in her papers."})).await
}

async fn get_ticket(by: &Client, ticket: &Record) -> Record {
    by.get(&format!("/tickets/{}", ticket.id())).await.ok()
}

#[tokio::test]
async fn create_escalation_from_ticket_returns_all_inbox_fields() {
    on_both_engines(async |desk| {
        let (agent, doctor) = (desk.agent().await, desk.doctor().await);
        let ticket = desk.ticket().urgent().await;
        let number = ticket["number"].as_str().unwrap();
        let body = json!({"target": {"role": "doctor", "staff_id": doctor.id()}, "reason": REASON});
        let raised = agent.post(&format!("/tickets/{}/escalations", number.to_lowercase()), body).await;
        let location = raised.header("location").unwrap().trim_start_matches("/api/v1").to_owned();
        let raised = raised.created();
        assert_eq!(location, path(&raised, ""));
        let mut expected = json!({
            "id": raised["id"],
            "source": {"type": "ticket", "id": ticket.id(), "number": number, "subject": "Charged twice"},
            "customer": ticket["customer"],
            "target": {"role": "doctor", "staff": reference(&doctor)},
            "priority": "urgent", "reason": REASON, "status": "pending", "outcome": null, "withdrawn_reason": null,
            "escalated_by": reference(&agent),
            "accepted_by": null, "accepted_at": null, "resolved_by": null, "resolved_at": null, "closed_by": null, "closed_at": null,
            "awaiting": "target", "waiting_since": desk.now().to_string(), "last_message_at": null,
            "created_at": desk.now().to_string(), "updated_at": desk.now().to_string(),
            "version": 1, "allowed": ["discuss", "withdraw"],
        });
        assert_eq!(raised.body, expected);
        let read = agent.get(&location).await.ok();
        assert_eq!((&read.body, read.etag()), (&expected, raised.etag()));
        expected["allowed"] = json!(["accept", "decline", "reassign", "discuss", "resolve_escalation"]);
        assert_eq!(doctor.get(&location).await.ok().body, expected);
        let escalated = agent.get(&format!("/tickets/{number}")).await.ok();
        assert_eq!((&escalated["status"], &escalated["open_escalation"]), (&json!("escalated"), &raised["id"]));
        assert_eq!((&escalated["assignee"], &escalated["version"]), (&ticket["assignee"], &json!(2)), "the assignee stays");
        assert!(
            escalated.allowed_actions().contains(&"withdraw") && !escalated.allowed_actions().contains(&"escalate"),
            "{:?}",
            escalated.allowed_actions()
        );
        let of_ticket = agent.get(&format!("/tickets/{number}/escalations")).await.ok();
        assert_eq!(of_ticket.rows(), [read.body]);
    })
    .await;
}

#[tokio::test]
async fn end_interaction_with_open_escalation_succeeds() {
    on_both_engines(async |desk| {
        let (agent, admin) = (desk.agent().await, desk.admin().await);
        let call = desk.interaction().with("channel", "call").with("summary", "She is angry about the bill.\nTwice charged.").await;
        let source = format!("/interactions/{}", call.id());
        let raised = create_escalation_for(&agent, &source, json!({"role": "admin"})).await;
        let named = json!({"type": "interaction", "id": call.id(), "channel": "call", "subject": "She is angry about the bill."});
        assert_eq!((&raised["source"], &raised["priority"]), (&named, &json!("medium")));
        assert_eq!(raised["target"], json!({"role": "admin", "staff": null}));
        assert_eq!(agent.get(&source).await.ok()["open_escalation"], raised["id"]);
        agent.post(&format!("{source}/end"), json!({})).await.ok();
        let answered = resolve(&admin, &raised).await.ok();
        assert_eq!((&answered["status"], &answered["target"]["staff"]), (&json!("resolved"), &reference(&admin)));
        let after = agent.get(&source).await.ok();
        assert_eq!((&after["status"], &after["open_escalation"]), (&json!("resolved"), &json!(null)));
        let timeline = agent.get(&format!("{source}/timeline")).await.ok();
        let told: Vec<(&str, &str)> =
            timeline.rows().iter().map(|row| (row["action"].as_str().unwrap(), row["subject"]["kind"].as_str().unwrap())).collect();
        assert_eq!(told[..2], [("resolve_escalation", "interaction"), ("resolve_escalation", "escalation")]);
        assert_eq!(agent.get(&format!("{source}/escalations")).await.ok().each("id"), [raised.id()]);
    })
    .await;
}

/// The whole lifecycle: to the pool, a question and its answer, declined, resolved by another doctor, replied to the customer and closed.
#[tokio::test]
async fn escalation_from_pool_to_close_passes_every_state() {
    on_both_engines(async |desk| {
        let (agent, ngozi, obi) = (desk.agent().await, desk.doctor().await, desk.new_client(Role::Doctor).await);
        let open = desk.ticket().with("category", "medical").await;
        let case = format!("/tickets/{}", open.id());
        agent.post(&format!("{case}/status"), json!({"status": "pending"})).await.ok();
        let raised = create_escalation(&agent, &open).await;
        assert_eq!(ngozi.get("/escalations?status=pending&target=pool").await.ok().each("id"), [raised.id()]);

        desk.advance(60);
        let taken = accept(&ngozi, &raised).await.ok();
        assert_eq!((&taken["status"], &taken["target"]["staff"]), (&json!("in_progress"), &reference(&ngozi)));
        desk.advance(60);
        let question = ngozi.post(&path(&raised, "messages"), json!({"body": "Since when does she use it?"})).await.created();
        let said = json!({"id": question["id"], "author": reference(&ngozi), "body": "Since when does she use it?", "created_at": desk.now().to_string()});
        assert_eq!(question.body, said);
        let asked = agent.get(&path(&raised, "")).await.ok();
        let now = json!(desk.now().to_string());
        assert_eq!((&asked["awaiting"], &asked["waiting_since"], &asked["last_message_at"]), (&json!("care_team"), &now, &now));
        assert_eq!(asked["version"], taken["version"], "a message does not change the version");
        agent.post(&path(&raised, "messages"), json!({"body": "For a week."})).await.created();
        let told = agent.get(&path(&raised, "")).await.ok();
        assert_eq!((&told["awaiting"], &told["waiting_since"]), (&json!("target"), &raised["created_at"]));

        desk.advance(60);
        let reason = "This is one for a dermatologist.";
        let declined = ngozi.post(&path(&raised, "decline"), json!({"reason": reason})).await.ok();
        assert_eq!((&declined["status"], &declined["target"]["staff"], &declined["accepted_by"]), (&json!("pending"), &json!(null), &json!(null)));
        accept(&obi, &raised).await.ok();
        ngozi.get(&path(&raised, "")).await.problem(404, "not_found");
        ngozi.get(&case).await.problem(404, "not_found");
        assert_eq!(obi.get(&path(&raised, "messages")).await.ok().each("body"), ["Since when does she use it?", "For a week."]);

        desk.advance(60);
        let answered = resolve(&obi, &raised).await.ok();
        assert_eq!((&answered["outcome"], &answered["resolved_by"]), (&json!(OUTCOME), &reference(&obi)));
        assert_eq!(get_ticket(&agent, &open).await["status"], "pending", "the status before the escalation");
        let notices = agent.get("/notices?unread=true").await.ok();
        assert_eq!(notices.each("kind"), ["escalation_answer"], "notices of questions and of the decline are dismissed");
        let subject = json!({"type": "escalation", "id": raised.id(), "number": open["number"], "priority": "medium"});
        assert_eq!(notices.rows()[0]["subject"], subject);
        let seen = agent.get(&path(&raised, "")).await.ok();
        assert_eq!((&seen["outcome"], &seen["awaiting"]), (&json!(OUTCOME), &json!("care_team")));
        agent.post(&format!("{case}/messages"), json!({"kind": "reply", "body": "Please stop the cream."})).await.created();
        let closed = agent.post_empty(&path(&raised, "close")).await.ok();
        assert_eq!((&closed["status"], &closed["closed_by"], &closed["awaiting"]), (&json!("closed"), &reference(&agent), &json!(null)));

        // The doctor who accepted it keeps access, the other does not.
        assert_eq!(obi.get(&case).await.ok()["status"], "pending");
        assert_eq!(obi.get("/escalations").await.ok().each("id"), [raised.id()]);
        assert!(ngozi.get("/escalations").await.ok().rows().is_empty());

        let way = ["close", "resolve_escalation", "accept", "decline", "discuss", "discuss", "accept", "escalate"];
        let timeline = agent.get(&path(&raised, "timeline")).await.ok();
        assert_eq!(timeline.each("action"), way);
        assert_eq!(timeline.rows()[3]["changes"]["decline_reason"], reason);
        assert_eq!(timeline.rows()[1]["changes"]["outcome"], json!({"from": null, "to": OUTCOME}));
        let of_ticket = agent.get(&format!("{case}/timeline")).await.ok();
        let told: Vec<(&str, &str)> =
            of_ticket.rows().iter().map(|row| (row["action"].as_str().unwrap(), row["subject"]["kind"].as_str().unwrap())).collect();
        let expected = [
            ("close", "escalation"),
            ("reply", "ticket"),
            ("resolve_escalation", "ticket"),
            ("resolve_escalation", "escalation"),
            ("accept", "escalation"),
            ("decline", "escalation"),
            ("discuss", "escalation"),
            ("discuss", "escalation"),
            ("accept", "escalation"),
            ("escalate", "escalation"),
            ("escalate", "ticket"),
            ("set_status", "ticket"),
            ("open_ticket", "ticket"),
        ];
        assert_eq!(told, expected);
        // A doctor who accepted later sees the whole timeline.
        assert_eq!(obi.get(&path(&raised, "timeline")).await.ok().each("action"), way);
    })
    .await;
}

#[tokio::test]
async fn raise_priority_by_target_reorders_list_and_is_in_timeline() {
    on_both_engines(async |desk| {
        let (agent, doctor) = (desk.agent().await, desk.doctor().await);
        let ticket = desk.ticket().await;
        let older = create_escalation(&agent, &desk.ticket().await).await;
        let raised = create_escalation(&agent, &ticket).await;
        assert_eq!(doctor.get("/escalations").await.ok().each("id"), [older.id(), raised.id()]);
        let urgent = doctor.post(&path(&raised, "priority"), json!({"priority": "urgent"})).await.ok();
        assert_eq!((&urgent["priority"], &urgent["version"], &urgent["status"]), (&json!("urgent"), &json!(2), &json!("pending")));
        assert_eq!(urgent["allowed"], json!(["accept", "reassign", "discuss"]), "urgent is the highest priority");
        assert_eq!(doctor.get("/escalations").await.ok().each("id"), [raised.id(), older.id()]);
        let again = doctor.post(&path(&raised, "priority"), json!({"priority": "urgent"})).await.ok();
        assert_eq!(again["version"], 2, "a request for the current priority writes nothing");
        doctor.post(&path(&raised, "priority"), json!({"priority": "low"})).await.problem(409, "lower_priority");
        let timeline = agent.get(&path(&raised, "timeline")).await.ok();
        assert_eq!(timeline.each("action"), ["raise_priority", "escalate"]);
        assert_eq!(timeline.rows()[0]["changes"]["priority"], json!({"from": "medium", "to": "urgent"}));
        assert_eq!(agent.get(&format!("/tickets/{}", ticket.id())).await.ok()["priority"], ticket["priority"], "the ticket keeps its own");
    })
    .await;
}

#[tokio::test]
async fn escalation_operation_repeated_with_same_key_is_done_once() {
    on_both_engines(async |desk| {
        let (agent, doctor, admin) = (desk.agent().await, desk.doctor().await, desk.admin().await);
        let open = desk.ticket().await;
        let twice = async |client: &Client, path: &str, body: Value| {
            let key = format!("twice-{}", desk.next_number());
            let first = client.post_with_key(&key, path, body.clone()).await;
            let second = client.post_with_key(&key, path, body).await;
            assert!(first.status < 300, "{first}");
            assert_eq!(second.header("idempotency-replayed"), Some("true"), "{second}");
            assert_eq!((first.status, first.json(), first.header("location")), (second.status, second.json(), second.header("location")));
            if first.status == 201 { first.created() } else { first.ok() }
        };
        let raise = json!({"target": {"role": "doctor"}, "reason": REASON});
        let raised = twice(&agent, &format!("/tickets/{}/escalations", open.id()), raise).await;
        twice(&admin, &path(&raised, "reassign"), json!({"target": {"role": "doctor", "staff_id": doctor.id()}})).await;
        twice(&doctor, &path(&raised, "priority"), json!({"priority": "urgent"})).await;
        twice(&doctor, &path(&raised, "decline"), json!({"reason": REASON})).await;
        twice(&doctor, &path(&raised, "accept"), json!({})).await;
        twice(&doctor, &path(&raised, "messages"), json!({"body": "Since when?"})).await;
        twice(&doctor, &path(&raised, "resolve"), json!({"outcome": OUTCOME})).await;
        twice(&agent, &path(&raised, "close"), json!({})).await;
        admin.delete(&path(&raised, ""), "*").await.no_content();
        twice(&admin, &path(&raised, "restore"), json!({})).await;
        let actions = [
            "restore_escalation",
            "delete_escalation",
            "close",
            "resolve_escalation",
            "discuss",
            "accept",
            "decline",
            "raise_priority",
            "reassign",
            "escalate",
        ];
        assert_eq!(agent.get(&path(&raised, "timeline")).await.ok().each("action"), actions);
        let again = create_escalation_for(&agent, &format!("/tickets/{}", open.id()), json!({"role": "doctor"})).await;
        twice(&agent, &path(&again, "withdraw"), json!({"reason": REASON})).await;
    })
    .await;
}
