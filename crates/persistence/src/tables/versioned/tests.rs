//! The versioned write returns a conflict as a value, on both engines.

use std::sync::Arc;

use caredesk_domain::{Timestamp, id::TicketKind};
use sea_orm::{DatabaseConnection, DbBackend};
use tokio::{sync::Barrier, task::JoinSet};

use super::*;
use crate::{
    engine::{column::IdColumn, ids::Ids},
    testing::{TestDatabase, on_both_engines, scaled},
};

#[expect(clippy::disallowed_methods, reason = "in code that SeaORM's derive generates")]
mod sample {
    use caredesk_domain::id::TicketKind;
    use sea_orm::entity::prelude::*;

    use crate::engine::column::IdColumn;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "sample")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: IdColumn<TicketKind>,
        pub(crate) name: Option<String>,
        pub(crate) total: i64,
        pub(crate) version: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

impl Versioned for sample::Entity {
    const VERSION: sample::Column = sample::Column::Version;
}

fn a_row(seed: u64) -> sample::Model {
    let at: Timestamp = "2026-03-01T09:30:00Z".parse().unwrap();
    sample::Model { id: IdColumn(Ids::seeded(seed).id::<TicketKind>(at)), name: Some("a".to_owned()), total: 0, version: 1 }
}

async fn table(test: &TestDatabase) -> crate::Database {
    let database = test.open().await;
    let id = if database.writer().get_database_backend() == DbBackend::Sqlite { "BLOB" } else { "uuid" };
    let sql = format!("CREATE TABLE sample (id {id} PRIMARY KEY, name text, total bigint NOT NULL, version integer NOT NULL)");
    database.writer().execute_unprepared(&sql).await.unwrap();
    database
}

async fn insert(connection: &DatabaseConnection, row: &sample::Model) {
    sample::Entity::insert(row.clone().into_active_model()).exec_without_returning(connection).await.unwrap();
}

async fn read<C: ConnectionTrait>(connection: &C, row: &sample::Model) -> sample::Model {
    sample::Entity::find_by_id(row.id).one(connection).await.unwrap().unwrap()
}

#[tokio::test]
async fn update_row_with_current_version_writes_that_row_only() {
    on_both_engines(async |test| {
        let database = table(test).await;
        let (mine, other) = (a_row(1), a_row(2));
        insert(database.writer(), &mine).await;
        insert(database.writer(), &other).await;
        let changed = sample::Model { name: None, total: 7, version: 2, ..mine.clone() };
        assert_eq!(write::<sample::Entity, _>(database.writer(), changed.clone(), 1).await.unwrap(), WriteOutcome::Written);
        assert_eq!(read(database.reader(), &mine).await, changed);
        assert_eq!(read(database.reader(), &other).await, other);
    })
    .await;
}

#[tokio::test]
async fn update_row_with_other_version_or_missing_row_is_conflict() {
    on_both_engines(async |test| {
        let database = table(test).await;
        let row = sample::Model { version: 5, ..a_row(1) };
        insert(database.writer(), &row).await;
        for expected in [4, 6] {
            let changed = sample::Model { total: 7, version: expected + 1, ..row.clone() };
            assert_eq!(write::<sample::Entity, _>(database.writer(), changed, expected).await.unwrap(), WriteOutcome::Stale);
        }
        assert_eq!(
            write::<sample::Entity, _>(database.writer(), sample::Model { version: 2, ..a_row(2) }, 1).await.unwrap(),
            WriteOutcome::Stale
        );
        assert_eq!(read(database.reader(), &row).await, row);
    })
    .await;
}

/// `save` relies on this where reads take no lock: a writer that finds the row changed gets a conflict, and no update is lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn update_row_concurrently_writes_each_version_once() {
    on_both_engines(async |test| {
        let database = table(test).await;
        insert(database.writer(), &a_row(1)).await;
        let each = scaled(2_000);
        let (mut writers, barrier) = (JoinSet::new(), Arc::new(Barrier::new(4)));
        for _ in 0..4 {
            let (database, barrier) = (database.clone(), Arc::clone(&barrier));
            writers.spawn(async move {
                barrier.wait().await;
                let mut conflicts = 0;
                for _ in 0..each {
                    loop {
                        let row = read(database.reader(), &a_row(1)).await;
                        let next = sample::Model { total: row.total + 1, version: row.version + 1, ..row.clone() };
                        let work = database.begin().await.unwrap();
                        let outcome = write::<sample::Entity, _>(&work, next, row.version).await.unwrap();
                        work.commit().await.unwrap();
                        match outcome {
                            WriteOutcome::Written => break,
                            WriteOutcome::Stale => conflicts += 1,
                        }
                    }
                }
                conflicts
            });
        }
        let conflicts: u32 = writers.join_all().await.into_iter().sum();
        let row = read(database.reader(), &a_row(1)).await;
        assert_eq!((row.total, i64::from(row.version)), (i64::from(each) * 4, i64::from(each) * 4 + 1));
        assert!(conflicts > 0, "no conflict occurred: the test shows nothing");
    })
    .await;
}
