//! What happened: the log every timeline, report and audit is derived from.

use serde_json::{Map, Value, json};

use crate::{CustomerId, Timestamp, actor::Actor, policy::Action, words::words};

words! {
    /// What kind of record an event or a read is about.
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
        /// A program's account.
        ServiceAccount = "service_account",
        /// The log of who read what.
        ReadLog = "read_log",
    }
}

words! {
    /// What an entry of a customer's timeline is about.
    pub enum TimelineKind {
        /// The customer's own data.
        Customer = "customer",
        /// A call, a chat or an e-mail.
        Interaction = "interaction",
        /// A ticket, but for what is said on it.
        Ticket = "ticket",
        /// What the desk and the customer say to each other on tickets.
        Message = "message",
        /// What the desk writes for itself.
        Note = "note",
        /// A question to a doctor or an admin.
        Escalation = "escalation",
    }
}

impl TimelineKind {
    /// The actions by which something is said between the desk and the customer.
    pub const MESSAGES: [Action; 2] = [Action::Reply, Action::RecordCustomerMessage];
    /// The actions by which notes are written.
    pub const NOTES: [Action; 2] = [Action::Note, Action::EditNote];
}

/// The record an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject {
    /// Its kind.
    pub kind: SubjectKind,
    /// Its id.
    pub id: uuid::Uuid,
}

/// One fact about a record, as the log tells it.
#[derive(Debug, Clone, PartialEq)]
pub enum Fact {
    /// Nobody's secret: it stands in the event itself.
    Plain(Value),
    /// A person's words or data: the event only says that it changed; the values stand apart, where they can be redacted.
    Personal(Value),
}

/// The facts of one record by field, in the order they are told.
pub type Facts = Vec<(&'static str, Fact)>;

/// A record the log can tell of.
pub trait Record {
    /// Which record it is.
    fn subject(&self) -> Subject;
    /// The customer it concerns.
    fn customer(&self) -> Option<CustomerId>;
    /// What there is to tell about it.
    fn facts(&self) -> Facts;
}

/// Something that happened, made only by a transition.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    pub(crate) at: Timestamp,
    pub(crate) subject: Subject,
    pub(crate) customer: Option<CustomerId>,
    pub(crate) actor: Actor,
    pub(crate) action: Action,
    pub(crate) changes: Map<String, Value>,
    pub(crate) personal: Map<String, Value>,
}

impl Event {
    /// When it happened.
    pub const fn at(&self) -> Timestamp {
        self.at
    }
    /// What it happened to.
    pub const fn subject(&self) -> Subject {
        self.subject
    }
    /// The customer concerned.
    pub const fn customer(&self) -> Option<CustomerId> {
        self.customer
    }
    /// Who did it.
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }
    /// What was done.
    pub const fn action(&self) -> Action {
        self.action
    }
    /// What changed, by field: `{from, to}`, or `{}` for personal data.
    pub const fn changes(&self) -> &Map<String, Value> {
        &self.changes
    }
    /// The personal values that changed, by field; kept apart from the event.
    pub const fn personal(&self) -> &Map<String, Value> {
        &self.personal
    }
}

/// What differs between two states of a record: the plain changes, and the personal ones.
///
/// `before` is empty for a record that is new; its empty fields are then not told.
pub(crate) fn differences(before: &Facts, after: Facts) -> (Map<String, Value>, Map<String, Value>) {
    let (mut plain, mut personal) = (Map::new(), Map::new());
    for (field, fact) in after {
        let earlier = before.iter().find(|(name, _)| *name == field).map(|(_, fact)| fact);
        if earlier == Some(&fact) {
            continue;
        }
        let from = match earlier {
            Some(Fact::Plain(value) | Fact::Personal(value)) => value.clone(),
            None => Value::Null,
        };
        let (Fact::Plain(to) | Fact::Personal(to)) = &fact;
        if earlier.is_none() && is_empty(to) {
            continue;
        }
        let change = if before.is_empty() { json!({ "to": to }) } else { json!({ "from": from, "to": to }) };
        match fact {
            Fact::Plain(_) => plain.insert(field.to_owned(), change),
            Fact::Personal(_) => {
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

    fn facts(status: &str, subject: &str) -> Facts {
        vec![("status", Fact::Plain(json!(status))), ("subject", Fact::Personal(json!(subject))), ("tags", Fact::Plain(json!([])))]
    }

    #[test]
    fn only_what_changed_is_told() {
        let (plain, personal) = differences(&facts("open", "Bill"), facts("pending", "Bill"));
        assert_eq!(json!(plain), json!({ "status": { "from": "open", "to": "pending" } }));
        assert!(personal.is_empty());
    }

    #[test]
    fn personal_values_stand_apart_from_the_event() {
        let (plain, personal) = differences(&facts("open", "Bill"), facts("open", "My rash"));
        assert_eq!(json!(plain), json!({ "subject": {} }));
        assert_eq!(json!(personal), json!({ "subject": { "from": "Bill", "to": "My rash" } }));
    }

    #[test]
    fn a_new_record_tells_what_it_holds() {
        let (plain, _) = differences(&Facts::new(), facts("open", "Bill"));
        assert_eq!(json!(plain), json!({ "status": { "to": "open" }, "subject": {} }));
    }
}
