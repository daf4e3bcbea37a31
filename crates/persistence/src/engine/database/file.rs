//! Watches the files of an open SQLite database: a removed file still accepts writes, which are lost when the process ends.

use std::{
    ffi::OsString,
    fs, io,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    sync::{
        OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};

use sea_orm::{DbErr, RuntimeErr};

/// The opened file, by device and inode.
#[derive(Debug)]
pub(crate) struct SqliteFile {
    path: PathBuf,
    device: u64,
    inode: u64,
    log: PathBuf,
    /// The inode of the write-ahead log, set by the first check. SQLite keeps that file while a connection is open, and readers stay open.
    log_inode: OnceLock<u64>,
    /// Greatest length so far, in bytes: SQLite never shortens the file here.
    length: AtomicU64,
}

impl SqliteFile {
    pub(super) fn new(path: &Path) -> io::Result<Self> {
        let metadata = fs::metadata(path)?;
        let mut log = OsString::from(path);
        log.push("-wal");
        Ok(Self {
            path: path.to_owned(),
            device: metadata.dev(),
            inode: metadata.ino(),
            log: log.into(),
            log_inode: OnceLock::new(),
            length: metadata.len().into(),
        })
    }

    /// Checks that the file and its write-ahead log are still in place. Costs two system calls.
    pub(super) fn check(&self) -> Result<(), DbErr> {
        let is_same_file = fs::metadata(&self.path).is_ok_and(|metadata| {
            let length = metadata.len();
            (metadata.dev(), metadata.ino()) == (self.device, self.inode) && self.length.fetch_max(length, Ordering::Relaxed) <= length
        });
        let is_same_log = fs::metadata(&self.log).is_ok_and(|metadata| *self.log_inode.get_or_init(|| metadata.ino()) == metadata.ino());
        if is_same_file && is_same_log {
            return Ok(());
        }
        let path = self.path.display();
        Err(DbErr::Conn(RuntimeErr::Internal(format!(
            "{path} or its -wal file was removed, replaced or shortened while it was open: restore it, then restart"
        ))))
    }
}
