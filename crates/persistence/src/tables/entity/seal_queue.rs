//! Queue of the events to be sealed. A queue, because a table with concurrent appends cannot be tailed.
use caredesk_domain::id::EventKind;
use sea_orm::entity::prelude::*;

use crate::engine::column::IdColumn;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "seal_queue")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) event_id: IdColumn<EventKind>,
}

impl ActiveModelBehavior for ActiveModel {}
