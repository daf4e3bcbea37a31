//! What is said at the desk. Every sentence is our own; a blank in braces stands for what differs from ticket to ticket.

mod appointment;
mod billing;
mod blanks;
mod general;
mod medical;
mod technical;

use caredesk_domain::ticket::{Category, Priority};

pub(super) use blanks::Blanks;
pub(super) use general::{AGAIN, ASKED, CHASES, GREETINGS, HANDED_OVER, INTERIM, NO_ANSWER, PRESENT, RETURNED, SETTLED, THANKS};

/// How a case of one kind goes: what the patient says, what the desk asks, what it finds, and how it ends.
#[derive(Debug)]
pub(super) struct Story {
    /// How urgent such a case mostly is.
    pub(super) priority: Priority,
    /// What it is about in a line, said in different ways.
    pub(super) subjects: &'static [&'static str],
    /// What the patient says at first.
    pub(super) tells: &'static [&'static str],
    /// What the desk asks or says first.
    pub(super) asks: &'static str,
    /// What the patient answers.
    pub(super) adds: &'static str,
    /// What the desk writes down for itself.
    pub(super) finds: &'static str,
    /// What the desk says in the end.
    pub(super) solves: &'static str,
}

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
    use caredesk_domain::text::{Body, Description, Subject};

    use super::*;
    use crate::services::seed::chance::Chance;

    #[test]
    fn there_are_more_than_forty_stories_and_every_sentence_fits_where_it_goes() {
        let all: Vec<&Story> = Category::ALL.iter().flat_map(|category| stories(*category)).collect();
        assert!(all.len() >= 44);
        let blanks = Blanks::draw("Adaeze", "2026-03-01T09:30:00Z".parse().unwrap(), &mut Chance::seeded(7));
        let fill = |sentence: &str| {
            let filled = blanks.fill(sentence, "Bola");
            assert!(!filled.contains(['{', '}']), "{filled}");
            filled
        };
        for story in all {
            assert!(story.subjects.iter().all(|subject| fill(subject).parse::<Subject>().is_ok_and(|line| line.as_str().len() < 90)));
            assert!(story.subjects.len() + story.tells.len() >= 3);
            assert!(story.tells.iter().all(|tells| fill(tells).parse::<Description>().is_ok()));
            assert!([story.asks, story.adds, story.finds, story.solves].iter().all(|said| fill(said).parse::<Body>().is_ok()));
        }
        for general in [AGAIN, ASKED, CHASES, GREETINGS, HANDED_OVER, INTERIM, NO_ANSWER, RETURNED, SETTLED, THANKS].concat() {
            fill(general);
        }
    }
}
