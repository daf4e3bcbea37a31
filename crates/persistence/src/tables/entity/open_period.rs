//! Open periods: the times during which tickets were unresolved.
use caredesk_domain::{
    id::{CustomerKind, PrincipalKind, TicketKind},
    ticket::Category,
};
use sea_orm::entity::prelude::*;

use crate::engine::column::{IdColumn, InstantColumn, TextColumn};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "open_period")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) ticket_id: IdColumn<TicketKind>,
    /// Counts from 1 within a ticket.
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) number: i32,
    pub(crate) began_at: InstantColumn,
    /// Not NULL, so that one index covers open and ended periods: the end of the year 9999 while the period is open.
    pub(crate) ended_at: InstantColumn,
    pub(crate) ended_by: Option<IdColumn<PrincipalKind>>,
    pub(crate) duplicate: bool,
    /// Whole seconds from the opening of the ticket, and their histogram bucket.
    pub(crate) seconds: Option<i32>,
    pub(crate) bucket: Option<i16>,
    pub(crate) reopen_window_ends_at: Option<InstantColumn>,
    pub(crate) reopened_at: Option<InstantColumn>,
    /// Whether it took more than the first contact, or an escalation.
    pub(crate) beyond_first_contact: bool,
    pub(crate) customer_id: IdColumn<CustomerKind>,
    pub(crate) category: TextColumn<Category>,
    /// Whether the ticket is deleted.
    pub(crate) ticket_deleted: bool,
}

impl ActiveModelBehavior for ActiveModel {}
