//! Who may do what: the whole of it, on one screen.

use crate::{
    Refusal, StaffId,
    actor::{Actor, Role, Task, Who},
    words::words,
};

words! {
    /// Everything that can be asked of the desk. An event carries the action whose permit it was made with.
    pub enum Action {
        /// See customers.
        ReadCustomers = "read_customers",
        /// Add a customer.
        CreateCustomer = "create_customer",
        /// Correct a customer's data.
        EditCustomer = "edit_customer",
        /// Hide a customer.
        DeleteCustomer = "delete_customer",
        /// Bring a hidden customer back, and see the hidden ones.
        RestoreCustomer = "restore_customer",
        /// Take in customers from another system.
        ImportCustomers = "import_customers",
        /// See tickets, their messages and their timeline.
        ReadTickets = "read_tickets",
        /// See internal notes.
        ReadNotes = "read_notes",
        /// Open a ticket.
        OpenTicket = "open_ticket",
        /// Change a ticket's category, priority, subject or description.
        EditTicket = "edit_ticket",
        /// Move a ticket to another status.
        SetStatus = "set_status",
        /// Take back one's own change of status within a minute.
        UndoStatus = "undo_status",
        /// Take an unassigned ticket.
        Claim = "claim",
        /// Give a ticket to a colleague, or back to the queue.
        Assign = "assign",
        /// Write to the customer.
        Reply = "reply",
        /// Write an internal note.
        Note = "note",
        /// Write down what the customer said.
        RecordCustomerMessage = "record_customer_message",
        /// See colleagues.
        ReadStaff = "read_staff",
        /// See colleagues who are not active, and their addresses.
        ManageStaff = "manage_staff",
        /// Add a member of staff.
        CreateStaff = "create_staff",
        /// Begin a session.
        SignIn = "sign_in",
        /// End one's own session.
        SignOut = "sign_out",
        /// Turn a sign-in away.
        RefuseSignIn = "refuse_sign_in",
        /// End a session whose refresh token was used twice.
        RevokeSession = "revoke_session",
    }
}

/// How the thing acted on stands to the actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// It is the actor's own doing, or the actor themself.
    Own,
    /// It is not, or the question does not arise.
    Other,
}

impl Relation {
    /// `Own` where `person` is the actor.
    pub fn to(actor: &Actor, person: Option<StaffId>) -> Self {
        if person.is_some() && actor.staff_id() == person { Self::Own } else { Self::Other }
    }
}

/// Proof that the policy allowed one action to one actor. Only [`check`] makes it, and a change uses it up.
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

/// Asks whether `actor` may do `action` to something that stands to them in `relation`.
///
/// # Errors
/// [`Refusal::Forbidden`] when not.
pub fn check(actor: &Actor, action: Action, relation: Relation) -> Result<Permit, Refusal> {
    if may(actor.who(), action, relation) { Ok(Permit { actor: actor.clone(), action }) } else { Err(Refusal::Forbidden { action }) }
}

