//! Secrets of service accounts.
use caredesk_domain::id::{SecretKind, ServiceAccountKind};
use sea_orm::entity::prelude::*;

use crate::engine::column::{IdColumn, InstantColumn};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "service_secret")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: IdColumn<SecretKind>,
    pub(crate) service_account_id: IdColumn<ServiceAccountKind>,
    /// SHA-256.
    pub(crate) hash: Vec<u8>,
    pub(crate) created_at: InstantColumn,
    pub(crate) expires_at: Option<InstantColumn>,
    pub(crate) version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
