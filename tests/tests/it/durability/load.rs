//! One writer and one reader during a storage failure, and which of their requests were answered.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use caredesk_domain::actor::Role;
use caredesk_tests::{Client, Person, TestResponse};
use reqwest::Method;
use serde_json::json;

use crate::executable::installation::RunningServer;

/// The longest time from the end of a failure to the next success, without a restart.
const RECOVERY: Duration = Duration::from_secs(10);
const EMAIL: &str = "tunde@desk.example";
pub(super) const PASSWORD: &str = "correct horse battery";

/// The requests of one admin and their results.
pub(super) struct Load {
    admin: Client,
    /// The customer whose data is read.
    pub(super) patient: String,
    /// The customers whose creation was answered 201.
    pub(super) acknowledged: Vec<String>,
    /// Number of reads that were answered with data.
    pub(super) shown: i64,
    /// Number of rejections by status and code. That a 503 has a `Retry-After` is checked in every response.
    pub(super) rejections: BTreeMap<String, u32>,
    /// Number of attempted writes.
    count: u32,
}

/// Signs in at a server that was just started.
pub(super) async fn sign_in(serving: &RunningServer) -> Client {
    let session = serving.visitor().post("/auth/login", json!({"email": EMAIL, "password": PASSWORD})).await.ok();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let person =
        Person { id: text(&session["staff"]["id"]), name: text(&session["staff"]["name"]), email: EMAIL.to_owned(), role: Role::Admin };
    serving.visitor().signed_in(person, &text(&session["access_token"]), None)
}

impl Load {
    /// Creates the customer that is read.
    pub(super) async fn new(serving: &RunningServer) -> Self {
        let admin = sign_in(serving).await;
        let customer_id = admin.post("/customers", json!({"family_name": "Adebayo"})).await.created().id().to_owned();
        Self { admin, patient: customer_id, acknowledged: Vec::new(), shown: 0, rejections: BTreeMap::new(), count: 0 }
    }

    /// One write and one read; returns which of them succeeded.
    pub(super) async fn step(&mut self) -> (bool, bool) {
        (self.write().await, self.read().await)
    }

    async fn write(&mut self) -> bool {
        self.count += 1;
        let key = format!("durable-{}", self.count);
        let body = json!({"family_name": format!("Number {}", self.count), "birth_date": "1980-05-17"});
        let answer = self.admin.call(Method::POST, "/customers").header("idempotency-key", &key).json(&body).send_allowing_500().await;
        if answer.status == 201 {
            self.acknowledged.push(answer.created().id().to_owned());
            return true;
        }
        self.note_refusal(&answer);
        false
    }

    async fn read(&mut self) -> bool {
        let answer = self.admin.call(Method::GET, &format!("/customers/{}", self.patient)).send_allowing_500().await;
        if answer.status == 200 {
            self.shown += 1;
            return true;
        }
        self.note_refusal(&answer);
        false
    }

    fn note_refusal(&mut self, answer: &TestResponse) {
        let code = answer.json()["code"].as_str().unwrap_or_default().to_owned();
        *self.rejections.entry(format!("{} {code}", answer.status)).or_default() += 1;
    }

    /// Writes and reads this many times; all must succeed.
    pub(super) async fn succeed(&mut self, times: u32) {
        for _ in 0..times {
            assert_eq!(self.step().await, (true, true), "{:?}", self.rejections);
        }
    }

    /// Writes and reads during a failure: for two seconds, and until the expected requests have failed.
    pub(super) async fn run_during_fault(&mut self, writes_fail: bool, reads_fail: bool) {
        let began = Instant::now();
        let (mut write_failed, mut read_failed) = (!writes_fail, !reads_fail);
        while began.elapsed() < Duration::from_secs(2) || !write_failed || !read_failed {
            assert!(began.elapsed() < Duration::from_secs(20), "the failure has no effect: {:?}", self.rejections);
            let (wrote, read) = self.step().await;
            write_failed |= !wrote;
            read_failed |= !read;
        }
    }

    /// The time until a write and a read succeed again; fails after ten seconds.
    pub(super) async fn recover(&mut self) -> Duration {
        let began = Instant::now();
        while self.step().await != (true, true) {
            assert!(began.elapsed() < RECOVERY, "still rejected: {:?}", self.rejections);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        began.elapsed()
    }
}

/// The number of acknowledged records that are missing after a restart.
pub(super) async fn count_lost(serving: &RunningServer, acknowledged: &[String]) -> usize {
    let admin = sign_in(serving).await;
    let mut lost = 0;
    for id in acknowledged {
        lost += usize::from(admin.get(&format!("/customers/{id}")).await.status != 200);
    }
    lost
}
