//! Services (use cases), the HTTP API and the `caredesk` command line.

#[cfg(test)]
mod captured_log;
pub mod commands;
mod complexity;
pub mod device;
mod docs_ui;
mod file_permissions;
mod handlers;
pub mod http;
pub mod jobs;
pub mod keys;
mod listener;
mod lock;
mod log_limit;
pub mod metrics;
mod metrics_listener;
mod network;
pub mod password;
pub mod refresh;
pub mod secret;
pub mod server;
pub mod services;
pub mod settings;
mod static_assets;
pub mod token;

pub use handlers::document;
