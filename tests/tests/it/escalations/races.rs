//! Concurrent requests: one succeeds, the others get a conflict.

use std::collections::BTreeSet;

use caredesk_domain::actor::Role;
use caredesk_tests::{on_both_engines, race, race_all, race_rounds};
use serde_json::json;

use super::{REASON, accept, create_escalation, path};

#[tokio::test]
async fn accept_by_two_doctors_at_once_succeeds_once_and_names_the_winner() {
    on_both_engines(async |desk| {
        let (agent, doctors) = (desk.agent().await, [desk.doctor().await, desk.new_client(Role::Doctor).await]);
        let outsider = desk.doctor().await;
        for _ in race_rounds(100) {
            let raised = create_escalation(&agent, &desk.ticket().await).await;
            let answers = race_all(doctors.iter().map(|doctor| accept(doctor, &raised))).await;
            let after = agent.get(&path(&raised, "")).await.ok();
            let winner = after["target"]["staff"].clone();
            for (doctor, answer) in doctors.iter().zip(answers) {
                if winner["id"] == doctor.id() {
                    assert_eq!(answer.ok()["status"], "in_progress");
                } else {
                    let lost = answer.problem(409, "already_accepted");
                    let name = winner["name"].as_str().unwrap();
                    assert_eq!(lost["detail"], format!("{name} has taken the escalation on already."));
                }
            }
            assert_eq!((&after["status"], &after["version"]), (&json!("in_progress"), &json!(2)));
            assert_eq!(agent.get(&path(&raised, "timeline")).await.ok().each("action"), ["accept", "escalate"]);
        }
        // One that was never in the pool is 404 for other doctors.
        let source = format!("/tickets/{}", desk.ticket().await.id());
        let named = super::create_escalation_for(&agent, &source, json!({"role": "doctor", "staff_id": doctors[1].id()})).await;
        accept(&outsider, &named).await.problem(404, "not_found");
        accept(&doctors[1], &named).await.ok();
        accept(&outsider, &named).await.problem(404, "not_found");
    })
    .await;
}

#[tokio::test]
async fn resolve_and_escalate_ticket_at_once_succeeds_once() {
    on_both_engines(async |desk| {
        let (agent, ben) = (desk.agent().await, desk.new_client(Role::Agent).await);
        for _ in race_rounds(100) {
            let ticket = desk.ticket().await;
            let case = format!("/tickets/{}", ticket.id());
            let (escalate, resolve) = (format!("{case}/escalations"), format!("{case}/status"));
            let (raised, resolved) = race(
                agent.post(&escalate, json!({"target": {"role": "doctor"}, "reason": REASON})),
                ben.post(&resolve, json!({"status": "resolved"})),
            )
            .await;
            let after = agent.get(&case).await.ok();
            let open = agent.get(&escalate).await.ok();
            match (raised.status, resolved.status) {
                (201, 409) => {
                    assert_eq!((&after["status"], after["open_escalation"].as_str()), (&json!("escalated"), Some(open.each("id")[0])));
                    assert_eq!(resolved.problem(409, "open_escalation")["allowed"], json!(["withdraw"]));
                }
                (409, 200) => {
                    assert_eq!((&after["status"], &after["open_escalation"]), (&json!("resolved"), &json!(null)));
                    assert!(open.rows().is_empty());
                    raised.problem(409, "illegal_transition");
                }
                other => panic!("{other:?}"),
            }
        }
    })
    .await;
}

#[tokio::test]
async fn create_escalation_four_times_at_once_creates_one() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        for round in race_rounds(100) {
            let case = if round % 2 == 0 {
                format!("/tickets/{}", desk.ticket().await.id())
            } else {
                format!("/interactions/{}", desk.interaction().await.id())
            };
            let body = json!({"target": {"role": "doctor"}, "reason": REASON});
            let source = format!("{case}/escalations");
            let answers = race_all((0..4).map(|_| agent.post(&source, body.clone()))).await;
            let mut raised = BTreeSet::new();
            for answer in answers {
                match answer.status {
                    201 => drop(raised.insert(answer.created().id().to_owned())),
                    _ => drop(answer.problem(409, "open_escalation")),
                }
            }
            let open = agent.get(&case).await.ok()["open_escalation"].as_str().unwrap().to_owned();
            assert_eq!(raised, BTreeSet::from([open]));
        }
    })
    .await;
}
