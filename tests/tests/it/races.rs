//! Concurrent requests: one wins, the others get an error that says so, nothing is done in part or twice.

use std::collections::BTreeSet;

use caredesk_domain::actor::Role;
use caredesk_tests::{on_both_engines, race, race_all, race_rounds};
use futures::future::join_all;
use serde_json::json;

#[tokio::test]
async fn claim_ticket_by_32_agents_concurrently_succeeds_once() {
    on_both_engines(async |desk| {
        let agents = join_all((0..32).map(|_| desk.new_client(Role::Agent))).await;
        for _ in race_rounds(100) {
            let ticket = desk.ticket().queued().await;
            let path = format!("/tickets/{}/claim", ticket.id());
            let answers = race_all(agents.iter().map(|agent| agent.post_empty(&path))).await;
            let owner = desk.agent().await.get(&format!("/tickets/{}", ticket.id())).await.ok();
            let name = owner["assignee"]["name"].as_str().unwrap();
            let mut winners = Vec::new();
            for (agent, answer) in agents.iter().zip(answers) {
                match answer.status {
                    200 => winners.push(agent.id()),
                    _ => {
                        let lost = answer.problem(409, "already_assigned");
                        assert_eq!(lost["detail"], format!("The ticket already belongs to {name}."));
                    }
                }
            }
            assert_eq!(winners, [owner["assignee"]["id"].as_str().unwrap()]);
            assert_eq!(owner["version"], 2);
            let timeline = desk.agent().await.get(&format!("/tickets/{}/timeline", ticket.id())).await.ok();
            assert_eq!(timeline.each("action"), ["claim", "open_ticket"]);
        }
    })
    .await;
}

#[tokio::test]
async fn edit_customer_concurrently_with_same_etag_is_412_for_one() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        for _ in race_rounds(400) {
            let customer = desk.customer().await;
            let path = format!("/customers/{}", customer.id());
            let patch = async |field: &str| agent.patch(&path, customer.etag(), json!({field: "Changed"})).await.status;
            let (one, other) = race(patch("given_name"), patch("family_name")).await;
            assert_eq!(BTreeSet::from([one, other]), BTreeSet::from([200, 412]));
            let after = agent.get(&path).await.ok();
            let changed = if one == 200 { ("Changed", "Adebayo") } else { ("Ife", "Changed") };
            assert_eq!((after["given_name"].as_str().unwrap(), after["family_name"].as_str().unwrap()), changed);
            assert_eq!(after["version"], 2);
        }
    })
    .await;
}

#[tokio::test]
async fn upsert_customer_concurrently_creates_one() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        for round in race_rounds(200) {
            let system = "https://app.example/patients";
            let body =
                json!({"identifier": {"system": system, "value": format!("p-{round}")}, "family_name": "Adebayo", "given_name": "Ife"});
            let answers = race_all((0..4).map(|_| agent.post("/customers/upsert", body.clone()))).await;
            let created = answers.iter().filter(|answer| answer.status == 201).count();
            let ids: BTreeSet<String> = answers
                .into_iter()
                .map(|answer| if answer.status == 201 { answer.created() } else { answer.ok() })
                .map(|customer| customer.id().to_owned())
                .collect();
            assert_eq!((created, ids.len()), (1, 1));
            let found = agent.post("/customers/search", json!({"query": format!("p-{round}")})).await.ok();
            assert_eq!(found.rows().len(), 1);
        }
    })
    .await;
}

#[tokio::test]
async fn open_ticket_concurrently_assigns_unique_numbers() {
    on_both_engines(async |desk| {
        let customer = desk.customer().await;
        desk.agent().await;
        let (rounds, mut numbers) = (race_rounds(100), BTreeSet::new());
        for _ in rounds.clone() {
            let opened = race_all((0..32).map(|_| desk.ticket().for_customer(&customer).into_future())).await;
            numbers.extend(opened.iter().map(|ticket| ticket["number"].as_str().unwrap().to_owned()));
        }
        assert_eq!(numbers.len(), rounds.len() * 32);
        let listed = desk.agent().await.get("/tickets?limit=1&include_total=true").await.ok();
        assert_eq!(listed["page"]["total"], numbers.len());
    })
    .await;
}

#[tokio::test]
async fn refresh_by_many_tabs_concurrently_sets_one_cookie() {
    on_both_engines(async |desk| {
        let agent = desk.new_client(Role::Agent).await;
        let mut cookie = agent.cookie().to_owned();
        for _ in race_rounds(100) {
            let refresh = || desk.visitor().call(reqwest::Method::POST, "/auth/refresh").refresh_cookie(&cookie).send();
            let answers = race_all((0..8).map(|_| refresh())).await;
            let cookies: Vec<String> = answers.iter().filter_map(|answer| answer.refresh_cookie()).collect();
            assert_eq!(cookies.len(), 8);
            assert!(cookies.iter().all(|cookie| *cookie == cookies[0]));
            for answer in answers {
                answer.ok();
            }
            cookie.clone_from(&cookies[0]);
        }
        desk.visitor().call(reqwest::Method::POST, "/auth/refresh").refresh_cookie(&cookie).send().await.ok();
    })
    .await;
}

/// Caught: a record linked while a move waited for its locks was locked out of lock order, and the move failed.
#[tokio::test]
async fn move_customer_beside_new_link_leaves_no_link_between_customers() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let to = async |kind: &str, id: &str, with: &str| {
            let body = json!({"customer_id": desk.customer().await.id(), "reason": "Opened for her sister", with: true});
            agent.post(&format!("/{kind}/{id}/customer"), body).await
        };
        let (along, with_ticket) = ("with_interactions", "with_ticket");
        for round in race_rounds(12) {
            let customer = desk.customer().await;
            let call = desk.interaction().for_customer(&customer).await;
            let ticket = desk.ticket().for_customer(&customer).with("interaction_id", call.id()).await;
            let other = desk.ticket().for_customer(&customer).await;
            let linked = json!({"customer_id": customer.id(), "channel": "chat", "ticket_id": ticket.id()});
            let opened = json!({
                "customer_id": customer.id(), "category": "billing", "subject": "Charged twice", "description": "In March.", "interaction_id": call.id(),
            });
            let duplicate = json!({"status": "resolved", "duplicate_of": ticket.id()});
            let status = format!("/tickets/{}/status", other.id());
            let (moved, (path, body)) = match round % 3 {
                0 => (to("tickets", ticket.id(), along), ("/interactions", linked)),
                1 => (to("interactions", call.id(), with_ticket), ("/tickets", opened)),
                _ => (to("interactions", call.id(), with_ticket), (status.as_str(), duplicate)),
            };
            let (moved, made) = race(moved, agent.post(path, body)).await;
            assert_eq!(moved.status, 200, "{round}: {:?}", moved.body);
            assert!([200, 201, 409, 422].contains(&made.status), "{round}: {} {:?}", made.status, made.body);
            let ticket = agent.get(&format!("/tickets/{}", ticket.id())).await.ok();
            let of_ticket = agent.get(&format!("/interactions?customer_id={}", customer.id())).await.ok();
            let left = of_ticket.rows().iter().filter(|row| row["ticket"]["id"] == ticket["id"]).count();
            assert!(ticket["customer"]["id"] == customer.id() || left == 0, "{round}: {left} of another customer");
        }
    })
    .await;
}
