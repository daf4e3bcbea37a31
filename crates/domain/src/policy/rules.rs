//! The rules: what each role, each scope and the system itself may do.

use super::{action::Action, ownership::Ownership};
use crate::{
    actor::{Actor, Principal, Role, SystemJob},
    scopes::{OAuthScope, Scopes},
};

pub(super) fn may(actor: &Actor, action: Action, relation: Ownership) -> bool {
    match actor.principal() {
        Principal::Staff { role, .. } => staff_may(role, action, relation),
        Principal::Service { scopes, .. } if actor.is_import() && matches!(action, Action::CreateCustomer | Action::EditCustomer) => {
            scopes.contains(OAuthScope::ImportWrite)
        }
        Principal::Service { scopes, .. } => service_account_may(scopes, action, relation),
        Principal::System(SystemJob::Import) => {
            matches!(action, Action::ReadCustomers | Action::CreateCustomer | Action::EditCustomer | Action::ImportCustomers)
        }
        Principal::System(SystemJob::Bootstrap) => matches!(action, Action::CreateStaff | Action::BeginReadLog),
        Principal::System(SystemJob::Authentication) => matches!(action, Action::RefuseSignIn | Action::RevokeSession),
        Principal::System(SystemJob::Offboarding) => matches!(action, Action::Assign | Action::AssignInteraction | Action::Reassign),
    }
}

pub(super) fn staff_may(role: Role, action: Action, relation: Ownership) -> bool {
    match role {
        Role::Agent => agent_may(action, relation),
        Role::Doctor => doctor_may(action, relation),
        Role::Admin => admin_may(action, relation),
        Role::Auditor => auditor_may(action, relation),
    }
}

fn agent_may(action: Action, relation: Ownership) -> bool {
    use Action as A;
    match action {
        A::ReadCustomers | A::CreateCustomer | A::EditCustomer => true,
        A::ReadInteractions | A::LogInteraction | A::AssignInteraction => true,
        A::EditInteraction | A::SetInteractionStatus | A::End | A::MoveInteraction => relation.is_own(),
        A::ReadTickets | A::OpenTicket | A::EditTicket | A::SetStatus | A::Claim | A::Assign | A::MoveTicket => true,
        A::Reply | A::RecordCustomerMessage | A::ReadNotes | A::Note => true,
        A::ReadEscalations | A::Escalate | A::Discuss | A::Withdraw | A::Close => true,
        A::ReadStaff | A::SignIn => true,
        A::UndoStatus | A::Recall | A::EditNote | A::ReadNotices | A::ReadOversight | A::SetPassword | A::SignOut => relation.is_own(),
        A::DeleteCustomer | A::RestoreCustomer | A::ImportCustomers | A::DeleteInteraction | A::RestoreInteraction => false,
        A::DeleteTicket | A::RestoreTicket | A::Redact | A::DeleteEscalation | A::RestoreEscalation => false,
        A::Accept | A::Decline | A::Reassign | A::RaisePriority | A::ResolveEscalation => false,
        A::ManageStaff | A::CreateStaff | A::EditStaff | A::IssuePasswordLink => false,
        A::ReadServiceAccounts | A::CreateServiceAccount | A::EditServiceAccount | A::DeleteServiceAccount | A::IssueSecret => false,
        A::MarkFetched | A::RefuseSignIn | A::RevokeSession | A::BeginReadLog => false,
    }
}

fn doctor_may(action: Action, relation: Ownership) -> bool {
    use Action as A;
    match action {
        A::ReadCustomers | A::ReadInteractions | A::ReadTickets | A::ReadEscalations | A::ReadStaff | A::SignIn => true,
        A::Accept | A::Reassign | A::RaisePriority | A::Discuss => relation.owns_or_in_pool(),
        A::Decline | A::ResolveEscalation | A::ReadNotices | A::SetPassword | A::SignOut => relation.is_own(),
        A::CreateCustomer | A::EditCustomer | A::DeleteCustomer | A::RestoreCustomer | A::ImportCustomers => false,
        A::LogInteraction | A::EditInteraction | A::SetInteractionStatus | A::End | A::AssignInteraction => false,
        A::MoveInteraction | A::DeleteInteraction | A::RestoreInteraction => false,
        A::OpenTicket | A::EditTicket | A::SetStatus | A::UndoStatus | A::Claim | A::Assign | A::MoveTicket => false,
        A::DeleteTicket | A::RestoreTicket | A::Reply | A::Recall | A::RecordCustomerMessage => false,
        A::ReadNotes | A::Note | A::EditNote | A::Redact => false,
        A::Escalate | A::Withdraw | A::Close | A::DeleteEscalation | A::RestoreEscalation => false,
        A::ManageStaff | A::CreateStaff | A::EditStaff | A::IssuePasswordLink => false,
        A::ReadServiceAccounts | A::CreateServiceAccount | A::EditServiceAccount | A::DeleteServiceAccount | A::IssueSecret => false,
        A::ReadOversight | A::MarkFetched | A::RefuseSignIn | A::RevokeSession | A::BeginReadLog => false,
    }
}

