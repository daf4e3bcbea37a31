//! Service accounts can do everything their scopes allow, and nothing else.

use caredesk_tests::{Client, Record, TestServer, on_both_engines};
use reqwest::Method;
use serde_json::{Value, json};

const CANARY: &str = "qzvnotescanary";

fn ticket_of(customer: &Record) -> Value {
    json!({"customer_id": customer.id(), "category": "technical", "subject": "The app is frozen", "description": "It froze at the payment."})
}

fn customer_message(body: &str) -> Value {
    json!({"kind": "reply", "author": "customer", "via": "chat", "body": body})
}

#[tokio::test]
async fn service_account_opens_ticket_and_relays_messages() {
    on_both_engines(async |desk| {
        let program = desk.service_account_client(&["customers:read", "customers:write", "tickets:read", "tickets:write"]).await;
        let me = json!({"id": program.id(), "name": program.person().name});
        let system = "https://app.example/patients";
        let patient = json!({"identifier": {"system": system, "value": "p-1"}, "family_name": "Eze", "given_name": "Ife"});
        let customer = program.post("/customers/upsert", patient).await.created();
        program.patch(&format!("/customers/{}", customer.id()), "*", json!({"phone": "08031234581"})).await.ok();
        assert_eq!(program.post("/customers/search", json!({"query": "eze 4581"})).await.ok().each("id"), [customer.id()]);

        let ticket = program.post("/tickets", ticket_of(&customer)).await.created();
        let path = format!("/tickets/{}", ticket.id());
        let messages = format!("{path}/messages");
        assert_eq!((&ticket["assignee"], &ticket["opened_by"]), (&json!(null), &me), "it waits in the queue");
        assert_eq!(desk.agent().await.get("/tickets?assignee=none").await.ok().each("id"), [ticket.id()]);
        assert!(!ticket.allowed_actions().contains(&"claim"));
        program.post_empty(&format!("{path}/claim")).await.problem(403, "forbidden");

        desk.advance(60);
        let automatic = program.post(&messages, json!({"kind": "reply", "body": "We have your message."})).await.created();
        let after = program.get(&path).await.ok();
        assert_eq!((&after["first_response_at"], &after["assignee"]), (&json!(null), &json!(null)), "its reply is no first response");
        assert_eq!(after["waiting_since"], ticket["created_at"]);
        let agent = desk.agent().await;
        agent.post(&messages, json!({"kind": "reply", "body": "Please try again.", "status": "resolved"})).await.created();
        assert_eq!(program.get(&path).await.ok()["first_response_at"], desk.now().to_string());

        // Reading changes nothing; the service account that shows replies to the customer marks those it has fetched.
        let fetched = async |client: &Client| -> Vec<Value> {
            client.get(&messages).await.ok().rows().iter().map(|row| row["fetched_at"].clone()).collect()
        };
        assert_eq!(fetched(&agent).await, [json!(null), json!(null)]);
        desk.advance(60);
        let when = json!(desk.now());
        let read = program.get(&format!("{messages}?kind=reply")).await.ok();
        assert_eq!(read.each("body"), ["We have your message.", "Please try again."]);
        assert_eq!(fetched(&agent).await, [json!(null), json!(null)], "a GET changes nothing");
        let both = json!({"ids": read.each("id")});
        let marked = json!([{"id": read.each("id")[0], "fetched_at": when}, {"id": read.each("id")[1], "fetched_at": when}]);
        let reader = desk.service_account_client(&["tickets:read"]).await;
        assert_eq!(reader.post("/messages/fetched", both.clone()).await.ok()["data"], marked);
        desk.advance(60);
        assert_eq!(reader.post("/messages/fetched", both.clone()).await.ok()["data"], marked, "the time of the first fetch");
        assert_eq!(fetched(&agent).await, [when.clone(), when]);
        agent.post("/messages/fetched", both).await.problem(403, "forbidden");
        assert_eq!((&automatic["author"], &automatic["writer"]), (&json!("service"), &me));

        // A customer message reopens the resolved ticket.
        let word = program.post(&messages, customer_message("It froze again.")).await.created();
        let note = agent.post(&messages, json!({"kind": "note", "body": "Again."})).await.created();
        let others = json!({"ids": [word.id(), note.id(), ticket.id()]});
        assert_eq!(program.post("/messages/fetched", others).await.ok()["data"], json!([]), "only staff replies can be marked");
        program.post("/messages/fetched", json!({"ids": []})).await.field_errors(&[("#/ids", "too_few")]);
        program.post("/messages/fetched", json!({"ids": vec![ticket.id(); 201]})).await.field_errors(&[("#/ids", "too_many")]);
        assert_eq!(fetched(&agent).await[2], json!(null));
        let after = program.get(&path).await.ok();
        assert_eq!((&after["status"], &after["reopened_count"], &after["waiting_since"]), (&json!("open"), &json!(1), &json!(desk.now())));
        let timeline = program.get(&format!("{path}/timeline")).await.ok();
        let doers: Vec<(&str, &Value)> = timeline
            .rows()
            .iter()
            .map(|row| (row["action"].as_str().unwrap(), &row["actor"]))
            .filter(|(_, by)| by["kind"] == "service")
            .collect();
        let by = json!({"kind": "service", "principal": me});
        assert_eq!(doers, [("record_customer_message", &by), ("reply", &by), ("open_ticket", &by)]);
        program.patch(&path, "*", json!({"priority": "urgent"})).await.ok();
        program.post(&format!("{path}/assignment"), json!({"assignee_id": agent.id()})).await.ok();
        assert_eq!(program.post(&format!("{path}/status"), json!({"status": "resolved"})).await.ok()["resolved_by"], me);
        assert_eq!(program.post(&format!("{path}/status"), json!({"status": "open", "undo": true})).await.ok()["status"], "open");
    })
    .await;
}

