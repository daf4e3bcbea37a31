//! What must hold of every row and every event of a desk that was made up.

use std::collections::{BTreeMap, BTreeSet};

use caredesk_domain::{
    PrincipalId, StaffId,
    policy::Action,
    ticket::{Category, Priority, Standing, TicketStatus},
};
use caredesk_persistence::Doer;
use serde_json::Value;

use super::*;
use crate::services::seed::roster::hour_of_week;

const DAY: i64 = 24 * 60 * 60;

fn doer(happening: &Happening) -> StaffId {
    match &happening.actor {
        Doer::Staff(person) => StaffId::from_uuid(person.id.uuid()),
        Doer::Service(program) => panic!("{} was done by {}", happening.action, program.name),
        Doer::System(task) => panic!("{} was done by {task}", happening.action),
    }
}

#[tokio::test]
async fn nothing_in_a_made_up_desk_contradicts_anything_else() {
    on_both_engines(async |test| {
        let plan = plan(160, 5);
        let made = MadeUp::at(test, &plan).await;
        people_are_as_a_desk_needs_them(&made);
        customers_came_before_their_tickets(&made, &plan).await;
        for (ticket, said, happened) in &made.tickets {
            a_ticket_is_what_its_events_made_of_it(ticket, said, happened, &plan);
            everybody_involved_works_here(ticket, said, happened, &made.staff);
        }
        everybody_keeps_working_hours(&made, &plan);
    })
    .await;
}

fn people_are_as_a_desk_needs_them(made: &MadeUp) {
    let of = |role| made.staff.iter().filter(|one| one.role == role && one.active).count();
    assert_eq!([of(Role::Admin), of(Role::Doctor), of(Role::Auditor)], [2, 2, 1]);
    assert!(of(Role::Agent) >= 6);
}

async fn customers_came_before_their_tickets(made: &MadeUp, plan: &Plan) {
    let first_hired = made.staff.iter().map(|one| one.created_at).min().unwrap();
    let mut events = u64::try_from(made.staff.len()).unwrap();
    for customer in &made.customers {
        assert!(first_hired < customer.created_at && customer.created_at <= customer.updated_at && customer.updated_at <= plan.until);
        let history = made.history(customer).await;
        assert_eq!((history[0].action, history[0].at), (Action::CreateCustomer, customer.created_at));
        assert!(history.is_sorted_by(|one, next| one.at < next.at && next.action == Action::EditCustomer));
        assert_eq!(history.last().unwrap().at, customer.updated_at);
        events += u64::try_from(history.len()).unwrap();
        let theirs = made.tickets.iter().filter(|(ticket, ..)| ticket.customer == customer.id);
        let last = theirs.map(|(ticket, ..)| ticket.updated_at).max().unwrap();
        if let Some(death) = customer.details.death {
            assert!(last < customer.updated_at, "somebody came after their death");
            assert!(death.at.is_none_or(|at| last < at && at < customer.updated_at));
        }
    }
    for (ticket, ..) in &made.tickets {
        let customer = made.customers.iter().find(|one| one.id == ticket.customer).unwrap();
        assert!(customer.created_at < ticket.created_at);
    }
    let sum = |of: fn(&Case) -> usize| u64::try_from(made.tickets.iter().map(of).sum::<usize>()).unwrap();
    let counted = Counts {
        staff: u64::try_from(made.staff.len()).unwrap(),
        customers: u64::try_from(made.customers.len()).unwrap(),
        tickets: u64::try_from(made.tickets.len()).unwrap(),
        messages: sum(|(_, said, _)| said.len()),
        events: events + sum(|(_, _, happened)| happened.len()),
    };
    assert_eq!(made.counts, counted);
}

/// Follows the events from the opening on and compares where they lead with the row.
fn a_ticket_is_what_its_events_made_of_it(ticket: &Ticket, said: &[Message], happened: &[Happening], plan: &Plan) {
    assert_eq!((happened[0].action, happened[0].at), (Action::OpenTicket, ticket.created_at));
    assert!(happened.is_sorted_by(|one, next| one.at < next.at && next.action != Action::OpenTicket), "{:?}", told(happened));
    assert!(ticket.updated_at <= plan.until && happened.last().unwrap().at == ticket.updated_at);
    let (mut status, mut assignee, mut resolution) = (Value::Null, Value::Null, None);
    for happening in happened {
        for (field, value) in [("status", &mut status), ("assignee", &mut assignee)] {
            if let Some(change) = happening.changes.get(field) {
                assert_eq!(change.get("from").unwrap_or(&Value::Null), &*value, "{field} of {}", ticket.number);
                *value = change["to"].clone();
            }
        }
        if happening.changes.contains_key("status") {
            resolution = (status == "resolved").then(|| (happening.at, doer(happening)));
        }
    }
    assert_eq!(status, ticket.standing.status().as_str());
    assert_eq!(assignee, serde_json::json!(ticket.assignee));
    match ticket.standing {
        Standing::Resolved { at, by } => {
            assert_eq!(resolution, Some((at, StaffId::from_uuid(by.uuid()))));
            assert_eq!(ticket.waiting_since, None);
            assert!(ticket.first_response.is_some() && ticket.assignee.is_some());
        }
        Standing::Open | Standing::Pending => assert_eq!(resolution, None),
        Standing::Escalated { .. } => panic!("nothing is escalated yet"),
    }
    let spoken = [Action::Reply, Action::Note, Action::RecordCustomerMessage];
    let spoken: Vec<_> = happened.iter().filter(|one| spoken.contains(&one.action)).map(|one| one.at).collect();
    assert_eq!(said.iter().map(|message| message.created_at).collect::<Vec<_>>(), spoken);
    let first = happened.iter().find(|one| one.action == Action::Reply);
    assert_eq!(ticket.first_response.map(|first| (first.at, first.by)), first.map(|one| (one.at, doer(one))));
}

