//! Sessions: sign-ins with their refresh tokens. Book-keeping, not a record of the desk.
use caredesk_domain::id::{SessionKind, StaffKind};
use sea_orm::entity::prelude::*;

use crate::engine::column::{IdColumn, InstantColumn};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: IdColumn<SessionKind>,
    pub(crate) staff_id: IdColumn<StaffKind>,
    /// How many times the refresh token was rotated.
    pub(crate) generation: i32,
    pub(crate) rotated_at: InstantColumn,
    pub(crate) created_at: InstantColumn,
    pub(crate) expires_at: InstantColumn,
    pub(crate) ended_at: Option<InstantColumn>,
}

impl ActiveModelBehavior for ActiveModel {}
