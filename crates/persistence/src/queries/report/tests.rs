//! Reports take the same number of statements for any number of agents.

use caredesk_domain::{
    Timestamp,
    actor::{Actor, SystemJob},
    customer::{Customer, CustomerDetails},
    metric::{Metric, MetricTotals},
    staff::{NewStaff, Staff},
    ticket::{Priority, Ticket, TicketStatus},
};

use super::*;
use crate::{
    Clock, Ids,
    testing::{TestDatabase, on_both_engines, records::new_ticket},
};

const NOW: &str = "2026-03-31T09:00:00Z";

/// Creates agents who each open and resolve a ticket.
#[expect(clippy::disallowed_methods, reason = "tests construct their own actors")]
async fn work(store: &Store, colleagues: usize, from: usize) {
    for number in from..from + colleagues {
        let done = store.write::<_, StoreError>(async |work| {
            let email = format!("colleague-{number}@desk.example").parse().unwrap();
            let new = NewStaff { id: work.new_staff_id(), email, name: "Ada Obi".parse().unwrap(), role: Role::Agent, password: None };
            let agent = work.save(Staff::create(new, &Actor::system(SystemJob::Bootstrap), work.timestamp()).unwrap()).await?;
            let actor = Actor::staff(agent.id, Role::Agent);
            let details = CustomerDetails::named("Obi".parse().unwrap());
            let customer = work.save(Customer::create(work.new_customer_id(), details, &actor, work.timestamp()).unwrap()).await?;
            let ticket =
                work.save(Ticket::open(new_ticket(work, Priority::High), &customer, None, &actor, work.timestamp()).unwrap()).await?;
            work.save(ticket.set_status(TicketStatus::Resolved, &actor, work.timestamp()).unwrap()).await
        });
        done.await.unwrap();
    }
}

#[tokio::test]
async fn agent_activity_uses_constant_number_of_statements() {
    on_both_engines(async |test: &TestDatabase| {
        let mut store = Store::open(test.engine(), Clock::manual(NOW.parse().unwrap()), Ids::seeded(7)).await.unwrap();
        let now: Timestamp = NOW.parse().unwrap();
        let cut = TimeBuckets::new(vec![now.plus_seconds(-20), now.plus_seconds(-10), now.plus_seconds(1)]);
        let mut taken = Vec::new();
        for (more, all) in [(2, 2), (28, 30)] {
            work(&store, more, all - more).await;
            let reads = store.record_statements();
            let count =
                ReportQuery { buckets: cut.clone(), group_by: Grouping::Agent, agent: None, customer: None, trend_only: false, now };
            let counted = store.metric_totals(&count).await.unwrap();
            let resolved = |tallies: &MetricTotals| tallies.metric_value(Metric::TicketsResolved).numerator;
            assert_eq!((counted.len(), counted.values().map(resolved).sum::<i64>()), (all + 1, i64::try_from(all).unwrap()));
            assert_eq!((store.workloads().await.unwrap().len(), store.backlogs(&cut).await.unwrap().1.len()), (0, 2));
            assert_eq!(store.recurring_terms(&cut).await.unwrap().len(), if all > 2 { 1 } else { 0 });
            taken.push(reads.lock().unwrap().len());
        }
        // Details are read only for recurring terms.
        assert_eq!(taken[0] + 1, taken[1], "{taken:?}");
        assert!(taken[1] <= 13, "{taken:?}");
    })
    .await;
}

/// Regression: sixty terms of one customer with a higher increase filled the fifty places; a rare word was returned for a stem.
#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "tests construct their own actors")]
async fn frequent_terms_exclude_one_customers_terms_and_show_commonest_word() {
    on_both_engines(async |test: &TestDatabase| {
        let store = Store::open(test.engine(), Clock::manual(NOW.parse().unwrap()), Ids::seeded(7)).await.unwrap();
        let agent = Actor::staff(StaffId::from_uuid(uuid::Uuid::from_u128(1)), Role::Agent);
        let letters = || ('b'..='k').flat_map(|one| ('b'..='g').map(move |other| format!("{one}{other}oxtra")));
        let theirs: Vec<String> = letters().collect::<Vec<_>>().chunks(10).map(|words| words.join(" ")).collect();
        let subjects = |customer: usize| match customer {
            0 => theirs.iter().cycle().take(theirs.len() * 4).map(String::as_str).collect(),
            1 => vec!["Refunds of the voucher"],
            2 => vec!["Refunded, refunded or a refund"],
            _ => vec!["A refund and refunded"],
        };
        for number in 0..4 {
            let opened = store.write::<_, StoreError>(async |work| {
                let details = CustomerDetails::named("Obi".parse().unwrap());
                let customer = work.save(Customer::create(work.new_customer_id(), details, &agent, work.timestamp()).unwrap()).await?;
                for subject in subjects(number) {
                    let mut new = new_ticket(work, Priority::High);
                    new.fields.subject = subject.parse().unwrap();
                    work.save(Ticket::open(new, &customer, None, &agent, work.timestamp()).unwrap()).await?;
                }
                Ok(())
            });
            opened.await.unwrap();
        }
        let now: Timestamp = NOW.parse().unwrap();
        let terms = store
            .recurring_terms(&TimeBuckets::new(vec![now.plus_seconds(-20), now.plus_seconds(-10), now.plus_seconds(1)]))
            .await
            .unwrap();
        let told: Vec<_> = terms.iter().map(|term| (term.word.as_str(), term.tickets, term.customers)).collect();
        assert_eq!(told, [("refunded", 3, 3)]);
    })
    .await;
}
