//! Interleaved transactions: no update is lost, and timelines and notices keep the right order.
//!
//! On PostgreSQL the test holds a row lock in its own transaction, so that a request has to wait. On SQLite only one transaction writes at
//! a time; there the tests set the clock back instead.

use std::time::{Duration, Instant};

use caredesk_domain::actor::Role;
use caredesk_persistence::{
    Database,
    testing::{TestDatabase, query_number},
};
use caredesk_tests::{Client, Record, TestResponse, TestServer, on_both_engines};
use reqwest::Method;
use sea_orm::{ConnectionTrait as _, DatabaseTransaction, TransactionTrait as _};
use serde_json::json;

const REASON: &str = "A rash since she uses the cream: is this an allergy?";

/// A server on PostgreSQL, and a separate connection to its database.
struct PostgresFixture {
    desk: TestServer,
    database: Database,
    _test: TestDatabase,
}

impl PostgresFixture {
    async fn new() -> Self {
        let test = TestDatabase::postgres().await;
        Self { desk: TestServer::open(&test).await, database: Database::open(test.engine()).await.unwrap(), _test: test }
    }

    /// An open transaction that has run this statement.
    #[expect(clippy::disallowed_methods, reason = "it acts as another server's transaction, on PostgreSQL")]
    async fn begin_with(&self, sql: &str) -> DatabaseTransaction {
        let transaction = self.database.writer().begin().await.unwrap();
        transaction.execute_unprepared(sql).await.unwrap();
        transaction
    }

    /// Locks a row.
    async fn lock_row(&self, table: &str, id: &str) -> DatabaseTransaction {
        let key = if table == "search_text" { "record_id" } else { "id" };
        self.begin_with(&format!("SELECT 1 FROM {table} WHERE {key} = '{id}' FOR UPDATE")).await
    }

