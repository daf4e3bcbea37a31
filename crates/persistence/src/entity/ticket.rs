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
    /// The priority's rank, so that it sorts.
    pub(crate) priority: i16,
    pub(crate) status: Typed<TicketStatus>,
    pub(crate) escalated_from: Option<Typed<Unresolved>>,
    pub(crate) open_escalation_id: Option<IdColumn<EscalationKind>>,
    pub(crate) duplicate_of: Option<IdColumn<TicketKind>>,
    pub(crate) subject: Typed<Subject>,
    pub(crate) description: Typed<Description>,
    /// Never empty, so that it sorts alike on both engines: see `Moment::never`.
    pub(crate) waiting_since: Moment,
    /// By priority, then by how long it has waited: the least is worked first.
    pub(crate) queue_rank: i64,
    pub(crate) first_response_at: Option<Moment>,
    pub(crate) first_response_by: Option<IdColumn<StaffKind>>,
    /// Whole seconds from the opening, kept so that reports only add up; and their bucket.
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
    /// Another of the customer and category opened since then makes it a repeat.
    pub(crate) repeats_since: Moment,
    pub(crate) updated_at: Moment,
    /// The same with internal notes left out.
    pub(crate) public_updated_at: Moment,
    pub(crate) deleted_at: Option<Moment>,
    pub(crate) deleted_by: Option<IdColumn<StaffKind>>,
    pub(crate) version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
