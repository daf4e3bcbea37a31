//! A test server with its own database, for one test.

use std::{
    net::SocketAddr,
    sync::atomic::{AtomicU32, Ordering},
};

use actix_web::dev::ServerHandle;
use caredesk_api::{
    jobs::JobRunner,
    keys::Keys,
    server::{self, AppState, StartedServer},
};
use caredesk_domain::Timestamp;
use caredesk_persistence::{
    Clock, Database, Engine, Ids, Store,
    testing::{self, TestDatabase},
};
use sea_orm::ConnectionTrait as _;
use tokio::sync::Mutex;

use crate::client::Client;

/// The instant at which every test begins.
pub const START: &str = "2026-03-02T09:00:00.000000Z";

/// The real server, in this process, on its own port.
#[derive(Debug)]
pub struct TestServer {
    store: Store,
    engine: Engine,
    clock: Clock,
    keys: Keys,
    address: SocketAddr,
    metrics_address: SocketAddr,
    servers: [ServerHandle; 2],
    jobs: Mutex<JobRunner>,
    visitor: Client,
    count: AtomicU32,
    /// The default client of each role, and when it signed in.
    pub(crate) staff: [Mutex<Option<(Client, Timestamp)>>; 4],
}

/// Runs a test on SQLite and on PostgreSQL, and says on which engine it failed.
///
/// # Panics
/// When the test does.
pub async fn on_both_engines(test: impl AsyncFn(&TestServer)) {
    testing::on_both_engines(async |database| {
        let desk = TestServer::open(database).await;
        test(&desk).await;
        desk.close().await;
    })
    .await;
}

impl TestServer {
    /// Starts a server on a test's empty database.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn open(database: &TestDatabase) -> Self {
        Self::start_in_time_zone(database, "UTC").await
    }

    /// Starts a server on an empty database, in a time zone.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn start_in_time_zone(database: &TestDatabase, time_zone: &str) -> Self {
        let keys = Keys::ephemeral(&Ids::random());
        Self::open_with(database.engine(), Clock::manual(START.parse().unwrap()), keys, time_zone, "").await
    }

    /// A second server with the same database, keys and clock.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn open_another(&self) -> Self {
        Self::open_with(&self.engine, self.clock.clone(), self.keys.clone(), "UTC", "").await
    }

    /// A second server with the same database, keys and clock, behind trusted proxies.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn start_behind_proxies(&self, trusted_proxies: &str) -> Self {
        Self::open_with(&self.engine, self.clock.clone(), self.keys.clone(), "UTC", trusted_proxies).await
    }

    async fn open_with(engine: &Engine, clock: Clock, keys: Keys, time_zone: &str, trusted_proxies: &str) -> Self {
        let store = Store::open(engine, clock.clone(), Ids::random()).await.unwrap();
        let parts = AppState {
            store: store.clone(),
            keys: keys.clone(),
            region: "NG".parse().unwrap(),
            time_zone: time_zone.parse().unwrap(),
            public_origin: None,
            docs: true,
            trusted_proxies: trusted_proxies.parse().unwrap(),
            metrics_listen: Some(([127, 0, 0, 1], 0).into()),
        };
        let StartedServer { server, address, jobs, metrics } = server::start(parts, ([127, 0, 0, 1], 0).into()).unwrap();
        let (metrics, metrics_address) = metrics.unwrap();
        let metrics_handle = metrics.handle();
        drop(tokio::spawn(metrics));
        let handle = server.handle();
        drop(tokio::spawn(server));
        Self {
            store,
            engine: engine.clone(),
            clock,
            keys,
            address,
            metrics_address,
            servers: [handle, metrics_handle],
            jobs: Mutex::new(jobs),
            visitor: Client::at(&format!("http://{address}")),
            count: AtomicU32::new(0),
            staff: Default::default(),
        }
    }

    /// Stops the server and closes the database.
    ///
    /// # Panics
    /// When the database does not close.
    pub async fn close(self) {
        for server in &self.servers {
            server.stop(false).await;
        }
        self.stop_jobs().await;
        self.store.clone().close().await.unwrap();
    }

    /// Stops the jobs of the server.
    pub async fn stop_jobs(&self) {
        self.jobs.lock().await.stop().await;
    }

    /// The URL of the server's metrics.
    pub fn metrics_url(&self) -> String {
        format!("http://{}/metrics", self.metrics_address)
    }

    /// The server's store, for what cannot be done over HTTP.
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// Runs SQL directly on the database, for what the API cannot do.
    ///
    /// # Panics
    /// When the statement fails.
    pub async fn raw_sql(&self, sql: &str) {
        let database = Database::open(&self.engine).await.unwrap();
        database.writer().execute_unprepared(sql).await.unwrap();
        database.close().await.unwrap();
    }

    /// The database engine.
    pub const fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The server's URL, such as `http://127.0.0.1:40001`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The server's address and port.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The current instant of the server's clock.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Moves the server's clock.
    pub fn advance(&self, seconds: i64) {
        self.clock.advance(seconds);
    }

    /// A number that is unique within this test.
    pub fn next_number(&self) -> u32 {
        self.count.fetch_add(1, Ordering::Relaxed)
    }

    /// An anonymous client.
    pub fn visitor(&self) -> Client {
        self.visitor.clone()
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        // Also stops the server of a failed test, without waiting for it.
        self.servers.iter().for_each(|server| drop(server.stop(false)));
    }
}
