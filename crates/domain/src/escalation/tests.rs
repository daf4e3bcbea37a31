//! Both tables of the contract: every transition, by everybody, and every refusal by its name.

#![expect(clippy::disallowed_methods, reason = "a test makes its own actors")]

use uuid::Uuid;

use super::*;
use crate::{
    Refusal,
    actor::Role,
    customer::{Customer, CustomerDetails},
    interaction::{Direction, Interaction, NewInteraction},
    message::Channel,
    scopes::Scopes,
    staff::{NewStaff, Staff},
    text::Outcome,
    ticket::{Category, NewTicket, Standing, Ticket, TicketStatus, Unresolved},
    ticket_number::TicketNumber,
};

mod people;
mod tables;

use people::*;

#[test]
fn raising_one_takes_the_tickets_priority_and_leaves_its_assignee() {
    let (case, escalation) = raised(pool(TargetRole::Doctor));
    let Case::Ticket(ticket) = case else { panic!("a ticket") };
    assert_eq!((ticket.standing, ticket.open_escalation), (Standing::Escalated { from: Unresolved::Open }, Some(escalation.id)));
    assert_eq!((ticket.assignee, ticket.returns_to()), (None, None));
    assert_eq!((escalation.priority, escalation.source, escalation.version), (Priority::High, Source::Ticket(ticket.id), 1));
    assert_eq!((escalation.awaiting(), escalation.waiting_since()), (Some(Awaiting::Target), Some(at(10))));
    assert_eq!(escalation.escalated_by, agent().principal().unwrap());
    let urgent = NewEscalation { priority: Some(Priority::Urgent), ..new(pool(TargetRole::Admin)) };
    let (case, escalation) = out(Case::Interaction(interaction()).escalate(urgent, &program(), at(10)));
    assert_eq!((escalation.priority, case.open_escalation()), (Priority::Urgent, Some(escalation.id)));
    let (_, usual) = out(Case::Interaction(interaction()).escalate(new(pool(TargetRole::Admin)), &agent(), at(10)));
    assert_eq!(usual.priority, Priority::Medium);
}

#[test]
fn agents_admins_and_programs_raise_and_nobody_else() {
    let raise = |actor: &Actor, case: Case| case.escalate(new(pool(TargetRole::Doctor)), actor, at(10)).map(drop);
    for case in [Case::Ticket(ticket()), Case::Interaction(interaction())] {
        for actor in [agent(), tunde(), program()] {
            assert_eq!(raise(&actor, case.clone()), Ok(()));
        }
        let without_scope = Actor::service(crate::ServiceAccountId::from_uuid(Uuid::from_u128(30)), Scopes::default());
        for actor in [ngozi(), person(40, Role::Auditor), without_scope] {
            assert!(matches!(raise(&actor, case.clone()), Err(Refusal::Forbidden { action: Action::Escalate, .. })));
        }
    }
}

#[test]
fn one_at_a_time_is_open_on_a_case_and_none_on_a_resolved_ticket() {
    let (case, _) = raised(pool(TargetRole::Doctor));
    let refusal = case.escalate(new(pool(TargetRole::Doctor)), &agent(), at(11)).unwrap_err();
    let Refusal::Conflict { code, allowed, .. } = refusal else { panic!("{refusal}") };
    assert_eq!((code, allowed), ("open_escalation", vec!["withdraw"]));
    let resolved = out(ticket().set_status(TicketStatus::Resolved, &agent(), at(5)));
    let refusal = Case::Ticket(resolved).escalate(new(pool(TargetRole::Doctor)), &agent(), at(11)).unwrap_err();
    let Refusal::Conflict { code, allowed, .. } = refusal else { panic!("{refusal}") };
    assert_eq!((code, allowed), ("illegal_transition", vec!["open"]));
}

#[test]
fn a_ticket_with_an_open_one_is_not_resolved_and_told_what_to_do() {
    let (Case::Ticket(ticket), _) = raised(pool(TargetRole::Doctor)) else { panic!("a ticket") };
    for to in TicketStatus::ALL {
        let refusal = ticket.clone().set_status(*to, &agent(), at(11)).unwrap_err();
        let Refusal::Conflict { code, allowed, .. } = refusal else { panic!("{refusal}") };
        assert_eq!((code, allowed), ("open_escalation", vec!["withdraw"]), "to {to}");
    }
    assert!(out(ticket.claim(&agent(), at(11))).assignee.is_some(), "claiming still works");
}

