//! Who sees the records behind figures.

use caredesk_domain::{
    actor::{Actor, Who},
    event::SubjectKind,
    policy::{Action, check_each, reads_deleted},
};
use caredesk_persistence::{CustomerRef, Happening};
use serde_json::{Map, Value};

use crate::services::ServiceError;

/// Whether the actor may see figures and what `reads` reads behind them. People who oversee the desk may, auditors too, who open none
/// elsewhere; a program needs the right to read them.
pub(super) fn sees_records(actor: &Actor, reads: &[Action]) -> Result<(), ServiceError> {
    match actor.who() {
        Who::Staff { .. } | Who::System(_) => Ok(()),
        Who::Service { .. } => Ok(check_each(actor, &[&[Action::ReadOversight][..], reads].concat())?),
    }
}

/// Takes the name out of a reference to a deleted customer for whoever may not restore them: no report names one.
pub(super) fn withhold_deleted(actor: &Actor, customer: &mut CustomerRef) {
    if customer.deleted && !reads_deleted(actor, SubjectKind::Customer) {
        customer.name.clear();
    }
}

/// Takes the values out of what the log tells of a customer's own data: that it changed stays.
pub(super) fn leave_out_customer_data(happenings: &mut [Happening]) {
    for happening in happenings.iter_mut().filter(|happening| happening.subject.kind == SubjectKind::Customer) {
        for (_, change) in happening.changes.iter_mut().filter(|(field, _)| *field != "deleted") {
            *change = Value::Object(Map::new());
        }
    }
}
