//! What must hold of every row and every event of a desk that was made up.

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
async fn nothing_in_a_made_up_desk_contradicts_anything_else() {
    on_both_engines(async |test| {
        let plan = plan(190, 5);
        let made = MadeUp::at(test, &plan).await;
        people_are_as_a_desk_needs_them(&made);
        customers_came_before_their_cases(&made, &plan);
        everything_is_counted(&made);
        for case in &made.tickets {
            a_ticket_is_what_its_events_made_of_it(case, &made, &plan);
            its_patient_waits_since_they_were_last_not_answered(case, &made);
            what_it_is_linked_to_fits(&case.row, &made);
        }
        everybody_involved_works_here(&made);
        contacts::all_fit(&made, &plan);
        escalations::all_went_their_way(&made, &plan);
        hours::everybody_keeps_their_shifts(&made, &plan);
    })
    .await;
}

fn people_are_as_a_desk_needs_them(made: &MadeUp) {
    let of = |role| made.staff.iter().filter(|one| one.role == role && one.active).count();
    assert_eq!([of(Role::Admin), of(Role::Doctor), of(Role::Auditor)], [2, 2, 1]);
    assert!(of(Role::Agent) >= 6);
}

fn customers_came_before_their_cases(made: &MadeUp, plan: &Plan) {
    let first_hired = made.staff.iter().map(|one| one.created_at).min().unwrap();
    for Case { row: customer, happened, .. } in &made.customers {
        assert!(first_hired < customer.created_at && customer.created_at <= customer.updated_at && customer.updated_at <= plan.until);
        assert_eq!((happened[0].action, happened[0].at), (Action::CreateCustomer, customer.created_at));
        assert!(happened.is_sorted_by(|one, next| one.at < next.at && next.action == Action::EditCustomer));
        assert_eq!(happened.last().unwrap().at, customer.updated_at);
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

fn everything_is_counted(made: &MadeUp) {
    let number = |count: usize| u64::try_from(count).unwrap();
    let notes = made.interactions.iter().map(|case| case.said.len()).sum::<usize>();
    let happened = made.customers.iter().map(|case| case.happened.len()).sum::<usize>()
        + made.tickets.iter().map(|case| case.happened.len()).sum::<usize>()
        + made.interactions.iter().map(|case| case.happened.len()).sum::<usize>()
        + made.escalations.iter().map(|case| case.happened.len()).sum::<usize>();
    let counted = Counts {
        staff: number(made.staff.len()),
        customers: number(made.customers.len()),
        interactions: number(made.interactions.len()),
        tickets: number(made.tickets.len()),
        messages: number(notes + made.tickets.iter().map(|case| case.said.len()).sum::<usize>()),
        escalations: number(made.escalations.len()),
        escalation_messages: number(made.escalations.iter().map(|case| case.said.len()).sum()),
        events: number(made.staff.len() + happened),
    };
    assert_eq!(made.counts, counted);
}

/// Follows the events from the opening on and compares where they lead with the row.
#[expect(clippy::wildcard_enum_match_arm, reason = "only three of all actions answer a patient")]
fn a_ticket_is_what_its_events_made_of_it(case: &Case<Ticket, Message>, made: &MadeUp, plan: &Plan) {
    let Case { row: ticket, said, happened } = case;
    assert_eq!((happened[0].action, happened[0].at), (Action::OpenTicket, ticket.created_at));
    assert!(in_order(happened) && happened[1..].iter().all(|one| one.action != Action::OpenTicket), "{:?}", told(happened));
    assert!(ticket.updated_at <= plan.until && happened.last().unwrap().at == ticket.updated_at);
    let fields = ["status", "assignee", "customer", "interaction", "duplicate_of", "open_escalation"];
    let row = [
        serde_json::json!(ticket.state.status()),
        serde_json::json!(ticket.assignee),
        serde_json::json!(ticket.customer),
        serde_json::json!(ticket.interaction),
        serde_json::json!(ticket.duplicate_of),
        serde_json::json!(ticket.open_escalation),
    ];
    assert_eq!(followed(fields, happened), row, "{fields:?} of {}", ticket.number);
    let last = happened.iter().rfind(|one| one.changes.contains_key("status")).unwrap();
    match ticket.state {
        TicketState::Resolved { at, by } => {
            assert_eq!((last.at, PrincipalId::from(doer(last))), (at, by));
            assert!(ticket.first_response.is_some() && ticket.assignee.is_some());
        }
        TicketState::Open | TicketState::Pending => {}
        TicketState::Escalated { .. } => {
            let open = made.escalations.iter().filter(|one| one.row.state.is_open() && Some(one.row.id) == ticket.open_escalation);
            assert_eq!(open.count(), 1);
        }
    }
    let spoken = [Action::Reply, Action::Note, Action::RecordCustomerMessage];
    let spoken: Vec<_> = happened.iter().filter(|one| spoken.contains(&one.action)).map(|one| one.at).collect();
    assert_eq!(said.iter().map(|message| message.created_at).collect::<Vec<_>>(), spoken);
    let first = happened.iter().find_map(|one| match one.action {
        Action::Reply => Some((one.at, doer(one))),
        Action::LogInteraction | Action::End => spoken_until(one, made).map(|_| (contacts::of_event(one, made).started_at, doer(one))),
        _ => None,
    });
    assert_eq!(ticket.first_response.map(|first| (first.at, first.by)), first);
}

#[expect(clippy::wildcard_enum_match_arm, reason = "of all actions these few change who waits; a status is looked at below")]
fn its_patient_waits_since_they_were_last_not_answered(case: &Case<Ticket, Message>, made: &MadeUp) {
    let Case { row: ticket, happened, .. } = case;
    let (mut waiting, mut before) = (None, None);
    for one in happened {
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

/// Until when an agent spoke with the patient in the contact that an event of a ticket tells of; `None` as long as their telephone only rings, and
/// where nobody took it.
fn spoken_until(event: &TimelineEntry, made: &MadeUp) -> Option<Timestamp> {
    let contact = contacts::of_event(event, made);
    if contact.no_answer {
        return None;
    }
    let ended = contact.phase.ended_at().filter(|ended| *ended <= event.at);
    ended.or((contact.direction == Direction::Inbound).then_some(event.at))
}

fn what_it_is_linked_to_fits(ticket: &Ticket, made: &MadeUp) {
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

fn everybody_involved_works_here(made: &MadeUp) {
    let of = |wanted: &dyn Fn(Role) -> bool| -> BTreeSet<StaffId> {
        made.staff.iter().filter(|one| one.active && wanted(one.role)).map(|one| one.id).collect()
    };
    let care = of(&|role| matches!(role, Role::Agent | Role::Admin));
    let person = |id: PrincipalId| StaffId::from_uuid(id.uuid());
    let messages = made.tickets.iter().flat_map(|case| &case.said).chain(made.interactions.iter().flat_map(|case| &case.said));
    assert!(messages.map(|message| person(message.author.principal())).all(|author| care.contains(&author)));
    for Case { row: ticket, happened, .. } in &made.tickets {
        assert!(ticket.assignee.iter().all(|one| care.contains(one)) && care.contains(&person(ticket.opened_by)));
        let answers = |one: &&TimelineEntry| one.action == Action::ResolveEscalation;
        assert!(happened.iter().filter(|one| !answers(one)).all(|one| care.contains(&doer(one))));
    }
    let asked = of(&|role| matches!(role, Role::Doctor | Role::Admin));
    let answered = made.escalations.iter().filter_map(|case| case.row.state.resolution());
    assert!(answered.into_iter().all(|answer| asked.contains(&answer.by)));
    assert!(made.customers.iter().flat_map(|case: &Case<Customer, ()>| &case.happened).all(|one| care.contains(&doer(one))));
}
