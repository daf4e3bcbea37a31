//! Who may change an interaction: assignment, deletion, and denied roles.

use caredesk_domain::actor::Role;
use caredesk_tests::on_both_engines;
use serde_json::{Value, json};

use super::SUMMARY;

#[tokio::test]
async fn update_by_colleague_is_403_until_they_take_the_interaction_over() {
    on_both_engines(async |desk| {
        let (agent, other) = (desk.agent().await, desk.new_client(Role::Agent).await);
        let path = format!("/interactions/{}", desk.interaction().await.id());
        let theirs = ["assign_interaction", "escalate", "open_ticket", "read_notes", "note"];
        assert_eq!(other.get(&path).await.ok().allowed_actions(), theirs);
        other.patch(&path, "*", json!({"channel": "call"})).await.problem(403, "forbidden");
        other.post(&format!("{path}/status"), json!({"status": "pending"})).await.problem(403, "forbidden");
        other.post(&format!("{path}/end"), json!({"summary": SUMMARY})).await.problem(403, "forbidden");
        desk.advance(1);
        let taken = json!({"agent_id": other.id(), "note": "I speak Yoruba with her."});
        let taken = other.post(&format!("{path}/assignment"), taken).await.ok();
        assert_eq!((&taken["agent"]["id"], &taken["version"]), (&json!(other.id()), &json!(2)));
        agent.patch(&path, "*", json!({"channel": "call"})).await.problem(403, "forbidden");
        other.patch(&path, "*", json!({"channel": "call"})).await.ok();
        desk.advance(1);
        let unattended = other.post(&format!("{path}/assignment"), json!({"agent_id": null})).await.ok();
        assert_eq!(unattended["agent"], Value::Null);
        assert_eq!(other.post(&format!("{path}/assignment"), json!({"agent_id": null})).await.ok()["version"], unattended["version"]);
        let rows = agent.get(&format!("{path}/timeline")).await.ok();
        assert_eq!(rows.each("action"), ["assign_interaction", "edit_interaction", "assign_interaction", "log_interaction"]);
        let told = json!({"agent": {"from": agent.id(), "to": other.id()}, "note": "I speak Yoruba with her."});
        assert_eq!(rows.rows()[2]["changes"], told);
        // An admin may change any interaction.
        desk.admin().await.post(&format!("{path}/end"), json!({"summary": SUMMARY})).await.ok();
        agent.post(&format!("{path}/assignment"), json!({"agent_id": agent.id()})).await.problem(409, "already_ended");
    })
    .await;
}

#[tokio::test]
async fn assign_interaction_to_doctor_or_auditor_is_422() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let path = format!("/interactions/{}/assignment", desk.interaction().await.id());
        let (doctor, auditor, nobody) = (desk.doctor().await, desk.auditor().await, desk.customer().await);
        for (who, code) in [(doctor.id(), "wrong_role"), (auditor.id(), "wrong_role"), (nobody.id(), "not_found")] {
            agent.post(&path, json!({"agent_id": who})).await.field_errors(&[("#/agent_id", code)]);
        }
        agent.post(&path, json!({"note": ""})).await.field_errors(&[("#/agent_id", "required"), ("#/note", "too_short")]);
    })
    .await;
}

#[tokio::test]
async fn delete_interaction_by_admin_can_be_listed_and_restored() {
    on_both_engines(async |desk| {
        let (agent, admin) = (desk.agent().await, desk.admin().await);
        let chat = desk.interaction().ended().await;
        let path = format!("/interactions/{}", chat.id());
        agent.delete(&path, "*").await.problem(403, "forbidden");
        agent.get("/interactions?deleted=true").await.problem(403, "forbidden");
        admin.delete(&path, "\"9-0000000000000000\"").await.problem(412, "stale");
        admin.call(reqwest::Method::DELETE, &path).send().await.problem(428, "if_match_required");
        desk.advance(3);
        admin.delete(&path, chat.etag()).await.no_content();
        admin.delete(&path, "*").await.problem(409, "deleted");
        agent.get(&path).await.problem(404, "not_found");
        for gone in ["/notes", "/timeline"] {
            agent.get(&format!("{path}{gone}")).await.problem(404, "not_found");
        }
        agent.patch(&path, "*", json!({"channel": "call"})).await.problem(404, "not_found");
        assert!(agent.get("/interactions").await.ok().rows().is_empty());
        let hidden = admin.get(&path).await.ok();
        let mut expected = chat.body.clone();
        let changed = json!({
            "version": 2, "updated_at": desk.now().to_string(), "deleted_at": desk.now().to_string(), "deleted_by": admin.id(),
            "allowed": ["restore_interaction", "redact"],
        });
        changed.as_object().unwrap().iter().for_each(|(field, value)| expected[field] = value.clone());
        assert_eq!(hidden.body, expected);
        assert_eq!(admin.get("/interactions?deleted=true").await.ok().rows(), [expected]);
        agent.post_empty(&format!("{path}/restore")).await.problem(403, "forbidden");
        let back = admin.post_empty(&format!("{path}/restore")).await.ok();
        assert_eq!((&back["version"], back.get("deleted_at")), (&json!(3), None));
        admin.post_empty(&format!("{path}/restore")).await.problem(409, "not_deleted");
        agent.get(&path).await.ok();
    })
    .await;
}

