//! The test server behind the model: signs actors in, sends commands, and compares records with the model.

use std::cell::Cell;

use caredesk_domain::{Timestamp, actor};
use caredesk_tests::{Client, Person, TestResponse, TestServer};

use super::{
    actors::{Actor, Role},
    command::{ApiCall, Command},
    compare,
    state::ModelState,
};

/// Less than the ten minutes of a token, in seconds.
const SIGNED_IN_FOR: i64 = 590;

pub(super) struct ModelFixture<'d> {
    pub(super) desk: &'d TestServer,
    /// The ids of two customers.
    pub(super) customers: Vec<String>,
    /// The staff ids of the actors, in the order of `ALL`.
    pub(super) people: Vec<String>,
    staff: Vec<(Person, Option<(Client, Timestamp)>)>,
    requests: Cell<usize>,
}

impl<'d> ModelFixture<'d> {
    pub(super) async fn new(desk: &'d TestServer) -> Self {
        let mut staff = Vec::new();
        for who in Actor::ALL {
            let role = match who.role() {
                Role::Agent => actor::Role::Agent,
                Role::Doctor => actor::Role::Doctor,
                Role::Admin => actor::Role::Admin,
            };
            staff.push((desk.add_staff(role).await, None));
        }
        let people = staff.iter().map(|(person, _): &(Person, _)| person.id.clone()).collect();
        Self { desk, customers: Vec::new(), people, staff, requests: Cell::new(0) }
    }

    pub(super) async fn new_customers(&mut self) {
        self.customers = vec![self.desk.customer().await.id().to_owned(), self.desk.customer().await.id().to_owned()];
    }

    pub(super) fn requests(&self) -> usize {
        self.requests.get()
    }

    async fn client(&mut self, who: Actor) -> Client {
        let (now, (person, signed_in)) = (self.desk.now(), &mut self.staff[who.index()]);
        if let Some((client, since)) = signed_in
            && now.seconds_since(*since) < SIGNED_IN_FOR
        {
            return client.clone();
        }
        let client = self.desk.sign_in(person).await;
        *signed_in = Some((client.clone(), now));
        client
    }

    pub(super) async fn send(&mut self, by: Actor, ask: ApiCall) -> TestResponse {
        let client = self.client(by).await;
        self.requests.set(self.requests() + 1);
        let mut call = client.call(ask.method.clone(), &ask.path);
        if ask.method == reqwest::Method::DELETE {
            call = call.header("if-match", "*");
        }
        match &ask.body {
            Some(body) => call.json(body).send().await,
            None => call.send().await,
        }
    }

    pub(super) async fn get(&mut self, by: Actor, path: &str) -> TestResponse {
        self.send(by, ApiCall { method: reqwest::Method::GET, path: path.to_owned(), body: None }).await
    }

    /// Compares the record of the command and every changed record, as an admin, who can read all, and as `viewer`.
    pub(super) async fn check_changed(&mut self, before: &ModelState, after: &ModelState, command: &Command, viewer: Actor) {
        for place in 0..after.tickets.len() {
            let about = matches!(command, Command::OnTicket(ticket, _) if *ticket == place);
            if about || before.tickets.get(place) != Some(&after.tickets[place]) {
                self.check_ticket(after, place, Actor::Tunde).await;
                self.check_ticket(after, place, viewer).await;
            }
        }
        for place in 0..after.escalations.len() {
            let about = matches!(command, Command::OnEscalation(escalation, _) if *escalation == place);
            if about || before.escalations.get(place) != Some(&after.escalations[place]) {
                self.check_escalation(after, place, Actor::Tunde).await;
                self.check_escalation(after, place, viewer).await;
            }
        }
    }

    pub(super) async fn check_all(&mut self, world: &ModelState) {
        for who in [Actor::Ben, Actor::Ngozi, Actor::Obi, Actor::Uche] {
            for place in 0..world.tickets.len() {
                self.check_ticket(world, place, who).await;
            }
            for place in 0..world.escalations.len() {
                self.check_escalation(world, place, who).await;
            }
        }
    }

    async fn check_ticket(&mut self, world: &ModelState, place: usize, viewer: Actor) {
        let answer = self.get(viewer, &format!("/tickets/{}", world.tickets[place].id)).await;
        if !world.shows_ticket(place, viewer) {
            answer.problem(404, "not_found");
            return;
        }
        let expected = compare::expected_ticket(world, place, viewer, self.desk.now(), &self.customers, &self.people);
        compare::assert_record(&answer.ok().body, &expected, viewer);
    }

    async fn check_escalation(&mut self, world: &ModelState, place: usize, viewer: Actor) {
        let answer = self.get(viewer, &format!("/escalations/{}", world.escalations[place].id)).await;
        if !world.shows_escalation(place, viewer) {
            answer.problem(404, "not_found");
            return;
        }
        let expected = compare::expected_escalation(world, place, viewer, &self.customers, &self.people);
        compare::assert_record(&answer.ok().body, &expected, viewer);
    }
}
