//! Tests of the policy.
#![expect(clippy::disallowed_methods, reason = "tests create actors")]

use super::*;
use crate::{
    DomainError, StaffId,
    actor::{Actor, Role, SystemJob},
    scopes::{OAuthScope, Scopes},
};

fn person(role: Role) -> Actor {
    Actor::staff(StaffId::from_uuid(uuid::Uuid::from_u128(1)), role)
}

fn granted(actor: &Actor, relation: Ownership) -> Vec<Action> {
    Action::ALL.iter().copied().filter(|action| check(actor, *action, relation).is_ok()).collect()
}

#[test]
fn auditor_is_granted_sign_in_and_oversight_only() {
    let own = [Action::ReadNotices, Action::ReadOversight, Action::SetPassword, Action::SignIn, Action::SignOut];
    assert_eq!(granted(&person(Role::Auditor), Ownership::Own), own);
    assert_eq!(granted(&person(Role::Auditor), Ownership::Other), [Action::ReadOversight, Action::SignIn]);
}

#[test]
fn doctor_is_granted_reads_and_answers_own_escalations_only() {
    use Action::{
        Accept, Decline, Discuss, RaisePriority, ReadCustomers, ReadEscalations, ReadInteractions, ReadNotices, ReadStaff, ReadTickets,
        Reassign, ResolveEscalation, SetPassword, SignIn, SignOut,
    };
    let doctor = person(Role::Doctor);
    let reads = [ReadCustomers, ReadInteractions, ReadTickets, ReadEscalations];
    assert_eq!(granted(&doctor, Ownership::Other), [&reads[..], &[ReadStaff, SignIn]].concat());
    assert_eq!(granted(&doctor, Ownership::Pool), [&reads[..], &[Accept, Reassign, RaisePriority, Discuss, ReadStaff, SignIn]].concat());
    let own = [Accept, Decline, Reassign, RaisePriority, Discuss, ResolveEscalation, ReadNotices, ReadStaff, SetPassword, SignIn, SignOut];
    assert_eq!(granted(&doctor, Ownership::Own), [&reads[..], &own].concat());
}

#[test]
fn agent_is_not_granted_delete_import_manage_or_resolve() {
    use Action as A;
    let agent = granted(&person(Role::Agent), Ownership::Own);
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
    assert_eq!((may(Role::Agent, Ownership::Own), may(Role::Agent, Ownership::Other)), (true, false));
    assert_eq!((may(Role::Doctor, Ownership::Own), may(Role::Admin, Ownership::Other)), (false, true));
}

#[test]
fn undo_recall_or_edit_of_other_staff_is_forbidden() {
    for role in Role::ALL {
        for action in [Action::UndoStatus, Action::Recall, Action::EditNote, Action::SetPassword, Action::SignOut] {
            assert!(matches!(check(&person(*role), action, Ownership::Other), Err(DomainError::Forbidden { .. })), "{role} {action}");
        }
    }
}

#[test]
fn service_account_without_scopes_is_granted_sign_in_only() {
    let program = Actor::service(crate::ServiceAccountId::from_uuid(uuid::Uuid::from_u128(2)), Scopes::default());
    assert_eq!(granted(&program, Ownership::Own), [Action::SignIn]);
}

#[test]
fn scope_grants_service_account_its_actions_without_staff_actions() {
    use Action as A;
    let with = |scope: OAuthScope| {
        let scopes = std::iter::once(scope).collect();
        let mut granted = granted(&Actor::service(crate::ServiceAccountId::from_uuid(uuid::Uuid::from_u128(2)), scopes), Ownership::Own);
        granted.retain(|action| *action != A::SignIn);
        granted
    };
    assert_eq!(with(OAuthScope::CustomersRead), [A::ReadCustomers]);
    assert_eq!(with(OAuthScope::CustomersWrite), [A::CreateCustomer, A::EditCustomer]);
    assert_eq!(with(OAuthScope::ImportWrite), [A::ImportCustomers]);
    assert_eq!(with(OAuthScope::InteractionsRead), [A::ReadInteractions]);
    let interactions = [A::LogInteraction, A::EditInteraction, A::SetInteractionStatus, A::End, A::AssignInteraction, A::MoveInteraction];
    assert_eq!(with(OAuthScope::InteractionsWrite), interactions);
    assert_eq!(with(OAuthScope::TicketsRead), [A::ReadTickets, A::MarkFetched]);
    let tickets = [A::OpenTicket, A::EditTicket, A::SetStatus, A::UndoStatus, A::Assign, A::MoveTicket, A::Reply, A::RecordCustomerMessage];
    assert_eq!(with(OAuthScope::TicketsWrite), tickets);
    assert_eq!(with(OAuthScope::NotesRead), [A::ReadNotes]);
    assert_eq!(with(OAuthScope::NotesWrite), [A::Note, A::EditNote]);
    assert_eq!(with(OAuthScope::EscalationsRead), [A::ReadEscalations]);
    assert_eq!(with(OAuthScope::EscalationsWrite), [A::Escalate]);
    assert_eq!((with(OAuthScope::ReportsRead), with(OAuthScope::AuditRead)), (vec![A::ReadOversight], Vec::new()));
}

#[test]
fn import_scope_grants_create_and_edit_customer_during_import_only() {
    let program =
        |scope: OAuthScope| Actor::service(crate::ServiceAccountId::from_uuid(uuid::Uuid::from_u128(2)), std::iter::once(scope).collect());
    let part = [Action::CreateCustomer, Action::EditCustomer];
    for action in Action::ALL {
        let may = |actor: &Actor| check(actor, *action, Ownership::Other).is_ok();
        let (idle, at_it) = (program(OAuthScope::ImportWrite), program(OAuthScope::ImportWrite).in_import());
        assert_eq!(may(&at_it), may(&idle) || part.contains(action), "{action}");
        let other = program(OAuthScope::TicketsWrite);
        assert_eq!(may(&other.clone().in_import()), may(&other), "{action}");
    }
}

#[test]
fn system_actor_is_granted_actions_of_its_job_only() {
    use Action::{BeginReadLog, CreateCustomer, CreateStaff, EditCustomer, ImportCustomers, ReadCustomers, RefuseSignIn, RevokeSession};
    let import = [ReadCustomers, CreateCustomer, EditCustomer, ImportCustomers];
    assert_eq!(granted(&Actor::system(SystemJob::Import), Ownership::Own), import);
    assert_eq!(granted(&Actor::system(SystemJob::Bootstrap), Ownership::Own), [CreateStaff, BeginReadLog]);
    assert_eq!(granted(&Actor::system(SystemJob::Authentication), Ownership::Own), [RefuseSignIn, RevokeSession]);
}

#[test]
fn undo_or_edit_of_others_by_service_account_is_forbidden() {
    let program = Actor::service(crate::ServiceAccountId::from_uuid(uuid::Uuid::from_u128(2)), OAuthScope::ALL.iter().copied().collect());
    for action in [Action::UndoStatus, Action::EditNote] {
        assert!(check(&program, action, Ownership::Own).is_ok(), "{action}");
        assert!(matches!(check(&program, action, Ownership::Other), Err(DomainError::Forbidden { .. })), "{action}");
    }
}

#[test]
fn check_role_of_action_never_granted_is_forbidden() {
    let doctor = person(Role::Doctor);
    assert_eq!(check_role(&doctor, Action::Accept), Ok(()), "own records and those of their pool");
    for action in [Action::OpenTicket, Action::ReadNotes, Action::Withdraw] {
        assert!(matches!(check_role(&doctor, action), Err(DomainError::Forbidden { .. })), "{action}");
    }
}
