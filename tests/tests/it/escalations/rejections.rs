//! Rejected operations on escalations and their problem documents.

use caredesk_domain::actor::Role;
use caredesk_tests::on_both_engines;
use serde_json::json;

use super::{OUTCOME, REASON, accept, create_escalation, create_escalation_for, path, reference, resolve, withdraw};

#[tokio::test]
async fn create_escalation_with_invalid_fields_reports_all_errors() {
    on_both_engines(async |desk| {
        let (agent, auditor) = (desk.agent().await, desk.auditor().await);
        let source = format!("/tickets/{}/escalations", desk.ticket().await.id());
        agent.post(&source, json!({})).await.field_errors(&[("#/target", "required"), ("#/reason", "required")]);
        let body = json!({"target": {"role": "agent", "staff_id": "Ngozi"}, "reason": "Why?", "priority": "now"});
        let faults = [("#/target/role", "unknown"), ("#/target/staff_id", "format"), ("#/reason", "too_short"), ("#/priority", "unknown")];
        agent.post(&source, body).await.field_errors(&faults);
        let gone = desk.add_staff(Role::Doctor).await;
        desk.raw_sql(&format!("UPDATE staff SET active = FALSE WHERE email_key = '{}'", gone.email)).await;
        let to = async |role: &str, staff: &str| {
            agent.post(&source, json!({"target": {"role": role, "staff_id": staff}, "reason": REASON})).await.error_locations()
        };
        for (role, staff, code) in [
            ("doctor", "0192f3c4-7a1b-7c2d-8e3f-405162738495", "not_found"),
            ("doctor", agent.id(), "wrong_role"),
            ("admin", auditor.id(), "wrong_role"),
            ("doctor", gone.id.as_str(), "not_active"),
        ] {
            assert_eq!(to(role, staff).await, [("#/target/staff_id".to_owned(), code.to_owned())], "{role} {code}");
        }
        assert!(agent.get("/escalations").await.ok().rows().is_empty(), "nothing was created");
    })
    .await;
}

#[tokio::test]
async fn escalation_operation_of_another_role_is_403_before_404() {
    on_both_engines(async |desk| {
        let nothing = "0192f3c4-7a1b-7c2d-8e3f-405162738495";
        let words = json!({
            "accept": {}, "decline": {"reason": REASON}, "reassign": {"target": {"role": "doctor"}}, "priority": {"priority": "urgent"}, "resolve": {"outcome": OUTCOME},
            "close": {}, "withdraw": {"reason": REASON}, "messages": {"body": "Since when?"}, "restore": {},
        });
        for (role, may) in [
            (Role::Agent, &["withdraw", "close", "messages"][..]),
            (Role::Doctor, &["accept", "decline", "reassign", "priority", "resolve", "messages"]),
            (Role::Admin, &["accept", "decline", "reassign", "priority", "resolve", "withdraw", "close", "messages", "restore"]),
            (Role::Auditor, &[]),
        ] {
            let client = desk.client_of_role(role).await;
            for (what, body) in words.as_object().unwrap() {
                let status = if may.contains(&what.as_str()) { 404 } else { 403 };
                client.post(&format!("/escalations/{nothing}/{what}"), body.clone()).await.expect_status(status);
            }
            let raises = matches!(role, Role::Agent | Role::Admin);
            for source in ["tickets", "interactions"] {
                let body = json!({"target": {"role": "doctor"}, "reason": REASON});
                client.post(&format!("/{source}/{nothing}/escalations"), body).await.expect_status(if raises { 404 } else { 403 });
            }
            let reads = role != Role::Auditor;
            for what in ["", "/messages", "/timeline"] {
                client.get(&format!("/escalations/{nothing}{what}")).await.expect_status(if reads { 404 } else { 403 });
            }
            client.get("/escalations").await.expect_status(if reads { 200 } else { 403 });
            client.delete(&format!("/escalations/{nothing}"), "*").await.expect_status(if role == Role::Admin { 404 } else { 403 });
            client.get("/escalations?deleted=true").await.expect_status(if role == Role::Admin { 200 } else { 403 });
        }
    })
    .await;
}

#[tokio::test]
async fn second_escalation_of_ticket_is_409_and_its_status_is_locked() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let ticket = desk.ticket().await;
        let case = format!("/tickets/{}", ticket.id());
        let raised = create_escalation(&agent, &ticket).await;
        let body = json!({"target": {"role": "admin"}, "reason": REASON});
        let second = agent.post(&format!("{case}/escalations"), body.clone()).await.problem(409, "open_escalation");
        assert_eq!(second["allowed"], json!(["withdraw"]));
        for to in ["open", "pending", "resolved"] {
            let refused = agent.post(&format!("{case}/status"), json!({"status": to})).await.problem(409, "open_escalation");
            assert_eq!(refused["allowed"], json!(["withdraw"]));
        }
        let admin = desk.admin().await;
        admin.delete(&case, "*").await.problem(409, "open_escalation");
        admin.delete(&path(&raised, ""), "*").await.problem(409, "open_escalation");
        let withdrawn = withdraw(&agent, &raised).await.ok();
        assert_eq!((&withdrawn["status"], &withdrawn["outcome"]), (&json!("closed"), &json!("withdrawn")));
        assert_eq!(withdrawn["withdrawn_reason"], "She has found the answer in her papers.");
        agent.post(&format!("{case}/status"), json!({"status": "resolved"})).await.ok();
        let over = agent.post(&format!("{case}/escalations"), body).await.problem(409, "illegal_transition");
        assert_eq!(over["allowed"], json!(["open"]));
    })
    .await;
}

