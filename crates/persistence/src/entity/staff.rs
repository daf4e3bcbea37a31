//! Staff.
use caredesk_domain::{actor::Role, email::Email, id::StaffKind, text::FullName};
use sea_orm::entity::prelude::*;

use crate::column::{IdColumn, Moment, Typed};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "staff")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: IdColumn<StaffKind>,
    pub(crate) email: Typed<Email>,
    /// The case-folded address, unique.
    pub(crate) email_key: String,
    pub(crate) name: Typed<FullName>,
    pub(crate) role: Typed<Role>,
    pub(crate) active: bool,
    /// NULL until they have set one with a password link.
    pub(crate) password_hash: Option<String>,
    pub(crate) created_at: Moment,
    pub(crate) updated_at: Moment,
    pub(crate) version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
