//! Whole seeded desks on both engines.

mod contacts;
mod escalations;
mod hours;
mod invariants;
mod present;
mod read;
mod shares;

use caredesk_domain::{
    StaffId, Timestamp,
    actor::{Actor, Role},
    customer::{Customer, CustomerDetails},
    event::Auditable as _,
    staff::PasswordHash,
};
use caredesk_persistence::{
    Clock, Ids, Store, TimelineActor, TimelineEntry,
    testing::{TestDatabase, on_both_engines},
};
use chrono_tz::Tz;
use serde_json::Value;

use self::read::{RecordHistory, SeededDesk};
use super::*;

fn plan(tickets: u32, seed: u64) -> Plan {
    let until = "2026-03-04T13:47:11.5Z".parse().unwrap();
    Plan { tickets, per_day: 7, seed, until, zone: Tz::Africa__Lagos, at_once: false }
}

#[expect(clippy::disallowed_methods, reason = "a test is whoever it says")]
fn reader() -> Actor {
    Actor::staff(StaffId::from_uuid(uuid::Uuid::nil()), Role::Admin)
}

fn actor_of(event: &TimelineEntry) -> StaffId {
    match &event.actor {
        TimelineActor::Staff(person) => StaffId::from_uuid(person.id.uuid()),
        TimelineActor::Service(program) => panic!("{} was done by {}", event.action, program.name),
        TimelineActor::System(task) => panic!("{} was done by {task}", event.action),
    }
}

/// The values of fields as the events leave them, each from what the one before left.
fn final_values<const N: usize>(fields: [&str; N], events: &[TimelineEntry]) -> [Value; N] {
    let mut values = [const { Value::Null }; N];
    for event in events {
        for (field, value) in fields.iter().zip(&mut values) {
            if let Some(change) = event.changes.get(*field).filter(|change| change.get("to").is_some()) {
                assert_eq!(change.get("from").unwrap_or(&Value::Null), &*value, "{field} in {event:?}");
                *value = change["to"].clone();
            }
        }
    }
    values
}

/// Whether the events follow one another; only a move is progress_calls twice, once of the customer who is left.
fn in_order(events: &[TimelineEntry]) -> bool {
    let moved = caredesk_domain::policy::Action::MoveTicket;
    events.is_sorted_by(|one, next| one.at < next.at || one.at == next.at && one.action == moved && next.action == moved)
}

/// Events as text.
fn lines(events: &[TimelineEntry]) -> Vec<String> {
    events.iter().map(|one| format!("{one:?}")).collect()
}

/// Records with their history as text to compare.
fn debug_texts<T: std::fmt::Debug, M: std::fmt::Debug>(cases: &[RecordHistory<T, M>]) -> Vec<String> {
    cases.iter().map(|case| format!("{case:?}")).collect()
}

#[tokio::test]
async fn seed_with_the_same_plan_gives_the_same_desk_on_both_engines() {
    let (one, other, different) = (TestDatabase::sqlite().await, TestDatabase::postgres().await, TestDatabase::sqlite().await);
    let (one, other) = (SeededDesk::seed(&one, &plan(90, 3)).await, SeededDesk::seed(&other, &plan(90, 3)).await);
    assert_eq!(one.counts, other.counts);
    assert_eq!(one.staff, other.staff);
    assert_eq!(debug_texts(&one.customers), debug_texts(&other.customers));
    assert_eq!(debug_texts(&one.tickets), debug_texts(&other.tickets));
    assert_eq!(debug_texts(&one.interactions), debug_texts(&other.interactions));
    assert_eq!(debug_texts(&one.escalations), debug_texts(&other.escalations));
    let different = SeededDesk::seed(&different, &plan(90, 4)).await;
    assert_ne!(one.tickets[0].row.number, different.tickets[0].row.number);
    assert_ne!(one.customers[0].row, different.customers[0].row);
}

#[tokio::test]
async fn seed_at_once_gives_the_same_desk_as_in_batches() {
    let (one, other) = (TestDatabase::sqlite().await, TestDatabase::sqlite().await);
    let at_once = Plan { at_once: true, ..plan(130, 3) };
    let (one, other) = (SeededDesk::seed(&one, &plan(130, 3)).await, SeededDesk::seed(&other, &at_once).await);
    assert_eq!(one.counts, other.counts);
    assert!(one.customers.iter().zip(&other.customers).all(|(one, other)| one.row == other.row));
    assert!(one.tickets.iter().zip(&other.tickets).all(|(one, other)| one.row == other.row && one.messages == other.messages));
    assert!(one.escalations.iter().zip(&other.escalations).all(|(one, other)| one.row == other.row && one.messages == other.messages));
}

#[tokio::test]
async fn seed_of_a_database_with_data_is_refused_and_changes_nothing() {
    on_both_engines(async |test| {
        let made = SeededDesk::seed(test, &plan(5, 1)).await;
        let again = seed(&made.store, &plan(5, 2), Vec::new(), |_| {}).await.unwrap_err();
        assert!(matches!(&again, SeedError::NotEmpty), "{again:?}");
        let after = SeededDesk::read(made.store.clone(), made.counts).await;
        assert_eq!((made.staff, debug_texts(&made.customers)), (after.staff, debug_texts(&after.customers)));
    })
    .await;
    let test = TestDatabase::sqlite().await;
    let store = Store::open(test.engine(), Clock::manual(plan(1, 1).until), Ids::seeded(1)).await.unwrap();
    let details = CustomerDetails::named("Obi".parse().unwrap());
    let created = async |transaction: &mut caredesk_persistence::Transaction| {
        let customer = Customer::create(transaction.new_customer_id(), details.clone(), &reader(), transaction.timestamp())?;
        Ok::<_, SeedError>(transaction.save(customer).await?)
    };
    store.write(created).await.unwrap();
    assert!(!is_empty(&store).await.unwrap());
}

#[tokio::test]
async fn seed_with_an_incomplete_team_is_refused_and_saves_nothing() {
    let test = TestDatabase::sqlite().await;
    let store = Store::open(test.engine(), Clock::manual(plan(1, 1).until), Ids::seeded(1)).await.unwrap();
    assert!(matches!(seed(&store, &plan(5, 1), Vec::new(), |_| {}).await, Err(SeedError::Team(_))));
    let hash = PasswordHash::from_phc("$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA".to_owned());
    for missing in [Role::Agent, Role::Admin, Role::Doctor] {
        let others = team(&plan(5, 1), &hash).unwrap().into_iter().filter(|member| member.role != missing).collect();
        assert!(matches!(seed(&store, &plan(5, 1), others, |_| {}).await, Err(SeedError::Team(_))), "without any {missing}");
    }
    assert!(is_empty(&store).await.unwrap());
}
