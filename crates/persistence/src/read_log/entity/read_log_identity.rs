//! The id of this read log: one row.
use caredesk_domain::id::ReadLogKind;
use sea_orm::entity::prelude::*;

use crate::engine::column::IdColumn;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "read_log_identity")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: IdColumn<ReadLogKind>,
    pub(crate) probes: i64,
}

impl ActiveModelBehavior for ActiveModel {}
