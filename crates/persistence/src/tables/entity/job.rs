//! Jobs that run on one server at a time.
use sea_orm::entity::prelude::*;

use crate::engine::column::InstantColumn;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "job")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) name: String,
    pub(crate) due_at: InstantColumn,
    /// The server that runs it.
    pub(crate) holder: Option<Uuid>,
    /// When another server may run it, because the holder has died.
    pub(crate) lease_ends_at: Option<InstantColumn>,
}

impl ActiveModelBehavior for ActiveModel {}
