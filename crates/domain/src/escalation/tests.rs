//! Every escalation transition by every role, and every rejection by its code.

#![expect(clippy::disallowed_methods, reason = "a test makes its own actors")]

use std::collections::BTreeSet;

use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::{
    CustomerId, DomainError, EscalationId, InteractionId, MessageId, StaffId, TicketId, Timestamp,
    actor::{Actor, Role},
    change::{Change, RecordWrite},
    customer::{Customer, CustomerDetails},
    deletion::Deletion,
    escalated_record::EscalatedRecord,
    event::SubjectKind,
    interaction::{Direction, Interaction, NewInteraction},
    message::Channel,
    policy::Action,
    priority::Priority,
    scopes::Scopes,
    staff::{NewStaff, Staff},
    text::{Outcome, Reason},
    ticket::{Category, NewTicket, Ticket, TicketState, TicketStatus, Unresolved},
    ticket_number::TicketNumber,
};

mod actors;
mod tables;

use actors::*;

#[test]
fn escalate_ticket_takes_its_priority_and_keeps_assignee() {
    let (case, escalation) = raised(pool(TargetRole::Doctor));
    let EscalatedRecord::Ticket(ticket) = case else { panic!("a ticket") };
    assert_eq!((ticket.state, ticket.open_escalation), (TicketState::Escalated { from: Unresolved::Open }, Some(escalation.id)));
    assert_eq!((ticket.assignee, ticket.status_after_escalation()), (None, None));
    assert_eq!((escalation.priority, escalation.source, escalation.version), (Priority::High, EscalationSource::Ticket(ticket.id), 1));
    assert_eq!((escalation.waiting_on(), escalation.waiting_since()), (Some(WaitingOn::Target), Some(at(10))));
    assert_eq!(escalation.escalated_by, agent().principal_id().unwrap());
    let urgent = NewEscalation { priority: Some(Priority::Urgent), ..new(pool(TargetRole::Admin)) };
    let (case, escalation) = out(EscalatedRecord::Interaction(interaction()).escalate(urgent, &program(), at(10)));
    assert_eq!((escalation.priority, case.open_escalation()), (Priority::Urgent, Some(escalation.id)));
    let (_, usual) = out(EscalatedRecord::Interaction(interaction()).escalate(new(pool(TargetRole::Admin)), &agent(), at(10)));
    assert_eq!(usual.priority, Priority::Medium);
}

#[test]
fn escalate_by_other_than_agent_admin_or_service_account_is_forbidden() {
    let raise = |actor: &Actor, case: EscalatedRecord| case.escalate(new(pool(TargetRole::Doctor)), actor, at(10)).map(drop);
    for case in [EscalatedRecord::Ticket(ticket()), EscalatedRecord::Interaction(interaction())] {
        for actor in [agent(), tunde(), program()] {
            assert_eq!(raise(&actor, case.clone()), Ok(()));
        }
        let without_scope = Actor::service(crate::ServiceAccountId::from_uuid(Uuid::from_u128(30)), Scopes::default());
        for actor in [ngozi(), person(40, Role::Auditor), without_scope] {
            assert!(matches!(raise(&actor, case.clone()), Err(DomainError::Forbidden { action: Action::Escalate, .. })));
        }
    }
}

#[test]
fn escalate_with_open_escalation_or_on_resolved_ticket_is_conflict() {
    let (case, _) = raised(pool(TargetRole::Doctor));
    let refusal = case.escalate(new(pool(TargetRole::Doctor)), &agent(), at(11)).unwrap_err();
    let DomainError::Conflict { code, allowed, .. } = refusal else { panic!("{refusal}") };
    assert_eq!((code, allowed), ("open_escalation", vec!["withdraw"]));
    let resolved = out(ticket().set_status(TicketStatus::Resolved, &agent(), at(5)));
    let refusal = EscalatedRecord::Ticket(resolved).escalate(new(pool(TargetRole::Doctor)), &agent(), at(11)).unwrap_err();
    let DomainError::Conflict { code, allowed, .. } = refusal else { panic!("{refusal}") };
    assert_eq!((code, allowed), ("illegal_transition", vec!["open"]));
}

#[test]
fn set_status_of_escalated_ticket_is_conflict_with_allowed_actions() {
    let (EscalatedRecord::Ticket(ticket), _) = raised(pool(TargetRole::Doctor)) else { panic!("a ticket") };
    for to in TicketStatus::ALL {
        let refusal = ticket.clone().set_status(*to, &agent(), at(11)).unwrap_err();
        let DomainError::Conflict { code, allowed, .. } = refusal else { panic!("{refusal}") };
        assert_eq!((code, allowed), ("open_escalation", vec!["withdraw"]), "to {to}");
    }
    assert!(out(ticket.claim(&agent(), at(11))).assignee.is_some(), "claiming still works");
}

