//! Who may see the records behind a metric.

use caredesk_domain::{
    actor::{Actor, Principal},
    event::SubjectKind,
    policy::{Action, can_read_deleted, check_each},
};
use caredesk_persistence::{CustomerRef, TimelineEntry};
use serde_json::{Map, Value};

use crate::services::ServiceError;

/// Checks that the actor may see metrics and the records behind them. Staff who oversee the desk may, including auditors, who cannot open records
/// elsewhere; a service account also needs the actions in `reads`.
pub(super) fn check_records_readable(actor: &Actor, reads: &[Action]) -> Result<(), ServiceError> {
    match actor.principal() {
        Principal::Staff { .. } | Principal::System(_) => Ok(()),
        Principal::Service { .. } => Ok(check_each(actor, &[&[Action::ReadOversight][..], reads].concat())?),
    }
}

/// Removes the name of a deleted customer unless the actor may restore them: reports do not name deleted customers.
pub(super) fn withhold_deleted(actor: &Actor, customer: &mut CustomerRef) {
    if customer.deleted && !can_read_deleted(actor, SubjectKind::Customer) {
        customer.name.clear();
    }
}

/// Removes the values from changes of a customer's own data; the changed fields stay listed.
pub(super) fn leave_out_customer_data(happenings: &mut [TimelineEntry]) {
    for happening in happenings.iter_mut().filter(|happening| happening.subject.kind == SubjectKind::Customer) {
        for (_, change) in happening.changes.iter_mut().filter(|(field, _)| *field != "deleted") {
            *change = Value::Object(Map::new());
        }
    }
}
