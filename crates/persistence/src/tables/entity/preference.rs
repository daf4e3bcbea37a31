//! Display preferences of staff. Book-keeping, not a record of the desk.
use caredesk_domain::{
    id::StaffKind,
    staff::{PageLanguage, Preferences},
};
use sea_orm::entity::prelude::*;

use crate::engine::column::{IdColumn, JsonText, TextColumn};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "preference")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) staff_id: IdColumn<StaffKind>,
    pub(crate) language: Option<TextColumn<PageLanguage>>,
    pub(crate) preferences: JsonText<Preferences>,
    pub(crate) version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