#[test]
fn end_escalation_restores_ticket_status() {
    for (status, back) in [(TicketStatus::Open, TicketState::Open), (TicketStatus::Pending, TicketState::Pending)] {
        let before = if status == TicketStatus::Open { ticket() } else { out(ticket().set_status(status, &agent(), at(5))) };
        let raise = || out(EscalatedRecord::Ticket(before.clone()).escalate(new(named(TargetRole::Doctor)), &agent(), at(10)));
        let (case, escalation) = raise();
        let (_, answered) = out(escalation.resolve(case, outcome(), &ngozi(), at(20)));
        let (case, escalation) = raise();
        let (_, withdrawn) = out(escalation.withdraw(case, reason(), &agent(), at(20)));
        for case in [answered, withdrawn] {
            let EscalatedRecord::Ticket(ticket) = case else { panic!("a ticket") };
            assert_eq!((ticket.state, ticket.open_escalation, ticket.updated_at), (back, None, at(20)));
        }
    }
    let (case, escalation) = out(EscalatedRecord::Interaction(interaction()).escalate(new(named(TargetRole::Doctor)), &agent(), at(10)));
    let (_, case) = out(escalation.resolve(case, outcome(), &ngozi(), at(20)));
    assert_eq!(case.open_escalation(), None);
}

#[test]
fn end_escalation_with_other_source_is_conflict() {
    let (_, escalation) = raised(named(TargetRole::Doctor));
    let stranger = || EscalatedRecord::Interaction(interaction());
    let refused = |change: Result<Change<(Escalation, EscalatedRecord)>, DomainError>| {
        matches!(change, Err(DomainError::Conflict { code: "another_case", .. }))
    };
    assert!(refused(escalation.clone().resolve(stranger(), outcome(), &ngozi(), at(20))));
    assert!(refused(escalation.withdraw(stranger(), reason(), &agent(), at(20))));
}

#[test]
fn resolve_by_other_keeps_accepter() {
    let accepted = |escalation: &Escalation| escalation.state.accepted();
    let (_, taken) = standing("taken on", TargetRole::Doctor);
    assert_eq!(accepted(&taken), Some(Accepted { at: at(20), by: staff_id(10) }));
    let (case, pooled) = raised(pool(TargetRole::Doctor));
    let taken = out(pooled.accept(&obi(), at(20)));
    assert_eq!((taken.target.staff, accepted(&taken)), (Some(staff_id(11)), Some(Accepted { at: at(20), by: staff_id(11) })));
    // An admin resolves it for the doctor who accepted it.
    let (answered, _) = out(taken.resolve(case, outcome(), &tunde(), at(30)));
    assert_eq!((answered.target.staff, accepted(&answered)), (Some(staff_id(11)), Some(Accepted { at: at(20), by: staff_id(11) })));
    // The actor resolves it while it is pending.
    for target in [pool(TargetRole::Doctor), named(TargetRole::Doctor)] {
        let (case, escalation) = raised(target);
        let (answered, _) = out(escalation.resolve(case, outcome(), &tunde(), at(30)));
        assert_eq!((answered.target, accepted(&answered)), (target, Some(Accepted { at: at(30), by: staff_id(20) })));
        assert_eq!(answered.state.resolution(), Some(&Resolution { outcome: outcome(), at: at(30), by: staff_id(20) }));
    }
    for target in [pool(TargetRole::Admin), named(TargetRole::Admin)] {
        let (case, escalation) = raised(target);
        let (answered, _) = out(escalation.resolve(case, outcome(), &zainab(), at(30)));
        assert_eq!(answered.target.staff, Some(staff_id(21)), "an admin is of the role that was asked");
    }
}

#[test]
fn decline_or_reassign_returns_escalation_to_pending() {
    for escalation in [standing("asked by name", TargetRole::Doctor).1, standing("taken on", TargetRole::Doctor).1] {
        let declined = out(escalation.clone().decline(&reason(), &ngozi(), at(60)));
        assert_eq!(
            (declined.target, &declined.state, declined.version),
            (pool(TargetRole::Doctor), &EscalationState::Pending, escalation.version + 1)
        );
        let to_obi = Target::from_row(TargetRole::Doctor, Some(staff_id(11)));
        let given = out(escalation.clone().reassign(to_obi, &ngozi(), at(60)));
        assert_eq!((given.target, &given.state), (to_obi, &EscalationState::Pending));
    }
    let (_, waiting) = standing("asked by name", TargetRole::Doctor);
    assert!(!waiting.clone().reassign(waiting.target, &tunde(), at(60)).unwrap().has_events(), "it asks them already");
}

