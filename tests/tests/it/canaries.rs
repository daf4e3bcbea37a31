//! A customer's data is not in logs, headers, cursors or errors.

use std::{
    io,
    sync::{Mutex, MutexGuard, Once, PoisonError},
};

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use caredesk_domain::actor::Role;
use caredesk_persistence::Engine;
use caredesk_tests::{TestResponse, on_both_engines};
use reqwest::Method;
use serde_json::{Value, json};
use tracing_subscriber::fmt::MakeWriter;

/// Part of every personal text. Lower case without accents, so that search keys made of it contain it too.
const CANARY: &str = "qzvcanary";
/// Part of every phone number.
const PHONE_CANARY: &str = "0806907531";

static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

fn log() -> MutexGuard<'static, Vec<u8>> {
    LOG.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Captures everything the process logs, down to TRACE.
fn capture_log() {
    static LISTENING: Once = Once::new();
    LISTENING.call_once(|| {
        let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false).with_writer(LogWriter).finish();
        tracing::subscriber::set_global_default(subscriber).unwrap();
    });
}

struct LogWriter;

impl MakeWriter<'_> for LogWriter {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        Self
    }
}

impl io::Write for LogWriter {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        log().extend_from_slice(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn has_canary(text: &str) -> bool {
    let plain = text.to_lowercase();
    plain.contains(CANARY) || plain.contains(PHONE_CANARY) || plain.contains(&PHONE_CANARY[1..])
}

/// The log lines that were not written by the HTTP client of the tests.
fn server_log_lines() -> Vec<String> {
    let log = String::from_utf8_lossy(&log()).into_owned();
    let clients = [" hyper_util::", " reqwest::", " hyper::"];
    log.lines().filter(|line| !clients.iter().any(|client| line.contains(client))).map(str::to_owned).collect()
}

/// A success may contain personal data in its body only, an error nowhere.
#[track_caller]
fn assert_clean(answer: &TestResponse) {
    for (name, value) in &answer.headers {
        assert!(!has_canary(value.to_str().unwrap()), "{name} of {answer}");
    }
    assert!(answer.status < 400 || !has_canary(&answer.text()), "{answer}");
}

#[tokio::test]
async fn customer_data_is_not_in_logs_headers_cursors_or_errors() {
    capture_log();
    on_both_engines(async |desk| {
        log().clear();
        let (agent, admin, doctor) = (desk.agent().await, desk.admin().await, desk.doctor().await);
        let word = |name: &str| format!("{name} {CANARY}");
        let mut ids = Vec::new();
        for number in 0..3 {
            let customer = json!({
                "given_name": word("Ife"), "family_name": CANARY, "former_names": [word("Eze")], "email": format!("{CANARY}{number}@mail.example"),
                "phone": PHONE_CANARY, "other_phones": [PHONE_CANARY], "preferred_language": "en",
                "identifiers": [{"system": format!("https://{CANARY}.example/mrn"), "value": CANARY}],
            });
            let answer = agent.post("/customers", customer).await;
            assert_clean(&answer);
            ids.push(answer.created().id().to_owned());
        }
        let customer = format!("/customers/{}", ids[0]);
        let ticket = json!({"customer_id": ids[0], "category": "billing", "subject": word("Charged"), "description": word("Charged twice")});
        let ticket = agent.post("/tickets", ticket).await.created();
        let path = format!("/tickets/{}", ticket.id());

        let query = json!({"query": CANARY, "limit": 1});
        let upsert = json!({"identifier": {"system": format!("https://{CANARY}.example/mrn"), "value": CANARY}, "family_name": CANARY});
        let mut answers = vec![
            agent.patch(&customer, "*", json!({"family_name": word("Eze"), "email": null})).await,
            agent.patch(&customer, "\"9-0000000000000000\"", json!({"family_name": word("Obi")})).await,
            agent.patch(&customer, "*", json!({"email": word("no address"), "birth_date": CANARY, "gender": CANARY})).await,
            agent.patch(&customer, "*", json!({word("field"): CANARY})).await,
            agent.post("/customers/upsert", upsert.clone()).await,
            agent.post("/customers/search", query.clone()).await,
            agent.post("/customers/search", json!({"query": PHONE_CANARY, "limit": 1})).await,
            agent.post("/customers/search", json!({"query": "a", "cursor": CANARY})).await,
            doctor.post("/customers/search", query).await,
            doctor.get(&customer).await,
            doctor.post(&format!("{path}/messages"), json!({"kind": "note", "body": CANARY})).await,
            agent.post(&format!("{path}/messages"), json!({"kind": "note", "body": word("note")})).await,
            agent.post(&format!("{path}/messages"), json!({"kind": "reply", "body": word("reply")})).await,
            agent.post(&format!("{path}/messages"), json!({"kind": "reply", "author": "customer", "body": word("said")})).await,
            agent.post(&format!("{path}/messages"), json!({"kind": word("kind"), "body": "", "status": CANARY})).await,
            agent.post(&format!("{path}/assignment"), json!({"assignee_id": admin.id(), "note": word("handed over")})).await,
            agent.post(&format!("{path}/assignment"), json!({"assignee_id": CANARY, "note": CANARY})).await,
            agent.get(&format!("{path}/messages?limit=1")).await,
            agent.get(&format!("{path}/timeline?limit=1")).await,
            agent.get("/tickets?limit=1&sort=-updated_at").await,
            agent.get(&format!("/tickets?status={CANARY}&customer_id={CANARY}")).await,
            agent.get(&format!("/tickets?{CANARY}%20name=1")).await,
            agent.get(&format!("/tickets/{CANARY}")).await,
            agent.get(&format!("/customers/{CANARY}?{CANARY}={CANARY}")).await,
            agent.get(&format!("/customers?sort={CANARY}&cursor={CANARY}")).await,
            admin.delete(&customer, "*").await,
            admin.post("/staff", json!({"email": CANARY, "name": "", "role": CANARY, "password": CANARY})).await,
            desk.visitor().post("/auth/login", json!({"email": format!("{CANARY}@desk.example"), "password": CANARY})).await,
            desk.visitor().call(Method::POST, "/auth/refresh").refresh_cookie(CANARY).send().await,
            agent.call(Method::GET, &format!("//api/{CANARY}")).header("referer", CANARY).header("user-agent", CANARY).send().await,
            agent.call(Method::POST, "/customers").body("application/json", format!("{{\"family_name\": \"{CANARY}")).send().await,
            agent.call(Method::POST, "/customers").body(CANARY, CANARY).send().await,
            admin.call(Method::POST, "/customers/import").body("application/fhir+ndjson", format!("{CANARY}\n{{\"{CANARY}\": 1}}")).send().await,
        ];
        let refused = answers.iter().filter(|answer| answer.status >= 400).count();
        assert!(refused >= 14, "{refused} rejected requests");
        let mut cursors = 0;
        for answer in &answers {
            assert_clean(answer);
            let body: Value = if answer.body.is_empty() { Value::Null } else { answer.json() };
            if let Some(cursor) = body["page"]["next_cursor"].as_str() {
                let plain = BASE64_URL_SAFE_NO_PAD.decode(cursor).unwrap();
                assert!(!has_canary(&String::from_utf8_lossy(&plain)), "{answer}");
                cursors += 1;
            }
        }
        assert!(cursors >= 4, "{cursors} cursors");

        // A database error on a rejected row may contain the row.
        let breaking = match desk.engine() {
            Engine::Sqlite { .. } => "CREATE TRIGGER broken BEFORE INSERT ON customer BEGIN SELECT RAISE(ABORT, 'broken'); END",
            Engine::Postgres { .. } => "ALTER TABLE customer ADD CONSTRAINT broken CHECK (family_name = '') NOT VALID",
        };
        desk.raw_sql(breaking).await;
        let failed = agent.call(Method::POST, "/customers/upsert");
        let mut other = upsert;
        other["identifier"]["value"] = format!("{CANARY} 2").into();
        answers.push(failed.json(&other).send_allowing_500().await);
        let failure = answers.last().unwrap();
        assert_eq!(failure.status, 500, "{failure}");
        assert_clean(failure);

        let told = server_log_lines();
        let line = |id: &str| told.iter().filter(|line| line.contains(id)).count();
        for answer in &answers {
            assert!(line(answer.header("x-request-id").unwrap()) > 0, "{answer} is not in the log");
        }
        let leaks: Vec<&String> = told.iter().filter(|line| has_canary(line)).collect();
        assert!(leaks.is_empty(), "{} lines of {}, such as {}", leaks.len(), told.len(), leaks[0]);
    })
    .await;
}

/// The ticket is not escalated, so doctors and auditors read none of these paths.
#[tokio::test]
async fn read_by_doctor_or_auditor_contains_no_note() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let ticket = desk.ticket().await;
        let path = format!("/tickets/{}", ticket.id());
        agent.post(&format!("{path}/messages"), json!({"kind": "note", "body": CANARY})).await.created();
        agent.post(&format!("{path}/assignment"), json!({"assignee_id": agent.id(), "note": CANARY})).await.ok();
        let shown = agent.get(&format!("{path}/timeline")).await;
        assert!(shown.text().contains(CANARY), "an agent reads the note of an assignment");
        for role in [Role::Doctor, Role::Auditor] {
            let client = desk.client_of_role(role).await;
            for read in [
                path.clone(),
                format!("{path}/messages"),
                format!("{path}/messages?kind=note"),
                format!("{path}/timeline"),
                "/tickets".into(),
            ] {
                assert!(!client.get(&read).await.text().contains(CANARY), "{role} {read}");
            }
        }
    })
    .await;
}
