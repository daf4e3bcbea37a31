//! What differs from ticket to ticket: the amounts, days, doctors and devices that fill the blanks of its sentences.

use caredesk_domain::Timestamp;
use chrono::{Datelike as _, Days, Weekday};

use crate::services::seed::rng::Rng;

const DOCTORS: [&str; 10] = [
    "Dr. Okonkwo",
    "Dr. Adeyinka",
    "Dr. Bello",
    "Dr. Ekanem",
    "Dr. Hassan",
    "Dr. Mensah",
    "Dr. Odukoya",
    "Dr. Peters",
    "Dr. Umeh",
    "Dr. Williams",
];
const CLINICS: [&str; 9] = ["Yaba", "Surulere", "Ikeja", "Wuse", "Enugu", "Kaduna", "Port Harcourt", "Ibadan", "Benin City"];
const PHONES: [&str; 9] = [
    "Tecno Camon 20",
    "Infinix Hot 30",
    "Samsung A14",
    "itel A70",
    "iPhone 11",
    "iPhone 14",
    "Redmi Note 12",
    "Nokia G42",
    "old Android tablet",
];
const DRUGS: [&str; 9] = [
    "amlodipine 5 mg",
    "lisinopril 10 mg",
    "metformin 500 mg",
    "salbutamol",
    "levothyroxine 50 mcg",
    "omeprazole 20 mg",
    "ferrous sulphate",
    "losartan 50 mg",
    "folic acid",
];
const TESTS: [&str; 8] = [
    "blood sugar test",
    "full blood count",
    "malaria test",
    "cholesterol test",
    "thyroid test",
    "urine test",
    "kidney function test",
    "liver function test",
];
const FAMILY: [&str; 8] = ["my mother", "my father", "my son", "my daughter", "my wife", "my husband", "my grandmother", "my sister"];
const PLANS: [&str; 5] = ["Family plan", "Single plan", "Student plan", "Senior plan", "company plan"];
const BANKS: [&str; 5] = ["bank transfer", "debit card", "USSD", "payment link", "wallet"];

/// The blanks of one ticket. They stay the same through its whole conversation.
#[derive(Debug)]
pub(in super::super) struct Placeholders {
    given: String,
    amount: String,
    reference: String,
    card: String,
    day: &'static str,
    next: &'static str,
    date: String,
    time: String,
    code: String,
    doctor: &'static str,
    clinic: &'static str,
    phone: &'static str,
    drug: &'static str,
    test: &'static str,
    whom: &'static str,
    plan: &'static str,
    pay: &'static str,
    topic: String,
    number: String,
}

impl Placeholders {
    /// Draws them for a ticket of the patient called `given` that is opened at `at`.
    pub(in super::super) fn draw(given: &str, at: Timestamp, rng: &mut Rng) -> Self {
        let today = at.utc().date_naive();
        let past = today.checked_sub_days(Days::new(u64::try_from(rng.between(1, 5)).unwrap_or(1))).unwrap_or(today);
        let coming = today.checked_add_days(Days::new(u64::try_from(rng.between(4, 9)).unwrap_or(4))).unwrap_or(today);
        // Nothing is promised for a Sunday.
        let coming = if coming.weekday() == Weekday::Sun { Weekday::Mon } else { coming.weekday() };
        Self {
            given: given.to_owned(),
            amount: format!("₦{},{:03}", rng.between(2, 48), rng.between(0, 19) * 50),
            reference: format!("CD-{:07}", rng.between(1_000_000, 9_999_999)),
            card: format!("{:04}", rng.between(0, 9_999)),
            day: name_of(past.weekday()),
            next: name_of(coming),
            date: past.format("%-d %B").to_string(),
            time: format!("{}:{}0", rng.between(8, 17), rng.between(0, 5)),
            code: format!("E-{}", rng.between(101, 540)),
            doctor: rng.one(&DOCTORS),
            clinic: rng.one(&CLINICS),
            phone: rng.one(&PHONES),
            drug: rng.one(&DRUGS),
            test: rng.one(&TESTS),
            whom: rng.one(&FAMILY),
            plan: rng.one(&PLANS),
            pay: rng.one(&BANKS),
            topic: String::new(),
            number: String::new(),
        }
    }

    /// What it is about from now on, and the number of its ticket if it has one.
    pub(in super::super) fn be_about(&mut self, topic: String, number: String) {
        self.topic = topic;
        self.number = number;
    }

    /// The sentence with its blanks filled, said or heard by `agent`. A sentence that a blank begins gets a capital letter.
    pub(in super::super) fn fill(&self, sentence: &str, agent: &str) -> String {
        let mut filled = String::with_capacity(sentence.len() + 32);
        let mut rest = sentence;
        while let Some((before, blank, after)) = next_blank(rest) {
            filled.push_str(before);
            let value = self.value(blank, agent);
            if ends_a_sentence(&filled) {
                push_capitalised(&mut filled, value)
            } else {
                filled.push_str(value)
            }
            rest = after;
        }
        filled.push_str(rest);
        filled
    }

    fn value<'a>(&'a self, blank: &'a str, agent: &'a str) -> &'a str {
        match blank {
            "agent" => agent,
            "given" => &self.given,
            "amount" => &self.amount,
            "ref" => &self.reference,
            "card" => &self.card,
            "day" => self.day,
            "next" => self.next,
            "date" => &self.date,
            "time" => &self.time,
            "code" => &self.code,
            "doctor" => self.doctor,
            "clinic" => self.clinic,
            "phone" => self.phone,
            "drug" => self.drug,
            "test" => self.test,
            "whom" => self.whom,
            "plan" => self.plan,
            "pay" => self.pay,
            "topic" => &self.topic,
            "number" => &self.number,
            // Left as it is, for the test that looks for braces.
            _ => "{?}",
        }
    }
}

fn next_blank(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (blank, after) = rest.split_once('}')?;
    Some((before, blank, after))
}

fn ends_a_sentence(text: &str) -> bool {
    text.is_empty() || text.ends_with([' ', '\n']) && text.trim_end().ends_with(['.', '!', '?', '\n'])
}

fn push_capitalised(text: &mut String, word: &str) {
    let mut letters = word.chars();
    text.extend(letters.next().into_iter().flat_map(char::to_uppercase));
    text.push_str(letters.as_str());
}

const fn name_of(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_filled_alike_through_a_conversation_and_begin_sentences_with_capitals() {
        let placeholders = Placeholders::draw("Adaeze", "2026-03-01T09:30:00Z".parse().unwrap(), &mut Rng::seeded(7));
        let filled = placeholders.fill("{whom} waits. {whom} is with {doctor}.", "Bola");
        let whom = placeholders.whom;
        assert_eq!(filled, format!("M{}", format_args!("{rest} waits. M{rest} is with {}.", placeholders.doctor, rest = &whom[1..])));
        assert_eq!(placeholders.fill("Yours, {agent} for {given}", "Bola"), "Yours, Bola for Adaeze");
    }
}
