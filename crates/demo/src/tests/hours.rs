//! Nobody at a seeded desk works while off duty.

use super::*;
use crate::{clock::MINUTE, shifts::Shifts};

pub(super) fn check_shifts(made: &SeededDesk, plan: &Plan) {
    let mut staff: Vec<_> = made.staff.iter().collect();
    staff.sort_by_key(|one| one.created_at);
    let of = |role| staff.iter().filter(move |one| one.role == role).map(|one| one.id);
    let shifts = Shifts::new(plan.zone, of(Role::Agent).count(), of(Role::Admin).count(), of(Role::Doctor).count());
    let places: Vec<StaffId> = of(Role::Agent).chain(of(Role::Admin)).chain(of(Role::Doctor)).collect();
    let tickets = made.tickets.iter().flat_map(|case| &case.events);
    let contacts = made.interactions.iter().flat_map(|case| &case.events);
    let escalations = made.escalations.iter().flat_map(|case| &case.events);
    let customers = made.customers.iter().flat_map(|case| &case.events);
    let mut working = std::collections::BTreeSet::new();
    for event in tickets.chain(contacts).chain(escalations).chain(customers) {
        let place = places.iter().position(|person| *person == actor_of(event)).unwrap();
        working.insert(place);
        // The last call is still written down within the hour after, and who comes a little early may begin.
        let near = [0, -20 * MINUTE, -40 * MINUTE, -60 * MINUTE, 3 * MINUTE].map(|seconds| event.at.plus_seconds(seconds));
        assert!(near.iter().any(|at| shifts.is_on_duty(place, *at)), "{place} is off duty: {event:?}");
    }
    assert!(working.len() >= places.len() - 1, "only {working:?} of {} do anything", places.len());
}
