//! Tickets and other records: duplicates, move to another customer, delete and restore, bulk actions.

use caredesk_domain::actor::Role;
use caredesk_tests::{on_both_engines, race, race_rounds};
use futures::future::join_all;
use serde_json::{Value, json};

const REASON: &str = "She rang from her sister's account.";

#[tokio::test]
async fn resolve_as_duplicate_links_original_and_rejects_invalid_ones() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let customer = desk.customer().await;
        let (original, copy) = (desk.ticket().for_customer(&customer).await, desk.ticket().for_customer(&customer).await);
        let path = format!("/tickets/{}/status", copy.id());
        let number = original["number"].as_str().unwrap();
        let resolved = agent.post(&path, json!({"status": "resolved", "duplicate_of": number.to_lowercase()})).await.ok();
        assert_eq!(resolved["duplicate_of"], json!({"id": original.id(), "number": number, "subject": "Charged twice"}));
        assert_eq!(resolved["status"], "resolved");
        assert_eq!(agent.post(&path, json!({"status": "open"})).await.ok()["duplicate_of"], Value::Null);

        let refused = async |body: Value, code: &str| agent.post(&path, body).await.field_errors(&[("#/duplicate_of", code)]);
        refused(json!({"status": "resolved", "duplicate_of": copy.id()}), "same_ticket").await;
        refused(json!({"status": "resolved", "duplicate_of": desk.ticket().await.id()}), "other_customer").await;
        refused(json!({"status": "resolved", "duplicate_of": customer.id()}), "not_found").await;
        refused(json!({"status": "resolved", "duplicate_of": "charged twice"}), "format").await;
        refused(json!({"status": "pending", "duplicate_of": original.id()}), "duplicate_of").await;
        refused(json!({"status": "resolved", "duplicate_of": original.id(), "undo": true}), "duplicate_of").await;
        let third = desk.ticket().for_customer(&customer).await;
        let third_path = format!("/tickets/{}/status", third.id());
        agent.post(&third_path, json!({"status": "resolved", "duplicate_of": original.id()})).await.ok();
        refused(json!({"status": "resolved", "duplicate_of": third.id()}), "duplicate").await;
    })
    .await;
}

#[tokio::test]
async fn move_ticket_adds_timeline_entry_for_both_customers() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let (wrong, right) = (desk.customer().await, desk.customer().called("Ada", "Okafor").await);
        let ticket = desk.ticket().for_customer(&wrong).await;
        let path = format!("/tickets/{}/customer", ticket.id());
        let moved = agent.post(&path, json!({"customer_id": right.id(), "reason": REASON})).await.ok();
        assert_eq!(moved["customer"], json!({"id": right.id(), "name": "Ada Okafor"}));
        let timeline = agent.get(&format!("/tickets/{}/timeline", ticket.id())).await.ok();
        assert_eq!(timeline.each("action"), ["move_ticket", "move_ticket", "open_ticket"], "one for each customer");
        let told: Vec<&Value> = timeline.rows().iter().filter(|row| row["changes"]["moved_to"].is_string()).collect();
        assert_eq!((told.len(), &told[0]["changes"]["reason"]), (1, &json!(REASON)));
        agent.post(&path, json!({"customer_id": right.id(), "reason": REASON})).await.field_errors(&[("#/customer_id", "same_customer")]);
        agent.post(&path, json!({"customer_id": ticket.id(), "reason": REASON})).await.field_errors(&[("#/customer_id", "not_found")]);
        agent.post(&path, json!({"customer_id": wrong.id(), "reason": "oops"})).await.field_errors(&[("#/reason", "too_short")]);
        desk.doctor().await.post(&path, json!({"customer_id": wrong.id(), "reason": REASON})).await.problem(403, "forbidden");
    })
    .await;
}