    /// Waits until this many requests wait for a lock.
    async fn wait_for_blocked(&self, requests: i64) {
        let sql = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
        let until = Instant::now() + Duration::from_secs(2);
        while query_number(&self.database, sql).await < requests {
            assert!(Instant::now() < until, "no request waits for a lock");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    async fn close(self) {
        self.database.close().await.unwrap();
        self.desk.close().await;
    }
}

async fn mark_seen(client: &Client, until: &str) {
    client.call(Method::POST, "/notices/seen").json(&json!({"until": until})).send().await.ok();
}

async fn assign_ticket(by: &Client, ticket: &Record, to: &Client) -> TestResponse {
    by.post(&format!("/tickets/{}/assignment", ticket.id()), json!({"assignee_id": to.id()})).await
}

/// Caught: a ticket assigned before that instant, but committed after it, was marked as seen.
#[tokio::test]
async fn see_notices_leaves_what_is_committed_later_unread() {
    let stage = PostgresFixture::new().await;
    let desk = &stage.desk;
    let (agent, ben) = (desk.agent().await, desk.new_client(Role::Agent).await);
    let (early, late) = (desk.ticket().queued().await, desk.ticket().queued().await);
    let held = stage.lock_row("ticket", early.id()).await;
    let meanwhile = async {
        stage.wait_for_blocked(1).await;
        desk.advance(5);
        assign_ticket(&agent, &late, &ben).await.ok();
        let list = ben.get("/notices").await.ok();
        mark_seen(&ben, list.rows()[0]["at"].as_str().unwrap()).await;
        held.commit().await.unwrap();
    };
    let (given, ()) = tokio::join!(assign_ticket(&agent, &early, &ben), meanwhile);
    given.ok();
    let list = ben.get("/notices?unread=true").await.ok();
    assert_eq!((&list["unread"], list.rows()[0]["subject"]["id"].as_str()), (&json!(1), Some(early.id())), "{}", list.body);
    let all = ben.get("/notices").await.ok();
    assert_eq!(all.rows().iter().map(|row| row["seen"].as_bool().unwrap()).collect::<Vec<_>>(), [true, false]);
    mark_seen(&ben, &desk.now().to_string()).await;
    assert_eq!(ben.get("/notices").await.ok()["unread"], 0);
    stage.close().await;
}

#[tokio::test]
async fn see_notices_before_clock_is_set_back_leaves_later_notices_unread() {
    on_both_engines(async |desk| {
        let (agent, ben) = (desk.agent().await, desk.new_client(Role::Agent).await);
        let (one, other) = (desk.ticket().queued().await, desk.ticket().queued().await);
        desk.advance(60);
        assign_ticket(&agent, &one, &ben).await.ok();
        mark_seen(&ben, &desk.now().to_string()).await;
        desk.advance(-50);
        assign_ticket(&agent, &other, &ben).await.ok();
        let list = ben.get("/notices?unread=true").await.ok();
        assert_eq!((list.rows().len(), &list["unread"]), (1, &json!(1)), "{}", list.body);
    })
    .await;
}

/// Instant and action of each timeline entry, the latest first.
async fn timeline_entries(client: &Client, path: &str) -> Vec<(String, String)> {
    let timeline = client.get(&format!("{path}/timeline")).await.ok();
    timeline.each("at").into_iter().zip(timeline.each("action")).map(|(at, action)| (at.to_owned(), action.to_owned())).collect()
}

/// Caught: an assignment that waited for a lock wrote an event with an earlier time than one committed meanwhile.
#[tokio::test]
async fn assign_after_lock_wait_is_last_in_the_timeline() {
    let stage = PostgresFixture::new().await;
    let desk = &stage.desk;
    let (agent, ben) = (desk.agent().await, desk.new_client(Role::Agent).await);
    let ticket = desk.ticket().queued().await;
    let path = format!("/tickets/{}", ticket.id());
    let held = stage.lock_row("staff", ben.id()).await;
    let meanwhile = async {
        stage.wait_for_blocked(1).await;
        desk.advance(5);
        agent.patch(&path, "*", json!({"priority": "urgent"})).await.ok();
        held.commit().await.unwrap();
    };
    let (given, ()) = tokio::join!(assign_ticket(&agent, &ticket, &ben), meanwhile);
    given.ok();
    let told = timeline_entries(&agent, &path).await;
    assert_eq!(told.iter().map(|(_, action)| action.as_str()).collect::<Vec<_>>(), ["assign", "edit_ticket", "open_ticket"]);
    stage.close().await;
}

#[tokio::test]
async fn update_after_clock_is_set_back_is_last_in_the_timeline() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        let (customer, ticket, call) = (desk.customer().await, desk.ticket().await, desk.interaction().await);
        desk.advance(60);
        let paths = [("customers", &customer), ("tickets", &ticket), ("interactions", &call)].map(|(of, it)| format!("/{of}/{}", it.id()));
        let fields = |value: &str| [json!({"given_name": value}), json!({"subject": value}), json!({"transcript": value})];
        for (path, body) in paths.iter().zip(fields("Before it")) {
            agent.patch(path, "*", body).await.ok();
        }
        let note = agent.post(&format!("{}/notes", paths[2]), json!({"body": "She is anxious."})).await.created();
        desk.advance(-50);
        agent.patch(&format!("/notes/{}", note.id()), "*", json!({"body": "She is calm."})).await.ok();
        for (path, body) in paths.iter().zip(fields("After it")) {
            let record = agent.patch(path, "*", body).await.ok();
            let told = timeline_entries(&agent, path).await;
            assert_eq!(told[0].0, record["updated_at"].as_str().unwrap(), "{path}");
            assert!(told.iter().is_sorted_by(|later, earlier| later.0 >= earlier.0), "{path}: {told:?}");
        }
    })
    .await;
}

/// Caught: a customer rename during a ticket edit restored the old search text.
#[tokio::test]
async fn search_after_concurrent_edit_and_customer_rename_finds_both() {
    let stage = PostgresFixture::new().await;
    let desk = &stage.desk;
    let agent = desk.agent().await;
    let customer = desk.customer().await;
    let ticket = desk.ticket().for_customer(&customer).await;
    let held = stage.lock_row("search_text", ticket.id()).await;
    let (reword, rename) = (format!("/tickets/{}", ticket.id()), format!("/customers/{}", customer.id()));
    let second = async {
        stage.wait_for_blocked(1).await;
        let release = async {
            stage.wait_for_blocked(2).await;
            held.commit().await.unwrap();
        };
        tokio::join!(agent.patch(&rename, "*", json!({"family_name": "Zzyxwood"})), release).0.ok();
    };
    let (reworded, ()) = tokio::join!(agent.patch(&reword, "*", json!({"subject": "The voucher is void"})), second);
    reworded.ok();
    for query in ["voucher", "zzyxwood", "voucher zzyxwood"] {
        let found = agent.post("/tickets/search", json!({"query": query})).await.ok();
        assert_eq!(found.rows().len(), 1, "{query}");
    }
    stage.close().await;
}

