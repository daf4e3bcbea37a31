//! Lists of interactions: filters, sorting, totals and pages.

use caredesk_domain::actor::Role;
use caredesk_tests::{Client, on_both_engines};
use serde_json::{Value, json};

async fn ids(client: &Client, query: &str) -> Vec<String> {
    let (mut ids, mut next) = (Vec::new(), String::new());
    loop {
        let page = client.get(&format!("/interactions?limit=4&{query}{next}")).await.ok();
        ids.extend(page.each("id").into_iter().map(str::to_owned));
        let Some(cursor) = page["page"]["next_cursor"].as_str() else { return ids };
        next = format!("&cursor={cursor}");
    }
}

#[tokio::test]
async fn list_interactions_by_filter_and_page_returns_each_match_once() {
    on_both_engines(async |desk| {
        let (agent, admin, other) = (desk.agent().await, desk.admin().await, desk.new_client(Role::Agent).await);
        let (one, two) = (desk.customer().await, desk.customer().await);
        let ticket = desk.ticket().for_customer(&one).await;
        let mut all: Vec<Value> = Vec::new();
        for number in 0..18_usize {
            let mut new = desk.interaction().for_customer(if number % 2 == 0 { &one } else { &two });
            new = new.with("channel", ["chat", "call", "email"][number % 3]);
            new = if number % 5 == 0 { new.created_by(&admin) } else { new };
            new = if number % 4 == 0 { new.ended() } else { new };
            new = if number % 4 == 1 { new.with("status", "pending") } else { new };
            new = if number % 6 == 0 { new.with("ticket_id", ticket.id()) } else { new };
            let logged = new.await;
            if number % 7 == 3 {
                let path = format!("/interactions/{}/assignment", logged.id());
                agent.post(&path, json!({"agent_id": null})).await.ok();
            }
            all.push(agent.get(&format!("/interactions/{}", logged.id())).await.ok().body);
            desk.advance([0, 60][number % 2]);
        }
        // Equal sort keys are ordered by the id, which grows with time.
        all.sort_by_key(|row| (row["started_at"].as_str().unwrap().to_owned(), row["id"].as_str().unwrap().to_owned()));
        all.reverse();
        let from = all[9]["started_at"].as_str().unwrap().to_owned();
        let is = |row: &Value, field: &str, words: &[&str]| words.contains(&row[field].as_str().unwrap_or("none"));
        let agent_is = |row: &Value, id: Option<&str>| row["agent"]["id"].as_str() == id;
        type Keeps<'k> = Box<dyn Fn(&Value) -> bool + 'k>;
        let filters: Vec<(String, Keeps<'_>)> = vec![
            ("status=active".to_owned(), Box::new(|row| is(row, "status", &["active"]))),
            ("status=pending,resolved".to_owned(), Box::new(|row| is(row, "status", &["pending", "resolved"]))),
            ("channel=call,email".to_owned(), Box::new(|row| is(row, "channel", &["call", "email"]))),
            ("agent=me".to_owned(), Box::new(|row| agent_is(row, Some(agent.id())))),
            (format!("agent={}", admin.id()), Box::new(|row| agent_is(row, Some(admin.id())))),
            ("agent=none".to_owned(), Box::new(|row| agent_is(row, None))),
            ("agent=none,me".to_owned(), Box::new(|row| agent_is(row, None) || agent_is(row, Some(agent.id())))),
            (format!("agent={}", other.id()), Box::new(|_| false)),
            (format!("customer_id={}", one.id()), Box::new(|row| row["customer"]["id"] == one.id())),
            (format!("ticket_id={}", ticket["number"].as_str().unwrap()), Box::new(|row| row["ticket"]["id"] == ticket.id())),
            (format!("ticket_id={}", ticket.id()), Box::new(|row| row["ticket"]["id"] == ticket.id())),
            (format!("started_at[gte]={from}"), Box::new(|row| row["started_at"].as_str() >= Some(from.as_str()))),
            (format!("started_at[lt]={from}"), Box::new(|row| row["started_at"].as_str() < Some(from.as_str()))),
            (
                format!("customer_id={}&status=active&agent=me&channel=chat,call", one.id()),
                Box::new(|row| {
                    let mine = agent_is(row, Some(agent.id())) && row["customer"]["id"] == one.id();
                    mine && is(row, "status", &["active"]) && is(row, "channel", &["chat", "call"])
                }),
            ),
            (String::new(), Box::new(|_| true)),
        ];
        for (filter, keeps) in &filters {
            let expected: Vec<&str> = all.iter().filter(|row| keeps(row)).map(|row| row["id"].as_str().unwrap()).collect();
            assert_eq!(ids(&agent, filter).await, expected, "{filter}");
            let counted = agent.get(&format!("/interactions?limit=1&include_total=true&{filter}")).await.ok();
            assert_eq!(counted["page"]["total"], expected.len(), "{filter}");
            let mut up = ids(&agent, format!("{filter}&sort=started_at").trim_start_matches('&')).await;
            up.reverse();
            assert_eq!(up, expected, "{filter} ascending");
        }
        let page = agent.get("/interactions?limit=200").await.ok();
        assert_eq!(page.rows(), all, "each row is the whole record");
        let newest = ids(&agent, "sort=-updated_at").await;
        assert_eq!(newest.len(), 18);
        let nothing = agent.get("/interactions?ticket_id=TKT-0000001Y&include_total=true").await.ok();
        assert_eq!((nothing.rows().len(), &nothing["page"]["total"]), (0, &json!(0)));
        for (query, parameter, code) in [
            ("status=open", "status", "unknown"),
            ("agent=somebody", "agent", "format"),
            ("ticket_id=7", "ticket_id", "format"),
            ("sort=channel", "sort", "unknown"),
            ("started_at[gte]=today", "started_at[gte]", "format"),
        ] {
            agent.get(&format!("/interactions?{query}")).await.field_errors(&[(parameter, code)]);
        }
        agent.get("/interactions?summary=x").await.problem(400, "unknown_parameter");
    })
    .await;
}
