//! Patients who never lived.

use caredesk_domain::{
    FieldError, Timestamp,
    customer::{Customer, CustomerDetails, CustomerPatch, Death, Identifier},
    date::BirthDate,
    person::Gender,
    phone::{Phone, Region},
    search::fold,
};
use chrono::{Datelike as _, Days};

use super::{
    names::{CULTURES, NameSet, one_of},
    rng::Rng,
};

/// The beginnings of mobile numbers in Nigeria, as dialled there.
const MOBILE: [&str; 16] =
    ["0803", "0806", "0703", "0810", "0813", "0816", "0903", "0906", "0802", "0808", "0812", "0805", "0807", "0705", "0809", "0818"];
/// How old patients are: from, to, and how many of a thousand.
const AGES: [(u32, (i64, i64)); 6] = [(70, (0, 15)), (280, (16, 29)), (330, (30, 44)), (200, (45, 59)), (95, (60, 74)), (25, (75, 94))];
/// Addresses under names that no mail is ever delivered to (RFC 2606).
const MAIL: [&str; 5] = ["mail.example", "post.example", "inbox.example.com", "example.ng.example", "webmail.example.org"];

/// A new patient as an agent writes them down at `at`.
pub(super) fn patient(number: u64, at: Timestamp, rng: &mut Rng) -> Result<CustomerDetails, FieldError> {
    let culture = rng.weighed(&CULTURES);
    let gender = rng.weighed(&[(540, Gender::Female), (445, Gender::Male), (10, Gender::Unknown), (5, Gender::Other)]);
    let given = given_name(culture, gender, rng);
    let family = one_of(culture.families, rng);
    let mut details = CustomerDetails::named(family.parse()?);
    details.given_name = Some(given.parse()?);
    if gender == Gender::Female && rng.percent(9) {
        details.former_names.push(former_name(culture, given, family, rng).parse()?);
    }
    details.phone = if rng.percent(97) { Some(phone(rng)?) } else { None };
    if rng.percent(11) {
        details.other_phones.push(phone(rng)?);
    }
    if rng.percent(72) {
        details.email = Some(email(given, family, number, rng).parse()?);
    }
    let (youngest, oldest) = rng.weighed(&AGES);
    let birth_date = born(at, rng.between(youngest, oldest), rng)?;
    details.birth_date = if rng.percent(96) { Some(birth_date) } else { None };
    details.gender = if rng.percent(98) { Some(gender) } else { None };
    details.preferred_language = match rng.place(100) {
        0..55 => Some("en".parse()?),
        55..80 => Some(rng.one(culture.languages).parse()?),
        _ => None,
    };
    if rng.percent(40) {
        let value = format!("P{number:07}");
        details.identifiers.push(Identifier { system: "https://records.clinic.example/patient".parse()?, value: value.parse()? });
    }
    Ok(details)
}

/// Another number of the same person, or another's.
pub(super) fn phone(rng: &mut Rng) -> Result<Phone, FieldError> {
    let region: Region = "NG".parse()?;
    let (start, middle, end) = (rng.one(&MOBILE), rng.between(200, 989), rng.between(0, 9_999));
    let typed = match rng.place(4) {
        0 => format!("{start}{middle}{end:04}"),
        1 => format!("+234 {} {middle} {end:04}", start.trim_start_matches('0')),
        _ => format!("{start} {middle} {end:04}"),
    };
    Phone::parse(&typed, region)
}

/// Another family name, and the whole name that is a former one from then on.
pub(super) fn marriage(customer: &Customer, rng: &mut Rng) -> Result<CustomerPatch, FieldError> {
    let culture = rng.weighed(&CULTURES);
    let mut former = customer.details.former_names.clone();
    former.push(customer.full_name().parse()?);
    Ok(CustomerPatch { family_name: Some(one_of(culture.families, rng).parse()?), former_names: Some(former), ..CustomerPatch::default() })
}

