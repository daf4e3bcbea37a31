//! The shares of a real desk.

use std::collections::BTreeSet;

use caredesk_domain::{
    customer::Customer,
    escalation::{Escalation, EscalationEnd, EscalationSourceKind, EscalationState, TargetRole},
    interaction::{Direction, Interaction},
    message::Channel,
    policy::Action,
    ticket::{Category, Priority, Ticket, TicketStatus},
};

use super::*;

const DAY: i64 = 24 * 60 * 60;

/// How many of a hundred.
fn share<T, M>(cases: &[RecordHistory<T, M>], wanted: impl Fn(&RecordHistory<T, M>) -> bool) -> usize {
    cases.iter().filter(|case| wanted(case)).count() * 100 / cases.len()
}

/// In how many of a hundred something was done.
fn done<T, M>(cases: &[RecordHistory<T, M>], action: Action) -> usize {
    share(cases, |case| case.events.iter().any(|one| one.action == action))
}

#[tokio::test]
async fn seeded_shares_are_those_of_a_real_desk() {
    let test = TestDatabase::sqlite().await;
    let plan = Plan { per_day: 14, ..plan(900, 8) };
    let made = SeededDesk::seed(&test, &plan).await;
    check_ticket_shares(&made);
    check_backlog(&made, &plan);
    check_interaction_shares(&made);
    check_escalation_shares(&made);
    let called = |wanted: &dyn Fn(&Customer) -> bool| made.customers.iter().filter(|case| wanted(&case.row)).count();
    assert!((270..330).contains(&made.customers.len()), "{}", made.customers.len());
    assert!((1..20).contains(&called(&|one| one.details.death.is_some())));
    assert!((5..40).contains(&called(&|one| !one.details.former_names.is_empty())));
    assert!(called(&|one| !one.full_name().is_ascii()) > 20);
}

fn check_ticket_shares(made: &SeededDesk) {
    let of = |wanted: &dyn Fn(&Ticket) -> bool| share(&made.tickets, |case| wanted(&case.row));
    for (category, expected) in
        [(Category::Appointment, 30..42), (Category::Billing, 18..30), (Category::Technical, 16..28), (Category::Medical, 12..25)]
    {
        assert!(expected.contains(&of(&|ticket| ticket.category == category)), "{category}");
    }
    for (priority, expected) in [(Priority::Low, 22..42), (Priority::Medium, 35..55), (Priority::High, 10..26), (Priority::Urgent, 2..9)] {
        assert!(expected.contains(&of(&|ticket| ticket.priority == priority)), "{priority}");
    }
    assert!((3..12).contains(&of(&|ticket| ticket.reopened_count > 0)));
    let counted = |wanted: &dyn Fn(&Ticket) -> bool| made.tickets.iter().filter(|case| wanted(&case.row)).count();
    let duplicates = counted(&|ticket| ticket.duplicate_of.is_some());
    assert!((5..40).contains(&duplicates), "{duplicates} duplicates");
    let moved = made.tickets.iter().filter(|case| case.events.iter().any(|one| one.action == Action::MoveTicket)).count();
    assert!((5..30).contains(&moved), "{moved} moved");
    let opened_in_a_contact = of(&|ticket| ticket.interaction.is_some());
    assert!((40..70).contains(&opened_in_a_contact), "{opened_in_a_contact} % began in a contact");
    let subjects: BTreeSet<&str> = made.tickets.iter().map(|case| case.row.subject.as_str()).collect();
    assert!(subjects.len() > 80);
}

fn check_backlog(made: &SeededDesk, plan: &Plan) {
    let age = |ticket: &Ticket| plan.until.seconds_since(ticket.created_at) / DAY;
    let resolved = |ticket: &Ticket| ticket.state.status() == TicketStatus::Resolved;
    let counted = |wanted: &dyn Fn(&Ticket) -> bool| made.tickets.iter().filter(|case| wanted(&case.row)).count();
    let (old, old_resolved) = (counted(&|one| age(one) >= 14), counted(&|one| age(one) >= 14 && resolved(one)));
    assert!(old > 600 && old_resolved * 100 >= old * 97, "{old_resolved} of {old}");
    let queue = counted(&|one| one.assignee.is_none() && !resolved(one));
    let with_agents = counted(&|one| one.assignee.is_some() && !resolved(one));
    assert!((5..40).contains(&queue) && (8..90).contains(&with_agents), "{queue} in the queue, {with_agents} with agents");
}

fn check_interaction_shares(made: &SeededDesk) {
    let all = &made.interactions;
    let of = |wanted: &dyn Fn(&Interaction) -> bool| share(all, |case| wanted(&case.row));
    let per_ticket = all.len() * 10 / made.tickets.len();
    assert!((12..22).contains(&per_ticket), "{per_ticket} contacts for ten tickets");
    for (channel, shares, minutes) in [(Channel::Call, 42..68, 3..9), (Channel::Chat, 20..40, 8..18), (Channel::Email, 6..25, 1..5)] {
        assert!(shares.contains(&of(&|one| one.channel == channel)), "{channel}: {}", of(&|one| one.channel == channel));
        let ended = all.iter().filter(|case| case.row.channel == channel).filter_map(|case| case.row.duration_seconds());
        let mut durations: Vec<i64> = ended.collect();
        durations.sort_unstable();
        let median = durations[durations.len() / 2] / 60;
        assert!(minutes.contains(&median), "{channel}: {median} minutes");
    }
    for (what, share, expected) in [
        ("from the desk", of(&|one| one.direction == Direction::Outbound), 8..25),
        ("without a ticket", of(&|one| one.ticket.is_none()), 15..45),
        ("logged when it was over", of(&|one| one.phase.ended_at().is_some_and(|ended| ended < one.created_at)), 10..35),
        ("word for word", of(&|one| one.transcript.is_some()), 15..45),
        ("with a note", share(all, |case| !case.messages.is_empty()), 5..20),
        ("handed over", done(all, Action::AssignInteraction), 1..8),
    ] {
        assert!(expected.contains(&share), "{what}: {share} %");
    }
}

fn check_escalation_shares(made: &SeededDesk) {
    let all = &made.escalations;
    let from = |kind| all.iter().filter(|case| case.row.source.kind() == kind).count();
    let asked = from(EscalationSourceKind::Ticket) * 1000 / made.tickets.len();
    assert!((60..95).contains(&asked), "{asked} of 1000 tickets");
    assert!((1..30).contains(&from(EscalationSourceKind::Interaction)), "{} from contacts", from(EscalationSourceKind::Interaction));
    let of = |wanted: &dyn Fn(&Escalation) -> bool| share(all, |case| wanted(&case.row));
    let withdrawn = |one: &Escalation| matches!(one.state, EscalationState::Closed { end: EscalationEnd::Withdrawn(_), .. });
    for (what, share, expected) in [
        ("to doctors", of(&|one| one.target.role() == TargetRole::Doctor), 50..85),
        ("by name", share(all, |case| case.events[0].changes.contains_key("target")), 30..65),
        ("asked back", done(all, Action::Discuss), 15..45),
        ("declined", done(all, Action::Decline), 1..14),
        ("reassigned", done(all, Action::Reassign), 1..18),
        ("withdrawn", of(&withdrawn), 1..14),
        ("closed", of(&|one| one.state.closed_at().is_some()), 70..97),
    ] {
        assert!(expected.contains(&share), "{what}: {share} %");
    }
}
