//! One template database on each engine, and copies of it: every attack runs on the same data, and on nothing that another attack left.

use std::path::{Path, PathBuf};

use caredesk_persistence::{
    Database, Engine,
    testing::{POSTGRES, query_number},
};
use clap::ValueEnum;
use sea_orm::{ConnectionTrait as _, DatabaseConnection};
use tokio::process::Command;

use crate::{
    Failure,
    people::{self, Accounts},
    server::Installation,
};

/// Tickets a day in the demo data; few, so that a small database spans more than ten years.
const TICKETS_PER_DAY: &str = "3";
/// The end of the generated history.
const HISTORY_END: &str = "2026-01-01T00:00:00Z";

/// A database engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum EngineKind {
    Sqlite,
    Postgresql,
}

impl EngineKind {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgresql => "PostgreSQL",
        }
    }
}

/// A filled database that no server uses.
pub(crate) struct Template {
    pub(crate) kind: EngineKind,
    pub(crate) accounts: Accounts,
    place: Installation,
}

/// A copy of the template, for one attack.
pub(crate) struct DeskCopy {
    pub(crate) place: Installation,
    database: Database,
    engine: EngineKind,
}

/// The size of a database.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    pub(crate) bytes: i64,
    pub(crate) events: i64,
}

impl Template {
    pub(crate) async fn create(kind: EngineKind, directory: &Path, tickets: u32, people: u8) -> Result<Self, Failure> {
        let directory = directory.join("template");
        crate::private_directory(&directory)?;
        let place = installation_for(kind, directory, "template")?;
        if kind == EngineKind::Postgresql {
            on_server(&format!("CREATE DATABASE {}", name("template"))).await?;
            place.run(&["migrate"], "").await?;
        }
        let tickets = tickets.to_string();
        place.run(&["seed", "--tickets", &tickets, "--per-day", TICKETS_PER_DAY, "--seed", "7", "--until", HISTORY_END], "").await?;
        let accounts = people::create(&place, people).await?;
        if kind == EngineKind::Postgresql {
            // As autovacuum does on an idle server.
            let database = sea_orm::Database::connect(&place.url).await?;
            database.execute_unprepared("VACUUM ANALYZE").await?;
            database.close().await?;
        }
        Ok(Self { kind, accounts, place })
    }

    /// Drops the databases of the template and of a copy on PostgreSQL; files are removed with their directory.
    pub(crate) async fn remove(kind: EngineKind) -> Result<(), Failure> {
        if kind == EngineKind::Postgresql {
            on_server(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", name("copy"))).await?;
            on_server(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", name("template"))).await?;
        }
        Ok(())
    }

    pub(crate) async fn copy(&self) -> Result<DeskCopy, Failure> {
        let directory = self.place.directory.with_file_name("copy");
        let copied = Command::new("cp").arg("-a").args([&self.place.directory, &directory]).status().await?;
        if !copied.success() {
            return Err("the files of the template could not be copied".into());
        }
        if self.kind == EngineKind::Postgresql {
            on_server(&format!("CREATE DATABASE {} TEMPLATE {}", name("copy"), name("template"))).await?;
        }
        let place = installation_for(self.kind, directory, "copy")?;
        let engine: Engine = place.url.parse().map_err(|fault| format!("{}: {fault}", place.directory.display()))?;
        Ok(DeskCopy { database: Database::open(&engine).await?, place, engine: self.kind })
    }
}

impl DeskCopy {
    pub(crate) async fn size(&self) -> Size {
        let bytes = match self.engine {
            EngineKind::Sqlite => "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
            EngineKind::Postgresql => "SELECT pg_database_size(current_database())",
        };
        Size { bytes: query_number(&self.database, bytes).await, events: query_number(&self.database, "SELECT count(*) FROM event").await }
    }

    pub(crate) async fn remove(self) -> Result<(), Failure> {
        self.database.close().await?;
        if self.engine == EngineKind::Postgresql {
            on_server(&format!("DROP DATABASE {} WITH (FORCE)", name("copy"))).await?;
        }
        Ok(std::fs::remove_dir_all(&self.place.directory)?)
    }
}

fn installation_for(kind: EngineKind, directory: PathBuf, purpose: &str) -> Result<Installation, Failure> {
    let url = match kind {
        EngineKind::Sqlite => format!("sqlite://{}", directory.join("caredesk.db").display()),
        EngineKind::Postgresql => {
            let server = server()?;
            format!("{}/{}", server.rsplit_once('/').ok_or("the server's address names no database")?.0, name(purpose))
        }
    };
    Ok(Installation { directory, url })
}

fn name(purpose: &str) -> String {
    format!("caredesk_attack_{}_{purpose}", std::process::id())
}

fn server() -> Result<String, Failure> {
    Ok(std::env::var(POSTGRES)?)
}

async fn on_server(sql: &str) -> Result<(), Failure> {
    let connection: DatabaseConnection = sea_orm::Database::connect(server()?).await?;
    connection.execute_unprepared(sql).await?;
    Ok(connection.close().await?)
}
