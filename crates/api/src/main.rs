//! The `caredesk` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    caredesk_api::commands::run()
}
