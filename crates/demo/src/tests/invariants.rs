//! What must hold of every row and every event of a seeded desk.

use std::collections::BTreeSet;

use caredesk_domain::{
    PrincipalId, Timestamp,
    customer::Customer,
    interaction::Direction,
    message::Message,
    policy::Action,
    ticket::{Ticket, TicketState},
};

use super::*;

#[tokio::test]
async fn seeded_records_and_events_agree() {
    on_both_engines(async |test| {
        let plan = plan(190, 5);
        let made = SeededDesk::seed(test, &plan).await;
        check_staff(&made);
        check_customers(&made, &plan);
        check_counts(&made);
        for case in &made.tickets {
            check_ticket_events(case, &made, &plan);
            check_waiting_since(case, &made);
            check_ticket_links(&case.row, &made);
        }
        check_actors(&made);
        contacts::check_interactions(&made, &plan);
        escalations::check_escalations(&made, &plan);
        hours::check_shifts(&made, &plan);
    })
    .await;
}

fn check_staff(made: &SeededDesk) {
    let of = |role| made.staff.iter().filter(|one| one.role == role && one.active).count();
    assert_eq!([of(Role::Admin), of(Role::Doctor), of(Role::Auditor)], [2, 2, 1]);
    assert!(of(Role::Agent) >= 6);
}

fn check_customers(made: &SeededDesk, plan: &Plan) {
    let first_hired = made.staff.iter().map(|one| one.created_at).min().unwrap();
    for RecordHistory { row: customer, events, .. } in &made.customers {
        assert!(first_hired < customer.created_at && customer.created_at <= customer.updated_at && customer.updated_at <= plan.until);
        assert_eq!((events[0].action, events[0].at), (Action::CreateCustomer, customer.created_at));
        assert!(events.is_sorted_by(|one, next| one.at < next.at && next.action == Action::EditCustomer));
        assert_eq!(events.last().unwrap().at, customer.updated_at);
        let tickets = made.tickets.iter().map(|case| (case.row.customer, case.row.created_at, case.row.updated_at));
        let contacts = made.interactions.iter().map(|case| (case.row.customer, case.row.created_at, case.row.updated_at));
        let escalations = made.escalations.iter().map(|case| (case.row.customer, case.row.created_at, case.row.updated_at));
        let theirs: Vec<_> = tickets.chain(contacts).chain(escalations).filter(|(whose, ..)| *whose == customer.id).collect();
        assert!(theirs.iter().all(|(_, begun, _)| customer.created_at < *begun));
        if let Some(death) = customer.details.death {
            let last = theirs.iter().map(|(.., last)| *last).max().unwrap();
            assert!(last < customer.updated_at, "somebody came after their death");
            assert!(death.at.is_none_or(|at| last < at && at < customer.updated_at));
        }
    }
}

fn check_counts(made: &SeededDesk) {
    let number = |count: usize| u64::try_from(count).unwrap();
    let notes = made.interactions.iter().map(|case| case.messages.len()).sum::<usize>();
    let events = made.customers.iter().map(|case| case.events.len()).sum::<usize>()
        + made.tickets.iter().map(|case| case.events.len()).sum::<usize>()
        + made.interactions.iter().map(|case| case.events.len()).sum::<usize>()
        + made.escalations.iter().map(|case| case.events.len()).sum::<usize>();
    let counted = Counts {
        staff: number(made.staff.len()),
        customers: number(made.customers.len()),
        interactions: number(made.interactions.len()),
        tickets: number(made.tickets.len()),
        messages: number(notes + made.tickets.iter().map(|case| case.messages.len()).sum::<usize>()),
        escalations: number(made.escalations.len()),
        escalation_messages: number(made.escalations.iter().map(|case| case.messages.len()).sum()),
        events: number(made.staff.len() + events),
    };
    assert_eq!(made.counts, counted);
}

/// Follows the events from the opening on and compares where they lead with the row.
#[expect(clippy::wildcard_enum_match_arm, reason = "only three of all actions answer a customer")]
fn check_ticket_events(case: &RecordHistory<Ticket, Message>, made: &SeededDesk, plan: &Plan) {
    let RecordHistory { row: ticket, messages, events } = case;
    assert_eq!((events[0].action, events[0].at), (Action::OpenTicket, ticket.created_at));
    assert!(in_order(events) && events[1..].iter().all(|one| one.action != Action::OpenTicket), "{:?}", lines(events));
    assert!(ticket.updated_at <= plan.until && events.last().unwrap().at == ticket.updated_at);
    let fields = ["status", "assignee", "customer", "interaction", "duplicate_of", "open_escalation"];
    let row = [
        serde_json::json!(ticket.state.status()),
        serde_json::json!(ticket.assignee),
        serde_json::json!(ticket.customer),
        serde_json::json!(ticket.interaction),
        serde_json::json!(ticket.duplicate_of),
        serde_json::json!(ticket.open_escalation),
    ];
    assert_eq!(final_values(fields, events), row, "{fields:?} of {}", ticket.number);
    let last = events.iter().rfind(|one| one.changes.contains_key("status")).unwrap();
    match ticket.state {
        TicketState::Resolved { at, by } => {
            assert_eq!((last.at, PrincipalId::from(actor_of(last))), (at, by));
            assert!(ticket.first_response.is_some() && ticket.assignee.is_some());
        }
        TicketState::Open | TicketState::Pending => {}
        TicketState::Escalated { .. } => {
            let open = made.escalations.iter().filter(|one| one.row.state.is_open() && Some(one.row.id) == ticket.open_escalation);
            assert_eq!(open.count(), 1);
        }
    }
    let spoken = [Action::Reply, Action::Note, Action::RecordCustomerMessage];
    let spoken: Vec<_> = events.iter().filter(|one| spoken.contains(&one.action)).map(|one| one.at).collect();
    assert_eq!(messages.iter().map(|message| message.created_at).collect::<Vec<_>>(), spoken);
    let first = events.iter().find_map(|one| match one.action {
        Action::Reply => Some((one.at, actor_of(one))),
        Action::LogInteraction | Action::End => spoken_until(one, made).map(|_| (contacts::of_event(one, made).started_at, actor_of(one))),
        _ => None,
    });
    assert_eq!(ticket.first_response.map(|first| (first.at, first.by)), first);
}

