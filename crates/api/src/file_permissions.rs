//! Permissions of the desk's files. Every command that opens the database fails while other accounts can read or write its files; the error
//! names all of them and the command that fixes them.

use std::{
    collections::BTreeSet,
    fs::{self, Metadata},
    os::unix::fs::MetadataExt as _,
    path::{self, Path, PathBuf},
};

use caredesk_persistence::Engine;
use nix::unistd::{Gid, Uid, getegid, geteuid};

use crate::settings::Settings;

/// File name endings of the desk's files in the data directory; other files there are not checked.
const FILE_SUFFIXES: [&str; 7] = [".db", ".db-wal", ".db-shm", ".db-journal", ".lock", ".key", "demo-passwords.txt"];
/// Mode bits that let the group or others read, write or enter.
const SHARED: u32 = 0o077;
const GROUP_WRITES: u32 = 0o020;
const OTHERS_WRITE: u32 = 0o002;
/// In a sticky directory only the owner of a file may remove or replace it.
const STICKY: u32 = 0o1000;
/// The user id that Linux shows for owners that are not mapped into this container.
const UNMAPPED: u32 = 65_534;

/// Files that other accounts can reach, and how to fix it.
#[derive(Debug, thiserror::Error)]
#[error("others than this account may read or change the desk's files: {found}; {remedy}")]
pub(crate) struct ExposedFiles {
    found: String,
    remedy: String,
}

/// Checks every file and directory of the desk, and all directories and symbolic links on the way to them.
pub(crate) fn check(settings: &Settings) -> Result<(), ExposedFiles> {
    let mut audit = Audit { user: geteuid(), group: getegid(), seen: BTreeSet::new(), exposed: Vec::new() };
    let data = absolute(&settings.data_dir);
    let keys = data.join("keys");
    audit.private_directory(&data);
    audit.private_directory(&keys);
    let mut paths = audit.private_files(&keys, |_| true);
    paths.extend(audit.private_files(&data, |name| FILE_SUFFIXES.iter().any(|ending| name.ends_with(ending))));
    paths.extend([data, keys]);
    if let Engine::Sqlite { path } = &settings.engine {
        let path = absolute(path);
        // WAL, lock, read log and backups begin with the name of the database file.
        let stem = path.file_stem().map(|stem| format!("{}.", stem.to_string_lossy())).unwrap_or_default();
        if let Some(directory) = path.parent() {
            audit.parent(directory, OTHERS_WRITE | GROUP_WRITES);
            paths.extend(audit.private_files(directory, |name| name.starts_with(&stem)));
        }
        paths.push(path);
    }
    for path in paths {
        audit.check_ancestors(&path);
    }
    audit.outcome()
}

