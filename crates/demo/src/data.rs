//! The data files: scenarios, phrases, values of placeholders and names, parsed once.

mod check;
mod names;
mod phrases;
mod scenario;

use std::{collections::BTreeMap, sync::LazyLock};

use serde::{Deserialize, de::DeserializeOwned};

use self::check::check_placeholders;
pub(crate) use self::{
    names::Names,
    phrases::Phrases,
    scenario::{Enquiry, Escalation, Scenario, Values, pick_scenario},
};
use crate::error::SeedError;

/// All that is in the data files.
#[derive(Debug)]
pub(crate) struct Data {
    pub(crate) scenarios: Vec<Scenario>,
    /// Contacts that need no ticket.
    pub(crate) enquiries: Vec<Enquiry>,
    pub(crate) phrases: Phrases,
    /// Values of the placeholders that are the same in all scenarios.
    pub(crate) values: Values,
    pub(crate) names: Names,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenarios {
    scenario: Vec<Scenario>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Enquiries {
    enquiry: Vec<Enquiry>,
}

/// A data file: its name and its content.
type File = (&'static str, &'static str);

const SCENARIOS: [File; 4] = [
    ("scenarios/appointment.toml", include_str!("../data/scenarios/appointment.toml")),
    ("scenarios/billing.toml", include_str!("../data/scenarios/billing.toml")),
    ("scenarios/medical.toml", include_str!("../data/scenarios/medical.toml")),
    ("scenarios/technical.toml", include_str!("../data/scenarios/technical.toml")),
];
const ENQUIRIES: File = ("enquiries.toml", include_str!("../data/enquiries.toml"));
const PHRASES: File = ("phrases.toml", include_str!("../data/phrases.toml"));
const VALUES: File = ("values.toml", include_str!("../data/values.toml"));
const NAMES: File = ("names.toml", include_str!("../data/names.toml"));

static DATA: LazyLock<Result<Data, String>> = LazyLock::new(parse_all);

/// The parsed data files.
///
/// # Errors
/// [`SeedError::Data`], with the name of the file and the entry that is not valid.
pub(crate) fn load() -> Result<&'static Data, SeedError> {
    DATA.as_ref().map_err(|error| SeedError::Data(error))
}

fn parse_all() -> Result<Data, String> {
    let values: Values = parse(VALUES, &BTreeMap::new())?;
    let mut scenarios = Vec::new();
    for file in SCENARIOS {
        scenarios.extend(parse::<Scenarios>(file, &values)?.scenario);
    }
    let enquiries = parse::<Enquiries>(ENQUIRIES, &values)?.enquiry;
    Ok(Data { scenarios, enquiries, phrases: parse(PHRASES, &values)?, names: parse(NAMES, &values)?, values })
}

/// Parses a file, whose texts may use the computed placeholders and those of `values`.
fn parse<T: DeserializeOwned>((name, text): File, values: &Values) -> Result<T, String> {
    let raw: toml::Table = toml::from_str(text).map_err(|error| format!("{name}: {error}"))?;
    check_placeholders(&raw, values).map_err(|error| format!("{name}: {error}"))?;
    toml::from_str(text).map_err(|error| format!("{name}: {error}"))
}

#[cfg(test)]
mod tests;
