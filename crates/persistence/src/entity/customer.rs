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

use crate::column::{IdColumn, JsonText, Moment, Typed};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "customer")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: IdColumn<CustomerKind>,
    pub(crate) given_name: Option<Typed<NamePart>>,
    pub(crate) family_name: Typed<NamePart>,
    pub(crate) former_names: JsonText<Vec<FormerName>>,
    pub(crate) email: Option<Typed<Email>>,
    /// As entered.
    pub(crate) phone: Option<Typed<PhoneText>>,
    pub(crate) phone_e164: Option<String>,
    pub(crate) other_phones: JsonText<Vec<crate::customer::PhoneKept>>,
    pub(crate) birth_date: Option<Typed<BirthDate>>,
    pub(crate) gender: Option<Typed<Gender>>,
    pub(crate) preferred_language: Option<Typed<Language>>,
    pub(crate) deceased: bool,
    pub(crate) deceased_at: Option<Moment>,
    pub(crate) identifiers: JsonText<Vec<Identifier>>,
    pub(crate) created_at: Moment,
    pub(crate) updated_at: Moment,
    pub(crate) deleted_at: Option<Moment>,
    pub(crate) deleted_by: Option<IdColumn<StaffKind>>,
    pub(crate) version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
