//! The lock beside a SQLite file: one server on one file.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::Path,
};

/// Held as long as this lives; the system lets it go when the process ends, however it ends.
#[derive(Debug)]
pub(crate) struct FileLock(#[expect(dead_code, reason = "holding the file open is holding the lock")] File);

impl FileLock {
    /// Takes the lock of the desk kept in `file`, or says who is in the way.
    pub(crate) fn beside(file: &Path) -> Result<Self, String> {
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
