//! The `caredesk` program.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// The work of a request is handed from thread to thread with its memory; the C library's own allocator has them wait for each other.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    caredesk_api::commands::run()
}
