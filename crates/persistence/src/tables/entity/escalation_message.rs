//! Messages between the care team and the target of an escalation.
use caredesk_domain::{
    id::{EscalationKind, MessageKind, StaffKind},
    text::Body,
};
use sea_orm::entity::prelude::*;

use crate::engine::column::{IdColumn, InstantColumn, TextColumn};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "escalation_message")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: IdColumn<MessageKind>,
    pub(crate) escalation_id: IdColumn<EscalationKind>,
    pub(crate) author_id: IdColumn<StaffKind>,
    pub(crate) body: TextColumn<Body>,
    pub(crate) created_at: InstantColumn,
}

impl ActiveModelBehavior for ActiveModel {}
