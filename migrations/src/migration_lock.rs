//! Migration lock between processes, because sea-orm-migration takes none.
//!
//! On SQLite the lock is an IMMEDIATE transaction, of which there can be one at a time. On PostgreSQL it is a transaction that has
//! updated the one row of a lock table: a row lock, which distributed engines support too, and which the server releases when a
//! process dies.

use std::time::{Duration, Instant};

use sea_orm_migration::{
    DbErr,
    sea_orm::{
        ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, RuntimeErr, SqliteTransactionMode, TransactionOptions,
        TransactionTrait,
    },
};
use tokio::time::sleep;

use crate::error::MigrateError;

/// How long to wait for the lock: an index over a large table takes minutes.
const LOCK_TIMEOUT: Duration = Duration::from_secs(600);
const RETRY_DELAY: Duration = Duration::from_millis(100);

/// Creates the lock table on PostgreSQL.
pub(crate) async fn create_lock_table(database: &DatabaseConnection) -> Result<(), DbErr> {
    if database.get_database_backend() == DbBackend::Sqlite {
        return Ok(());
    }
    // Check first: inserting the row would wait, and time out, while another process is migrating.
    if database.execute_unprepared("SELECT 1 FROM migration_lock WHERE id = 1").await.is_ok_and(|found| found.rows_affected() == 1) {
        return Ok(());
    }
    let mut attempts = 0;
    loop {
        let made = database
            .execute_unprepared(
                "CREATE TABLE IF NOT EXISTS migration_lock (id smallint PRIMARY KEY, attempts bigint NOT NULL);
                 INSERT INTO migration_lock (id, attempts) VALUES (1, 0) ON CONFLICT DO NOTHING",
            )
            .await;
        match made {
            Ok(_) => return Ok(()),
            // PostgreSQL's IF NOT EXISTS is not atomic: of two processes at once one fails on the unique indexes of the catalogue.
            Err(_) if attempts < 10 => attempts += 1,
            Err(error) => return Err(error),
        }
        sleep(RETRY_DELAY).await;
    }
}

/// Waits for the lock. It is held until the transaction ends.
pub(crate) async fn acquire(database: &DatabaseConnection) -> Result<DatabaseTransaction, MigrateError> {
    let sqlite = database.get_database_backend() == DbBackend::Sqlite;
    let begin =
        TransactionOptions { sqlite_transaction_mode: sqlite.then_some(SqliteTransactionMode::Immediate), ..TransactionOptions::default() };
    let until = Instant::now() + LOCK_TIMEOUT;
    let transaction = loop {
        match database.begin_with_options(begin).await {
            Ok(turn) => break turn,
            Err(error) if sqlite && is_busy(&error) && Instant::now() < until => sleep(RETRY_DELAY).await,
            Err(error) if sqlite && is_busy(&error) => return Err(MigrateError::Busy),
            Err(error) => return Err(error.into()),
        }
    };
    if !sqlite {
        // The pool's statement timeout is for requests; a migration may take longer, and so may the wait for another process.
        transaction
            .execute_unprepared(&format!("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = {}", LOCK_TIMEOUT.as_millis()))
            .await?;
        transaction.execute_unprepared("UPDATE migration_lock SET attempts = attempts + 1 WHERE id = 1").await.map_err(
            |error| match code(&error).as_deref() {
                Some("55P03") => MigrateError::Busy,
                _ => error.into(),
            },
        )?;
    }
    Ok(transaction)
}

/// SQLITE_BUSY in the low byte of the extended code.
fn is_busy(error: &DbErr) -> bool {
    code(error).and_then(|code| code.parse::<i32>().ok()).is_some_and(|code| code & 0xFF == 5)
}

#[expect(clippy::wildcard_enum_match_arm, reason = "SeaORM's enum is open-ended; no other variant holds a code")]
fn code(error: &DbErr) -> Option<String> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => {
            error.as_database_error().and_then(|error| error.code()).map(|code| code.into_owned())
        }
        _ => None,
    }
}
