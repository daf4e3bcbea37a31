//! A desk that looks as if it had been worked for a while, made up of nobody's data.
//!
//! Everything in it was done by somebody: the seeder calls the functions of the domain that people call, as the people it has made up and
//! at the times it has made up. The same plan gives the same desk again; the events' ids are the store's, and the same when those have a seed.

mod arrivals;
mod batch;
mod cases;
mod chance;
mod contacts;
mod counts;
mod desk;
mod error;
mod generator;
mod life;
mod lines;
mod names;
mod passing;
mod people;
mod questions;
mod roster;
mod scene;
mod words;

pub use self::{
    counts::Counts,
    desk::Member,
    generator::{Plan, is_empty, seed, team},
};

#[cfg(test)]
mod tests;
