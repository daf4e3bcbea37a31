use std::collections::BTreeSet;

use caredesk_domain::{
    StaffId,
    actor::{Actor, Role},
    escalation::TargetRole,
    message::Channel,
    name::NamePart,
    person::{Gender, Language},
    text::{Body, Description, Outcome, Reason, Subject, Summary, Transcript},
    ticket::Category,
};

use super::*;
use crate::{
    customer::{KnownCustomer, new_details},
    placeholders::Placeholders,
    rng::Rng,
};

/// Fills texts as for a customer of the desk.
struct Filler {
    known: KnownCustomer,
    rng: Rng,
}

#[expect(clippy::disallowed_methods, reason = "a test acts as an agent")]
fn agent() -> Actor {
    Actor::staff(StaffId::from_uuid(uuid::Uuid::nil()), Role::Agent)
}

impl Filler {
    fn new() -> Self {
        let mut rng = Rng::seeded(7);
        let at = "2026-03-01T09:30:00Z".parse().unwrap();
        let (details, writer) = new_details(&load().unwrap().names, 1, at, &mut rng).unwrap();
        let actor = agent();
        let id = caredesk_persistence::Ids::seeded(1).id(at);
        let customer = caredesk_domain::customer::Customer::create(id, details, &actor, at).unwrap().out().clone();
        Self { known: KnownCustomer { customer, writer, last: at }, rng }
    }

    fn fill(&mut self, own: &'static Values, text: &str) -> String {
        let mut placeholders =
            Placeholders::draw(&self.known.customer, &self.known.writer, (&load().unwrap().values, own), self.known.last, &mut self.rng);
        placeholders.set("topic", "A topic".to_owned());
        placeholders.set("number", "TKT-00000000".to_owned());
        let filled = placeholders.fill(text, "Bola");
        assert!(!filled.contains(['{', '}']) && !filled.contains("  "), "{filled}");
        filled
    }
}

fn fits_escalation(filler: &mut Filler, own: &'static Values, escalation: &Escalation) {
    assert!(filler.fill(own, &escalation.reason).parse::<Reason>().is_ok());
    assert!(filler.fill(own, &escalation.outcome).parse::<Outcome>().is_ok());
    for text in [&escalation.question, &escalation.details, &escalation.reply] {
        assert!(filler.fill(own, text).parse::<Body>().is_ok());
    }
}

#[test]
fn every_text_of_a_scenario_fits_its_field() {
    let (mut filler, data) = (Filler::new(), load().unwrap());
    assert!(data.scenarios.len() >= 44);
    let ids: BTreeSet<&str> = data.scenarios.iter().map(|scenario| scenario.id.as_str()).collect();
    assert_eq!(ids.len(), data.scenarios.len(), "an id stands twice");
    for scenario in &data.scenarios {
        let own = &scenario.values;
        assert!(scenario.subjects.len() >= 2, "{}", scenario.id);
        for subject in &scenario.subjects {
            assert!(filler.fill(own, subject).parse::<Subject>().is_ok_and(|subject| subject.as_str().chars().count() < 90), "{subject}");
        }
        for text in [&scenario.email, &scenario.chat, &scenario.call] {
            assert!(filler.fill(own, text).parse::<Description>().is_ok(), "{text}");
        }
        for text in
            [&scenario.question, &scenario.details, &scenario.finding, &scenario.solution, &scenario.reopened, &scenario.second_solution]
        {
            assert!(filler.fill(own, text).parse::<Body>().is_ok(), "{text}");
        }
        if let Some(escalation) = &scenario.escalation {
            // A doctor is asked about health, an admin about the rest.
            assert_eq!(escalation.to == TargetRole::Doctor, scenario.category == Category::Medical, "{}", scenario.id);
            assert!((1..400).contains(&escalation.per_mille), "{}", scenario.id);
            fits_escalation(&mut filler, own, escalation);
        }
    }
}

#[test]
fn every_text_of_an_enquiry_fits_its_field() {
    let (mut filler, data) = (Filler::new(), load().unwrap());
    for enquiry in &data.enquiries {
        let own = &enquiry.values;
        assert!(filler.fill(own, &enquiry.text).parse::<Transcript>().is_ok() && filler.fill(own, &enquiry.answer).parse::<Body>().is_ok());
        assert!(filler.fill(own, &enquiry.topic).parse::<Subject>().is_ok());
        assert!(enquiry.summaries.iter().all(|summary| filler.fill(own, summary).parse::<Summary>().is_ok()));
        if let Some(escalation) = &enquiry.escalation {
            assert_eq!(escalation.to, TargetRole::Doctor);
            fits_escalation(&mut filler, own, escalation);
        }
    }
}

#[test]
fn every_customer_has_a_scenario_of_each_category_and_an_enquiry_of_each_channel() {
    let data = load().unwrap();
    let mut rng = Rng::seeded(7);
    for age in 0..=120 {
        for gender in [Some(Gender::Female), Some(Gender::Male), Some(Gender::Unknown), None] {
            for category in Category::ALL {
                let escalated = matches!(category, Category::Medical | Category::Billing);
                let scenario = pick_scenario(&data.scenarios, *category, (age, gender), escalated, &mut rng);
                assert!(scenario.is_some(), "no scenario of {category} at {age}");
            }
        }
        for channel in Channel::ALL {
            let fits = |one: &Enquiry| one.escalation.is_none() && one.channels.contains(channel) && one.fits(age);
            assert!(data.enquiries.iter().any(fits), "no enquiry by {channel} at {age}");
        }
    }
}

#[test]
fn scenarios_of_children_speak_of_the_child_and_those_of_adults_do_not() {
    for scenario in &load().unwrap().scenarios {
        let child = scenario.ages.1 < 18;
        assert!(child || scenario.ages.0 >= 18, "{} is for children and adults", scenario.id);
        assert!(!child || [&scenario.email, &scenario.chat].iter().all(|text| text.contains("{given}")), "{}", scenario.id);
        assert!(child || ![&scenario.email, &scenario.chat].iter().any(|text| text.contains("{given}")), "{}", scenario.id);
    }
}

#[test]
fn every_name_and_language_is_valid_and_shares_add_up() {
    let names = &load().unwrap().names;
    assert_eq!(names.culture.iter().map(|culture| culture.share).sum::<u32>(), 100);
    assert!(names.parts().all(|name| name.parse::<NamePart>().is_ok()));
    assert!(names.culture.iter().flat_map(|culture| &culture.languages).all(|language| language.parse::<Language>().is_ok()));
}

#[test]
fn a_faulty_file_is_rejected_with_its_name_and_the_entry() {
    let values = BTreeMap::new();
    let error = |text| parse::<Scenarios>(("scenarios/some.toml", text), &values).unwrap_err();
    let unknown = error("[[scenario]]\nid = \"rash\"\nemail = \"Since {day} I take {medicine}.\"\n");
    assert_eq!(unknown, "scenarios/some.toml: scenario[0] (rash).email: unknown placeholder {medicine}");
    assert_eq!(error("[[scenario]]\nid = \"rash\"\nsubjects = []\n"), "scenarios/some.toml: scenario[0] (rash).subjects: is empty");
    let incomplete = error("[[scenario]]\nid = \"rash\"\n");
    assert!(incomplete.starts_with("scenarios/some.toml: ") && incomplete.contains("missing field"), "{incomplete}");
}
