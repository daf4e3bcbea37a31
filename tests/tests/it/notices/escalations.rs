//! Notices of escalations: to their target, and to staff who can relay the answer.

use caredesk_domain::actor::Role;
use caredesk_tests::{Client, Record, on_both_engines};
use serde_json::{Value, json};

use super::{REASON, create_escalation, unread_kinds};

#[tokio::test]
async fn escalation_changes_notify_target_then_raiser() {
    on_both_engines(async |desk| {
        let (agent, ngozi, obi) = (desk.agent().await, desk.doctor().await, desk.new_client(Role::Doctor).await);
        let pooled = create_escalation(&agent, &desk.ticket().await, json!({"role": "doctor"})).await;
        let named = create_escalation(&agent, &desk.ticket().await, json!({"role": "doctor", "staff_id": ngozi.id()})).await;
        assert_eq!(unread_kinds(&ngozi).await, ["escalation", "escalation"]);
        assert_eq!(unread_kinds(&obi).await, ["escalation"]);
        let act = async |by: &Client, escalation: &Record, what: &str, body: Value| {
            desk.advance(1);
            by.post(&format!("/escalations/{}/{what}", escalation.id()), body).await.expect_status(if what == "messages" {
                201
            } else {
                200
            })
        };
        act(&obi, &pooled, "accept", json!({})).await;
        assert_eq!((unread_kinds(&obi).await, unread_kinds(&ngozi).await.len()), (vec![], 1), "it has left the pool");
        act(&obi, &pooled, "messages", json!({"body": "Since when?"})).await;
        assert_eq!(unread_kinds(&agent).await, ["escalation_question"]);
        act(&agent, &pooled, "messages", json!({"body": "For a week."})).await;
        assert_eq!(unread_kinds(&obi).await, ["escalation_reply"]);
        act(&ngozi, &named, "decline", json!({"reason": REASON})).await;
        assert_eq!(unread_kinds(&agent).await, ["escalation_decline"]);
        assert_eq!(unread_kinds(&obi).await, ["escalation", "escalation_reply"], "it is in the pool");
        assert!(unread_kinds(&ngozi).await.is_empty(), "no notice to the decliner");
        act(&obi, &pooled, "resolve", json!({"outcome": "Stop the cream."})).await;
        assert_eq!(unread_kinds(&agent).await, ["escalation_answer", "escalation_decline"]);
        act(&obi, &named, "accept", json!({})).await;
        act(&agent, &named, "withdraw", json!({"reason": REASON})).await;
        assert_eq!(unread_kinds(&obi).await, ["escalation_withdrawn"]);
        assert_eq!(unread_kinds(&agent).await, ["escalation_answer"]);
    })
    .await;
}

#[tokio::test]
async fn resolve_escalation_notifies_assignee_when_raiser_cannot_relay() {
    on_both_engines(async |desk| {
        let (agent, ben, doctor) = (desk.agent().await, desk.new_client(Role::Agent).await, desk.doctor().await);
        let app = desk.service_account_client(&["escalations:read", "escalations:write"]).await;
        let answer = async |escalation: &Record| {
            desk.advance(1);
            doctor.post_empty(&format!("/escalations/{}/accept", escalation.id())).await.ok();
            doctor.post(&format!("/escalations/{}/resolve", escalation.id()), json!({"outcome": "Stop the cream."})).await.ok();
        };
        // Raised by a service account: the ticket's assignee.
        let theirs = desk.ticket().created_by(&ben).await;
        answer(&create_escalation(&app, &theirs, json!({"role": "doctor"})).await).await;
        assert_eq!((unread_kinds(&ben).await, unread_kinds(&agent).await), (vec!["escalation_answer".to_owned()], vec![]));
        // Of a ticket in the queue: every agent.
        let queued = desk.ticket().queued().await;
        answer(&create_escalation(&app, &queued, json!({"role": "doctor"})).await).await;
        assert_eq!((unread_kinds(&ben).await.len(), unread_kinds(&agent).await), (2, vec!["escalation_answer".to_owned()]));
        // Raised by staff deactivated since.
        let gone = desk.new_client(Role::Agent).await;
        let escalation = create_escalation(&gone, &theirs, json!({"role": "doctor"})).await;
        desk.raw_sql(&format!("UPDATE staff SET active = FALSE WHERE email_key = '{}'", gone.person().email)).await;
        answer(&escalation).await;
        let list = ben.get("/notices").await.ok();
        assert_eq!((list.rows()[0]["subject"]["id"].as_str(), list.rows().len()), (Some(escalation.id()), 2), "the newest of their ticket");
        assert_eq!(unread_kinds(&agent).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn deactivate_staff_hands_over_unrelayed_answers() {
    on_both_engines(async |desk| {
        let (agent, ben, doctor, admin) = (desk.agent().await, desk.new_client(Role::Agent).await, desk.doctor().await, desk.admin().await);
        let (theirs, waiting) = (desk.ticket().created_by(&agent).await, desk.ticket().created_by(&agent).await);
        let escalation = create_escalation(&ben, &theirs, json!({"role": "doctor"})).await;
        doctor.post_empty(&format!("/escalations/{}/accept", escalation.id())).await.ok();
        doctor.post(&format!("/escalations/{}/resolve", escalation.id()), json!({"outcome": "Stop the cream."})).await.ok();
        let named = create_escalation(&agent, &waiting, json!({"role": "doctor", "staff_id": doctor.id()})).await;
        assert!(unread_kinds(&agent).await.is_empty());
        admin.patch(&format!("/staff/{}", ben.id()), "*", json!({"active": false})).await.ok();
        assert_eq!(unread_kinds(&agent).await, ["escalation_answer"]);
        let other = desk.new_client(Role::Doctor).await;
        assert!(unread_kinds(&other).await.is_empty());
        admin.patch(&format!("/staff/{}", doctor.id()), "*", json!({"active": false})).await.ok();
        assert_eq!(unread_kinds(&other).await, ["escalation"], "the doctor's escalation is back in the pool");
        assert_eq!(agent.get(&format!("/escalations/{}", named.id())).await.ok()["target"], json!({"role": "doctor", "staff": null}));
    })
    .await;
}
