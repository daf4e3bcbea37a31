//! The audit log; append-only.
use caredesk_domain::{
    actor::Role,
    event::SubjectKind,
    id::{CustomerKind, EventKind, RequestKind, SessionKind},
    policy::Action,
};
use sea_orm::entity::prelude::*;
use serde_json::{Map, Value};

use crate::{
    column::{IdColumn, InstantColumn, JsonText, TextColumn},
    event::ActorKind,
};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: IdColumn<EventKind>,
    pub(crate) at: InstantColumn,
    pub(crate) subject_kind: TextColumn<SubjectKind>,
    pub(crate) subject_id: Uuid,
    pub(crate) customer_id: Option<IdColumn<CustomerKind>>,
    pub(crate) actor_kind: TextColumn<ActorKind>,
    /// The staff member or service account; NULL for the system.
    pub(crate) actor_id: Option<Uuid>,
    /// The staff member's role at that time.
    pub(crate) actor_role: Option<TextColumn<Role>>,
    pub(crate) session_id: Option<IdColumn<SessionKind>>,
    pub(crate) request_id: Option<IdColumn<RequestKind>>,
    pub(crate) action: TextColumn<Action>,
    pub(crate) changes: JsonText<Map<String, Value>>,
    /// SHA-256 of the salt and the personal values, if there are any.
    pub(crate) detail_digest: Option<Vec<u8>>,
    /// SHA-256 of everything above.
    pub(crate) digest: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
