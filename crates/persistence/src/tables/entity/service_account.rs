//! Service accounts.
use caredesk_domain::{
    id::{ServiceAccountKind, StaffKind},
    scopes::Scopes,
    text::FullName,
};
use sea_orm::entity::prelude::*;

use crate::engine::column::{IdColumn, InstantColumn, JsonText, TextColumn};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "service_account")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: IdColumn<ServiceAccountKind>,
    pub(crate) name: TextColumn<FullName>,
    pub(crate) scopes: JsonText<Scopes>,
    pub(crate) expires_at: InstantColumn,
    pub(crate) created_by: IdColumn<StaffKind>,
    pub(crate) created_at: InstantColumn,
    pub(crate) updated_at: InstantColumn,
    pub(crate) deleted_at: Option<InstantColumn>,
    pub(crate) deleted_by: Option<IdColumn<StaffKind>>,
    pub(crate) version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
