//! The actions that the policy decides on.

use crate::string_enum::string_enum;

string_enum! {
    /// An action that the policy decides on. An event carries the action of its permit.
    pub enum Action {
        /// See customers.
        ReadCustomers = "read_customers",
        /// Add a customer.
        CreateCustomer = "create_customer",
        /// Correct a customer's data.
        EditCustomer = "edit_customer",
        /// Delete a customer.
        DeleteCustomer = "delete_customer",
        /// Restore a deleted customer, and see deleted ones.
        RestoreCustomer = "restore_customer",
        /// Import customers from another system.
        ImportCustomers = "import_customers",
        /// See interactions and their timeline.
        ReadInteractions = "read_interactions",
        /// Log an interaction.
        LogInteraction = "log_interaction",
        /// Correct what is known of an interaction.
        EditInteraction = "edit_interaction",
        /// Move an interaction between active and pending.
        SetInteractionStatus = "set_interaction_status",
        /// End an interaction.
        End = "end",
        /// Assign an interaction to oneself or a colleague, or unassign it.
        AssignInteraction = "assign_interaction",
        /// Move an interaction to the customer it was really with.
        MoveInteraction = "move_interaction",
        /// Delete an interaction.
        DeleteInteraction = "delete_interaction",
        /// Restore a deleted interaction, and see deleted ones.
        RestoreInteraction = "restore_interaction",
        /// See tickets, their messages and their timeline.
        ReadTickets = "read_tickets",
        /// Open a ticket.
        OpenTicket = "open_ticket",
        /// Change a ticket's category, priority, subject or description.
        EditTicket = "edit_ticket",
        /// Move a ticket to another status.
        SetStatus = "set_status",
        /// Undo one's own change of status within a minute.
        UndoStatus = "undo_status",
        /// Recall one's own reply within ten minutes, with its effects on the ticket.
        Recall = "recall",
        /// Claim an unassigned ticket.
        Claim = "claim",
        /// Assign a ticket to a colleague, or put it back in the queue.
        Assign = "assign",
        /// Move a ticket to the customer it really concerns.
        MoveTicket = "move_ticket",
        /// Delete a ticket.
        DeleteTicket = "delete_ticket",
        /// Restore a deleted ticket, and see deleted ones.
        RestoreTicket = "restore_ticket",
        /// Reply to the customer.
        Reply = "reply",
        /// Record a customer's message.
        RecordCustomerMessage = "record_customer_message",
        /// Mark replies as fetched by the app.
        MarkFetched = "mark_fetched",
        /// See internal notes.
        ReadNotes = "read_notes",
        /// Write an internal note.
        Note = "note",
        /// Edit an internal note.
        EditNote = "edit_note",
        /// Redact texts.
        Redact = "redact",
        /// See escalations, their messages and their timeline.
        ReadEscalations = "read_escalations",
        /// Ask a doctor or an admin for help with a ticket or an interaction.
        Escalate = "escalate",
        /// Accept an escalation.
        Accept = "accept",
        /// Decline an accepted escalation: it goes back to its pool.
        Decline = "decline",
        /// Reassign an escalation.
        Reassign = "reassign",
        /// Raise the priority of an escalation.
        RaisePriority = "raise_priority",
        /// Write a message in an escalation.
        Discuss = "discuss",
        /// Resolve an escalation with its answer.
        ResolveEscalation = "resolve_escalation",
        /// Withdraw an escalation before it is answered.
        Withdraw = "withdraw",
        /// Close an escalation whose answer has been passed on.
        Close = "close",
        /// Delete an escalation.
        DeleteEscalation = "delete_escalation",
        /// Restore a deleted escalation, and see deleted ones.
        RestoreEscalation = "restore_escalation",
        /// See one's own notices, and mark them as seen.
        ReadNotices = "read_notices",
        /// See reports: those on one's own work with `Own`, all with `Other`.
        ReadOversight = "read_oversight",
        /// See colleagues.
        ReadStaff = "read_staff",
        /// See deactivated colleagues, and the e-mail addresses of colleagues.
        ManageStaff = "manage_staff",
        /// Add a member of staff.
        CreateStaff = "create_staff",
        /// Change a colleague's name, role or whether they are active.
        EditStaff = "edit_staff",
        /// Create a password link for a colleague.
        IssuePasswordLink = "issue_password_link",
        /// Set one's password.
        SetPassword = "set_password",
        /// See service accounts.
        ReadServiceAccounts = "read_service_accounts",
        /// Add a service account.
        CreateServiceAccount = "create_service_account",
        /// Change a service account.
        EditServiceAccount = "edit_service_account",
        /// Delete a service account.
        DeleteServiceAccount = "delete_service_account",
        /// Create a secret for a service account.
        IssueSecret = "issue_secret",
        /// Start a session.
        SignIn = "sign_in",
        /// End one's own session.
        SignOut = "sign_out",
        /// Reject a sign-in.
        RefuseSignIn = "refuse_sign_in",
        /// Revoke a session: its refresh token was used twice, or its owner's access was removed.
        RevokeSession = "revoke_session",
        /// Start a new read log after the old one was lost.
        BeginReadLog = "begin_read_log",
    }
}
