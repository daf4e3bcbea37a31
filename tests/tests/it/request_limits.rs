//! Request limits: size, complexity, duration, concurrency, and authentication before the body is read.

mod anonymous;
mod complexity;
mod in_flight;
mod openapi;
mod pieces;
mod raw;
