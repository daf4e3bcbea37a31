//! Complexity limits of a JSON text, checked before it is parsed.
//!
//! A byte of JSON can cost a hundred bytes of memory and as many times the work: 1 MiB of small objects took 265 ms of processor time. The check
//! reads the text once and allocates nothing. It does not validate JSON; the parser does.

use std::fmt;

/// The deepest nesting of arrays and objects.
pub(crate) const MAX_DEPTH: usize = 32;
/// The most values of all arrays and objects together.
pub(crate) const MAX_VALUES: usize = 10_000;
/// The most names of all objects together.
pub(crate) const MAX_NAMES: usize = 2_000;
/// The most bytes of one name, as it is written.
pub(crate) const MAX_NAME_BYTES: usize = 256;

/// The limit that a text exceeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TooComplex {
    /// [`MAX_DEPTH`].
    Depth,
    /// [`MAX_VALUES`].
    Values,
    /// [`MAX_NAMES`].
    Names,
    /// [`MAX_NAME_BYTES`].
    NameLength,
}

impl fmt::Display for TooComplex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Depth => write!(f, "must not nest deeper than {MAX_DEPTH} arrays and objects"),
            Self::Values => write!(f, "must have at most {MAX_VALUES} values"),
            Self::Names => write!(f, "must have at most {MAX_NAMES} names"),
            Self::NameLength => write!(f, "must have no name longer than {MAX_NAME_BYTES} bytes"),
        }
    }
}

/// Checks the limits in one pass.
///
/// # Errors
/// The first limit that is exceeded.
pub(crate) fn check(text: &[u8]) -> Result<(), TooComplex> {
    let (mut depth, mut values, mut names, mut last_string) = (0_usize, 1_usize, 0_usize, 0_usize);
    let mut rest = text;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'"' => {
                let length = string_length(after);
                last_string = length;
                rest = after.get(length + 1..).unwrap_or_default();
            }
            b'[' | b'{' => {
                depth += 1;
                values += 1;
                if depth > MAX_DEPTH {
                    return Err(TooComplex::Depth);
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            b',' => values += 1,
            b':' => {
                names += 1;
                if last_string > MAX_NAME_BYTES {
                    return Err(TooComplex::NameLength);
                }
                if names > MAX_NAMES {
                    return Err(TooComplex::Names);
                }
            }
            _ => {}
        }
        if values > MAX_VALUES {
            return Err(TooComplex::Values);
        }
    }
    Ok(())
}

/// The length of a string up to its closing quotation mark, or to the end of the text.
fn string_length(text: &[u8]) -> usize {
    let mut length = 0;
    loop {
        let rest = text.get(length..).unwrap_or_default();
        match rest.iter().position(|byte| matches!(byte, b'"' | b'\\')) {
            None => return text.len(),
            Some(place) if rest.get(place) == Some(&b'\\') => length += place + 2,
            Some(place) => return length + place,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(text: &str) -> Result<(), TooComplex> {
        check(text.as_bytes())
    }

    #[test]
    fn check_text_at_each_bound_passes_and_beyond_is_refused() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let array = |values: usize| format!("[{}]", vec!["0"; values].join(","));
        let object = |names: usize| format!("{{{}}}", (0..names).map(|name| format!("\"{name}\":0")).collect::<Vec<_>>().join(","));
        let named = |length: usize| format!("{{\"{}\" : 0}}", "n".repeat(length));
        for (good, bad, expected) in [
            (nested(MAX_DEPTH), nested(MAX_DEPTH + 1), TooComplex::Depth),
            (array(MAX_VALUES - 1), array(MAX_VALUES), TooComplex::Values),
            (object(MAX_NAMES), object(MAX_NAMES + 1), TooComplex::Names),
            (named(MAX_NAME_BYTES), named(MAX_NAME_BYTES + 1), TooComplex::NameLength),
        ] {
            assert_eq!(checked(&good), Ok(()), "{expected:?}");
            assert_eq!(checked(&bad), Err(expected));
        }
    }

    #[test]
    fn check_counts_nothing_inside_strings() {
        let text = format!("{{\"text\": \"{}\"}}", r#"\"[[{{::,,\\"#.repeat(50_000));
        assert_eq!(checked(&text), Ok(()));
        assert_eq!(checked(&format!("[\"{}\\\\\"{}", "a".repeat(9), ",0".repeat(MAX_VALUES))), Err(TooComplex::Values));
    }

    #[test]
    fn check_leaves_broken_text_to_the_parser() {
        for broken in ["", "\"", "\"\\", "]]]]", "{\"a", ":", "\u{FEFF}{}"] {
            assert_eq!(checked(broken), Ok(()), "{broken}");
        }
    }
}