/// Relative paths begin at the working directory; a path that cannot be made absolute cannot be opened either.
fn absolute(path: &Path) -> PathBuf {
    path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

struct Audit {
    user: Uid,
    group: Gid,
    /// Device and inode of what was checked: a directory may have several names.
    seen: BTreeSet<(u64, u64)>,
    exposed: Vec<Exposed>,
}

struct Exposed {
    path: PathBuf,
    why: String,
    remedy: Remedy,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Remedy {
    ChangeOwner,
    ChangeMode(&'static str),
    /// The directory is meant to be shared: use another.
    Move,
}

// Missing files are skipped, because they are created with the right mode; so are unreadable ones, because they cannot be opened either.
impl Audit {
    /// Checks a directory that only the desk uses.
    fn private_directory(&mut self, path: &Path) {
        if let Ok(found) = fs::metadata(path)
            && found.is_dir()
            && self.is_new(&found)
        {
            let remedy = if found.mode() & STICKY == 0 { Remedy::ChangeMode("700") } else { Remedy::Move };
            self.check_owner(path, &found);
            self.check_mode(path, &found, SHARED, remedy);
        }
    }

    /// Checks the desk's files in a directory and returns their paths.
    fn private_files(&mut self, directory: &Path, is_ours: impl Fn(&str) -> bool) -> Vec<PathBuf> {
        let Ok(entries) = fs::read_dir(directory) else { return Vec::new() };
        let names = entries.flatten().map(|entry| entry.file_name());
        let mut paths: Vec<PathBuf> = names.filter(|name| is_ours(&name.to_string_lossy())).map(|name| directory.join(name)).collect();
        paths.sort_unstable();
        for path in &paths {
            if let Ok(found) = fs::metadata(path)
                && found.is_file()
                && self.is_new(&found)
            {
                self.check_owner(path, &found);
                self.check_mode(path, &found, SHARED, Remedy::ChangeMode("600"));
            }
        }
        paths
    }

    /// Checks the directories above `path` and those its symbolic links go through: write access there allows replacing the desk's files.
    fn check_ancestors(&mut self, path: &Path) {
        for step in path.ancestors() {
            let Ok(found) = fs::symlink_metadata(step) else { continue };
            if found.is_symlink() {
                if self.is_new(&found) {
                    self.check_owner(step, &found);
                    if let (Some(parent), Ok(target)) = (step.parent(), fs::read_link(step)) {
                        self.check_ancestors(&parent.join(target));
                    }
                }
            } else if found.is_dir() {
                // Many systems give each user a private group with write permission.
                let is_own_group = found.gid() == self.group.as_raw() || found.gid() == 0;
                self.parent(step, if is_own_group { OTHERS_WRITE } else { OTHERS_WRITE | GROUP_WRITES });
            }
        }
    }

    /// Checks a directory that may hold other files: other accounts may read it, but not write.
    fn parent(&mut self, path: &Path, writers: u32) {
        if let Ok(found) = fs::metadata(path)
            && found.is_dir()
            && self.is_new(&found)
        {
            // Root in another user's directory, with `sudo` or in a container, trusts its owner.
            if !self.user.is_root() && found.uid() != UNMAPPED {
                self.check_owner(path, &found);
            }
            if found.mode() & STICKY == 0 {
                self.check_mode(path, &found, writers, Remedy::ChangeMode("go-w"));
            }
        }
    }

    fn is_new(&mut self, found: &Metadata) -> bool {
        self.seen.insert((found.dev(), found.ino()))
    }

    fn check_owner(&mut self, path: &Path, found: &Metadata) {
        if found.uid() != self.user.as_raw() && found.uid() != 0 {
            self.report(path, format!("owner {}", found.uid()), Remedy::ChangeOwner);
        }
    }

    fn check_mode(&mut self, path: &Path, found: &Metadata, forbidden: u32, remedy: Remedy) {
        if found.mode() & forbidden != 0 {
            self.report(path, format!("mode {:04o}", found.mode() & 0o7777), remedy);
        }
    }

    fn report(&mut self, path: &Path, why: String, remedy: Remedy) {
        self.exposed.push(Exposed { path: path.to_owned(), why, remedy });
    }

    fn outcome(self) -> Result<(), ExposedFiles> {
        if self.exposed.is_empty() {
            return Ok(());
        }
        let found: Vec<_> = self.exposed.iter().map(|Exposed { path, why, .. }| format!("{} ({why})", path.display())).collect();
        let remedies = [Remedy::ChangeOwner, Remedy::ChangeMode("go-w"), Remedy::ChangeMode("700"), Remedy::ChangeMode("600")];
        let commands: Vec<_> = remedies.into_iter().filter_map(|remedy| self.command(remedy)).collect();
        let run = (!commands.is_empty()).then(|| format!("run {}", commands.join(" && ")));
        let set = self
            .exposed
            .iter()
            .any(|exposed| exposed.remedy == Remedy::Move)
            .then(|| "set CAREDESK_DATA_DIR to a directory of the desk's own".to_owned());
        Err(ExposedFiles { found: found.join(", "), remedy: run.into_iter().chain(set).collect::<Vec<_>>().join(", and ") })
    }

    /// The command that applies one remedy to all its paths.
    fn command(&self, remedy: Remedy) -> Option<String> {
        let paths: Vec<_> = self.exposed.iter().filter(|exposed| exposed.remedy == remedy).map(|exposed| quoted(&exposed.path)).collect();
        let program = match remedy {
            Remedy::ChangeOwner => format!("chown {}", self.user),
            Remedy::ChangeMode(mode) => format!("chmod {mode}"),
            Remedy::Move => return None,
        };
        (!paths.is_empty()).then(|| format!("{program} {}", paths.join(" ")))
    }
}

/// A path quoted for a shell.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-+@:,".contains(&byte);
    if text.bytes().all(is_plain) { text } else { format!("'{}'", text.replace('\'', r"'\''")) }
}
