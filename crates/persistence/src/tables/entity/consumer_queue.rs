//! Events that a consumer has not processed yet. A queue, because a table with concurrent appends cannot be tailed.
use caredesk_domain::id::EventKind;
use sea_orm::entity::prelude::*;

use crate::engine::column::{IdColumn, InstantColumn};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "consumer_queue")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) consumer: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) event_id: IdColumn<EventKind>,
    /// When it may be claimed: for a claimed event, when its lease ends.
    pub(crate) due_at: InstantColumn,
    /// How often it was claimed.
    pub(crate) attempts: i32,
}

impl ActiveModelBehavior for ActiveModel {}
