//! Normalisation of phone numbers, dialled in a region or with a country code.

use phonenumber::{Mode, PhoneNumber, metadata::DATABASE};

use super::region::Region;

/// The fewest digits of a whole number without its country code.
const MIN_WHOLE_NUMBER_DIGITS: usize = 7;
/// The fewest digits of a search: two would find one customer in a hundred.
const MIN_QUERY_DIGITS: usize = 3;

/// The E.164 form of the first valid reading.
pub(super) fn valid_e164(text: &str, region: Region) -> Option<String> {
    readings(text, region).into_iter().find(PhoneNumber::is_valid).map(|number| e164(&number))
}

/// The prefixes to search for among the `search_key`s: of a whole number in any format, or of its last digits.
///
/// Empty for fewer than three digits.
pub fn phone_query_keys(digits_text: &str, region: Region) -> Vec<String> {
    let typed = reversed_digits(digits_text);
    if typed.len() < MIN_QUERY_DIGITS {
        return Vec::new();
    }
    let readings = readings(digits_text, region);
    let mut keys = vec![typed];
    if let Some(number) = readings.iter().find(|number| number.is_valid()) {
        keys.push(reversed_digits(&e164(number)));
    } else {
        // An invalid number may be stored with or without its country code and trunk prefix.
        let bare = readings.iter().map(|number| reversed_digits(&number.national().to_string()));
        keys.extend(bare.filter(|digits| digits.len() >= MIN_WHOLE_NUMBER_DIGITS));
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The digits, reversed.
pub(super) fn reversed_digits(text: &str) -> String {
    text.chars().rev().filter(char::is_ascii_digit).collect()
}

fn e164(number: &PhoneNumber) -> String {
    number.format().mode(Mode::E164).to_string()
}

/// All readings of the text as a number, the likeliest first; none need be valid.
fn readings(text: &str, region: Region) -> Vec<PhoneNumber> {
    let mut spellings = Vec::new();
    if text.trim_start_matches([' ', '(']).starts_with('+') {
        spellings.push((None, text.to_owned()));
    } else {
        spellings.extend(after_international_prefix(text, region).map(|rest| (None, format!("+{rest}"))));
        spellings.push((Some(region.0), text.to_owned()));
    }
    // A number with a country code is parsed without the region, whose trunk prefix is not that country's.
    spellings.into_iter().filter_map(|(region, spelling)| phonenumber::parse(region, spelling).ok()).collect()
}

/// The digits after the international prefix: the region's own, or the common `00`.
fn after_international_prefix(text: &str, region: Region) -> impl Iterator<Item = String> {
    // If both match (`009 1…` and `00 91…` in Nigeria), the region's own comes first. An extension is left out.
    let digits: String = text.chars().take_while(|c| !matches!(c, 'x' | '#')).filter(char::is_ascii_digit).collect();
    let own = DATABASE.by_id(region.as_str()).and_then(|region| region.international_prefix()).and_then(|prefix| {
        let found = prefix.find(&digits).filter(|found| found.start() == 0)?;
        digits.get(found.end()..).map(str::to_owned)
    });
    let usual = digits.strip_prefix("00").map(str::to_owned);
    own.into_iter().chain(usual)
}
