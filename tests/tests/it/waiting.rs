//! `waiting_since`: what sets and clears it, and the order of the queue.

use std::collections::BTreeSet;

use caredesk_domain::actor::Role;
use caredesk_tests::{Client, Record, TestServer, on_both_engines, race_all, race_rounds};
use futures::future::join_all;
use serde_json::{Value, json};

const SUMMARY: &str = "She asked for a call back before noon.";

async fn waiting(desk: &TestServer, ticket: &Record) -> Value {
    desk.agent().await.get(&format!("/tickets/{}", ticket.id())).await.ok()["waiting_since"].clone()
}

async fn end(agent: &Client, interaction: &Record) {
    agent.post(&format!("/interactions/{}/end", interaction.id()), json!({"summary": SUMMARY})).await.ok();
}

/// Caught: it was not waiting, was shown as answered and last in the queue, and ending the same call cleared the wait.
#[tokio::test]
async fn open_ticket_from_call_waits_until_answered() {
    on_both_engines(async |desk| {
        let (agent, customer) = (desk.agent().await, desk.customer().await);
        let call = desk.interaction().for_customer(&customer).with("channel", "call").await;
        desk.advance(60);
        let ticket = desk.ticket().for_customer(&customer).queued().urgent().with("interaction_id", call.id()).await;
        let since = ticket["created_at"].clone();
        assert_eq!(ticket["waiting_since"], since);
        desk.ticket().queued().await;
        assert_eq!(agent.get("/tickets?status=open&assignee=none").await.ok().each("id")[0], ticket.id());

        let messages = format!("/tickets/{}/messages", ticket.id());
        desk.advance(60);
        end(&agent, &call).await;
        agent.post(&messages, json!({"kind": "note", "body": "She sounds worried."})).await.created();
        let program = desk.service_account_client(&["tickets:read", "tickets:write"]).await;
        program.post(&messages, json!({"kind": "reply", "body": "We have your message."})).await.created();
        let past = |from: i64| {
            let call = desk.interaction().for_customer(&customer).with("channel", "call").with("ticket_id", ticket.id()).ended();
            call.with("started_at", desk.now().plus_seconds(from).to_string())
        };
        past(-121).await;
        past(-30).with("channel", "email").await;
        let back = desk.interaction().for_customer(&customer).with("channel", "call").with("direction", "outbound");
        let back = back.with("ticket_id", ticket.id()).await;
        assert_eq!(
            waiting(desk, &ticket).await,
            since,
            "its own call, a note, a service account, an earlier call, an e-mail and a running outbound call answer nothing"
        );
        desk.advance(60);
        end(&agent, &back).await;
        let answered = agent.get(&format!("/tickets/{}", ticket.id())).await.ok();
        assert_eq!((&answered["waiting_since"], &answered["first_response_at"]), (&Value::Null, &back["started_at"]));
    })
    .await;
}

/// Caught: a pending ticket stayed waiting, and a reopened one did not wait.
#[tokio::test]
async fn set_status_pending_or_resolved_clears_wait_and_open_starts_it() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        for status in ["pending", "resolved"] {
            let ticket = desk.ticket().await;
            let path = format!("/tickets/{}/status", ticket.id());
            assert_eq!(agent.post(&path, json!({"status": status})).await.ok()["waiting_since"], Value::Null);
            assert_eq!(agent.post(&path, json!({"status": "open", "undo": true})).await.ok()["waiting_since"], ticket["created_at"]);
            agent.post(&path, json!({"status": status})).await.ok();
            desk.advance(60);
            assert_eq!(agent.post(&path, json!({"status": "open"})).await.ok()["waiting_since"], desk.now().to_string());
            agent.post(&path, json!({"status": status})).await.ok();
            let again = json!({"kind": "reply", "body": "One more thing.", "status": "open"});
            agent.post(&format!("/tickets/{}/messages", ticket.id()), again).await.created();
            assert_eq!(waiting(desk, &ticket).await, Value::Null, "a ticket reopened by a reply is answered");
        }
    })
    .await;
}

#[tokio::test]
async fn claim_next_ticket_takes_first_open_in_queue() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        desk.ticket().urgent().await;
        let pending = desk.ticket().queued().urgent().await;
        agent.post(&format!("/tickets/{}/status", pending.id()), json!({"status": "pending"})).await.ok();
        let later = desk.ticket().queued().await;
        desk.advance(60);
        let high = desk.ticket().queued().with("priority", "high").await;
        let next = async || agent.post_empty("/tickets/next").await;
        let listed = agent.get("/tickets?status=open&assignee=none&sort=queue").await.ok();
        assert_eq!(listed.each("id"), [high.id(), later.id()]);
        let taken = next().await.ok();
        assert_eq!((taken.id(), &taken["assignee"]["id"]), (high.id(), &json!(agent.id())));
        assert_eq!(next().await.ok().id(), later.id());
        next().await.problem(409, "queue_empty");
        desk.doctor().await.post_empty("/tickets/next").await.problem(403, "forbidden");
        let timeline = agent.get(&format!("/tickets/{}/timeline", high.id())).await.ok();
        assert_eq!(timeline.each("action"), ["claim", "open_ticket"]);
    })
    .await;
}

