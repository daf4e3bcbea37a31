//! The `caredesk` binary.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Requests move between threads together with their memory; with the C library's allocator those threads contend for its locks.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    caredesk_api::commands::run()
}
