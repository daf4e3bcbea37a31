//! The values of the placeholders in the texts of one case: amounts, days, doctors, devices. They stay the same through its whole conversation.

use std::{borrow::Cow, collections::BTreeMap};

use caredesk_domain::{Timestamp, customer::Customer, person::Gender};
use chrono::{Datelike as _, Days, NaiveDate, Weekday};

use crate::{customer::age_in_years, data::Values, rng::Rng};

/// The placeholders whose values come from no data file.
pub(crate) const COMPUTED: [&str; 18] = [
    "agent", "amount", "answer", "birth", "card", "code", "date", "day", "family", "given", "next", "number", "person", "ref", "text",
    "time", "topic", "writer",
];

/// The values of the placeholders of one case.
#[derive(Debug, Clone)]
pub(crate) struct Placeholders(BTreeMap<&'static str, Cow<'static, str>>);

impl Placeholders {
    /// Draws the values for a case of `customer`, for whom `writer` writes, that begins at `at`. `own` values of a scenario replace the `general` ones.
    pub(crate) fn draw(
        customer: &Customer,
        writer: &str,
        (general, own): (&'static Values, &'static Values),
        at: Timestamp,
        rng: &mut Rng,
    ) -> Self {
        let mut drawn = Self(BTreeMap::new());
        for (name, options) in general.iter().chain(own) {
            drawn.0.insert(name, Cow::Borrowed(rng.pick(options).as_str()));
        }
        let today = at.utc().date_naive();
        let past = today.checked_sub_days(Days::new(u64::try_from(rng.between(1, 5)).unwrap_or(1))).unwrap_or(today);
        let coming = today.checked_add_days(Days::new(u64::try_from(rng.between(6, 11)).unwrap_or(6))).unwrap_or(today);
        // Nothing is promised for a Sunday.
        let coming = if coming.weekday() == Weekday::Sun { coming.succ_opt().unwrap_or(coming) } else { coming };
        let given = customer.details.given_name.as_ref().map_or_else(|| customer.details.family_name.as_str(), |name| name.as_str());
        drawn.set("given", given.to_owned());
        drawn.set("family", customer.details.family_name.as_str().to_owned());
        drawn.set("writer", writer.to_owned());
        drawn.set("person", person(customer, today));
        drawn.set("birth", birth(customer));
        drawn.set("amount", format!("₦{},{:03}", rng.between(2, 48), rng.between(0, 19) * 50));
        drawn.set("ref", format!("CD-{:07}", rng.between(1_000_000, 9_999_999)));
        drawn.set("card", format!("{:04}", rng.between(0, 9_999)));
        drawn.set("day", past.format("%A").to_string());
        drawn.set("next", coming.format("%A %-d %B").to_string());
        drawn.set("date", past.format("%-d %B").to_string());
        drawn.set("time", format!("{}:{}0", rng.between(8, 17), rng.between(0, 5)));
        drawn.set("code", format!("E-{}", rng.between(101, 540)));
        drawn
    }

    pub(crate) fn set(&mut self, name: &'static str, value: String) {
        self.0.insert(name, Cow::Owned(value));
    }

    /// `template` with its placeholders filled, said or heard by `agent`. A value that begins a sentence gets a capital letter.
    pub(crate) fn fill(&self, template: &str, agent: &str) -> String {
        let mut filled = String::with_capacity(template.len() + 64);
        let mut rest = template;
        while let Some((before, name, after)) = next_placeholder(rest) {
            filled.push_str(before);
            let value = if name == "agent" { agent } else { self.0.get(name).map_or("", |value| value.as_ref()) };
            let mut letters = value.chars();
            if begins_sentence(&filled) {
                filled.extend(letters.next().into_iter().flat_map(char::to_uppercase));
            }
            filled.push_str(letters.as_str());
            // A question at the end of a sentence keeps its mark.
            rest = if filled.ends_with(['?', '!']) { after.strip_prefix('.').unwrap_or(after) } else { after };
        }
        filled.push_str(rest);
        filled
    }
}

fn next_placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

fn begins_sentence(before: &str) -> bool {
    before.is_empty() || before.ends_with([' ', '\n']) && before.trim_end().ends_with(['.', '!', '?', '\n']) || before.ends_with('\n')
}

/// A customer as one doctor describes them to another.
fn person(customer: &Customer, today: NaiveDate) -> String {
    let Some(birth) = customer.details.birth_date else { return "patient, date of birth not on the record,".to_owned() };
    let age = age_in_years(birth, today);
    let noun = match (customer.details.gender, age) {
        (Some(Gender::Female), 18..) => "woman",
        (Some(Gender::Male), 18..) => "man",
        (Some(Gender::Female), _) => "girl",
        (Some(Gender::Male), _) => "boy",
        (Some(Gender::Other | Gender::Unknown) | None, 18..) => "patient",
        (Some(Gender::Other | Gender::Unknown) | None, _) => "child",
    };
    let months = (today - birth.date()).num_days() / 30;
    if age < 2 { format!("{months}-month-old {noun}") } else { format!("{age}-year-old {noun}") }
}

fn birth(customer: &Customer) -> String {
    customer.details.birth_date.map_or_else(|| "as on the insurance card".to_owned(), |birth| birth.date().format("%-d %B %Y").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fill_capitalises_values_at_the_beginning_of_a_sentence() {
        let mut placeholders = Placeholders(BTreeMap::new());
        placeholders.set("whom", "my mother".to_owned());
        placeholders.set("writer", "Adaeze".to_owned());
        assert_eq!(
            placeholders.fill("{whom} waits. {whom} is with {writer}.\n{whom}?", "Bola"),
            "My mother waits. My mother is with Adaeze.\nMy mother?"
        );
        assert_eq!(placeholders.fill("Yours, {agent} for {writer}", "Bola"), "Yours, Bola for Adaeze");
    }

    #[test]
    fn fill_keeps_one_mark_at_the_end_of_a_question() {
        let mut placeholders = Placeholders(BTreeMap::new());
        placeholders.set("topic", "Who books it?".to_owned());
        assert_eq!(placeholders.fill("{topic}. Opened a ticket.", ""), "Who books it? Opened a ticket.");
    }
}