/// Caught: one transaction locked the ticket and waited for the staff row, the other the reverse: a deadlock, detected after a second.
#[tokio::test]
async fn assign_to_staff_being_deactivated_does_not_deadlock() {
    let stage = PostgresFixture::new().await;
    let desk = &stage.desk;
    let (agent, admin, ben) = (desk.agent().await, desk.admin().await, desk.new_client(Role::Agent).await);
    let ticket = desk.ticket().with("assignee_id", ben.id()).await;
    let held = stage.lock_row("ticket", ticket.id()).await;
    let leave = async {
        stage.wait_for_blocked(1).await;
        let release = async {
            stage.wait_for_blocked(2).await;
            held.commit().await.unwrap();
            Instant::now()
        };
        let colleague = format!("/staff/{}", ben.id());
        let (left, released) = tokio::join!(admin.patch(&colleague, "*", json!({"active": false})), release);
        left.ok();
        released
    };
    let word = json!({"assignee_id": ben.id(), "note": "She expects a call."});
    let assign = format!("/tickets/{}/assignment", ticket.id());
    let (assigned, released) = tokio::join!(agent.post(&assign, word), leave);
    assigned.ok();
    assert!(released.elapsed() < Duration::from_millis(900), "deadlock: {:?}", released.elapsed());
    assert!(agent.get(&format!("/tickets/{}", ticket.id())).await.ok()["assignee"].is_null());
    stage.close().await;
}

/// A check that the customer exists does not wait for another such check.
#[tokio::test]
async fn change_of_a_record_whose_customer_is_referred_to_does_not_wait() {
    let stage = PostgresFixture::new().await;
    let desk = &stage.desk;
    let (agent, admin) = (desk.agent().await, desk.admin().await);
    let customer = desk.customer().await;
    let (ticket, hidden) = (desk.ticket().for_customer(&customer).await, desk.ticket().for_customer(&customer).await);
    let call = desk.interaction().for_customer(&customer).await;
    let path = |of: &str, record: &Record, tail: &str| format!("/{of}/{}{tail}", record.id());
    agent.post(&path("tickets", &ticket, "/status"), json!({"status": "resolved"})).await.ok();
    for (of, record) in [("tickets", &hidden), ("interactions", &call)] {
        admin.delete(&path(of, record, ""), "*").await.no_content();
    }
    let held = stage.begin_with(&format!("SELECT 1 FROM customer WHERE id = '{}' FOR SHARE", customer.id())).await;
    agent.post(&path("tickets", &ticket, "/status"), json!({"status": "open"})).await.ok();
    admin.post_empty(&path("tickets", &hidden, "/restore")).await.ok();
    admin.post_empty(&path("interactions", &call, "/restore")).await.ok();
    let ask = json!({"target": {"role": "doctor"}, "reason": REASON});
    agent.post(&path("tickets", &ticket, "/escalations"), ask).await.created();
    held.commit().await.unwrap();
    stage.close().await;
}

const REOPEN: &str = "UPDATE escalation SET status = 'pending', withdrawn_reason = NULL, closed_at = NULL, closed_by = NULL";

async fn withdrawn(desk: &TestServer, ticket: &Record) -> serde_json::Value {
    let ask = json!({"target": {"role": "doctor"}, "reason": REASON});
    let agent = desk.agent().await;
    let raised = agent.post(&format!("/tickets/{}/escalations", ticket.id()), ask.clone()).await.created();
    let withdraw = format!("/escalations/{}/withdraw", raised.id());
    agent.post(&withdraw, json!({"reason": "She has found the answer."})).await.ok();
    ask
}

/// Caught: the second of two escalations was answered 503 instead of 409.
#[tokio::test]
async fn escalate_where_another_is_open_by_now_is_409() {
    let stage = PostgresFixture::new().await;
    let desk = &stage.desk;
    let ticket = desk.ticket().await;
    let ask = withdrawn(desk, &ticket).await;
    let held = stage.begin_with(REOPEN).await;
    let meanwhile = async {
        stage.wait_for_blocked(1).await;
        held.commit().await.unwrap();
    };
    let (agent, path) = (desk.agent().await, format!("/tickets/{}/escalations", ticket.id()));
    let (second, ()) = tokio::join!(agent.post(&path, ask), meanwhile);
    second.problem(409, "open_escalation");
    stage.close().await;
    on_both_engines(async |desk| {
        let ticket = desk.ticket().await;
        let ask = withdrawn(desk, &ticket).await;
        desk.raw_sql(REOPEN).await;
        desk.agent().await.post(&format!("/tickets/{}/escalations", ticket.id()), ask).await.problem(409, "open_escalation");
    })
    .await;
}
