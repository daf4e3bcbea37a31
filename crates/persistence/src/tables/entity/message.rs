//! Replies, internal notes, and messages of customers.
use caredesk_domain::{
    FieldError,
    id::{InteractionKind, MessageKind as MessageIdKind, PrincipalKind, StaffKind, TicketKind},
    message::{Channel, MessageKind},
    text::Body,
};
use sea_orm::entity::prelude::*;

use crate::engine::column::{IdColumn, InstantColumn, TextColumn};

/// The kind of author, as stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AuthorKind {
    Customer,
    Staff,
    Service,
}

impl std::fmt::Display for AuthorKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Customer => "customer",
            Self::Staff => "staff",
            Self::Service => "service",
        })
    }
}

impl std::str::FromStr for AuthorKind {
    type Err = FieldError;

    fn from_str(word: &str) -> Result<Self, FieldError> {
        match word {
            "customer" => Ok(Self::Customer),
            "staff" => Ok(Self::Staff),
            "service" => Ok(Self::Service),
            _ => Err(FieldError::unknown(&["customer", "staff", "service"])),
        }
    }
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "message")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: IdColumn<MessageIdKind>,
    /// Exactly one of `ticket_id` and `interaction_id` is set.
    pub(crate) ticket_id: Option<IdColumn<TicketKind>>,
    pub(crate) interaction_id: Option<IdColumn<InteractionKind>>,
    pub(crate) kind: TextColumn<MessageKind>,
    pub(crate) author: TextColumn<AuthorKind>,
    /// The author, or who recorded a customer's message.
    pub(crate) principal_id: IdColumn<PrincipalKind>,
    pub(crate) via: Option<TextColumn<Channel>>,
    /// NULL once redacted.
    pub(crate) body: Option<TextColumn<Body>>,
    pub(crate) created_at: InstantColumn,
    pub(crate) edited_at: Option<InstantColumn>,
    pub(crate) redacted_at: Option<InstantColumn>,
    pub(crate) redacted_by: Option<IdColumn<StaffKind>>,
    /// When a service account first fetched it for the customer. Book-keeping: not written by saves of the message.
    pub(crate) fetched_at: Option<InstantColumn>,
    pub(crate) version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