/// That somebody died between their last contact and the day the desk heard of it.
pub(super) fn death(last_contact: Timestamp, heard: Timestamp, rng: &mut Rng) -> Death {
    let between = heard.seconds_since(last_contact).max(0);
    let at = last_contact.plus_seconds(rng.between(between / 4, between * 3 / 4));
    Death { at: if rng.percent(80) { Some(at) } else { None } }
}

fn given_name(culture: &NameSet, gender: Gender, rng: &mut Rng) -> &'static str {
    let woman = match gender {
        Gender::Female => true,
        Gender::Male => false,
        Gender::Other | Gender::Unknown => rng.percent(50),
    };
    one_of(if woman { culture.women } else { culture.men }, rng)
}

fn former_name(culture: &NameSet, given: &str, family: &str, rng: &mut Rng) -> String {
    let maiden = one_of(culture.families, rng);
    let maiden = if maiden == family { one_of(CULTURES[3].1.families, rng) } else { maiden };
    format!("{given} {maiden}")
}

fn born(at: Timestamp, age: i64, rng: &mut Rng) -> Result<BirthDate, FieldError> {
    let today = at.utc().date_naive();
    let year = i32::try_from(i64::from(today.year()) - age).unwrap_or(1980);
    let days = u64::try_from(rng.between(1, 364)).unwrap_or(1);
    // A day of the year before the last birthday.
    let birthday = chrono::NaiveDate::from_yo_opt(year, today.ordinal().min(365)).unwrap_or(today);
    birthday.checked_sub_days(Days::new(days)).unwrap_or(birthday).try_into()
}

/// An address that nobody else has.
fn email(given: &str, family: &str, number: u64, rng: &mut Rng) -> String {
    let plain = |name: &str| fold(name).chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    let (given, family, domain) = (plain(given), plain(family), rng.one(&MAIL));
    match (given.is_empty() || family.is_empty(), rng.place(3)) {
        (true, _) => format!("patient{number}@{domain}"),
        (false, 0) => format!("{given}.{family}{number}@{domain}"),
        (false, 1) => format!("{family}{given}{number}@{domain}"),
        (false, _) => format!("{}{family}.{number}@{domain}", given.chars().take(1).collect::<String>()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_patient_can_be_called_and_was_born_and_no_two_share_an_address() {
        let at: Timestamp = "2026-03-01T09:30:00Z".parse().unwrap();
        let mut rng = Rng::seeded(7);
        let all: Vec<_> = (0..1_500).map(|number| patient(number, at, &mut rng).unwrap()).collect();
        let phones = || all.iter().flat_map(|one| one.phone.iter().chain(&one.other_phones));
        assert!(phones().count() > 1_500 && phones().all(|phone| phone.e164().is_some_and(|number| number.starts_with("+234"))));
        assert!(all.iter().flat_map(|one| one.birth_date).all(|born| !born.is_after(at) && born.date().year() > 1925));
        let mut addresses: Vec<String> = all.iter().flat_map(|one| &one.email).map(|email| email.folded()).collect();
        let count = addresses.len();
        addresses.sort_unstable();
        addresses.dedup();
        assert!(count > 900 && addresses.len() == count);
        assert!(all.iter().filter(|one| !one.former_names.is_empty()).count() > 30);
        let whole = |one: &CustomerDetails| format!("{} {}", one.given_name.as_ref().unwrap(), one.family_name);
        assert!(all.iter().all(|one| one.former_names.iter().all(|former| former.as_str() != whole(one))));
    }

    #[test]
    fn somebody_dies_after_their_last_contact_and_before_the_desk_hears_of_it() {
        let (last, heard): (Timestamp, Timestamp) = ("2026-03-01T09:30:00Z".parse().unwrap(), "2026-03-09T09:30:00Z".parse().unwrap());
        let mut rng = Rng::seeded(7);
        assert!((0..200).all(|_| death(last, heard, &mut rng).at.is_none_or(|at| last < at && at < heard)));
    }
}