/// Caught: an interaction moved to another customer stayed linked to tickets of the first, whose doctor could read it.
#[tokio::test]
async fn move_ticket_with_interactions_unlinks_records_that_stay() {
    on_both_engines(async |desk| {
        let (agent, doctor) = (desk.agent().await, desk.doctor().await);
        let (wrong, right) = (desk.customer().await, desk.customer().called("Ada", "Okafor").await);
        let chat = desk.interaction().for_customer(&wrong).await;
        let opened = async || desk.ticket().for_customer(&wrong).with("interaction_id", chat.id()).await;
        let (about, apart, copy) = (opened().await, opened().await, desk.ticket().for_customer(&wrong).await);
        let status = json!({"status": "resolved", "duplicate_of": apart.id()});
        agent.post(&format!("/tickets/{}/status", copy.id()), status).await.ok();
        let ask = json!({"target": {"role": "doctor"}, "reason": "Is this rash an allergy to the cream?"});
        agent.post(&format!("/tickets/{}/escalations", about.id()), ask).await.created();
        let path = format!("/interactions/{}", chat.id());
        assert_eq!(doctor.get(&path).await.ok()["customer"]["id"], wrong.id());

        let body = json!({"customer_id": right.id(), "reason": REASON, "with_interactions": true});
        let moved = agent.post(&format!("/tickets/{}/customer", apart.id()), body).await.ok();
        assert_eq!(moved["interaction"], chat.id());
        doctor.get(&path).await.problem(404, "not_found");
        let chat = agent.get(&path).await.ok();
        assert_eq!((&chat["customer"]["id"], &chat["ticket"]), (&json!(right.id()), &Value::Null));
        assert_eq!(agent.get(&format!("/tickets/{}", about.id())).await.ok()["interaction"], Value::Null);
        assert_eq!(agent.get(&format!("/tickets/{}", copy.id())).await.ok()["duplicate_of"], Value::Null);
    })
    .await;
}

/// Caught: undo of a reopening restored `duplicate_of` a ticket since moved to another customer, or made a duplicate of this one.
#[tokio::test]
async fn undo_reopen_of_duplicate_drops_original_no_longer_valid() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let (customer, other) = (desk.customer().await, desk.customer().await);
        let duplicate = async |of: &str, copy: &str| {
            let body = json!({"status": "resolved", "duplicate_of": of});
            agent.post(&format!("/tickets/{copy}/status"), body).await.ok()
        };
        for way in ["moved", "duplicate", "hidden", "none"] {
            let (original, copy) = (desk.ticket().for_customer(&customer).await, desk.ticket().for_customer(&customer).await);
            duplicate(original.id(), copy.id()).await;
            let path = format!("/tickets/{}/status", copy.id());
            agent.post(&path, json!({"status": "open"})).await.ok();
            match way {
                "moved" => {
                    let body = json!({"customer_id": other.id(), "reason": REASON});
                    drop(agent.post(&format!("/tickets/{}/customer", original.id()), body).await.ok());
                }
                "duplicate" => drop(duplicate(copy.id(), original.id()).await),
                "hidden" => desk.admin().await.delete(&format!("/tickets/{}", original.id()), "*").await.no_content(),
                _ => {}
            }
            let undone = agent.post(&path, json!({"status": "resolved", "undo": true})).await.ok();
            let named = if way == "none" { original["id"].clone() } else { Value::Null };
            assert_eq!((&undone["status"], &undone["duplicate_of"]["id"]), (&json!("resolved"), &named), "{way}");
        }
    })
    .await;
}

#[tokio::test]
async fn delete_and_restore_ticket_by_admin_hides_and_shows_it() {
    on_both_engines(async |desk| {
        let (agent, admin) = (desk.agent().await, desk.admin().await);
        let ticket = desk.ticket().await;
        let path = format!("/tickets/{}", ticket.id());
        agent.delete(&path, "*").await.problem(403, "forbidden");
        admin.delete(&path, "\"9-0000000000000000\"").await.problem(412, "stale");
        admin.delete(&path, ticket.etag()).await.no_content();
        agent.get(&path).await.problem(404, "not_found");
        agent.post(&format!("{path}/messages"), json!({"kind": "reply", "body": "Hello"})).await.problem(404, "not_found");
        assert!(agent.get("/tickets").await.ok().rows().is_empty());
        agent.get("/tickets?deleted=true").await.problem(403, "forbidden");
        let hidden = admin.get("/tickets?deleted=true").await.ok();
        let row = &hidden.rows()[0];
        assert_eq!(
            (&row["id"], &row["deleted_by"], &row["allowed"]),
            (&ticket["id"], &json!(admin.id()), &json!(["restore_ticket", "redact"]))
        );
        admin.delete(&path, "*").await.problem(409, "deleted");
        let back = admin.post_empty(&format!("{path}/restore")).await.ok();
        assert_eq!((&back["deleted_at"], &back["version"]), (&Value::Null, &json!(3)));
        admin.post_empty(&format!("{path}/restore")).await.problem(409, "not_deleted");
        assert_eq!(agent.get(&path).await.ok()["id"], ticket["id"]);
    })
    .await;
}