#[tokio::test]
async fn claim_next_ticket_concurrently_gives_each_agent_another() {
    on_both_engines(async |desk| {
        let agents = join_all((0..8).map(|_| desk.new_client(Role::Agent))).await;
        for _ in race_rounds(100) {
            let mut queued = BTreeSet::new();
            for _ in 0..8 {
                queued.insert(desk.ticket().queued().await.id().to_owned());
            }
            let answers = race_all(agents.iter().map(|agent| agent.post_empty("/tickets/next"))).await;
            let taken: BTreeSet<String> = answers.into_iter().map(|answer| answer.ok().id().to_owned()).collect();
            assert_eq!(taken, queued);
        }
    })
    .await;
}

/// Caught: an interaction that a service account logged on a resolved ticket left it resolved, unnoticed; a pending ticket waited
/// but stayed pending, outside the queue.
#[tokio::test]
async fn contact_on_resolved_or_pending_ticket_reopens_it_unless_attended() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let app = desk.service_account_client(&["interactions:read", "interactions:write", "tickets:read"]).await;
        for status in ["resolved", "pending"] {
            let put_aside = async || {
                let ticket = desk.ticket().created_by(&agent).await;
                agent.post(&format!("/tickets/{}/status", ticket.id()), json!({"status": status})).await.ok();
                desk.advance(5);
                ticket
            };
            let stands = async |ticket: &Record| {
                let now = agent.get(&format!("/tickets/{}", ticket.id())).await.ok();
                (now["status"].as_str().unwrap().to_owned(), now["waiting_since"].clone())
            };
            let of = async |ticket: &Record, channel: &str| {
                let customer = desk.agent().await.get(&format!("/customers/{}", ticket["customer"]["id"].as_str().unwrap())).await.ok();
                desk.interaction().created_by(&app).for_customer(&customer).with("channel", channel).with("ticket_id", ticket.id()).await
            };
            let written = put_aside().await;
            let mail = of(&written, "email").await;
            assert_eq!(stands(&written).await, ("open".to_owned(), mail["created_at"].clone()), "an e-mail on a {status} ticket");

            let missed = put_aside().await;
            let chat = of(&missed, "chat").await;
            assert_eq!(stands(&missed).await, (status.to_owned(), Value::Null), "the chat has a notice of its own");
            desk.advance(5);
            end(&app, &chat).await;
            assert_eq!(stands(&missed).await, ("open".to_owned(), json!(desk.now().to_string())), "no agent was assigned");

            let taken = put_aside().await;
            let chat = of(&taken, "chat").await;
            agent.post(&format!("/interactions/{}/assignment", chat.id()), json!({"agent_id": agent.id()})).await.ok();
            end(&agent, &chat).await;
            assert_eq!(stands(&taken).await, (status.to_owned(), Value::Null));
        }
    })
    .await;
}

/// Caught: the ticket of a chat logged by a service account waited until the chat ended, which set a first response before any assignment; one whose
/// chat was unassigned stayed answered.
#[tokio::test]
async fn live_chat_answers_its_ticket_while_assigned_to_staff() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let app = desk.service_account_client(&["interactions:read", "interactions:write", "tickets:read"]).await;
        let customer = desk.customer().await;
        let ticket = desk.ticket().for_customer(&customer).await;
        desk.advance(5);
        let chat = desk.interaction().created_by(&app).for_customer(&customer).with("ticket_id", ticket.id()).await;
        let assign = async |by: &Client, to: Value| {
            desk.advance(5);
            by.post(&format!("/interactions/{}/assignment", chat.id()), json!({"agent_id": to})).await.ok();
            desk.now().to_string()
        };
        assign(&app, json!(agent.id())).await;
        assert_eq!(waiting(desk, &ticket).await, ticket["created_at"], "a service account's assignment answers nothing");
        assign(&agent, Value::Null).await;
        let taken = assign(&agent, json!(agent.id())).await;
        let now = agent.get(&format!("/tickets/{}", ticket.id())).await.ok();
        assert_eq!((&now["waiting_since"], &now["first_response_at"]), (&Value::Null, &json!(taken)));
        assign(&agent, Value::Null).await;
        assert_eq!(waiting(desk, &ticket).await, ticket["created_at"]);
        assign(&agent, json!(agent.id())).await;
        end(&agent, &chat).await;
        assert_eq!(waiting(desk, &ticket).await, Value::Null);
    })
    .await;
}