#[tokio::test]
async fn service_account_logs_unattended_interaction_and_raises_escalation() {
    on_both_engines(async |desk| {
        let scopes = ["customers:read", "interactions:read", "interactions:write", "escalations:read", "escalations:write", "tickets:read"];
        let program = desk.service_account_client(&scopes).await;
        let chat = json!({"customer_id": desk.customer().await.id(), "channel": "chat", "transcript": "Hello?"});
        let interaction = program.post("/interactions", chat).await.created();
        assert_eq!(interaction["agent"], json!(null));
        let path = format!("/interactions/{}", interaction.id());
        let ask = json!({"target": {"role": "doctor"}, "reason": "Is this dose right for her?"});
        let escalation = program.post(&format!("{path}/escalations"), ask).await.created();
        assert_eq!(escalation["escalated_by"]["id"], program.id());
        program.get(&format!("/escalations/{}", escalation.id())).await.ok();
        for (tail, body) in [("accept", json!({})), ("withdraw", json!({"reason": "It is all right again."})), ("close", json!({}))] {
            program.post(&format!("/escalations/{}/{tail}", escalation.id()), body).await.problem(403, "forbidden");
        }
        program.post(&format!("{path}/end"), json!({"summary": "Asked the doctor."})).await.ok();
    })
    .await;
}

/// Requests of a service account, with the one scope that each needs.
async fn scoped_requests(desk: &TestServer) -> Vec<(&'static str, Method, String, Value)> {
    let customer = desk.customer().await;
    let ticket = desk.ticket().for_customer(&customer).queued().await;
    let interaction = desk.interaction().for_customer(&customer).await;
    let raised = desk.ticket().for_customer(&customer).await;
    let ask = json!({"target": {"role": "doctor"}, "reason": "Is this dose right for her?"});
    let escalation = desk.agent().await.post(&format!("/tickets/{}/escalations", raised.id()), ask.clone()).await.created();
    let (c, t, i) =
        (format!("/customers/{}", customer.id()), format!("/tickets/{}", ticket.id()), format!("/interactions/{}", interaction.id()));
    let e = format!("/escalations/{}", escalation.id());
    let (get, post, patch) = (Method::GET, Method::POST, Method::PATCH);
    let none = Value::Null;
    vec![
        ("customers:read", get.clone(), "/customers".into(), none.clone()),
        ("customers:read", get.clone(), c.clone(), none.clone()),
        ("customers:read", post.clone(), "/customers/search".into(), json!({"query": "Adebayo"})),
        ("customers:write", post.clone(), "/customers".into(), json!({"family_name": "Eze"})),
        ("customers:write", patch.clone(), c, json!({"given_name": "Ada"})),
        ("interactions:read", get.clone(), "/interactions".into(), none.clone()),
        ("interactions:read", get.clone(), i.clone(), none.clone()),
        ("interactions:write", post.clone(), "/interactions".into(), json!({"customer_id": customer.id(), "channel": "call"})),
        ("tickets:read", get.clone(), "/tickets".into(), none.clone()),
        ("tickets:read", get.clone(), t.clone(), none.clone()),
        ("tickets:read", get.clone(), format!("{t}/messages"), none.clone()),
        ("tickets:read", get.clone(), format!("{t}/timeline"), none.clone()),
        ("tickets:write", post.clone(), "/tickets".into(), ticket_of(&customer)),
        ("tickets:write", patch, t.clone(), json!({"priority": "high"})),
        ("tickets:write", post.clone(), format!("{t}/status"), json!({"status": "pending"})),
        ("tickets:write", post.clone(), format!("{t}/messages"), customer_message("Hello.")),
        ("tickets:write", post.clone(), format!("{t}/messages"), json!({"kind": "reply", "body": "Hello."})),
        ("notes:write", post.clone(), format!("{t}/messages"), json!({"kind": "note", "body": "Hello."})),
        ("escalations:read", get.clone(), "/escalations".into(), none.clone()),
        ("escalations:read", get, e, none),
        ("escalations:write", post, format!("{i}/escalations"), ask),
    ]
}

