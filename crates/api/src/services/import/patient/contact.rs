//! Phone numbers and e-mail address of a patient.

use caredesk_domain::{
    FieldError,
    customer::{CustomerDetails, CustomerPatch},
    email::Email,
    phone::{Phone, Region},
};

use super::limits::{at_most, bounded_list};
use crate::services::import::{element::Element, report::LineError};

/// Reads phone numbers and the e-mail address. Old contacts are skipped, because they may reach a stranger; so are fax, pager and web pages. The
/// first contact is the one with the lowest `rank`, then mobile, home, work.
pub(super) fn read(patient: &Element<'_>, region: Region, patch: &mut CustomerPatch) -> Result<(), LineError> {
    let mut phones: Vec<(Order, Phone)> = Vec::new();
    let mut emails: Vec<(Order, Email)> = Vec::new();
    for contact in bounded_list(patient, "telecom")? {
        let Some(text) = contact.text("value")? else { continue };
        let usage = contact.text("use")?;
        let order = (contact.unsigned("rank")?.unwrap_or(u64::MAX), use_rank(usage));
        match contact.text("system")? {
            _ if usage == Some("old") => {}
            Some("phone" | "sms") => phones.push((order, Phone::parse(text, region).map_err(|fault| contact.fault("value", fault))?)),
            Some("email") => emails.push((order, text.parse().map_err(|fault| contact.fault("value", fault))?)),
            Some(_) => {}
            None => {
                return Err(
                    contact.fault("system", FieldError::new("required", "must say what kind of contact it is, such as phone or email"))
                );
            }
        }
    }
    patch.email = in_order(emails).next().map(Some);
    let mut phones = in_order(phones);
    if let Some(first) = phones.next() {
        let mut others = Vec::new();
        for phone in phones {
            if phone != first && !others.contains(&phone) {
                others.push(phone);
            }
        }
        at_most(CustomerDetails::MAX_LISTED, patient, "telecom", &others)?;
        patch.phone = Some(Some(first));
        patch.other_phones = Some(others);
    }
    Ok(())
}

/// FHIR's `rank`, then the rank of its `use`.
type Order = (u64, u8);

const fn use_rank(usage: Option<&str>) -> u8 {
    let Some(usage) = usage else { return 3 };
    match usage.as_bytes() {
        b"mobile" => 0,
        b"home" => 1,
        b"work" => 2,
        _ => 3,
    }
}

fn in_order<T>(mut contacts: Vec<(Order, T)>) -> impl Iterator<Item = T> {
    contacts.sort_by_key(|(order, _)| *order);
    contacts.into_iter().map(|(_, contact)| contact)
}
