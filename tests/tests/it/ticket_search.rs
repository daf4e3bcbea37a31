//! Search for tickets: by number, words of subject and description, and customer.

use caredesk_domain::ticket_number::TicketNumber;
use caredesk_persistence::{Engine, MAX_CANDIDATES};
use caredesk_tests::{Client, TestServer, on_both_engines};
use serde_json::{Value, json};

async fn search(client: &Client, body: Value) -> caredesk_tests::Record {
    client.post("/tickets/search", body).await.ok()
}

async fn found(client: &Client, query: &str) -> Vec<String> {
    search(client, json!({"query": query})).await.each("subject").into_iter().map(str::to_owned).collect()
}

/// Four tickets of three customers.
async fn tickets(desk: &TestServer) -> Client {
    let ife = desk.customer().called("Ife", "Adebayo").with("phone", "0803 123 4581").with("email", "ife@mail.example").await;
    let raul = desk.customer().called("Raúl", "Gómez").with("former_names", json!(["Raúl Echevarría"])).await;
    let ada =
        desk.customer().called("Ada", "Obi").with("identifiers", json!([{"system": "https://h.example/mrn", "value": "MRN 0042"}])).await;
    let cases = [
        (&ife, "Charged twice in March", "The card was charged for the appointment on 3 March and again on the fifth, order 20417."),
        (&ife, "Video does not start", "The picture stays black since the update; sound is there."),
        (&raul, "Rash since the new cream", "It itches; the café nearby sold him the cream."),
        (&ada, "Appointment moved without notice", "She was told of it by a stranger, and was charged for the taxi."),
    ];
    for (customer, subject, description) in cases {
        desk.advance(1);
        desk.ticket().for_customer(customer).with("subject", subject).with("description", description).await;
    }
    desk.agent().await
}

#[tokio::test]
async fn search_tickets_by_words_tolerates_typos_and_ranks_subject_first() {
    on_both_engines(async |desk| {
        let agent = tickets(desk).await;
        let cases: &[(&str, &[&str])] = &[
            ("charged", &["Charged twice in March", "Appointment moved without notice"]),
            ("CHARG march", &["Charged twice in March"]),
            ("chargde", &["Charged twice in March", "Appointment moved without notice"]),
            ("appoint", &["Appointment moved without notice", "Charged twice in March"]),
            ("cafe", &["Rash since the new cream"]),
            ("cafe\u{301}", &["Rash since the new cream"]),
            ("order 20417", &["Charged twice in March"]),
            ("20417", &["Charged twice in March"]),
            ("20418", &[]),
            ("charged black", &[]),
            ("nothing of this", &[]),
        ];
        for (query, subjects) in cases {
            assert_eq!(found(&agent, query).await, *subjects, "{query}");
        }
    })
    .await;
}

#[tokio::test]
async fn search_tickets_by_customer_and_words_matches_both() {
    on_both_engines(async |desk| {
        let agent = tickets(desk).await;
        let of_ife = ["Video does not start", "Charged twice in March"];
        let cases: &[(&str, &[&str])] = &[
            ("adebayo", &of_ife),
            ("adebyao", &of_ife),
            ("gomez rash", &["Rash since the new cream"]),
            ("echevarria", &["Rash since the new cream"]),
            ("adebayo charged", &["Charged twice in March"]),
            ("4581", &of_ife),
            ("+234 803 123 4581", &of_ife),
            ("4581 video", &["Video does not start"]),
            ("ife@mail.example", &of_ife),
            ("ife@mail.example charg", &["Charged twice in March"]),
            ("MRN 0042", &["Appointment moved without notice"]),
            ("gomez 4581", &[]),
        ];
        for (query, subjects) in cases {
            assert_eq!(found(&agent, query).await, *subjects, "{query}");
        }
    })
    .await;
}

#[tokio::test]
async fn search_tickets_by_number_ignores_case_and_prefix() {
    on_both_engines(async |desk| {
        let agent = tickets(desk).await;
        let ticket = desk.ticket().with("subject", "The one that is meant").await;
        let number = ticket["number"].as_str().unwrap();
        for query in [number, &number.to_lowercase(), number.trim_start_matches("TKT-")] {
            assert_eq!(found(&agent, query).await, ["The one that is meant"], "{query}");
        }
    })
    .await;
}

#[tokio::test]
async fn search_tickets_after_edit_move_or_delete_uses_current_state() {
    on_both_engines(async |desk| {
        let agent = tickets(desk).await;
        let admin = desk.admin().await;
        let rash = search(&agent, json!({"query": "rash"})).await.rows()[0].clone();
        let path = format!("/tickets/{}", rash["id"].as_str().unwrap());
        agent.patch(&path, "*", json!({"subject": "Hives since the new cream"})).await.ok();
        assert_eq!(found(&agent, "hives").await, ["Hives since the new cream"]);
        assert!(found(&agent, "rash").await.is_empty());

        let customer = format!("/customers/{}", rash["customer"]["id"].as_str().unwrap());
        agent.patch(&customer, "*", json!({"family_name": "Quintero"})).await.ok();
        assert_eq!(found(&agent, "quintero").await, ["Hives since the new cream"]);
        assert!(found(&agent, "gomez").await.is_empty());

        let other = desk.customer().called("Zainab", "Musa").await;
        agent.post(&format!("{path}/customer"), json!({"customer_id": other.id(), "reason": "It is her neighbour's."})).await.ok();
        assert_eq!(found(&agent, "zainab").await, ["Hives since the new cream"]);
        assert!(found(&agent, "quintero").await.is_empty());

        admin.delete(&path, "*").await.no_content();
        assert!(found(&agent, "hives").await.is_empty());
        admin.post_empty(&format!("{path}/restore")).await.ok();
        assert_eq!(found(&agent, "hives").await, ["Hives since the new cream"]);
    })
    .await;
}

