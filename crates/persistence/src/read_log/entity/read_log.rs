//! The read log: who read what.
use caredesk_domain::{
    FieldError,
    actor::Role,
    event::SubjectKind,
    id::{CustomerKind, RequestKind, SessionKind},
};
use sea_orm::entity::prelude::*;

use crate::engine::column::{IdColumn, InstantColumn, JsonText, TextColumn};

/// How a record was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReadAction {
    /// Opened by its id.
    Opened,
    /// Shown in a list.
    Listed,
    /// Found by a search.
    Searched,
}

impl std::fmt::Display for ReadAction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Opened => "opened",
            Self::Listed => "listed",
            Self::Searched => "searched",
        })
    }
}

impl std::str::FromStr for ReadAction {
    type Err = FieldError;

    fn from_str(word: &str) -> Result<Self, FieldError> {
        match word {
            "opened" => Ok(Self::Opened),
            "listed" => Ok(Self::Listed),
            "searched" => Ok(Self::Searched),
            _ => Err(FieldError::unknown(&["opened", "listed", "searched"])),
        }
    }
}

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
