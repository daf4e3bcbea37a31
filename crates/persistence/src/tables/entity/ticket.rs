//! Tickets.
use caredesk_domain::{
    id::{CustomerKind, EscalationKind, InteractionKind, PrincipalKind, StaffKind, TicketKind},
    text::{Description, Subject},
    ticket::{Category, Contact, PendingUndo, ReplyEffect, TicketStatus, Unresolved},
    ticket_number::TicketNumber,
};
use sea_orm::entity::prelude::*;

use crate::engine::column::{IdColumn, InstantColumn, JsonText, TextColumn};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "ticket")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: IdColumn<TicketKind>,
    pub(crate) number: TextColumn<TicketNumber>,
    pub(crate) customer_id: IdColumn<CustomerKind>,
    pub(crate) assignee_id: Option<IdColumn<StaffKind>>,
    pub(crate) opened_by: IdColumn<PrincipalKind>,
    pub(crate) interaction_id: Option<IdColumn<InteractionKind>>,
    pub(crate) category: TextColumn<Category>,
    /// The priority's rank, for sorting.
    pub(crate) priority: i16,
    pub(crate) status: TextColumn<TicketStatus>,
    pub(crate) escalated_from: Option<TextColumn<Unresolved>>,
    pub(crate) open_escalation_id: Option<IdColumn<EscalationKind>>,
    pub(crate) duplicate_of: Option<IdColumn<TicketKind>>,
    pub(crate) subject: TextColumn<Subject>,
    pub(crate) description: TextColumn<Description>,
    /// Not NULL, so that it sorts the same on both engines: the end of the year 9999 while the customer is not waiting.
    pub(crate) waiting_since: InstantColumn,
    /// Sort rank in the queue: by priority, then the longest waiting first; the lowest is next.
    pub(crate) queue_rank: i64,
    pub(crate) first_response_at: Option<InstantColumn>,
    pub(crate) first_response_by: Option<IdColumn<StaffKind>>,
    /// Whole seconds from the opening, and their histogram bucket; stored so that reports only sum.
    pub(crate) first_response_seconds: Option<i32>,
    pub(crate) first_response_bucket: Option<i16>,
    pub(crate) answered_at_opening: bool,
    pub(crate) resolved_at: Option<InstantColumn>,
    pub(crate) resolved_by: Option<IdColumn<PrincipalKind>>,
    pub(crate) reopened_count: i32,
    pub(crate) pending_undo: Option<JsonText<PendingUndo>>,
    pub(crate) reply_effects: Option<JsonText<Vec<ReplyEffect>>>,
    /// The interactions that answered the customer.
    pub(crate) contacts: Option<JsonText<Vec<Contact>>>,
    pub(crate) created_at: InstantColumn,
    /// The ticket is a repeat if another of the same customer and category was opened since then.
    pub(crate) repeats_since: InstantColumn,
    pub(crate) updated_at: InstantColumn,
    /// As `updated_at`, not counting internal notes.
    pub(crate) public_updated_at: InstantColumn,
    pub(crate) deleted_at: Option<InstantColumn>,
    pub(crate) deleted_by: Option<IdColumn<StaffKind>>,
    pub(crate) version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
