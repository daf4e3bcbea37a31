//! What must hold of every escalation of a seeded desk.

use caredesk_domain::{
    PrincipalId,
    escalation::{Escalation, EscalationEnd, EscalationMessage, EscalationSource, EscalationState, TargetRole},
    policy::Action,
};

use super::*;

type EscalationHistory = RecordHistory<Escalation, EscalationMessage>;

pub(super) fn check_escalations(made: &SeededDesk, plan: &Plan) {
    for case in &made.escalations {
        check_escalation_events(case, plan);
        check_source_events(case, made);
        check_targets(case, made);
        check_answer_relayed(case, made);
    }
}

fn at_and_by(event: &TimelineEntry) -> (Timestamp, StaffId) {
    (event.at, actor_of(event))
}

#[expect(clippy::wildcard_enum_match_arm, reason = "any action but these fails the test")]
fn check_escalation_events(case: &EscalationHistory, plan: &Plan) {
    let RecordHistory { row: escalation, messages, events } = case;
    assert_eq!((events[0].action, events[0].at), (Action::Escalate, escalation.created_at));
    assert_eq!(PrincipalId::from(actor_of(&events[0])), escalation.escalated_by);
    assert!(in_order(events) && events[1..].iter().all(|one| one.action != Action::Escalate), "{:?}", lines(events));
    assert!(escalation.updated_at <= plan.until && events.last().unwrap().at == escalation.updated_at);
    let row = [
        serde_json::json!(escalation.state.status()),
        serde_json::json!(escalation.target.role()),
        serde_json::json!(escalation.target.staff()),
        serde_json::json!(escalation.customer),
    ];
    assert_eq!(final_values(["status", "target_role", "target", "customer"], events), row);
    let (mut accepted, mut answered, mut over, mut asked) = (None, None, None, false);
    for one in events {
        match one.action {
            Action::Accept => accepted = Some(at_and_by(one)),
            Action::Decline | Action::Reassign => (accepted, asked) = (None, false),
            Action::ResolveEscalation => {
                answered = Some(at_and_by(one));
                (accepted, asked) = (accepted.or(answered), false);
            }
            Action::Withdraw => (over, asked) = (Some(at_and_by(one)), false),
            Action::Close => over = Some(at_and_by(one)),
            Action::Discuss => asked = accepted.is_some_and(|(_, by)| by == actor_of(one)),
            _ => assert_eq!(one.action, Action::Escalate),
        }
    }
    let progress = &escalation.state;
    assert_eq!(progress.accepted().map(|accepted| (accepted.at, accepted.by)), accepted);
    assert_eq!(progress.resolution().map(|answer| (answer.at, answer.by)), answered);
    assert_eq!(progress.closed_at().zip(progress.closed_by()), over);
    assert_eq!(escalation.asked_at.is_some(), asked);
    let discussed: Vec<_> = events.iter().filter(|one| one.action == Action::Discuss).map(at_and_by).collect();
    assert_eq!(messages.iter().map(|message| (message.created_at, message.author)).collect::<Vec<_>>(), discussed);
    match progress {
        EscalationState::Closed { end: EscalationEnd::Withdrawn(_), .. } => assert_eq!(events.last().unwrap().action, Action::Withdraw),
        EscalationState::Closed { end: EscalationEnd::Answered(_), .. } => assert_eq!(events.last().unwrap().action, Action::Close),
        EscalationState::Pending | EscalationState::InProgress { .. } | EscalationState::Resolved { .. } => {}
    }
}

/// What events to the ticket or the interaction it was raised from.
fn source<'m>(escalation: &Escalation, made: &'m SeededDesk) -> &'m [TimelineEntry] {
    match escalation.source {
        EscalationSource::Ticket(id) => {
            let ticket = made.tickets.iter().find(|case| case.row.id == id).unwrap();
            assert_eq!(ticket.row.customer, escalation.customer);
            &ticket.events
        }
        EscalationSource::Interaction(id) => {
            let contact = made.interactions.iter().find(|case| case.row.id == id).unwrap();
            assert_eq!(contact.row.customer, escalation.customer);
            &contact.events
        }
    }
}

fn check_source_events(case: &EscalationHistory, made: &SeededDesk) {
    let escalation = &case.row;
    let id = serde_json::json!(escalation.id);
    let progress_calls = |which: &str| -> Vec<(Action, Timestamp, StaffId)> {
        let of_it =
            source(escalation, made).iter().filter(|one| one.changes.get("open_escalation").is_some_and(|change| change[which] == id));
        of_it.map(|one| (one.action, one.at, actor_of(one))).collect()
    };
    let events = |wanted: &[Action]| -> Vec<(Action, Timestamp, StaffId)> {
        case.events.iter().filter(|one| wanted.contains(&one.action)).map(|one| (one.action, one.at, actor_of(one))).collect()
    };
    assert_eq!(progress_calls("to"), events(&[Action::Escalate]));
    assert_eq!(progress_calls("from"), events(&[Action::ResolveEscalation, Action::Withdraw]));
}

#[expect(clippy::wildcard_enum_match_arm, reason = "any action but these fails the test")]
fn check_targets(case: &EscalationHistory, made: &SeededDesk) {
    let role = |id: StaffId| made.staff.iter().find(|one| one.id == id).unwrap().role;
    let asked = case.row.target.role().role();
    for one in &case.events {
        match one.action {
            Action::Accept | Action::Decline | Action::Reassign => assert_eq!(role(actor_of(one)), asked),
            Action::ResolveEscalation => assert!(role(actor_of(one)) == asked || role(actor_of(one)) == Role::Admin),
            Action::Escalate | Action::Withdraw | Action::Close => assert!(matches!(role(actor_of(one)), Role::Agent | Role::Admin)),
            _ => assert_eq!(one.action, Action::Discuss),
        }
    }
    assert!(case.row.target.staff().is_none_or(|staff| role(staff) == asked));
    // A doctor is asked about health, an admin about the rest.
    if let EscalationSource::Ticket(id) = case.row.source {
        let medical = made.tickets.iter().find(|one| one.row.id == id).unwrap().row.category == caredesk_domain::ticket::Category::Medical;
        assert_eq!(medical, case.row.target.role() == TargetRole::Doctor);
    }
}

fn check_answer_relayed(case: &EscalationHistory, made: &SeededDesk) {
    let EscalationState::Closed { end: EscalationEnd::Answered(answer), at: closed, .. } = &case.row.state else { return };
    let between = |at: Timestamp| answer.at < at && at < *closed;
    match case.row.source {
        EscalationSource::Ticket(_) => {
            assert!(source(&case.row, made).iter().any(|one| one.action == Action::Reply && between(one.at)));
        }
        EscalationSource::Interaction(_) => {
            let calls = made.interactions.iter().filter(|one| one.row.customer == case.row.customer);
            assert!(
                calls
                    .into_iter()
                    .any(|call| call.row.direction == caredesk_domain::interaction::Direction::Outbound && between(call.row.created_at))
            );
        }
    }
}
