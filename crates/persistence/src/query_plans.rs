//! Query plans: the queue and the lists behind counts use an index on both engines, however many tickets are resolved.

use std::sync::Mutex;

use caredesk_domain::{
    StaffId,
    actor::{Actor, Role, RowScope, SystemJob},
    customer::{Customer, CustomerDetails},
    interaction::{Interaction, InteractionStatus},
    message::Channel,
    staff::{NewStaff, Staff},
    ticket::{Priority, Ticket, TicketStatus, queue_ranks_end},
};
use sea_orm::{ConnectionTrait as _, DbBackend, EntityTrait, IdenStatic, Iterable as _, Statement};

use crate::{
    AgentFilter, AssigneeFilter, Clock, Database, Ids, InteractionFilter, PageRequest, Store, StoreError, TicketFilter, TicketSort,
    UnassignedCounts,
    tables::entity::{interaction, ticket},
    testing::{
        TestDatabase, on_both_engines,
        records::{new_call, new_ticket},
    },
};

const NOW: &str = "2026-03-01T09:00:00Z";
const ROWS: u32 = 20_000;
const FIRST_PAGE: PageRequest = PageRequest { limit: 25, after: None, with_total: false };

/// Either index: SQLite can use one whose leading column is NULL, PostgreSQL would sort with it.
const UNASSIGNED: &str = "ticket_unassigned_queue_rank_id|ticket_unresolved_assignee_id_queue_rank_id";
const UNATTENDED: &str = "interaction_unended_agent_id_started_at_id|interaction_agent_id_status_started_at_id";

/// The query plan of a statement.
async fn plan(database: &Database, statement: &Statement) -> String {
    let is_sqlite = statement.db_backend == DbBackend::Sqlite;
    let (words, column) = if is_sqlite { ("EXPLAIN QUERY PLAN", "detail") } else { ("EXPLAIN", "QUERY PLAN") };
    let explained = Statement { sql: format!("{words} {}", statement.sql), ..statement.clone() };
    let lines = database.writer().query_all_raw(explained).await.unwrap();
    lines.iter().map(|line| line.try_get::<String>("", column).unwrap()).collect::<Vec<_>>().join("\n")
}

