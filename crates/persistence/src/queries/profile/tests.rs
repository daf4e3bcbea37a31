//! Profile, timeline and dashboard take the same number of statements for any amount of data.

use caredesk_domain::{
    actor::{Actor, Role, SystemJob},
    change::Change,
    customer::CustomerDetails,
    interaction::Interaction,
    staff::{NewStaff, Staff},
    ticket::{NewMessage, Priority, Ticket},
};

use super::*;
use crate::{
    Clock, DashboardScope, Ids, TimelineFilter, Transaction,
    testing::{
        TestDatabase, on_both_engines,
        records::{new_call, new_ticket},
    },
};

const NOW: &str = "2026-03-01T09:00:00Z";

#[expect(clippy::disallowed_methods, reason = "tests construct their own actors")]
async fn agent(store: &Store) -> Actor {
    let hired = store.write::<_, StoreError>(async |work| {
        let (email, name) = ("ada@desk.example".parse().unwrap(), "Ada Obi".parse().unwrap());
        let new = NewStaff { id: work.new_staff_id(), email, name, role: Role::Agent, password: None };
        work.save(Staff::create(new, &Actor::system(SystemJob::Bootstrap), work.timestamp()).unwrap()).await
    });
    Actor::staff(hired.await.unwrap().id, Role::Agent)
}

async fn customer(store: &Store, actor: &Actor) -> Customer {
    let added = store.write::<_, StoreError>(async |work| {
        let details = CustomerDetails::named("Obi".parse().unwrap());
        work.save(Customer::create(work.new_customer_id(), details, actor, work.timestamp()).unwrap()).await
    });
    added.await.unwrap()
}

/// An unassigned ticket.
fn opened(work: &Transaction, customer: &Customer, actor: &Actor) -> Change<Ticket> {
    Ticket::open(new_ticket(work, Priority::High), customer, None, actor, work.timestamp()).unwrap()
}

fn begun(work: &Transaction, customer: &Customer, actor: &Actor) -> Change<Interaction> {
    Interaction::log(new_call(work), customer, None, actor, work.timestamp()).unwrap()
}

/// Creates tickets with a reply each, and calls.
async fn happen(store: &Store, actor: &Actor, customer: &Customer, count: usize) {
    let done = store.write::<_, StoreError>(async |work| {
        let mut changes = Vec::new();
        for _ in 0..count {
            let open = opened(work, customer, actor);
            let hello = NewMessage { id: work.new_message_id(), body: "Hello.".parse().unwrap(), status: None, relays: None };
            let reply = open.out().clone().reply(hello, actor, work.timestamp()).unwrap();
            changes.extend([open.map(drop), reply.map(drop), begun(work, customer, actor).map(drop)]);
        }
        work.save_all(changes).await
    });
    done.await.unwrap();
}

/// Number of statements of a read that returns `rows` rows.
async fn statements(store: &mut Store, read: impl AsyncFn(&Store) -> usize, rows: usize) -> usize {
    let recorded = store.record_statements();
    assert_eq!(read(store).await, rows);
    recorded.lock().unwrap().len()
}

#[tokio::test]
async fn profile_timeline_and_dashboard_use_constant_number_of_statements() {
    on_both_engines(async |test: &TestDatabase| {
        let mut store = Store::open(test.engine(), Clock::manual(NOW.parse().unwrap()), Ids::seeded(7)).await.unwrap();
        let actor = agent(&store).await;
        let customer = customer(&store, &actor).await;
        let profile = async |store: &Store| {
            let seen = store.profile(RowScope::All, customer.id, false).await.unwrap().into_parts().0;
            usize::try_from(seen.tickets.values().chain(seen.interactions.values()).sum::<u64>()).unwrap()
        };
        let page = PageRequest { limit: 200, after: None, with_total: false };
        let timeline = async |store: &Store| {
            store.customer_timeline(RowScope::All, customer.id, &TimelineFilter::default(), page).await.unwrap().into_parts().0.rows.len()
        };
        let now = NOW.parse().unwrap();
        let staff = actor.staff_id().unwrap();
        let whose = DashboardScope { staff, role: Role::Agent, scope: RowScope::All, day_started: now, responses_since: now };
        let dashboard = async |store: &Store| {
            let work = store.dashboard(whose, &[]).await.unwrap().into_parts().0.work.unwrap();
            usize::try_from(work.active_interactions_count).unwrap()
        };
        let mut taken = Vec::new();
        for (more, all) in [(2, 2), (38, 40)] {
            happen(&store, &actor, &customer, more).await;
            taken.push([
                statements(&mut store, profile, 2 * all).await,
                statements(&mut store, timeline, 1 + 3 * all).await,
                statements(&mut store, dashboard, all).await,
            ]);
        }
        assert_eq!(taken[0], taken[1]);
        assert!(taken[0].iter().all(|statements| (1..=40).contains(statements)), "{taken:?}");
    })
    .await;
}
