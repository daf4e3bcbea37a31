//! A write without the read scope has a response without body; searches and drilldowns return what the caller can read.

use caredesk_domain::actor::Role;
use caredesk_tests::{Client, Record, TestResponse, TestServer, on_both_engines};
use reqwest::Method;
use serde_json::{Value, json};

/// The ETag of a response without body: the version, and the hash of an empty body.
fn tag(version: u32) -> String {
    format!("\"{version}-e3b0c44298fc1c14\"")
}

fn ticket_of(customer: &Record) -> Value {
    json!({"customer_id": customer.id(), "category": "technical", "subject": "The app is frozen", "description": "It froze at the payment."})
}

/// A write, with the scope it needs and the scope to read its record.
struct ScopedWrite {
    scopes: [&'static str; 2],
    method: Method,
    path: String,
    body: Value,
}

/// One of each kind: creates and changes.
async fn scoped_writes(desk: &TestServer) -> Vec<ScopedWrite> {
    let customer = desk.customer().await;
    let (ticket, chat) = (desk.ticket().for_customer(&customer).await, desk.interaction().for_customer(&customer).await);
    let known = json!({"identifier": {"system": "https://app.example/patients", "value": "p-1"}, "family_name": "Eze"});
    desk.agent().await.post("/customers/upsert", known.clone()).await.created();
    let (t, i) = (format!("/tickets/{}", ticket.id()), format!("/interactions/{}", chat.id()));
    let ask = json!({"target": {"role": "doctor"}, "reason": "Is this dose right for her?"});
    let customers = ["customers:write", "customers:read"];
    let (tickets, interactions) = (["tickets:write", "tickets:read"], ["interactions:write", "interactions:read"]);
    let (notes, escalations) = (["notes:write", "notes:read"], ["escalations:write", "escalations:read"]);
    let change =
        |scopes, method: &str, path: &str, body| ScopedWrite { scopes, method: method.parse().unwrap(), path: path.to_owned(), body };
    vec![
        change(customers, "POST", "/customers", json!({"family_name": "Eze"})),
        change(customers, "POST", "/customers/upsert", known),
        change(customers, "PATCH", &format!("/customers/{}", customer.id()), json!({})),
        change(customers, "PATCH", &format!("/customers/{}", customer.id()), json!({"given_name": "Ifeoma"})),
        change(tickets, "POST", "/tickets", ticket_of(&customer)),
        change(tickets, "PATCH", &t, json!({})),
        change(tickets, "POST", &format!("{t}/status"), json!({"status": "pending"})),
        change(tickets, "POST", &format!("{t}/assignment"), json!({"assignee_id": null})),
        change(tickets, "POST", &format!("{t}/messages"), json!({"kind": "reply", "author": "customer", "body": "Hello?"})),
        change(
            tickets,
            "POST",
            &format!("{t}/customer"),
            json!({"customer_id": desk.customer().await.id(), "reason": "It is her sister's."}),
        ),
        change(interactions, "POST", "/interactions", json!({"customer_id": customer.id(), "channel": "chat"})),
        change(interactions, "PATCH", &i, json!({"channel": "call"})),
        change(interactions, "POST", &format!("{i}/status"), json!({"status": "pending"})),
        change(interactions, "POST", &format!("{i}/assignment"), json!({"agent_id": null})),
        change(notes, "POST", &format!("{t}/messages"), json!({"kind": "note", "body": "She is worried."})),
        change(notes, "POST", &format!("{i}/notes"), json!({"body": "She is worried."})),
        change(escalations, "POST", &format!("{i}/escalations"), ask.clone()),
        change(escalations, "POST", &format!("{t}/escalations"), ask),
        change(interactions, "POST", &format!("{i}/end"), json!({"summary": "She asked the doctor."})),
    ]
}

impl ScopedWrite {
    async fn send_as(&self, client: &Client, key: &str) -> TestResponse {
        let call = client.call(self.method.clone(), &self.path).header("if-match", "*");
        let call = if self.method == Method::POST { call.header("idempotency-key", key) } else { call };
        call.json(&self.body).send().await
    }
}

/// Asserts that a response has only the status, the version and, if created, the location.
#[track_caller]
fn assert_no_body(answer: &TestResponse) {
    let location = answer.header("location");
    assert_eq!((answer.status, location.is_some()), if answer.status == 201 { (201, true) } else { (204, false) }, "{answer}");
    assert_eq!((answer.text().as_str(), answer.header("content-type")), ("", None), "{answer}");
    assert!((1..20).any(|version| answer.header("etag") == Some(&tag(version))), "{answer} has the tag {:?}", answer.header("etag"));
}

// Caught: a service account with customers:write alone could read any customer by `PATCH {}` or an upsert.
#[tokio::test]
async fn write_without_read_scope_and_its_replay_have_no_body() {
    on_both_engines(async |desk| {
        for (number, change) in scoped_writes(desk).await.iter().enumerate() {
            let [write, read] = change.scopes;
            let (writer, key) = (desk.service_account_client(&[write]).await, format!("write-{number}"));
            let answer = change.send_as(&writer, &key).await;
            assert_no_body(&answer);
            if change.method == Method::POST {
                let again = change.send_as(&writer, &key).await;
                assert_no_body(&again);
                assert_eq!(again.header("idempotency-replayed"), Some("true"), "{again}");
                assert_eq!((again.status, again.header("location")), (answer.status, answer.header("location")), "{again}");
            }
            if let Some(location) = answer.header("location").filter(|location| !location.ends_with("/messages")) {
                let place = location.trim_start_matches("/api/v1");
                writer.get(place).await.problem(403, "forbidden");
                desk.service_account_client(&[read]).await.get(place).await.ok();
            }
        }
    })
    .await;
}

#[tokio::test]
async fn replay_after_read_scope_removed_has_no_body_and_logs_no_read() {
    on_both_engines(async |desk| {
        let account = desk.create_service_account(&["customers:read", "customers:write"]).await;
        let program = account.sign_in(desk).await;
        let body = json!({"family_name": "Eze"});
        let customer = program.post_with_key("add", "/customers", body.clone()).await.created();
        program.post_with_key("add", "/customers", body.clone()).await.created();
        let before = super::read_log::read_count(desk, customer.id()).await;
        let scopes = json!({"scopes": ["customers:write"]});
        desk.admin().await.patch(&format!("/service-accounts/{}", account.id), "*", scopes).await.ok();
        let again = program.post_with_key("add", "/customers", body.clone()).await;
        assert_no_body(&again);
        assert_eq!(again.header("location"), Some(&*format!("/api/v1/customers/{}", customer.id())));
        assert_no_body(&program.patch(&format!("/customers/{}", customer.id()), "*", json!({})).await);
        assert_eq!(super::read_log::read_count(desk, customer.id()).await, before, "no read is logged");
        desk.admin().await.delete(&format!("/customers/{}", customer.id()), "*").await.no_content();
        program.post_with_key("add", "/customers", body).await.problem(404, "not_found");
    })
    .await;
}

#[tokio::test]
async fn bulk_tickets_without_read_scope_returns_status_only() {
    on_both_engines(async |desk| {
        let (one, other) = (desk.ticket().await, desk.ticket().await);
        let writer = desk.service_account_client(&["tickets:write"]).await;
        let ids = json!([one.id(), other.id(), desk.customer().await.id()]);
        let done = writer.post("/tickets/bulk", json!({"ids": ids, "action": "set_priority", "priority": "urgent"})).await;
        let request = json!(done.header("x-request-id").unwrap());
        let done = done.ok();
        let problems: Vec<&Value> = done.rows().iter().map(|row| &row["problem"]).filter(|problem| !problem.is_null()).collect();
        assert!(problems.iter().all(|problem| problem["request_id"] == request), "{problems:?}");
        let told: Vec<(&Value, &Value, &Value)> =
            done.rows().iter().map(|row| (&row["status"], &row["ticket"], &row["problem"]["code"])).collect();
        assert_eq!(told.iter().filter(|told| **told == (&json!(204), &Value::Null, &Value::Null)).count(), 2, "{told:?}");
        assert_eq!(told.iter().filter(|told| **told == (&json!(404), &Value::Null, &json!("not_found"))).count(), 1, "{told:?}");
        assert_eq!(desk.agent().await.get(&format!("/tickets/{}", one.id())).await.ok()["priority"], "urgent");
    })
    .await;
}

#[tokio::test]
async fn search_tickets_without_customers_read_matches_ticket_text_only() {
    on_both_engines(async |desk| {
        let identifiers = json!([{"system": "https://hospital.example/mrn", "value": "MRN-7781"}]);
        let ife = desk.customer().called("Ife", "Adebayo").with("phone", "0803 123 4581").with("email", "ife@mail.example");
        let ife = ife.with("former_names", json!(["Okonkwo"])).with("identifiers", identifiers).await;
        let own = desk.ticket().for_customer(&ife).with("subject", "Refund for order 4581").await;
        let named = desk.ticket().for_customer(&desk.customer().await).with("subject", "Adebayo is the name on the card").await;
        let found = async |client: &Client, query: &str| {
            let found = client.post("/tickets/search", json!({"query": query})).await.ok();
            assert_eq!(found["capped"], false);
            let mut ids: Vec<String> = found.each("id").into_iter().map(str::to_owned).collect();
            ids.sort();
            ids
        };
        let (alone, both) =
            (desk.service_account_client(&["tickets:read"]).await, desk.service_account_client(&["tickets:read", "customers:read"]).await);
        let number = own["number"].as_str().unwrap();
        let expected = |tickets: &[&Record]| {
            let mut ids: Vec<String> = tickets.iter().map(|ticket| ticket.id().to_owned()).collect();
            ids.sort();
            ids
        };
        let cases: &[(&str, &[&Record], &[&Record])] = &[
            ("Adebayo", &[&named], &[&own, &named]),
            ("adeb", &[&named], &[&own, &named]),
            ("Okonkwo", &[], &[&own]),
            ("refund", &[&own], &[&own]),
            ("refund adebayo", &[], &[&own]),
            ("adebayo name", &[&named], &[&named]),
            ("ife@mail.example", &[], &[&own]),
            ("0803 123 4581", &[], &[&own]),
            ("1234581", &[], &[&own]),
            ("MRN-7781", &[], &[&own]),
            ("order 4581", &[&own], &[&own]),
            (number, &[&own], &[&own]),
        ];
        for (query, own_words, with_customers) in cases {
            assert_eq!(found(&alone, query).await, expected(own_words), "{query}");
            assert_eq!(found(&both, query).await, expected(with_customers), "{query}");
        }
        alone.post("/search", json!({"query": "Adebayo"})).await.problem(403, "forbidden");
    })
    .await;
}

#[tokio::test]
async fn drilldown_and_history_without_read_scope_of_records_is_403() {
    on_both_engines(async |desk| {
        let customer = desk.customer().await;
        desk.ticket().for_customer(&customer).await;
        let history = format!("/oversight/customers/{}/history", customer.id());
        let reports = desk.service_account_client(&["reports:read"]).await;
        for path in ["/oversight/tickets", &history] {
            reports.get(path).await.problem(403, "forbidden");
            reports.call(Method::GET, path).header("accept", "text/csv").send().await.problem(403, "forbidden");
        }
        let issues = reports.get("/oversight/frequent-issues").await.ok();
        assert_eq!((&issues["customers"], issues["agents"][0]["tickets"].as_i64()), (&json!([]), Some(1)));
        let report = reports.get(&format!("/oversight/agents/{}", desk.agent().await.id())).await.ok();
        assert_eq!(report["customers"], json!([]));
        assert_eq!(super::read_log::read_count(desk, customer.id()).await, 0, "figures show no customer");

        let tickets = desk.service_account_client(&["reports:read", "tickets:read"]).await;
        assert_eq!(tickets.get("/oversight/tickets").await.ok().rows().len(), 1);
        let reads = ["reports:read", "customers:read", "tickets:read", "interactions:read", "escalations:read"];
        for without in &reads[1..] {
            let others: Vec<&str> = reads.iter().copied().filter(|scope| scope != without).collect();
            desk.service_account_client(&others).await.get(&history).await.problem(403, "forbidden");
        }
        let all = desk.service_account_client(&reads).await;
        assert_eq!(all.get(&history).await.ok()["customer"]["name"], "Ife Adebayo");
        assert_eq!(all.get("/oversight/frequent-issues").await.ok()["customers"][0]["customer"]["id"], customer.id());
    })
    .await;
}

/// Caught: reports named deleted customers.
#[tokio::test]
async fn drilldown_names_deleted_customer_to_admin_only() {
    on_both_engines(async |desk| {
        let (agent, admin, customer) = (desk.agent().await, desk.admin().await, desk.customer().await);
        let ticket = desk.ticket().for_customer(&customer).created_by(&agent).await;
        let other = desk.ticket().created_by(&agent).await;
        for ticket in [&ticket, &other] {
            agent.post(&format!("/tickets/{}/status", ticket.id()), json!({"status": "resolved"})).await.ok();
        }
        admin.delete(&format!("/customers/{}", customer.id()), "*").await.no_content();
        let program = desk.service_account_client(&["reports:read", "tickets:read", "customers:read"]).await;
        let theirs = format!("&agent_id={}", agent.id());
        for (client, whose, name) in
            [(&admin, "", "Ife Adebayo"), (&desk.auditor().await, "", ""), (&program, "", ""), (&agent, &*theirs, "")]
        {
            let list = client.get(&format!("/oversight/tickets?counted=resolved{whose}")).await.ok();
            let named = |id: &str| list.rows().iter().find(|row| row["id"] == id).unwrap()["customer"].clone();
            assert_eq!(named(ticket.id()), json!({"id": customer.id(), "name": name, "deleted": true}));
            assert_ne!(named(other.id())["name"], "", "other customers are named");
        }
    })
    .await;
}

#[tokio::test]
async fn customer_history_of_deleted_customer_hides_contacts_from_auditor() {
    on_both_engines(async |desk| {
        let customer = desk.customer().with("phone", "0803 123 4581").with("email", "ife@mail.example").await;
        let path = format!("/customers/{}", customer.id());
        desk.agent().await.patch(&path, "*", json!({"email": "other@mail.example"})).await.ok();
        let history = format!("/oversight{path}/history");
        let (auditor, admin) = (desk.auditor().await, desk.admin().await);
        let contacts = |answer: &TestResponse| ["ife@mail", "other@mail", "8031234581"].map(|contact| answer.text().contains(contact));
        assert_eq!(contacts(&auditor.get(&history).await), [true; 3]);
        admin.delete(&path, "*").await.no_content();
        let reads = ["reports:read", "customers:read", "tickets:read", "interactions:read", "escalations:read"];
        desk.service_account_client(&reads).await.get(&history).await.problem(404, "not_found");
        assert_eq!(contacts(&admin.get(&history).await), [true; 3]);
        let shown = auditor.get(&history).await;
        assert_eq!(contacts(&shown), [false; 3], "{shown}");
        let timeline = shown.ok()["timeline"]["data"].clone();
        let actions: Vec<&str> = timeline.as_array().unwrap().iter().map(|entry| entry["action"].as_str().unwrap()).collect();
        assert_eq!(actions, ["delete_customer", "edit_customer", "create_customer"]);
        assert_eq!(timeline[1]["changes"], json!({"email": {}}));
        assert_eq!(timeline[0]["changes"]["deleted"]["to"], true);
        let name = async |client: &Client| client.get(&history).await.ok()["customer"]["name"].clone();
        assert_eq!((name(&auditor).await, name(&admin).await), (json!(""), json!("Ife Adebayo")));
        assert!(super::read_log::read_count(desk, customer.id()).await >= 3, "the auditor's reads are logged");
        desk.new_client(Role::Agent).await.get(&history).await.problem(403, "forbidden");
    })
    .await;
}
