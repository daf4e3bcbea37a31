//! The read log: who read what.
use caredesk_domain::{
    actor::Role,
    event::SubjectKind,
    id::{CustomerKind, RequestKind, SessionKind},
};
use sea_orm::entity::prelude::*;

use crate::{
    column::{IdColumn, InstantColumn, JsonText, TextColumn},
    read_log::ReadAction,
};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "read_log")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) at: InstantColumn,
    pub(crate) staff_id: Option<Uuid>,
    pub(crate) role: Option<TextColumn<Role>>,
    pub(crate) session_id: Option<IdColumn<SessionKind>>,
    pub(crate) request_id: Option<IdColumn<RequestKind>>,
    pub(crate) action: TextColumn<ReadAction>,
    pub(crate) record_kind: TextColumn<SubjectKind>,
    pub(crate) record_id: Option<Uuid>,
    pub(crate) customers: JsonText<Vec<caredesk_domain::id::Id<CustomerKind>>>,
}

impl ActiveModelBehavior for ActiveModel {}
