//! Customers as they come in and go out.

use caredesk_domain::{
    CustomerId, StaffId, Timestamp,
    actor::Actor,
    customer::{Customer, CustomerDetails, CustomerPatch, Death, Identifier, IdentifierSystem, IdentifierValue},
    date::BirthDate,
    email::Email,
    name::{FormerName, NamePart},
    person::{Gender, Language},
    phone::{Phone, PhoneText, Region},
    policy::Action,
    search::SearchText,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::{order::CustomerOrder, timeline::CursorText};
use crate::http::{ApiError, Flag, Limit, List, Nested, Nullable, Optional, Required, query::parameters};

/// The most entries in a list of names, phones or identifiers.
const MOST: usize = 20;

// By names of their own, because the schema derive reads a constant among type arguments as a type.
type FormerNames = List<FormerName, 0, MOST>;
type Phones = List<PhoneText, 0, MOST>;
type Identifiers = List<Nested<IdentifierBody>, 0, MOST>;

/// A customer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Customer)]
pub(in super::super) struct CustomerAnswer {
    id: CustomerId,
    /// Given and family name, as one says them.
    #[schema(example = "Ife Adebayo")]
    name: String,
    #[schema(required)]
    given_name: Option<NamePart>,
    family_name: NamePart,
    former_names: Vec<FormerName>,
    #[schema(required)]
    email: Option<Email>,
    /// In E.164 where it is a valid number, else as it was typed.
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
    /// Whether they have died.
    deceased: bool,
    /// When they died, where that is known.
    #[schema(required)]
    deceased_at: Option<Timestamp>,
    identifiers: Vec<IdentifierAnswer>,
    created_at: Timestamp,
    updated_at: Timestamp,
    /// For admins, when the customer is hidden.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    deleted_at: Option<Timestamp>,
    /// For admins, when the customer is hidden.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    deleted_by: Option<StaffId>,
    version: i32,
    /// What the caller may do with the customer now.
    allowed: Vec<Action>,
}

/// What another system calls a customer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Identifier)]
pub(super) struct IdentifierAnswer {
    system: IdentifierSystem,
    value: IdentifierValue,
}

pub(in super::super) fn answer(customer: &Customer, actor: &Actor) -> CustomerAnswer {
    let details = customer.details.clone();
    let deleted = customer.deleted.filter(|_| super::oversees(actor));
    CustomerAnswer {
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
        identifiers: details.identifiers.into_iter().map(|one| IdentifierAnswer { system: one.system, value: one.value }).collect(),
        created_at: customer.created_at,
        updated_at: customer.updated_at,
        deleted_at: deleted.map(|deleted| deleted.at),
        deleted_by: deleted.map(|deleted| deleted.by),
        version: customer.version,
        allowed: customer.allowed(actor),
    }
}

/// What another system calls a customer.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct IdentifierBody {
    #[garde(dive)]
    system: Required<IdentifierSystem>,
    #[garde(dive)]
    value: Required<IdentifierValue>,
}

impl IdentifierBody {
    fn take(self) -> Result<Identifier, ApiError> {
        Ok(Identifier { system: self.system.take()?, value: self.value.take()? })
    }
}

fn identifiers(bodies: Vec<IdentifierBody>) -> Result<Vec<Identifier>, ApiError> {
    bodies.into_iter().map(IdentifierBody::take).collect()
}

fn phones(texts: Vec<PhoneText>, region: Region) -> Vec<Phone> {
    texts.into_iter().map(|text| text.in_region(region)).collect()
}

/// A new customer.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CreateCustomer {
    #[garde(dive)]
    given_name: Nullable<NamePart>,
    #[garde(dive)]
    family_name: Required<NamePart>,
    #[garde(dive)]
    former_names: Optional<FormerNames>,
    #[garde(dive)]
    email: Nullable<Email>,
    #[garde(dive)]
    phone: Nullable<PhoneText>,
    #[garde(dive)]
    other_phones: Optional<Phones>,
    #[garde(dive)]
    birth_date: Nullable<BirthDate>,
    #[garde(dive)]
    gender: Nullable<Gender>,
    #[garde(dive)]
    preferred_language: Nullable<Language>,
    #[garde(dive)]
    identifiers: Optional<Identifiers>,
}

impl CreateCustomer {
    pub(super) fn details(self, region: Region) -> Result<CustomerDetails, ApiError> {
        Ok(CustomerDetails {
            given_name: self.given_name.take()?.flatten(),
            former_names: self.former_names.take()?.unwrap_or_default(),
            email: self.email.take()?.flatten(),
            phone: self.phone.take()?.flatten().map(|text| text.in_region(region)),
            other_phones: phones(self.other_phones.take()?.unwrap_or_default(), region),
            birth_date: self.birth_date.take()?.flatten(),
            gender: self.gender.take()?.flatten(),
            preferred_language: self.preferred_language.take()?.flatten(),
            identifiers: identifiers(self.identifiers.take()?.unwrap_or_default())?,
            ..CustomerDetails::named(self.family_name.take()?)
        })
    }
}

