//! How well a record answers what was searched for.

use super::typo::is_typo_of;

/// How well the words of a record answer a query; sorted ascending, the best comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Relevance {
    /// Words that are only nearly there.
    typos: usize,
    /// Words that stand in the text, not at its head.
    in_the_text: usize,
    /// Words of which only the beginning was asked for.
    beginnings: usize,
}

impl Relevance {
    /// Compares the words of a query with those at the head of a record (its subject, its customer's name) and those of its text. Each word of
    /// the query must be a word of the record, begin one, or be a misspelt one; otherwise there is no match. All lists as `words` gives them.
    pub fn of(query: &[String], head: &[String], text: &[String]) -> Option<Self> {
        let mut relevance = Self::default();
        for asked in query {
            let begins = |words: &[String]| begins(asked, words);
            let (typo, in_the_text, beginning) = if head.contains(asked) {
                (false, false, false)
            } else if begins(head) {
                (false, false, true)
            } else if text.contains(asked) {
                (false, true, false)
            } else if begins(text) {
                (false, true, true)
            } else if near(asked, head) {
                (true, false, false)
            } else if near(asked, text) {
                (true, true, false)
            } else {
                return None;
            };
            relevance.typos += usize::from(typo);
            relevance.in_the_text += usize::from(in_the_text);
            relevance.beginnings += usize::from(beginning);
        }
        Some(relevance)
    }
}

/// Whether a word is looked for by its beginning too: a single letter would begin nearly every text.
pub fn may_begin(word: &str) -> bool {
    word.chars().nth(1).is_some()
}

/// Whether a word of a text may be a slip of the pen: numbers are meant as they are.
pub fn may_be_misspelt(word: &str) -> bool {
    word.chars().all(|c| !c.is_numeric())
}

fn begins(asked: &str, words: &[String]) -> bool {
    may_begin(asked) && words.iter().any(|word| word.starts_with(asked))
}

fn near(asked: &str, words: &[String]) -> bool {
    may_be_misspelt(asked) && words.iter().any(|word| may_be_misspelt(word) && is_typo_of(asked, word))
}

#[cfg(test)]
mod tests {
    use super::{super::words, *};

    fn relevance(query: &str, head: &str, text: &str) -> Option<Relevance> {
        Relevance::of(&words(query), &words(head), &words(text))
    }

    #[test]
    fn every_word_asked_for_must_be_there_somehow() {
        assert!(relevance("charged march", "Charged twice", "on 3 March").is_some());
        assert_eq!(relevance("charged april", "Charged twice", "on 3 March"), None);
        assert_eq!(relevance("", "Charged twice", "on 3 March"), Some(Relevance::default()));
    }

    #[test]
    fn a_word_of_the_head_is_better_than_its_beginning_than_one_of_the_text_than_a_misspelt_one() {
        let found = ["charged", "charg", "visit", "visi", "chargde", "visti"].map(|query| relevance(query, "Charged twice", "a visit"));
        assert!(found.iter().all(Option::is_some) && found.is_sorted(), "{found:?}");
        let distinct: std::collections::HashSet<_> = found.into_iter().collect();
        assert_eq!(distinct.len(), 6);
    }

    #[test]
    fn a_number_is_meant_as_it_is_and_a_letter_alone_begins_nothing() {
        assert!(relevance("2024", "Invoice 20245", "").is_some());
        assert_eq!(relevance("2034", "Invoice 2024", ""), None);
        assert_eq!(relevance("i", "Invoice", ""), None);
        assert!(relevance("i", "Type I", "").is_some());
    }
}
