//! The records behind each list.

use caredesk_domain::{Timestamp, actor::Role};
use caredesk_tests::{Chance, Client, Desk, Person, Record, document::Operation};
use serde_json::Value;

use super::writes::raise;

/// One list, with its parent record.
pub(super) struct Ground<'d> {
    pub(super) desk: &'d Desk,
    /// What its rows are.
    pub(super) of: Of,
    /// Its path.
    pub(super) list: String,
    /// A filter that rows start and stop matching during the walk, where the list has one.
    pub(super) filter: &'static str,
    /// The client that walks it, and the time of its sign-in. Personal lists are this client's.
    reader: Client,
    since: Timestamp,
}

/// The reader signs in again after so many seconds, long before the token expires.
const SIGNED_IN_FOR: i64 = 400;

/// No filter: the list is counted while it is walked.
const COUNTED: &str = "&include_total=true";

/// What the rows of a list are, and so what adds and removes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Customers,
    CustomerStory,
    Tickets,
    Interactions,
    Escalations,
    EscalationsOfOne,
    EscalationWords,
    TicketWords,
    Notes,
    Notices,
    Staff,
    Programs,
    Sessions,
}

impl<'d> Ground<'d> {
    /// The fixture of an operation. A new list must be added here.
    pub(super) async fn lay(desk: &'d Desk, operation: Operation) -> Self {
        let (of, list, filter) = match operation.id() {
            "list_customers" => (Of::Customers, "/customers", "&updated_at[gte]=2026-03-01T00:00:00Z"),
            "list_tickets" => (Of::Tickets, "/tickets", "&status=open,pending"),
            "list_tickets_behind" => (Of::Tickets, "/oversight/tickets", "&counted=unanswered"),
            "list_interactions" => (Of::Interactions, "/interactions", "&status=active"),
            "list_escalations" => (Of::Escalations, "/escalations", "&status=pending"),
            "list_staff" => (Of::Staff, "/staff", "&active=true"),
            "list_service_accounts" => (Of::Programs, "/service-accounts", COUNTED),
            "list_notices" => (Of::Notices, "/notices", "&unread=true"),
            "list_sessions" => (Of::Sessions, "/auth/sessions", COUNTED),
            other => return Self::hanging(desk, other).await,
        };
        let role = if of == Of::Notices { Role::Doctor } else { Role::Admin };
        Self::read_by(desk, role, of, list.to_owned(), filter).await
    }

    /// Lists below one record.
    async fn hanging(desk: &'d Desk, operation: &str) -> Self {
        let (of, kind, tail, filter) = match operation {
            "list_ticket_messages" => (Of::TicketWords, "tickets", "messages", "&kind=reply"),
            "get_customer_timeline" => (Of::CustomerStory, "customers", "timeline", "&kind=ticket,message"),
            "get_ticket_timeline" => (Of::TicketWords, "tickets", "timeline", COUNTED),
            "list_ticket_escalations" => (Of::EscalationsOfOne, "tickets", "escalations", COUNTED),
            "list_interaction_notes" => (Of::Notes, "interactions", "notes", COUNTED),
            "get_interaction_timeline" => (Of::Notes, "interactions", "timeline", COUNTED),
            "list_interaction_escalations" => (Of::EscalationsOfOne, "interactions", "escalations", COUNTED),
            "list_escalation_messages" => (Of::EscalationWords, "escalations", "messages", COUNTED),
            "get_escalation_timeline" => (Of::EscalationWords, "escalations", "timeline", COUNTED),
            other => panic!("no fixture for {other}: add its row kind and mutations"),
        };
        let base: Record = match kind {
            "customers" => desk.customer().await,
            "tickets" => desk.ticket().await,
            "interactions" => desk.interaction().await,
            _ => raise(desk, &format!("/tickets/{}", desk.ticket().await.id()), "medium").await,
        };
        Self::read_by(desk, Role::Admin, of, format!("/{kind}/{}/{tail}", base.id()), filter).await
    }

    async fn read_by(desk: &'d Desk, role: Role, of: Of, list: String, filter: &'static str) -> Self {
        let number = desk.next();
        let person = desk.hire_as(role, &format!("Reader {number}"), &format!("reader-{number}@desk.example")).await;
        Self { desk, of, list, filter, reader: desk.sign_in(&person).await, since: desk.now() }
    }

    /// The client that walks the list, signed in for long enough to fetch a page.
    pub(super) async fn reader(&mut self) -> Client {
        if self.desk.now().seconds_since(self.since) > SIGNED_IN_FOR {
            (self.reader, self.since) = (self.desk.sign_in(self.reader.person()).await, self.desk.now());
        }
        self.reader.clone()
    }

    pub(super) fn person(&self) -> &Person {
        self.reader.person()
    }

    /// The path of the parent record.
    pub(super) fn base(&self) -> &str {
        self.list.rsplit_once('/').expect("a list below a record").0
    }

    /// The sorts and filters to walk with: every sort, every other one filtered.
    pub(super) fn ways(&self, sorts: &[&'static str]) -> Vec<(&'static str, &'static str)> {
        match sorts {
            [one] if self.filter == COUNTED => vec![(one, COUNTED)],
            [one] => vec![(one, ""), (one, self.filter)],
            several => several.iter().copied().zip(["", self.filter].into_iter().cycle()).collect(),
        }
    }

    /// Adds the initial rows.
    pub(super) async fn fill(&mut self, rows: usize, chance: &mut Chance) {
        for _ in 0..rows {
            self.write(&mut Vec::new(), chance).await;
        }
    }

    /// Takes a row to change, once a walk; `None` half the time, and when all have changed.
    pub(super) fn to_change(changing: &mut Vec<Value>, chance: &mut Chance) -> Option<Value> {
        if chance.percent(50) { changing.pop() } else { None }
    }
}
