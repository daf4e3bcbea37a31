//! Recent notices that a staff member has seen, one by one.
use caredesk_domain::id::StaffKind;
use sea_orm::entity::prelude::*;

use crate::engine::column::{IdColumn, InstantColumn};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notice_mark")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) staff_id: IdColumn<StaffKind>,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) notice_id: Uuid,
    pub(crate) at: InstantColumn,
}

impl ActiveModelBehavior for ActiveModel {}
