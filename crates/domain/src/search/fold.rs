//! Folding: one spelling for all spellings of a name.

use unicode_normalization::{
    UnicodeNormalization,
    char::{canonical_combining_class, is_combining_mark},
};

use crate::text::is_invisible;

/// The text in lower case, without accents, in compatibility characters: `Łódź` becomes `lodz`.
///
/// Dependent vowels of Indic scripts stay (their combining class is zero): without them the name would be another.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let letters = text.nfkd().filter(|&c| canonical_combining_class(c) == 0 && !is_invisible(c) && c != TATWEEL);
    for letter in letters.flat_map(char::to_lowercase) {
        match base_letter(letter) {
            Some(plain) => folded.push_str(plain),
            // Lower case of `İ` is an `i` and a dot of its own.
            None if canonical_combining_class(letter) != 0 => {}
            None => folded.push(letter),
        }
    }
    folded
}

/// Only stretches an Arabic word.
const TATWEEL: char = '\u{0640}';

/// Base letters of letters that Unicode does not decompose, as typed on other keyboards. The hooked ones are Hausa, Ewe and others.
const fn base_letter(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ø' | 'ɔ' => "o",
        'đ' | 'ð' | 'ɖ' | 'ɗ' => "d",
        'ł' => "l",
        'ı' => "i",
        'ħ' => "h",
        'ŧ' => "t",
        'ŋ' => "n",
        'ɓ' => "b",
        'ƙ' => "k",
        'ƴ' => "y",
        'ɛ' | 'ǝ' | 'ə' => "e",
        'ς' => "σ",
        _ => return None,
    })
}

/// The most characters of a word; a longer word is cut.
const MAX_WORD_LENGTH: usize = 64;

/// The folded words of a text, sorted, each once. A word is letters, marks and digits; an apostrophe inside is dropped
/// (`O'Brien` is `obrien`), anything else separates words.
pub fn folded_words(text: &str) -> Vec<String> {
    let cut = |word: &str| word.chars().take(MAX_WORD_LENGTH).collect::<String>();
    let joined: String = text.chars().filter(|&c| !is_apostrophe(c)).collect();
    let folded = fold(&joined);
    let mut words: Vec<String> =
        folded.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c)).filter(|word| !word.is_empty()).map(cut).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// The characters typed for an apostrophe, including the Hawaiian okina.
const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '`' | '\u{B4}' | '\u{2BB}' | '\u{2BC}' | '\u{2018}'..='\u{201B}' | '\u{2032}' | '\u{FF07}')
}
