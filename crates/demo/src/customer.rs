//! Made-up customers.

use caredesk_domain::{
    FieldError, Timestamp,
    customer::{Customer, CustomerDetails, CustomerPatch, Death, Identifier},
    date::BirthDate,
    person::Gender,
    phone::{Phone, Region},
    search::fold,
};
use chrono::{Datelike as _, Days, NaiveDate};

use crate::{data::Names, rng::Rng};

/// The age from which people write for themselves, in years.
const ADULT: u32 = 18;
/// The age at which a customer without a date of birth is assumed.
const ASSUMED_AGE: u32 = 40;
/// Ages of customers: of a thousand, the youngest and the oldest in years.
const AGES: [(u32, (i64, i64)); 6] = [(80, (0, 15)), (270, (18, 29)), (330, (30, 44)), (200, (45, 59)), (95, (60, 74)), (25, (75, 94))];

/// A customer, and what the seeder knows beside the record.
#[derive(Debug, Clone)]
pub(crate) struct KnownCustomer {
    pub(crate) customer: Customer,
    /// The given name of who writes and calls: the customer or a parent.
    pub(crate) writer: String,
    /// Of the last contact.
    pub(crate) last: Timestamp,
}

impl KnownCustomer {
    /// Their age in years at `at`.
    pub(crate) fn age(&self, at: Timestamp) -> u32 {
        self.customer.details.birth_date.map_or(ASSUMED_AGE, |birth| age_in_years(birth, at.utc().date_naive()))
    }
}

/// The age in years on a day.
pub(crate) fn age_in_years(birth: BirthDate, today: NaiveDate) -> u32 {
    today.years_since(birth.date()).unwrap_or(0)
}

/// The details of the `number`th customer, as an agent writes them down at `at`, and the given name of who writes for them.
pub(crate) fn new_details(
    names: &'static Names,
    number: u64,
    at: Timestamp,
    rng: &mut Rng,
) -> Result<(CustomerDetails, String), FieldError> {
    let culture = names.pick_culture(rng);
    let gender = rng.weighted(&[(540, Gender::Female), (445, Gender::Male), (10, Gender::Unknown), (5, Gender::Other)]);
    let (given, family) = (culture.given_name(gender, rng), culture.family_name(rng));
    let (youngest, oldest) = rng.weighted(&AGES);
    let birth_date = birth_date(at, rng.between(youngest, oldest), rng)?;
    let adult = age_in_years(birth_date, at.utc().date_naive()) >= ADULT;
    let writer = if adult { given } else { culture.given_name(if rng.percent(70) { Gender::Female } else { Gender::Male }, rng) };
    let mut details = CustomerDetails::named(family.parse()?);
    details.given_name = Some(given.parse()?);
    if gender == Gender::Female && adult && rng.percent(10) {
        let maiden = culture.family_name(rng);
        let maiden = if maiden == family { names.culture[0].family_name(rng) } else { maiden };
        if maiden != family {
            details.former_names.push(format!("{given} {maiden}").parse()?);
        }
    }
    details.phone = if rng.percent(97) { Some(new_phone(names, rng)?) } else { None };
    if rng.percent(11) {
        details.other_phones.push(new_phone(names, rng)?);
    }
    if rng.percent(72) {
        details.email = Some(email(names, writer, family, number, rng).parse()?);
    }
    // Everybody knows the date of birth of a child.
    details.birth_date = if !adult || rng.percent(96) { Some(birth_date) } else { None };
    details.gender = if rng.percent(98) { Some(gender) } else { None };
    details.preferred_language = match rng.index(100) {
        0..55 => Some("en".parse()?),
        55..80 => Some(rng.pick(&culture.languages).parse()?),
        _ => None,
    };
    if rng.percent(40) {
        let value = format!("P{number:07}");
        details.identifiers.push(Identifier { system: "https://records.clinic.example/patient".parse()?, value: value.parse()? });
    }
    Ok((details, writer.to_owned()))
}

/// A mobile number, typed as people do.
pub(crate) fn new_phone(names: &'static Names, rng: &mut Rng) -> Result<Phone, FieldError> {
    let region: Region = "NG".parse()?;
    let (start, middle, end) = (rng.pick(&names.mobile_prefixes), rng.between(200, 989), rng.between(0, 9_999));
    let typed = match rng.index(4) {
        0 => format!("{start}{middle}{end:04}"),
        1 => format!("+234 {} {middle} {end:04}", start.trim_start_matches('0')),
        _ => format!("{start} {middle} {end:04}"),
    };
    Phone::parse(&typed, region)
}

/// A new family name; the whole name becomes a former one.
pub(crate) fn marriage(names: &'static Names, customer: &Customer, rng: &mut Rng) -> Result<CustomerPatch, FieldError> {
    let mut former = customer.details.former_names.clone();
    former.push(customer.full_name().parse()?);
    let family = names.pick_culture(rng).family_name(rng);
    Ok(CustomerPatch { family_name: Some(family.parse()?), former_names: Some(former), ..CustomerPatch::default() })
}

/// A death between the last contact and its report.
pub(crate) fn death(last_contact: Timestamp, reported: Timestamp, rng: &mut Rng) -> Death {
    let between = reported.seconds_since(last_contact).max(0);
    let at = last_contact.plus_seconds(rng.between(between / 4, between * 3 / 4));
    Death { at: if rng.percent(80) { Some(at) } else { None } }
}

/// A date of birth that gives the age of `age` years at `at`.
fn birth_date(at: Timestamp, age: i64, rng: &mut Rng) -> Result<BirthDate, FieldError> {
    let today = at.utc().date_naive();
    let year = i32::try_from(i64::from(today.year()) - age).unwrap_or(1980);
    let days = u64::try_from(rng.between(1, 364)).unwrap_or(1);
    let birthday = NaiveDate::from_yo_opt(year, today.ordinal().min(365)).unwrap_or(today);
    birthday.checked_sub_days(Days::new(days)).unwrap_or(birthday).try_into()
}

/// An address that nobody else has.
fn email(names: &'static Names, given: &str, family: &str, number: u64, rng: &mut Rng) -> String {
    let plain = |name: &str| fold(name).chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    let (given, family, domain) = (plain(given), plain(family), rng.pick(&names.mail_domains));
    match (given.is_empty() || family.is_empty(), rng.index(3)) {
        (true, _) => format!("customer{number}@{domain}"),
        (false, 0) => format!("{given}.{family}{number}@{domain}"),
        (false, 1) => format!("{family}{given}{number}@{domain}"),
        (false, _) => format!("{}{family}.{number}@{domain}", given.chars().take(1).collect::<String>()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data;

    #[test]
    fn new_details_can_be_called_have_an_age_and_an_address_of_their_own() {
        let at: Timestamp = "2026-03-01T09:30:00Z".parse().unwrap();
        let (mut rng, names) = (Rng::seeded(7), &data::load().unwrap().names);
        let all: Vec<_> = (0..1_500).map(|number| new_details(names, number, at, &mut rng).unwrap().0).collect();
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
    fn death_is_after_the_last_contact_and_before_its_report() {
        let (last, heard): (Timestamp, Timestamp) = ("2026-03-01T09:30:00Z".parse().unwrap(), "2026-03-09T09:30:00Z".parse().unwrap());
        let mut rng = Rng::seeded(7);
        assert!((0..200).all(|_| death(last, heard, &mut rng).at.is_none_or(|at| last < at && at < heard)));
    }
}
