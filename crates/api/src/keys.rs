//! The desk's own secrets: signing keys and the key of the cursors, in files that only their owner may read.

use std::{
    fs,
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use caredesk_persistence::Ids;

/// A file of keys that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file or its directory cannot be read or made.
    #[error("cannot use {path}: {source}")]
    File {
        /// The file.
        path: String,
        /// What the system said.
        source: io::Error,
    },
    /// Others may read it.
    #[error("{path} can be read by others: run chmod 600 on it")]
    Readable {
        /// The file.
        path: String,
    },
    /// It does not hold a key.
    #[error("{path} does not hold 32 bytes of key")]
    NoKey {
        /// The file.
        path: String,
    },
}

/// What signs: 32 secret bytes and the name they are published under.
#[derive(Clone)]
pub struct SecretKey {
    /// The name; for a signing key its `kid`.
    pub name: String,
    /// The bytes.
    pub bytes: [u8; 32],
}

/// Never the bytes.
impl std::fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SecretKey({})", self.name)
    }
}

/// All keys of a desk.
#[derive(Debug, Clone)]
pub struct Keys {
    /// For access tokens. The last by name signs, all verify.
    pub signing: Vec<SecretKey>,
    /// For cursors.
    pub cursor: SecretKey,
    /// For refresh tokens.
    pub session: SecretKey,
}

const SIGNING: &str = "signing-";
const CURSOR: &str = "cursor";
const SESSION: &str = "session";
const ENDING: &str = ".key";

impl Keys {
    /// Reads the keys in `directory`, making those that are missing.
    ///
    /// # Errors
    /// When a file cannot be used or can be read by others.
    pub fn load(directory: &Path, ids: &Ids) -> Result<Self, KeyError> {
        let failed = |source| KeyError::File { path: directory.display().to_string(), source };
        fs::DirBuilder::new().recursive(true).mode(0o700).create(directory).map_err(failed)?;
        let mut names: Vec<String> = Vec::new();
        for entry in fs::read_dir(directory).map_err(failed)? {
            let name = entry.map_err(failed)?.file_name().to_string_lossy().into_owned();
            names.extend(name.strip_suffix(ENDING).filter(|name| name.starts_with(SIGNING)).map(str::to_owned));
        }
        names.sort_unstable();
        if names.is_empty() {
            names.push(format!("{SIGNING}0001"));
        }
        let signing = names.into_iter().map(|name| key(directory, name, ids)).collect::<Result<_, _>>()?;
        Ok(Self { signing, cursor: key(directory, CURSOR.to_owned(), ids)?, session: key(directory, SESSION.to_owned(), ids)? })
    }

    /// Keys that are kept nowhere, for a document or a test.
    pub fn passing(ids: &Ids) -> Self {
        let key = |name: &str| SecretKey { name: name.to_owned(), bytes: ids.random_bytes() };
        Self { signing: vec![key("signing-0001")], cursor: key(CURSOR), session: key(SESSION) }
    }
}

/// Reads a key, or makes it.
fn key(directory: &Path, name: String, ids: &Ids) -> Result<SecretKey, KeyError> {
    let path = directory.join(format!("{name}{ENDING}"));
    match write_private(&path, &ids.random_bytes::<32>()) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(source) => return Err(KeyError::File { path: path.display().to_string(), source }),
    }
    let bytes = read_private(&path)?;
    let bytes = <[u8; 32]>::try_from(bytes).map_err(|_| KeyError::NoKey { path: path.display().to_string() })?;
    Ok(SecretKey { name, bytes })
}

/// Writes a file that must not be there yet and that only its owner may read. It appears whole or not at all.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let draft: PathBuf = path.with_extension(format!("draft-{}", std::process::id()));
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    linked
}

/// Reads a file that only its owner may read.
pub(crate) fn read_private(path: &Path) -> Result<Vec<u8>, KeyError> {
    let failed = |source| KeyError::File { path: path.display().to_string(), source };
    if fs::metadata(path).map_err(failed)?.permissions().mode() & 0o077 != 0 {
        return Err(KeyError::Readable { path: path.display().to_string() });
    }
    fs::read(path).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directory(name: &str) -> PathBuf {
        let directory = std::env::temp_dir().join(format!("caredesk-keys-{}-{name}", std::process::id()));
        let _absent = fs::remove_dir_all(&directory);
        directory
    }

    #[test]
    fn keys_are_made_once_for_their_owner_alone() {
        let directory = directory("made");
        let first = Keys::load(&directory, &Ids::random()).unwrap();
        let again = Keys::load(&directory, &Ids::random()).unwrap();
        assert_eq!(first.cursor.bytes, again.cursor.bytes);
        assert_eq!(first.signing[0].bytes, again.signing[0].bytes);
        assert_eq!(fs::metadata(directory.join("cursor.key")).unwrap().permissions().mode() & 0o777, 0o600);
        fs::remove_dir_all(directory).unwrap();
    }

    #[test]
    fn a_key_that_others_can_read_or_that_is_none_stops_the_start() {
        let directory = directory("bad");
        Keys::load(&directory, &Ids::random()).unwrap();
        let path = directory.join("cursor.key");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(Keys::load(&directory, &Ids::random()), Err(KeyError::Readable { .. })));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        fs::write(&path, "short").unwrap();
        assert!(matches!(Keys::load(&directory, &Ids::random()), Err(KeyError::NoKey { .. })));
        fs::remove_dir_all(directory).unwrap();
    }
}
