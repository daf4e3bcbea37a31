//! The rules: what each role, each scope and each job of the system may do. One row an action.

use self::Grant::{All, No, Own, Pool};
use super::{action::Action, ownership::Ownership};
use crate::{
    actor::{Actor, Principal, Role, SystemJob},
    scopes::OAuthScope,
};

/// The records on which an action is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Grant {
    /// None.
    No,
    /// The actor's own.
    Own,
    /// The actor's own, and those in the pool of their role.
    Pool,
    /// All that they can see.
    All,
}

/// Who may do an action.
struct Rule {
    agent: Grant,
    doctor: Grant,
    admin: Grant,
    auditor: Grant,
    /// Service accounts, with the scope if one is needed.
    service: (Grant, Option<OAuthScope>),
    jobs: &'static [SystemJob],
}

#[rustfmt::skip]
const fn rule(action: Action) -> Rule {
    use Action as A;
    use OAuthScope as S;
    use SystemJob as J;
    match action {
        //               agent, doctor, admin, auditor
        A::ReadCustomers => roles(All, All, All, No).scope(S::CustomersRead, All).jobs(&[J::Import]),
        A::CreateCustomer => roles(All, No, All, No).scope(S::CustomersWrite, All).jobs(&[J::Import]),
        A::EditCustomer => roles(All, No, All, No).scope(S::CustomersWrite, All).jobs(&[J::Import]),
        A::DeleteCustomer => roles(No, No, All, No),
        A::RestoreCustomer => roles(No, No, All, No),
        A::ImportCustomers => roles(No, No, All, No).scope(S::ImportWrite, All).jobs(&[J::Import]),
        A::ReadInteractions => roles(All, All, All, No).scope(S::InteractionsRead, All),
        A::LogInteraction => roles(All, No, All, No).scope(S::InteractionsWrite, All),
        A::EditInteraction => roles(Own, No, All, No).scope(S::InteractionsWrite, All),
        A::SetInteractionStatus => roles(Own, No, All, No).scope(S::InteractionsWrite, All),
        A::End => roles(Own, No, All, No).scope(S::InteractionsWrite, All),
        A::AssignInteraction => roles(All, No, All, No).scope(S::InteractionsWrite, All).jobs(&[J::Offboarding]),
        A::MoveInteraction => roles(Own, No, All, No).scope(S::InteractionsWrite, All),
        A::DeleteInteraction => roles(No, No, All, No),
        A::RestoreInteraction => roles(No, No, All, No),
        A::ReadTickets => roles(All, All, All, No).scope(S::TicketsRead, All),
        A::OpenTicket => roles(All, No, All, No).scope(S::TicketsWrite, All),
        A::EditTicket => roles(All, No, All, No).scope(S::TicketsWrite, All),
        A::SetStatus => roles(All, No, All, No).scope(S::TicketsWrite, All),
        A::UndoStatus => roles(Own, No, Own, No).scope(S::TicketsWrite, Own),
        A::Recall => roles(Own, No, Own, No),
        A::Claim => roles(All, No, All, No),
        A::Assign => roles(All, No, All, No).scope(S::TicketsWrite, All).jobs(&[J::Offboarding]),
        A::MoveTicket => roles(All, No, All, No).scope(S::TicketsWrite, All),
        A::DeleteTicket => roles(No, No, All, No),
        A::RestoreTicket => roles(No, No, All, No),
        A::Reply => roles(All, No, All, No).scope(S::TicketsWrite, All),
        A::RecordCustomerMessage => roles(All, No, All, No).scope(S::TicketsWrite, All),
        A::MarkFetched => roles(No, No, No, No).scope(S::TicketsRead, All),
        A::ReadNotes => roles(All, No, All, No).scope(S::NotesRead, All),
        A::Note => roles(All, No, All, No).scope(S::NotesWrite, All),
        A::EditNote => roles(Own, No, Own, No).scope(S::NotesWrite, Own),
        A::Redact => roles(No, No, All, No),
        A::ReadEscalations => roles(All, All, All, No).scope(S::EscalationsRead, All),
        A::Escalate => roles(All, No, All, No).scope(S::EscalationsWrite, All),
        A::Accept => roles(No, Pool, Pool, No),
        A::Decline => roles(No, Own, Own, No),
        A::Reassign => roles(No, Pool, All, No).jobs(&[J::Offboarding]),
        A::RaisePriority => roles(No, Pool, All, No),
        A::Discuss => roles(All, Pool, All, No),
        A::ResolveEscalation => roles(No, Own, All, No),
        A::Withdraw => roles(All, No, All, No),
        A::Close => roles(All, No, All, No),
        A::DeleteEscalation => roles(No, No, All, No),
        A::RestoreEscalation => roles(No, No, All, No),
        A::ReadNotices => roles(Own, Own, Own, Own),
        A::ReadOversight => roles(Own, No, All, All).scope(S::ReportsRead, All),
        A::ReadStaff => roles(All, All, All, No),
        A::ManageStaff => roles(No, No, All, No),
        A::CreateStaff => roles(No, No, All, No).jobs(&[J::Bootstrap]),
        A::EditStaff => roles(No, No, All, No),
        A::IssuePasswordLink => roles(No, No, All, No),
        A::SetPassword => roles(Own, Own, Own, Own),
        A::ReadServiceAccounts => roles(No, No, All, No),
        A::CreateServiceAccount => roles(No, No, All, No),
        A::EditServiceAccount => roles(No, No, All, No),
        A::DeleteServiceAccount => roles(No, No, All, No),
        A::IssueSecret => roles(No, No, All, No),
        A::SignIn => roles(All, All, All, All).service(Own),
        A::SignOut => roles(Own, Own, Own, Own),
        A::RefuseSignIn => roles(No, No, No, No).jobs(&[J::Authentication]),
        A::RevokeSession => roles(No, No, All, No).jobs(&[J::Authentication]),
        A::BeginReadLog => roles(No, No, No, No).jobs(&[J::Bootstrap]),
    }
}

