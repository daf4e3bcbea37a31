//! Calls, chats and e-mails.
use caredesk_domain::{
    id::{CustomerKind, EscalationKind, InteractionKind, PrincipalKind, StaffKind, TicketKind},
    interaction::{Direction, InteractionStatus},
    message::Channel,
    text::{Summary, Transcript},
};
use sea_orm::entity::prelude::*;

use crate::engine::column::{IdColumn, InstantColumn, TextColumn};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "interaction")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: IdColumn<InteractionKind>,
    pub(crate) customer_id: IdColumn<CustomerKind>,
    pub(crate) agent_id: Option<IdColumn<StaffKind>>,
    pub(crate) logged_by: IdColumn<PrincipalKind>,
    pub(crate) channel: TextColumn<Channel>,
    pub(crate) direction: TextColumn<Direction>,
    pub(crate) summary: Option<TextColumn<Summary>>,
    pub(crate) transcript: Option<TextColumn<Transcript>>,
    pub(crate) status: TextColumn<InteractionStatus>,
    pub(crate) started_at: InstantColumn,
    pub(crate) ended_at: Option<InstantColumn>,
    /// Whole seconds from start to end, stored so that reports only sum.
    pub(crate) duration_seconds: Option<i32>,
    pub(crate) duration_bucket: Option<i16>,
    /// Whether the end time was entered.
    pub(crate) end_given: bool,
    /// Whether the customer did not answer an outbound call or chat.
    pub(crate) no_answer: bool,
    pub(crate) ticket_id: Option<IdColumn<TicketKind>>,
    pub(crate) open_escalation_id: Option<IdColumn<EscalationKind>>,
    pub(crate) created_at: InstantColumn,
    pub(crate) updated_at: InstantColumn,
    /// As `updated_at`, not counting internal notes.
    pub(crate) public_updated_at: InstantColumn,
    pub(crate) deleted_at: Option<InstantColumn>,
    pub(crate) deleted_by: Option<IdColumn<StaffKind>>,
    pub(crate) version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
