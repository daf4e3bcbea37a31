//! The profile and the timeline of a customer.

use caredesk_domain::actor::Role;
use caredesk_tests::{Client, Record, TestServer, on_both_engines};
use serde_json::{Value, json};

async fn profile(client: &Client, customer: &Record) -> Record {
    client.get(&format!("/customers/{}/profile", customer.id())).await.ok()
}

/// The entries of a customer's timeline as `subject action`, the latest first.
async fn timeline_actions(client: &Client, customer: &Record, query: &str) -> Vec<String> {
    let timeline = client.get(&format!("/customers/{}/timeline{query}", customer.id())).await.ok();
    let entry = |entry: &Value| format!("{} {}", entry["subject"]["kind"].as_str().unwrap(), entry["action"].as_str().unwrap());
    timeline.rows().iter().map(entry).collect()
}

/// A customer with an ended call, a ticket escalated to the doctors' pool, a resolved ticket, and a note.
async fn lived(desk: &TestServer) -> (Record, Record, Client) {
    let agent = desk.agent().await;
    let customer = desk.customer().await;
    desk.interaction().for_customer(&customer).ended().with("channel", "call").await;
    desk.advance(60);
    let rash = desk.ticket().for_customer(&customer).with("category", "medical").with("subject", "A rash").await;
    let path = format!("/tickets/{}", rash.id());
    desk.advance(60);
    agent.post(&format!("{path}/messages"), json!({"kind": "reply", "body": "We are asking a doctor."})).await.created();
    desk.advance(60);
    agent.post(&format!("{path}/messages"), json!({"kind": "note", "body": "She sounded worried."})).await.created();
    desk.advance(60);
    let ask = json!({"target": {"role": "doctor"}, "reason": "Is this an allergy to the cream?"});
    agent.post(&format!("{path}/escalations"), ask).await.created();
    desk.advance(60);
    let bill = desk.ticket().for_customer(&customer).queued().await;
    agent.post(&format!("/tickets/{}/status", bill.id()), json!({"status": "resolved"})).await.ok();
    (customer, rash, agent)
}

#[tokio::test]
async fn get_profile_counts_records_and_names_handlers() {
    on_both_engines(async |desk| {
        let (customer, rash, agent) = lived(desk).await;
        let seen = profile(&agent, &customer).await;
        assert_eq!(seen["customer"]["id"], customer.id());
        assert_eq!(
            seen["counts"],
            json!({
                "tickets": {"open": 0, "pending": 0, "escalated": 1, "resolved": 1},
                "interactions": {"active": 0, "pending": 0, "resolved": 1},
                "escalations": {"open": 1, "answered": 0, "closed": 0}
            })
        );
        let ids = |list: &str| seen[list].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
        assert_eq!(ids("open_tickets"), [rash.id()]);
        assert_eq!((ids("latest_interactions").len(), ids("latest_escalations").len()), (1, 1));
        assert_eq!(seen["last_contact_at"], seen["latest_interactions"][0]["started_at"]);
        let handled = json!([{
            "staff": {"id": agent.id(), "name": agent.person().name}, "interactions": 1, "replies": 1,
            "last_at": desk.now().plus_seconds(-180).to_string()
        }]);
        assert_eq!(seen["handled_by"], handled);

        let said = json!({"kind": "reply", "author": "customer", "body": "It is on both arms."});
        agent.post(&format!("/tickets/{}/messages", rash.id()), said).await.created();
        assert_eq!(profile(&agent, &customer).await["last_contact_at"], desk.now().to_string());
    })
    .await;
}

#[tokio::test]
async fn get_timeline_lists_all_entries_and_filters_by_kind() {
    on_both_engines(async |desk| {
        let (customer, rash, agent) = lived(desk).await;
        let all = timeline_actions(&agent, &customer, "").await;
        let expected = [
            "ticket set_status",
            "ticket open_ticket",
            "escalation escalate",
            "ticket escalate",
            "ticket note",
            "ticket reply",
            "ticket open_ticket",
            "interaction log_interaction",
            "customer create_customer",
        ];
        let mut sorted = (all.clone(), expected.map(str::to_owned).to_vec());
        sorted.0.sort_unstable();
        sorted.1.sort_unstable();
        assert_eq!(sorted.0, sorted.1, "{all:?}");
        for (kinds, wanted) in [
            ("customer", vec!["customer create_customer"]),
            ("interaction", vec!["interaction log_interaction"]),
            ("message", vec!["ticket reply"]),
            ("note", vec!["ticket note"]),
            ("escalation", vec!["escalation escalate"]),
            ("note,message", vec!["ticket note", "ticket reply"]),
        ] {
            assert_eq!(timeline_actions(&agent, &customer, &format!("?kind={kinds}")).await, wanted, "{kinds}");
        }
        assert_eq!(timeline_actions(&agent, &customer, "?kind=ticket").await.len(), 4);
        let newest = agent.get(&format!("/customers/{}/timeline?kind=message", customer.id())).await.ok();
        assert_eq!(newest.rows()[0]["subject"]["number"], rash["number"]);
        let call = agent.get(&format!("/customers/{}/timeline?kind=interaction", customer.id())).await.ok();
        assert_eq!(call.rows()[0]["subject"]["channel"], "call");
    })
    .await;
}

