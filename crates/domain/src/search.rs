//! Search: parsing of search texts and ranking of matches. Pure, so that both database engines find the same.

mod fold;
mod rank;
mod typo;

use std::fmt;

pub use fold::{fold, folded_words};
pub use rank::{RecordRank, allows_prefix, allows_typos};
pub use typo::{deletion_variants, edit_distance, is_typo_of};

use crate::{
    FieldError, email,
    phone::{Region, phone_query_keys},
    text::{Text, TextKind, is_invisible},
    ticket_number::TicketNumber,
};

/// Marks a search text.
#[derive(Debug)]
pub enum QueryText {}
impl TextKind for QueryText {
    const NAME: &'static str = "SearchText";
    const MIN: usize = 1;
    const MAX: usize = 200;
    const ALLOWS_CONTROLS: bool = true;
    const DESCRIPTION: &'static str = "Words in any order, prefixes of words, words with a typo; an e-mail address, a phone number or its last digits, an identifier, a ticket number.";
    const EXAMPLE: &'static str = "adeb 4581";
}
/// A search text as typed.
pub type SearchText = Text<QueryText>;

/// A parsed search text. Every part has to match: words and digits together narrow the search.
#[derive(Clone, PartialEq, Eq)]
pub struct SearchQuery {
    raw: String,
    email: Option<String>,
    words: Vec<String>,
    digits: Vec<DigitRun>,
}

/// A run of digits in a search text: a phone number or its last digits.
#[derive(Clone, PartialEq, Eq)]
pub struct DigitRun {
    typed: String,
    keys: Vec<String>,
}

impl DigitRun {
    /// The digits, in the order typed.
    pub fn as_str(&self) -> &str {
        &self.typed
    }

    /// Prefixes to match with the phones' search keys; any one is enough. Empty below three digits.
    pub fn phone_keys(&self) -> &[String] {
        &self.keys
    }
}

impl SearchQuery {
    /// Parses a search text; phone numbers are read as dialled in `region`.
    pub fn parse(text: &str, region: Region) -> Result<Self, FieldError> {
        let text: SearchText = text.parse()?;
        let raw = text.as_str().trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
        let mut query = Self { raw: raw.to_owned(), email: None, words: Vec::new(), digits: Vec::new() };
        let mut run = String::new();
        for token in raw.split_whitespace() {
            if let Some(number) = phone_part(token) {
                run.extend([" ", number.as_str()]);
                continue;
            }
            query.end_run(&mut run, region);
            if !token.contains('@') {
                query.words.append(&mut folded_words(token));
            } else if query.email.is_none() {
                query.email = Some(email::folded(token));
            } else {
                return Err(FieldError::format("must hold one e-mail address at most"));
            }
        }
        query.end_run(&mut run, region);
        query.words.sort_unstable();
        query.words.dedup();
        if query.email.is_none() && query.words.is_empty() && query.digits.is_empty() {
            return Err(FieldError::format("must hold a letter or a digit"));
        }
        Ok(query)
    }

    fn end_run(&mut self, run: &mut String, region: Region) {
        let number = std::mem::take(run);
        let typed: String = number.chars().filter(char::is_ascii_digit).collect();
        if !typed.is_empty() {
            self.digits.push(DigitRun { typed, keys: phone_query_keys(number.trim(), region) });
        }
    }

    /// The trimmed text, for exact matches of identifiers (record numbers, UUIDs).
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// The part with an `@`, folded like `Email::folded`; it may be a prefix of an address.
    pub fn email(&self) -> Option<&str> {
        self.email.as_deref()
    }

    /// The words of the tokens with a letter: folded, sorted, each once.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// All of the text as folded words, including numbers and the parts of an e-mail address: for the search in texts.
    pub fn text_words(&self) -> Vec<String> {
        folded_words(&self.raw)
    }

    /// The ticket number, if nothing else was typed; `TKT-` may be left out.
    pub fn ticket_number(&self) -> Option<TicketNumber> {
        let whole = self.raw.parse();
        whole.or_else(|_| format!("{}{}", TicketNumber::PREFIX, self.raw).parse()).ok()
    }

    /// The runs of digits, in the order typed.
    pub fn digits(&self) -> &[DigitRun] {
        &self.digits
    }
}

/// The token in ASCII digits and phone marks, if it consists of nothing else.
fn phone_part(token: &str) -> Option<String> {
    let plain: String = fold(token).chars().map(|c| if is_dash(c) { '-' } else { c }).collect();
    let marks_only = plain.chars().all(|c| c.is_ascii_digit() || "+-().x/#*".contains(c));
    // A lone `x` is an initial.
    let letter_alone = plain.contains('x') && !plain.contains(|c: char| c.is_ascii_digit());
    (marks_only && !letter_alone).then_some(plain)
}

const fn is_dash(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Omits the text: it may name a customer.
impl fmt::Debug for SearchQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Query(email: {}, {} words, {} runs of digits)", self.email.is_some(), self.words.len(), self.digits.len())
    }
}
/// Omits the digits.
impl fmt::Debug for DigitRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digits({})", self.typed.len())
    }
}

/// Rank of a name for a query; in ascending order the best comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameRank {
    typos: usize,
    prefixes: usize,
    extra_words: usize,
}

impl NameRank {
    /// Ranks a name. Every query word must be a word of the name (best), a prefix of one, or a misspelt one (worst); otherwise, or
    /// without any query word, there is no match. Both lists are folded words.
    pub fn of(query: &[String], name: &[String]) -> Option<Self> {
        if query.is_empty() {
            return None;
        }
        let mut strength = Self { typos: 0, prefixes: 0, extra_words: name.len().saturating_sub(query.len()) };
        for asked in query {
            if name.contains(asked) {
                continue;
            } else if name.iter().any(|word| word.starts_with(asked.as_str())) {
                strength.prefixes += 1;
            } else if name.iter().any(|word| is_typo_of(asked, word)) {
                strength.typos += 1;
            } else {
                return None;
            }
        }
        Some(strength)
    }
}

#[cfg(test)]
mod tests;
