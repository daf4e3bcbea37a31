//! Column and table types per engine, the only place where definitions differ.
//!
//! SQLite tables are STRICT, so that columns enforce their type, as on PostgreSQL. Times are microseconds since 1970 in a 64-bit
//! integer on both (for the reason see `column.rs` of the persistence crate); JSON is text on both, because no query looks inside it.

use sea_orm_migration::{
    SchemaManager,
    sea_orm::DbBackend,
    sea_query::{ColumnDef, ForeignKey, ForeignKeyCreateStatement, Index, IndexCreateStatement, Table, TableCreateStatement},
};

/// Builds columns and tables for one engine.
#[derive(Clone, Copy)]
pub(crate) struct Columns {
    sqlite: bool,
}

impl Columns {
    pub(crate) fn of(manager: &SchemaManager<'_>) -> Self {
        Self { sqlite: manager.get_database_backend() == DbBackend::Sqlite }
    }

    /// A table; rows may be large.
    pub(crate) fn table(self, name: &'static str) -> TableCreateStatement {
        self.create(name, "STRICT")
    }

    /// A table of short rows, which SQLite keeps in the B-tree of the primary key: one look-up instead of two, and no second copy of
    /// the key.
    pub(crate) fn narrow_table(self, name: &'static str) -> TableCreateStatement {
        self.create(name, "STRICT, WITHOUT ROWID")
    }

    fn create(self, name: &'static str, sqlite: &str) -> TableCreateStatement {
        let mut table = Table::create();
        table.table(name);
        if self.sqlite {
            table.extra(sqlite);
        }
        table
    }

    /// A UUID.
    pub(crate) fn id(self, name: &'static str) -> ColumnDef {
        self.column(name, "uuid", "BLOB")
    }

    /// Text that is displayed, or compared only for equality.
    pub(crate) fn text(self, name: &'static str) -> ColumnDef {
        self.column(name, "text", "TEXT")
    }

    /// Text that is sorted or searched by prefix: compared byte by byte on both engines, whatever the server's locale.
    pub(crate) fn key(self, name: &'static str) -> ColumnDef {
        self.column(name, "text COLLATE \"C\"", "TEXT")
    }

    /// A time: microseconds since 1970.
    pub(crate) fn instant(self, name: &'static str) -> ColumnDef {
        self.column(name, "bigint", "INTEGER")
    }

    /// A 32-bit integer.
    pub(crate) fn number(self, name: &'static str) -> ColumnDef {
        self.column(name, "integer", "INTEGER")
    }

    /// A 64-bit integer.
    pub(crate) fn long(self, name: &'static str) -> ColumnDef {
        self.column(name, "bigint", "INTEGER")
    }

    /// A 16-bit integer.
    pub(crate) fn small(self, name: &'static str) -> ColumnDef {
        self.column(name, "smallint", "INTEGER")
    }

    /// A boolean.
    pub(crate) fn flag(self, name: &'static str) -> ColumnDef {
        self.column(name, "boolean", "INTEGER")
    }

    /// Bytes.
    pub(crate) fn bytes(self, name: &'static str) -> ColumnDef {
        self.column(name, "bytea", "BLOB")
    }

    fn column(self, name: &'static str, postgres: &'static str, sqlite: &'static str) -> ColumnDef {
        ColumnDef::new(name).custom(if self.sqlite { sqlite } else { postgres }).take()
    }
}

/// A foreign key, named `<table>_<column>_fkey`. Nothing cascades: deleting one record never deletes another.
pub(crate) fn references(table: &'static str, column: &'static str, other: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().name(format!("{table}_{column}_fkey")).from(table, column).to(other, "id").take()
}

/// An index named `<table>_<column>[_<column>…]`. The persistence crate parses the name of a violated unique index.
pub(crate) fn index(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(format!("{table}_{}", columns.join("_"))).table(table);
    for column in columns {
        index.col(*column);
    }
    index
}

/// A composite primary key.
pub(crate) fn composite_key(columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    for column in columns {
        index.col(*column);
    }
    index
}
