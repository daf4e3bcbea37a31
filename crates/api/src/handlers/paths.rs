//! URL paths: the prefix of the API, the paths of records, and the ids in them.

use caredesk_domain::{
    CustomerId, EscalationId, InteractionId, MessageId, ServiceAccountId, StaffId, TicketId, id::Id, message::Conversation,
};

use crate::{http::ApiError, services::tickets::TicketKey};

/// Path prefix of the API.
pub(super) const BASE: &str = "/api/v1";

/// URL path of a staff member.
pub(super) fn staff_path(id: StaffId) -> String {
    format!("{BASE}/staff/{id}")
}

/// URL path of a service account.
pub(super) fn service_account_path(id: ServiceAccountId) -> String {
    format!("{BASE}/service-accounts/{id}")
}

/// URL path of a customer.
pub(super) fn customer_path(id: CustomerId) -> String {
    format!("{BASE}/customers/{id}")
}

/// URL path of an interaction.
pub(super) fn interaction_path(id: InteractionId) -> String {
    format!("{BASE}/interactions/{id}")
}

/// URL path of a ticket.
pub(super) fn ticket_path(id: TicketId) -> String {
    format!("{BASE}/tickets/{id}")
}

/// URL path of an escalation.
pub(super) fn escalation_path(id: EscalationId) -> String {
    format!("{BASE}/escalations/{id}")
}

/// URL path of a note.
pub(super) fn note_path(id: MessageId) -> String {
    format!("{BASE}/notes/{id}")
}

/// URL path of the messages that a message belongs to.
pub(super) fn messages_path(of: Conversation) -> String {
    match of {
        Conversation::Ticket(id) => format!("{}/messages", ticket_path(id)),
        Conversation::Interaction(id) => format!("{}/notes", interaction_path(id)),
    }
}

/// Parses the id in a path; 404 for any other text.
pub(super) fn parse_id<K>(text: &str) -> Result<Id<K>, ApiError> {
    text.parse().map_err(|_| ApiError::not_found())
}

/// Parses the id or number of a ticket in a path; 404 for any other text.
pub(super) fn parse_ticket_key(text: &str) -> Result<TicketKey, ApiError> {
    let id = text.parse().map(TicketKey::Id);
    id.or_else(|_| text.parse().map(TicketKey::Number)).map_err(|_| ApiError::not_found())
}
