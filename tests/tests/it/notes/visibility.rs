//! Notes are internal: puts a canary into every internal text, then checks every response to callers without `notes:read`.

use caredesk_domain::{actor::Role, scopes::OAuthScope};
use caredesk_tests::{
    Client, TestResponse, TestServer,
    document::{Operation, operations},
    on_both_engines,
};
use reqwest::Method;
use serde_json::{Value, json};

/// Part of every internal text.
const CANARY: &str = "qzvnote";

/// A desk where every record that a doctor can read has notes.
struct NoteFixture {
    /// Ids to fill into paths.
    ids: Vec<String>,
}

/// Calls every operation of the API with every record id in its path: reads, then writes, then reads again.
pub(crate) async fn all_responses(client: &Client, ids: &[String]) -> Vec<TestResponse> {
    let mut answers = Vec::new();
    for reading in [true, false, true] {
        for operation in operations().filter(|operation| (operation.method == "get") == reading && *operation.id() != *"logout") {
            for path in addresses(operation, ids) {
                answers.push(send_example(client, operation, &path).await);
            }
        }
    }
    answers
}

/// The paths of an operation, with every id in every placeholder.
fn addresses(operation: Operation, ids: &[String]) -> Vec<String> {
    let mut paths = vec![operation.template.trim_start_matches("/api/v1").to_owned()];
    while paths[0].contains('{') {
        let fill = |path: &String| {
            let (before, rest) = path.split_once('{').unwrap();
            let (_, after) = rest.split_once('}').unwrap();
            ids.iter().map(|id| format!("{before}{id}{after}")).collect::<Vec<_>>()
        };
        paths = paths.iter().flat_map(fill).collect();
    }
    paths
}

async fn send_example(client: &Client, operation: Operation, path: &str) -> TestResponse {
    let path = if operation.template.starts_with("/api/v1") { path.to_owned() } else { format!("/{path}") };
    let call = client.call(operation.method(), &path).header("if-match", "*");
    match operation.json_body() {
        Some((kind, about)) => call.body(kind, about["example"].to_string()).send().await,
        None if operation.method() == Method::POST && operation.definition.get("requestBody").is_some() => {
            call.body("application/fhir+ndjson", "{}").send().await
        }
        None => call.send().await,
    }
}

/// Puts a canary into every internal text: notes of tickets and interactions, edited and redacted ones, assignment notes, the
/// reason of a redaction. All records are escalated to the doctor.
async fn plant(desk: &TestServer, doctor: &Client) -> NoteFixture {
    let (agent, admin, customer) = (desk.agent().await, desk.admin().await, desk.customer().await);
    let word = |what: &str| format!("{what} {CANARY}");
    let about = desk.ticket().for_customer(&customer).await;
    let linked = desk.interaction().for_customer(&customer).with("ticket_id", about.id()).await;
    let chat = desk.interaction().for_customer(&customer).await;
    let mut ids: Vec<String> = [&customer, &about, &linked, &chat].iter().map(|record| record.id().to_owned()).collect();
    for (path, of) in [
        (format!("/tickets/{}", about.id()), "ticket"),
        (format!("/interactions/{}", linked.id()), "linked"),
        (format!("/interactions/{}", chat.id()), "chat"),
    ] {
        let (notes, assigned) = if of == "ticket" { ("messages", "assignee_id") } else { ("notes", "agent_id") };
        let mut note = async |what: &str| {
            let mut body = json!({"body": word(what)});
            if of == "ticket" {
                body["kind"] = "note".into();
            }
            let id = agent.post(&format!("{path}/{notes}"), body).await.created().id().to_owned();
            ids.push(id.clone());
            id
        };
        note("Plain").await;
        let edited = note("Before").await;
        agent.patch(&format!("/notes/{edited}"), "*", json!({"body": word("After")})).await.ok();
        let redacted = note("To go").await;
        admin.post(&format!("/notes/{redacted}/redact"), json!({"reason": word("It says too much")})).await.ok();
        agent.post(&format!("{path}/assignment"), json!({assigned: admin.id(), "note": word("Take it")})).await.ok();
        agent.post(&format!("{path}/assignment"), json!({assigned: agent.id(), "note": word("Give it back")})).await.ok();
        if of == "ticket" {
            agent.post(&format!("{path}/messages"), json!({"kind": "reply", "body": "Hello."})).await.created();
            agent
                .post(&format!("{path}/messages"), json!({"kind": "note", "body": word("On the way"), "status": "pending"}))
                .await
                .created();
        }
    }
    let reason = "Is it safe to wait until Thursday?";
    let named = json!({"target": {"role": "doctor", "staff_id": doctor.id()}, "reason": reason});
    let pool = json!({"target": {"role": "doctor"}, "reason": reason});
    ids.push(agent.post(&format!("/tickets/{}/escalations", about.id()), named).await.created().id().to_owned());
    ids.push(agent.post(&format!("/interactions/{}/escalations", chat.id()), pool).await.created().id().to_owned());
    ids.push(agent.id().to_owned());
    NoteFixture { ids }
}

