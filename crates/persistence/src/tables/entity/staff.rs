//! Staff.
use caredesk_domain::{actor::Role, email::Email, id::StaffKind, text::FullName};
use sea_orm::entity::prelude::*;

use crate::engine::column::{IdColumn, InstantColumn, TextColumn};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "staff")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: IdColumn<StaffKind>,
    pub(crate) email: TextColumn<Email>,
    /// The case-folded address, unique.
    pub(crate) email_key: String,
    pub(crate) name: TextColumn<FullName>,
    pub(crate) role: TextColumn<Role>,
    pub(crate) active: bool,
    /// NULL until they have set one with a password link.
    pub(crate) password_hash: Option<String>,
    pub(crate) created_at: InstantColumn,
    pub(crate) updated_at: InstantColumn,
    pub(crate) version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
