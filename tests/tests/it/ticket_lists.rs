//! Lists of tickets: filters, sorts, totals and paging.

use std::collections::BTreeMap;

use caredesk_tests::{Client, Record, TestServer, on_both_engines};
use serde_json::{Value, json};

const SORTS: [&str; 4] = ["waiting_since", "created_at", "updated_at", "priority"];

/// Sixty tickets of all kinds, many with equal sort keys.
async fn create_60_tickets(desk: &TestServer) -> Vec<Record> {
    let (agent, admin) = (desk.agent().await, desk.admin().await);
    let (one, other) = (desk.customer().await, desk.customer().await);
    let mut tickets = Vec::new();
    for number in 0..60_usize {
        let mut ticket =
            desk.ticket().for_customer(if number % 2 == 0 { &one } else { &other }).with("subject", format!("Ticket {number}"));
        ticket = ticket.with("priority", ["low", "medium", "high", "urgent"][number % 4]);
        ticket = ticket.with("category", ["billing", "appointment", "technical", "medical"][number / 4 % 4]);
        ticket = match number % 3 {
            0 => ticket.queued(),
            1 => ticket.with("assignee_id", admin.id()),
            _ => ticket,
        };
        let ticket = ticket.await;
        let status = format!("/tickets/{}/status", ticket.id());
        match number % 5 {
            3 => drop(agent.post(&status, json!({"status": "pending"})).await.ok()),
            4 => drop(agent.post(&status, json!({"status": "resolved"})).await.ok()),
            _ => {}
        }
        tickets.push(ticket);
        if number % 7 == 6 {
            desk.advance(60);
        }
    }
    tickets
}

/// All rows of a list, page by page.
async fn walk(client: &Client, query: &str, limit: usize) -> Vec<Value> {
    let (mut rows, mut next) = (Vec::new(), String::new());
    loop {
        let page = client.get(&format!("/tickets?limit={limit}&{query}{next}")).await.ok();
        assert_eq!(page["page"]["has_more"], page["page"]["next_cursor"].is_string());
        assert!(page.rows().len() <= limit);
        rows.extend(page.rows().to_vec());
        let Some(cursor) = page["page"]["next_cursor"].as_str() else { return rows };
        assert_eq!(page.rows().len(), limit, "only the last page is short");
        next = format!("&cursor={cursor}");
    }
}

#[tokio::test]
async fn list_tickets_in_every_sort_is_ordered_and_returns_each_once() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let tickets = create_60_tickets(desk).await;
        for sort in SORTS {
            let up = walk(&agent, &format!("sort={sort}"), 7).await;
            let mut ids: Vec<&str> = up.iter().map(|row| row["id"].as_str().unwrap()).collect();
            ids.sort_unstable();
            assert_eq!(ids, tickets.iter().map(|ticket| ticket.id()).collect::<Vec<_>>(), "{sort}");
            // Tickets without `waiting_since` come last; priorities sort by rank.
            let key = |row: &Value| match row[sort].as_str() {
                Some(word) if sort == "priority" => {
                    ["low", "medium", "high", "urgent"].iter().position(|known| *known == word).unwrap().to_string()
                }
                Some(at) => at.to_owned(),
                None => "nobody".to_owned(),
            };
            let keys: Vec<(String, &str)> = up.iter().map(|row| (key(row), row["id"].as_str().unwrap())).collect();
            assert!(keys.is_sorted(), "{sort}: {keys:?}");
            let mut down = walk(&agent, &format!("sort=-{sort}"), 9).await;
            down.reverse();
            assert_eq!(down, up, "-{sort}");
        }
        let queue = walk(&agent, "sort=queue", 7).await;
        let rank = |row: &Value| ["urgent", "high", "medium", "low"].iter().position(|known| row["priority"] == *known).unwrap();
        let waits = |row: &Value| row["waiting_since"].as_str().unwrap_or("nobody").to_owned();
        let keys: Vec<_> = queue.iter().map(|row| (rank(row), waits(row), row["id"].as_str().unwrap())).collect();
        assert!(keys.len() == tickets.len() && keys.is_sorted(), "{keys:?}");
        let mut down = walk(&agent, "sort=-queue", 9).await;
        down.reverse();
        assert_eq!(down, queue);
        assert_eq!(walk(&agent, "", 200).await, queue, "the default sort");
        for statuses in [
            &["open"][..],
            &["pending", "resolved"],
            &["open", "pending", "escalated"],
            &["resolved"],
            &["open", "pending", "resolved", "escalated"],
        ] {
            let wanted: Vec<&Value> = queue.iter().filter(|row| statuses.iter().any(|status| row["status"] == *status)).collect();
            let query = format!("sort=queue&status={}", statuses.join(","));
            assert_eq!(walk(&agent, &query, 7).await.iter().collect::<Vec<_>>(), wanted, "{query}");
        }
    })
    .await;
}