fn may(who: Who, action: Action, relation: Relation) -> bool {
    use Action as A;
    match who {
        Who::Staff { role: Role::Agent, .. } => match action {
            A::ReadCustomers | A::CreateCustomer | A::EditCustomer => true,
            A::ReadTickets | A::ReadNotes | A::OpenTicket | A::EditTicket | A::SetStatus | A::Claim | A::Assign => true,
            A::Reply | A::Note | A::RecordCustomerMessage => true,
            A::ReadStaff | A::SignIn => true,
            A::UndoStatus | A::SignOut => relation == Relation::Own,
            A::DeleteCustomer | A::RestoreCustomer | A::ImportCustomers => false,
            A::ManageStaff | A::CreateStaff | A::RefuseSignIn | A::RevokeSession => false,
        },
        Who::Staff { role: Role::Doctor, .. } => match action {
            A::ReadCustomers | A::ReadTickets | A::ReadStaff | A::SignIn => true,
            A::SignOut => relation == Relation::Own,
            A::CreateCustomer | A::EditCustomer | A::DeleteCustomer | A::RestoreCustomer | A::ImportCustomers => false,
            A::ReadNotes | A::OpenTicket | A::EditTicket | A::SetStatus | A::UndoStatus | A::Claim | A::Assign => false,
            A::Reply | A::Note | A::RecordCustomerMessage => false,
            A::ManageStaff | A::CreateStaff | A::RefuseSignIn | A::RevokeSession => false,
        },
        Who::Staff { role: Role::Admin, .. } => match action {
            A::ReadCustomers | A::CreateCustomer | A::EditCustomer => true,
            A::DeleteCustomer | A::RestoreCustomer | A::ImportCustomers => true,
            A::ReadTickets | A::ReadNotes | A::OpenTicket | A::EditTicket | A::SetStatus | A::Claim | A::Assign => true,
            A::Reply | A::Note | A::RecordCustomerMessage => true,
            A::ReadStaff | A::ManageStaff | A::CreateStaff | A::SignIn => true,
            A::UndoStatus | A::SignOut => relation == Relation::Own,
            A::RefuseSignIn | A::RevokeSession => false,
        },
        Who::Staff { role: Role::Auditor, .. } => match action {
            A::SignIn => true,
            A::SignOut => relation == Relation::Own,
            A::ReadCustomers | A::CreateCustomer | A::EditCustomer | A::DeleteCustomer | A::RestoreCustomer => false,
            A::ImportCustomers | A::ReadTickets | A::ReadNotes | A::OpenTicket | A::EditTicket | A::SetStatus => false,
            A::UndoStatus | A::Claim | A::Assign | A::Reply | A::Note | A::RecordCustomerMessage => false,
            A::ReadStaff | A::ManageStaff | A::CreateStaff | A::RefuseSignIn | A::RevokeSession => false,
        },
        Who::System(Task::Import) => matches!(action, A::ReadCustomers | A::CreateCustomer | A::EditCustomer | A::ImportCustomers),
        Who::System(Task::Setup) => matches!(action, A::CreateStaff),
        Who::System(Task::Door) => matches!(action, A::RefuseSignIn | A::RevokeSession),
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test makes its own actors")]
mod tests {
    use super::*;
    use crate::StaffId;

    fn person(role: Role) -> Actor {
        Actor::staff(StaffId::from_uuid(uuid::Uuid::from_u128(1)), role)
    }

    fn granted(actor: &Actor, relation: Relation) -> Vec<Action> {
        Action::ALL.iter().copied().filter(|action| check(actor, *action, relation).is_ok()).collect()
    }

    #[test]
    fn an_auditor_can_only_come_and_go() {
        assert_eq!(granted(&person(Role::Auditor), Relation::Own), [Action::SignIn, Action::SignOut]);
    }

    #[test]
    fn a_doctor_changes_nothing_and_reads_no_notes() {
        use Action::{ReadCustomers, ReadStaff, ReadTickets, SignIn};
        assert_eq!(granted(&person(Role::Doctor), Relation::Other), [ReadCustomers, ReadTickets, ReadStaff, SignIn]);
    }

    #[test]
    fn an_agent_may_not_hide_import_or_manage() {
        use Action::{CreateStaff, DeleteCustomer, ImportCustomers, ManageStaff, RefuseSignIn, RestoreCustomer, RevokeSession};
        let agent = granted(&person(Role::Agent), Relation::Own);
        for action in [DeleteCustomer, RestoreCustomer, ImportCustomers, ManageStaff, CreateStaff, RefuseSignIn, RevokeSession] {
            assert!(!agent.contains(&action), "{action}");
        }
    }

    #[test]
    fn nobody_takes_back_what_another_did() {
        for role in Role::ALL {
            assert_eq!(
                check(&person(*role), Action::UndoStatus, Relation::Other).unwrap_err(),
                Refusal::Forbidden { action: Action::UndoStatus }
            );
        }
    }

    #[test]
    fn the_desk_itself_does_only_its_tasks() {
        use Action::{CreateCustomer, CreateStaff, EditCustomer, ImportCustomers, ReadCustomers, RefuseSignIn, RevokeSession};
        let import = [ReadCustomers, CreateCustomer, EditCustomer, ImportCustomers];
        assert_eq!(granted(&Actor::system(Task::Import), Relation::Own), import);
        assert_eq!(granted(&Actor::system(Task::Setup), Relation::Own), [CreateStaff]);
        assert_eq!(granted(&Actor::system(Task::Door), Relation::Own), [RefuseSignIn, RevokeSession]);
    }
}