#[tokio::test]
async fn search_tickets_with_filters_and_pages_keeps_ranking() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        for number in 0..7 {
            let priority = if number % 2 == 0 { "high" } else { "low" };
            desk.advance(1);
            let ticket = desk.ticket().with("subject", format!("Refund number {number}")).with("priority", priority).await;
            if number == 6 {
                agent.post(&format!("/tickets/{}/status", ticket.id()), json!({"status": "resolved"})).await.ok();
            }
        }
        let high = search(&agent, json!({"query": "refund", "priority": ["high"]})).await;
        // The resolved one comes last although it is the newest.
        assert_eq!(high.each("subject"), ["Refund number 4", "Refund number 2", "Refund number 0", "Refund number 6"]);
        let open = search(&agent, json!({"query": "refund", "priority": ["high"], "status": ["open"], "assignee": ["me"]})).await;
        assert_eq!(open.rows().len(), 3);
        assert!(search(&agent, json!({"query": "refund", "assignee": ["none"]})).await.rows().is_empty());

        let (mut subjects, mut cursor) = (Vec::new(), Value::Null);
        for _ in 0..3 {
            let mut body = json!({"query": "refund", "limit": 3});
            if cursor.is_string() {
                body["cursor"] = cursor;
            }
            let page = search(&agent, body).await;
            subjects.extend(page.each("subject").into_iter().map(str::to_owned));
            cursor = page["page"]["next_cursor"].clone();
            assert_eq!(page["capped"], false);
        }
        assert_eq!((subjects.len(), cursor), (7, Value::Null));
        subjects.sort_unstable();
        subjects.dedup();
        assert_eq!(subjects.len(), 7);
    })
    .await;
}

#[tokio::test]
async fn search_tickets_by_doctor_finds_escalated_only() {
    on_both_engines(async |desk| {
        let agent = tickets(desk).await;
        let doctor = desk.doctor().await;
        assert!(found(&doctor, "charged").await.is_empty());
        let charged = search(&agent, json!({"query": "charged twice"})).await.rows()[0]["id"].as_str().unwrap().to_owned();
        let ask = json!({"target": {"role": "doctor"}, "reason": "Was the second visit one of yours?"});
        agent.post(&format!("/tickets/{charged}/escalations"), ask).await.created();
        for query in ["charged", "adebayo", "4581"] {
            assert_eq!(found(&doctor, query).await, ["Charged twice in March"], "{query}");
        }
    })
    .await;
}

#[tokio::test]
async fn search_tickets_with_more_than_max_candidates_is_capped() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let ticket = desk.ticket().with("subject", "Refund of the two thousand").await;
        assert_eq!(search(&agent, json!({"query": "refund"})).await["capped"], false);
        // As many copies as are ranked, by raw SQL: over HTTP each would take a request.
        let copies = MAX_CANDIDATES;
        desk.raw_sql(&copies_of(desk, ticket.id(), copies)).await;
        let page = search(&agent, json!({"query": "refund", "limit": 200})).await;
        assert_eq!((page.rows().len(), &page["capped"]), (200, &json!(true)));
    })
    .await;
}

/// SQL that copies a ticket with one of its words, `count` times.
fn copies_of(desk: &TestServer, id: &str, count: usize) -> String {
    let columns = "customer_id, opened_by, category, priority, status, subject, description, waiting_since, queue_rank, \
                   answered_at_opening, reopened_count, created_at, repeats_since, updated_at, public_updated_at, version";
    let on_sqlite = matches!(desk.engine(), Engine::Sqlite { .. });
    let uuid = |hex: &str| if on_sqlite { format!("x'{}'", hex.replace('-', "")) } else { format!("'{hex}'::uuid") };
    let copy = |value: usize| {
        let (copy, number) = (uuid(&format!("{value:032x}")), TicketNumber::from_value(value.try_into().unwrap()));
        let row =
            format!("INSERT INTO ticket (id, number, {columns}) SELECT {copy}, '{number}', {columns} FROM ticket WHERE id = {};", uuid(id));
        let words = if on_sqlite {
            format!(
                "INSERT INTO search_text (record_id) VALUES ({copy});
                 INSERT INTO search_text_words (rowid, words) VALUES (last_insert_rowid(), 'refund');"
            )
        } else {
            format!("INSERT INTO search_text (record_id, words) VALUES ({copy}, 'refund'::tsvector);")
        };
        row + &words
    };
    format!("BEGIN; {} COMMIT;", (1..=count).map(copy).collect::<String>())
}
