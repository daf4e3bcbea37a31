//! A desk that looks as if it had been worked for a while, made up of nobody's data.
//!
//! Everything in it was done by somebody: the seeder calls the functions of the domain that people call, as the people it has made up and
//! at the times it has made up. The same plan gives the same desk again; the events' ids are the store's, and the same when those have a seed.

mod arrivals;
mod batch;
mod calls;
mod contacts;
mod context;
mod counts;
mod desk;
mod error;
mod escalations;
mod generator;
mod interactions;
mod names;
mod people;
mod records;
mod rng;
mod shifts;
mod templates;
mod ticket_script;

pub use self::{
    counts::Counts,
    desk::Member,
    generator::{Plan, is_empty, seed, team},
};

#[cfg(test)]
mod tests;
