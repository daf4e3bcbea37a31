//! Triggers that make tables append-only; the schema has no other triggers.
//!
//! They stop mistakes and careless statements. The owner of the database can drop them; altered records are then found by the chain of
//! seals.

use sea_orm_migration::{
    DbErr, SchemaManager,
    sea_orm::{ConnectionTrait, DbBackend},
};

/// Rejects UPDATE, DELETE and TRUNCATE on a table.
pub(crate) async fn make_append_only(manager: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    reject(manager, table, "UPDATE", None).await?;
    reject(manager, table, "DELETE", None).await?;
    reject_truncate(manager, table).await
}

/// Rejects every DELETE, and every UPDATE except one that sets all of `columns` to NULL and leaves the key.
pub(crate) async fn make_append_only_except_redaction(
    manager: &SchemaManager<'_>,
    table: &str,
    key: &str,
    columns: &[&str],
) -> Result<(), DbErr> {
    let kept: String = columns.iter().map(|column| format!("NEW.{column} IS NOT NULL OR ")).collect();
    let other = format!("{kept}NEW.{key} <> OLD.{key}");
    reject(manager, table, "UPDATE", Some(&other)).await?;
    reject(manager, table, "DELETE", None).await?;
    reject_truncate(manager, table).await
}

/// TRUNCATE fires no row triggers. SQLite has no TRUNCATE: its DELETE without a condition fires the DELETE trigger.
async fn reject_truncate(manager: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    if manager.get_database_backend() == DbBackend::Sqlite {
        return Ok(());
    }
    let sql =
        format!("CREATE TRIGGER {table}_reject_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION reject_change()");
    manager.get_connection().execute_unprepared(&sql).await.map(drop)
}

async fn reject(manager: &SchemaManager<'_>, table: &str, verb: &str, when: Option<&str>) -> Result<(), DbErr> {
    let name = format!("{table}_refuse_{}", verb.to_lowercase());
    let when = when.map(|condition| format!("WHEN ({condition})")).unwrap_or_default();
    let sql = if manager.get_database_backend() == DbBackend::Sqlite {
        format!(
            "CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW {when}
             BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    } else {
        format!(
            "CREATE OR REPLACE FUNCTION reject_change() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$;
             CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW {when} EXECUTE FUNCTION reject_change()"
        )
    };
    manager.get_connection().execute_unprepared(&sql).await.map(drop)
}
