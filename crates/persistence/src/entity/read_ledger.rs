//! The read log: who read what.
use caredesk_domain::{
    actor::Role,
    event::SubjectKind,
    id::{CustomerKind, RequestKind, SessionKind},
};
use sea_orm::entity::prelude::*;

use crate::{
    column::{IdColumn, JsonText, Moment, Typed},
    ledger::ReadAction,
};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "read_ledger")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) at: Moment,
    pub(crate) staff_id: Option<Uuid>,
    pub(crate) role: Option<Typed<Role>>,
    pub(crate) session_id: Option<IdColumn<SessionKind>>,
    pub(crate) request_id: Option<IdColumn<RequestKind>>,
    pub(crate) action: Typed<ReadAction>,
    pub(crate) record_kind: Typed<SubjectKind>,
    pub(crate) record_id: Option<Uuid>,
    pub(crate) patients: JsonText<Vec<caredesk_domain::id::Id<CustomerKind>>>,
}

impl ActiveModelBehavior for ActiveModel {}
