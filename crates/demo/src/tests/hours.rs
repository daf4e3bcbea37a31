//! Nobody at a made-up desk does anything while they are off duty.

use super::*;
use crate::{clock::MINUTE, shifts::Shifts};

pub(super) fn everybody_keeps_their_shifts(made: &MadeUp, plan: &Plan) {
    let mut staff: Vec<_> = made.staff.iter().collect();
    staff.sort_by_key(|one| one.created_at);
    let of = |role| staff.iter().filter(move |one| one.role == role).map(|one| one.id);
    let shifts = Shifts::new(plan.zone, of(Role::Agent).count(), of(Role::Admin).count(), of(Role::Doctor).count());
    let places: Vec<StaffId> = of(Role::Agent).chain(of(Role::Admin)).chain(of(Role::Doctor)).collect();
    let tickets = made.tickets.iter().flat_map(|case| &case.happened);
    let contacts = made.interactions.iter().flat_map(|case| &case.happened);
    let escalations = made.escalations.iter().flat_map(|case| &case.happened);
    let customers = made.customers.iter().flat_map(|case| &case.happened);
    let mut working = std::collections::BTreeSet::new();
    for happening in tickets.chain(contacts).chain(escalations).chain(customers) {
        let place = places.iter().position(|person| *person == doer(happening)).unwrap();
        working.insert(place);
        // The last call is still written down within the hour after, and who comes a little early may begin.
        let near = [0, -20 * MINUTE, -40 * MINUTE, -60 * MINUTE, 3 * MINUTE].map(|seconds| happening.at.plus_seconds(seconds));
        assert!(near.iter().any(|at| shifts.is_on_duty(place, *at)), "{place} is off duty: {happening:?}");
    }
    assert!(working.len() >= places.len() - 1, "only {working:?} of {} do anything", places.len());
}