async fn send_request(client: &Client, method: &Method, path: &str, body: &Value) -> caredesk_tests::TestResponse {
    match method.as_str() {
        "GET" => client.get(path).await,
        "PATCH" => client.patch(path, "*", body.clone()).await,
        _ => client.post(path, body.clone()).await,
    }
}

#[tokio::test]
async fn request_with_required_scope_is_allowed_and_with_all_others_is_403() {
    on_both_engines(async |desk| {
        let all = [
            "customers:read",
            "customers:write",
            "interactions:read",
            "interactions:write",
            "tickets:read",
            "tickets:write",
            "notes:read",
            "notes:write",
            "escalations:read",
            "escalations:write",
            "reports:read",
            "audit:read",
            "import:write",
        ];
        for (scope, method, path, body) in scoped_requests(desk).await {
            let others: Vec<&str> = all.iter().copied().filter(|other| *other != scope).collect();
            let without = desk.service_account_client(&others).await;
            send_request(&without, &method, &path, &body).await.problem(403, "forbidden");
            let with = send_request(&desk.service_account_client(&[scope]).await, &method, &path, &body).await;
            assert!([200, 201, 204].contains(&with.status), "{scope}: {with}");
        }
    })
    .await;
}

#[tokio::test]
async fn responses_without_notes_read_contain_no_note_text() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let customer = desk.customer().await;
        let (ticket, interaction) = (desk.ticket().for_customer(&customer).await, desk.interaction().for_customer(&customer).await);
        let (t, i) = (format!("/tickets/{}", ticket.id()), format!("/interactions/{}", interaction.id()));
        let note = agent.post(&format!("{t}/messages"), json!({"kind": "note", "body": CANARY})).await.created();
        agent.post(&format!("{i}/notes"), json!({"body": CANARY})).await.created();
        agent.patch(&format!("/notes/{}", note.id()), "*", json!({"body": format!("{CANARY} again")})).await.ok();
        agent.post(&format!("{t}/assignment"), json!({"assignee_id": agent.id(), "note": CANARY})).await.ok();
        agent.post(&format!("{i}/assignment"), json!({"agent_id": agent.id(), "note": CANARY})).await.ok();
        let scopes = [
            "customers:read",
            "customers:write",
            "interactions:read",
            "interactions:write",
            "tickets:read",
            "tickets:write",
            "notes:write",
            "escalations:read",
            "escalations:write",
        ];
        let program = desk.service_account_client(&scopes).await;
        let mut paths = vec![
            t.clone(),
            i.clone(),
            format!("{t}/messages"),
            format!("{t}/messages?kind=note"),
            format!("{t}/timeline"),
            format!("{i}/timeline"),
            format!("{i}/notes"),
            "/tickets".into(),
            "/interactions".into(),
            "/escalations".into(),
            "/customers".into(),
            format!("/customers/{}", customer.id()),
            format!("/customers/{}/timeline", customer.id()),
            format!("/customers/{}/profile", customer.id()),
        ];
        paths.extend(["/notices", "/dashboard"].map(str::to_owned));
        let mut shown = 0;
        for path in &paths {
            let answer = program.get(path).await;
            assert!(!answer.text().contains(CANARY), "{answer}");
            shown += i32::from(answer.status == 200);
        }
        assert!(shown >= 10, "{shown}");
        for (path, body) in [
            (format!("{t}/status"), json!({"status": "pending"})),
            (format!("{t}/assignment"), json!({"assignee_id": null})),
            (format!("{i}/assignment"), json!({"agent_id": null})),
            (format!("{t}/messages"), json!({"kind": "note", "body": "Mine."})),
        ] {
            let answer = program.post(&path, body).await;
            assert!([200, 201].contains(&answer.status) && !answer.text().contains(CANARY), "{answer}");
        }
        // Counter-check: with the scope the canary is there.
        let reader = desk.service_account_client(&["tickets:read", "interactions:read", "notes:read"]).await;
        for path in [format!("{t}/messages"), format!("{i}/notes"), format!("{t}/timeline"), format!("{i}/timeline")] {
            let answer = reader.get(&path).await;
            assert!(answer.text().contains(CANARY), "{answer}");
        }
    })
    .await;
}