/// A rule for staff.
const fn roles(agent: Grant, doctor: Grant, admin: Grant, auditor: Grant) -> Rule {
    Rule { agent, doctor, admin, auditor, service: (No, None), jobs: &[] }
}

impl Rule {
    /// Also for service accounts with this scope.
    const fn scope(self, scope: OAuthScope, grant: Grant) -> Self {
        Self { service: (grant, Some(scope)), ..self }
    }

    /// Also for service accounts, whatever their scopes.
    const fn service(self, grant: Grant) -> Self {
        Self { service: (grant, None), ..self }
    }

    /// Also for these jobs of the system.
    const fn jobs(self, jobs: &'static [SystemJob]) -> Self {
        Self { jobs, ..self }
    }
}

impl Grant {
    const fn covers(self, relation: Ownership) -> bool {
        match self {
            No => false,
            Own => relation.is_own(),
            Pool => relation.owns_or_in_pool(),
            All => true,
        }
    }
}

pub(super) fn may(actor: &Actor, action: Action, relation: Ownership) -> bool {
    let rule = rule(action);
    match actor.principal() {
        Principal::Staff { role, .. } => staff_may(role, action, relation),
        // An import may write customers by its own scope.
        Principal::Service { scopes, .. } if actor.is_import() && matches!(action, Action::CreateCustomer | Action::EditCustomer) => {
            scopes.contains(OAuthScope::ImportWrite)
        }
        Principal::Service { scopes, .. } => {
            let (grant, scope) = rule.service;
            grant.covers(relation) && scope.is_none_or(|scope| scopes.contains(scope))
        }
        Principal::System(job) => rule.jobs.contains(&job),
    }
}

pub(super) const fn staff_may(role: Role, action: Action, relation: Ownership) -> bool {
    let rule = rule(action);
    let grant = match role {
        Role::Agent => rule.agent,
        Role::Doctor => rule.doctor,
        Role::Admin => rule.admin,
        Role::Auditor => rule.auditor,
    };
    grant.covers(relation)
}

/// The scope a service account needs for `action`; `None` if no scope allows it, such as claiming a ticket or answering for a doctor.
pub(super) const fn required_scope(action: Action) -> Option<OAuthScope> {
    rule(action).service.1
}
