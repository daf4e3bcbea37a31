//! Whole desks made up, on both engines.

mod invariants;

use caredesk_domain::{
    actor::{Actor, Role},
    customer::Customer,
    event::Record as _,
    message::{Message, MessageKind, Place},
    staff::Staff,
    ticket::Ticket,
};
use caredesk_persistence::{
    Clock, CustomerFilter, CustomerSort, Happening, Page, PageRequest, Seen, StaffFilter, TicketFilter, TicketSort,
    testing::{TestDatabase, on_both_engines},
};

use super::*;

fn plan(tickets: u32, seed: u64) -> Plan {
    let until = "2026-03-04T13:47:11.5Z".parse().unwrap();
    Plan { tickets, per_day: 7, seed, until, zone: Tz::Africa__Lagos, at_once: false }
}

#[expect(clippy::disallowed_methods, reason = "a test is whoever it says")]
fn reader() -> Actor {
    Actor::staff(caredesk_domain::StaffId::from_uuid(uuid::Uuid::nil()), Role::Admin)
}

/// A ticket with what was said on it and what happened to it, both from the first to the last.
type Case = (Ticket, Vec<Message>, Vec<Happening>);

/// A desk that was made up, and all that is in it.
struct MadeUp {
    store: Store,
    counts: Counts,
    staff: Vec<Staff>,
    customers: Vec<Customer>,
    tickets: Vec<Case>,
}

impl MadeUp {
    async fn at(test: &TestDatabase, plan: &Plan) -> Self {
        let store = Store::open(test.engine(), Clock::manual(plan.until), Ids::seeded(plan.seed)).await.unwrap();
        let hash = PasswordHash::from_phc("$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA".to_owned());
        let mut told = Vec::new();
        let counts = seed(&store, plan, team(plan, &hash).unwrap(), |counts| told.push(*counts)).await.unwrap();
        assert_eq!(told.last(), Some(&counts));
        Self::read(store, counts).await
    }

    async fn read(store: Store, counts: Counts) -> Self {
        let staff = pages(async |request| store.list_staff(&StaffFilter::default(), request).await.unwrap()).await;
        let staff = staff.into_iter().map(|view| view.staff).collect();
        let filter =
            CustomerFilter { deleted: false, updated_from: None, updated_before: None, sort: CustomerSort::CreatedAt, descending: false };
        let customers =
            pages(async |request| show(&store, store.list_customers(reader().scope(), &filter, request).await.unwrap()).await).await;
        let filter = TicketFilter {
            statuses: Vec::new(),
            priorities: Vec::new(),
            categories: Vec::new(),
            assigned: Vec::new(),
            customer: None,
            created: (None, None),
            updated: (None, None),
            deleted: false,
            sort: TicketSort::CreatedAt,
            descending: false,
        };
        let views = pages(async |request| show(&store, store.list_tickets(reader().scope(), &filter, request).await.unwrap()).await).await;
        let mut tickets = Vec::new();
        for ticket in views.into_iter().map(|view| view.ticket) {
            let kinds = [MessageKind::Reply, MessageKind::Note];
            let said = pages(async |request| {
                show(&store, store.list_messages(Place::Ticket(ticket.id), ticket.customer, &kinds, request).await.unwrap()).await
            });
            let happened = pages(async |request| {
                show(&store, store.timeline(ticket.subject(), &[], Some(ticket.customer), &[], request).await.unwrap()).await
            });
            let (said, mut happened) = (said.await.into_iter().map(|view| view.message).collect(), happened.await);
            happened.reverse();
            tickets.push((ticket, said, happened));
        }
        Self { store, counts, staff, customers, tickets }
    }

    /// What happened to a customer, from the first to the last.
    async fn history(&self, customer: &Customer) -> Vec<Happening> {
        let mut happened = pages(async |request| {
            show(&self.store, self.store.timeline(customer.subject(), &[], Some(customer.id), &[], request).await.unwrap()).await
        })
        .await;
        happened.reverse();
        happened
    }
}

