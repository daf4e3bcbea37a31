//! The audit log; append-only.
use caredesk_domain::{
    FieldError,
    actor::{Role, SystemJob},
    event::SubjectKind,
    id::{CustomerKind, EventKind, RequestKind, SessionKind},
    policy::Action,
};
use sea_orm::entity::prelude::*;
use serde_json::{Map, Value};

use crate::engine::column::{IdColumn, InstantColumn, JsonText, TextColumn};

/// The kind of actor of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ActorKind {
    Staff,
    Service,
    System(SystemJob),
}

impl std::fmt::Display for ActorKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Staff => f.write_str("staff"),
            Self::Service => f.write_str("service"),
            Self::System(task) => write!(f, "system:{task}"),
        }
    }
}

impl std::str::FromStr for ActorKind {
    type Err = FieldError;

    fn from_str(word: &str) -> Result<Self, FieldError> {
        match word.split_once(':') {
            None if word == "staff" => Ok(Self::Staff),
            None if word == "service" => Ok(Self::Service),
            Some(("system", task)) => task.parse().map(Self::System),
            None | Some(_) => Err(FieldError::format("must be staff, service or system:<task>")),
        }
    }
}

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
