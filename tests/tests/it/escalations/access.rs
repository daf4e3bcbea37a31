//! What doctors can read through escalations, and what service accounts may do.

use caredesk_domain::actor::Role;
use caredesk_tests::{Client, Record, on_both_engines};
use serde_json::{Value, json};

use super::{REASON, accept, create_escalation, create_escalation_for, path, resolve, withdraw};

/// The paths a doctor can read of a case: escalation, ticket, customer, the interaction the ticket was opened in, and one about the ticket.
struct EscalatedCase {
    escalation: Record,
    parts: Vec<String>,
}

impl EscalatedCase {
    #[track_caller]
    fn list(found: &[Value]) -> Vec<&str> {
        found.iter().map(|row| row["id"].as_str().unwrap()).collect()
    }

    async fn assert_visible_to(&self, doctor: &Client, seen: bool) {
        for part in &self.parts {
            let answer = doctor.get(part).await;
            assert_eq!(answer.status, if seen { 200 } else { 404 }, "{answer}");
        }
        for list in ["escalations", "tickets", "customers", "interactions"] {
            let found = doctor.get(&format!("/{list}?include_total=true")).await.ok();
            let ids = Self::list(found.rows());
            for part in self.parts.iter().filter(|part| part.starts_with(&format!("/{list}/"))) {
                let id = part.split('/').nth(2).unwrap();
                assert_eq!(ids.contains(&id), seen, "{part} among {list}");
            }
            assert_eq!(found["page"]["total"], ids.len());
        }
    }
}

#[tokio::test]
async fn escalated_case_is_visible_to_target_or_pool_then_to_acceptor() {
    on_both_engines(async |desk| {
        let (agent, admin) = (desk.agent().await, desk.admin().await);
        let (ngozi, obi) = (desk.doctor().await, desk.new_client(Role::Doctor).await);
        // An unrelated case, which must never be visible.
        let stranger = desk.customer().await;
        desk.interaction().for_customer(&stranger).with("ticket_id", desk.ticket().for_customer(&stranger).await.id()).await;
        let case = async |target: Value| {
            let customer = desk.customer().await;
            let first = desk.interaction().for_customer(&customer).await;
            let ticket = desk.ticket().for_customer(&customer).with("interaction_id", first.id()).await;
            let later = desk.interaction().for_customer(&customer).with("ticket_id", ticket.id()).await;
            let unrelated = desk.interaction().for_customer(&customer).await;
            let escalation = create_escalation_for(&agent, &format!("/tickets/{}", ticket.id()), target).await;
            ngozi.get(&format!("/interactions/{}", unrelated.id())).await.problem(404, "not_found");
            let (ticket, customer) = (format!("/tickets/{}", ticket.id()), format!("/customers/{}", customer.id()));
            let mut parts = vec![path(&escalation, ""), path(&escalation, "messages"), path(&escalation, "timeline"), customer];
            parts.extend([format!("{ticket}/messages"), format!("{ticket}/timeline"), format!("{ticket}/escalations"), ticket]);
            parts.extend([first.id(), later.id()].map(|id| format!("/interactions/{id}")));
            EscalatedCase { escalation, parts }
        };
        let named = case(json!({"role": "doctor", "staff_id": ngozi.id()})).await;
        let pooled = case(json!({"role": "doctor"})).await;
        let admins = case(json!({"role": "admin"})).await;
        for (doctor, theirs) in [(&ngozi, true), (&obi, false)] {
            named.assert_visible_to(doctor, theirs).await;
            pooled.assert_visible_to(doctor, true).await;
            admins.assert_visible_to(doctor, false).await;
        }
        accept(&obi, &pooled.escalation).await.ok();
        pooled.assert_visible_to(&ngozi, false).await;
        pooled.assert_visible_to(&obi, true).await;
        resolve(&obi, &pooled.escalation).await.ok();
        agent.post_empty(&path(&pooled.escalation, "close")).await.ok();
        pooled.assert_visible_to(&obi, true).await;
        // After a reassignment only the new target sees it.
        let to_obi = json!({"target": {"role": "doctor", "staff_id": obi.id()}});
        admin.post(&path(&named.escalation, "reassign"), to_obi).await.ok();
        named.assert_visible_to(&ngozi, false).await;
        named.assert_visible_to(&obi, true).await;
        // Withdrawn before it was accepted, no doctor sees it.
        withdraw(&agent, &named.escalation).await.ok();
        named.assert_visible_to(&obi, false).await;
        pooled.assert_visible_to(&obi, true).await;
    })
    .await;
}

#[tokio::test]
async fn list_ticket_escalations_by_doctor_shows_only_their_own() {
    on_both_engines(async |desk| {
        let (agent, admin, ngozi) = (desk.agent().await, desk.admin().await, desk.doctor().await);
        let ticket = desk.ticket().await;
        let source = format!("/tickets/{}", ticket.id());
        let first = create_escalation_for(&agent, &source, json!({"role": "admin"})).await;
        resolve(&admin, &first).await.ok();
        let second = create_escalation(&agent, &ticket).await;
        assert_eq!(ngozi.get(&format!("{source}/escalations")).await.ok().each("id"), [second.id()]);
        assert_eq!(agent.get(&format!("{source}/escalations")).await.ok().each("id"), [second.id(), first.id()]);
        let timeline = ngozi.get(&format!("{source}/timeline")).await.ok();
        let of_first = timeline.rows().iter().filter(|row| row["subject"]["id"] == first.id()).count();
        let of_second = timeline.rows().iter().filter(|row| row["subject"]["id"] == second.id()).count();
        assert_eq!((of_first, of_second), (0, 1));
        assert!(!timeline.to_string().contains(super::OUTCOME), "the doctor does not see the outcome of the admin's escalation");
        ngozi.get(&path(&first, "messages")).await.problem(404, "not_found");
    })
    .await;
}

#[tokio::test]
async fn service_account_reads_and_creates_escalations_by_scope_only() {
    on_both_engines(async |desk| {
        let (doctor, ticket) = (desk.doctor().await, desk.ticket().await);
        let app = desk.service_account_client(&["escalations:read", "escalations:write", "tickets:read"]).await;
        let raised = create_escalation(&app, &ticket).await;
        let by = json!({"id": app.id(), "name": app.person().name});
        assert_eq!((&raised["escalated_by"], &raised["allowed"]), (&by, &json!([])));
        assert_eq!(app.get("/escalations?escalated_by=me").await.ok().each("id"), [raised.id()]);
        assert!(app.get("/escalations?target=me").await.ok().rows().is_empty());
        accept(&doctor, &raised).await.ok();
        resolve(&doctor, &raised).await.ok();
        assert_eq!(app.get(&path(&raised, "")).await.ok()["outcome"], super::OUTCOME);
        app.post_empty(&path(&raised, "close")).await.problem(403, "forbidden");
        app.post(&path(&raised, "messages"), json!({"body": "Since when?"})).await.problem(403, "forbidden");
        let reader = desk.service_account_client(&["tickets:read", "tickets:write"]).await;
        reader.get(&path(&raised, "")).await.problem(403, "forbidden");
        let body = json!({"target": {"role": "doctor"}, "reason": REASON});
        reader.post(&format!("/tickets/{}/escalations", ticket.id()), body).await.problem(403, "forbidden");
        let timeline = reader.get(&format!("/tickets/{}/timeline", ticket.id())).await.ok();
        assert!(!timeline.to_string().contains(super::OUTCOME) && !timeline.to_string().contains(REASON), "{}", timeline.to_string());
    })
    .await;
}
