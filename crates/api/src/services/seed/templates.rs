//! What is said at the desk. Every sentence is our own; a blank in braces stands for what differs from ticket to ticket.

mod appointment;
mod billing;
pub(super) mod contacts;
mod enquiries;
pub(super) mod escalations;
mod general;
mod medical;
mod placeholders;
mod story;
mod technical;

use caredesk_domain::ticket::Category;

pub(super) use enquiries::{ENQUIRIES, Enquiry};
pub(super) use general::{
    AGAIN, ASKED, CHASES, GREETINGS, HANDED_OVER, INTERIM, KNOWN_ALREADY, MISTAKEN, NO_ANSWER, PRESENT, RETURNED, SAME, SETTLED, THANKS,
};
pub(super) use placeholders::Placeholders;
pub(super) use story::Story;

/// The stories of a category.
pub(super) const fn stories(category: Category) -> &'static [Story] {
    match category {
        Category::Billing => &billing::STORIES,
        Category::Appointment => &appointment::STORIES,
        Category::Technical => &technical::STORIES,
        Category::Medical => &medical::STORIES,
    }
}

#[cfg(test)]
mod tests {
    use caredesk_domain::text::{Body, Description, Outcome, Reason, Subject, Summary};

    use super::*;
    use crate::services::seed::rng::Rng;

    #[test]
    fn there_are_more_than_forty_stories_and_every_sentence_fits_where_it_goes() {
        let all: Vec<&Story> = Category::ALL.iter().flat_map(|category| stories(*category)).collect();
        assert!(all.len() >= 44);
        let placeholders = Placeholders::draw("Adaeze", "2026-03-01T09:30:00Z".parse().unwrap(), &mut Rng::seeded(7));
        let fill = |sentence: &str| {
            let filled = placeholders.fill(sentence, "Bola");
            assert!(!filled.contains(['{', '}']), "{filled}");
            filled
        };
        for story in all {
            assert!(story.subjects.iter().all(|subject| fill(subject).parse::<Subject>().is_ok_and(|line| line.as_str().len() < 90)));
            assert!(story.subjects.len() + story.tells.len() >= 3);
            assert!(story.tells.iter().all(|tells| fill(tells).parse::<Description>().is_ok()));
            assert!([story.asks, story.adds, story.finds, story.solves].iter().all(|said| fill(said).parse::<Body>().is_ok()));
        }
        for general in [AGAIN, ASKED, CHASES, GREETINGS, HANDED_OVER, INTERIM, KNOWN_ALREADY, MISTAKEN, NO_ANSWER, RETURNED].concat() {
            fill(general);
        }
        for general in [SAME, SETTLED, THANKS, contacts::NOTES, contacts::HANDED_OVER, contacts::LEFT, contacts::TAKEN_DOWN].concat() {
            fill(general);
        }
        for summary in [
            contacts::OPENED,
            contacts::ABOUT_IT,
            contacts::CALLED,
            contacts::NO_ANSWER,
            contacts::ANSWERED,
            contacts::REMINDED,
            contacts::FOR_A_DOCTOR,
        ]
        .concat()
        {
            assert!(fill(summary).parse::<Summary>().is_ok());
        }
        for frame in [contacts::CHATS, contacts::LETTERS].concat() {
            fill(&frame.replace("{said}", "it hurts.").replace("{answer}", "Where?"));
        }
    }

    #[test]
    fn enquiries_and_questions_fit_where_they_go() {
        let placeholders = Placeholders::draw("Adaeze", "2026-03-01T09:30:00Z".parse().unwrap(), &mut Rng::seeded(7));
        let fill = |sentence: &str| {
            let filled = placeholders.fill(sentence, "Dr. Eze");
            assert!(!filled.contains(['{', '}']), "{filled}");
            filled
        };
        for enquiry in &ENQUIRIES {
            assert!([enquiry.topic, enquiry.asks, enquiry.answers].iter().all(|said| fill(said).parse::<Body>().is_ok()));
            assert!(enquiry.came_of.iter().all(|summary| fill(summary).parse::<Summary>().is_ok()));
        }
        for category in Category::ALL {
            for matter in escalations::matters(*category) {
                assert!(fill(matter.reason).parse::<Reason>().is_ok() && fill(matter.outcome).parse::<Outcome>().is_ok());
                assert!([matter.back, matter.told, matter.passed_on].iter().all(|said| fill(said).parse::<Body>().is_ok()));
            }
        }
        assert!([escalations::DECLINES, escalations::WITHDRAWN].concat().iter().all(|reason| fill(reason).parse::<Reason>().is_ok()));
    }
}
