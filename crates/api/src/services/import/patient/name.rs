//! Current and former names of a patient.

use caredesk_domain::{
    FieldError,
    customer::{CustomerDetails, CustomerPatch},
    name::FormerName,
};

use super::limits::{at_most, bounded_list};
use crate::services::import::{element::Element, report::LineError};

/// A `HumanName` that is not empty. Prefix and suffix are skipped: titles and degrees are not part of a name here, neither shown nor
/// searched.
struct Name<'a> {
    element: Element<'a>,
    /// Given names, with a space between.
    given: Option<String>,
    family: Option<&'a str>,
    text: Option<&'a str>,
    /// Rank as the current name; the lowest is used.
    rank: (bool, u8),
}

impl<'a> Name<'a> {
    fn read(element: Element<'a>) -> Result<Option<Self>, LineError> {
        let mut given = Vec::new();
        for part in bounded_list(&element, "given")? {
            given.extend(part.as_text()?);
        }
        let given = (!given.is_empty()).then(|| given.join(" "));
        let (family, text) = (element.text("family")?, element.text("text")?);
        if given.is_none() && family.is_none() && text.is_none() {
            return Ok(None);
        }
        let (former, usage) = match element.text("use")? {
            Some("official") => (false, 0),
            Some("usual") => (false, 1),
            Some("nickname" | "anonymous") => (false, 3),
            Some("maiden" | "old") => (true, 0),
            Some(_) | None => (false, 2),
        };
        let ended = match element.field("period")? {
            Some(period) => period.text("end")?.is_some(),
            None => false,
        };
        Ok(Some(Self { element, given, family, text, rank: (former || ended, usage) }))
    }

    const fn is_former(&self) -> bool {
        self.rank.0
    }

    /// Given and family name, else the text, else either of them.
    fn whole(&self) -> String {
        match (&self.given, self.family, self.text) {
            (Some(given), Some(family), _) => format!("{given} {family}"),
            (_, _, Some(text)) => text.to_owned(),
            (given, family, None) => given.as_deref().or(family).unwrap_or_default().to_owned(),
        }
    }

    fn former(&self) -> Result<FormerName, LineError> {
        self.whole()
            .parse()
            .map_err(|fault| LineError::at_path(self.element.path_of(if self.family.is_some() { "family" } else { "text" }), fault))
    }
}

/// Reads the official name, else the usual one, else any: a patient with only a nickname or a maiden name is imported too.
/// Without a family name the text becomes the family name, else the given names, as for a person who has only one name.
pub(super) fn read(patient: &Element<'_>, patch: &mut CustomerPatch) -> Result<(), LineError> {
    let mut names = Vec::new();
    for element in bounded_list(patient, "name")? {
        names.extend(Name::read(element)?);
    }
    let Some(best) = names.iter().enumerate().min_by_key(|(_, name)| name.rank).map(|(index, _)| index) else {
        return Err(patient.fault("name", FieldError::new("required", "must hold a name with a family name, given names or a text")));
    };
    let name = names.swap_remove(best);
    let parsed = |field: &str, text: &str| text.parse().map_err(|fault| name.element.fault(field, fault));
    let (given, family) = match (&name.given, name.family, name.text) {
        (given, Some(family), _) => (given.as_deref(), parsed("family", family)?),
        (_, None, Some(text)) => (None, parsed("text", text)?),
        (given, None, None) => (None, parsed("given", given.as_deref().unwrap_or_default())?),
    };
    patch.given_name = Some(given.map(|given| parsed("given", given)).transpose()?);
    patch.family_name = Some(family);
    let mut former = Vec::new();
    for name in names.iter().filter(|name| name.is_former()) {
        let name = name.former()?;
        if !former.contains(&name) {
            former.push(name);
        }
    }
    at_most(CustomerDetails::MAX_LISTED, patient, "name", &former)?;
    patch.former_names = Some(former);
    Ok(())
}