#[tokio::test]
async fn get_timeline_by_pages_returns_each_entry_once() {
    on_both_engines(async |desk| {
        let (customer, _, agent) = lived(desk).await;
        let path = format!("/customers/{}/timeline?limit=2&include_total=true", customer.id());
        let (mut ids, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = agent.get(&format!("{path}{cursor}")).await.ok();
            assert_eq!(page["page"]["total"], 9);
            ids.extend(page.each("id").into_iter().map(str::to_owned));
            let Some(next) = page["page"]["next_cursor"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        ids.dedup();
        assert_eq!(ids.len(), 9);
    })
    .await;
}

#[tokio::test]
async fn deleted_ticket_is_not_in_profile_or_timeline_of_its_customer() {
    on_both_engines(async |desk| {
        let (customer, _, agent) = lived(desk).await;
        let admin = desk.admin().await;
        let bill = agent.get(&format!("/tickets?customer_id={}&status=resolved", customer.id())).await.ok().each("id")[0].to_owned();
        admin.delete(&format!("/tickets/{bill}"), "*").await.no_content();
        for client in [&agent, &admin] {
            assert_eq!(profile(client, &customer).await["counts"]["tickets"]["resolved"], 0);
            assert_eq!(timeline_actions(client, &customer, "?kind=ticket").await.len(), 2);
        }
    })
    .await;
}

#[tokio::test]
async fn move_ticket_to_another_customer_is_in_both_timelines() {
    on_both_engines(async |desk| {
        let (customer, rash, agent) = lived(desk).await;
        let other = desk.customer().called("Ada", "Obi").await;
        let moved = json!({"customer_id": other.id(), "reason": "It is her sister's."});
        agent.post(&format!("/tickets/{}/customer", rash.id()), moved).await.ok();
        for client_of in [&customer, &other] {
            assert!(timeline_actions(&agent, client_of, "?kind=ticket").await.contains(&"ticket move_ticket".to_owned()));
        }
        assert_eq!(profile(&agent, &customer).await["counts"]["tickets"]["escalated"], 0);
        assert_eq!(profile(&agent, &other).await["counts"]["tickets"]["escalated"], 1);
    })
    .await;
}

#[tokio::test]
async fn get_profile_by_doctor_shows_only_escalated_records_and_no_note() {
    on_both_engines(async |desk| {
        let (customer, rash, _) = lived(desk).await;
        let (doctor, stranger) = (desk.doctor().await, desk.new_client(Role::Doctor).await);
        doctor.post_empty(&format!("/escalations/{}/accept", escalation_of(desk, &rash).await)).await.ok();
        let seen = profile(&doctor, &customer).await;
        assert_eq!(
            seen["counts"],
            json!({
                "tickets": {"open": 0, "pending": 0, "escalated": 1, "resolved": 0},
                "interactions": {"active": 0, "pending": 0, "resolved": 0},
                "escalations": {"open": 1, "answered": 0, "closed": 0}
            })
        );
        assert_eq!((&seen["last_contact_at"], &seen["latest_interactions"]), (&Value::Null, &json!([])));
        assert_eq!(seen["handled_by"][0]["interactions"], 0);
        let mut all = timeline_actions(&doctor, &customer, "").await;
        all.sort_unstable();
        assert_eq!(all, ["escalation accept", "escalation escalate", "ticket escalate", "ticket open_ticket", "ticket reply"]);
        assert!(timeline_actions(&doctor, &customer, "?kind=note,customer,interaction").await.is_empty());
        for tail in ["profile", "timeline"] {
            stranger.get(&format!("/customers/{}/{tail}", customer.id())).await.problem(404, "not_found");
        }
    })
    .await;
}

async fn escalation_of(desk: &TestServer, ticket: &Record) -> String {
    let list = desk.agent().await.get(&format!("/tickets/{}/escalations", ticket.id())).await.ok();
    list.each("id")[0].to_owned()
}

#[tokio::test]
async fn get_profile_or_timeline_by_service_account_needs_every_scope() {
    on_both_engines(async |desk| {
        let customer = desk.customer().await;
        let all = ["customers:read", "tickets:read", "interactions:read", "escalations:read"];
        for tail in ["profile", "timeline"] {
            let path = format!("/customers/{}/{tail}", customer.id());
            desk.service_account_client(&all).await.get(&path).await.ok();
            for left_out in all {
                let scopes: Vec<&str> = all.into_iter().filter(|scope| *scope != left_out).collect();
                desk.service_account_client(&scopes).await.get(&path).await.problem(403, "forbidden");
            }
            desk.auditor().await.get(&path).await.problem(403, "forbidden");
        }
    })
    .await;
}
