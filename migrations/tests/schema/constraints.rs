//! Changes that the schema rejects.

use caredesk_persistence::{
    Database, Engine,
    testing::{TestDatabase, on_both_engines, query_number},
};
use sea_orm_migration::sea_orm::ConnectionTrait;

/// A reply on the ticket, a call that started at 10, and an escalation of the ticket to the pool of doctors.
const MESSAGE: &str = "INSERT INTO message (id, ticket_id, kind, author, principal_id, body, created_at, version)
    VALUES (id7, id3, 'reply', 'staff', id1, 'b', 0, 1)";
const CALL: &str =
    "INSERT INTO interaction (id, customer_id, logged_by, channel, direction, status, started_at, end_given, no_answer, created_at, updated_at,
    public_updated_at, version) VALUES (id6, id2, id1, 'call', 'inbound', 'active', 10, false, false, 10, 10, 10, 1)";
const ESCALATION: &str =
    "INSERT INTO escalation (id, ticket_id, customer_id, target_role, priority, sort_rank, reason, status, escalated_by,
    created_at, updated_at, version) VALUES (id8, id3, id2, 'doctor', 1, 0, 'r', 'pending', id1, 0, 0, 1)";

/// A database with one customer, one staff member, one open ticket, one sealed event and one read log entry.
struct SchemaFixture {
    desk: Database,
    read_log: Database,
}

impl SchemaFixture {
    async fn open(test: &TestDatabase) -> Self {
        let desk = test.open().await;
        let read_log = match test.engine().read_log() {
            Some(beside) => Database::open(&beside).await.unwrap(),
            None => desk.clone(),
        };
        let opened = Self { desk, read_log };
        for sql in [
            "INSERT INTO staff (id, email, email_key, name, role, active, password_hash, created_at, updated_at, version)
             VALUES (id1, 'A@x', 'a@x', 'A', 'agent', true, '-', 0, 0, 1)",
            "INSERT INTO customer (id, family_name, former_names, other_phones, deceased, identifiers, created_at, updated_at, version)
             VALUES (id2, 'B', '[]', '[]', false, '[]', 0, 0, 1)",
            "INSERT INTO ticket (id, number, customer_id, opened_by, category, priority, status, subject, description, waiting_since, queue_rank,
             answered_at_opening, reopened_count, created_at, repeats_since, updated_at, public_updated_at, version)
             VALUES (id3, 'TKT-1', id2, id1, 'billing', 1, 'open', 's', 'd', 0, 0, false, 0, 0, 0, 0, 0, 1)",
            "INSERT INTO open_period (ticket_id, number, began_at, ended_at, duplicate, beyond_first_contact, customer_id, category, ticket_deleted)
             VALUES (id3, 1, 0, 9, false, false, id2, 'billing', false)",
            "INSERT INTO event (id, at, subject_kind, subject_id, actor_kind, actor_id, action, changes, digest)
             VALUES (id4, 0, 'ticket', id3, 'staff', id1, 'open', '{}', bytes)",
            "INSERT INTO event_detail (event_id, salt, personal) VALUES (id4, bytes, '{}')",
            "INSERT INTO seal (id, number, hash, first_event_id, last_event_id, events, at) VALUES (id5, 1, bytes, id4, id4, 1, 0)",
            "INSERT INTO sealed_event (event_id, seal_id, position) VALUES (id4, id5, 1)",
            "INSERT INTO read_log_registry (number, id, begun_at) VALUES (1, id7, 0)",
        ] {
            opened.run(&opened.desk, sql).await.unwrap();
        }
        let read = "INSERT INTO read_log (id, at, action, record_kind, customers) VALUES (id6, 0, 'opened', 'ticket', '[]')";
        opened.run(&opened.read_log, read).await.unwrap();
        opened
    }

    /// Runs SQL in which `id1`… are replaced by ids and `bytes` by some bytes.
    async fn run(&self, database: &Database, sql: &str) -> Result<u64, String> {
        let sqlite = matches!(database.engine(), Engine::Sqlite { .. });
        let mut sql = sql.replace("bytes", if sqlite { "x'00'" } else { "'\\x00'::bytea" });
        for n in 1..10 {
            let id = format!("0000000000004000800000000000000{n}");
            sql = sql.replace(&format!("id{n}"), &if sqlite { format!("x'{id}'") } else { format!("'{id}'::uuid") });
        }
        database.writer().execute_unprepared(&sql).await.map(|done| done.rows_affected()).map_err(|error| error.to_string())
    }
}

