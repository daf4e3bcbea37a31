//! Escalated interactions, and interactions of escalated tickets.

use caredesk_domain::actor::Role;
use caredesk_tests::{Client, Record, on_both_engines};
use serde_json::{Value, json};

use super::SUMMARY;

const QUESTION: &str = "Is it safe to wait until Thursday?";

/// Escalates the record at `path` to a staff member, or to the pool of a role.
async fn create_escalation(agent: &Client, path: &str, role: &str, staff: Option<&str>) -> Record {
    let mut target = json!({"role": role});
    if let Some(staff) = staff {
        target["staff_id"] = staff.into();
    }
    agent.post(&format!("{path}/escalations"), json!({"target": target, "reason": QUESTION})).await.created()
}

#[tokio::test]
async fn get_interaction_by_doctor_needs_an_escalation_to_them() {
    on_both_engines(async |desk| {
        let (agent, doctor, another) = (desk.agent().await, desk.doctor().await, desk.new_client(Role::Doctor).await);
        let customer = desk.customer().await;
        let ticket = desk.ticket().for_customer(&customer).await;
        let chat = desk.interaction().for_customer(&customer).with("ticket_id", ticket.id()).with("transcript", "Patient: my rash.").await;
        let other = desk.interaction().for_customer(&customer).await;
        let path = format!("/interactions/{}", chat.id());
        let escalation = create_escalation(&agent, &path, "doctor", Some(doctor.id())).await;
        let shown = agent.get(&path).await.ok();
        assert_eq!(shown["open_escalation"], escalation.id());
        let mut expected = shown.body.clone();
        expected["allowed"] = json!([]);
        // The ticket was not escalated, so its subject is not visible to the doctor.
        expected["ticket"]["subject"] = Value::Null;
        assert_eq!(doctor.get(&path).await.ok().body, expected);
        assert_eq!(doctor.get("/interactions").await.ok().rows(), [expected]);
        doctor.get(&format!("/interactions/{}", other.id())).await.problem(404, "not_found");
        doctor.get(&format!("/interactions/{}/timeline", other.id())).await.problem(404, "not_found");
        doctor.get(&format!("/tickets/{}", ticket.id())).await.problem(404, "not_found");
        another.get(&path).await.problem(404, "not_found");
        another.get(&format!("{path}/timeline")).await.problem(404, "not_found");
        assert!(another.get("/interactions").await.ok().rows().is_empty());
        assert_eq!(doctor.get(&format!("{path}/timeline")).await.ok().each("action"), ["escalate", "escalate", "log_interaction"]);
    })
    .await;
}

#[tokio::test]
async fn escalated_ticket_shows_its_linked_interactions_to_the_doctor() {
    on_both_engines(async |desk| {
        let (agent, doctor, customer) = (desk.agent().await, desk.doctor().await, desk.customer().await);
        let opened_in = desk.interaction().for_customer(&customer).await;
        let ticket = desk.ticket().for_customer(&customer).with("interaction_id", opened_in.id()).await;
        let about = desk.interaction().for_customer(&customer).with("ticket_id", ticket.id()).ended().await;
        desk.interaction().for_customer(&customer).await;
        create_escalation(&agent, &format!("/tickets/{}", ticket.id()), "doctor", None).await;
        let listed = doctor.get("/interactions?sort=started_at&include_total=true").await.ok();
        let mut seen = listed.each("id");
        seen.sort_unstable();
        assert_eq!((seen, &listed["page"]["total"]), (vec![opened_in.id(), about.id()], &json!(2)));
        for id in [opened_in.id(), about.id()] {
            doctor.get(&format!("/interactions/{id}")).await.ok();
            doctor.get(&format!("/interactions/{id}/timeline")).await.ok();
        }
    })
    .await;
}

#[tokio::test]
async fn open_escalation_blocks_delete_but_not_end_of_interaction() {
    on_both_engines(async |desk| {
        let (agent, admin, customer) = (desk.agent().await, desk.admin().await, desk.customer().await);
        let path = format!("/interactions/{}", desk.interaction().for_customer(&customer).await.id());
        let escalation = create_escalation(&agent, &path, "admin", None).await;
        let ended = agent.post(&format!("{path}/end"), json!({"summary": SUMMARY})).await.ok();
        assert_eq!((&ended["status"], &ended["open_escalation"]), (&json!("resolved"), &json!(escalation.id())));
        assert!(!agent.get(&path).await.ok().allowed_actions().contains(&"escalate"));
        for hidden in [path.clone(), format!("/customers/{}", customer.id())] {
            let refused = admin.delete(&hidden, "*").await.problem(409, "open_escalation");
            assert_eq!(refused["allowed"], json!(["withdraw"]), "{hidden}");
        }
        let reason = json!({"reason": "She has seen a doctor by now."});
        agent.post(&format!("/escalations/{}/withdraw", escalation.id()), reason).await.ok();
        assert_eq!(agent.get(&path).await.ok()["open_escalation"], Value::Null);
        admin.delete(&path, "*").await.no_content();
        admin.delete(&format!("/customers/{}", customer.id()), "*").await.no_content();
    })
    .await;
}

#[tokio::test]
async fn move_interaction_moves_its_escalations_and_doctor_access() {
    on_both_engines(async |desk| {
        let (agent, doctor) = (desk.agent().await, desk.doctor().await);
        let (wrong, right) = (desk.customer().await, desk.customer().called("Bola", "Adebayo").await);
        let ticket = desk.ticket().for_customer(&wrong).await;
        let chat = desk.interaction().for_customer(&wrong).with("ticket_id", ticket.id()).await;
        let path = format!("/interactions/{}", chat.id());
        let (of_chat, of_ticket) = (
            create_escalation(&agent, &path, "doctor", None).await,
            create_escalation(&agent, &format!("/tickets/{}", ticket.id()), "doctor", None).await,
        );
        doctor.get(&format!("/customers/{}", wrong.id())).await.ok();
        let to = json!({"customer_id": right.id(), "reason": "She rang from her sister's account.", "with_ticket": true});
        agent.post(&format!("{path}/customer"), to).await.ok();
        for escalation in [&of_chat, &of_ticket] {
            let followed = doctor.get(&format!("/escalations/{}", escalation.id())).await.ok();
            assert_eq!(followed["customer"]["id"], right.id());
        }
        doctor.get(&format!("/customers/{}", right.id())).await.ok();
        doctor.get(&format!("/customers/{}", wrong.id())).await.problem(404, "not_found");
        assert_eq!(doctor.get(&path).await.ok()["customer"]["name"], "Bola Adebayo");
    })
    .await;
}
