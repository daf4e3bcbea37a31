//! Replies that no service account has fetched for the customer: notices and ticket lists of their author.

use std::time::{Duration, Instant};

use caredesk_domain::actor::Role;
use caredesk_tests::{Client, Record, TestServer, on_both_engines};
use serde_json::{Value, json};

/// Timeout; the desk checks every two seconds.
const NOTICE_TIMEOUT: Duration = Duration::from_secs(20);

async fn reply(by: &Client, ticket: &Record) -> Record {
    by.post(&format!("/tickets/{}/messages", ticket.id()), json!({"kind": "reply", "body": "We have asked the bank."})).await.created()
}

async fn kinds(client: &Client) -> Vec<String> {
    client.get("/notices?unread=true").await.ok().each("kind").into_iter().map(str::to_owned).collect()
}

/// Waits until the caller's unread notices have these kinds.
async fn wait_for_notices(client: &Client, expected: &[&str]) {
    let begun = Instant::now();
    loop {
        let kinds = kinds(client).await;
        if kinds == expected {
            return;
        }
        assert!(begun.elapsed() < NOTICE_TIMEOUT, "{kinds:?} and not {expected:?}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// The dashboard count and the ids in the list it links to.
async fn unfetched_work(client: &Client) -> (Value, Vec<String>) {
    let dashboard = client.get("/dashboard").await.ok();
    let list = client.get("/tickets?unfetched_by=me").await.ok();
    (dashboard["work"]["unfetched"].clone(), list.each("id").into_iter().map(str::to_owned).collect())
}

/// A ticket of this priority, and a reply to it.
async fn replied_ticket(desk: &TestServer, by: &Client, priority: &str) -> (Record, Record) {
    let ticket = desk.ticket().created_by(by).with("priority", priority).await;
    let said = reply(by, &ticket).await;
    (ticket, said)
}

#[tokio::test]
async fn reply_not_fetched_in_time_notifies_author_until_fetched() {
    on_both_engines(async |desk| {
        let (ben, cleo) = (desk.new_client(Role::Agent).await, desk.new_client(Role::Agent).await);
        desk.service_account_client(&["tickets:read"]).await;
        let (urgent, _) = replied_ticket(desk, &ben, "urgent").await;
        let (medium, said) = replied_ticket(desk, &ben, "medium").await;
        reply(&ben, &medium).await;
        replied_ticket(desk, &cleo, "low").await;
        let (fetched, kept) = replied_ticket(desk, &ben, "high").await;
        let program = desk.service_account_client(&["tickets:read"]).await;
        program.post("/messages/fetched", json!({"ids": [kept.id()]})).await.ok();

        desk.advance(9 * 60);
        assert!(kinds(&ben).await.is_empty());
        desk.advance(2 * 60);
        let (ben, cleo) = (desk.sign_in(ben.person()).await, desk.sign_in(cleo.person()).await);
        wait_for_notices(&ben, &["reply_not_fetched"]).await;
        assert_eq!(unfetched_work(&ben).await, (json!(1), vec![urgent.id().to_owned()]));
        assert!(kinds(&cleo).await.is_empty());

        desk.advance(50 * 60);
        let (ben, cleo) = (desk.sign_in(ben.person()).await, desk.sign_in(cleo.person()).await);
        wait_for_notices(&ben, &["reply_not_fetched", "reply_not_fetched"]).await;
        wait_for_notices(&cleo, &["reply_not_fetched"]).await;
        let (count, mut listed) = unfetched_work(&ben).await;
        listed.sort();
        let mut expected = vec![urgent.id().to_owned(), medium.id().to_owned()];
        expected.sort();
        assert_eq!((count, listed), (json!(2), expected), "{} was fetched", fetched.id());
        assert_eq!(ben.get("/tickets?unfetched_by=anyone").await.ok().rows().len(), 3);

        // Fetching one of two replies keeps the notice; fetching both dismisses it.
        let program = desk.service_account_client(&["tickets:read"]).await;
        program.post("/messages/fetched", json!({"ids": [said.id()]})).await.ok();
        assert_eq!(kinds(&ben).await.len(), 2);
        let all = program.get(&format!("/tickets/{}/messages?kind=reply", medium.id())).await.ok();
        program.post("/messages/fetched", json!({"ids": all.each("id")})).await.ok();
        assert_eq!(kinds(&ben).await, ["reply_not_fetched"]);
        assert_eq!(unfetched_work(&ben).await, (json!(1), vec![urgent.id().to_owned()]));
    })
    .await;
}

#[tokio::test]
async fn reply_recalled_or_without_service_account_gives_no_notice() {
    on_both_engines(async |desk| {
        let (ben, cleo) = (desk.new_client(Role::Agent).await, desk.new_client(Role::Agent).await);
        replied_ticket(desk, &ben, "urgent").await;
        desk.advance(11 * 60);
        // No service account reads tickets yet; waits until the desk has checked.
        tokio::time::sleep(Duration::from_secs(5)).await;
        let (ben, cleo) = (desk.sign_in(ben.person()).await, desk.sign_in(cleo.person()).await);
        assert_eq!((kinds(&ben).await.len(), unfetched_work(&ben).await.0), (0, json!(0)));

        desk.service_account_client(&["tickets:read"]).await;
        let (ticket, said) = replied_ticket(desk, &ben, "urgent").await;
        ben.post_empty(&format!("/tickets/{}/messages/{}/recall", ticket.id(), said.id())).await.ok();
        replied_ticket(desk, &cleo, "urgent").await;
        desk.advance(11 * 60);
        let (ben, cleo) = (desk.sign_in(ben.person()).await, desk.sign_in(cleo.person()).await);
        wait_for_notices(&cleo, &["reply_not_fetched"]).await;
        assert_eq!((kinds(&ben).await.len(), unfetched_work(&ben).await.0), (0, json!(0)));
    })
    .await;
}

#[tokio::test]
async fn reply_overdue_on_deleted_ticket_notifies_author_after_restore() {
    on_both_engines(async |desk| {
        let ben = desk.new_client(Role::Agent).await;
        desk.service_account_client(&["tickets:read"]).await;
        let (notified, _) = replied_ticket(desk, &ben, "urgent").await;
        desk.advance(11 * 60);
        let ben = desk.sign_in(ben.person()).await;
        wait_for_notices(&ben, &["reply_not_fetched"]).await;
        let (overdue, _) = replied_ticket(desk, &ben, "medium").await;
        let admin = desk.admin().await;
        for ticket in [&notified, &overdue] {
            admin.delete(&format!("/tickets/{}", ticket.id()), "*").await.no_content();
        }
        desk.advance(61 * 60);
        // The server looks every two seconds.
        tokio::time::sleep(Duration::from_secs(5)).await;
        let (ben, admin) = (desk.sign_in(ben.person()).await, desk.sign_in(admin.person()).await);
        assert_eq!((kinds(&ben).await.len(), unfetched_work(&ben).await.0), (0, json!(0)));
        for ticket in [&notified, &overdue] {
            admin.post_empty(&format!("/tickets/{}/restore", ticket.id())).await.ok();
        }
        wait_for_notices(&ben, &["reply_not_fetched", "reply_not_fetched"]).await;
        assert_eq!(unfetched_work(&ben).await.0, json!(2));
    })
    .await;
}

#[tokio::test]
async fn priority_raised_to_urgent_shortens_time_to_fetch() {
    on_both_engines(async |desk| {
        let ben = desk.new_client(Role::Agent).await;
        desk.service_account_client(&["tickets:read"]).await;
        let (ticket, _) = replied_ticket(desk, &ben, "low").await;
        ben.patch(&format!("/tickets/{}", ticket.id()), "*", json!({"priority": "urgent"})).await.ok();
        desk.advance(11 * 60);
        let ben = desk.sign_in(ben.person()).await;
        wait_for_notices(&ben, &["reply_not_fetched"]).await;
    })
    .await;
}