/// What to correct; fields left out stay.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UpdateCustomer {
    #[garde(dive)]
    given_name: Nullable<NamePart>,
    #[garde(dive)]
    family_name: Optional<NamePart>,
    #[garde(dive)]
    former_names: Optional<FormerNames>,
    #[garde(dive)]
    email: Nullable<Email>,
    #[garde(dive)]
    phone: Nullable<PhoneText>,
    #[garde(dive)]
    other_phones: Optional<Phones>,
    #[garde(dive)]
    birth_date: Nullable<BirthDate>,
    #[garde(dive)]
    gender: Nullable<Gender>,
    #[garde(dive)]
    preferred_language: Nullable<Language>,
    /// When they died; `null` when they live after all.
    #[garde(dive)]
    deceased_at: Nullable<Timestamp>,
    #[garde(dive)]
    identifiers: Optional<Identifiers>,
}

impl UpdateCustomer {
    pub(super) fn patch(self, region: Region) -> Result<CustomerPatch, ApiError> {
        Ok(CustomerPatch {
            given_name: self.given_name.take()?,
            family_name: self.family_name.take()?,
            former_names: self.former_names.take()?,
            email: self.email.take()?,
            phone: self.phone.take()?.map(|phone| phone.map(|text| text.in_region(region))),
            other_phones: self.other_phones.take()?.map(|texts| phones(texts, region)),
            birth_date: self.birth_date.take()?,
            gender: self.gender.take()?,
            preferred_language: self.preferred_language.take()?,
            death: self.deceased_at.take()?.map(|at| at.map(|at| Death { at: Some(at) })),
            identifiers: self.identifiers.take()?.map(identifiers).transpose()?,
        })
    }
}

/// A customer as another system sends them.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UpsertCustomer {
    /// By which that system knows them.
    #[garde(dive)]
    identifier: Required<Nested<IdentifierBody>>,
    #[garde(dive)]
    given_name: Nullable<NamePart>,
    /// Required for a customer nobody has sent before.
    #[garde(dive)]
    family_name: Optional<NamePart>,
    #[garde(dive)]
    former_names: Optional<FormerNames>,
    #[garde(dive)]
    email: Nullable<Email>,
    #[garde(dive)]
    phone: Nullable<PhoneText>,
    #[garde(dive)]
    other_phones: Optional<Phones>,
    #[garde(dive)]
    birth_date: Nullable<BirthDate>,
    #[garde(dive)]
    gender: Nullable<Gender>,
    #[garde(dive)]
    preferred_language: Nullable<Language>,
    #[garde(dive)]
    deceased_at: Nullable<Timestamp>,
    /// What else they are called; `identifier` is always kept among them.
    #[garde(dive)]
    identifiers: Optional<Identifiers>,
}

impl UpsertCustomer {
    pub(super) fn parts(self, region: Region) -> Result<(Identifier, CustomerPatch), ApiError> {
        let identifier = self.identifier.take()?.take()?;
        let update = UpdateCustomer {
            given_name: self.given_name,
            family_name: self.family_name,
            former_names: self.former_names,
            email: self.email,
            phone: self.phone,
            other_phones: self.other_phones,
            birth_date: self.birth_date,
            gender: self.gender,
            preferred_language: self.preferred_language,
            deceased_at: self.deceased_at,
            identifiers: self.identifiers,
        };
        let mut patch = update.patch(region)?;
        // What the other system calls them is known of them too.
        if let Some(all) = &mut patch.identifiers
            && !all.contains(&identifier)
        {
            all.push(identifier.clone());
        }
        Ok((identifier, patch))
    }
}

/// A search.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SearchCustomers {
    #[garde(dive)]
    pub(super) query: Required<SearchText>,
    /// The most rows.
    #[garde(dive)]
    pub(super) limit: Optional<Limit>,
    /// Where the page before ended.
    #[garde(dive)]
    pub(super) cursor: Optional<CursorText>,
}

/// Which customers to list.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CustomerQuery {
    /// The hidden ones instead of the others; for admins.
    #[garde(dive)]
    pub(super) deleted: Optional<Flag>,
    /// Changed at this instant or later.
    #[garde(dive)]
    #[serde(rename = "updated_at[gte]")]
    pub(super) updated_at_gte: Optional<Timestamp>,
    /// Changed before this instant.
    #[garde(dive)]
    #[serde(rename = "updated_at[lt]")]
    pub(super) updated_at_lt: Optional<Timestamp>,
    /// By what to sort.
    #[garde(dive)]
    pub(super) sort: Optional<CustomerOrder>,
    /// Where the page before ended.
    #[garde(dive)]
    pub(super) cursor: Optional<CursorText>,
    /// The most rows.
    #[garde(dive)]
    pub(super) limit: Optional<Limit>,
    /// Whether to count the whole list.
    #[garde(dive)]
    pub(super) include_total: Optional<Flag>,
}

impl utoipa::IntoParams for CustomerQuery {
    fn into_params(_: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>) -> Vec<utoipa::openapi::path::Parameter> {
        parameters::<Self>()
    }
}
