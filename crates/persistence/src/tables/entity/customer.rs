//! Customers. Lists that are not searched by are stored as JSON in the row.
use caredesk_domain::{
    customer::Identifier,
    date::BirthDate,
    email::Email,
    id::{CustomerKind, StaffKind},
    name::{FormerName, NamePart},
    person::{Gender, Language},
    phone::PhoneText,
};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::engine::column::{IdColumn, InstantColumn, JsonText, TextColumn};

/// A further phone number as stored in the JSON of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoredPhone {
    pub(crate) typed: PhoneText,
    pub(crate) e164: Option<String>,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "customer")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: IdColumn<CustomerKind>,
    pub(crate) given_name: Option<TextColumn<NamePart>>,
    pub(crate) family_name: TextColumn<NamePart>,
    pub(crate) former_names: JsonText<Vec<FormerName>>,
    pub(crate) email: Option<TextColumn<Email>>,
    /// As entered.
    pub(crate) phone: Option<TextColumn<PhoneText>>,
    pub(crate) phone_e164: Option<String>,
    pub(crate) other_phones: JsonText<Vec<StoredPhone>>,
    pub(crate) birth_date: Option<TextColumn<BirthDate>>,
    pub(crate) gender: Option<TextColumn<Gender>>,
    pub(crate) preferred_language: Option<TextColumn<Language>>,
    pub(crate) deceased: bool,
    pub(crate) deceased_at: Option<InstantColumn>,
    pub(crate) identifiers: JsonText<Vec<Identifier>>,
    pub(crate) created_at: InstantColumn,
    pub(crate) updated_at: InstantColumn,
    pub(crate) deleted_at: Option<InstantColumn>,
    pub(crate) deleted_by: Option<IdColumn<StaffKind>>,
    pub(crate) version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
