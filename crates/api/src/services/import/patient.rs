//! Parses the stored elements of a FHIR R4 `Patient`.
//!
//! An absent element leaves the stored value unchanged. An element that cannot be stored rejects the line: silently dropping a wrong date of birth
//! would be worse than a patient that somebody has to look at.

mod contact;
mod limits;
mod name;

use caredesk_domain::{
    FieldError, Timestamp,
    customer::{CustomerDetails, CustomerPatch, Death, Identifier, IdentifierSystem, IdentifierValue},
    date::BirthDate,
    person::Language,
    phone::Region,
};
use serde_json::Value;

use self::limits::{at_most, bounded_list};
use super::{element::Element, report::LineError};
use crate::complexity;

/// A parsed patient.
#[derive(Debug, Clone)]
pub(super) struct ParsedPatient {
    /// The identifier they are matched by.
    pub(super) identifier: Identifier,
    /// The fields to write.
    pub(super) patch: CustomerPatch,
}

/// Parses a line.
pub(super) fn read(line: &[u8], region: Region, match_system: Option<&IdentifierSystem>) -> Result<ParsedPatient, LineError> {
    let text = str::from_utf8(line).map_err(|_| LineError::whole_line("not_utf8", "must be UTF-8"))?;
    if text.contains('\0') {
        return Err(LineError::whole_line("nul", "must not hold the character U+0000"));
    }
    complexity::check(line).map_err(|bound| LineError::whole_line("too_complex", bound.to_string()))?;
    let resource: Value = serde_json::from_str(text).map_err(|error| {
        let detail = if error.is_eof() { "must be a whole JSON object: the line ends too early" } else { "must be a JSON object" };
        LineError::whole_line("json", detail)
    })?;
    let patient = Element::resource(&resource);
    if patient.text("resourceType")? != Some("Patient") {
        return Err(patient.fault("resourceType", FieldError::new("resource_type", "must be Patient")));
    }
    let identifiers = identifiers(&patient)?;
    let identifier = match match_system {
        Some(system) => identifiers.iter().find(|identifier| identifier.system == *system),
        None => identifiers.first(),
    };
    let Some(identifier) = identifier.cloned() else {
        let detail = "must hold an identifier to match the patient by; driver's licences, passports and social-security numbers are none";
        return Err(patient.fault("identifier", FieldError::new("no_identifier", detail)));
    };
    let mut patch = CustomerPatch {
        birth_date: birth_date(&patient)?.map(Some),
        gender: patient.parsed("gender")?.map(Some),
        preferred_language: language(&patient)?.map(Some),
        death: death(&patient)?,
        identifiers: Some(identifiers),
        ..CustomerPatch::default()
    };
    name::read(&patient, &mut patch)?;
    contact::read(&patient, region, &mut patch)?;
    Ok(ParsedPatient { identifier, patch })
}

/// All identifiers with system and value, except those of official documents.
fn identifiers(patient: &Element<'_>) -> Result<Vec<Identifier>, LineError> {
    let mut identifiers = Vec::new();
    for element in bounded_list(patient, "identifier")? {
        if is_typed_as_official_document(&element)? || element.text("system")?.is_none() || element.text("value")?.is_none() {
            continue;
        }
        let Some(system) = element.parsed::<IdentifierSystem>("system")? else { continue };
        if Identifier::is_official_document(&system) {
            continue;
        }
        let Some(value) = element.parsed::<IdentifierValue>("value")? else { continue };
        let identifier = Identifier { system, value };
        if !identifiers.contains(&identifier) {
            identifiers.push(identifier);
        }
    }
    at_most(CustomerDetails::MAX_LISTED, patient, "identifier", &identifiers)?;
    Ok(identifiers)
}

/// By the type codes of FHIR's `identifier-type` (HL7 v2 table 0203).
fn is_typed_as_official_document(identifier: &Element<'_>) -> Result<bool, LineError> {
    let Some(kind) = identifier.field("type")? else { return Ok(false) };
    for coding in kind.list("coding")? {
        if matches!(coding.text("code")?, Some("DL" | "PPN" | "SS")) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// FHIR allows a date of birth that is only a year or a month. It cannot be stored and is skipped without rejecting the line.
fn birth_date(patient: &Element<'_>) -> Result<Option<BirthDate>, LineError> {
    match patient.text("birthDate")? {
        Some(text) if is_partial_date(text) => Ok(None),
        Some(_) | None => patient.parsed("birthDate"),
    }
}

fn is_partial_date(text: &str) -> bool {
    let digits = |part: &str, count: usize| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
    match text.split_once('-') {
        None => digits(text, 4),
        Some((year, month)) => digits(year, 4) && digits(month, 2),
    }
}

/// The preferred language, else the first; by its BCP 47 code if it has several codes.
fn language(patient: &Element<'_>) -> Result<Option<Language>, LineError> {
    let mut chosen = None;
    for communication in patient.list("communication")? {
        if communication.boolean("preferred")? == Some(true) {
            chosen = Some(communication);
            break;
        }
        chosen = chosen.or(Some(communication));
    }
    let Some(spoken) = chosen.map(|communication| communication.field("language")).transpose()?.flatten() else { return Ok(None) };
    let mut code = None;
    for coding in spoken.list("coding")? {
        let is_tag = coding.text("system")? == Some("urn:ietf:bcp:47");
        if coding.text("code")?.is_some() && (is_tag || code.is_none()) {
            code = Some(coding);
            if is_tag {
                break;
            }
        }
    }
    code.map_or(Ok(None), |coding| coding.parsed("code"))
}

/// `Some(None)`: the patient is alive.
fn death(patient: &Element<'_>) -> Result<Option<Option<Death>>, LineError> {
    const FIELD: &str = "deceasedDateTime";
    if let Some(text) = patient.text(FIELD)? {
        let at = beginning(text).map_err(|fault| patient.fault(FIELD, fault))?;
        return Ok(Some(Some(Death { at: Some(at) })));
    }
    let deceased = patient.boolean("deceasedBoolean")?;
    Ok(deceased.map(|deceased| deceased.then_some(Death { at: None })))
}

/// The first instant of a FHIR `dateTime`; a year, month or day in UTC.
fn beginning(text: &str) -> Result<Timestamp, FieldError> {
    let whole = match text.len() {
        4 => format!("{text}-01-01T00:00:00Z"),
        7 => format!("{text}-01T00:00:00Z"),
        10 => format!("{text}T00:00:00Z"),
        _ => text.to_owned(),
    };
    whole.parse().map_err(|_| FieldError::format("must be a date or a time such as 2019, 2019-06, 2019-06-01 or 2019-06-01T08:30:00+01:00"))
}

#[cfg(test)]
mod tests;
