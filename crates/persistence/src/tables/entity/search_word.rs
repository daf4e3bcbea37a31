//! The distinct words of all names, by the variants within one typo.
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "search_word")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) variant: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) word: String,
}

impl ActiveModelBehavior for ActiveModel {}
