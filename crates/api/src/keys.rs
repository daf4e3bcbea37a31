//! The desk's secret keys (access tokens, refresh tokens, cursors), in files that only their owner may read.

use std::{
    fs,
    io::{self, Read as _, Write as _},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use caredesk_persistence::Ids;

mod strength;

/// Why a key file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file or its directory cannot be read or created.
    #[error("cannot use {path}: {source}")]
    File {
        /// The file.
        path: String,
        /// The I/O error.
        source: io::Error,
    },
    /// Other accounts can read it.
    #[error("{path} can be read by others: run chmod 600 on it")]
    Readable {
        /// The file.
        path: String,
    },
    /// It does not hold a key.
    #[error("{path} does not hold 32 bytes of key")]
    WrongLength {
        /// The file.
        path: String,
    },
    /// Keys that can be guessed, or that are equal.
    #[error("{faults}: delete these files (of the same, all but one) and start again, which makes new keys")]
    Weak {
        /// The files, each with what is wrong.
        faults: String,
    },
}

/// A secret key: 32 bytes and a name.
#[derive(Clone)]
pub struct SecretKey {
    /// The name; for a signing key its `kid`.
    pub name: String,
    /// The bytes.
    pub bytes: [u8; 32],
}

/// Shows the name, never the bytes.
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
    /// Reads the keys in `directory` and creates those that are missing.
    ///
    /// # Errors
    /// When a file cannot be used or can be read by other accounts.
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
        let signing = names.into_iter().map(|name| read_or_create_key(directory, name, ids)).collect::<Result<_, _>>()?;
        let keys = Self {
            signing,
            cursor: read_or_create_key(directory, CURSOR.to_owned(), ids)?,
            session: read_or_create_key(directory, SESSION.to_owned(), ids)?,
        };
        match keys.weaknesses(directory) {
            faults if faults.is_empty() => Ok(keys),
            faults => Err(KeyError::Weak { faults: faults.join(", ") }),
        }
    }

    /// Every key that is not random, and every two that are equal: a leak of one would reveal the other.
    fn weaknesses(&self, directory: &Path) -> Vec<String> {
        let all: Vec<&SecretKey> = self.signing.iter().chain([&self.cursor, &self.session]).collect();
        let path = |key: &SecretKey| file_of(directory, &key.name).display().to_string();
        let mut faults = Vec::new();
        for (index, key) in all.iter().enumerate() {
            if let Some(why) = strength::weakness(&key.bytes) {
                faults.push(format!("{} {why}", path(key)));
            }
            let same = all[index + 1..].iter().filter(|other| other.bytes == key.bytes);
            faults.extend(same.map(|other| format!("{} and {} hold the same key", path(key), path(other))));
        }
        faults
    }

    /// Keys that are not stored, for the OpenAPI document and tests.
    pub fn ephemeral(ids: &Ids) -> Self {
        let key = |name: &str| SecretKey { name: name.to_owned(), bytes: ids.random_bytes() };
        Self { signing: vec![key("signing-0001")], cursor: key(CURSOR), session: key(SESSION) }
    }
}

fn file_of(directory: &Path, name: &str) -> PathBuf {
    directory.join(format!("{name}{ENDING}"))
}

/// Reads a key; creates it if missing.
fn read_or_create_key(directory: &Path, name: String, ids: &Ids) -> Result<SecretKey, KeyError> {
    let path = file_of(directory, &name);
    match write_private(&path, &ids.random_bytes::<32>()) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(source) => return Err(KeyError::File { path: path.display().to_string(), source }),
    }
    let bytes = read_private(&path)?;
    let bytes = <[u8; 32]>::try_from(bytes).map_err(|_| KeyError::WrongLength { path: path.display().to_string() })?;
    Ok(SecretKey { name, bytes })
}

/// Creates a file that only its owner may read, atomically; `AlreadyExists` if it exists.
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
    // Check the open file, not the path: the path may be replaced meanwhile.
    let mut file = fs::File::open(path).map_err(failed)?;
    if file.metadata().map_err(failed)?.permissions().mode() & 0o077 != 0 {
        return Err(KeyError::Readable { path: path.display().to_string() });
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
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
        assert!(matches!(Keys::load(&directory, &Ids::random()), Err(KeyError::WrongLength { .. })));
        fs::remove_dir_all(directory).unwrap();
    }

    #[test]
    fn load_weak_and_equal_keys_names_every_file() {
        let directory = directory("weak");
        let keys = Keys::load(&directory, &Ids::random()).unwrap();
        fs::write(directory.join("signing-0002.key"), keys.session.bytes).unwrap();
        fs::set_permissions(directory.join("signing-0002.key"), fs::Permissions::from_mode(0o600)).unwrap();
        fs::write(directory.join("cursor.key"), [0; 32]).unwrap();
        let refused = Keys::load(&directory, &Ids::random()).unwrap_err().to_string();
        assert!(refused.contains("signing-0002.key and ") && refused.contains("session.key hold the same key"), "{refused}");
        assert!(refused.contains("cursor.key repeats one byte"), "{refused}");
        assert!(!refused.contains("signing-0001"), "{refused}");
        fs::remove_dir_all(directory).unwrap();
    }
}
