//! Misspelt words: found through keys with a letter missing (symmetric delete, Garbe's SymSpell), then measured.

/// The fewest characters of a word that may be misspelt: among shorter ones nearly every word is a slip away from another.
const FEWEST_FOR_ONE: usize = 4;
/// The fewest characters of a word that may hold two slips.
const FEWEST_FOR_TWO: usize = 8;

/// Longer words are found by their beginning only: their variants would fill the dictionary with what nobody misspells.
const MOST_FOR_VARIANTS: usize = 24;

/// The word and, from four characters on, every string with one of its characters missing; each once, sorted.
///
/// Two words share a key if one slip parts them, and if two do of which one adds and one drops a letter.
pub fn variants(word: &str) -> Vec<String> {
    let mut keys = vec![word.to_owned()];
    if (FEWEST_FOR_ONE..=MOST_FOR_VARIANTS).contains(&word.chars().count()) {
        keys.extend(word.char_indices().map(|(at, c)| [word.get(..at), word.get(at + c.len_utf8()..)].into_iter().flatten().collect()));
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// How many letters to add, drop, replace or swap with their neighbour to get from one word to the other (optimal string alignment).
pub fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before_last = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, &from) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        for (j, &to) in b.iter().enumerate() {
            let mut least = (last[j] + usize::from(from != to)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && from == b[j - 1] && a[i - 1] == to {
                least = least.min(before_last[j - 1] + 1);
            }
            row.push(least);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

/// Whether the query word can be meant for the word: one slip in four to seven characters of the query word, two in eight and more.
pub fn is_typo_of(query_word: &str, word: &str) -> bool {
    let length = query_word.chars().count();
    let allowed = match length {
        FEWEST_FOR_TWO.. => 2,
        FEWEST_FOR_ONE.. => 1,
        _ => 0,
    };
    length.abs_diff(word.chars().count()) <= allowed && distance(query_word, word) <= allowed
}
