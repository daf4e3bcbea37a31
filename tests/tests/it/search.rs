//! Search for customers.

use caredesk_tests::{Client, TestServer, on_both_engines};
use serde_json::{Value, json};

async fn found(client: &Client, query: &str) -> Vec<String> {
    let answer = client.post("/customers/search", json!({"query": query})).await.ok();
    answer.each("name").into_iter().map(str::to_owned).collect()
}

/// Six customers with similar names and numbers.
async fn people(desk: &TestServer) -> Client {
    let agent = desk.agent().await;
    let people = [
        json!({"given_name": "Ife", "family_name": "Adebayo", "email": "ife@mail.example", "phone": "0803 123 4581"}),
        json!({"given_name": "Adébáyọ̀", "family_name": "Ọlá", "phone": "08051234581"}),
        json!({"given_name": "Raúl", "family_name": "Gómez", "former_names": ["Raúl Echevarría"], "other_phones": ["+44 20 7946 0018"]}),
        json!({"given_name": "Mary-Jane", "family_name": "O'Brien", "identifiers": [{"system": "https://h.example/mrn", "value": "MRN 0042"}]}),
        json!({"given_name": "Zoë", "family_name": "Łukasiewicz", "email": "zoe.l@mail.example"}),
        json!({"family_name": "Gomes", "phone": "555-0018"}),
    ];
    for person in people {
        agent.post("/customers", person).await.created();
    }
    agent
}

#[tokio::test]
async fn search_customers_by_words_ignores_order_and_accents() {
    on_both_engines(async |desk| {
        let agent = people(desk).await;
        let cases: &[(&str, &[&str])] = &[
            ("ife adebayo", &["Ife Adebayo"]),
            ("ADEBAYO, Ife", &["Ife Adebayo"]),
            ("adeb", &["Ife Adebayo", "Adébáyọ̀ Ọlá"]),
            ("ad if", &["Ife Adebayo"]),
            ("ola adebayo", &["Adébáyọ̀ Ọlá"]),
            ("lukasiewicz zoe", &["Zoë Łukasiewicz"]),
            ("obrien", &["Mary-Jane O'Brien"]),
            ("O’Brien", &["Mary-Jane O'Brien"]),
            ("jane mary", &["Mary-Jane O'Brien"]),
            ("adebayo gomez", &[]),
            ("nobody", &[]),
        ];
        for (query, names) in cases {
            let mut found = found(&agent, query).await;
            if names.len() > 1 {
                found.sort_unstable_by_key(|name| names.iter().position(|known| known == name));
            }
            assert_eq!(found, *names, "{query}");
        }
    })
    .await;
}

#[tokio::test]
async fn search_customers_with_decomposed_letters_finds_composed() {
    on_both_engines(async |desk| {
        let agent = people(desk).await;
        for query in ["Raúl Gómez", "Rau\u{301}l Go\u{301}mez", "raul gomez"] {
            assert_eq!(found(&agent, query).await, ["Raúl Gómez"], "{query}");
        }
    })
    .await;
}

#[tokio::test]
async fn search_customers_with_typo_ranks_exact_match_first() {
    on_both_engines(async |desk| {
        let agent = people(desk).await;
        for (query, name) in [("Adebyao Ife", "Ife Adebayo"), ("lukasievicz", "Zoë Łukasiewicz"), ("echevaria", "Raúl Gómez")] {
            assert_eq!(found(&agent, query).await, [name], "{query}");
        }
        assert_eq!(found(&agent, "gomes").await, ["Gomes", "Raúl Gómez"]);
        assert_eq!(found(&agent, "gomez").await, ["Raúl Gómez", "Gomes"]);
    })
    .await;
}

#[tokio::test]
async fn search_customers_by_former_name_finds_customer() {
    on_both_engines(async |desk| {
        let agent = people(desk).await;
        for query in ["Echevarría", "raul echevarria", "echevarria gomez"] {
            assert_eq!(found(&agent, query).await, ["Raúl Gómez"], "{query}");
        }
    })
    .await;
}

