//! Several changes of the same records, saved together.

use caredesk_domain::{
    actor::{Actor, Role},
    customer::{Customer, CustomerDetails, CustomerPatch},
    event::Auditable as _,
};

use super::*;
use crate::{
    Clock, PageRequest, Store,
    testing::{TestDatabase, on_both_engines},
};

#[expect(clippy::disallowed_methods, reason = "tests construct their own actors")]
fn agent() -> Actor {
    Actor::staff(StaffId::from_uuid(Uuid::from_u128(1)), Role::Agent)
}

async fn store(test: &TestDatabase) -> Store {
    Store::open(test.engine(), Clock::manual("2026-03-01T09:00:00Z".parse().unwrap()), Ids::seeded(7)).await.unwrap()
}

fn added(work: &Transaction) -> Change<Customer> {
    Customer::create(work.new_customer_id(), CustomerDetails::named("Obi".parse().unwrap()), &agent(), work.timestamp()).unwrap()
}

fn renamed(customer: &Customer, to: &str, at: Timestamp) -> Change<Customer> {
    let patch = CustomerPatch { family_name: Some(to.parse().unwrap()), ..CustomerPatch::default() };
    customer.clone().edit(patch, &agent(), at).unwrap()
}

async fn happened(store: &Store, customer: &Customer) -> usize {
    let request = PageRequest { limit: 10, after: None, with_total: false };
    let seen = store.timeline(customer.subject(), &[], Some(customer.id), &[], request).await.unwrap();
    seen.disclose(store.read_log(), &agent()).await.unwrap().rows.len()
}

#[tokio::test]
async fn save_successive_changes_keeps_last_state_and_all_events() {
    on_both_engines(async |test| {
        let store = store(test).await;
        let made: Vec<Customer> = store
            .write::<_, StoreError>(async |work| {
                let new = added(work);
                let first = renamed(new.out(), "Eze", work.timestamp().plus_seconds(1));
                let other = added(work);
                let second = renamed(first.out(), "Okoro", work.timestamp().plus_seconds(2));
                work.save_all(vec![new, first, other, second]).await
            })
            .await
            .unwrap();
        let last = made.last().unwrap();
        let kept: Customer = store.get(agent().row_scope(), last.id).await.unwrap().disclose(store.read_log(), &agent()).await.unwrap();
        assert_eq!((&kept, kept.version, kept.details.family_name.as_str()), (last, 3, "Okoro"));
        assert_eq!((happened(&store, last).await, happened(&store, &made[2]).await), (3, 1));
        let again = store
            .write::<_, StoreError>(async |work| {
                let first = renamed(last, "Bello", work.timestamp().plus_seconds(3));
                let second = renamed(first.out(), "Musa", work.timestamp().plus_seconds(4));
                work.save_all(vec![first, second]).await
            })
            .await
            .unwrap();
        assert_eq!((again[1].version, happened(&store, last).await), (5, 5));
    })
    .await;
}

#[tokio::test]
async fn save_two_changes_of_one_state_is_error_and_rolled_back() {
    on_both_engines(async |test| {
        let store = store(test).await;
        let customer = store.write::<_, StoreError>(async |work| work.save(added(work)).await).await.unwrap();
        let refused = store
            .write::<_, StoreError>(async |work| {
                let at = work.timestamp().plus_seconds(1);
                work.save_all(vec![renamed(&customer, "Eze", at), renamed(&customer, "Okoro", at)]).await
            })
            .await;
        assert!(matches!(refused, Err(StoreError::Stale)), "{refused:?}");
        let kept: Customer = store.get(agent().row_scope(), customer.id).await.unwrap().disclose(store.read_log(), &agent()).await.unwrap();
        assert_eq!((&kept, happened(&store, &customer).await), (&customer, 1));
    })
    .await;
}
