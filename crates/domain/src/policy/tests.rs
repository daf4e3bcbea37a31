//! Tests of the policy.
#![expect(clippy::disallowed_methods, reason = "tests create actors")]

use super::*;
use crate::StaffId;

fn person(role: Role) -> Actor {
    Actor::staff(StaffId::from_uuid(uuid::Uuid::from_u128(1)), role)
}

fn granted(actor: &Actor, relation: Relation) -> Vec<Action> {
    Action::ALL.iter().copied().filter(|action| check(actor, *action, relation).is_ok()).collect()
}

#[test]
fn auditor_is_granted_sign_in_and_oversight_only() {
    let own = [Action::ReadNotices, Action::ReadOversight, Action::SetPassword, Action::SignIn, Action::SignOut];
    assert_eq!(granted(&person(Role::Auditor), Relation::Own), own);
    assert_eq!(granted(&person(Role::Auditor), Relation::Other), [Action::ReadOversight, Action::SignIn]);
}

#[test]
fn doctor_is_granted_reads_and_answers_own_escalations_only() {
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
fn agent_is_not_granted_delete_import_manage_or_resolve() {
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
fn agent_reads_own_oversight_only() {
    let may = |role, relation| check(&person(role), Action::ReadOversight, relation).is_ok();
    assert_eq!((may(Role::Agent, Relation::Own), may(Role::Agent, Relation::Other)), (true, false));
    assert_eq!((may(Role::Doctor, Relation::Own), may(Role::Admin, Relation::Other)), (false, true));
}

#[test]
fn undo_recall_or_edit_of_other_staff_is_forbidden() {
    for role in Role::ALL {
        for action in [Action::UndoStatus, Action::Recall, Action::EditNote, Action::SetPassword, Action::SignOut] {
            assert!(matches!(check(&person(*role), action, Relation::Other), Err(Refusal::Forbidden { .. })), "{role} {action}");
        }
    }
}

#[test]
fn service_account_without_scopes_is_granted_sign_in_only() {
    let program = Actor::service(crate::ServiceAccountId::from_uuid(uuid::Uuid::from_u128(2)), Scopes::default());
    assert_eq!(granted(&program, Relation::Own), [Action::SignIn]);
}

#[test]
fn scope_grants_service_account_its_actions_without_staff_actions() {
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
fn import_scope_grants_create_and_edit_customer_during_import_only() {
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
fn system_actor_is_granted_actions_of_its_job_only() {
    use Action::{BeginReadLog, CreateCustomer, CreateStaff, EditCustomer, ImportCustomers, ReadCustomers, RefuseSignIn, RevokeSession};
    let import = [ReadCustomers, CreateCustomer, EditCustomer, ImportCustomers];
    assert_eq!(granted(&Actor::system(Task::Import), Relation::Own), import);
    assert_eq!(granted(&Actor::system(Task::Setup), Relation::Own), [CreateStaff, BeginReadLog]);
    assert_eq!(granted(&Actor::system(Task::Door), Relation::Own), [RefuseSignIn, RevokeSession]);
}

#[test]
fn undo_or_edit_of_others_by_service_account_is_forbidden() {
    let program = Actor::service(crate::ServiceAccountId::from_uuid(uuid::Uuid::from_u128(2)), ApiScope::ALL.iter().copied().collect());
    for action in [Action::UndoStatus, Action::EditNote] {
        assert!(check(&program, action, Relation::Own).is_ok(), "{action}");
        assert!(matches!(check(&program, action, Relation::Other), Err(Refusal::Forbidden { .. })), "{action}");
    }
}

#[test]
fn check_role_of_action_never_granted_is_forbidden() {
    let doctor = person(Role::Doctor);
    assert_eq!(check_role(&doctor, Action::Accept), Ok(()), "own records and those of their pool");
    for action in [Action::OpenTicket, Action::ReadNotes, Action::Withdraw] {
        assert!(matches!(check_role(&doctor, action), Err(Refusal::Forbidden { .. })), "{action}");
    }
}
