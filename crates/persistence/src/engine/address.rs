//! The database engine and its address.

use std::{
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
};

use caredesk_domain::FieldError;
use sea_orm::sqlx::postgres::PgConnectOptions;

/// A database engine and its address. `Display` and `Debug` never show a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Engine {
    /// A file on this machine, with its read log in a file beside it.
    Sqlite {
        /// The path; relative paths start at the working directory.
        path: PathBuf,
    },
    /// A PostgreSQL server.
    Postgres {
        /// Its address.
        url: PostgresUrl,
    },
}

/// The URL of a PostgreSQL database, known to be valid. It may hold a password, which `Display` and `Debug` omit.
#[derive(Clone, PartialEq, Eq)]
pub struct PostgresUrl(String);

impl Engine {
    /// The engine of the read log: its own file beside a SQLite file, so that logging a read never waits for a write;
    /// `None` on PostgreSQL, where it is in the same database.
    pub fn read_log(&self) -> Option<Self> {
        match self {
            Self::Sqlite { path } => Some(Self::Sqlite { path: path.with_extension("read-log.db") }),
            Self::Postgres { .. } => None,
        }
    }
}

impl FromStr for Engine {
    type Err = FieldError;

    fn from_str(url: &str) -> Result<Self, FieldError> {
        if let Some(path) = url.strip_prefix("sqlite://") {
            return sqlite(path);
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let url = PostgresUrl(url.to_owned());
            // The driver's error message may contain the password.
            return match url.options() {
                Ok(_) => Ok(Self::Postgres { url }),
                Err(_) => {
                    Err(FieldError::format("must be postgres://USER:PASSWORD@HOST:PORT/DATABASE, special characters percent-encoded"))
                }
            };
        }
        Err(FieldError::format("must be sqlite://PATH or postgres://USER:PASSWORD@HOST:PORT/DATABASE"))
    }
}

fn sqlite(path: &str) -> Result<Engine, FieldError> {
    // In memory each connection would have its own database, and settings in the URL would contradict ours.
    if path.is_empty() || path.starts_with(':') || path.contains(['?', '\0']) || path.ends_with('/') {
        return Err(FieldError::format("must be sqlite://PATH, the path of a file and nothing else, such as sqlite://data/caredesk.db"));
    }
    Ok(Engine::Sqlite { path: Path::new(path).to_owned() })
}

impl PostgresUrl {
    pub(crate) fn options(&self) -> Result<PgConnectOptions, sea_orm::sqlx::Error> {
        self.0.parse()
    }

    /// The same server and account with another database, for tests that create their own databases.
    #[cfg(any(test, feature = "testing"))]
    pub(crate) fn with_database(&self, name: &str) -> Self {
        let (address, settings) = self.0.split_once('?').map_or((self.0.as_str(), String::new()), |(a, s)| (a, format!("?{s}")));
        let start = address.find("://").map_or(0, |at| at + 3);
        let server = address[start..].find('/').map_or(address, |at| &address[..start + at]);
        Self(format!("{server}/{name}{settings}"))
    }

    #[cfg(any(test, feature = "testing"))]
    pub(crate) fn database(&self) -> String {
        self.options().ok().and_then(|options| options.get_database().map(str::to_owned)).unwrap_or_default()
    }
}

impl fmt::Display for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.options() {
            Ok(options) => write!(
                f,
                "postgres://{}@{}:{}/{}",
                options.get_username(),
                options.get_host(),
                options.get_port(),
                options.get_database().unwrap_or_default()
            ),
            Err(_) => f.write_str("postgres://"),
        }
    }
}

impl fmt::Debug for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite { path } => write!(f, "sqlite://{}", path.display()),
            Self::Postgres { url } => url.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(url: &str) -> Engine {
        url.parse().unwrap()
    }

    #[test]
    fn parse_sqlite_url_accepts_relative_or_absolute_path() {
        assert_eq!(parse("sqlite://data/caredesk.db"), Engine::Sqlite { path: "data/caredesk.db".into() });
        assert_eq!(parse("sqlite:///var/lib/caredesk.db"), Engine::Sqlite { path: "/var/lib/caredesk.db".into() });
        assert_eq!(parse("sqlite://data/caredesk.db").to_string(), "sqlite://data/caredesk.db");
    }

    #[test]
    fn read_log_of_sqlite_file_is_separate_file() {
        assert_eq!(parse("sqlite://data/caredesk.db").read_log(), Some(parse("sqlite://data/caredesk.read-log.db")));
        assert_eq!(parse("postgres://desk@db/caredesk").read_log(), None);
    }

    #[test]
    fn parse_unsupported_url_is_error_with_expected_format() {
        for url in ["", "data/caredesk.db", "sqlite:data.db", "sqlite://", "sqlite://:memory:", "sqlite://a.db?mode=ro", "mysql://db/desk"]
        {
            let fault = url.parse::<Engine>().unwrap_err();
            assert_eq!(fault.code, "format", "{url}");
            assert!(fault.detail.contains("sqlite://"), "{url}: {fault}");
        }
    }

    #[test]
    fn display_postgres_url_omits_password() {
        for url in ["postgres://desk:hunter2@db.example:5433/caredesk", "postgresql://db.example:5433/caredesk?user=desk&password=hunter2"]
        {
            let engine = parse(url);
            assert_eq!(engine.to_string(), "postgres://desk@db.example:5433/caredesk");
            assert!(!format!("{engine:?}").contains("hunter2"));
        }
        let fault = "postgres://desk:hunter2@db:notaport/caredesk".parse::<Engine>().unwrap_err();
        assert!(!fault.detail.contains("hunter2"));
    }

    #[test]
    fn with_database_replaces_database_name() {
        for (from, to) in [
            ("postgres://u:p@h:1/a", "postgres://u:p@h:1/b"),
            ("postgres://u@h", "postgres://u@h/b"),
            ("postgres://u@h/a?sslmode=disable", "postgres://u@h/b?sslmode=disable"),
        ] {
            assert_eq!(PostgresUrl(from.to_owned()).with_database("b").0, to);
        }
    }
}
