//! The list of escalations: order, filters, pages.

use caredesk_domain::actor::Role;
use caredesk_tests::on_both_engines;
use serde_json::json;

use super::{REASON, accept, create_escalation_for, path, resolve, withdraw};

#[tokio::test]
async fn list_escalations_sorts_by_priority_then_waiting_time() {
    on_both_engines(async |desk| {
        let (agent, doctor) = (desk.agent().await, desk.doctor().await);
        let mut raised = Vec::new();
        for priority in ["low", "urgent", "medium", "urgent", "high", "low", "medium"] {
            desk.advance(1);
            let source = format!("/tickets/{}/escalations", desk.ticket().await.id());
            let body = json!({"target": {"role": "doctor"}, "reason": REASON, "priority": priority});
            raised.push(agent.post(&source, body).await.created().id().to_owned());
        }
        let expected: Vec<&str> = [1, 3, 4, 2, 6, 0, 5].iter().map(|index| raised[*index].as_str()).collect();
        assert_eq!(doctor.get("/escalations").await.ok().each("id"), expected);
        for (sort, order) in
            [("-place", [5, 0, 6, 2, 4, 3, 1]), ("created_at", [0, 1, 2, 3, 4, 5, 6]), ("-created_at", [6, 5, 4, 3, 2, 1, 0])]
        {
            let listed = doctor.get(&format!("/escalations?sort={sort}")).await.ok();
            assert_eq!(listed.each("id"), order.map(|index| raised[index].as_str()), "{sort}");
        }
        // Page by page, while another escalation is created.
        let mut met = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = doctor.get(&format!("/escalations?limit=2{cursor}")).await.ok();
            met.extend(page.each("id").into_iter().map(str::to_owned));
            if met.len() == 2 {
                let body = json!({"target": {"role": "doctor"}, "reason": REASON, "priority": "urgent"});
                agent.post(&format!("/tickets/{}/escalations", desk.ticket().await.id()), body).await.created();
            }
            match page["page"]["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        let new = doctor.get("/escalations?sort=-created_at&limit=1").await.ok().each("id")[0].to_owned();
        met.retain(|id| *id != new);
        assert_eq!(met, expected, "each unchanged one once, in order");
    })
    .await;
}

#[tokio::test]
async fn list_escalations_puts_resolved_after_waiting() {
    on_both_engines(async |desk| {
        let (agent, doctor) = (desk.agent().await, desk.doctor().await);
        let mut raised = Vec::new();
        for priority in ["urgent", "low", "medium"] {
            let source = format!("/tickets/{}/escalations", desk.ticket().await.id());
            let body = json!({"target": {"role": "doctor"}, "reason": REASON, "priority": priority});
            raised.push(agent.post(&source, body).await.created());
            desk.advance(1);
        }
        accept(&doctor, &raised[0]).await.ok();
        assert_eq!(doctor.get("/escalations").await.ok().each("priority"), ["urgent", "medium", "low"]);
        resolve(&doctor, &raised[0]).await.ok();
        for client in [&agent, &doctor] {
            assert_eq!(client.get("/escalations").await.ok().each("priority"), ["medium", "low", "urgent"]);
        }
    })
    .await;
}

#[tokio::test]
async fn list_escalations_filters_by_each_parameter() {
    on_both_engines(async |desk| {
        let (agent, ben, admin, doctor) = (desk.agent().await, desk.new_client(Role::Agent).await, desk.admin().await, desk.doctor().await);
        let customer = desk.customer().await;
        let ticket = format!("/tickets/{}", desk.ticket().for_customer(&customer).await.id());
        let call = format!("/interactions/{}", desk.interaction().await.id());
        let other = format!("/tickets/{}", desk.ticket().await.id());
        let pooled = create_escalation_for(&agent, &ticket, json!({"role": "doctor"})).await;
        desk.advance(60);
        let named = create_escalation_for(&ben, &call, json!({"role": "doctor", "staff_id": doctor.id()})).await;
        desk.advance(60);
        let admins = create_escalation_for(&agent, &other, json!({"role": "admin", "staff_id": admin.id()})).await;
        accept(&doctor, &named).await.ok();
        resolve(&admin, &admins).await.ok();
        let all = [pooled.id(), named.id(), admins.id()];
        let later = desk.now().plus_seconds(-60).to_string();
        for (filter, found) in [
            ("status=pending".to_owned(), &[0][..]),
            ("status=in_progress,resolved".to_owned(), &[1, 2]),
            ("ended=answered".to_owned(), &[2]),
            ("ended=withdrawn".to_owned(), &[]),
            ("target_role=doctor".to_owned(), &[0, 1]),
            ("target_role=admin".to_owned(), &[2]),
            ("target=pool".to_owned(), &[0]),
            ("target=me".to_owned(), &[2]),
            (format!("target=pool,{}", doctor.id()), &[0, 1]),
            ("escalated_by=me".to_owned(), &[]),
            (format!("escalated_by={}", ben.id()), &[1]),
            ("source_type=ticket".to_owned(), &[0, 2]),
            ("source_type=interaction".to_owned(), &[1]),
            (format!("customer_id={}", customer.id()), &[0]),
            (format!("created_at[gte]={later}"), &[1, 2]),
            (format!("created_at[lt]={later}"), &[0]),
            ("status=resolved&target_role=doctor".to_owned(), &[]),
        ] {
            let listed = admin.get(&format!("/escalations?sort=created_at&include_total=true&{filter}")).await.ok();
            let expected: Vec<&str> = found.iter().map(|index| all[*index]).collect();
            assert_eq!(listed.each("id"), expected, "{filter}");
            assert_eq!(listed["page"]["total"], expected.len(), "{filter}");
        }
        let faulty = admin.get("/escalations?status=open&ended=done&target=you&escalated_by=you&source_type=call&sort=reason").await;
        faulty.field_errors(&[
            ("status", "unknown"),
            ("ended", "unknown"),
            ("target", "format"),
            ("escalated_by", "format"),
            ("source_type", "unknown"),
            ("sort", "unknown"),
        ]);
        assert!(doctor.get("/escalations?target_role=admin").await.ok().rows().is_empty());
        let row = admin.get("/escalations?target_role=admin").await.ok().rows()[0].clone();
        assert_eq!(row, admin.get(&path(&admins, "")).await.ok().body, "a row is the whole record");
        withdraw(&agent, &pooled).await.ok();
        for (filter, found) in [("ended=answered", &[2][..]), ("ended=withdrawn", &[0]), ("ended=answered,withdrawn", &[0, 2])] {
            let listed = admin.get(&format!("/escalations?sort=created_at&{filter}")).await.ok();
            assert_eq!(listed.each("id"), found.iter().map(|index| all[*index]).collect::<Vec<_>>(), "{filter}");
        }
    })
    .await;
}
