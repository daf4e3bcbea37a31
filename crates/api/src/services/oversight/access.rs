//! Who sees the records behind figures.

use caredesk_domain::{
    actor::{Actor, Who},
    event::SubjectKind,
    policy::check_reads,
};
use caredesk_persistence::Happening;
use serde_json::{Map, Value};

use crate::services::ServiceError;

/// Whether the actor may see records of these kinds behind figures that they may see. People who oversee the desk may, auditors too, who open none
/// elsewhere; a program needs the right to read them.
pub(super) fn sees_records(actor: &Actor, kinds: &[SubjectKind]) -> Result<(), ServiceError> {
    match actor.who() {
        Who::Staff { .. } | Who::System(_) => Ok(()),
        Who::Service { .. } => kinds.iter().try_for_each(|kind| Ok(check_reads(actor, *kind)?)),
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
