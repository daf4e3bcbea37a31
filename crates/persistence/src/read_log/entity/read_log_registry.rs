//! All read logs of this desk; the one with the highest number is in use.
use caredesk_domain::id::ReadLogKind;
use sea_orm::entity::prelude::*;

use crate::engine::column::{IdColumn, InstantColumn};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "read_log_registry")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) number: i32,
    pub(crate) id: IdColumn<ReadLogKind>,
    pub(crate) begun_at: InstantColumn,
}

impl ActiveModelBehavior for ActiveModel {}
