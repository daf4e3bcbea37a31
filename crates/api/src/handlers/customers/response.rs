//! Customers in responses.

use crate::{handlers::response::represent, http::Representation};
use caredesk_domain::{
    CustomerId, StaffId, Timestamp,
    actor::Actor,
    customer::{Customer, IdentifierSystem, IdentifierValue},
    date::BirthDate,
    email::Email,
    event::SubjectKind,
    name::{FormerName, NamePart},
    person::{Gender, Language},
    phone::Phone,
    policy::{Action, can_read_deleted},
};
use serde::Serialize;
use utoipa::ToSchema;

/// A customer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Customer)]
pub(in super::super) struct CustomerResponse {
    id: CustomerId,
    /// Given and family name, in this order.
    #[schema(example = "Ife Adebayo")]
    name: String,
    #[schema(required)]
    given_name: Option<NamePart>,
    family_name: NamePart,
    former_names: Vec<FormerName>,
    #[schema(required)]
    email: Option<Email>,
    /// In E.164 if it is a valid number, else as entered.
    #[schema(required, value_type = Option<String>, example = "+2348031234581")]
    phone: Option<Phone>,
    #[schema(value_type = Vec<String>)]
    other_phones: Vec<Phone>,
    #[schema(required)]
    birth_date: Option<BirthDate>,
    #[schema(required)]
    gender: Option<Gender>,
    #[schema(required)]
    preferred_language: Option<Language>,
    /// Whether the customer has died.
    deceased: bool,
    /// Time of death, if known.
    #[schema(required)]
    deceased_at: Option<Timestamp>,
    identifiers: Vec<IdentifierResponse>,
    created_at: Timestamp,
    updated_at: Timestamp,
    /// For admins, if the customer is deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    deleted_at: Option<Timestamp>,
    /// For admins, if the customer is deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    deleted_by: Option<StaffId>,
    version: i32,
    /// What the caller may do with the customer now.
    allowed: Vec<Action>,
}

/// An identifier of the customer in another system.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Identifier)]
pub(super) struct IdentifierResponse {
    system: IdentifierSystem,
    value: IdentifierValue,
}

pub(in super::super) fn to_response(customer: &Customer, actor: &Actor) -> CustomerResponse {
    let details = customer.details.clone();
    let deleted = customer.deleted.filter(|_| can_read_deleted(actor, SubjectKind::Customer));
    CustomerResponse {
        id: customer.id,
        name: customer.full_name(),
        given_name: details.given_name,
        family_name: details.family_name,
        former_names: details.former_names,
        email: details.email,
        phone: details.phone,
        other_phones: details.other_phones,
        birth_date: details.birth_date,
        gender: details.gender,
        preferred_language: details.preferred_language,
        deceased: details.death.is_some(),
        deceased_at: details.death.and_then(|death| death.at),
        identifiers: details.identifiers.into_iter().map(|one| IdentifierResponse { system: one.system, value: one.value }).collect(),
        created_at: customer.created_at,
        updated_at: customer.updated_at,
        deleted_at: deleted.map(|deleted| deleted.at),
        deleted_by: deleted.map(|deleted| deleted.by),
        version: customer.version,
        allowed: customer.allowed_actions(actor),
    }
}

/// A customer as `actor` may see them.
pub(in super::super) fn customer_response(customer: &Customer, actor: &Actor) -> Representation<CustomerResponse> {
    represent(actor, SubjectKind::Customer, customer.version, || to_response(customer, actor))
}