#[tokio::test]
async fn append_only_tables_reject_update_delete_and_truncate() {
    on_both_engines(async |test| {
        let opened = SchemaFixture::open(test).await;
        for (database, sql) in [
            (&opened.desk, "UPDATE event SET at = 1"),
            (&opened.desk, "UPDATE event SET customer_id = NULL WHERE id = id4"),
            (&opened.desk, "DELETE FROM event"),
            (
                &opened.desk,
                "INSERT INTO event (id, at, subject_kind, subject_id, actor_kind, action, changes, digest)
                VALUES (id4, 0, 'ticket', id3, 'system', 'x', '{}', bytes) ON CONFLICT (id) DO UPDATE SET at = 1",
            ),
            (&opened.desk, "DELETE FROM event_detail"),
            (&opened.desk, "UPDATE event_detail SET personal = '{\"a\":1}'"),
            (&opened.desk, "UPDATE event_detail SET personal = NULL"),
            (&opened.desk, "UPDATE event_detail SET salt = NULL, personal = NULL, event_id = id1"),
            (&opened.desk, "UPDATE seal SET hash = bytes"),
            (&opened.desk, "DELETE FROM seal"),
            (&opened.desk, "UPDATE sealed_event SET position = 2"),
            (&opened.desk, "DELETE FROM sealed_event"),
            (&opened.desk, "UPDATE read_log_registry SET begun_at = 1"),
            (&opened.desk, "DELETE FROM read_log_registry"),
            (&opened.read_log, "UPDATE read_log SET customers = '[]'"),
            (&opened.read_log, "DELETE FROM read_log"),
        ] {
            let refused = opened.run(database, sql).await.unwrap_err();
            assert!(refused.contains("is append-only"), "{sql}: {refused}");
        }
        if let Engine::Postgres { .. } = test.engine() {
            // Regression: TRUNCATE was allowed, since it fires no row triggers.
            for table in ["event", "event_detail", "seal", "sealed_event", "read_log", "read_log_registry"] {
                let refused = opened.run(&opened.desk, &format!("TRUNCATE {table} CASCADE")).await;
                assert!(refused.is_err_and(|refused| refused.contains("is append-only")), "{table}");
                assert_eq!(query_number(&opened.desk, "SELECT count(*) FROM event").await, 1, "{table}");
            }
        }
        if let Engine::Sqlite { .. } = test.engine() {
            let replacing = "INSERT OR REPLACE INTO event (id, at, subject_kind, subject_id, actor_kind, action, changes, digest)
                VALUES (id4, 9, 'ticket', id3, 'system', 'x', '{}', bytes)";
            assert!(opened.run(&opened.desk, replacing).await.unwrap_err().contains("is append-only"));
        }
        assert_eq!(opened.run(&opened.desk, "UPDATE event_detail SET personal = NULL, salt = NULL WHERE event_id = id4").await, Ok(1));
    })
    .await;
}