#[tokio::test]
async fn escalation_operation_in_wrong_state_is_409_with_allowed_actions() {
    on_both_engines(async |desk| {
        let (agent, doctor, admin) = (desk.agent().await, desk.doctor().await, desk.admin().await);
        let ticket = desk.ticket().await;
        let raised = create_escalation(&agent, &ticket).await;
        let early = agent.post_empty(&path(&raised, "close")).await.problem(409, "illegal_transition");
        assert_eq!(early["allowed"], json!(["discuss", "withdraw"]));
        let pooled = doctor.post(&path(&raised, "decline"), json!({"reason": REASON})).await.problem(409, "in_the_pool");
        assert_eq!(pooled["allowed"], json!(["accept", "reassign", "raise_priority", "discuss"]));
        resolve(&doctor, &raised).await.problem(403, "forbidden");
        accept(&admin, &raised).await.problem(403, "forbidden");
        let out = doctor.post(&path(&raised, "reassign"), json!({"target": {"role": "admin"}})).await;
        out.field_errors(&[("#/target/role", "wrong_role")]);
        let version = agent.get(&path(&raised, "")).await.ok();
        accept(&doctor, &raised).await.ok();
        let stale = agent.call(reqwest::Method::POST, &path(&raised, "withdraw")).header("if-match", version.etag());
        stale.json(&json!({"reason": REASON})).send().await.problem(412, "stale");
        let again = accept(&doctor, &raised).await.ok();
        assert_eq!(again["version"], 2, "a second accept by the same doctor writes nothing");
        resolve(&doctor, &raised).await.ok();
        for what in ["accept", "decline", "reassign", "priority", "resolve"] {
            let body = json!({"reason": REASON, "outcome": OUTCOME, "target": {"role": "doctor"}});
            let field = match what {
                "accept" => json!({}),
                "decline" => json!({"reason": body["reason"]}),
                "reassign" => json!({"target": body["target"]}),
                "priority" => json!({"priority": "urgent"}),
                _ => json!({"outcome": body["outcome"]}),
            };
            let late = doctor.post(&path(&raised, what), field).await.problem(409, "illegal_transition");
            assert_eq!(late["allowed"], json!(["discuss"]), "{what}");
        }
        let late = withdraw(&agent, &raised).await.problem(409, "illegal_transition");
        assert_eq!(late["allowed"], json!(["discuss", "close"]));
        agent.post_empty(&path(&raised, "close")).await.ok();
        agent.post(&path(&raised, "messages"), json!({"body": "Thank you."})).await.problem(409, "illegal_transition");
    })
    .await;
}

#[tokio::test]
async fn deleted_escalation_is_404_except_for_admins_who_restore_it() {
    on_both_engines(async |desk| {
        let (agent, doctor, admin) = (desk.agent().await, desk.doctor().await, desk.admin().await);
        let ticket = desk.ticket().await;
        let raised = create_escalation(&agent, &ticket).await;
        accept(&doctor, &raised).await.ok();
        resolve(&doctor, &raised).await.ok();
        let address = path(&raised, "");
        admin.call(reqwest::Method::DELETE, &address).send().await.problem(428, "if_match_required");
        admin.delete(&address, raised.etag()).await.problem(412, "stale");
        admin.delete(&address, "*").await.no_content();
        for client in [&agent, &doctor] {
            client.get(&address).await.problem(404, "not_found");
            assert!(client.get("/escalations").await.ok().rows().is_empty());
        }
        doctor.get(&format!("/tickets/{}", ticket.id())).await.problem(404, "not_found");
        let hidden = admin.get(&address).await.ok();
        assert_eq!((&hidden["deleted_by"], hidden.allowed_actions()), (&json!(admin.id()), vec!["restore_escalation", "redact"]));
        assert_eq!(admin.get("/escalations?deleted=true").await.ok().rows(), [hidden.body]);
        admin.delete(&address, "*").await.problem(409, "deleted");
        let back = admin.post_empty(&format!("{address}/restore")).await.ok();
        assert!(back.get("deleted_at").is_none());
        admin.post_empty(&format!("{address}/restore")).await.problem(409, "not_deleted");
        doctor.get(&address).await.ok();
    })
    .await;
}

#[tokio::test]
async fn resolve_by_admin_ends_access_of_the_target_doctor() {
    on_both_engines(async |desk| {
        let (agent, doctor, admin) = (desk.agent().await, desk.doctor().await, desk.admin().await);
        let ticket = desk.ticket().await;
        let source = format!("/tickets/{}", ticket.id());
        let raised = create_escalation_for(&agent, &source, json!({"role": "doctor", "staff_id": doctor.id()})).await;
        doctor.get(&source).await.ok();
        let answered = resolve(&admin, &raised).await.ok();
        assert_eq!((&answered["target"]["staff"], &answered["accepted_by"]), (&reference(&doctor), &reference(&admin)));
        doctor.get(&path(&raised, "")).await.problem(404, "not_found");
        doctor.get(&source).await.problem(404, "not_found");
    })
    .await;
}
