//! What the subjects of tickets are about: their words without those that say nothing, each by its stem.

use std::{borrow::Cow, collections::HashSet, sync::LazyLock};

use snowball_stemmers_rs::{Algorithm, Stemmer};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::{
    search::fold,
    text::{Limits, Subject, Text},
    ticket_number::TicketNumber,
};

/// The fewest letters of a word that is a term.
const SHORTEST: usize = 3;

/// Marks the stem of a term.
#[derive(Debug)]
pub enum StemText {}
impl Limits for StemText {
    const NAME: &'static str = "Stem";
    const MIN: usize = 1;
    const MAX: usize = 100;
    const CONTROLS: bool = false;
    const ABOUT: &'static str = "What the forms of a word have in common.";
    const EXAMPLE: &'static str = "charg";
}
/// The stem of a term, as somebody asks for it.
pub type Stem = Text<StemText>;

/// A word of a subject.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term {
    /// What it has in common with its other forms: `charged` and `charges` are one.
    pub stem: String,
    /// The word as it was written, in lower case.
    pub word: String,
}

struct Tongue {
    silent: HashSet<String>,
    stemmer: Algorithm,
}

static ENGLISH: LazyLock<Tongue> = LazyLock::new(|| Tongue::new("en", Algorithm::English));
static FRENCH: LazyLock<Tongue> = LazyLock::new(|| Tongue::new("fr", Algorithm::French));

impl Tongue {
    fn new(code: &str, stemmer: Algorithm) -> Self {
        let silent = stop_words::lookup(code).unwrap_or_default();
        Self { silent: silent.iter().map(|word| (*word).to_owned()).collect(), stemmer }
    }

    fn says_nothing(&self, word: &str) -> bool {
        self.silent.contains(word)
    }
}

/// The terms of a subject, each once. Its language is that of which more of its words say nothing; English where that tells nothing.
pub fn terms(subject: &Subject) -> Vec<Term> {
    let lower = subject.as_str().to_lowercase().replace('\u{2019}', "'");
    let words: Vec<&str> = lower.unicode_words().map(without_article).collect();
    let heard = |tongue: &Tongue| words.iter().filter(|word| tongue.says_nothing(word)).count();
    let tongue = if heard(&FRENCH) > heard(&ENGLISH) { &*FRENCH } else { &*ENGLISH };
    let stemmer = Stemmer::create(tongue.stemmer);
    let mut terms: Vec<Term> = words
        .into_iter()
        .filter(|word| word.chars().count() >= SHORTEST && word.chars().all(|c| c.is_alphabetic() || c == '\''))
        .filter(|word| !ENGLISH.says_nothing(word) && !FRENCH.says_nothing(word) && word.parse::<TicketNumber>().is_err())
        .map(|word| Term { stem: stem(&stemmer, word), word: word.to_owned() })
        .collect();
    terms.sort_unstable();
    terms.dedup_by(|one, other| one.stem == other.stem);
    terms
}

fn stem(stemmer: &Stemmer, word: &str) -> String {
    let stem: Cow<'_, str> = stemmer.stem(word);
    let folded = fold(&stem);
    if folded.is_empty() { stem.into_owned() } else { folded }
}

/// `l'ordonnance` is an `ordonnance`, and `patient's` is of the patient.
fn without_article(word: &str) -> &str {
    match word.split_once('\'') {
        Some((article, rest)) if article.chars().count() <= 2 && !rest.is_empty() => rest,
        Some((word, "s")) => word,
        Some(_) | None => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(subject: &str) -> Vec<String> {
        terms(&subject.parse().unwrap()).into_iter().map(|term| term.stem).collect()
    }

    #[test]
    fn the_forms_of_a_word_are_one_term_and_words_that_say_nothing_are_none() {
        assert_eq!(stems("I was charged twice for the appointment"), ["appoint", "charg"]);
        assert_eq!(stems("Charges for appointments"), ["appoint", "charg"]);
        assert_eq!(stems("Charged, charged and CHARGES"), ["charg"]);
    }

    #[test]
    fn french_is_stemmed_as_french_and_its_articles_fall_away() {
        assert_eq!(stems("Je n\u{2019}ai pas re\u{e7}u l\u{2019}ordonnance"), stems("Pas d'ordonnances re\u{e7}ues pour moi"));
        assert_eq!(terms(&"Remboursement de la consultation".parse().unwrap())[1].word, "remboursement");
    }

    #[test]
    fn numbers_and_marks_are_no_terms() {
        assert_eq!(stems("Refund 4500 for 2 visits (TKT)"), ["refund", "tkt", "visit"]);
        assert!(stems("12345 67").is_empty());
    }
}
