//! Typed columns in SeaORM's dense entity format, on both engines, also as `Option`.

use caredesk_domain::{TicketId, actor::Role, id::TicketKind};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use serde_json::{Map, json};

use super::*;
use crate::{
    engine::ids::Ids,
    testing::{TestDatabase, on_both_engines},
};

#[expect(clippy::disallowed_methods, reason = "in code that SeaORM's derive generates")]
mod sample {
    use caredesk_domain::{actor::Role, id::TicketKind};
    use sea_orm::entity::prelude::*;
    use serde_json::{Map, Value};

    use crate::engine::column::{IdColumn, InstantColumn, JsonText, TextColumn};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "sample")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: IdColumn<TicketKind>,
        pub(crate) role: TextColumn<Role>,
        pub(crate) former_role: Option<TextColumn<Role>>,
        pub(crate) parent_id: Option<IdColumn<TicketKind>>,
        pub(crate) at: InstantColumn,
        pub(crate) ended_at: Option<InstantColumn>,
        pub(crate) facts: JsonText<Map<String, Value>>,
        pub(crate) more: Option<JsonText<Vec<u32>>>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

fn at(text: &str) -> InstantColumn {
    InstantColumn(text.parse().unwrap())
}

fn a_row(ids: &Ids) -> sample::Model {
    sample::Model {
        id: IdColumn(ids.id(at("2026-03-01T09:30:00Z").0)),
        role: TextColumn(Role::Doctor),
        former_role: None,
        parent_id: None,
        at: at("2026-03-01T09:30:00.000001Z"),
        ended_at: None,
        facts: JsonText(Map::from_iter([("from".to_owned(), json!("open"))])),
        more: None,
    }
}

async fn table(test: &TestDatabase) -> sea_orm::DatabaseConnection {
    let database = test.open().await;
    let sqlite = database.writer().get_database_backend() == DbBackend::Sqlite;
    let (id, number) = if sqlite { ("BLOB", "INTEGER") } else { ("uuid", "bigint") };
    let sql = format!(
        "CREATE TABLE sample (id {id} PRIMARY KEY, role text NOT NULL, former_role text, parent_id {id}, at {number} NOT NULL,
         ended_at {number}, facts text NOT NULL, more text)"
    );
    database.writer().execute_unprepared(&sql).await.unwrap();
    database.writer().clone()
}

async fn insert(connection: &sea_orm::DatabaseConnection, row: &sample::Model) {
    sample::Entity::insert(row.clone().into_active_model()).exec_without_returning(connection).await.unwrap();
}

#[tokio::test]
async fn typed_columns_round_trip_filled_or_empty() {
    on_both_engines(async |test| {
        let connection = table(test).await;
        let ids = Ids::seeded(1);
        let empty = a_row(&ids);
        let full = sample::Model {
            id: IdColumn(ids.id(empty.at.0)),
            former_role: Some(TextColumn(Role::Agent)),
            parent_id: Some(empty.id),
            ended_at: Some(at("1999-12-31T23:59:59.999999Z")),
            more: Some(JsonText(vec![1, 2])),
            ..empty.clone()
        };
        insert(&connection, &empty).await;
        insert(&connection, &full).await;
        assert_eq!(sample::Entity::find_by_id(empty.id).one(&connection).await.unwrap(), Some(empty.clone()));
        assert_eq!(sample::Entity::find_by_id(full.id).one(&connection).await.unwrap(), Some(full.clone()));

        let find = sample::Entity::find().order_by_asc(sample::Column::Id);
        let by_role = find.clone().filter(sample::COLUMN.former_role.eq(TextColumn(Role::Agent))).one(&connection).await.unwrap();
        assert_eq!(by_role, Some(full.clone()));
        let by_ids = find.clone().filter(sample::COLUMN.id.is_in([empty.id, full.id])).all(&connection).await.unwrap();
        assert_eq!(by_ids, [empty.clone(), full.clone()]);
        let without = find.filter(sample::COLUMN.ended_at.is_null()).all(&connection).await.unwrap();
        assert_eq!(without, [empty]);
        let columns: Vec<(IdColumn<TicketKind>, TextColumn<Role>)> = sample::Entity::find()
            .select_only()
            .columns([sample::Column::Id, sample::Column::Role])
            .filter(sample::COLUMN.parent_id.is_not_null())
            .into_tuple()
            .all(&connection)
            .await
            .unwrap();
        assert_eq!(columns, [(full.id, full.role)]);
    })
    .await;
}

