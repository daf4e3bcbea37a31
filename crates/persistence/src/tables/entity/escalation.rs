//! Escalations: questions to doctors and admins, and their answers.
use caredesk_domain::{
    escalation::{EscalationStatus, TargetRole},
    id::{CustomerKind, EscalationKind, InteractionKind, PrincipalKind, StaffKind, TicketKind},
    text::{Outcome, Reason},
};
use sea_orm::entity::prelude::*;

use crate::engine::column::{IdColumn, InstantColumn, TextColumn};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "escalation")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: IdColumn<EscalationKind>,
    pub(crate) ticket_id: Option<IdColumn<TicketKind>>,
    pub(crate) interaction_id: Option<IdColumn<InteractionKind>>,
    pub(crate) customer_id: IdColumn<CustomerKind>,
    pub(crate) target_role: TextColumn<TargetRole>,
    /// NULL for the pool of the role.
    pub(crate) target_id: Option<IdColumn<StaffKind>>,
    /// The priority's rank.
    pub(crate) priority: i16,
    /// Sort rank in the inbox: by priority, then the longest waiting first; answered and ended ones last.
    pub(crate) sort_rank: i64,
    pub(crate) reason: TextColumn<Reason>,
    pub(crate) status: TextColumn<EscalationStatus>,
    pub(crate) escalated_by: IdColumn<PrincipalKind>,
    pub(crate) accepted_at: Option<InstantColumn>,
    pub(crate) accepted_by: Option<IdColumn<StaffKind>>,
    /// Whole seconds from creation to acceptance and to the answer, and their histogram buckets; stored so that reports only sum.
    pub(crate) accept_seconds: Option<i32>,
    pub(crate) accept_bucket: Option<i16>,
    pub(crate) answer_seconds: Option<i32>,
    pub(crate) answer_bucket: Option<i16>,
    /// Since when the target has been waiting for an answer of the care team.
    pub(crate) asked_at: Option<InstantColumn>,
    pub(crate) last_message_at: Option<InstantColumn>,
    pub(crate) outcome: Option<TextColumn<Outcome>>,
    pub(crate) resolved_at: Option<InstantColumn>,
    pub(crate) resolved_by: Option<IdColumn<StaffKind>>,
    pub(crate) withdrawn_reason: Option<TextColumn<Reason>>,
    pub(crate) closed_at: Option<InstantColumn>,
    pub(crate) closed_by: Option<IdColumn<StaffKind>>,
    pub(crate) created_at: InstantColumn,
    pub(crate) updated_at: InstantColumn,
    pub(crate) deleted_at: Option<InstantColumn>,
    pub(crate) deleted_by: Option<IdColumn<StaffKind>>,
    pub(crate) version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
