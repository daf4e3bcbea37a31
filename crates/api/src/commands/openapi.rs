//! `caredesk openapi`: prints the OpenAPI document as it is committed.

use super::{error::CommandError, output::print};

pub(super) fn run() -> Result<(), CommandError> {
    let document = crate::document().to_pretty_json().map_err(|error| CommandError::Failed(error.to_string()))?;
    print(&format!("{document}\n"))
}
