//! Invalid input, generated from the OpenAPI document, so that later fields are covered too.
//!
//! The document decides: the server must reject what its schema rejects, naming the field and never the value, and accept what it accepts.
//! Rules that a schema cannot express are in tables in the modules.

mod bodies;
mod fields;
pub(super) mod fixture;
mod parameters;
pub(super) mod samples;
pub(super) mod values;

use caredesk_tests::TestResponse;

use fixture::OperationFixture;

/// Part of every invalid value; a response that contains it has repeated one.
const CANARY: &str = "zqxcanary";

/// Asserts that the input was rejected and is not repeated.
#[track_caller]
fn assert_rejected(answer: &TestResponse, what: &str) {
    assert!(matches!(answer.status, 400 | 413 | 415 | 422), "{what} must be rejected: {answer}");
    assert_no_echo(answer, what);
}

#[track_caller]
fn assert_no_echo(answer: &TestResponse, what: &str) {
    assert!(answer.status < 400 || !answer.text().contains(CANARY), "{what} is repeated: {answer}");
}

/// Asserts that the input was accepted; the state of the record may still be a conflict (409).
#[track_caller]
fn assert_accepted(answer: &TestResponse, what: &str) {
    assert!(matches!(answer.status, 200..=299 | 409), "{what} must be accepted: {answer}");
}