#[test]
fn when_it_ends_the_ticket_stands_where_it_stood() {
    for (status, back) in [(TicketStatus::Open, Standing::Open), (TicketStatus::Pending, Standing::Pending)] {
        let before = if status == TicketStatus::Open { ticket() } else { out(ticket().set_status(status, &agent(), at(5))) };
        let raise = || out(Case::Ticket(before.clone()).escalate(new(named(TargetRole::Doctor)), &agent(), at(10)));
        let (case, escalation) = raise();
        let (_, answered) = out(escalation.resolve(case, outcome(), &ngozi(), at(20)));
        let (case, escalation) = raise();
        let (_, withdrawn) = out(escalation.withdraw(case, reason(), &agent(), at(20)));
        for case in [answered, withdrawn] {
            let Case::Ticket(ticket) = case else { panic!("a ticket") };
            assert_eq!((ticket.standing, ticket.open_escalation, ticket.updated_at), (back, None, at(20)));
        }
    }
    let (case, escalation) = out(Case::Interaction(interaction()).escalate(new(named(TargetRole::Doctor)), &agent(), at(10)));
    let (_, case) = out(escalation.resolve(case, outcome(), &ngozi(), at(20)));
    assert_eq!(case.open_escalation(), None);
}

#[test]
fn it_is_not_ended_over_a_case_it_was_not_raised_from() {
    let (_, escalation) = raised(named(TargetRole::Doctor));
    let stranger = || Case::Interaction(interaction());
    let refused =
        |change: Result<Change<(Escalation, Case)>, Refusal>| matches!(change, Err(Refusal::Conflict { code: "another_case", .. }));
    assert!(refused(escalation.clone().resolve(stranger(), outcome(), &ngozi(), at(20))));
    assert!(refused(escalation.withdraw(stranger(), reason(), &agent(), at(20))));
}

#[test]
fn who_took_it_on_is_known_and_an_answer_in_anothers_place_takes_it_from_nobody() {
    let accepted = |escalation: &Escalation| escalation.progress.accepted();
    let (_, taken) = standing("taken on", TargetRole::Doctor);
    assert_eq!(accepted(&taken), Some(Accepted { at: at(20), by: staff_id(10) }));
    let (case, pooled) = raised(pool(TargetRole::Doctor));
    let taken = out(pooled.accept(&obi(), at(20)));
    assert_eq!((taken.target.staff, accepted(&taken)), (Some(staff_id(11)), Some(Accepted { at: at(20), by: staff_id(11) })));
    // An admin who answers for the doctor that took it on.
    let (answered, _) = out(taken.resolve(case, outcome(), &tunde(), at(30)));
    assert_eq!((answered.target.staff, accepted(&answered)), (Some(staff_id(11)), Some(Accepted { at: at(20), by: staff_id(11) })));
    // One who answers what nobody had taken on.
    for target in [pool(TargetRole::Doctor), named(TargetRole::Doctor)] {
        let (case, escalation) = raised(target);
        let (answered, _) = out(escalation.resolve(case, outcome(), &tunde(), at(30)));
        assert_eq!((answered.target, accepted(&answered)), (target, Some(Accepted { at: at(30), by: staff_id(20) })));
        assert_eq!(answered.progress.answer(), Some(&Answer { outcome: outcome(), at: at(30), by: staff_id(20) }));
    }
    for target in [pool(TargetRole::Admin), named(TargetRole::Admin)] {
        let (case, escalation) = raised(target);
        let (answered, _) = out(escalation.resolve(case, outcome(), &zainab(), at(30)));
        assert_eq!(answered.target.staff, Some(staff_id(21)), "an admin is of the role that was asked");
    }
}

