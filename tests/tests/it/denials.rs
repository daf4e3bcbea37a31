//! 403 responses: a readable detail, a reason code, and every missing scope.

use caredesk_domain::policy::Action;
use caredesk_tests::{TestResponse, on_both_engines};
use reqwest::Method;
use serde_json::json;

fn denial(answer: &TestResponse) -> (String, String) {
    let problem = answer.json();
    assert_eq!((answer.status, &problem["code"]), (403, &json!("forbidden")), "{answer}");
    let text = |field: &str| problem[field].as_str().unwrap_or_default().to_owned();
    let (reason, detail) = (text("reason"), text("detail"));
    let internal = Action::ALL.iter().find(|action| action.as_str().contains('_') && detail.contains(action.as_str()));
    assert_eq!(internal, None, "{detail}");
    (reason, detail)
}

#[track_caller]
fn assert_denied(answer: &TestResponse, reason: &str, detail: &str) {
    assert_eq!(denial(answer), (reason.to_owned(), detail.to_owned()));
}

/// Caught: the detail was ``Your role may not do `redact`. It is for: admin.`` without a reason; for operations of service accounts it named
/// no role.
#[tokio::test]
async fn denied_request_says_who_may_and_gives_a_reason() {
    on_both_engines(async |desk| {
        let (agent, doctor, auditor) = (desk.agent().await, desk.doctor().await, desk.auditor().await);
        let (ticket, customer) = (desk.ticket().await, desk.customer().await);
        let path = format!("/tickets/{}", ticket.id());
        let redact = json!({"fields": ["subject"], "reason": "It names her sister."});
        assert_denied(&agent.post(&format!("{path}/redact"), redact).await, "wrong_role", "Only admins may redact texts.");
        assert_denied(&doctor.post_empty(&format!("{path}/claim")).await, "wrong_role", "Only agents and admins may claim tickets.");
        let fetched = json!({"ids": [ticket.id()]});
        for person in [&agent, &desk.admin().await] {
            assert_denied(
                &person.post("/messages/fetched", fetched.clone()).await,
                "programs_only",
                "Only programs may mark replies as fetched by the app.",
            );
        }
        assert_denied(&agent.get("/tickets?deleted=true").await, "wrong_role", "Only admins may see and restore deleted tickets.");
        assert_denied(&agent.get("/staff?active=false").await, "wrong_role", "Only admins may see deactivated colleagues.");
        let whole = "Only admins and auditors may see the reports of the desk.";
        for report in ["summary", "agent-performance", "frequent-issues", &format!("customers/{}/history", customer.id())] {
            assert_denied(&agent.get(&format!("/oversight/{report}")).await, "wrong_role", whole);
        }
        let of_another = format!("/oversight/agents/{}", desk.new_client(caredesk_domain::actor::Role::Agent).await.id());
        assert_eq!(denial(&agent.get(&of_another).await).0, "not_self");
        assert_denied(&auditor.get("/tickets").await, "wrong_role", "Only agents, doctors and admins may see tickets.");
        let app = desk.service_account_client(&["tickets:read"]).await;
        assert_denied(&app.post_empty(&format!("{path}/claim")).await, "people_only", "Only people may claim tickets.");
    })
    .await;
}

/// Caught: of several missing scopes only the first was named.
#[tokio::test]
async fn denied_request_names_every_missing_scope() {
    on_both_engines(async |desk| {
        let customer = desk.customer().await;
        let app = desk.service_account_client(&["tickets:read"]).await;
        let path = |tail: &str| format!("/customers/{}/{tail}", customer.id());
        let history = format!("/oversight{}", path("history"));
        let three = "customers:read interactions:read escalations:read";
        let cases = [
            (app.post("/search", json!({"query": "Adebayo"})).await, "customers:read interactions:read"),
            (app.get(&path("profile")).await, three),
            (app.get(&path("timeline")).await, three),
            (app.get(&history).await, "reports:read customers:read interactions:read escalations:read"),
            (app.get("/customers").await, "customers:read"),
        ];
        for (answer, scopes) in cases {
            let challenge = format!("Bearer error=\"insufficient_scope\", scope=\"{scopes}\"");
            assert_eq!(answer.header("www-authenticate"), Some(&*challenge), "{answer}");
            let (reason, detail) = denial(&answer);
            assert_eq!(reason, "insufficient_scope");
            assert!(scopes.split(' ').all(|scope| detail.contains(&format!("`{scope}`"))), "{detail}");
        }
        let nobody = desk.service_account_client(&["import:write"]).await;
        let tickets = nobody.call(Method::GET, "/oversight/tickets").send().await;
        assert_eq!(tickets.header("www-authenticate"), Some("Bearer error=\"insufficient_scope\", scope=\"reports:read tickets:read\""));
    })
    .await;
}
