//! Connections that are held open and hardly used.

use crate::load::Load;

/// Requests the largest public document and reads nothing.
pub(super) fn unread(connections: u64) -> Load {
    held(connections, "GET /api/v1/openapi.json HTTP/1.1\r\nHost: desk.example\r\n\r\n", false)
}

/// Request heads that never end.
pub(super) fn slow_heads(connections: u64) -> Load {
    held(connections, "GET /api/v1/auth/me HTTP/1.1\r\nHost: desk.example\r\nX-Slow: ", true)
}

/// Request bodies that never end.
pub(super) fn slow_bodies(connections: u64) -> Load {
    let head = "POST /api/v1/auth/login HTTP/1.1\r\nHost: desk.example\r\nContent-Type: application/json\r\nContent-Length: 8000\r\n\r\n{\"email\":\"";
    held(connections, head, true)
}

fn held(connections: u64, head: &str, drips: bool) -> Load {
    Load::HeldOpen { connections, bytes: head.as_bytes().to_vec(), drips }
}
