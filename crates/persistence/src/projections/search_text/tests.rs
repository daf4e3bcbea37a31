//! Several changes of one save that affect the same words.

use caredesk_domain::{
    StaffId,
    actor::{Actor, Role, RowScope},
    customer::{CustomerDetails, CustomerPatch},
    search::SearchQuery,
    ticket::{Category, NewTicket, Priority, TicketFields, TicketPatch},
};

use super::*;
use crate::{Clock, Ids, PageRequest, Store, TicketFilter, testing::on_both_engines};

#[expect(clippy::disallowed_methods, reason = "tests construct their own actors")]
fn agent() -> Actor {
    Actor::staff(StaffId::from_uuid(Uuid::from_u128(1)), Role::Agent)
}

async fn found(store: &Store, query: &str, by_customer: bool) -> usize {
    let query = SearchQuery::parse(query, "NG".parse().unwrap()).unwrap();
    let request = PageRequest { limit: 10, after: None, with_total: false };
    let found = store.search_tickets(RowScope::All, &query, &TicketFilter::default(), by_customer, request).await.unwrap();
    found.into_parts().0.page.rows.len()
}

#[tokio::test]
async fn update_ticket_and_customer_name_indexes_ticket_once() {
    on_both_engines(async |test| {
        let store = Store::open(test.engine(), Clock::manual("2026-03-01T09:00:00Z".parse().unwrap()), Ids::seeded(7)).await.unwrap();
        let (customer, ticket) = store
            .write::<_, StoreError>(async |work| {
                let details = CustomerDetails::named("Obi".parse().unwrap());
                let customer = work.save(Customer::create(work.new_customer_id(), details, &agent(), work.timestamp()).unwrap()).await?;
                let new = NewTicket {
                    id: work.new_ticket_id(),
                    number: work.new_ticket_number(),
                    assignee: None,
                    fields: TicketFields::new(
                        Category::Billing,
                        Priority::High,
                        "Charged twice".parse().unwrap(),
                        "Charged twice in March.".parse().unwrap(),
                    ),
                };
                let ticket = work.save(Ticket::open(new, &customer, None, &agent(), work.timestamp()).unwrap()).await?;
                Ok((customer, ticket))
            })
            .await
            .unwrap();
        store
            .write::<_, StoreError>(async |work| {
                let name = CustomerPatch { family_name: Some("Eze".parse().unwrap()), ..CustomerPatch::default() };
                let words = TicketPatch { subject: Some("Refund is missing".parse().unwrap()), ..TicketPatch::default() };
                let renamed = customer.clone().edit(name, &agent(), work.timestamp()).unwrap().map(drop);
                let edited = ticket.clone().edit(words, &agent(), work.timestamp()).unwrap().map(drop);
                work.save_all(vec![renamed, edited]).await
            })
            .await
            .unwrap();
        let asked = [
            ("eze refund", 1, 0),
            ("obi", 0, 0),
            ("charged eze", 1, 0),
            ("twice eze missing", 1, 0),
            ("twice missing", 1, 1),
            ("ez", 1, 0),
        ];
        for (query, by_customer, alone) in asked {
            assert_eq!((found(&store, query, true).await, found(&store, query, false).await), (by_customer, alone), "{query}");
        }
    })
    .await;
}
