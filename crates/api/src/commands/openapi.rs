//! `caredesk openapi`: prints the OpenAPI document as it is committed.

use super::{Failed, print};

pub(super) fn run() -> Result<(), Failed> {
    let document = crate::document().to_pretty_json().map_err(|error| Failed::Fault(error.to_string()))?;
    print(&format!("{document}\n"))
}
