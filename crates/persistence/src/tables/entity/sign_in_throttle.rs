//! Failed attempts at a secret, by account, device, session or network address. Book-keeping, not a record of the desk.
use caredesk_domain::{event::SubjectKind, id::RequestKind, throttle::ThrottleKind};
use sea_orm::entity::prelude::*;

use crate::engine::column::{IdColumn, InstantColumn, JsonText, TextColumn};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_throttle")]
pub(crate) struct Model {
    /// The keyed hash of the account, device, session or address that failures are counted by.
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) key_hash: Vec<u8>,
    pub(crate) kind: TextColumn<ThrottleKind>,
    /// The failures within the window, in microseconds since 1970.
    pub(crate) failures: JsonText<Vec<i64>>,
    pub(crate) delays: i16,
    pub(crate) blocked_until: Option<InstantColumn>,
    pub(crate) last_failed_at: InstantColumn,
    pub(crate) subject_kind: Option<TextColumn<SubjectKind>>,
    pub(crate) subject_id: Option<Uuid>,
    pub(crate) window_started_at: Option<InstantColumn>,
    pub(crate) window_request_id: Option<IdColumn<RequestKind>>,
    pub(crate) window_attempts: i64,
    pub(crate) window_reported: bool,
    /// When the row is to be reported or deleted.
    pub(crate) due_at: InstantColumn,
}

impl ActiveModelBehavior for ActiveModel {}
