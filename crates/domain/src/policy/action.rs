//! Everything that can be asked of the desk.

use crate::words::words;

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
        /// Take an interaction over, hand it over, or leave it unattended.
        AssignInteraction = "assign_interaction",
        /// Move an interaction to the customer it was really with.
        MoveInteraction = "move_interaction",
        /// Hide an interaction.
        DeleteInteraction = "delete_interaction",
        /// Bring a hidden interaction back, and see the hidden ones.
        RestoreInteraction = "restore_interaction",
        /// See tickets, their messages and their timeline.
        ReadTickets = "read_tickets",
        /// Open a ticket.
        OpenTicket = "open_ticket",
        /// Change a ticket's category, priority, subject or description.
        EditTicket = "edit_ticket",
        /// Move a ticket to another status.
        SetStatus = "set_status",
        /// Take back one's own change of status within a minute.
        UndoStatus = "undo_status",
        /// Take back one's own reply within ten minutes, with what it did to the ticket.
        Recall = "recall",
        /// Take an unassigned ticket.
        Claim = "claim",
        /// Give a ticket to a colleague, or back to the queue.
        Assign = "assign",
        /// Move a ticket to the customer it really concerns.
        MoveTicket = "move_ticket",
        /// Hide a ticket.
        DeleteTicket = "delete_ticket",
        /// Bring a hidden ticket back, and see the hidden ones.
        RestoreTicket = "restore_ticket",
        /// Write to the customer.
        Reply = "reply",
        /// Write down what the customer said.
        RecordCustomerMessage = "record_customer_message",
        /// Tell that the app has fetched replies for the customer.
        MarkFetched = "mark_fetched",
        /// See internal notes.
        ReadNotes = "read_notes",
        /// Write an internal note.
        Note = "note",
        /// Rewrite an internal note.
        EditNote = "edit_note",
        /// Blank the words of a note or a reply.
        Redact = "redact",
        /// See escalations, their messages and their timeline.
        ReadEscalations = "read_escalations",
        /// Ask a doctor or an admin for help with a ticket or an interaction.
        Escalate = "escalate",
        /// Take an escalation on.
        Accept = "accept",
        /// Give an escalation back to its pool.
        Decline = "decline",
        /// Give an escalation to somebody else.
        Reassign = "reassign",
        /// Let an escalation be answered sooner.
        RaisePriority = "raise_priority",
        /// Ask or answer within an escalation.
        Discuss = "discuss",
        /// Answer an escalation for good.
        ResolveEscalation = "resolve_escalation",
        /// Take an escalation back before it is answered.
        Withdraw = "withdraw",
        /// Note that the answer of an escalation has been passed on.
        Close = "close",
        /// Hide an escalation.
        DeleteEscalation = "delete_escalation",
        /// Bring a hidden escalation back, and see the hidden ones.
        RestoreEscalation = "restore_escalation",
        /// See one's own notices, and note which one has seen.
        ReadNotices = "read_notices",
        /// See the figures of the desk; one's own as `Own`.
        ReadOversight = "read_oversight",
        /// See colleagues.
        ReadStaff = "read_staff",
        /// See colleagues who are not active, and their addresses.
        ManageStaff = "manage_staff",
        /// Add a member of staff.
        CreateStaff = "create_staff",
        /// Change a colleague's name, role or whether they are active.
        EditStaff = "edit_staff",
        /// Give a colleague a link by which they set a password.
        IssuePasswordLink = "issue_password_link",
        /// Set one's password.
        SetPassword = "set_password",
        /// See the accounts of programs.
        ReadServiceAccounts = "read_service_accounts",
        /// Add a program's account.
        CreateServiceAccount = "create_service_account",
        /// Change a program's account.
        EditServiceAccount = "edit_service_account",
        /// End a program's account.
        DeleteServiceAccount = "delete_service_account",
        /// Give a program another secret.
        IssueSecret = "issue_secret",
        /// Begin a session.
        SignIn = "sign_in",
        /// End one's own session.
        SignOut = "sign_out",
        /// Turn a sign-in away.
        RefuseSignIn = "refuse_sign_in",
        /// End a session: its refresh token was used twice, or its person's access was cut.
        RevokeSession = "revoke_session",
        /// Begin a new read log after the old one was lost.
        BeginReadLog = "begin_read_log",
    }
}
