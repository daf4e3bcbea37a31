//! The personal values of an event: may be redacted, never changed.
use caredesk_domain::id::EventKind;
use sea_orm::entity::prelude::*;
use serde_json::{Map, Value};

use crate::engine::column::{IdColumn, JsonText};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "event_detail")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) event_id: IdColumn<EventKind>,
    /// Prevents guessing the redacted values from the digest in the event.
    pub(crate) salt: Option<Vec<u8>>,
    pub(crate) personal: Option<JsonText<Map<String, Value>>>,
}

impl ActiveModelBehavior for ActiveModel {}
