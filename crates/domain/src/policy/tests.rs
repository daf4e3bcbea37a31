//! The policy, asked.
#![expect(clippy::disallowed_methods, reason = "a test makes its own actors")]

use super::*;
use crate::StaffId;

fn person(role: Role) -> Actor {
    Actor::staff(StaffId::from_uuid(uuid::Uuid::from_u128(1)), role)
}

fn granted(actor: &Actor, relation: Relation) -> Vec<Action> {
    Action::ALL.iter().copied().filter(|action| check(actor, *action, relation).is_ok()).collect()
}

#[test]
fn an_auditor_can_only_come_and_go_and_see_the_figures() {
    let own = [Action::ReadNotices, Action::ReadOversight, Action::SetPassword, Action::SignIn, Action::SignOut];
    assert_eq!(granted(&person(Role::Auditor), Relation::Own), own);
    assert_eq!(granted(&person(Role::Auditor), Relation::Other), [Action::ReadOversight, Action::SignIn]);
}

#[test]
fn a_doctor_reads_cases_and_answers_only_what_is_theirs() {
    use Action::{
        Accept, Decline, Discuss, RaisePriority, ReadCustomers, ReadEscalations, ReadInteractions, ReadNotices, ReadStaff, ReadTickets,
        Reassign, ResolveEscalation, SetPassword, SignIn, SignOut,
    };
    let doctor = person(Role::Doctor);
    let reads = [ReadCustomers, ReadInteractions, ReadTickets, ReadEscalations];
    assert_eq!(granted(&doctor, Relation::Other), [&reads[..], &[ReadStaff, SignIn]].concat());
    assert_eq!(granted(&doctor, Relation::Pool), [&reads[..], &[Accept, Reassign, RaisePriority, Discuss, ReadStaff, SignIn]].concat());
    let own = [Accept, Decline, Reassign, RaisePriority, Discuss, ResolveEscalation, ReadNotices, ReadStaff, SetPassword, SignIn, SignOut];
    assert_eq!(granted(&doctor, Relation::Own), [&reads[..], &own].concat());
}

#[test]
fn an_agent_may_not_hide_import_manage_or_answer_for_a_doctor() {
    use Action as A;
    let agent = granted(&person(Role::Agent), Relation::Own);
    let hiding = [A::DeleteCustomer, A::RestoreCustomer, A::DeleteTicket, A::DeleteInteraction, A::DeleteEscalation, A::Redact];
    let managing = [A::ImportCustomers, A::ManageStaff, A::CreateStaff, A::EditStaff, A::ReadServiceAccounts, A::IssueSecret];
    let answering = [A::Accept, A::Decline, A::Reassign, A::RaisePriority, A::ResolveEscalation, A::RefuseSignIn, A::RevokeSession];
    for action in hiding.into_iter().chain(managing).chain(answering) {
        assert!(!agent.contains(&action), "{action}");
    }
}

#[test]
fn an_agent_sees_their_own_figures_and_nobody_elses() {
    let may = |role, relation| check(&person(role), Action::ReadOversight, relation).is_ok();
    assert_eq!((may(Role::Agent, Relation::Own), may(Role::Agent, Relation::Other)), (true, false));
    assert_eq!((may(Role::Doctor, Relation::Own), may(Role::Admin, Relation::Other)), (false, true));
}

#[test]
fn nobody_takes_back_or_rewrites_what_another_did() {
    for role in Role::ALL {
        for action in [Action::UndoStatus, Action::Recall, Action::EditNote, Action::SetPassword, Action::SignOut] {
            assert!(matches!(check(&person(*role), action, Relation::Other), Err(Refusal::Forbidden { .. })), "{role} {action}");
        }
    }
}

#[test]
fn a_program_without_scopes_can_only_come_in() {
    let program = Actor::service(crate::ServiceAccountId::from_uuid(uuid::Uuid::from_u128(2)), Scopes::default());
    assert_eq!(granted(&program, Relation::Own), [Action::SignIn]);
}

