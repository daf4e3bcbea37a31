//! The times tickets were unresolved.
use caredesk_domain::{
    id::{CustomerKind, PrincipalKind, TicketKind},
    ticket::Category,
};
use sea_orm::entity::prelude::*;

use crate::column::{IdColumn, Moment, Typed};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "spell")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) ticket_id: IdColumn<TicketKind>,
    /// The first of a ticket is 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) number: i32,
    pub(crate) began_at: Moment,
    /// Never empty, so that one index finds what lasts and what ended: see `Moment::never`.
    pub(crate) ended_at: Moment,
    pub(crate) ended_by: Option<IdColumn<PrincipalKind>>,
    pub(crate) duplicate: bool,
    /// Whole seconds from the opening of the ticket, and their bucket.
    pub(crate) seconds: Option<i32>,
    pub(crate) bucket: Option<i16>,
    pub(crate) settled_at: Option<Moment>,
    pub(crate) reopened_at: Option<Moment>,
    /// Whether it took more than a first contact, or an escalation.
    pub(crate) beyond_first_contact: bool,
    pub(crate) customer_id: IdColumn<CustomerKind>,
    pub(crate) category: Typed<Category>,
    /// Whether the ticket is.
    pub(crate) hidden: bool,
}

impl ActiveModelBehavior for ActiveModel {}
