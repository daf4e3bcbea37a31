//! The keys that a customer can be found by.
use caredesk_domain::id::CustomerKind;
use sea_orm::entity::prelude::*;

use crate::column::IdColumn;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "search_key")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    /// `search::KeyKind::code`.
    pub(crate) kind: i16,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) key: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) customer_id: IdColumn<CustomerKind>,
}

impl ActiveModelBehavior for ActiveModel {}
