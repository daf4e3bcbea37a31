//! Recurring terms: the words of ticket subjects without stop words, stemmed.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashSet},
    sync::LazyLock,
};

use snowball_stemmers_rs::{Algorithm, Stemmer};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::{
    search::fold,
    text::{Subject, Text, TextKind},
    ticket_number::TicketNumber,
};

/// The fewest letters of a term.
const MIN_TERM_LENGTH: usize = 3;

/// Marks the stem of a term.
#[derive(Debug)]
pub enum StemText {}
impl TextKind for StemText {
    const NAME: &'static str = "Stem";
    const MIN: usize = 1;
    const MAX: usize = 100;
    const ALLOWS_CONTROLS: bool = false;
    const DESCRIPTION: &'static str = "The stem of a word, which its forms have in common.";
    const EXAMPLE: &'static str = "charg";
}
/// The stem of a term, as a request names it.
pub type Stem = Text<StemText>;

/// A word of a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Its stem: `charged` and `charges` have the same.
    pub stem: String,
    /// The word as written, in lower case.
    pub word: String,
    /// Its number of occurrences in the subject.
    pub times: i16,
    /// Whether it is the first word of its stem, so that each stem of a subject counts once.
    pub leads: bool,
}

struct StemmingLanguage {
    silent: HashSet<String>,
    stemmer: Algorithm,
}

static ENGLISH: LazyLock<StemmingLanguage> = LazyLock::new(|| StemmingLanguage::new("en", Algorithm::English));
static FRENCH: LazyLock<StemmingLanguage> = LazyLock::new(|| StemmingLanguage::new("fr", Algorithm::French));

impl StemmingLanguage {
    fn new(code: &str, stemmer: Algorithm) -> Self {
        let stop_words = stop_words::lookup(code).unwrap_or_default();
        Self { silent: stop_words.iter().map(|word| (*word).to_owned()).collect(), stemmer }
    }

    fn is_stop_word(&self, word: &str) -> bool {
        self.silent.contains(word)
    }
}

/// The terms of a subject, each word once; none if it was redacted. The language is the one with more stop words in it, English if equal.
pub fn extract_terms(subject: &Subject) -> Vec<Term> {
    if subject.is_redacted() {
        return Vec::new();
    }
    let lower = subject.as_str().to_lowercase().replace('\u{2019}', "'");
    let words: Vec<&str> = lower.unicode_words().map(without_article).collect();
    let stop_word_count = |tongue: &StemmingLanguage| words.iter().filter(|word| tongue.is_stop_word(word)).count();
    let language = if stop_word_count(&FRENCH) > stop_word_count(&ENGLISH) { &*FRENCH } else { &*ENGLISH };
    let stemmer = Stemmer::create(language.stemmer);
    let written = words
        .into_iter()
        .filter(|word| word.chars().count() >= MIN_TERM_LENGTH && word.chars().all(|c| c.is_alphabetic() || c == '\''))
        .filter(|word| !ENGLISH.is_stop_word(word) && !FRENCH.is_stop_word(word) && word.parse::<TicketNumber>().is_err());
    let mut counted: BTreeMap<(String, &str), i16> = BTreeMap::new();
    for word in written {
        *counted.entry((stem(&stemmer, word), word)).or_default() += 1;
    }
    let mut terms: Vec<Term> = Vec::with_capacity(counted.len());
    for ((stem, word), times) in counted {
        let leads = terms.last().is_none_or(|before| before.stem != stem);
        terms.push(Term { stem, word: word.to_owned(), times, leads });
    }
    terms
}

fn stem(stemmer: &Stemmer, word: &str) -> String {
    let stem: Cow<'_, str> = stemmer.stem(word);
    let folded = fold(&stem);
    if folded.is_empty() { stem.into_owned() } else { folded }
}

/// Strips an elided article (`l'ordonnance`) or a possessive (`patient's`).
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
        extract_terms(&subject.parse().unwrap()).into_iter().filter(|term| term.leads).map(|term| term.stem).collect()
    }

    #[test]
    fn stem_merges_word_forms_and_drops_stop_words() {
        assert_eq!(stems("I was charged twice for the appointment"), ["appoint", "charg"]);
        assert_eq!(stems("Charges for appointments"), ["appoint", "charg"]);
        assert_eq!(stems("Charged, charged and CHARGES"), ["charg"]);
    }

    #[test]
    fn terms_of_subject_counts_each_word_and_stem_once() {
        let told = |term: Term| (term.stem, term.word, term.times, term.leads);
        let terms: Vec<_> = extract_terms(&"Charges: charged, CHARGED".parse().unwrap()).into_iter().map(told).collect();
        assert_eq!(terms, [("charg".into(), "charged".into(), 2, true), ("charg".into(), "charges".into(), 1, false)]);
        assert!(super::extract_terms(&Subject::redacted()).is_empty());
    }

    #[test]
    fn stem_french_words_without_articles() {
        assert_eq!(stems("Je n\u{2019}ai pas re\u{e7}u l\u{2019}ordonnance"), stems("Pas d'ordonnances re\u{e7}ues pour moi"));
        assert_eq!(extract_terms(&"Remboursement de la consultation".parse().unwrap())[1].word, "remboursement");
    }

    #[test]
    fn terms_omit_numbers_and_punctuation() {
        assert_eq!(stems("Refund 4500 for 2 visits (TKT)"), ["refund", "tkt", "visit"]);
        assert!(stems("12345 67").is_empty());
    }
}
