//! The records behind each list.

use caredesk_domain::{Timestamp, actor::Role};
use caredesk_tests::{Client, Person, Record, TestRng, TestServer, document::Operation};
use serde_json::Value;

use super::mutations::create_escalation;

/// One list, with its parent record.
pub(super) struct PagingFixture<'d> {
    pub(super) desk: &'d TestServer,
    /// What its rows are.
    pub(super) row_kind: RowKind,
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
const INCLUDE_TOTAL: &str = "&include_total=true";

/// What the rows of a list are, and so what adds and removes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowKind {
    Customers,
    CustomerTimeline,
    Tickets,
    Interactions,
    Escalations,
    RecordEscalations,
    EscalationMessages,
    TicketMessages,
    Notes,
    Notices,
    Staff,
    ServiceAccounts,
    Sessions,
}

impl<'d> PagingFixture<'d> {
    /// The fixture of an operation. A new list must be added here.
    pub(super) async fn new(desk: &'d TestServer, operation: Operation) -> Self {
        let (of, list, filter) = match operation.id() {
            "list_customers" => (RowKind::Customers, "/customers", "&updated_at[gte]=2026-03-01T00:00:00Z"),
            "list_tickets" => (RowKind::Tickets, "/tickets", "&status=open,pending"),
            "list_tickets_behind" => (RowKind::Tickets, "/oversight/tickets", "&counted=unanswered"),
            "list_interactions" => (RowKind::Interactions, "/interactions", "&status=active"),
            "list_escalations" => (RowKind::Escalations, "/escalations", "&status=pending"),
            "list_staff" => (RowKind::Staff, "/staff", "&active=true"),
            "list_service_accounts" => (RowKind::ServiceAccounts, "/service-accounts", INCLUDE_TOTAL),
            "list_notices" => (RowKind::Notices, "/notices", "&unread=true"),
            "list_sessions" => (RowKind::Sessions, "/auth/sessions", INCLUDE_TOTAL),
            other => return Self::nested_list(desk, other).await,
        };
        let role = if of == RowKind::Notices { Role::Doctor } else { Role::Admin };
        Self::read_by(desk, role, of, list.to_owned(), filter).await
    }

    /// Lists below one record.
    async fn nested_list(desk: &'d TestServer, operation: &str) -> Self {
        let (of, kind, tail, filter) = match operation {
            "list_ticket_messages" => (RowKind::TicketMessages, "tickets", "messages", "&kind=reply"),
            "get_customer_timeline" => (RowKind::CustomerTimeline, "customers", "timeline", "&kind=ticket,message"),
            "get_ticket_timeline" => (RowKind::TicketMessages, "tickets", "timeline", INCLUDE_TOTAL),
            "list_ticket_escalations" => (RowKind::RecordEscalations, "tickets", "escalations", INCLUDE_TOTAL),
            "list_interaction_notes" => (RowKind::Notes, "interactions", "notes", INCLUDE_TOTAL),
            "get_interaction_timeline" => (RowKind::Notes, "interactions", "timeline", INCLUDE_TOTAL),
            "list_interaction_escalations" => (RowKind::RecordEscalations, "interactions", "escalations", INCLUDE_TOTAL),
            "list_escalation_messages" => (RowKind::EscalationMessages, "escalations", "messages", INCLUDE_TOTAL),
            "get_escalation_timeline" => (RowKind::EscalationMessages, "escalations", "timeline", INCLUDE_TOTAL),
            other => panic!("no fixture for {other}: add its row kind and mutations"),
        };
        let base: Record = match kind {
            "customers" => desk.customer().await,
            "tickets" => desk.ticket().await,
            "interactions" => desk.interaction().await,
            _ => create_escalation(desk, &format!("/tickets/{}", desk.ticket().await.id()), "medium").await,
        };
        Self::read_by(desk, Role::Admin, of, format!("/{kind}/{}/{tail}", base.id()), filter).await
    }

    async fn read_by(desk: &'d TestServer, role: Role, of: RowKind, list: String, filter: &'static str) -> Self {
        let number = desk.next_number();
        let person = desk.add_staff_named(role, &format!("Reader {number}"), &format!("reader-{number}@desk.example")).await;
        Self { desk, row_kind: of, list, filter, reader: desk.sign_in(&person).await, since: desk.now() }
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
    pub(super) fn sorts_and_filters(&self, sorts: &[&'static str]) -> Vec<(&'static str, &'static str)> {
        match sorts {
            [one] if self.filter == INCLUDE_TOTAL => vec![(one, INCLUDE_TOTAL)],
            [one] => vec![(one, ""), (one, self.filter)],
            several => several.iter().copied().zip(["", self.filter].into_iter().cycle()).collect(),
        }
    }

    /// Adds the initial rows.
    pub(super) async fn fill(&mut self, rows: usize, chance: &mut TestRng) {
        for _ in 0..rows {
            self.write(&mut Vec::new(), chance).await;
        }
    }

    /// Takes a row to change, once a walk; `None` half the time, and when all have changed.
    pub(super) fn take_row_to_change(changing: &mut Vec<Value>, chance: &mut TestRng) -> Option<Value> {
        if chance.percent(50) { changing.pop() } else { None }
    }
}
