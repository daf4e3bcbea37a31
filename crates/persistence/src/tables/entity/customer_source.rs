//! The last imported snapshot of a customer, by the identifier in the source system.
use caredesk_domain::id::CustomerKind;
use sea_orm::entity::prelude::*;
use serde_json::{Map, Value};

use crate::engine::column::{IdColumn, JsonText};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "customer_source")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) system: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) value: String,
    pub(crate) customer_id: IdColumn<CustomerKind>,
    pub(crate) sent: JsonText<Map<String, Value>>,
}

impl ActiveModelBehavior for ActiveModel {}
