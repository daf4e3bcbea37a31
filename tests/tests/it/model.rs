//! Model-based test of tickets and escalations: random commands over HTTP, compared with a model.
//!
//! The model is written from the tables of the contract and shares no code with the server. A failing sequence prints its seed and its commands.

mod actors;
mod command;
mod compare;
mod escalations;
mod fixture;
mod outcome;
mod replay;
mod state;
mod tickets;

use caredesk_persistence::testing::scaled;
use caredesk_tests::{TestResponse, TestRng, on_both_engines};

use actors::Actor;
use command::{Command, draw};
use fixture::ModelFixture;
use outcome::Outcome;
use state::ModelState;

const REASON: &str = "A rash since she uses the cream: is this an allergy?";
const OUTCOME: &str = "Stop the cream; it is an allergy.";

/// The number of sequences at full scale, and the minimum at any scale.
const SEQUENCES: u32 = 1_000;
const MIN_SEQUENCES: u32 = 15;
/// Commands in each sequence.
const COMMANDS: usize = 25;
/// Seconds between two commands: a status change can be undone for sixty.
const WAITS: [i64; 9] = [0, 0, 0, 1, 5, 20, 59, 60, 61];

/// The commands of a sequence, printed if the test panics.
struct FailureLog {
    seed: u64,
    steps: Vec<String>,
}

impl Drop for FailureLog {
    #[expect(clippy::print_stdout, reason = "a failure prints how to reproduce it")]
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("seed {}, after:\n{}", self.seed, self.steps.join("\n"));
        }
    }
}

impl ModelState {
    fn apply(&mut self, by: Actor, command: &Command, stage: &ModelFixture<'_>) -> Outcome {
        let now = stage.desk.now();
        match command {
            Command::Open { customer, queued } => self.open(by, *customer, *queued, now),
            Command::OnTicket(ticket, act) => self.apply_to_ticket(by, *ticket, act, now),
            Command::OnEscalation(escalation, deed) => self.apply_to_escalation(by, *escalation, deed),
        }
    }

    /// Stores the id of a record that was just created.
    fn set_new_ids(&mut self, answer: &TestResponse) {
        let id = || answer.json()["id"].as_str().unwrap().to_owned();
        if let Some(ticket) = self.tickets.last_mut().filter(|ticket| ticket.id.is_empty()) {
            ticket.id = id();
        }
        if let Some(escalation) = self.escalations.last_mut().filter(|escalation| escalation.id.is_empty()) {
            escalation.id = id();
        }
    }
}

/// A random command that is possible in most cases.
fn likely(chance: &mut TestRng, world: &ModelState, stage: &ModelFixture<'_>) -> (Actor, Command) {
    let mut drawn = draw(chance, world);
    for _ in 0..8 {
        if world.clone().apply(drawn.0, &drawn.1, stage).is_ok() || chance.percent(10) {
            break;
        }
        drawn = draw(chance, world);
    }
    drawn
}

/// Runs one sequence; returns how many of its commands succeeded.
async fn sequence(stage: &mut ModelFixture<'_>, seed: u64) -> usize {
    let (mut chance, mut world, mut done) = (TestRng::from_seed(seed), ModelState::default(), 0);
    let mut trail = FailureLog { seed, steps: Vec::new() };
    stage.new_customers().await;
    for _ in 0..COMMANDS {
        let wait = chance.pick(&WAITS);
        stage.desk.advance(wait);
        let (by, command) = likely(&mut chance, &world, stage);
        trail.steps.push(format!("{wait:>3} s later {by:?}: {command:?}"));
        let before = world.clone();
        let expected = world.apply(by, &command, stage);
        if expected.is_err() {
            assert_eq!((&world.tickets, &world.escalations), (&before.tickets, &before.escalations), "a rejected command changes nothing");
        }
        let answer = stage.send(by, command.to_call(&before, &stage.customers, &stage.people)).await;
        if answer.status == 201 && expected.is_ok() {
            world.set_new_ids(&answer);
        }
        compare::assert_outcome(&expected, &answer);
        done += usize::from(expected.is_ok());
        let viewer = chance.pick(&Actor::ALL);
        stage.check_changed(&before, &world, &command, viewer).await;
    }
    stage.check_all(&world).await;
    replay::timelines(stage, &world).await;
    done
}

#[tokio::test]
async fn random_commands_on_tickets_and_escalations_match_the_model() {
    on_both_engines(async |desk| {
        let mut stage = ModelFixture::new(desk).await;
        let (mut done, mut all) = (0, 0);
        for seed in TestRng::seeds(scaled(SEQUENCES).max(MIN_SEQUENCES)) {
            done += sequence(&mut stage, seed).await;
            all += COMMANDS;
        }
        assert!(done * 2 > all, "only {done} of {all} commands succeeded");
        println!("{all} commands: {done} succeeded, {} rejected, {} requests", all - done, stage.requests());
    })
    .await;
}
