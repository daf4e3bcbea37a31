//! Made-up desks of any size, for demonstrations and measurements.
//!
//! Texts and names come from the files in `data`. What happens in a case is a script, drawn from seeded random numbers and then carried out
//! by simulated staff through the domain's transitions. The same plan gives the same desk again.

// The futures of its tests nest those of the store.
#![cfg_attr(test, recursion_limit = "256")]

mod arrivals;
mod calls;
mod case;
mod clock;
mod counts;
mod customer;
mod customers;
mod data;
mod error;
mod generator;
mod placeholders;
mod rng;
mod script;
mod seed;
mod shifts;
mod staff;

pub use self::{
    counts::Counts,
    error::SeedError,
    seed::{Plan, is_empty, seed, team},
    staff::TeamMember,
};

#[cfg(test)]
mod tests;
