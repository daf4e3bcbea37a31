//! Replies of staff that no service account has fetched for the customer yet.
use caredesk_domain::id::{MessageKind, StaffKind, TicketKind};
use sea_orm::entity::prelude::*;

use crate::engine::column::{IdColumn, InstantColumn};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "unfetched_reply")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) message_id: IdColumn<MessageKind>,
    pub(crate) ticket_id: IdColumn<TicketKind>,
    pub(crate) author_id: IdColumn<StaffKind>,
    /// From then on it is overdue, and its author gets a notice.
    pub(crate) due_at: InstantColumn,
    /// When the author got the notice.
    pub(crate) notified_at: Option<InstantColumn>,
}

impl ActiveModelBehavior for ActiveModel {}