#[tokio::test]
async fn update_to_inconsistent_state_violates_named_check() {
    on_both_engines(async |test| {
        let opened = SchemaFixture::open(test).await;
        for (sql, check) in [
            ("UPDATE ticket SET status = 'resolved'", "ck_ticket_resolved_at"),
            ("UPDATE ticket SET resolved_at = 1, resolved_by = id1", "ck_ticket_resolved_at"),
            ("UPDATE ticket SET resolved_by = id1", "ck_ticket_resolution_actor"),
            ("UPDATE ticket SET first_response_by = id1", "ck_ticket_first_response_actor"),
            ("UPDATE ticket SET status = 'closed'", "ck_ticket_status"),
            ("UPDATE ticket SET version = 0", "ck_ticket_version_positive"),
            ("UPDATE ticket SET deleted_at = 1", "ck_ticket_deletion_actor"),
            ("UPDATE customer SET deleted_by = id1", "ck_customer_deletion_actor"),
            ("UPDATE customer SET phone_e164 = '+2348030000000'", "ck_customer_phone_e164"),
            ("UPDATE customer SET deceased_at = 1", "ck_customer_death_flag"),
            ("UPDATE customer SET version = 0", "ck_customer_version_positive"),
            ("UPDATE staff SET version = 0", "ck_staff_version_positive"),
            ("UPDATE ticket SET escalated_from = 'open'", "ck_ticket_escalation"),
            ("UPDATE ticket SET open_escalation_id = id8", "ck_ticket_escalation"),
            ("UPDATE ticket SET duplicate_of = id3", "ck_ticket_duplicate_resolved"),
            (MESSAGE, ""),
            ("UPDATE message SET kind = 'note', author = 'customer'", "ck_message_note_author"),
            ("UPDATE message SET via = 'call'", "ck_message_via"),
            ("UPDATE message SET body = NULL", "ck_message_body"),
            ("UPDATE message SET body = NULL, redacted_at = 1", "ck_message_redaction_actor"),
            ("UPDATE message SET ticket_id = NULL", "ck_message_parent"),
            (CALL, ""),
            ("UPDATE message SET ticket_id = NULL, interaction_id = id6", "ck_message_interaction_note"),
            ("UPDATE interaction SET status = 'resolved'", "ck_interaction_ended_at"),
            ("UPDATE interaction SET status = 'resolved', summary = 's', ended_at = 9, duration_seconds = 0", "ck_interaction_duration"),
            ("UPDATE interaction SET status = 'resolved', summary = 's', ended_at = 10, duration_seconds = -1", "ck_interaction_duration"),
            ("UPDATE interaction SET status = 'resolved', ended_at = 10, duration_seconds = 0", "ck_interaction_summary"),
            ("UPDATE open_period SET ended_by = id1", "ck_open_period_end_actor"),
            ("UPDATE open_period SET reopened_at = 1", "ck_open_period_reopened_at"),
            (ESCALATION, ""),
            ("UPDATE escalation SET status = 'in_progress'", "ck_escalation_in_progress_target"),
            ("UPDATE escalation SET status = 'closed', closed_at = 1, closed_by = id1", "ck_escalation_outcome"),
            ("UPDATE escalation SET outcome = 'o'", "ck_escalation_resolution_actor"),
            ("UPDATE escalation SET interaction_id = id6", "ck_escalation_source"),
            ("UPDATE escalation SET target_role = 'agent'", "ck_escalation_target_role"),
            (
                "INSERT INTO event (id, at, subject_kind, subject_id, actor_kind, action, changes, digest) VALUES (id7, 0, 't', id3, 'staff', 'x', '{}', bytes)",
                "ck_event_staff_actor",
            ),
            (
                "INSERT INTO seal (id, number, hash, first_event_id, last_event_id, events, at) VALUES (id7, 2, bytes, id4, id4, 1, 0)",
                "ck_seal_chain",
            ),
        ] {
            match opened.run(&opened.desk, sql).await {
                Ok(rows) => assert_eq!((rows, check), (1, ""), "{sql}"),
                Err(refused) => assert!(!check.is_empty() && refused.contains(check), "{sql}: {refused}"),
            }
        }
        assert_eq!(opened.run(&opened.desk, "UPDATE ticket SET status = 'resolved', resolved_at = 1, resolved_by = id1").await, Ok(1));
    })
    .await;
}

#[tokio::test]
async fn foreign_keys_reject_missing_rows_and_cascades() {
    on_both_engines(async |test| {
        let opened = SchemaFixture::open(test).await;
        opened.run(&opened.desk, "UPDATE ticket SET assignee_id = id1").await.unwrap();
        for sql in [
            "UPDATE ticket SET customer_id = id9",
            "UPDATE ticket SET assignee_id = id9",
            "UPDATE ticket SET interaction_id = id9",
            "DELETE FROM customer",
            "DELETE FROM staff",
            "INSERT INTO consumer_queue (consumer, event_id, due_at, attempts) VALUES ('seal', id9, 0, 0)",
        ] {
            let refused = opened.run(&opened.desk, sql).await.unwrap_err().to_lowercase();
            assert!(refused.contains("foreign key"), "{sql}: {refused}");
        }
    })
    .await;
}

#[tokio::test]
async fn seal_with_same_number_is_rejected() {
    on_both_engines(async |test| {
        let opened = SchemaFixture::open(test).await;
        let second = "INSERT INTO seal (id, number, previous, hash, first_event_id, last_event_id, events, at) VALUES (ID, 2, bytes, bytes, id4, id4, 1, 0)";
        opened.run(&opened.desk, &second.replace("ID", "id7")).await.unwrap();
        let refused = opened.run(&opened.desk, &second.replace("ID", "id8")).await.unwrap_err();
        assert!(refused.contains("seal_number") || refused.contains("seal.number"), "{refused}");
    })
    .await;
}

/// SQLite accepts any type in any column unless a table is STRICT.
#[tokio::test]
async fn column_rejects_value_of_another_type() {
    on_both_engines(async |test| {
        let opened = SchemaFixture::open(test).await;
        for sql in ["UPDATE ticket SET created_at = 'today'", "UPDATE ticket SET priority = 'high'", "UPDATE staff SET active = 'perhaps'"]
        {
            assert!(opened.run(&opened.desk, sql).await.is_err(), "{sql}");
        }
    })
    .await;
}
