//! Typos: candidates are found by keys with one letter deleted (symmetric delete, Garbe's SymSpell), then measured by edit distance.

/// Insertions, deletions, replacements and swaps of neighbours.
pub use strsim::osa_distance as edit_distance;

/// The fewest characters of a word that may have a typo: nearly every shorter word is one edit from another.
const MIN_LENGTH_ONE_TYPO: usize = 4;
/// The fewest characters of a word that may have two typos.
const MIN_LENGTH_TWO_TYPOS: usize = 8;

/// Longer words match as a prefix only: their variants would fill the dictionary for no use.
const MAX_VARIANT_LENGTH: usize = 24;

/// The word and, from four characters on, every string with one of its characters missing; each once, sorted.
///
/// Two words share a key if they are one edit apart, or two of which one inserts and one deletes a letter.
pub fn deletion_variants(word: &str) -> Vec<String> {
    let mut keys = vec![word.to_owned()];
    if (MIN_LENGTH_ONE_TYPO..=MAX_VARIANT_LENGTH).contains(&word.chars().count()) {
        keys.extend(word.char_indices().map(|(at, c)| [word.get(..at), word.get(at + c.len_utf8()..)].into_iter().flatten().collect()));
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Whether `query_word` may be `word` with typos: one in 4 to 7 characters of the query word, two in 8 and more.
pub fn is_typo_of(query_word: &str, word: &str) -> bool {
    let length = query_word.chars().count();
    let allowed = match length {
        MIN_LENGTH_TWO_TYPOS.. => 2,
        MIN_LENGTH_ONE_TYPO.. => 1,
        _ => 0,
    };
    length.abs_diff(word.chars().count()) <= allowed && edit_distance(query_word, word) <= allowed
}
