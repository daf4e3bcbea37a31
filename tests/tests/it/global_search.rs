//! One search for tickets, customers and interactions.

use caredesk_tests::{Client, Record, TestServer, on_both_engines};
use serde_json::json;

/// The search hits, each as kind and name, subject or summary.
async fn found(client: &Client, query: &str) -> Vec<String> {
    let answer = client.post("/search", json!({"query": query})).await.ok();
    assert_eq!(answer["capped"], false, "{query}");
    let name = |row: &serde_json::Value| match row["kind"].as_str().unwrap() {
        "customer" => format!("customer {}", row["customer"]["name"].as_str().unwrap()),
        "ticket" => format!("ticket {}", row["ticket"]["subject"].as_str().unwrap()),
        _ => format!("interaction {}", row["interaction"]["summary"].as_str().unwrap_or("without a summary")),
    };
    answer.rows().iter().map(name).collect()
}

/// A customer with a ticket and a call, another with a call that says the same, and a third.
async fn create_records(desk: &TestServer) -> (Client, Record) {
    let ife = desk.customer().called("Ife", "Adebayo").with("phone", "0803 123 4581").with("email", "ife@mail.example").await;
    let ada = desk.customer().called("Ada", "Obi").with("phone", "0805 999 4581").await;
    let ticket = desk.ticket().for_customer(&ife).with("subject", "Charged twice").await;
    desk.interaction().for_customer(&ife).ended().with("summary", "Called about the invoice of March.").await;
    desk.interaction().for_customer(&ada).ended().with("summary", "Asked whether she was charged for the taxi.").await;
    desk.customer().called("Adébáyọ̀", "Ọlá").await;
    (desk.agent().await, ticket)
}

#[tokio::test]
async fn search_by_name_ranks_customer_before_their_records() {
    on_both_engines(async |desk| {
        let (agent, _) = create_records(desk).await;
        let all = found(&agent, "ife adebayo").await;
        assert_eq!(all, ["customer Ife Adebayo", "ticket Charged twice", "interaction Called about the invoice of March."]);
        assert_eq!(found(&agent, "adebayo").await[..2], ["customer Adébáyọ̀ Ọlá", "customer Ife Adebayo"]);
        assert_eq!(found(&agent, "adebyao invoice").await, ["interaction Called about the invoice of March."]);
    })
    .await;
}

#[tokio::test]
async fn search_by_words_finds_tickets_and_interactions() {
    on_both_engines(async |desk| {
        let (agent, _) = create_records(desk).await;
        assert_eq!(found(&agent, "charged").await, ["ticket Charged twice", "interaction Asked whether she was charged for the taxi."]);
        assert!(found(&agent, "nobody knows").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn search_by_ticket_number_or_phone_ranks_exact_match_first() {
    on_both_engines(async |desk| {
        let (agent, ticket) = create_records(desk).await;
        let number = ticket["number"].as_str().unwrap();
        desk.ticket().with("subject", "About another").with("description", format!("See {number}, it is the same.")).await;
        assert_eq!(found(&agent, number).await, ["ticket Charged twice", "ticket About another"]);
        assert_eq!(found(&agent, "0803 123 4581").await[0], "customer Ife Adebayo");
        assert_eq!(found(&agent, "ife@mail.example").await[0], "customer Ife Adebayo");
        let ending = found(&agent, "4581").await;
        assert!(ending.contains(&"customer Ada Obi".to_owned()) && ending.contains(&"customer Ife Adebayo".to_owned()), "{ending:?}");
    })
    .await;
}

#[tokio::test]
async fn search_with_more_hits_than_limit_is_capped() {
    on_both_engines(async |desk| {
        let (agent, _) = create_records(desk).await;
        let answer = agent.post("/search", json!({"query": "adebayo", "limit": 2})).await.ok();
        assert_eq!((answer.rows().len(), &answer["capped"]), (2, &json!(true)));
        agent.post("/search", json!({"query": "adebayo", "limit": 51})).await.field_errors(&[("#/limit", "out_of_range")]);
    })
    .await;
}

#[tokio::test]
async fn search_by_doctor_finds_escalated_records_only() {
    on_both_engines(async |desk| {
        let (agent, ticket) = create_records(desk).await;
        let doctor = desk.doctor().await;
        assert!(found(&doctor, "adebayo").await.is_empty());
        let ask = json!({"target": {"role": "doctor", "staff_id": doctor.id()}, "reason": "Was the second visit one of yours?"});
        agent.post(&format!("/tickets/{}/escalations", ticket.id()), ask).await.created();
        assert_eq!(found(&doctor, "adebayo").await, ["customer Ife Adebayo", "ticket Charged twice"]);
    })
    .await;
}