fn admin_may(action: Action, relation: Ownership) -> bool {
    use Action as A;
    match action {
        A::ReadCustomers | A::CreateCustomer | A::EditCustomer | A::DeleteCustomer | A::RestoreCustomer | A::ImportCustomers => true,
        A::ReadInteractions | A::LogInteraction | A::EditInteraction | A::SetInteractionStatus | A::End => true,
        A::AssignInteraction | A::MoveInteraction | A::DeleteInteraction | A::RestoreInteraction => true,
        A::ReadTickets | A::OpenTicket | A::EditTicket | A::SetStatus | A::Claim | A::Assign | A::MoveTicket => true,
        A::DeleteTicket | A::RestoreTicket | A::Reply | A::RecordCustomerMessage | A::ReadNotes | A::Note | A::Redact => true,
        A::ReadEscalations | A::Escalate | A::Reassign | A::RaisePriority | A::Discuss | A::ResolveEscalation => true,
        A::Withdraw | A::Close => true,
        A::DeleteEscalation | A::RestoreEscalation | A::ReadOversight => true,
        A::ReadStaff | A::ManageStaff | A::CreateStaff | A::EditStaff | A::IssuePasswordLink | A::SignIn | A::RevokeSession => true,
        A::ReadServiceAccounts | A::CreateServiceAccount | A::EditServiceAccount | A::DeleteServiceAccount | A::IssueSecret => true,
        A::Accept => relation.owns_or_in_pool(),
        A::UndoStatus | A::Recall | A::EditNote | A::Decline | A::ReadNotices | A::SetPassword | A::SignOut => relation.is_own(),
        A::MarkFetched | A::RefuseSignIn | A::BeginReadLog => false,
    }
}

fn auditor_may(action: Action, relation: Ownership) -> bool {
    use Action as A;
    match action {
        A::SignIn | A::ReadOversight => true,
        A::ReadNotices | A::SetPassword | A::SignOut => relation.is_own(),
        A::ReadCustomers | A::CreateCustomer | A::EditCustomer | A::DeleteCustomer | A::RestoreCustomer | A::ImportCustomers => false,
        A::ReadInteractions | A::LogInteraction | A::EditInteraction | A::SetInteractionStatus | A::End => false,
        A::AssignInteraction | A::MoveInteraction | A::DeleteInteraction | A::RestoreInteraction => false,
        A::ReadTickets | A::OpenTicket | A::EditTicket | A::SetStatus | A::UndoStatus | A::Claim | A::Assign | A::MoveTicket => false,
        A::DeleteTicket | A::RestoreTicket | A::Reply | A::Recall | A::RecordCustomerMessage => false,
        A::ReadNotes | A::Note | A::EditNote | A::Redact => false,
        A::ReadEscalations | A::Escalate | A::Accept | A::Decline | A::Reassign | A::RaisePriority | A::Discuss => false,
        A::ResolveEscalation | A::Withdraw | A::Close | A::DeleteEscalation | A::RestoreEscalation => false,
        A::ReadStaff | A::ManageStaff | A::CreateStaff | A::EditStaff | A::IssuePasswordLink => false,
        A::ReadServiceAccounts | A::CreateServiceAccount | A::EditServiceAccount | A::DeleteServiceAccount | A::IssueSecret => false,
        A::MarkFetched | A::RefuseSignIn | A::RevokeSession | A::BeginReadLog => false,
    }
}

/// A service account may do what its scopes allow.
fn service_account_may(scopes: Scopes, action: Action, relation: Ownership) -> bool {
    if action == Action::SignIn {
        return relation.is_own();
    }
    required_scope(action, relation).is_some_and(|needed| scopes.contains(needed))
}

/// The scope a service account needs for `action`; `None` if no scope allows it, such as claiming a ticket or answering for a doctor.
pub(super) const fn required_scope(action: Action, relation: Ownership) -> Option<OAuthScope> {
    use Action as A;
    Some(match action {
        A::ReadCustomers => OAuthScope::CustomersRead,
        A::CreateCustomer | A::EditCustomer => OAuthScope::CustomersWrite,
        A::ImportCustomers => OAuthScope::ImportWrite,
        A::ReadInteractions => OAuthScope::InteractionsRead,
        A::LogInteraction | A::EditInteraction | A::SetInteractionStatus | A::End | A::AssignInteraction | A::MoveInteraction => {
            OAuthScope::InteractionsWrite
        }
        A::ReadTickets | A::MarkFetched => OAuthScope::TicketsRead,
        A::OpenTicket | A::EditTicket | A::SetStatus | A::Assign | A::MoveTicket | A::Reply | A::RecordCustomerMessage => {
            OAuthScope::TicketsWrite
        }
        A::ReadNotes => OAuthScope::NotesRead,
        A::Note => OAuthScope::NotesWrite,
        A::ReadEscalations => OAuthScope::EscalationsRead,
        A::Escalate => OAuthScope::EscalationsWrite,
        A::ReadOversight => OAuthScope::ReportsRead,
        A::UndoStatus if relation.is_own() => OAuthScope::TicketsWrite,
        A::EditNote if relation.is_own() => OAuthScope::NotesWrite,
        A::UndoStatus | A::EditNote | A::Claim | A::Recall => return None,
        A::DeleteCustomer | A::RestoreCustomer | A::DeleteInteraction | A::RestoreInteraction | A::DeleteTicket => return None,
        A::RestoreTicket | A::Redact | A::DeleteEscalation | A::RestoreEscalation => return None,
        A::Accept | A::Decline | A::Reassign | A::RaisePriority | A::Discuss | A::ResolveEscalation => return None,
        A::Withdraw | A::Close => return None,
        A::ReadStaff | A::ManageStaff | A::CreateStaff | A::EditStaff | A::IssuePasswordLink | A::SetPassword => return None,
        A::ReadServiceAccounts | A::CreateServiceAccount | A::EditServiceAccount => return None,
        A::DeleteServiceAccount | A::IssueSecret => return None,
        A::ReadNotices | A::SignIn | A::SignOut | A::RefuseSignIn | A::RevokeSession | A::BeginReadLog => return None,
    })
}