#[test]
fn given_back_or_on_it_waits_to_be_taken_on_again() {
    for escalation in [standing("asked by name", TargetRole::Doctor).1, standing("taken on", TargetRole::Doctor).1] {
        let declined = out(escalation.clone().decline(&reason(), &ngozi(), at(60)));
        assert_eq!(
            (declined.target, &declined.progress, declined.version),
            (pool(TargetRole::Doctor), &Progress::Pending, escalation.version + 1)
        );
        let to_obi = Target::restore(TargetRole::Doctor, Some(staff_id(11)));
        let given = out(escalation.clone().reassign(to_obi, &ngozi(), at(60)));
        assert_eq!((given.target, &given.progress), (to_obi, &Progress::Pending));
    }
    let (_, waiting) = standing("asked by name", TargetRole::Doctor);
    assert!(!waiting.clone().reassign(waiting.target, &tunde(), at(60)).unwrap().tells(), "it asks them already");
}

#[test]
fn a_doctor_gives_it_to_doctors_only_and_an_admin_to_either() {
    let (_, escalation) = standing("taken on", TargetRole::Doctor);
    let refused = escalation.clone().reassign(pool(TargetRole::Admin), &ngozi(), at(60));
    let Err(Refusal::Invalid { field, fault }) = refused else { panic!("{refused:?}") };
    assert_eq!((field, fault.code), ("target/role", "wrong_role"));
    assert_eq!(out(escalation.clone().reassign(pool(TargetRole::Doctor), &ngozi(), at(60))).target, pool(TargetRole::Doctor));
    assert_eq!(out(escalation.reassign(pool(TargetRole::Admin), &tunde(), at(60))).target, pool(TargetRole::Admin));
}

#[test]
fn only_an_active_colleague_of_the_role_can_be_asked_by_name() {
    let colleague = |role, active| {
        let new =
            NewStaff { id: staff_id(5), email: "cleo@desk.example".parse().unwrap(), name: "Cleo".parse().unwrap(), role, password: None };
        let state = (*out(Staff::create(new, &tunde(), at(0)))).clone();
        Staff::restore(crate::staff::StaffState { active, ..state })
    };
    let asked = |role, active| match Target::person(TargetRole::Doctor, &colleague(role, active), "target") {
        Ok(_) => "asked",
        Err(Refusal::Invalid { fault, .. }) => fault.code,
        Err(other) => panic!("{other}"),
    };
    assert_eq!(asked(Role::Doctor, true), "asked");
    assert_eq!(asked(Role::Doctor, false), "not_active");
    for role in [Role::Agent, Role::Admin, Role::Auditor] {
        assert_eq!(asked(role, true), "wrong_role");
    }
}

#[test]
fn a_question_passes_the_turn_and_its_answer_returns_it() {
    let say = |escalation: Escalation, actor: &Actor, seconds| {
        out(escalation.discuss(MessageId::from_uuid(Uuid::from_u128(13)), "Since when?".parse().unwrap(), actor, at(seconds)))
    };
    let (_, taken) = standing("taken on", TargetRole::Doctor);
    let (asked, message) = say(taken.clone(), &ngozi(), 60);
    assert_eq!((asked.awaiting(), asked.last_message_at, asked.version), (Some(Awaiting::CareTeam), Some(at(60)), taken.version));
    assert_eq!((message.author, message.created_at, message.escalation), (staff_id(10), at(60), asked.id));
    assert_eq!(asked.waiting_since(), Some(at(60)), "from the question");
    assert_eq!(say(asked.clone(), &ngozi(), 65).0.waiting_since(), Some(at(60)), "from the first");
    let (told, _) = say(asked.clone(), &agent(), 70);
    assert_eq!(told.waiting_since(), Some(at(10)), "from what it was raised for");
    assert_eq!((told.awaiting(), told.last_message_at), (Some(Awaiting::Target), Some(at(70))));
    assert_eq!(out(asked.decline(&reason(), &ngozi(), at(80))).awaiting(), Some(Awaiting::Target), "whoever takes it on next");
    let (_, answered) = standing("answered", TargetRole::Doctor);
    assert_eq!((answered.awaiting(), answered.waiting_since()), (Some(Awaiting::CareTeam), None));
    assert!(say(answered, &ngozi(), 90).0.asked_at.is_none(), "it is for the care team to pass on in any case");
    assert_eq!(standing("closed", TargetRole::Doctor).1.awaiting(), None);
    // An admin who asks the other admins speaks for the care team.
    let (_, own) = out(Case::Ticket(ticket()).escalate(new(pool(TargetRole::Admin)), &tunde(), at(10)));
    assert_eq!(say(own.clone(), &tunde(), 20).0.awaiting(), Some(Awaiting::Target));
    assert_eq!(say(own, &zainab(), 20).0.awaiting(), Some(Awaiting::CareTeam));
}

