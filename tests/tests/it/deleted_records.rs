//! Deleted records: readable by those who may restore them, and by nobody else.

use caredesk_tests::{Client, on_both_engines};
use serde_json::json;

/// Deletes a record; then asserts that it and its parts are readable by the admin alone, unchanged.
async fn assert_readable_by_admins_alone(admin: &Client, others: &[&Client], record: &str, parts: &[&str]) {
    let places = || std::iter::once(record.to_owned()).chain(parts.iter().map(|part| format!("{record}/{part}")));
    let mut before = Vec::new();
    for place in places() {
        before.push(admin.get(&place).await.ok().body["data"].clone());
    }
    admin.delete(record, "*").await.no_content();
    let shown = admin.get(record).await.ok();
    assert_eq!((&shown["deleted_by"], shown["deleted_at"].is_string()), (&json!(admin.id()), true), "{record}");
    for (place, before) in places().zip(&before) {
        let after = admin.get(&place).await.ok().body["data"].clone();
        if place.ends_with("/timeline") {
            let rows = after.as_array().unwrap();
            assert_eq!(rows.len(), before.as_array().unwrap().len() + 1, "{place}: the earlier entries and the deletion");
        } else {
            assert_eq!(after, *before, "{place}");
        }
        for other in others {
            other.get(&place).await.problem(404, "not_found");
        }
    }
}

#[tokio::test]
async fn get_deleted_record_is_whole_for_admin_and_404_for_others() {
    on_both_engines(async |desk| {
        let (agent, doctor, admin) = (desk.agent().await, desk.doctor().await, desk.admin().await);
        let (ticket, interaction) = (desk.ticket().await, desk.interaction().await);
        let (of_ticket, of_interaction) = (format!("/tickets/{}", ticket.id()), format!("/interactions/{}", interaction.id()));
        agent.post(&format!("{of_ticket}/messages"), json!({"kind": "note", "body": "Wants the money back."})).await.created();
        agent.post(&format!("{of_ticket}/messages"), json!({"kind": "reply", "body": "It is on its way."})).await.created();
        let note = agent.post(&format!("{of_interaction}/notes"), json!({"body": "Sounded worried."})).await.created();
        let question = json!({"target": {"role": "doctor"}, "reason": "A rash since she uses the cream: is this an allergy?"});
        let escalation = agent.post(&format!("{of_ticket}/escalations"), question).await.created();
        let of_escalation = format!("/escalations/{}", escalation.id());
        agent.post(&format!("{of_escalation}/messages"), json!({"body": "She asks again."})).await.created();
        agent.post(&format!("{of_escalation}/withdraw"), json!({"reason": "She has found the answer in her papers."})).await.ok();

        let others = [&agent, &doctor];
        assert_readable_by_admins_alone(&admin, &others, &of_escalation, &["messages", "timeline"]).await;
        assert_readable_by_admins_alone(&admin, &[&agent], &of_ticket, &["messages", "timeline", "escalations"]).await;
        assert_readable_by_admins_alone(&admin, &[&agent], &of_interaction, &["notes", "timeline", "escalations"]).await;
        admin.get(&format!("/notes/{}", note.id())).await.ok();
        agent.get(&format!("/notes/{}", note.id())).await.problem(404, "not_found");
    })
    .await;
}

/// The number of results of a search.
async fn found(client: &Client, place: &str, query: &str) -> usize {
    let answer = client.post(place, json!({"query": query})).await.ok();
    answer["data"].as_array().unwrap().len()
}

#[tokio::test]
async fn deleted_customer_is_in_no_search_and_no_report() {
    on_both_engines(async |desk| {
        let (agent, admin) = (desk.agent().await, desk.admin().await);
        let customer = desk.customer().called("Zubaida", "Quartey").await;
        let ticket = desk.ticket().for_customer(&customer).with("subject", "Wants the zirconia invoice").await;
        desk.interaction().for_customer(&customer).ended().await;
        agent.post(&format!("/tickets/{}/messages", ticket.id()), json!({"kind": "reply", "body": "Here it is."})).await.created();
        agent.post(&format!("/tickets/{}/status", ticket.id()), json!({"status": "resolved"})).await.ok();
        let number = ticket["number"].as_str().unwrap();
        let searches =
            [("/tickets/search", "zirconia"), ("/tickets/search", number), ("/search", "Quartey"), ("/customers/search", "Quartey")];
        let reports = ["/oversight/frequent-issues".to_owned(), format!("/oversight/agents/{}", agent.id())];
        let id = json!(customer.id());
        let is_named = async |report: &str| {
            let report = admin.get(report).await.ok();
            report["customers"].as_array().unwrap().iter().any(|row| row["customer"]["id"] == id)
        };
        for (place, query) in searches {
            assert!(found(&agent, place, query).await > 0, "{place} {query}");
        }
        for report in &reports {
            assert!(is_named(report).await, "{report}");
        }
        admin.delete(&format!("/customers/{}", customer.id()), "*").await.no_content();
        for (place, query) in searches {
            for client in [&agent, &admin] {
                assert_eq!(found(client, place, query).await, 0, "{place} {query}");
            }
        }
        for report in &reports {
            assert!(!is_named(report).await, "{report}");
        }
        assert_eq!(admin.get("/customers?deleted=true").await.ok().rows().len(), 1);
    })
    .await;
}