/// Caught: it stayed a resolved duplicate of a deleted or moved ticket.
#[tokio::test]
async fn delete_or_move_original_reopens_its_duplicate() {
    on_both_engines(async |desk| {
        let (agent, admin, customer) = (desk.agent().await, desk.admin().await, desk.customer().await);
        for deleted in [true, false] {
            let (original, copy) = (desk.ticket().for_customer(&customer).await, desk.ticket().for_customer(&customer).await);
            let path = format!("/tickets/{}", copy.id());
            agent.post(&format!("{path}/status"), json!({"status": "resolved", "duplicate_of": original.id()})).await.ok();
            desk.advance(30);
            if deleted {
                admin.delete(&format!("/tickets/{}", original.id()), "*").await.no_content();
            } else {
                let body = json!({"customer_id": desk.customer().await.id(), "reason": REASON});
                agent.post(&format!("/tickets/{}/customer", original.id()), body).await.ok();
            }
            let after = agent.get(&path).await.ok();
            assert_eq!((&after["status"], &after["duplicate_of"]), (&json!("open"), &Value::Null), "deleted: {deleted}");
            assert_eq!(after["waiting_since"], desk.now().to_string());
        }
    })
    .await;
}

#[tokio::test]
async fn bulk_tickets_returns_result_for_each() {
    on_both_engines(async |desk| {
        let (agent, admin) = (desk.agent().await, desk.admin().await);
        let (one, other) = (desk.ticket().queued().await, desk.ticket().created_by(&admin).await);
        let missing = "0192f3c4-7a1b-7c2d-8e3f-405162738495";
        let ids = json!([one.id(), other.id(), missing]);
        let by_id = |answer: &caredesk_tests::Record, id: &str| {
            let all = answer["data"].as_array().unwrap();
            all.iter().find(|row| row["id"] == id).unwrap().clone()
        };
        let claimed = agent.post("/tickets/bulk", json!({"ids": ids, "action": "claim"})).await.ok();
        assert_eq!(by_id(&claimed, one.id())["ticket"]["assignee"]["id"], agent.id());
        let lost = by_id(&claimed, other.id());
        assert_eq!((&lost["status"], &lost["problem"]["code"], &lost["ticket"]), (&json!(409), &json!("already_assigned"), &Value::Null));
        assert_eq!(by_id(&claimed, missing)["status"], 404);

        let urgent = json!({"ids": [one.id(), other.id(), one.id()], "action": "set_priority", "priority": "urgent"});
        let done = agent.post("/tickets/bulk", urgent).await.ok();
        assert_eq!(done["data"].as_array().unwrap().len(), 2, "a repeated id is done once");
        let given = json!({"ids": [one.id(), other.id()], "action": "assign", "assignee_id": null});
        assert_eq!(by_id(&agent.post("/tickets/bulk", given).await.ok(), other.id())["ticket"]["assignee"], Value::Null);
        let resolved = json!({"ids": [one.id(), other.id()], "action": "set_status", "status": "resolved"});
        assert_eq!(by_id(&agent.post("/tickets/bulk", resolved.clone()).await.ok(), one.id())["ticket"]["status"], "resolved");
        assert_eq!(by_id(&agent.post("/tickets/bulk", resolved.clone()).await.ok(), one.id())["problem"]["code"], "illegal_transition");

        desk.doctor().await.post("/tickets/bulk", resolved).await.problem(403, "forbidden");
        agent.post("/tickets/bulk", json!({"ids": [], "action": "claim"})).await.field_errors(&[("#/ids", "too_few")]);
        let many: Vec<&str> = std::iter::repeat_n(missing, 101).collect();
        agent.post("/tickets/bulk", json!({"ids": many, "action": "claim"})).await.field_errors(&[("#/ids", "too_many")]);
        agent.post("/tickets/bulk", json!({"ids": ids, "action": "assign"})).await.field_errors(&[("#/action", "mismatch")]);
        agent.post("/tickets/bulk", json!({"ids": ids, "action": "delete"})).await.field_errors(&[("#/action", "unknown")]);
    })
    .await;
}

#[tokio::test]
async fn bulk_assign_concurrently_assigns_each_ticket_to_one_of_both() {
    on_both_engines(async |desk| {
        let (agent, admin) = (desk.agent().await, desk.new_client(Role::Admin).await);
        for _ in race_rounds(100) {
            let tickets = join_all((0..4).map(|_| desk.ticket().queued().into_future())).await;
            let ids: Vec<&str> = tickets.iter().map(|ticket| ticket.id()).collect();
            let give = async |to: &str| agent.post("/tickets/bulk", json!({"ids": ids, "action": "assign", "assignee_id": to})).await.ok();
            let (one, other) = race(give(agent.id()), give(admin.id())).await;
            for answer in [&one, &other] {
                assert!(answer["data"].as_array().unwrap().iter().all(|row| row["status"] == 200), "{}", answer.body);
            }
            for id in &ids {
                let owner = agent.get(&format!("/tickets/{id}")).await.ok()["assignee"]["id"].clone();
                assert!(owner == agent.id() || owner == admin.id());
            }
        }
    })
    .await;
}