#[tokio::test]
async fn list_tickets_filters_combine_by_and_and_values_by_or() {
    on_both_engines(async |desk| {
        let (agent, admin) = (desk.agent().await, desk.admin().await);
        create_60_tickets(desk).await;
        let all = walk(&agent, "sort=created_at", 200).await;
        let customer = all[0]["customer"]["id"].as_str().unwrap().to_owned();
        let is = |field: &'static str, values: &'static [&str]| move |row: &Value| values.iter().any(|value| row[field] == *value);
        let me = agent.id().to_owned();
        let admins = admin.id().to_owned();
        let middle = all[30]["created_at"].as_str().unwrap().to_owned();
        let (from, before) = (middle.clone(), middle.clone());
        type Test = Box<dyn Fn(&Value) -> bool>;
        let mut filters: BTreeMap<String, Test> = BTreeMap::new();
        filters.insert("status=open".into(), Box::new(is("status", &["open"])));
        filters.insert("status=pending,resolved".into(), Box::new(is("status", &["pending", "resolved"])));
        filters.insert("status=escalated".into(), Box::new(|_| false));
        filters.insert("priority=urgent".into(), Box::new(is("priority", &["urgent"])));
        filters.insert("category=medical,billing".into(), Box::new(is("category", &["medical", "billing"])));
        filters.insert("assignee=none".into(), Box::new(|row| row["assignee"].is_null()));
        filters.insert("assignee=me".into(), Box::new(move |row| row["assignee"]["id"] == *me));
        filters
            .insert(format!("assignee=none,{admins}"), Box::new(move |row| row["assignee"].is_null() || row["assignee"]["id"] == *admins));
        filters.insert(format!("customer_id={customer}"), Box::new(move |row| row["customer"]["id"] == *customer));
        filters.insert(format!("created_at[gte]={from}"), Box::new(move |row| row["created_at"].as_str().unwrap() >= from.as_str()));
        filters.insert(format!("created_at[lt]={before}"), Box::new(move |row| row["created_at"].as_str().unwrap() < before.as_str()));
        let names: Vec<&String> = filters.keys().collect();
        for (place, name) in names.iter().enumerate() {
            let expected: Vec<&Value> = all.iter().filter(|row| filters[*name](row)).collect();
            let found = walk(&agent, &format!("sort=created_at&{name}"), 200).await;
            assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{name}");
            let counted = agent.get(&format!("/tickets?limit=1&include_total=true&{name}")).await.ok();
            assert_eq!(counted["page"]["total"], expected.len(), "{name}");
            let Some(other) = names[place + 1..].iter().find(|other| other.split(['=', '[']).next() != name.split(['=', '[']).next())
            else {
                continue;
            };
            let both: Vec<&Value> = expected.into_iter().filter(|row| filters[*other](row)).collect();
            let found = walk(&agent, &format!("sort=created_at&{name}&{other}"), 200).await;
            assert_eq!(found.iter().collect::<Vec<_>>(), both, "{name} and {other}");
        }
    })
    .await;
}

