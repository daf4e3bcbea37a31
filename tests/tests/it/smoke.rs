//! Smoke test on real input: import patients, find one, open and resolve a ticket.

use std::{fs, path::PathBuf};

use caredesk_tests::{Client, Record, TestResponse, on_both_engines};
use reqwest::Method;
use serde_json::{Value, json};

const NDJSON: &str = "application/fhir+ndjson";

/// A file of the shared data, if it exists.
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
fn shared(name: &str) -> Option<Vec<u8>> {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "..", "..", "shared", "data", name].iter().collect();
    let read = fs::read(&path).ok();
    if read.is_none() {
        println!("skipped: {} does not exist", path.display());
    }
    read
}

async fn import(client: &Client, file: impl Into<Vec<u8>>) -> TestResponse {
    client.call(Method::POST, "/customers/import").body(NDJSON, file).send().await
}

fn import_counts(report: &Record) -> [u64; 5] {
    ["lines", "created", "updated", "unchanged", "refused"].map(|count| report[count].as_u64().unwrap())
}

/// A long conversation with quotes and line breaks.
fn conversation(file: &[u8]) -> String {
    let mut rows = csv::Reader::from_reader(file);
    let dialogues = rows.records().map(|row| row.unwrap()[3].to_owned());
    let long = |text: &String| (2_001..=10_000).contains(&text.chars().count()) && text.contains('"') && text.contains('\n');
    dialogues.into_iter().find(long).expect("a long conversation with quotes and lines")
}

#[tokio::test]
async fn import_search_and_resolve_ticket_of_real_patients_succeeds() {
    let (Some(patients), Some(conversations)) = (shared("fhir-r4-patients.ndjson"), shared("mts-dialog-training.csv")) else { return };
    let description = conversation(&conversations);
    on_both_engines(async |desk| {
        let (admin, agent) = (desk.admin().await, desk.agent().await);
        assert_eq!(import_counts(&import(&admin, patients.clone()).await.ok()), [615, 615, 0, 0, 0]);
        desk.advance(60);
        let before = agent.get("/customers?sort=-updated_at&limit=200&include_total=true").await.ok();
        assert_eq!(before["page"]["total"], 615);
        assert_eq!(import_counts(&import(&admin, patients.clone()).await.ok()), [615, 0, 0, 615, 0], "the second import writes nothing");
        assert_eq!(agent.get("/customers?sort=-updated_at&limit=200&include_total=true").await.ok().body, before.body);

        let find = async |query: &str| agent.post("/customers/search", json!({"query": query})).await.ok();
        let kirsten = find("Witting").await.rows().iter().find(|row| row["name"] == "Kirsten Witting").unwrap().clone();
        for query in
            ["Witting Kirsten", "Kirsten Schroeder", "kirsten shroeder", "Kirsten Wittnig", "555-258-5879", "(555) 2585879", "kirs 5879"]
        {
            assert_eq!(find(query).await.rows()[0], kirsten, "{query}");
        }
        for (query, name) in [("raul gomez", "Raúl Gómez"), ("Ordonez", "Bernardo Ordóñez"), ("carla echeverria", "Carla Echevarría")]
        {
            assert_eq!(find(query).await.rows()[0]["name"], name, "{query}");
        }

        let ticket = json!({
            "customer_id": kirsten["id"], "category": "medical", "priority": "high", "subject": "Conversation of this morning",
            "description": description,
        });
        let ticket = agent.post("/tickets", ticket).await.created();
        let path = format!("/tickets/{}", ticket["number"].as_str().unwrap());
        assert_eq!(agent.get(&path).await.ok()["description"].as_str().unwrap().as_bytes(), description.as_bytes());
        desk.advance(120);
        agent.post(&format!("{path}/messages"), json!({"kind": "reply", "body": description})).await.created();
        assert_eq!(agent.get(&format!("{path}/messages")).await.ok().rows()[0]["body"].as_str().unwrap(), description);
        for status in ["resolved", "open", "resolved"] {
            desk.advance(120);
            assert_eq!(agent.post(&format!("{path}/status"), json!({"status": status})).await.ok()["status"], status);
        }
        let done = agent.get(&path).await.ok();
        assert_eq!((&done["reopened_count"], &done["resolved_at"]), (&json!(1), &json!(desk.now().to_string())));

        let timeline = agent.get(&format!("{path}/timeline")).await.ok();
        assert_eq!(timeline.each("action"), ["set_status", "set_status", "set_status", "reply", "open_ticket"]);
        let moves: Vec<Value> = timeline.rows()[..3].iter().map(|row| row["changes"]["status"].clone()).collect();
        let moved = |from: &str, to: &str| json!({"from": from, "to": to});
        assert_eq!(moves, [moved("open", "resolved"), moved("resolved", "open"), moved("open", "resolved")]);
        let opened = &timeline.rows()[4]["changes"];
        assert_eq!(opened["description"]["to"].as_str().unwrap(), description);
    })
    .await;
}

