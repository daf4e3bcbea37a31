//! Access to reports, and invalid parameters.

use caredesk_domain::actor::Role;
use caredesk_tests::{START, on_both_engines};

#[tokio::test]
async fn get_agent_report_of_other_agent_is_403() {
    on_both_engines(async |desk| {
        let (agent, colleague) = (desk.agent().await, desk.new_client(Role::Agent).await);
        let own = agent.get(&format!("/oversight/agents/{}", agent.id())).await.ok();
        assert_eq!(own.body["agent"]["name"], "Ada Obi");
        agent.get(&format!("/oversight/agents/{}", colleague.id())).await.expect_status(403);
        agent.get(&format!("/oversight/tickets?agent_id={}", agent.id())).await.ok();
        agent.get(&format!("/oversight/tickets?agent_id={}", colleague.id())).await.expect_status(403);
        agent.get("/oversight/tickets").await.expect_status(403);
        agent.get("/oversight/summary").await.expect_status(403);
    })
    .await;
}

#[tokio::test]
async fn get_summary_with_invalid_period_is_422_and_names_parameter() {
    on_both_engines(async |desk| {
        let admin = desk.admin().await;
        for (query, parameter) in
            [("from=2026-03-02&to=2026-03-01", "to"), ("from=2010-01-01", "from"), ("from=2026-02-30", "from"), ("to=soon", "to")]
        {
            let refused = admin.get(&format!("/oversight/summary?{query}")).await.expect_status(422);
            assert_eq!(refused.json()["errors"][0]["parameter"], parameter, "{refused}");
        }
    })
    .await;
}

#[tokio::test]
async fn get_summary_of_empty_desk_has_zero_counts_and_null_rates() {
    on_both_engines(async |desk| {
        let report = desk.auditor().await.get("/oversight/summary").await.ok().body;
        assert_eq!(report["period"]["to"], START[..10]);
        for figure in report["figures"].as_array().unwrap() {
            let expected = if figure["kind"] == "count" { Some(0.0) } else { None };
            assert_eq!((figure["value"].as_f64(), figure["n"].as_i64()), (expected, Some(0)), "{figure}");
        }
    })
    .await;
}

#[tokio::test]
async fn csv_report_with_formula_in_name_is_escaped() {
    on_both_engines(async |desk| {
        let person = desk.add_staff_named(Role::Agent, "=HYPERLINK(1)", "formula@desk.example").await;
        let admin = desk.admin().await;
        let lines = admin.call(reqwest::Method::GET, "/oversight/agent-performance").header("accept", "text/csv").send().await;
        let row = lines.text().lines().find(|line| line.contains(&person.id)).unwrap().to_owned();
        assert!(row.contains(",'=HYPERLINK(1),"), "{row}");
        assert_eq!(lines.header("content-disposition"), Some("attachment; filename=\"agent-performance.csv\""));
    })
    .await;
}