#[test]
fn time_never_runs_backwards() {
    let (case, escalation) = standing("taken on", TargetRole::Doctor);
    let (answered, _) = out(escalation.resolve(case, outcome(), &ngozi(), at(0)));
    assert_eq!((answered.updated_at, answered.progress.answer().unwrap().at), (at(20), at(20)));
}

#[test]
fn the_log_keeps_words_apart_from_what_is_no_secret() {
    let (case, escalation) = standing("taken on", TargetRole::Doctor);
    let (_, _, events) = escalation.clone().resolve(case.clone(), outcome(), &ngozi(), at(60)).unwrap().into_parts();
    assert_eq!(events.iter().map(|event| event.subject.kind).collect::<Vec<_>>(), [SubjectKind::Escalation, SubjectKind::Ticket]);
    assert_eq!(json!(events[0].changes), json!({"status": {"from": "in_progress", "to": "resolved"}, "outcome": {}}));
    assert_eq!(json!(events[0].personal), json!({"outcome": {"from": null, "to": outcome()}}));
    let (_, _, events) = escalation.clone().withdraw(case, reason(), &agent(), at(60)).unwrap().into_parts();
    assert_eq!(json!(events[0].personal), json!({"withdraw_reason": reason()}));
    assert_eq!(json!(events[1].personal), json!({}), "the ticket's own event keeps none of it");
    let (_, _, events) = escalation.decline(&reason(), &ngozi(), at(60)).unwrap().into_parts();
    assert_eq!(json!(events[0].personal), json!({"decline_reason": reason()}));
}

#[test]
fn it_goes_where_its_case_goes_and_both_timelines_tell() {
    let (_, escalation) = standing("closed", TargetRole::Doctor);
    let to = CustomerId::from_uuid(Uuid::from_u128(77));
    let (moved, _, events) = escalation.follow(to, Action::MoveTicket, &agent(), at(60)).unwrap().into_parts();
    assert_eq!(moved.customer, to);
    assert_eq!(events.iter().map(|event| event.customer).collect::<Vec<_>>(), [Some(to), Some(customer().id)]);
}

#[test]
fn what_is_refused_names_what_is_possible_instead() {
    let allowed = |refused: Result<Change<Escalation>, Refusal>| match refused.map(drop) {
        Err(Refusal::Conflict { allowed, .. }) => allowed,
        other => panic!("{other:?}"),
    };
    assert_eq!(allowed(standing("answered", TargetRole::Doctor).1.accept(&ngozi(), at(50))), ["discuss"]);
    assert_eq!(allowed(standing("closed", TargetRole::Doctor).1.accept(&ngozi(), at(50))), [""; 0]);
    let pooled = standing("in the pool", TargetRole::Doctor).1;
    assert_eq!(allowed(pooled.decline(&reason(), &ngozi(), at(50))), ["accept", "reassign", "discuss"]);
}

#[test]
fn only_what_is_over_knows_who_closed_it_and_when() {
    let closed = |state| {
        let (_, escalation) = standing(state, TargetRole::Doctor);
        (escalation.progress.closed_by(), escalation.progress.closed_at())
    };
    assert_eq!(closed("closed"), (Some(staff_id(1)), Some(at(40))));
    assert_eq!(closed("withdrawn"), (Some(staff_id(1)), Some(at(30))));
    for state in ["in the pool", "asked by name", "taken on", "answered"] {
        assert_eq!(closed(state), (None, None), "{state}");
    }
}

#[test]
fn a_target_names_somebody_or_the_pool_of_a_role() {
    let told = |target: Target| (target.role(), target.staff());
    assert_eq!(told(named(TargetRole::Doctor)), (TargetRole::Doctor, Some(staff_id(10))));
    assert_eq!(told(pool(TargetRole::Admin)), (TargetRole::Admin, None));
}
