//! Replies, notes, and what customers said.
use caredesk_domain::{
    id::{InteractionKind, MessageKind as MessageIdKind, PrincipalKind, StaffKind, TicketKind},
    message::{Channel, MessageKind},
    text::Body,
};
use sea_orm::entity::prelude::*;

use crate::{
    column::{IdColumn, Moment, Typed},
    message::AuthorKind,
};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "message")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: IdColumn<MessageIdKind>,
    /// One of the two: what it is part of.
    pub(crate) ticket_id: Option<IdColumn<TicketKind>>,
    pub(crate) interaction_id: Option<IdColumn<InteractionKind>>,
    pub(crate) kind: Typed<MessageKind>,
    pub(crate) author: Typed<AuthorKind>,
    /// Who wrote it, or wrote it down.
    pub(crate) principal_id: IdColumn<PrincipalKind>,
    pub(crate) via: Option<Typed<Channel>>,
    /// Empty once it has been redacted.
    pub(crate) body: Option<Typed<Body>>,
    pub(crate) created_at: Moment,
    pub(crate) edited_at: Option<Moment>,
    pub(crate) redacted_at: Option<Moment>,
    pub(crate) redacted_by: Option<IdColumn<StaffKind>>,
    /// When a program that shows it to the customer first read it. Book-keeping: no save writes it.
    pub(crate) fetched_at: Option<Moment>,
    pub(crate) version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