#[tokio::test]
async fn list_tickets_paged_during_writes_misses_none() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let mut expected = Vec::new();
        for _ in 0..20 {
            expected.push(desk.ticket().await.id().to_owned());
        }
        let first = agent.get("/tickets?sort=created_at&limit=8").await.ok();
        // Tickets already returned change, and new ones are added at the end.
        for id in &expected[..8] {
            agent.post(&format!("/tickets/{id}/status"), json!({"status": "resolved"})).await.ok();
        }
        desk.advance(1);
        expected.push(desk.ticket().await.id().to_owned());
        let mut ids: Vec<String> = first.each("id").into_iter().map(str::to_owned).collect();
        let mut cursor = first["page"]["next_cursor"].clone();
        while let Some(next) = cursor.as_str() {
            let page = agent.get(&format!("/tickets?sort=created_at&limit=8&cursor={next}")).await.ok();
            ids.extend(page.each("id").into_iter().map(str::to_owned));
            cursor = page["page"]["next_cursor"].clone();
        }
        assert_eq!(ids, expected);
    })
    .await;
}

#[tokio::test]
async fn list_tickets_with_cursor_of_other_list_is_422() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let ticket = desk.ticket().await;
        desk.ticket().await;
        let page = agent.get("/tickets?limit=1&status=open").await.ok();
        let cursor = page["page"]["next_cursor"].as_str().unwrap();
        agent.get(&format!("/tickets?limit=2&status=open&cursor={cursor}&include_total=true")).await.ok();
        let messages = format!("/tickets/{}/messages?", ticket.id());
        for other in
            ["/tickets?", "/tickets?status=pending&", "/tickets?status=open&sort=-created_at&", "/customers?", "/staff?", &messages]
        {
            agent.get(&format!("{other}cursor={cursor}")).await.field_errors(&[("cursor", "cursor")]);
        }
        let forged = format!("{}{}", &cursor[..cursor.len() - 1], if cursor.ends_with('A') { 'B' } else { 'A' });
        agent.get(&format!("/tickets?status=open&cursor={forged}x")).await.field_errors(&[("cursor", "cursor")]);
    })
    .await;
}

#[tokio::test]
async fn list_tickets_by_default_has_25_rows_and_no_total() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let customer = desk.customer().await;
        for _ in 0..26 {
            desk.ticket().for_customer(&customer).await;
        }
        let page = agent.get("/tickets").await.ok();
        assert_eq!(page.rows().len(), 25);
        assert_eq!(page["page"].as_object().unwrap().keys().collect::<Vec<_>>(), ["has_more", "next_cursor"]);
        for limit in ["0", "201", "-1", "x", "1.5", ""] {
            let code = if ["x", "1.5", ""].contains(&limit) { "format" } else { "out_of_range" };
            agent.get(&format!("/tickets?limit={limit}")).await.field_errors(&[("limit", code)]);
        }
        let answer = agent.get("/tickets?status=closed&priority=&assignee=x&created_at[gte]=yesterday&sort=subject").await;
        answer.field_errors(&[
            ("status", "unknown"),
            ("priority", "unknown"),
            ("assignee", "format"),
            ("created_at[gte]", "format"),
            ("sort", "unknown"),
        ]);
        agent.get("/tickets?subject=x").await.problem(400, "unknown_parameter");
        agent.get("/tickets?limit=1&limit=2").await.problem(400, "repeated_parameter");
    })
    .await;
}

#[tokio::test]
async fn list_tickets_filter_values_by_comma_or_repeated_parameter() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        for status in ["open", "pending", "resolved"] {
            let ticket = desk.ticket().await;
            agent.post(&format!("/tickets/{}/status", ticket.id()), json!({"status": status})).await;
        }
        let page = agent.get("/tickets?status=open,pending&limit=1").await.ok();
        let cursor = page["page"]["next_cursor"].as_str().unwrap();
        let rest = agent.get(&format!("/tickets?status=open&limit=1&status=pending&cursor={cursor}")).await.ok();
        let both: Vec<&str> = [&page, &rest].iter().flat_map(|page| page.rows()).map(|row| row["status"].as_str().unwrap()).collect();
        assert_eq!(both.len(), 2);
        assert!(!both.contains(&"resolved"));
        agent.get("/tickets?status=open&status=closed").await.field_errors(&[("status", "unknown")]);
    })
    .await;
}