#[test]
fn raise_priority_never_lowers_and_keeps_target() {
    let (_, taken_on) = standing("taken on", TargetRole::Doctor);
    let raised = out(taken_on.clone().raise_priority(Priority::Urgent, &ngozi(), at(60)));
    assert_eq!((raised.priority, raised.version), (Priority::Urgent, taken_on.version + 1));
    assert_eq!((&raised.target, &raised.state), (&taken_on.target, &taken_on.state));
    assert!(!raised.allowed_actions(&ngozi()).contains(&Action::RaisePriority), "there is none above");
    assert!(!raised.clone().raise_priority(Priority::Urgent, &ngozi(), at(61)).unwrap().has_events(), "it has it already");
    let refused = raised.raise_priority(Priority::High, &tunde(), at(61));
    assert!(matches!(refused, Err(DomainError::Conflict { code: "lower_priority", .. })), "{refused:?}");
}

#[test]
fn reassign_by_doctor_to_admin_is_invalid() {
    let (_, escalation) = standing("taken on", TargetRole::Doctor);
    let refused = escalation.clone().reassign(pool(TargetRole::Admin), &ngozi(), at(60));
    let Err(DomainError::Invalid { field, fault }) = refused else { panic!("{refused:?}") };
    assert_eq!((field, fault.code), ("target/role", "wrong_role"));
    assert_eq!(out(escalation.clone().reassign(pool(TargetRole::Doctor), &ngozi(), at(60))).target, pool(TargetRole::Doctor));
    assert_eq!(out(escalation.reassign(pool(TargetRole::Admin), &tunde(), at(60))).target, pool(TargetRole::Admin));
}

#[test]
fn escalation_target_must_be_active_staff_of_role() {
    let colleague = |role, active| {
        let new =
            NewStaff { id: staff_id(5), email: "cleo@desk.example".parse().unwrap(), name: "Cleo".parse().unwrap(), role, password: None };
        let state = (*out(Staff::create(new, &tunde(), at(0)))).clone();
        Staff::from_row(crate::staff::StaffRecord { active, ..state })
    };
    let asked = |role, active| match Target::person(TargetRole::Doctor, &colleague(role, active), "target") {
        Ok(_) => "asked",
        Err(DomainError::Invalid { fault, .. }) => fault.code,
        Err(other) => panic!("{other}"),
    };
    assert_eq!(asked(Role::Doctor, true), "asked");
    assert_eq!(asked(Role::Doctor, false), "not_active");
    for role in [Role::Agent, Role::Admin, Role::Auditor] {
        assert_eq!(asked(role, true), "wrong_role");
    }
}

#[test]
fn discuss_switches_waiting_on() {
    let say = |escalation: Escalation, actor: &Actor, seconds| {
        out(escalation.discuss(MessageId::from_uuid(Uuid::from_u128(13)), "Since when?".parse().unwrap(), actor, at(seconds)))
    };
    let (_, taken) = standing("taken on", TargetRole::Doctor);
    let (asked, message) = say(taken.clone(), &ngozi(), 60);
    assert_eq!((asked.waiting_on(), asked.last_message_at, asked.version), (Some(WaitingOn::CareTeam), Some(at(60)), taken.version));
    assert_eq!((message.author, message.created_at, message.escalation), (staff_id(10), at(60), asked.id));
    assert_eq!(asked.waiting_since(), Some(at(60)), "from the question");
    assert_eq!(say(asked.clone(), &ngozi(), 65).0.waiting_since(), Some(at(60)), "from the first");
    let (told, _) = say(asked.clone(), &agent(), 70);
    assert_eq!(told.waiting_since(), Some(at(10)), "from what it was raised for");
    assert_eq!((told.waiting_on(), told.last_message_at), (Some(WaitingOn::Target), Some(at(70))));
    assert_eq!(out(asked.decline(&reason(), &ngozi(), at(80))).waiting_on(), Some(WaitingOn::Target), "the next to accept it");
    let (_, answered) = standing("answered", TargetRole::Doctor);
    assert_eq!((answered.waiting_on(), answered.waiting_since()), (Some(WaitingOn::CareTeam), None));
    assert!(say(answered, &ngozi(), 90).0.asked_at.is_none(), "it is for the care team to pass on in any case");
    assert_eq!(standing("closed", TargetRole::Doctor).1.waiting_on(), None);
    // An admin who escalates to the admins writes as the care team.
    let (_, own) = out(EscalatedRecord::Ticket(ticket()).escalate(new(pool(TargetRole::Admin)), &tunde(), at(10)));
    assert_eq!(say(own.clone(), &tunde(), 20).0.waiting_on(), Some(WaitingOn::Target));
    assert_eq!(say(own, &zainab(), 20).0.waiting_on(), Some(WaitingOn::CareTeam));
}