fn everybody_involved_works_here(ticket: &Ticket, said: &[Message], happened: &[Happening], staff: &[Staff]) {
    let working: BTreeSet<StaffId> =
        staff.iter().filter(|one| one.active && matches!(one.role, Role::Agent | Role::Admin)).map(|one| one.id).collect();
    let person = |id: PrincipalId| StaffId::from_uuid(id.uuid());
    let speakers = said.iter().map(|message| person(message.author.principal()));
    let involved = speakers.chain(happened.iter().map(doer)).chain(ticket.assignee).chain([person(ticket.opened_by)]);
    assert!(involved.collect::<BTreeSet<_>>().is_subset(&working));
}

fn everybody_keeps_working_hours(made: &MadeUp, plan: &Plan) {
    let mut hours: BTreeMap<StaffId, BTreeSet<usize>> = BTreeMap::new();
    for happening in made.tickets.iter().flat_map(|(_, _, happened)| happened) {
        hours.entry(doer(happening)).or_default().insert(hour_of_week(plan.zone, happening.at));
    }
    assert!(hours.len() >= 6);
    // A minute after the shift the last call is still written down: one hour more a day.
    assert!(hours.values().all(|hours| hours.len() <= 48 + 7), "{hours:?}");
}

#[tokio::test]
async fn a_made_up_desk_has_the_shares_of_a_real_one() {
    let test = TestDatabase::sqlite().await;
    let plan = Plan { per_day: 14, ..plan(900, 8) };
    let made = MadeUp::at(&test, &plan).await;
    let share = |wanted: &dyn Fn(&Ticket) -> bool| made.tickets.iter().filter(|(ticket, ..)| wanted(ticket)).count() * 100 / 900;
    for (category, expected) in
        [(Category::Appointment, 30..42), (Category::Billing, 18..30), (Category::Technical, 16..28), (Category::Medical, 12..24)]
    {
        assert!(expected.contains(&share(&|ticket| ticket.category == category)), "{category}");
    }
    for (priority, expected) in [(Priority::Low, 22..42), (Priority::Medium, 35..55), (Priority::High, 10..26), (Priority::Urgent, 2..9)] {
        assert!(expected.contains(&share(&|ticket| ticket.priority == priority)), "{priority}");
    }
    assert!((270..330).contains(&made.customers.len()), "{}", made.customers.len());
    assert!((3..12).contains(&share(&|ticket| ticket.reopened_count > 0)));
    let subjects: BTreeSet<&str> = made.tickets.iter().map(|(ticket, ..)| ticket.subject.as_str()).collect();
    assert!(subjects.len() > 80);

    let of_age = |from: i64, to: i64| {
        made.tickets.iter().filter(move |(one, ..)| (from..to).contains(&(plan.until.seconds_since(one.created_at) / DAY)))
    };
    let resolved = |ticket: &Ticket| ticket.standing.status() == TicketStatus::Resolved;
    let (old, old_resolved) = (of_age(14, 99).count(), of_age(14, 99).filter(|(one, ..)| resolved(one)).count());
    assert!(old > 600 && old_resolved * 100 >= old * 97, "{old_resolved} of {old}");
    let queue = made.tickets.iter().filter(|(one, ..)| one.assignee.is_none() && !resolved(one)).count();
    let with_agents = made.tickets.iter().filter(|(one, ..)| one.assignee.is_some() && !resolved(one)).count();
    assert!((5..40).contains(&queue) && (8..90).contains(&with_agents), "{queue} in the queue, {with_agents} with agents");

    let called = |wanted: &dyn Fn(&Customer) -> bool| made.customers.iter().filter(|one| wanted(one)).count();
    assert!((1..20).contains(&called(&|one| one.details.death.is_some())));
    assert!((5..40).contains(&called(&|one| !one.details.former_names.is_empty())));
    assert!(called(&|one| !one.full_name().is_ascii()) > 20);
}