#[test]
fn each_scope_gives_a_program_its_own_things_and_nothing_that_needs_a_person() {
    use Action as A;
    let with = |scope: ApiScope| {
        let scopes = std::iter::once(scope).collect();
        let mut granted = granted(&Actor::service(crate::ServiceAccountId::from_uuid(uuid::Uuid::from_u128(2)), scopes), Relation::Own);
        granted.retain(|action| *action != A::SignIn);
        granted
    };
    assert_eq!(with(ApiScope::CustomersRead), [A::ReadCustomers]);
    assert_eq!(with(ApiScope::CustomersWrite), [A::CreateCustomer, A::EditCustomer]);
    assert_eq!(with(ApiScope::ImportWrite), [A::ImportCustomers]);
    assert_eq!(with(ApiScope::InteractionsRead), [A::ReadInteractions]);
    let interactions = [A::LogInteraction, A::EditInteraction, A::SetInteractionStatus, A::End, A::AssignInteraction, A::MoveInteraction];
    assert_eq!(with(ApiScope::InteractionsWrite), interactions);
    assert_eq!(with(ApiScope::TicketsRead), [A::ReadTickets, A::MarkFetched]);
    let tickets = [A::OpenTicket, A::EditTicket, A::SetStatus, A::UndoStatus, A::Assign, A::MoveTicket, A::Reply, A::RecordCustomerMessage];
    assert_eq!(with(ApiScope::TicketsWrite), tickets);
    assert_eq!(with(ApiScope::NotesRead), [A::ReadNotes]);
    assert_eq!(with(ApiScope::NotesWrite), [A::Note, A::EditNote]);
    assert_eq!(with(ApiScope::EscalationsRead), [A::ReadEscalations]);
    assert_eq!(with(ApiScope::EscalationsWrite), [A::Escalate]);
    assert_eq!((with(ApiScope::ReportsRead), with(ApiScope::AuditRead)), (vec![A::ReadOversight], Vec::new()));
}

#[test]
fn a_program_that_may_take_in_customers_adds_and_corrects_them_while_it_does_and_at_no_other_time() {
    let program =
        |scope: ApiScope| Actor::service(crate::ServiceAccountId::from_uuid(uuid::Uuid::from_u128(2)), std::iter::once(scope).collect());
    let part = [Action::CreateCustomer, Action::EditCustomer];
    for action in Action::ALL {
        let may = |actor: &Actor| check(actor, *action, Relation::Other).is_ok();
        let (idle, at_it) = (program(ApiScope::ImportWrite), program(ApiScope::ImportWrite).taking_in());
        assert_eq!(may(&at_it), may(&idle) || part.contains(action), "{action}");
        let other = program(ApiScope::TicketsWrite);
        assert_eq!(may(&other.clone().taking_in()), may(&other), "{action}");
    }
}

#[test]
fn the_desk_itself_does_only_its_tasks() {
    use Action::{BeginReadLog, CreateCustomer, CreateStaff, EditCustomer, ImportCustomers, ReadCustomers, RefuseSignIn, RevokeSession};
    let import = [ReadCustomers, CreateCustomer, EditCustomer, ImportCustomers];
    assert_eq!(granted(&Actor::system(Task::Import), Relation::Own), import);
    assert_eq!(granted(&Actor::system(Task::Setup), Relation::Own), [CreateStaff, BeginReadLog]);
    assert_eq!(granted(&Actor::system(Task::Door), Relation::Own), [RefuseSignIn, RevokeSession]);
}

#[test]
fn a_program_neither_takes_back_nor_rewrites_what_another_did() {
    let program = Actor::service(crate::ServiceAccountId::from_uuid(uuid::Uuid::from_u128(2)), ApiScope::ALL.iter().copied().collect());
    for action in [Action::UndoStatus, Action::EditNote] {
        assert!(check(&program, action, Relation::Own).is_ok(), "{action}");
        assert!(matches!(check(&program, action, Relation::Other), Err(Refusal::Forbidden { .. })), "{action}");
    }
}

#[test]
fn who_may_do_something_to_nothing_is_told_so_before_it_is_looked_for() {
    let doctor = person(Role::Doctor);
    assert_eq!(check_role(&doctor, Action::Accept), Ok(()), "to what is theirs or their pool's");
    for action in [Action::OpenTicket, Action::ReadNotes, Action::Withdraw] {
        assert!(matches!(check_role(&doctor, action), Err(Refusal::Forbidden { .. })), "{action}");
    }
}
