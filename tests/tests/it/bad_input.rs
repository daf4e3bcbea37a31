//! What people and programs should not send, made from the OpenAPI document, so that a field that comes later is covered too.
//!
//! The document is the judge: what its schema refuses the server must refuse, naming the place and never the value; what it accepts the
//! server must accept. Where a rule cannot be said in a schema, the tables below say it.

mod bodies;
mod fields;
pub(super) mod ground;
mod parameters;
pub(super) mod samples;
pub(super) mod values;

use caredesk_tests::Answer;

use ground::Ground;

/// Stands in every bad value; an answer that holds it has repeated one.
const CANARY: &str = "zqxcanary";

/// A refusal of what was sent, that does not repeat it.
#[track_caller]
fn assert_refused(answer: &Answer, what: &str) {
    assert!(matches!(answer.status, 400 | 413 | 415 | 422), "{what} must be refused: {answer}");
    assert_no_echo(answer, what);
}

#[track_caller]
fn assert_no_echo(answer: &Answer, what: &str) {
    assert!(answer.status < 400 || !answer.text().contains(CANARY), "{what} is repeated: {answer}");
}

/// An answer after the input was found good; the state of the record may still be in the way.
#[track_caller]
fn assert_taken(answer: &Answer, what: &str) {
    assert!(matches!(answer.status, 200..=299 | 409), "{what} must be taken: {answer}");
}