#[expect(clippy::wildcard_enum_match_arm, reason = "of all actions these few change who waits; a status is looked at below")]
fn check_waiting_since(case: &RecordHistory<Ticket, Message>, made: &SeededDesk) {
    let RecordHistory { row: ticket, events, .. } = case;
    let (mut waiting, mut before) = (None, None);
    for one in events {
        let was = waiting;
        match one.action {
            Action::OpenTicket => waiting = Some(one.at),
            Action::RecordCustomerMessage => waiting = waiting.or(Some(one.at)),
            Action::Reply => waiting = None,
            Action::LogInteraction | Action::End => {
                waiting = waiting.filter(|since| spoken_until(one, made).is_none_or(|until| *since > until));
            }
            Action::SetStatus if one.changes["status"]["to"] == "open" => waiting = Some(one.at),
            _ => {}
        }
        if one.action == Action::UndoStatus {
            waiting = before;
        }
        if let Some(change) = one.changes.get("status").filter(|_| one.action != Action::UndoStatus) {
            before = was;
            if change["to"] == "resolved" || change["to"] == "pending" {
                waiting = None;
            }
        }
    }
    assert_eq!(ticket.waiting_since, waiting, "{}", ticket.number);
}

/// Until when an agent spoke with the customer in the contact that an event of a ticket tells of; `None` as long as their telephone only rings, and
/// where nobody took it.
fn spoken_until(event: &TimelineEntry, made: &SeededDesk) -> Option<Timestamp> {
    let contact = contacts::of_event(event, made);
    if contact.no_answer {
        return None;
    }
    let ended = contact.phase.ended_at().filter(|ended| *ended <= event.at);
    ended.or((contact.direction == Direction::Inbound).then_some(event.at))
}

fn check_ticket_links(ticket: &Ticket, made: &SeededDesk) {
    if let Some(original) = ticket.duplicate_of {
        let original = &made.tickets.iter().find(|case| case.row.id == original).unwrap().row;
        assert!(original.customer == ticket.customer && original.created_at < ticket.created_at && original.duplicate_of.is_none());
        assert_eq!(original.category, ticket.category);
    }
    if let Some(contact) = ticket.interaction {
        let contact = &made.interactions.iter().find(|case| case.row.id == contact).unwrap().row;
        assert!(contact.customer == ticket.customer && contact.created_at < ticket.created_at && contact.ticket == Some(ticket.id));
    }
}

fn check_actors(made: &SeededDesk) {
    let of = |wanted: &dyn Fn(Role) -> bool| -> BTreeSet<StaffId> {
        made.staff.iter().filter(|one| one.active && wanted(one.role)).map(|one| one.id).collect()
    };
    let care = of(&|role| matches!(role, Role::Agent | Role::Admin));
    let person = |id: PrincipalId| StaffId::from_uuid(id.uuid());
    let messages = made.tickets.iter().flat_map(|case| &case.messages).chain(made.interactions.iter().flat_map(|case| &case.messages));
    assert!(messages.map(|message| person(message.author.principal())).all(|author| care.contains(&author)));
    for RecordHistory { row: ticket, events, .. } in &made.tickets {
        assert!(ticket.assignee.iter().all(|one| care.contains(one)) && care.contains(&person(ticket.opened_by)));
        let answers = |one: &&TimelineEntry| one.action == Action::ResolveEscalation;
        assert!(events.iter().filter(|one| !answers(one)).all(|one| care.contains(&actor_of(one))));
    }
    let asked = of(&|role| matches!(role, Role::Doctor | Role::Admin));
    let answered = made.escalations.iter().filter_map(|case| case.row.state.resolution());
    assert!(answered.into_iter().all(|answer| asked.contains(&answer.by)));
    assert!(made.customers.iter().flat_map(|case: &RecordHistory<Customer, ()>| &case.events).all(|one| care.contains(&actor_of(one))));
}
