//! The records that events are about, and the fields that the audit log stores. See [`crate::change::Event`].

use serde_json::{Map, Value, json};

use crate::{CustomerId, policy::Action, string_enum::string_enum};

string_enum! {
    /// The kind of record that an event or a read log entry is about.
    pub enum SubjectKind {
        /// A customer.
        Customer = "customer",
        /// A ticket.
        Ticket = "ticket",
        /// An interaction.
        Interaction = "interaction",
        /// A message of a ticket, or a note.
        Message = "message",
        /// An escalation.
        Escalation = "escalation",
        /// A member of staff.
        Staff = "staff",
        /// A service account.
        ServiceAccount = "service_account",
        /// The read log: who read what.
        ReadLog = "read_log",
    }
}

string_enum! {
    /// What a customer's timeline entry is about.
    pub enum TimelineKind {
        /// The customer's own data.
        Customer = "customer",
        /// A call, a chat or an e-mail.
        Interaction = "interaction",
        /// A ticket, without its messages and notes.
        Ticket = "ticket",
        /// A reply or a customer's message on a ticket.
        Message = "message",
        /// An internal note.
        Note = "note",
        /// A question to a doctor or an admin.
        Escalation = "escalation",
    }
}

impl TimelineKind {
    /// The actions that add a reply or a customer's message.
    pub const MESSAGE_ACTIONS: [Action; 2] = [Action::Reply, Action::RecordCustomerMessage];
    /// The actions that write notes.
    pub const NOTE_ACTIONS: [Action; 2] = [Action::Note, Action::EditNote];
}

/// The record an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventSubject {
    /// Its kind.
    pub kind: SubjectKind,
    /// Its id.
    pub id: uuid::Uuid,
}

/// The value of a record's field, as the audit log stores it.
#[derive(Debug, Clone, PartialEq)]
pub enum AuditField {
    /// Not personal: stored in the event itself.
    Public(Value),
    /// Personal data or free text: the event only says that it changed; the values are stored apart, where they can be redacted.
    Personal(Value),
}

/// The fields of one record, in the order of the log.
pub type AuditFields = Vec<(&'static str, AuditField)>;

/// A record that events can be about.
pub trait Auditable {
    /// Which record it is.
    fn subject(&self) -> EventSubject;
    /// The customer it concerns.
    fn customer(&self) -> Option<CustomerId>;
    /// Its fields for the audit log.
    fn audit_fields(&self) -> AuditFields;
}

/// The differences between two states of a record: the public ones, and the personal ones.
///
/// `before` is empty for a new record, whose empty fields are left out.
pub(crate) fn differences(before: &AuditFields, after: AuditFields) -> (Map<String, Value>, Map<String, Value>) {
    let (mut plain, mut personal) = (Map::new(), Map::new());
    for (field, fact) in after {
        let earlier = before.iter().find(|(name, _)| *name == field).map(|(_, fact)| fact);
        if earlier == Some(&fact) {
            continue;
        }
        let from = match earlier {
            Some(AuditField::Public(value) | AuditField::Personal(value)) => value.clone(),
            None => Value::Null,
        };
        let (AuditField::Public(to) | AuditField::Personal(to)) = &fact;
        if earlier.is_none() && is_empty(to) {
            continue;
        }
        let change = if before.is_empty() { json!({ "to": to }) } else { json!({ "from": from, "to": to }) };
        match fact {
            AuditField::Public(_) => plain.insert(field.to_owned(), change),
            AuditField::Personal(_) => {
                personal.insert(field.to_owned(), change);
                plain.insert(field.to_owned(), json!({}))
            }
        };
    }
    (plain, personal)
}

fn is_empty(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(status: &str, subject: &str) -> AuditFields {
        vec![
            ("status", AuditField::Public(json!(status))),
            ("subject", AuditField::Personal(json!(subject))),
            ("tags", AuditField::Public(json!([]))),
        ]
    }

    #[test]
    fn event_has_changed_fields_only() {
        let (plain, personal) = differences(&facts("open", "Bill"), facts("pending", "Bill"));
        assert_eq!(json!(plain), json!({ "status": { "from": "open", "to": "pending" } }));
        assert!(personal.is_empty());
    }

    #[test]
    fn event_keeps_personal_values_separate() {
        let (plain, personal) = differences(&facts("open", "Bill"), facts("open", "My rash"));
        assert_eq!(json!(plain), json!({ "subject": {} }));
        assert_eq!(json!(personal), json!({ "subject": { "from": "Bill", "to": "My rash" } }));
    }

    #[test]
    fn create_event_has_all_fields() {
        let (plain, _) = differences(&AuditFields::new(), facts("open", "Bill"));
        assert_eq!(json!(plain), json!({ "status": { "to": "open" }, "subject": {} }));
    }
}
