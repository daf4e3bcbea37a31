//! The keys that a customer can be found by.
use caredesk_domain::id::CustomerKind;
use sea_orm::entity::prelude::*;

use crate::engine::column::IdColumn;

/// Kind of a search key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyKind {
    /// A folded word of a current or former name.
    Word,
    /// The digits of a phone number, reversed.
    Phone,
    /// A folded e-mail address.
    Email,
    /// The value of an identifier, unchanged.
    Identifier,
}

impl KeyKind {
    pub(crate) const fn code(self) -> i16 {
        match self {
            Self::Word => 0,
            Self::Phone => 1,
            Self::Email => 2,
            Self::Identifier => 3,
        }
    }
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "search_key")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    /// [`KeyKind::code`].
    pub(crate) kind: i16,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) key: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) customer_id: IdColumn<CustomerKind>,
}

impl ActiveModelBehavior for ActiveModel {}
