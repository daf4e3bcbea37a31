//! The access policy: which actor may do which action to which record.

mod action;
mod denial;
mod description;

pub use action::Action;
pub use denial::{Denial, RecordDenial, check_all, check_each};

use crate::{
    DomainError, PrincipalId, StaffId,
    actor::{Actor, Principal, Role, SystemJob},
    event::SubjectKind,
    message::MessageKind,
    scopes::{OAuthScope, Scopes},
};

/// How the record acted on relates to the actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ownership {
    /// The actor created it, is assigned to it, or is the record.
    Own,
    /// In the pool of the actor's role.
    Pool,
    /// Neither, or ownership does not matter.
    Other,
}

impl Ownership {
    /// `Own` where `person` is the actor.
    pub fn of_staff(actor: &Actor, person: Option<StaffId>) -> Self {
        if person.is_some() && actor.staff_id() == person { Self::Own } else { Self::Other }
    }

    /// `Own` where `principal` is the actor.
    pub fn of_principal(actor: &Actor, principal: Option<PrincipalId>) -> Self {
        if principal.is_some() && actor.principal_id() == principal { Self::Own } else { Self::Other }
    }

    const fn is_own(self) -> bool {
        match self {
            Self::Own => true,
            Self::Pool | Self::Other => false,
        }
    }

    const fn owns_or_in_pool(self) -> bool {
        match self {
            Self::Own | Self::Pool => true,
            Self::Other => false,
        }
    }
}

/// Proof that the policy allowed one action to one actor. Only [`check`] creates it, and one change consumes it.
#[derive(Debug)]
pub struct Permit {
    actor: Actor,
    action: Action,
}

impl Permit {
    pub(crate) fn into_parts(self) -> (Actor, Action) {
        (self.actor, self.action)
    }
}

/// Checks whether `actor` may do `action` to a record that relates to them as `relation`.
///
/// # Errors
/// [`DomainError::Forbidden`] when not.
pub fn check(actor: &Actor, action: Action, relation: Ownership) -> Result<Permit, DomainError> {
    if may(actor, action, relation) { Ok(Permit { actor: actor.clone(), action }) } else { Err(forbidden(actor, action)) }
}

/// Checks whether `actor` may do `action` to any record at all, before the record is loaded: 403 comes before 404.
///
/// # Errors
/// [`DomainError::Forbidden`] when not.
pub fn check_role(actor: &Actor, action: Action) -> Result<(), DomainError> {
    if all_ownerships().any(|relation| may(actor, action, relation)) { Ok(()) } else { Err(forbidden(actor, action)) }
}

/// The error for an `action` that `actor` may not do.
pub fn forbidden(actor: &Actor, action: Action) -> DomainError {
    DomainError::Forbidden { action, denial: Denial::of(actor, action) }
}

fn all_ownerships() -> impl Iterator<Item = Ownership> + Clone {
    [Ownership::Own, Ownership::Pool, Ownership::Other].into_iter()
}

/// Checks whether `actor` may read records of a kind. Responses include a record by this check alone, whatever else the actor may do to it.
///
/// # Errors
/// [`DomainError::Forbidden`] when not.
pub fn check_read(actor: &Actor, kind: SubjectKind) -> Result<(), DomainError> {
    let action = match kind {
        SubjectKind::Customer => Action::ReadCustomers,
        SubjectKind::Ticket | SubjectKind::Message => Action::ReadTickets,
        SubjectKind::Interaction => Action::ReadInteractions,
        SubjectKind::Escalation => Action::ReadEscalations,
        SubjectKind::Staff => Action::ReadStaff,
        SubjectKind::ServiceAccount => Action::ReadServiceAccounts,
        // In no response: only the command line uses it.
        SubjectKind::ReadLog => Action::BeginReadLog,
    };
    check(actor, action, Ownership::Other).map(drop)
}

/// Whether `actor` may read records of a kind: see [`check_read`].
pub fn can_read(actor: &Actor, kind: SubjectKind) -> bool {
    check_read(actor, kind).is_ok()
}

/// Whether `actor` may read deleted records of a kind: only if they may restore them.
pub fn can_read_deleted(actor: &Actor, kind: SubjectKind) -> bool {
    let action = match kind {
        SubjectKind::Customer => Action::RestoreCustomer,
        SubjectKind::Ticket | SubjectKind::Message => Action::RestoreTicket,
        SubjectKind::Interaction => Action::RestoreInteraction,
        SubjectKind::Escalation => Action::RestoreEscalation,
        // Cannot be restored.
        SubjectKind::Staff | SubjectKind::ServiceAccount | SubjectKind::ReadLog => return false,
    };
    check(actor, action, Ownership::Other).is_ok()
}

/// Whether `actor` may read messages of a kind.
pub fn can_read_messages(actor: &Actor, kind: MessageKind) -> bool {
    match kind {
        MessageKind::Reply => can_read(actor, SubjectKind::Message),
        MessageKind::Note => can_read_notes(actor),
    }
}

/// Whether `actor` may read internal notes.
pub fn can_read_notes(actor: &Actor) -> bool {
    check(actor, Action::ReadNotes, Ownership::Other).is_ok()
}

fn may(actor: &Actor, action: Action, relation: Ownership) -> bool {
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
    }
}

fn staff_may(role: Role, action: Action, relation: Ownership) -> bool {
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
const fn required_scope(action: Action, relation: Ownership) -> Option<OAuthScope> {
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

#[cfg(test)]
mod tests;
