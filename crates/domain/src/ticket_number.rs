//! Ticket numbers, easy to say on the phone: `TKT-` and eight characters, the last one a check digit.

use std::{fmt, str::FromStr};

use crate::{FieldError, text};

/// Crockford's base 32: no I, L, O or U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const DIGITS: usize = 7;

/// A ticket's number: 35 random bits, so that numbers do not reveal how many tickets there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TicketNumber(u64);

impl TicketNumber {
    /// The prefix of every number.
    pub const PREFIX: &str = "TKT-";
    /// How many numbers there are: 2³⁵.
    pub const COUNT: u64 = 1 << 35;

    /// The number of a random value below `COUNT`; higher bits are ignored.
    pub const fn from_value(value: u64) -> Self {
        Self(value % Self::COUNT)
    }

    /// Its value.
    pub const fn value(self) -> u64 {
        self.0
    }

    /// The seven digits, the first one first.
    fn digits(self) -> [u8; DIGITS] {
        [30, 25, 20, 15, 10, 5, 0].map(|shift| (self.0 >> shift).to_le_bytes()[0] & 31)
    }
}

/// The check digit (Luhn mod N with N = 32): from the right, every other digit counts double, its own two digits summed.
/// It detects every wrong digit, and every swap of neighbours except `0Z` for `Z0`.
fn check_digit(digits: [u8; DIGITS]) -> u8 {
    let weighed = digits.iter().rev().enumerate().map(|(place, &digit)| {
        let doubled = if place % 2 == 0 { digit * 2 } else { digit };
        doubled / 32 + doubled % 32
    });
    (32 - weighed.sum::<u8>() % 32) % 32
}

/// The value of a character; I and L, often mistaken for 1, are read as 1, and O as 0.
fn digit(character: u8) -> Option<u8> {
    let character = match character.to_ascii_uppercase() {
        b'I' | b'L' => b'1',
        b'O' => b'0',
        other => other,
    };
    let place = ALPHABET.iter().position(|&letter| letter == character)?;
    u8::try_from(place).ok()
}

impl FromStr for TicketNumber {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        let shape = || FieldError::format("must be a ticket number such as TKT-0000001Y");
        let (prefix, rest) = text.split_at_checked(Self::PREFIX.len()).ok_or_else(shape)?;
        if !prefix.eq_ignore_ascii_case(Self::PREFIX) {
            return Err(shape());
        }
        let digits: Vec<u8> = rest.bytes().map(digit).collect::<Option<_>>().ok_or_else(shape)?;
        let (&check, digits) = digits.split_last().ok_or_else(shape)?;
        let digits: [u8; DIGITS] = digits.try_into().map_err(|_| shape())?;
        if check_digit(digits) != check {
            return Err(FieldError::new("check", "must be a ticket number whose last character fits the others: one character is wrong"));
        }
        Ok(Self(digits.into_iter().fold(0, |value, digit| value << 5 | u64::from(digit))))
    }
}

impl fmt::Display for TicketNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.digits();
        f.write_str(Self::PREFIX)?;
        digits.into_iter().chain([check_digit(digits)]).try_for_each(|digit| write!(f, "{}", char::from(ALPHABET[usize::from(digit)])))
    }
}
impl serde::Serialize for TicketNumber {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> serde::Deserialize<'de> for TicketNumber {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text::deserialize(deserializer)
    }
}

impl utoipa::PartialSchema for TicketNumber {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .description(Some("A ticket's number: `TKT-`, seven characters of Crockford's base 32 and a check character (Luhn mod 32)."))
            .pattern(Some("^TKT-[0-9A-HJKMNP-TV-Z]{8}$"))
            .examples([Self::from_value(0x3_A5C9_71E2).to_string()])
            .into()
    }
}
impl utoipa::ToSchema for TicketNumber {}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers spread over the whole range, including both ends.
    fn sample_numbers() -> impl Iterator<Item = TicketNumber> {
        let spread = (0..500_u64).map(|n| n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 29);
        spread.chain([0, 1, 31, TicketNumber::COUNT - 1]).map(TicketNumber::from_value)
    }

    #[test]
    fn parse_ticket_number_round_trips() {
        for number in sample_numbers() {
            let text = number.to_string();
            assert_eq!(text.len(), 12);
            assert_eq!(text.parse::<TicketNumber>().unwrap(), number);
        }
        assert_eq!(TicketNumber::from_value(0).to_string(), "TKT-00000000");
        assert_eq!(TicketNumber::from_value(TicketNumber::COUNT).value(), 0);
    }

    #[test]
    fn parse_ticket_number_accepts_any_case_and_look_alikes() {
        let number = TicketNumber::from_value(1);
        let text = number.to_string();
        for typed in [text.to_lowercase(), text.replace('0', "O"), text.replace('0', "o"), text.replace('1', "I"), text.replace('1', "l")] {
            assert_eq!(typed.parse::<TicketNumber>().unwrap(), number, "{typed}");
        }
    }

    #[test]
    fn parse_ticket_number_with_wrong_character_is_error() {
        for number in sample_numbers() {
            let text = number.to_string();
            for place in TicketNumber::PREFIX.len()..text.len() {
                for &letter in ALPHABET {
                    let mut wrong = text.clone().into_bytes();
                    if std::mem::replace(&mut wrong[place], letter) == letter {
                        continue;
                    }
                    let wrong = String::from_utf8(wrong).unwrap();
                    assert_eq!(wrong.parse::<TicketNumber>().unwrap_err().code, "check", "{text} {wrong}");
                }
            }
        }
    }

    #[test]
    fn parse_ticket_number_with_adjacent_swap_is_error_except_0_z() {
        for number in sample_numbers() {
            let text = number.to_string();
            for place in TicketNumber::PREFIX.len()..text.len() - 1 {
                let mut swapped = text.clone().into_bytes();
                swapped.swap(place, place + 1);
                let pair = [swapped[place], swapped[place + 1]];
                let swapped = String::from_utf8(swapped).unwrap();
                let missed = pair[0] == pair[1] || matches!(&pair, b"0Z" | b"Z0");
                assert_eq!(swapped.parse::<TicketNumber>().is_ok(), missed, "{text} {swapped}");
            }
        }
    }

    #[test]
    fn parse_malformed_ticket_number_is_error() {
        for text in [
            "",
            "TKT-",
            "TKT",
            "00000000",
            "TKT-0000000",
            "TKT-000000000",
            "TKT_00000000",
            "XYZ-00000000",
            "TKT-0000000U",
            "TKT-u0000000",
            " TKT-00000000",
            "TKT-00000000 ",
            "TKT-0000000\0",
            "TKT-000000é",
            "TK😀00000000",
            "TKT-٠٠٠٠٠٠٠٠",
        ] {
            assert_eq!(text.parse::<TicketNumber>().unwrap_err().code, "format", "{text:?}");
        }
    }

    #[test]
    fn example_in_format_fault_is_valid_ticket_number() {
        let detail = "".parse::<TicketNumber>().unwrap_err().detail;
        detail.rsplit(' ').next().unwrap().parse::<TicketNumber>().unwrap();
    }
}
