//! The schema is the same on both engines, and every list uses an index.

use caredesk_persistence::{Database, testing::TestDatabase};
use sea_orm_migration::sea_orm::{ConnectionTrait, Statement};

async fn texts(database: &Database, sql: &str) -> Vec<String> {
    let statement = Statement::from_string(database.writer().get_database_backend(), sql);
    database.writer().query_all_raw(statement).await.unwrap().iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

#[tokio::test]
async fn schema_of_both_engines_is_equal() {
    let (sqlite, postgres) = (TestDatabase::sqlite().await, TestDatabase::postgres().await);
    let (sqlite, read_log, postgres) =
        (sqlite.open().await, Database::open(&sqlite.engine().read_log().unwrap()).await.unwrap(), postgres.open().await);
    // The full-text index differs per engine (`persistence/src/engine/dialect.rs`).
    let columns = "SELECT m.name || '.' || c.name || CASE WHEN c.\"notnull\" = 1 THEN '' ELSE '?' END
        FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE '%\\_migration' ESCAPE '\\'
        AND m.name NOT LIKE 'search\\_text%' ESCAPE '\\'";
    let mut on_sqlite = texts(&sqlite, columns).await;
    on_sqlite.extend(texts(&read_log, columns).await);
    on_sqlite.sort();
    let on_postgres = "SELECT table_name || '.' || column_name || CASE WHEN is_nullable = 'NO' THEN '' ELSE '?' END
        FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '%\\_migration' AND table_name <> 'migration_lock'
        AND table_name NOT LIKE 'search\\_text%'";
    let mut on_postgres = texts(&postgres, on_postgres).await;
    on_postgres.sort();
    assert_eq!(on_sqlite, on_postgres);

    let indexes = "SELECT name FROM sqlite_master WHERE type = 'index' AND name NOT LIKE 'sqlite_%' AND tbl_name NOT LIKE 'search_text%'";
    let mut on_sqlite = texts(&sqlite, indexes).await;
    on_sqlite.extend(texts(&read_log, indexes).await);
    on_sqlite.sort();
    let mut on_postgres = texts(
        &postgres,
        "SELECT indexname::text FROM pg_indexes WHERE schemaname = 'public' AND indexname NOT LIKE '%\\_pkey'
            AND tablename <> 'search_text'",
    )
    .await;
    on_postgres.sort();
    assert_eq!(on_sqlite, on_postgres);
}

/// Without statistics, as in a new database, SQLite and PostgreSQL choose differently; this checks only whether an index of SQLite can answer.
#[tokio::test]
async fn list_queries_use_an_index_for_filter_and_order() {
    let test = TestDatabase::sqlite().await;
    let database = test.open().await;
    let id = "x'00000000000040008000000000000001'";
    for (table, filter, sort, index) in [
        ("ticket", "deleted_at IS NULL", "waiting_since", "ticket_waiting_since_id"),
        ("ticket", "deleted_at IS NULL", "queue_rank", "ticket_queue_rank_id"),
        ("ticket", "deleted_at IS NULL AND status <> 'resolved'", "queue_rank", "ticket_unresolved_queue_rank_id"),
        (
            "ticket",
            "deleted_at IS NULL AND assignee_id = ID AND status <> 'pending' AND status <> 'resolved' AND status <> 'escalated'",
            "queue_rank",
            "ticket_unresolved_assignee_id_queue_rank_id",
        ),
        ("ticket", "deleted_at IS NULL", "created_at", "ticket_created_at_id"),
        ("ticket", "deleted_at IS NULL", "updated_at", "ticket_updated_at_id"),
        ("ticket", "deleted_at IS NULL", "public_updated_at", "ticket_public_updated_at_id"),
        ("ticket", "deleted_at IS NULL AND status = 'open'", "public_updated_at", "ticket_status_public_updated_at_id"),
        ("ticket", "deleted_at IS NULL", "priority", "ticket_priority_id"),
        ("ticket", "deleted_at IS NULL AND status = 'open'", "waiting_since", "ticket_status_waiting_since_id"),
        (
            "ticket",
            "deleted_at IS NULL AND status = 'open' AND assignee_id = ID",
            "waiting_since",
            "ticket_assignee_id_status_waiting_since_id",
        ),
        ("ticket", "deleted_at IS NULL AND customer_id = ID", "created_at", "ticket_customer_id_created_at_id_category_duplicate_of"),
        ("message", "ticket_id = ID", "created_at", "message_ticket_id_created_at_id"),
        ("message", "interaction_id = ID", "created_at", "message_interaction_id_created_at_id"),
        ("interaction", "deleted_at IS NULL", "started_at", "interaction_started_at_id"),
        ("interaction", "deleted_at IS NULL", "updated_at", "interaction_updated_at_id"),
        ("interaction", "deleted_at IS NULL", "public_updated_at", "interaction_public_updated_at_id"),
        ("interaction", "deleted_at IS NULL AND status = 'active'", "started_at", "interaction_status_started_at_id"),
        ("interaction", "deleted_at IS NULL AND customer_id = ID", "started_at", "interaction_customer_id_started_at_id"),
        (
            "interaction",
            "deleted_at IS NULL AND agent_id = ID AND status = 'active'",
            "started_at",
            "interaction_agent_id_status_started_at_id",
        ),
        ("escalation", "deleted_at IS NULL", "sort_rank", "escalation_sort_rank_id"),
        ("escalation", "deleted_at IS NULL AND status = 'pending'", "sort_rank", "escalation_status_sort_rank_id"),
        (
            "escalation",
            "deleted_at IS NULL AND target_id = ID AND status = 'pending'",
            "sort_rank",
            "escalation_target_id_status_sort_rank_id",
        ),
        ("escalation_message", "escalation_id = ID", "created_at", "escalation_message_escalation_id_created_at_id"),
        ("customer", "deleted_at IS NULL", "created_at", "customer_created_at_id"),
        ("customer", "deleted_at IS NULL", "updated_at", "customer_updated_at_id"),
        ("customer", "deleted_at IS NOT NULL", "updated_at", "customer_deleted_updated_at_id"),
        ("event", "subject_id = ID", "at", "event_subject_id_at_id"),
        ("event", "customer_id = ID", "at", "event_customer_id_at_id"),
        ("event", "true", "at", "event_at_id"),
        ("event", "actor_id = ID", "at", "event_actor_id_at_id"),
    ] {
        for (after, direction) in [(">", "ASC"), ("<", "DESC")] {
            let list = format!(
                "SELECT * FROM {table} WHERE {filter} AND ({sort}, id) {after} (5, ID) ORDER BY {sort} {direction}, id {direction} LIMIT 26"
            );
            let plan = plan(&database, &list.replace("ID", id)).await;
            assert!(plan.contains(&format!("USING INDEX {index} ")) && !plan.contains("TEMP B-TREE"), "{list}: {plan}");
        }
    }
}

#[tokio::test]
async fn sign_in_and_search_queries_do_not_scan() {
    let test = TestDatabase::sqlite().await;
    let database = test.open().await;
    for sql in [
        "SELECT * FROM session WHERE id = x'00'",
        "SELECT * FROM staff WHERE email_key = 'a'",
        "SELECT customer_id FROM search_key WHERE kind = 0 AND key >= 'ade' AND key < 'adf'",
        "DELETE FROM search_key WHERE customer_id IN (x'00', x'01')",
        "SELECT word FROM search_word WHERE variant IN ('a', 'b')",
        "SELECT * FROM customer_source WHERE system = 'a' AND value IN ('b', 'c')",
        "SELECT * FROM ticket WHERE number = 'TKT-1'",
        "SELECT count(*) FROM ticket WHERE deleted_at IS NULL AND resolved_by = x'00' AND resolved_at >= 5",
        "SELECT created_at FROM ticket WHERE deleted_at IS NULL AND first_response_by = x'00' AND first_response_at >= 5",
    ] {
        let plan = plan(&database, sql).await;
        assert!(plan.contains("SEARCH") && !plan.contains("SCAN"), "{sql}: {plan}");
    }
}

#[tokio::test]
async fn report_queries_use_a_covering_index() {
    let test = TestDatabase::sqlite().await;
    let database = test.open().await;
    for (from, index) in [
        ("open_period WHERE NOT ticket_deleted AND ended_at >= 5 AND (began_at < 5) IS TRUE", "COVERING INDEX open_period_ended"),
        (
            "open_period WHERE NOT ticket_deleted AND ended_at >= 5 AND ended_at < 9 AND customer_id = x'00'",
            "INDEX open_period_customer_id",
        ),
        (
            "interaction WHERE deleted_at IS NULL AND (agent_id = x'00') IS TRUE AND ended_at >= 5 AND ended_at < 9",
            "INDEX interaction_handled",
        ),
        (
            "message WHERE kind = 'reply' AND author = 'staff' AND principal_id = x'00' AND created_at >= 5 AND created_at < 9",
            "INDEX message_replied",
        ),
        (
            "ticket WHERE deleted_at IS NULL AND duplicate_of IS NULL AND customer_id = x'00' AND category = 'billing' AND created_at >= 5",
            "INDEX ticket_customer_id_created_at_id_category_duplicate_of",
        ),
    ] {
        let plan = plan(&database, &format!("SELECT count(*) FROM {from}")).await;
        assert!(plan.contains(&format!("{index} ")), "{from}: {plan}");
    }
}

async fn plan(database: &Database, sql: &str) -> String {
    let statement = Statement::from_string(database.writer().get_database_backend(), format!("EXPLAIN QUERY PLAN {sql}"));
    let rows = database.writer().query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| row.try_get::<String>("", "detail").unwrap() + " ").collect()
}