#[tokio::test]
async fn delete_with_active_interaction_and_restore_without_customer_are_409() {
    on_both_engines(async |desk| {
        let (agent, admin, customer) = (desk.agent().await, desk.admin().await, desk.customer().await);
        let (person, begun) = (format!("/customers/{}", customer.id()), desk.interaction().for_customer(&customer).await);
        let path = format!("/interactions/{}", begun.id());
        admin.delete(&person, "*").await.problem(409, "active_interactions");
        agent.post(&format!("{path}/status"), json!({"status": "pending"})).await.ok();
        admin.delete(&person, "*").await.problem(409, "active_interactions");
        agent.post(&format!("{path}/end"), json!({"summary": SUMMARY})).await.ok();
        admin.delete(&path, "*").await.no_content();
        admin.delete(&person, "*").await.no_content();
        admin.post_empty(&format!("{path}/restore")).await.problem(409, "deleted");
        admin.post_empty(&format!("{person}/restore")).await.ok();
        admin.post_empty(&format!("{path}/restore")).await.ok();
        admin.delete(&person, "*").await.no_content();
        let shown = agent.get(&path).await.ok();
        assert_eq!(shown["customer"], json!({"id": customer.id(), "name": "Ife Adebayo", "deleted": true}));
    })
    .await;
}

#[tokio::test]
async fn interaction_operations_by_doctor_or_auditor_are_denied() {
    on_both_engines(async |desk| {
        let (doctor, auditor, customer) = (desk.doctor().await, desk.auditor().await, desk.customer().await);
        let chat = desk.interaction().for_customer(&customer).await;
        let path = format!("/interactions/{}", chat.id());
        let nowhere = "/interactions/0192f3c4-7a1b-7c2d-8e3f-405162738495";
        assert!(doctor.get("/interactions").await.ok().rows().is_empty());
        doctor.get(&path).await.problem(404, "not_found");
        doctor.get(&format!("{path}/timeline")).await.problem(404, "not_found");
        auditor.get("/interactions").await.problem(403, "forbidden");
        auditor.get(&path).await.problem(403, "forbidden");
        auditor.get(&format!("{path}/timeline")).await.problem(403, "forbidden");
        for client in [&doctor, &auditor] {
            // 403 also for an unknown id: a denied role does not learn whether it exists.
            for path in [path.as_str(), nowhere] {
                client.get(&format!("{path}/notes")).await.problem(403, "forbidden");
                client.post(&format!("{path}/notes"), json!({"body": "Hello."})).await.problem(403, "forbidden");
                client.patch(path, "*", json!({"channel": "call"})).await.problem(403, "forbidden");
                client.delete(path, "*").await.problem(403, "forbidden");
                client.post(&format!("{path}/status"), json!({"status": "pending"})).await.problem(403, "forbidden");
                client.post(&format!("{path}/end"), json!({"summary": SUMMARY})).await.problem(403, "forbidden");
                client.post(&format!("{path}/assignment"), json!({"agent_id": null})).await.problem(403, "forbidden");
                let to = json!({"customer_id": customer.id(), "reason": "It was her sister."});
                client.post(&format!("{path}/customer"), to).await.problem(403, "forbidden");
                client.post_empty(&format!("{path}/restore")).await.problem(403, "forbidden");
            }
            client.post("/interactions", json!({"customer_id": customer.id(), "channel": "chat"})).await.problem(403, "forbidden");
        }
        for what in ["/notes", "/timeline", ""] {
            desk.agent().await.get(&format!("{nowhere}{what}")).await.problem(404, "not_found");
            desk.agent().await.get(&format!("/interactions/nonsense{what}")).await.problem(404, "not_found");
        }
    })
    .await;
}
