//! Up to which instant a staff member has seen their notices.
use caredesk_domain::id::StaffKind;
use sea_orm::entity::prelude::*;

use crate::engine::column::{IdColumn, InstantColumn};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "notice_seen")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) staff_id: IdColumn<StaffKind>,
    pub(crate) until: InstantColumn,
}

impl ActiveModelBehavior for ActiveModel {}
