//! Tickets.
use caredesk_domain::{
    id::{CustomerKind, EscalationKind, InteractionKind, PrincipalKind, StaffKind, TicketKind},
    text::{Description, Subject},
    ticket::{Category, Contact, ReplyEffect, TicketStatus, Undoable, Unresolved},
    ticket_number::TicketNumber,
};
use sea_orm::entity::prelude::*;

use crate::column::{IdColumn, JsonText, Moment, Typed};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "ticket")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: IdColumn<TicketKind>,
    pub(crate) number: Typed<TicketNumber>,
    pub(crate) customer_id: IdColumn<CustomerKind>,
    pub(crate) assignee_id: Option<IdColumn<StaffKind>>,
    pub(crate) opened_by: IdColumn<PrincipalKind>,
    pub(crate) interaction_id: Option<IdColumn<InteractionKind>>,
    pub(crate) category: Typed<Category>,
    /// The priority's rank, for sorting.
    pub(crate) priority: i16,
    pub(crate) status: Typed<TicketStatus>,
    pub(crate) escalated_from: Option<Typed<Unresolved>>,
    pub(crate) open_escalation_id: Option<IdColumn<EscalationKind>>,
    pub(crate) duplicate_of: Option<IdColumn<TicketKind>>,
    pub(crate) subject: Typed<Subject>,
    pub(crate) description: Typed<Description>,
    /// Not NULL, so that it sorts the same on both engines: the end of the year 9999 while the customer is not waiting.
    pub(crate) waiting_since: Moment,
    /// Sort rank in the queue: by priority, then the longest waiting first; the lowest is next.
    pub(crate) queue_rank: i64,
    pub(crate) first_response_at: Option<Moment>,
    pub(crate) first_response_by: Option<IdColumn<StaffKind>>,
    /// Whole seconds from the opening, and their histogram bucket; stored so that reports only sum.
    pub(crate) first_response_seconds: Option<i32>,
    pub(crate) first_response_bucket: Option<i16>,
    pub(crate) answered_at_opening: bool,
    pub(crate) resolved_at: Option<Moment>,
    pub(crate) resolved_by: Option<IdColumn<PrincipalKind>>,
    pub(crate) reopened_count: i32,
    pub(crate) undoable: Option<JsonText<Undoable>>,
    pub(crate) reply_effects: Option<JsonText<Vec<ReplyEffect>>>,
    /// The interactions that answered the customer.
    pub(crate) contacts: Option<JsonText<Vec<Contact>>>,
    pub(crate) created_at: Moment,
    /// The ticket is a repeat if another of the same customer and category was opened since then.
    pub(crate) repeats_since: Moment,
    pub(crate) updated_at: Moment,
    /// As `updated_at`, not counting internal notes.
    pub(crate) public_updated_at: Moment,
    pub(crate) deleted_at: Option<Moment>,
    pub(crate) deleted_by: Option<IdColumn<StaffKind>>,
    pub(crate) version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
