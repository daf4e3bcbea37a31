//! Idempotency keys of requests. Book-keeping, not a record of the desk.
use sea_orm::entity::prelude::*;

use crate::engine::column::InstantColumn;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) caller: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) key: Vec<u8>,
    pub(crate) fingerprint: Vec<u8>,
    pub(crate) at: InstantColumn,
    /// The kind of the record in the response; NULL only within the transaction that takes the key.
    pub(crate) record_kind: Option<String>,
    pub(crate) record_id: Option<Uuid>,
    pub(crate) inserted: Option<bool>,
}

impl ActiveModelBehavior for ActiveModel {}
