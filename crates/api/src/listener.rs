//! Binds the addresses that the program listens on.

use std::net::{SocketAddr, TcpListener};

/// A server that could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address is in use or not this machine's.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// The I/O error.
        source: std::io::Error,
    },
    /// The keys cannot be used.
    #[error("the signing keys cannot be used: {0}")]
    Keys(#[from] jsonwebtoken::errors::Error),
    /// The server could not be set up.
    #[error("the server could not be set up: {0}")]
    Setup(#[from] std::io::Error),
}

/// Binds `listen` (port 0 takes a free port), and returns the bound address.
///
/// # Errors
/// When the address is in use or not this machine's.
pub(crate) fn bind(listen: SocketAddr) -> Result<(TcpListener, SocketAddr), StartError> {
    let failed = |source| StartError::Listen { address: listen, source };
    let listener = TcpListener::bind(listen).map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}
