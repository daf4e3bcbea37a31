//! Ranking of records that match a query.

use super::typo::is_typo_of;

/// Rank of a record for a query; in ascending order the best comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct RecordRank {
    /// Query words that match with a typo.
    typos: usize,
    /// Query words that match in the text, not in the head.
    in_the_text: usize,
    /// Query words that match as a prefix.
    prefixes: usize,
}

impl RecordRank {
    /// Ranks a record by the words of its head (its subject, its customer's name) and those of its text. Each query word must be a word
    /// of the record, a prefix of one, or a misspelt one; otherwise there is no match. All lists are folded words.
    pub fn of(query: &[String], head: &[String], text: &[String]) -> Option<Self> {
        let mut relevance = Self::default();
        for asked in query {
            let begins = |words: &[String]| has_prefix_match(asked, words);
            let (typo, in_the_text, beginning) = if head.contains(asked) {
                (false, false, false)
            } else if begins(head) {
                (false, false, true)
            } else if text.contains(asked) {
                (false, true, false)
            } else if begins(text) {
                (false, true, true)
            } else if has_typo_match(asked, head) {
                (true, false, false)
            } else if has_typo_match(asked, text) {
                (true, true, false)
            } else {
                return None;
            };
            relevance.typos += usize::from(typo);
            relevance.in_the_text += usize::from(in_the_text);
            relevance.prefixes += usize::from(beginning);
        }
        Some(relevance)
    }
}

/// Whether a query word matches as a prefix too: a single letter would match nearly every text.
pub fn allows_prefix(word: &str) -> bool {
    word.chars().nth(1).is_some()
}

/// Whether a word may match with a typo: words with digits match exactly.
pub fn allows_typos(word: &str) -> bool {
    word.chars().all(|c| !c.is_numeric())
}

fn has_prefix_match(asked: &str, words: &[String]) -> bool {
    allows_prefix(asked) && words.iter().any(|word| word.starts_with(asked))
}

fn has_typo_match(asked: &str, words: &[String]) -> bool {
    allows_typos(asked) && words.iter().any(|word| allows_typos(word) && is_typo_of(asked, word))
}

#[cfg(test)]
mod tests {
    use super::{super::folded_words, *};

    fn relevance(query: &str, head: &str, text: &str) -> Option<RecordRank> {
        RecordRank::of(&folded_words(query), &folded_words(head), &folded_words(text))
    }

    #[test]
    fn rank_requires_match_of_every_word() {
        assert!(relevance("charged march", "Charged twice", "on 3 March").is_some());
        assert_eq!(relevance("charged april", "Charged twice", "on 3 March"), None);
        assert_eq!(relevance("", "Charged twice", "on 3 March"), Some(RecordRank::default()));
    }

    #[test]
    fn rank_orders_head_prefix_text_and_typo_matches() {
        let found = ["charged", "charg", "visit", "visi", "chargde", "visti"].map(|query| relevance(query, "Charged twice", "a visit"));
        assert!(found.iter().all(Option::is_some) && found.is_sorted(), "{found:?}");
        let distinct: std::collections::HashSet<_> = found.into_iter().collect();
        assert_eq!(distinct.len(), 6);
    }

    #[test]
    fn rank_matches_numbers_exactly_and_no_one_letter_prefix() {
        assert!(relevance("2024", "Invoice 20245", "").is_some());
        assert_eq!(relevance("2034", "Invoice 2024", ""), None);
        assert_eq!(relevance("i", "Invoice", ""), None);
        assert!(relevance("i", "Type I", "").is_some());
    }
}
