//! The staff and the service account of the random data sets: the same for all of them.

use caredesk_api::token::LIFETIME_SECONDS;
use caredesk_domain::{Timestamp, actor::Role};
use caredesk_tests::{Client, ServiceAccount, TestServer};

/// Scopes of the service account: read everything, and raise escalations.
const SCOPES: [&str; 6] = ["customers:read", "interactions:read", "tickets:read", "notes:read", "escalations:read", "escalations:write"];

/// The clients that write the data. All but the third doctor also read it; the third doctor is only a target.
pub(super) struct Actors<'d> {
    desk: &'d TestServer,
    since: Timestamp,
    account: ServiceAccount,
    pub(super) agent: Client,
    pub(super) admin: Client,
    pub(super) doctors: [Client; 3],
    pub(super) program: Client,
}

impl<'d> Actors<'d> {
    pub(super) async fn new(desk: &'d TestServer) -> Self {
        let doctors = [desk.doctor().await, desk.new_client(Role::Doctor).await, desk.new_client(Role::Doctor).await];
        let account = desk.create_service_account(&SCOPES).await;
        let program = account.sign_in(desk).await;
        Self { desk, since: desk.now(), account, agent: desk.agent().await, admin: desk.admin().await, doctors, program }
    }

    /// Signs all in again before their tokens expire: a data set takes a small part of that time.
    pub(super) async fn renew_tokens(&mut self) {
        if self.desk.now().seconds_since(self.since) < LIFETIME_SECONDS / 2 {
            return;
        }
        for person in [&mut self.agent, &mut self.admin].into_iter().chain(&mut self.doctors) {
            *person = self.desk.sign_in(person.person()).await;
        }
        self.program = self.account.sign_in(self.desk).await;
        self.since = self.desk.now();
    }
}
