//! What a request may cost: how large, how complex, how slow, how many at once, and who has to be known first.

mod anonymous;
mod complexity;
mod in_flight;
mod openapi;
mod pieces;
mod raw;