fn patient(number: u32) -> String {
    let identifier = json!([{"system": "https://hospital.example/mrn", "value": format!("MRN-{number}")}]);
    json!({"resourceType": "Patient", "identifier": identifier, "name": [{"use": "official", "family": format!("Eze{number}")}]})
        .to_string()
}

#[tokio::test]
async fn import_with_invalid_lines_reports_each_and_imports_the_rest() {
    on_both_engines(async |desk| {
        let admin = desk.admin().await;
        let mut nul: Value = serde_json::from_str(&patient(6)).unwrap();
        nul["name"][0]["family"] = "zqx\0canary".into();
        let mut huge: Value = serde_json::from_str(&patient(7)).unwrap();
        huge["text"] = json!({"div": "zqxcanary".repeat(240_000)});
        let lines = [
            patient(1),
            patient(2)[..40].to_owned(),
            json!({"resourceType": "Observation", "id": "zqxcanary"}).to_string(),
            json!({"resourceType": "Patient", "identifier": [{"system": "https://hospital.example/mrn", "value": "MRN-4"}]}).to_string(),
            String::new(),
            nul.to_string(),
            huge.to_string(),
            patient(8),
        ];
        let report = import(&admin, lines.join("\n")).await.ok();
        assert_eq!(import_counts(&report), [7, 2, 0, 0, 5]);
        let refused: Vec<u64> = report["refusals"].as_array().unwrap().iter().map(|line| line["line"].as_u64().unwrap()).collect();
        assert_eq!(refused, [2, 3, 4, 6, 7]);
        assert!(!report.body.to_string().contains("canary"), "{report:?}");
        let mut names = admin.get("/customers").await.ok().each("name").join(" ");
        assert_eq!(names.len(), "Eze1 Eze8".len());
        names = admin.get("/customers?sort=created_at").await.ok().each("name").join(" ");
        assert_eq!(names, "Eze1 Eze8");
    })
    .await;
}

#[tokio::test]
async fn import_by_non_admin_is_403_and_of_other_media_type_415() {
    on_both_engines(async |desk| {
        for client in [desk.agent().await, desk.doctor().await, desk.auditor().await] {
            import(&client, patient(1)).await.problem(403, "forbidden");
        }
        let admin = desk.admin().await;
        for kind in ["application/json", "application/fhir+json", "text/plain"] {
            let answer = admin.call(Method::POST, "/customers/import").body(kind, patient(1)).send().await;
            answer.problem(415, "unsupported_media_type");
        }
        desk.visitor().call(Method::POST, "/customers/import").body(NDJSON, patient(1)).send().await.problem(401, "unauthenticated");
        assert_eq!(import_counts(&import(&admin, "").await.ok()), [0; 5]);
        assert!(admin.get("/customers").await.ok().rows().is_empty());
    })
    .await;
}