#[tokio::test]
async fn search_customers_by_email_or_prefix_ignores_case() {
    on_both_engines(async |desk| {
        let agent = people(desk).await;
        for query in ["ife@mail.example", "IFE@Mail.Example", "ife@"] {
            assert_eq!(found(&agent, query).await, ["Ife Adebayo"], "{query}");
        }
        assert!(found(&agent, "ife@other.example").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn search_customers_by_phone_in_any_format_or_last_digits() {
    on_both_engines(async |desk| {
        let agent = people(desk).await;
        for query in ["0803 123 4581", "+234 803 123 4581", "(0803) 123-4581", "002348031234581", "8031234581", "803.123.4581", "31234581"]
        {
            assert_eq!(found(&agent, query).await, ["Ife Adebayo"], "{query}");
        }
        let mut both = found(&agent, "4581").await;
        both.sort_unstable();
        assert_eq!(both, ["Adébáyọ̀ Ọlá", "Ife Adebayo"]);
        for query in ["+44 20 7946 0018", "0044 20 7946 0018", "20 7946 0018", "79460018"] {
            assert_eq!(found(&agent, query).await, ["Raúl Gómez"], "{query}");
        }
        assert_eq!(found(&agent, "gome 0018").await, ["Gomes", "Raúl Gómez"]);
    })
    .await;
}

#[tokio::test]
async fn search_customers_by_words_and_digits_matches_both() {
    on_both_engines(async |desk| {
        let agent = people(desk).await;
        assert_eq!(found(&agent, "ife 4581").await, ["Ife Adebayo"]);
        assert_eq!(found(&agent, "4581 ola").await, ["Adébáyọ̀ Ọlá"]);
        assert!(found(&agent, "zoe 4581").await.is_empty());
        assert!(found(&agent, "ife zoe.l@mail.example").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn search_customers_by_identifier_matches_exactly() {
    on_both_engines(async |desk| {
        let agent = people(desk).await;
        assert_eq!(found(&agent, "MRN 0042").await, ["Mary-Jane O'Brien"]);
        assert_eq!(found(&agent, " MRN 0042\n").await, ["Mary-Jane O'Brien"]);
        assert!(found(&agent, "MRN 0043").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn search_customers_after_edit_finds_new_name_only() {
    on_both_engines(async |desk| {
        let agent = people(desk).await;
        let zoe = agent.post("/customers/search", json!({"query": "zoe"})).await.ok();
        let path = format!("/customers/{}", zoe.rows()[0]["id"].as_str().unwrap());
        agent.patch(&path, "*", json!({"given_name": "Zuzanna", "email": null})).await.ok();
        assert_eq!(found(&agent, "zuzanna").await, ["Zuzanna Łukasiewicz"]);
        assert!(found(&agent, "zoe").await.is_empty());
        assert!(found(&agent, "zoe.l@mail.example").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn search_customers_paged_returns_each_once() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        for number in 0..23 {
            desk.customer().called(&format!("Twin{number}"), "Bakare").await;
        }
        let (mut names, mut cursor) = (Vec::new(), Value::Null);
        for pages in 1.. {
            let mut body = json!({"query": "bakare", "limit": 5});
            if cursor.is_string() {
                body["cursor"] = cursor;
            }
            let page = agent.post("/customers/search", body).await.ok();
            names.extend(page.each("name").into_iter().map(str::to_owned));
            cursor = page["page"]["next_cursor"].clone();
            assert_eq!(page["page"]["has_more"], cursor.is_string());
            if cursor.is_null() {
                assert_eq!(pages, 5);
                break;
            }
            let other = json!({"query": "bakary", "limit": 5, "cursor": cursor});
            agent.post("/customers/search", other).await.field_errors(&[("#/cursor", "cursor")]);
        }
        let mut once = names.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!((names.len(), once.len()), (23, 23));
    })
    .await;
}

#[tokio::test]
async fn search_customers_with_blank_query_is_422() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        for (query, code) in [("", "too_short"), ("  ", "blank"), ("…", "format"), ("a@b c@d", "format")] {
            agent.post("/customers/search", json!({"query": query})).await.field_errors(&[("#/query", code)]);
        }
    })
    .await;
}
