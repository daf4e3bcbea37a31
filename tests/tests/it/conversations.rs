//! Real input: each of the shared conversations is logged as a chat and ended, some with a ticket, some with an escalation to a doctor.
//!
//! The files lie beside the repository; `CAREDESK_CONVERSATIONS` names another file of conversations. Without them the test uses a few of its own.

use std::{
    env, fs,
    path::PathBuf,
    time::{Duration, Instant},
};

use caredesk_domain::actor::Role;
use caredesk_persistence::{Engine, testing::scaled};
use caredesk_tests::{Client, Record, TestServer, on_both_engines};
use futures::{StreamExt as _, stream};
use serde_json::{Value, json};

/// The allowed number of characters of a summary.
const SUMMARY_LENGTH: std::ops::RangeInclusive<usize> = 10..=5_000;
/// Number of concurrently active interactions, and the duration of each in seconds.
const BATCH_SIZE: usize = 100;
const DURATION_SECONDS: i64 = 40;
/// The minimum number at a small scale; all of them from a tenth of the full scale on.
const MIN_CONVERSATIONS: usize = 200;
/// Concurrent requests.
const CONCURRENT_REQUESTS: usize = 8;

/// A conversation of the file: its dialogue and its summary.
struct Conversation {
    /// Its index in the file.
    number: usize,
    /// Its section header, such as `MEDICATIONS`.
    section: String,
    summary: String,
    dialogue: String,
}

impl Conversation {
    /// The summary within the allowed length: some in the file are too short, such as `None.`, or longer than 5,000 characters.
    fn written(&self) -> String {
        match self.summary.chars().count() {
            count if count < *SUMMARY_LENGTH.start() => format!("Asked about {}: {}", self.section, self.summary),
            count if count > *SUMMARY_LENGTH.end() => self.summary.chars().take(*SUMMARY_LENGTH.end()).collect(),
            _ => self.summary.clone(),
        }
    }

    fn opens_a_ticket(&self) -> bool {
        self.number.is_multiple_of(10)
    }

    fn asks_a_doctor(&self) -> bool {
        self.number.is_multiple_of(30)
    }
}

fn beside_the_repository(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "..", "..", "shared", "data", name].iter().collect()
}

fn conversations() -> Vec<Conversation> {
    let file = env::var_os("CAREDESK_CONVERSATIONS").map_or_else(|| beside_the_repository("mts-dialog-training.csv"), PathBuf::from);
    let few = || {
        let rows =
            ["PLAN,\"Come back on Thursday, please.\",\"Doctor: Thursday?\r\nPatient: \"\"Fine\"\".\"", "ALLERGY,None.,Patient: No."];
        format!(
            "ID,section_header,section_text,dialogue\n0,{0}\n1,{1}\n2,PLAN,{2},Doctor: So.\n3,{0}\n",
            rows[0],
            rows[1],
            "x".repeat(5_001)
        )
    };
    let text = fs::read(file).unwrap_or_else(|_| few().into_bytes());
    let mut rows = csv::Reader::from_reader(text.as_slice());
    let row = |(number, row): (usize, Result<csv::StringRecord, csv::Error>)| {
        let row = row.unwrap();
        Conversation { number, section: row[1].to_owned(), summary: row[2].to_owned(), dialogue: row[3].to_owned() }
    };
    rows.records().enumerate().map(row).collect()
}

