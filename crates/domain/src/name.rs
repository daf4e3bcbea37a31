//! A customer's name. Any script, digits, accents and apostrophes are allowed; control characters are not.

use crate::text::{Text, TextKind};

/// Marks a given or a family name.
#[derive(Debug)]
pub enum NamePartText {}
impl TextKind for NamePartText {
    const NAME: &'static str = "NamePart";
    const MIN: usize = 1;
    const MAX: usize = 100;
    const ALLOWS_CONTROLS: bool = false;
    const DESCRIPTION: &'static str = "A given name (all of them) or a family name, as the person writes it.";
    const EXAMPLE: &'static str = "Adébáyọ̀";
}
/// A given name (all of them) or a family name.
pub type NamePart = Text<NamePartText>;

/// Marks a former name.
#[derive(Debug)]
pub enum FormerNameText {}
impl TextKind for FormerNameText {
    const NAME: &'static str = "FormerName";
    const MIN: usize = 1;
    /// As long as a full name can be, so that every name can become a former one.
    const MAX: usize = NamePartText::MAX * 2 + 1;
    const ALLOWS_CONTROLS: bool = false;
    const DESCRIPTION: &'static str = "A full name the person had before, such as a maiden name.";
    const EXAMPLE: &'static str = "Folasade O'Brien";
}
/// A full name the person had before.
pub type FormerName = Text<FormerNameText>;

/// The full name, given name first, as shown everywhere.
pub fn full_name(given: Option<&NamePart>, family: &NamePart) -> String {
    match given {
        Some(given) => format!("{given} {family}"),
        None => family.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parse_name_keeps_text_as_written() {
        for name in ["Abdul218", "O'Brien", "Adébáyọ̀", "李小龍", "محمد", "Nguyễn", "𠮷野", "d’Arc-Lys", "X", "رضا\u{200c}پور"]
        {
            assert_eq!(name.parse::<NamePart>().unwrap().as_str(), name);
        }
    }

    #[test]
    fn parse_name_of_wrong_length_or_with_controls_is_error() {
        assert_eq!("".parse::<NamePart>().unwrap_err().code, "too_short");
        assert!("😀".repeat(100).parse::<NamePart>().is_ok());
        assert_eq!("😀".repeat(101).parse::<NamePart>().unwrap_err().code, "too_long");
        assert_eq!("A\tB".parse::<NamePart>().unwrap_err().code, "control");
        assert_eq!("A\0B".parse::<NamePart>().unwrap_err().code, "nul");
        assert_eq!(" ".parse::<NamePart>().unwrap_err().code, "blank");
    }

    #[test]
    fn full_name_always_fits_former_name() {
        let longest: NamePart = "ß".repeat(NamePart::MAX).parse().unwrap();
        let whole = full_name(Some(&longest), &longest);
        assert_eq!(whole.parse::<FormerName>().unwrap().as_str(), whole);
    }

    #[test]
    fn full_name_without_given_name_is_family_name() {
        let family: NamePart = "Sukarno".parse().unwrap();
        assert_eq!(full_name(None, &family), "Sukarno");
        assert_eq!(full_name(Some(&"Kusno".parse().unwrap()), &family), "Kusno Sukarno");
    }
}