/// An INSERT of copies of the only row of a table, with these columns set to expressions of the row number `n`.
fn copies<E: EntityTrait>(table: &str, changed: &[(&'static str, &str)]) -> String {
    let columns: Vec<&'static str> = E::Column::iter().map(|column| column.as_str()).collect();
    let value = |column: &'static str| changed.iter().find(|(name, _)| *name == column).map_or(column, |(_, value)| value);
    let values: Vec<&str> = columns.iter().copied().map(value).collect();
    format!(
        "WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < {ROWS}) \
         INSERT INTO {table} ({}) SELECT {} FROM {table}, series",
        columns.join(", "),
        values.join(", ")
    )
}

/// Inserts many tickets and calls, one in ten of them unresolved.
#[expect(clippy::disallowed_methods, reason = "tests construct their own actors")]
async fn fill(store: &Store, database: &Database) {
    let filled = store.write::<_, StoreError>(async |work| {
        let (email, name) = ("ada@desk.example".parse().unwrap(), "Ada Obi".parse().unwrap());
        let new = NewStaff { id: work.new_staff_id(), email, name, role: Role::Agent, password: None };
        let agent = work.save(Staff::create(new, &Actor::system(SystemJob::Bootstrap), work.timestamp()).unwrap()).await?;
        let actor = Actor::staff(agent.id, Role::Agent);
        let details = CustomerDetails::named("Obi".parse().unwrap());
        let customer = work.save(Customer::create(work.new_customer_id(), details, &actor, work.timestamp()).unwrap()).await?;
        work.save(Ticket::open(new_ticket(work, Priority::Low), &customer, None, &actor, work.timestamp()).unwrap()).await?;
        work.save(Interaction::log(new_call(work), &customer, None, &actor, work.timestamp()).unwrap()).await
    });
    filled.await.unwrap();
    let is_sqlite = database.writer().get_database_backend() == DbBackend::Sqlite;
    let id = if is_sqlite { "randomblob(16)" } else { "gen_random_uuid()" };
    let rank = format!("queue_rank - (n % 4) * {} + n", queue_ranks_end(Priority::Urgent));
    let tickets = [
        ("id", id),
        ("number", "'N' || n"),
        ("priority", "n % 4"),
        ("queue_rank", &rank),
        ("status", "CASE WHEN n % 10 = 0 THEN 'open' ELSE 'resolved' END"),
        ("resolved_at", "CASE WHEN n % 10 = 0 THEN NULL ELSE created_at + n END"),
        ("resolved_by", "CASE WHEN n % 10 = 0 THEN NULL ELSE opened_by END"),
        ("assignee_id", "CASE WHEN n / 10 % 2 = 0 THEN NULL ELSE opened_by END"),
        ("updated_at", "updated_at + n"),
        ("public_updated_at", "public_updated_at + n"),
    ];
    let interactions = [
        ("id", id),
        ("agent_id", "CASE WHEN n % 20 < 2 THEN NULL ELSE agent_id END"),
        ("status", "CASE WHEN n % 10 = 0 THEN 'active' ELSE 'resolved' END"),
        ("summary", "'Called back.'"),
        ("started_at", "started_at + n"),
        ("ended_at", "CASE WHEN n % 10 = 0 THEN NULL ELSE started_at + n END"),
        ("duration_seconds", "CASE WHEN n % 10 = 0 THEN NULL ELSE 0 END"),
    ];
    for insert in [copies::<ticket::Entity>("ticket", &tickets), copies::<interaction::Entity>("interaction", &interactions)] {
        database.writer().execute_unprepared(&insert).await.unwrap();
    }
    if !is_sqlite {
        database.writer().execute_unprepared("ANALYZE").await.unwrap();
    }
}

/// Statements on tickets and interactions since the last call.
fn drain_record_statements(recorded: &Mutex<Vec<Statement>>) -> Vec<Statement> {
    let is_of_records = |sql: &str| sql.contains("FROM \"ticket\"") || sql.contains("FROM \"interaction\"");
    recorded.lock().unwrap().drain(..).filter(|statement| is_of_records(&statement.sql)).collect()
}

/// Named statements and the index they must use.
struct PlannedQuery {
    name: &'static str,
    statements: Vec<Statement>,
    index: &'static str,
}

/// All frequent queries of agents, recorded on an empty database.
async fn record_queries(store: &mut Store) -> Vec<PlannedQuery> {
    let recorded = store.record_statements();
    let mut asked = Vec::new();
    let me = AssigneeFilter::Staff(StaffId::from_uuid(uuid::Uuid::from_u128(1)));
    let unresolved: &[TicketStatus] = &[TicketStatus::Open, TicketStatus::Pending, TicketStatus::Escalated];
    let (any, pressing): (&[Priority], &[Priority]) = (&[], &[Priority::Urgent, Priority::High]);
    for (name, statuses, assigned, priorities, index) in [
        ("the queue", unresolved, None, any, "ticket_unresolved_queue_rank_id"),
        ("mine", unresolved, Some(me), any, "ticket_unresolved_assignee_id_queue_rank_id"),
        ("my open", &unresolved[..1], Some(me), any, "ticket_unresolved_assignee_id_queue_rank_id"),
        ("nobody's", unresolved, Some(AssigneeFilter::Unassigned), any, UNASSIGNED),
        ("nobody's urgent and high", &unresolved[..2], Some(AssigneeFilter::Unassigned), pressing, UNASSIGNED),
    ] {
        let (statuses, assigned) = (statuses.to_vec(), assigned.into_iter().collect());
        let filter = TicketFilter { statuses, assignees: assigned, priorities: priorities.to_vec(), ..TicketFilter::default() };
        drop(store.list_tickets(RowScope::All, &filter, FIRST_PAGE).await.unwrap());
        asked.push(PlannedQuery { name, statements: drain_record_statements(&recorded), index });
    }
    let all = TicketFilter { sort: TicketSort::UpdatedAt, descending: true, include_notes: true, ..TicketFilter::default() };
    drop(store.list_tickets(RowScope::All, &all, FIRST_PAGE).await.unwrap());
    asked.push(PlannedQuery { name: "all", statements: drain_record_statements(&recorded), index: "ticket_updated_at_id" });
    let next = store.write::<_, StoreError>(async |work| work.next_in_queue(RowScope::All).await);
    assert_eq!(next.await.unwrap().map(drop), None);
    asked.push(PlannedQuery { name: "the next", statements: drain_record_statements(&recorded), index: UNASSIGNED });
    assert_eq!(store.unassigned_counts().await.unwrap(), UnassignedCounts { tickets: 0, interactions: 0 });
    let [tickets, interactions] = drain_record_statements(&recorded).try_into().unwrap();
    asked.push(PlannedQuery { name: "how many urgent and high", statements: vec![tickets], index: UNASSIGNED });
    asked.push(PlannedQuery { name: "how many unattended", statements: vec![interactions], index: UNATTENDED });
    let unattended = InteractionFilter {
        statuses: vec![InteractionStatus::Active, InteractionStatus::Pending],
        channels: vec![Channel::Call, Channel::Chat],
        agents: vec![AgentFilter::Unassigned],
        descending: true,
        ..InteractionFilter::default()
    };
    drop(store.list_interactions(RowScope::All, &unattended, FIRST_PAGE).await.unwrap());
    asked.push(PlannedQuery { name: "the unattended", statements: drain_record_statements(&recorded), index: UNATTENDED });
    asked
}

#[tokio::test]
async fn query_plans_of_queue_and_lists_use_index_without_sort() {
    on_both_engines(async |test: &TestDatabase| {
        let mut store = Store::open(test.engine(), Clock::manual(NOW.parse().unwrap()), Ids::seeded(7)).await.unwrap();
        let asked = record_queries(&mut store).await;
        let database = test.open().await;
        fill(&store, &database).await;
        for PlannedQuery { name, statements, index } in asked {
            assert!(!statements.is_empty(), "{name}");
            for statement in statements {
                let plan = plan(&database, &statement).await;
                let told = format!("{name}: {}\n{plan}", statement.sql);
                assert!(index.split('|').any(|index| plan.contains(index)), "{told}");
                assert!(!plan.contains("Seq Scan"), "{told}");
                // The few unattended interactions may be sorted.
                assert!(index == UNATTENDED || !plan.contains("Sort") && !plan.contains("TEMP B-TREE"), "{told}");
            }
        }
        database.close().await.unwrap();
    })
    .await;
}