/// Imports the patients of the file, or creates three customers; returns their ids.
async fn patients(desk: &TestServer) -> Vec<String> {
    match fs::read(beside_the_repository("fhir-r4-patients.ndjson")) {
        Ok(file) => {
            let import = desk.admin().await.call(reqwest::Method::POST, "/customers/import").body("application/fhir+ndjson", file);
            import.send().await.ok();
        }
        Err(_) => {
            for _ in 0..3 {
                desk.customer().await;
            }
        }
    }
    let everybody = every_row(&desk.agent().await, "/customers?sort=created_at").await;
    everybody.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

async fn every_row(client: &Client, list: &str) -> Vec<Value> {
    let (mut rows, mut next) = (Vec::new(), String::new());
    loop {
        let page = client.get(&format!("{list}&limit=200{next}")).await.ok();
        rows.extend(page.rows().to_vec());
        let Some(cursor) = page["page"]["next_cursor"].as_str() else { return rows };
        next = format!("&cursor={cursor}");
    }
}

/// Logs a conversation, opens its ticket and escalates to a doctor. Returns the interaction and the number of requests.
async fn log_conversation(agent: &Client, conversation: &Conversation, customer: &str) -> (Record, usize) {
    let body = json!({"customer_id": customer, "channel": "chat", "transcript": conversation.dialogue});
    let chat = agent.post("/interactions", body).await.created();
    let mut requests = 1;
    if conversation.opens_a_ticket() {
        let ticket = json!({
            "customer_id": customer, "category": "medical", "interaction_id": chat.id(), "subject": format!("Follow-up: {}", conversation.section),
            "description": conversation.written(),
        });
        let ticket = agent.post("/tickets", ticket).await.created();
        assert_eq!((&ticket["interaction"], &ticket["description"]), (&json!(chat.id()), &json!(conversation.written())));
        requests += 1;
    }
    if conversation.asks_a_doctor() {
        let asked = json!({"target": {"role": "doctor"}, "reason": "Please read the transcript: is it safe to wait?"});
        agent.post(&format!("/interactions/{}/escalations", chat.id()), asked).await.created();
        requests += 1;
    }
    (chat, requests)
}

/// Ends an interaction. A summary that is too long is stored in full as a note. Returns the number of requests.
async fn end(agent: &Client, conversation: &Conversation, chat: &Record) -> usize {
    let path = format!("/interactions/{}", chat.id());
    let mut requests = 1;
    let refused = match conversation.summary.chars().count() {
        count if count < *SUMMARY_LENGTH.start() => Some("too_short"),
        count if count > *SUMMARY_LENGTH.end() => Some("too_long"),
        _ => None,
    };
    if let Some(code) = refused {
        agent.post(&format!("{path}/end"), json!({"summary": conversation.summary})).await.field_errors(&[("#/summary", code)]);
        requests += 1;
    }
    if refused == Some("too_long") {
        let note = agent.post(&format!("{path}/notes"), json!({"body": conversation.summary})).await.created();
        assert_eq!(note["body"], conversation.summary);
        requests += 1;
    }
    agent.post(&format!("{path}/end"), json!({"summary": conversation.written()})).await.ok();
    requests
}

/// Resolves all escalations in the doctors' pool. Returns their number.
async fn resolve_pool(doctor: &Client) -> usize {
    let waiting = every_row(doctor, "/escalations?status=pending").await;
    for escalation in &waiting {
        let path = format!("/escalations/{}", escalation["id"].as_str().unwrap());
        doctor.post(&format!("{path}/accept"), json!({})).await.ok();
        let source = escalation["source"]["id"].as_str().unwrap();
        assert!(doctor.get(&format!("/interactions/{source}")).await.ok()["transcript"].is_string(), "the doctor reads the transcript");
        doctor.post(&format!("{path}/resolve"), json!({"outcome": "It is safe to wait until the appointment."})).await.ok();
    }
    waiting.len()
}

#[tokio::test]
async fn log_interaction_of_shared_conversations_reads_back_exactly() {
    let everything = conversations();
    on_both_engines(async |desk| {
        let scaled = usize::try_from(scaled(u32::try_from(10 * everything.len()).unwrap())).unwrap();
        let conversations = &everything[..scaled.max(MIN_CONVERSATIONS).min(everything.len())];
        let customers = patients(desk).await;
        let (mut requests, mut asked, mut took) = (0, 0, Duration::ZERO);
        for some in conversations.chunks(BATCH_SIZE) {
            let (agent, doctor) = (desk.agent().await, desk.new_client(Role::Doctor).await);
            let since = Instant::now();
            let held = stream::iter(some).map(async |conversation| {
                let customer = &customers[conversation.number % customers.len()];
                (conversation, log_conversation(&agent, conversation, customer).await)
            });
            let held: Vec<_> = held.buffered(CONCURRENT_REQUESTS).collect().await;
            desk.advance(DURATION_SECONDS);
            let ended = stream::iter(&held).map(async |(conversation, (chat, before))| before + end(&agent, conversation, chat).await);
            requests += ended.buffered(CONCURRENT_REQUESTS).collect::<Vec<usize>>().await.into_iter().sum::<usize>();
            let answered = resolve_pool(&doctor).await;
            (asked, requests, took) = (asked + answered, requests + 1 + 3 * answered, took + since.elapsed());
        }

        let since = Instant::now();
        let agent = desk.agent().await;
        let chats = every_row(&agent, "/interactions?sort=started_at&status=resolved&channel=chat").await;
        let (read, pages) = (since.elapsed(), chats.len().div_ceil(200));
        assert_eq!(chats.len(), conversations.len());
        assert!(agent.get("/interactions?status=active,pending").await.ok().rows().is_empty());
        // Interactions of one instant have no defined order: each is matched by its texts, its customer, and whether it has a ticket.
        let mut left: Vec<&Value> = chats.iter().collect();
        for conversation in conversations {
            let customer = &customers[conversation.number % customers.len()];
            let is_it = |row: &&Value| {
                row["transcript"] == conversation.dialogue
                    && row["summary"] == conversation.written()
                    && row["customer"]["id"] == **customer
                    && row["ticket"].is_null() != conversation.opens_a_ticket()
            };
            let place = left.iter().position(is_it).unwrap_or_else(|| panic!("conversation {} did not come back", conversation.number));
            let chat = left.swap_remove(place);
            assert_eq!((&chat["duration_seconds"], &chat["agent"]["id"]), (&json!(DURATION_SECONDS), &json!(agent.id())));
        }
        let count = |wanted: fn(&Conversation) -> bool| conversations.iter().filter(|conversation| wanted(conversation)).count();
        let tickets = agent.get("/tickets?limit=1&include_total=true").await.ok();
        assert_eq!(tickets["page"]["total"], count(Conversation::opens_a_ticket));
        assert_eq!(asked, count(Conversation::asks_a_doctor));
        let escalations = agent.get("/escalations?status=resolved&limit=1&include_total=true").await.ok();
        assert_eq!(escalations["page"]["total"], asked);
        let short = count(|conversation| conversation.summary.chars().count() < *SUMMARY_LENGTH.start());
        let long = count(|conversation| conversation.summary.chars().count() > *SUMMARY_LENGTH.end());
        let per_second = f64::from(u32::try_from(requests).unwrap()) / took.as_secs_f64();
        println!(
            "{}: {} conversations ({short} summaries too short, {long} too long) in {requests} requests, {per_second:.0} a second; \
             read back in {pages} pages within {} ms",
            if matches!(desk.engine(), Engine::Sqlite { .. }) { "SQLite" } else { "PostgreSQL" },
            conversations.len(),
            read.as_millis(),
        );
    })
    .await;
}
