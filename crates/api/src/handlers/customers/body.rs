//! Customers in request bodies and query parameters.

use caredesk_domain::{
    Timestamp,
    customer::{CustomerDetails, CustomerPatch, Death, Identifier, IdentifierSystem, IdentifierValue},
    date::BirthDate,
    email::Email,
    name::{FormerName, NamePart},
    person::{Gender, Language},
    phone::{Phone, PhoneText, Region},
    search::SearchText,
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    handlers::{order::CustomerOrder, paging::CursorText},
    http::{ApiError, Array, Bool, FieldErrors, JsonObject, Limit, Nullable, Optional, Required, query::parameters},
};

/// Maximum entries in a list of names, phones or identifiers.
const MAX_ENTRIES: usize = 20;

// Type aliases, because the schema derive reads a constant among type arguments as a type.
type FormerNames = Array<FormerName, 0, MAX_ENTRIES>;
type Phones = Array<PhoneText, 0, MAX_ENTRIES>;
type Identifiers = Array<JsonObject<IdentifierBody>, 0, MAX_ENTRIES>;

/// An identifier of the customer in another system.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct IdentifierBody {
    #[garde(dive)]
    system: Required<IdentifierSystem>,
    #[garde(dive)]
    value: Required<IdentifierValue>,
}

impl IdentifierBody {
    fn into_identifier(self) -> Result<Identifier, ApiError> {
        Ok(Identifier { system: self.system.into_value()?, value: self.value.into_value()? })
    }
}

fn identifiers(bodies: Vec<IdentifierBody>) -> Result<Vec<Identifier>, ApiError> {
    bodies.into_iter().map(IdentifierBody::into_identifier).collect()
}

fn phones(texts: Vec<PhoneText>, region: Region) -> Vec<Phone> {
    texts.into_iter().map(|text| text.in_region(region)).collect()
}

/// A new customer.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
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
            given_name: self.given_name.into_value()?.flatten(),
            former_names: self.former_names.into_value()?.unwrap_or_default(),
            email: self.email.into_value()?.flatten(),
            phone: self.phone.into_value()?.flatten().map(|text| text.in_region(region)),
            other_phones: phones(self.other_phones.into_value()?.unwrap_or_default(), region),
            birth_date: self.birth_date.into_value()?.flatten(),
            gender: self.gender.into_value()?.flatten(),
            preferred_language: self.preferred_language.into_value()?.flatten(),
            identifiers: identifiers(self.identifiers.into_value()?.unwrap_or_default())?,
            ..CustomerDetails::named(self.family_name.into_value()?)
        })
    }
}

/// Fields to change; fields left out stay.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
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
    /// Time of death; `null` corrects a customer recorded as deceased.
    #[garde(dive)]
    deceased_at: Nullable<Timestamp>,
    #[garde(dive)]
    identifiers: Optional<Identifiers>,
}

impl UpdateCustomer {
    pub(super) fn patch(self, region: Region) -> Result<CustomerPatch, ApiError> {
        Ok(CustomerPatch {
            given_name: self.given_name.into_value()?,
            family_name: self.family_name.into_value()?,
            former_names: self.former_names.into_value()?,
            email: self.email.into_value()?,
            phone: self.phone.into_value()?.map(|phone| phone.map(|text| text.in_region(region))),
            other_phones: self.other_phones.into_value()?.map(|texts| phones(texts, region)),
            birth_date: self.birth_date.into_value()?,
            gender: self.gender.into_value()?,
            preferred_language: self.preferred_language.into_value()?,
            death: self.deceased_at.into_value()?.map(|at| at.map(|at| Death { at: Some(at) })),
            identifiers: self.identifiers.into_value()?.map(identifiers).transpose()?,
        })
    }
}

/// A customer as another system sends it.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct UpsertCustomer {
    /// The customer's identifier in that system.
    #[garde(dive)]
    identifier: Required<JsonObject<IdentifierBody>>,
    #[garde(dive)]
    given_name: Nullable<NamePart>,
    /// Required for a new customer.
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
    /// All identifiers of the customer; `identifier` is always kept among them.
    #[garde(dive)]
    identifiers: Optional<Identifiers>,
}

impl UpsertCustomer {
    pub(super) fn into_upsert(self, region: Region) -> Result<(Identifier, CustomerPatch), ApiError> {
        let identifier = self.identifier.into_value()?.into_identifier()?;
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
        // The identifier that selects the customer belongs to its identifiers.
        if let Some(all) = &mut patch.identifiers
            && !all.contains(&identifier)
        {
            all.push(identifier.clone());
        }
        Ok((identifier, patch))
    }
}

/// A customer search.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct SearchCustomers {
    #[garde(dive)]
    pub(super) query: Required<SearchText>,
    /// Maximum number of rows.
    #[garde(dive)]
    pub(super) limit: Optional<Limit>,
    /// `next_cursor` of the previous page.
    #[garde(dive)]
    pub(super) cursor: Optional<CursorText>,
}

/// Which customers to list.
#[derive(Debug, Deserialize, garde::Validate, ToSchema)]
#[garde(context(FieldErrors))]
pub(super) struct CustomerQuery {
    /// Deleted records instead of the others; for admins.
    #[garde(dive)]
    pub(super) deleted: Optional<Bool>,
    /// Changed at this instant or later.
    #[garde(dive)]
    #[serde(rename = "updated_at[gte]")]
    pub(super) updated_at_gte: Optional<Timestamp>,
    /// Changed before this instant.
    #[garde(dive)]
    #[serde(rename = "updated_at[lt]")]
    pub(super) updated_at_lt: Optional<Timestamp>,
    /// Sort order.
    #[garde(dive)]
    pub(super) sort: Optional<CustomerOrder>,
    /// `next_cursor` of the previous page.
    #[garde(dive)]
    pub(super) cursor: Optional<CursorText>,
    /// Maximum number of rows.
    #[garde(dive)]
    pub(super) limit: Optional<Limit>,
    /// Whether to count the whole list.
    #[garde(dive)]
    pub(super) include_total: Optional<Bool>,
}

impl utoipa::IntoParams for CustomerQuery {
    fn into_params(_: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>) -> Vec<utoipa::openapi::path::Parameter> {
        parameters::<Self>()
    }
}
