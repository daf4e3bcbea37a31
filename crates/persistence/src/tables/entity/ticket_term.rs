//! Keyword index of the subjects of tickets.
use caredesk_domain::id::{CustomerKind, TicketKind};
use sea_orm::entity::prelude::*;

use crate::engine::column::{IdColumn, InstantColumn};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "ticket_term")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) ticket_id: IdColumn<TicketKind>,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) word: String,
    pub(crate) stem: String,
    /// How often the word occurs in the subject.
    pub(crate) times: i16,
    /// Whether this word represents its stem, so that each stem of a subject counts once.
    pub(crate) leads: bool,
    pub(crate) customer_id: IdColumn<CustomerKind>,
    pub(crate) opened_at: InstantColumn,
}

impl ActiveModelBehavior for ActiveModel {}