#[tokio::test]
async fn read_unparsable_column_is_error_with_type_and_column_but_no_value() {
    on_both_engines(async |test| {
        let connection = table(test).await;
        insert(&connection, &a_row(&Ids::seeded(1))).await;
        for (column, spoilt, type_name) in [
            ("role", "'Adaeze'", "Role"),
            ("former_role", "'Adaeze'", "Role"),
            ("facts", "'{\"Adaeze\"'", "Map"),
            ("more", "'[\"Adaeze\"]'", "Vec"),
            ("at", "9223372036854775807", "Timestamp"),
            ("ended_at", "9223372036854775807", "Timestamp"),
        ] {
            let (before, spoil) =
                (sample::Entity::find().one(&connection).await.unwrap().unwrap(), format!("UPDATE sample SET {column} = {spoilt}"));
            connection.execute_unprepared(&spoil).await.unwrap();
            let error = sample::Entity::find().one(&connection).await.unwrap_err().to_string();
            assert!(error.contains(column) && error.contains(type_name), "{error}");
            assert!(!error.contains("Adaeze") && !error.contains("9223372036854775807"), "{error}");
            sample::Entity::delete_by_id(before.id).exec(&connection).await.unwrap();
            insert(&connection, &before).await;
        }
    })
    .await;
}

/// Only SQLite can store bytes that are not an id.
#[tokio::test]
async fn read_id_of_wrong_length_is_error() {
    let test = TestDatabase::sqlite().await;
    let connection = table(&test).await;
    insert(&connection, &a_row(&Ids::seeded(1))).await;
    connection.execute_unprepared("UPDATE sample SET parent_id = x'414243'").await.unwrap();
    let error = sample::Entity::find().one(&connection).await.unwrap_err().to_string();
    assert!(error.contains("parent_id"), "{error}");
}

#[tokio::test]
async fn timestamps_sort_by_time_and_keep_microseconds_in_any_year() {
    on_both_engines(async |test| {
        let connection = table(test).await;
        let ids = Ids::seeded(1);
        let mut instants: Vec<InstantColumn> = [
            "0001-01-01T00:00:00Z",
            "1969-12-31T23:59:59.999999Z",
            "1970-01-01T00:00:00Z",
            "2026-03-01T09:30:00Z",
            "2026-03-01T09:30:00.000001Z",
            "2026-03-01T09:30:00.1Z",
            "2026-03-01T09:30:00.100001Z",
            "2026-03-01T09:30:00.12Z",
            "9999-12-31T23:59:59.999998Z",
            "9999-12-31T23:59:59.999999Z",
        ]
        .map(at)
        .to_vec();
        // The maximum of chrono: the year has more than four digits.
        instants.push(InstantColumn(Timestamp::new(DateTime::<chrono::Utc>::MAX_UTC)));
        for instant in instants.iter().rev() {
            insert(&connection, &sample::Model { id: IdColumn(ids.id(instant.0)), at: *instant, ..a_row(&ids) }).await;
        }
        let read: Vec<InstantColumn> = sample::Entity::find()
            .select_only()
            .column(sample::Column::At)
            .order_by_asc(sample::Column::At)
            .into_tuple()
            .all(&connection)
            .await
            .unwrap();
        assert_eq!(read, instants);
        let (middle, later) = (instants[5], &instants[6..]);
        let after =
            sample::Entity::find().filter(sample::COLUMN.at.gt(middle)).order_by_asc(sample::Column::At).all(&connection).await.unwrap();
        assert_eq!(after.iter().map(|row| row.at).collect::<Vec<_>>(), later);
    })
    .await;
}

#[tokio::test]
async fn ids_sort_in_order_of_creation() {
    on_both_engines(async |test| {
        let connection = table(test).await;
        let ids = Ids::random();
        let now = at("2026-03-01T09:30:00Z").0;
        let made: Vec<TicketId> = (0..300).map(|step| ids.id(now.plus_seconds(step / 100))).collect();
        for id in made.iter().rev() {
            insert(&connection, &sample::Model { id: IdColumn(*id), ..a_row(&ids) }).await;
        }
        let read: Vec<IdColumn<TicketKind>> = sample::Entity::find()
            .select_only()
            .column(sample::Column::Id)
            .order_by_asc(sample::Column::Id)
            .into_tuple()
            .all(&connection)
            .await
            .unwrap();
        assert_eq!(read.into_iter().map(|id| id.0).collect::<Vec<_>>(), made);
    })
    .await;
}

/// Why instants are not stored as a date type: see [`InstantColumn`].
#[test]
fn year_beyond_four_digits_is_written_as_sortable_integer() {
    let text = |at: InstantColumn| at.0.utc().to_rfc3339_opts(chrono::SecondsFormat::AutoSi, false);
    let far = InstantColumn(Timestamp::new(DateTime::<chrono::Utc>::MAX_UTC));
    assert!(far > at("2026-03-01T09:30:00Z") && text(far) < text(at("2026-03-01T09:30:00Z")));
    assert_eq!(sample::Entity::find().filter(sample::COLUMN.at.eq(far)).build(DbBackend::Sqlite).values.unwrap().0, [far.into()]);
}
