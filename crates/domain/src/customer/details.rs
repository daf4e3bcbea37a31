//! A customer's personal details and their patch.

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    DomainError, Timestamp,
    date::BirthDate,
    email::Email,
    event::{AuditField, AuditFields},
    name::{FormerName, NamePart},
    person::{Gender, Language},
    phone::Phone,
    text::{Text, TextKind},
};

/// The limits of an identifier's system.
#[derive(Debug)]
pub enum IdentifierSystemLimits {}
impl TextKind for IdentifierSystemLimits {
    const NAME: &'static str = "IdentifierSystem";
    const MIN: usize = 1;
    const MAX: usize = 255;
    const ALLOWS_CONTROLS: bool = false;
    const DESCRIPTION: &'static str = "Whose identifier it is: a URI, as FHIR R4 `Identifier.system`.";
    const EXAMPLE: &'static str = "https://hospital.example/mrn";
}
/// Whose identifier it is: a URI, as FHIR's `Identifier.system`.
pub type IdentifierSystem = Text<IdentifierSystemLimits>;

/// The limits of an identifier's value.
#[derive(Debug)]
pub enum IdentifierValueLimits {}
impl TextKind for IdentifierValueLimits {
    const NAME: &'static str = "IdentifierValue";
    const MIN: usize = 1;
    const MAX: usize = 255;
    const ALLOWS_CONTROLS: bool = false;
    const DESCRIPTION: &'static str = "The identifier itself; compared byte for byte.";
    const EXAMPLE: &'static str = "MRN-0042";
}
/// The identifier itself.
pub type IdentifierValue = Text<IdentifierValueLimits>;

/// The customer's identifier in another system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identifier {
    /// Whose identifier it is.
    pub system: IdentifierSystem,
    /// The identifier.
    pub value: IdentifierValue,
}

/// Systems of driver's licences, passports and social-security numbers, without scheme. One that ends in `.` or `-` is a prefix.
/// (HL7 Terminology, naming systems: US SSN, US driver's licences by state, passports by country; the last is what Synthea writes.)
const OFFICIAL_DOCUMENTS: [&str; 6] = [
    "hl7.org/fhir/sid/us-ssn",
    "2.16.840.1.113883.4.1",
    "2.16.840.1.113883.4.3.",
    "2.16.840.1.113883.4.330.",
    "hl7.org/fhir/sid/passport-",
    "standardhealthrecord.org/fhir/structuredefinition/passportnumber",
];

impl Identifier {
    /// Whether a system's identifiers are numbers of driver's licences, passports or social security. They are never stored: the desk does
    /// not need them, and they enable identity theft.
    pub fn is_official_document(system: &IdentifierSystem) -> bool {
        let system = system.as_str().trim().to_ascii_lowercase();
        let bare = ["https://", "http://", "urn:oid:"].into_iter().find_map(|scheme| system.strip_prefix(scheme)).unwrap_or(&system);
        let bare = bare.trim_end_matches('/');
        OFFICIAL_DOCUMENTS.into_iter().any(|known| bare == known || (known.ends_with(['.', '-']) && bare.starts_with(known)))
    }
}

/// The error detail for an official document's number.
pub(super) const NOT_STORED: &str = "must not hold numbers of driver's licences, passports or social security: they are not stored";

/// The death of a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Death {
    /// When, if known.
    pub at: Option<Timestamp>,
}

/// The personal details of a customer.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomerDetails {
    /// Given names.
    pub given_name: Option<NamePart>,
    /// Family name; also the one name of a person who has only one.
    pub family_name: NamePart,
    /// Former names, such as a maiden name.
    pub former_names: Vec<FormerName>,
    /// E-mail address.
    pub email: Option<Email>,
    /// The number to call.
    pub phone: Option<Phone>,
    /// Further numbers.
    pub other_phones: Vec<Phone>,
    /// Date of birth.
    pub birth_date: Option<BirthDate>,
    /// Administrative gender (FHIR R4).
    pub gender: Option<Gender>,
    /// The language to speak with them (BCP 47).
    pub preferred_language: Option<Language>,
    /// Set when the customer has died.
    pub death: Option<Death>,
    /// Identifiers in other systems.
    pub identifiers: Vec<Identifier>,
}

impl CustomerDetails {
    /// The maximum number of former names, of further phones and of identifiers.
    pub const MAX_LISTED: usize = 20;

