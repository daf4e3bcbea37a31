//! Single-use links for staff to set a password. Book-keeping, not a record of the desk.
use caredesk_domain::id::StaffKind;
use sea_orm::entity::prelude::*;

use crate::engine::column::{IdColumn, InstantColumn};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "password_link")]
pub(crate) struct Model {
    /// SHA-256 of the token in the link.
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) token_hash: Vec<u8>,
    pub(crate) staff_id: IdColumn<StaffKind>,
    pub(crate) created_at: InstantColumn,
    pub(crate) expires_at: InstantColumn,
    pub(crate) used_at: Option<InstantColumn>,
}

impl ActiveModelBehavior for ActiveModel {}