fn responses_with_canary(answers: &[TestResponse]) -> Vec<String> {
    let holds = |answer: &&TestResponse| answer.text().contains(CANARY) || format!("{:?}", answer.headers).contains(CANARY);
    answers.iter().filter(holds).map(ToString::to_string).collect()
}

#[tokio::test]
async fn responses_to_doctor_contain_no_note_text() {
    on_both_engines(async |desk| {
        let doctor = desk.new_client(Role::Doctor).await;
        let NoteFixture { ids } = plant(desk, &doctor).await;
        let answers = all_responses(&doctor, &ids).await;
        assert_eq!(responses_with_canary(&answers), Vec::<String>::new());
        let good = answers.iter().filter(|answer| answer.status < 300).count();
        assert!(good > 30, "only {good} answers held anything");
        // Counter-check: the agent's responses contain the canary.
        let (agent, mut found) = (desk.agent().await, 0);
        for operation in operations().filter(|operation| operation.method == "get") {
            for path in addresses(operation, &ids) {
                found += responses_with_canary(&[send_example(&agent, operation, &path).await]).len();
            }
        }
        assert!(found > 10, "an agent finds only {found}");
    })
    .await;
}

#[tokio::test]
async fn responses_to_service_account_without_notes_read_contain_no_note_text() {
    on_both_engines(async |desk| {
        let doctor = desk.new_client(Role::Doctor).await;
        let NoteFixture { ids } = plant(desk, &doctor).await;
        let scopes: Vec<&str> = OAuthScope::ALL
            .iter()
            .map(|scope| scope.as_str())
            .filter(|scope| *scope != "notes:read" && !scope.starts_with("staff:"))
            .collect();
        let answers = all_responses(&desk.service_account_client(&scopes).await, &ids).await;
        assert_eq!(responses_with_canary(&answers), Vec::<String>::new());
        let good = answers.iter().filter(|answer| answer.status < 300).count();
        assert!(good > 30, "only {good} answers held anything");
    })
    .await;
}

/// The timelines must have entries, or finding no canary in them would prove nothing.
#[tokio::test]
async fn get_timeline_by_doctor_omits_internal_entries() {
    on_both_engines(async |desk| {
        let doctor = desk.new_client(Role::Doctor).await;
        let NoteFixture { ids } = plant(desk, &doctor).await;
        for (path, actions) in [
            (format!("/tickets/{}/timeline", ids[1]), ["assign", "open_ticket"]),
            (format!("/interactions/{}/timeline", ids[2]), ["assign_interaction", "log_interaction"]),
            (format!("/interactions/{}/timeline", ids[3]), ["assign_interaction", "log_interaction"]),
        ] {
            let told = doctor.get(&path).await.ok();
            for action in actions {
                assert!(told.each("action").contains(&action), "{path}: {:?}", told.each("action"));
            }
            for internal in ["note", "edit_note", "redact"] {
                assert!(!told.each("action").contains(&internal), "{path}");
            }
            let assigned: Vec<&Value> = told.rows().iter().filter(|row| row["action"].as_str().unwrap().starts_with("assign")).collect();
            assert!(assigned.iter().all(|row| row["changes"].get("note").is_none()), "{assigned:?}");
        }
    })
    .await;
}