    /// Details with only the family name.
    pub const fn named(family_name: NamePart) -> Self {
        Self {
            given_name: None,
            family_name,
            former_names: Vec::new(),
            email: None,
            phone: None,
            other_phones: Vec::new(),
            birth_date: None,
            gender: None,
            preferred_language: None,
            death: None,
            identifiers: Vec::new(),
        }
    }

    /// Rejects birth and death dates in the future, and identifiers of official documents.
    pub(crate) fn check(&self, now: Timestamp) -> Result<(), DomainError> {
        if self.identifiers.iter().any(|identifier| Identifier::is_official_document(&identifier.system)) {
            return Err(DomainError::invalid("identifiers", "not_stored", NOT_STORED));
        }
        if self.birth_date.is_some_and(|date| date.is_after(now)) {
            return Err(DomainError::invalid("birth_date", "future", "must not be in the future"));
        }
        if self.death.and_then(|death| death.at).is_some_and(|at| at > now) {
            return Err(DomainError::invalid("deceased_at", "future", "must not be in the future"));
        }
        Ok(())
    }

    pub(crate) fn facts(&self) -> AuditFields {
        vec![
            ("given_name", AuditField::Personal(json!(self.given_name))),
            ("family_name", AuditField::Personal(json!(self.family_name))),
            ("former_names", AuditField::Personal(json!(self.former_names))),
            ("email", AuditField::Personal(json!(self.email))),
            ("phone", AuditField::Personal(json!(self.phone))),
            ("other_phones", AuditField::Personal(json!(self.other_phones))),
            ("birth_date", AuditField::Personal(json!(self.birth_date))),
            ("gender", AuditField::Personal(json!(self.gender))),
            ("preferred_language", AuditField::Personal(json!(self.preferred_language))),
            ("deceased_at", AuditField::Personal(json!(self.death))),
            ("identifiers", AuditField::Personal(json!(self.identifiers))),
        ]
    }
}

/// The fields of the details to set; `None` leaves a field unchanged, `Some(None)` clears it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct CustomerPatch {
    /// See [`CustomerDetails::given_name`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_name: Option<Option<NamePart>>,
    /// See [`CustomerDetails::family_name`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family_name: Option<NamePart>,
    /// See [`CustomerDetails::former_names`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub former_names: Option<Vec<FormerName>>,
    /// See [`CustomerDetails::email`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<Option<Email>>,
    /// See [`CustomerDetails::phone`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<Option<Phone>>,
    /// See [`CustomerDetails::other_phones`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_phones: Option<Vec<Phone>>,
    /// See [`CustomerDetails::birth_date`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<Option<BirthDate>>,
    /// See [`CustomerDetails::gender`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gender: Option<Option<Gender>>,
    /// See [`CustomerDetails::preferred_language`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preferred_language: Option<Option<Language>>,
    /// See [`CustomerDetails::death`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub death: Option<Option<Death>>,
    /// See [`CustomerDetails::identifiers`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifiers: Option<Vec<Identifier>>,
}

impl CustomerPatch {
    /// Sets the fields of the patch.
    pub fn apply_to(self, details: &mut CustomerDetails) {
        set(&mut details.given_name, self.given_name);
        set(&mut details.family_name, self.family_name);
        set(&mut details.former_names, self.former_names);
        set(&mut details.email, self.email);
        set(&mut details.phone, self.phone);
        set(&mut details.other_phones, self.other_phones);
        set(&mut details.birth_date, self.birth_date);
        set(&mut details.gender, self.gender);
        set(&mut details.preferred_language, self.preferred_language);
        set(&mut details.death, self.death);
        set(&mut details.identifiers, self.identifiers);
    }

    /// Drops every field for whose name `known` is true.
    pub(crate) fn without(mut self, known: impl Fn(&str) -> bool) -> Self {
        drop_if(&mut self.given_name, known("given_name"));
        drop_if(&mut self.family_name, known("family_name"));
        drop_if(&mut self.former_names, known("former_names"));
        drop_if(&mut self.email, known("email"));
        drop_if(&mut self.phone, known("phone"));
        drop_if(&mut self.other_phones, known("other_phones"));
        drop_if(&mut self.birth_date, known("birth_date"));
        drop_if(&mut self.gender, known("gender"));
        drop_if(&mut self.preferred_language, known("preferred_language"));
        drop_if(&mut self.death, known("death"));
        drop_if(&mut self.identifiers, known("identifiers"));
        self
    }
}

fn set<T>(field: &mut T, to: Option<T>) {
    if let Some(value) = to {
        *field = value;
    }
}

fn drop_if<T>(field: &mut Option<T>, drop: bool) {
    if drop {
        *field = None;
    }
}