async fn show<T>(store: &Store, seen: Seen<T>) -> T {
    seen.disclose(store.ledger(), &reader()).await.unwrap()
}

/// All rows of a list.
async fn pages<T>(fetch: impl AsyncFn(PageRequest) -> Page<T>) -> Vec<T> {
    let (mut all, mut request) = (Vec::new(), PageRequest { limit: 200, after: None, with_total: false });
    loop {
        let page = fetch(request).await;
        all.extend(page.rows);
        request.after = page.next;
        if request.after.is_none() {
            return all;
        }
    }
}

/// Happenings as values to compare.
fn told(happenings: &[Happening]) -> Vec<String> {
    happenings.iter().map(|one| format!("{one:?}")).collect()
}

#[tokio::test]
async fn the_same_seed_makes_the_same_desk_on_either_engine_and_another_seed_another() {
    let (one, other, different) = (TestDatabase::sqlite().await, TestDatabase::postgres().await, TestDatabase::sqlite().await);
    let (one, other) = (MadeUp::at(&one, &plan(90, 3)).await, MadeUp::at(&other, &plan(90, 3)).await);
    assert_eq!(one.counts, other.counts);
    assert_eq!((&one.staff, &one.customers), (&other.staff, &other.customers));
    assert_eq!(one.tickets.len(), other.tickets.len());
    for ((ticket, said, happened), (same, same_said, same_happened)) in one.tickets.iter().zip(&other.tickets) {
        assert_eq!((ticket, said), (same, same_said));
        assert_eq!(told(happened), told(same_happened));
    }
    let different = MadeUp::at(&different, &plan(90, 4)).await;
    assert_ne!(one.tickets[0].0.number, different.tickets[0].0.number);
    assert_ne!(one.customers, different.customers);
}

#[tokio::test]
async fn one_transaction_makes_the_same_desk_as_many() {
    let (one, other) = (TestDatabase::sqlite().await, TestDatabase::sqlite().await);
    let at_once = Plan { at_once: true, ..plan(130, 3) };
    let (one, other) = (MadeUp::at(&one, &plan(130, 3)).await, MadeUp::at(&other, &at_once).await);
    assert_eq!((one.counts, &one.customers), (other.counts, &other.customers));
    assert!(one.tickets.iter().zip(&other.tickets).all(|(one, other)| one.0 == other.0 && one.1 == other.1));
}

#[tokio::test]
async fn a_desk_that_holds_a_colleague_or_a_customer_is_left_as_it_is() {
    on_both_engines(async |test| {
        let made = MadeUp::at(test, &plan(5, 1)).await;
        let again = seed(&made.store, &plan(5, 2), Vec::new(), |_| {}).await.unwrap_err();
        assert!(matches!(&again, ServiceError::Refused(Refusal::Conflict { code: "not_empty", .. })), "{again:?}");
        let after = MadeUp::read(made.store.clone(), made.counts).await;
        assert_eq!((made.staff, made.customers), (after.staff, after.customers));
    })
    .await;
    let test = TestDatabase::sqlite().await;
    let store = Store::open(test.engine(), Clock::manual(plan(1, 1).until), Ids::seeded(1)).await.unwrap();
    let details = caredesk_domain::customer::CustomerDetails::named("Obi".parse().unwrap());
    crate::services::customers::create(&store, &reader(), details).await.unwrap();
    assert!(!is_empty(&store).await.unwrap());
}

#[tokio::test]
async fn too_few_people_for_a_desk_around_the_clock_are_told_of_and_nothing_is_made() {
    let test = TestDatabase::sqlite().await;
    let store = Store::open(test.engine(), Clock::manual(plan(1, 1).until), Ids::seeded(1)).await.unwrap();
    assert!(matches!(seed(&store, &plan(5, 1), Vec::new(), |_| {}).await, Err(ServiceError::Internal(_))));
    assert!(is_empty(&store).await.unwrap());
}
