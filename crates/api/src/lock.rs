//! Lock file beside a SQLite database: at most one server per database file.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::Path,
};

/// Held until dropped; the operating system releases it when the process ends, even after a crash.
#[derive(Debug)]
pub(crate) struct FileLock(#[expect(dead_code, reason = "holding the file open is holding the lock")] File);

impl FileLock {
    /// Takes the lock of the database in `file`, or returns why it cannot.
    pub(crate) fn acquire(file: &Path) -> Result<Self, String> {
        let path = file.with_extension("lock");
        let failed = |error: std::io::Error| format!("cannot open {}: {error}", path.display());
        if let Some(directory) = path.parent().filter(|directory| !directory.as_os_str().is_empty()) {
            fs::DirBuilder::new().recursive(true).mode(0o700).create(directory).map_err(failed)?;
        }
        let lock = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&path).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self(lock)),
            Err(TryLockError::WouldBlock) => Err(format!("another server is running on {}: stop it first", file.display())),
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }
}