#[test]
fn redact_removes_texts_and_records_fields_and_reason() {
    let (_, answered) = standing("answered", TargetRole::Doctor);
    let texts = BTreeSet::from([EscalationText::Reason, EscalationText::Outcome, EscalationText::DeclineReason, EscalationText::Messages]);
    assert!(matches!(answered.clone().redact(&texts, &reason(), &ngozi(), at(60)), Err(DomainError::Forbidden { .. })));
    let (redacted, writes, events) = answered.redact(&texts, &reason(), &tunde(), at(60)).unwrap().into_parts();
    assert!(redacted.reason.is_redacted() && redacted.state.resolution().unwrap().outcome.is_redacted());
    assert_eq!(json!(events[0].changes()), json!({"reason": {}, "outcome": {}, "decline_reason": {}, "messages": {}}));
    assert_eq!(json!(events[0].personal()), json!({"reason": reason()}), "no text: the event outlives the redaction");
    assert_eq!(writes.iter().filter(|write| matches!(write, RecordWrite::RedactHistory { .. })).count(), 4);
    let again = redacted.redact(&BTreeSet::from([EscalationText::Outcome]), &reason(), &tunde(), at(61));
    assert!(matches!(again, Err(DomainError::Conflict { code: "redacted", .. })));
}

#[test]
fn escalation_events_keep_texts_in_sensitive_fields() {
    let (case, escalation) = standing("taken on", TargetRole::Doctor);
    let (_, _, events) = escalation.clone().resolve(case.clone(), outcome(), &ngozi(), at(60)).unwrap().into_parts();
    assert_eq!(events.iter().map(|event| event.subject().kind).collect::<Vec<_>>(), [SubjectKind::Escalation, SubjectKind::Ticket]);
    assert_eq!(json!(events[0].changes()), json!({"status": {"from": "in_progress", "to": "resolved"}, "outcome": {}}));
    assert_eq!(json!(events[0].personal()), json!({"outcome": {"from": null, "to": outcome()}}));
    let (_, _, events) = escalation.clone().withdraw(case, reason(), &agent(), at(60)).unwrap().into_parts();
    assert_eq!(json!(events[0].personal()), json!({"withdraw_reason": reason()}));
    assert_eq!(json!(events[1].personal()), json!({}), "the ticket's own event keeps none of it");
    let (_, _, events) = escalation.decline(&reason(), &ngozi(), at(60)).unwrap().into_parts();
    assert_eq!(json!(events[0].personal()), json!({"decline_reason": reason()}));
}

#[test]
fn move_source_moves_escalation_with_events_for_both_customers() {
    let (_, escalation) = standing("closed", TargetRole::Doctor);
    let to = CustomerId::from_uuid(Uuid::from_u128(77));
    let cause = escalation.clone().delete(&tunde(), at(60)).unwrap().cause().unwrap();
    let (moved, _, events) = escalation.move_with(to, &cause, at(60)).into_parts();
    assert_eq!(moved.customer, to);
    assert_eq!(events.iter().map(|event| event.customer()).collect::<Vec<_>>(), [Some(to), Some(customer().id)]);
}

#[test]
fn rejected_action_returns_allowed_actions() {
    let allowed = |refused: Result<Change<Escalation>, DomainError>| match refused.map(drop) {
        Err(DomainError::Conflict { allowed, .. }) => allowed,
        other => panic!("{other:?}"),
    };
    assert_eq!(allowed(standing("answered", TargetRole::Doctor).1.accept(&ngozi(), at(50))), ["discuss"]);
    assert_eq!(allowed(standing("closed", TargetRole::Doctor).1.accept(&ngozi(), at(50))), [""; 0]);
    let pooled = standing("in the pool", TargetRole::Doctor).1;
    assert_eq!(allowed(pooled.decline(&reason(), &ngozi(), at(50))), ["accept", "reassign", "raise_priority", "discuss"]);
}

#[test]
fn closed_by_and_at_are_set_only_when_ended() {
    let closed = |state| {
        let (_, escalation) = standing(state, TargetRole::Doctor);
        (escalation.state.closed_by(), escalation.state.closed_at())
    };
    assert_eq!(closed("closed"), (Some(staff_id(1)), Some(at(40))));
    assert_eq!(closed("withdrawn"), (Some(staff_id(1)), Some(at(30))));
    for state in ["in the pool", "asked by name", "taken on", "answered"] {
        assert_eq!(closed(state), (None, None), "{state}");
    }
}

#[test]
fn target_has_role_and_optional_staff() {
    let told = |target: Target| (target.role(), target.staff());
    assert_eq!(told(named(TargetRole::Doctor)), (TargetRole::Doctor, Some(staff_id(10))));
    assert_eq!(told(pool(TargetRole::Admin)), (TargetRole::Admin, None));
}
