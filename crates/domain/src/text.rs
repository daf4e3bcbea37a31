//! Bounded text: user input, checked for its length and stored byte for byte.

use std::{borrow::Cow, fmt, hash, marker::PhantomData, str::FromStr};

use crate::FieldError;

/// Text within the limits of `L`. Lengths are Unicode scalar values, as JSON Schema counts.
pub struct Text<L>(String, PhantomData<fn() -> L>);

/// A kind of text: its name and its limits.
pub trait TextKind {
    /// The type's name in logs and in the OpenAPI schema.
    const NAME: &'static str;
    /// The fewest characters.
    const MIN: usize;
    /// The most characters.
    const MAX: usize;
    /// Whether line breaks, tabs and other control characters are allowed.
    const ALLOWS_CONTROLS: bool;
    /// Its description in the OpenAPI schema.
    const DESCRIPTION: &'static str;
    /// A valid example.
    const EXAMPLE: &'static str;
}

impl<L: TextKind> Text<L> {
    /// The fewest characters.
    pub const MIN: usize = L::MIN;
    /// The most characters.
    pub const MAX: usize = L::MAX;

    /// The text, as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text, as written.
    pub fn into_string(self) -> String {
        self.0
    }

    /// Whether it was redacted, so that this is the placeholder.
    pub fn is_redacted(&self) -> bool {
        self.0 == REDACTED
    }

    /// The placeholder of a redacted text.
    pub fn redacted() -> Self {
        Self(REDACTED.to_owned(), PhantomData)
    }
}

/// Fits the limits of every required text.
const REDACTED: &str = "[redacted]";

/// Validates a text.
fn validate<L: TextKind>(text: &str) -> Result<(), FieldError> {
    reject_nul(text)?;
    if !L::ALLOWS_CONTROLS && text.contains(char::is_control) {
        return Err(FieldError::new("control", "must not hold line breaks, tabs or other control characters"));
    }
    check_length(text, L::MIN, L::MAX)?;
    if L::MIN > 0 && is_blank(text) {
        return Err(FieldError::new("blank", "must hold more than white space"));
    }
    Ok(())
}

/// Rejects fewer or more characters.
pub(crate) fn check_length(text: &str, min: usize, max: usize) -> Result<(), FieldError> {
    let length = text.chars().count();
    if (min..=max).contains(&length) {
        return Ok(());
    }
    let code = if length < min { "too_short" } else { "too_long" };
    Err(FieldError::new(code, format!("must have {min} to {max} characters")))
}

/// Rejects U+0000, which PostgreSQL cannot store.
pub(crate) fn reject_nul(text: &str) -> Result<(), FieldError> {
    if text.contains('\0') { Err(FieldError::new("nul", "must not hold the character U+0000")) } else { Ok(()) }
}

/// Whether the text has no visible character.
fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_invisible(c))
}

/// Zero-width, joining, direction and variation marks: they change how text is rendered, not what it says.
pub(crate) const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

/// Deserializes a string through `FromStr`, for every type with a text form.
pub(crate) fn deserialize<'de, T: FromStr<Err = FieldError>, D: serde::Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let text: Cow<'de, str> = serde::Deserialize::deserialize(deserializer)?;
    text.parse().map_err(serde::de::Error::custom)
}

impl<L: TextKind> FromStr for Text<L> {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        Self::try_from(text.to_owned())
    }
}

impl<L: TextKind> TryFrom<String> for Text<L> {
    type Error = FieldError;

    fn try_from(text: String) -> Result<Self, FieldError> {
        validate::<L>(&text).map(|()| Self(text, PhantomData))
    }
}

impl<L> Clone for Text<L> {
    fn clone(&self) -> Self {
        Self(self.0.clone(), PhantomData)
    }
}
impl<L> PartialEq for Text<L> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<L> Eq for Text<L> {}
impl<L> PartialOrd for Text<L> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<L> Ord for Text<L> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl<L> hash::Hash for Text<L> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
/// Only the kind and the length: a customer's words must not reach a log.
impl<L: TextKind> fmt::Debug for Text<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({} characters)", L::NAME, self.0.chars().count())
    }
}
impl<L> fmt::Display for Text<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<L> serde::Serialize for Text<L> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}
impl<'de, L: TextKind> serde::Deserialize<'de> for Text<L> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}

impl<L: TextKind> utoipa::PartialSchema for Text<L> {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .description(Some(L::DESCRIPTION))
            .min_length(Some(L::MIN))
            .max_length(Some(L::MAX))
            .examples([L::EXAMPLE])
            .into()
    }
}
impl<L: TextKind> utoipa::ToSchema for Text<L> {
    fn name() -> Cow<'static, str> {
        L::NAME.into()
    }
}

/// Marks a subject.
#[derive(Debug)]
pub enum SubjectText {}
impl TextKind for SubjectText {
    const NAME: &'static str = "Subject";
    const MIN: usize = 5;
    const MAX: usize = 255;
    const ALLOWS_CONTROLS: bool = true;
    const DESCRIPTION: &'static str = "What a ticket is about, in one line.";
    const EXAMPLE: &'static str = "The video call does not start";
}
/// What a ticket is about, in one line.
pub type Subject = Text<SubjectText>;

/// Marks a description.
#[derive(Debug)]
pub enum DescriptionText {}
impl TextKind for DescriptionText {
    const NAME: &'static str = "Description";
    const MIN: usize = 10;
    const MAX: usize = 10_000;
    const ALLOWS_CONTROLS: bool = true;
    const DESCRIPTION: &'static str = "What a ticket is about, in full.";
    const EXAMPLE: &'static str = "Since this morning the app shows a black picture when the appointment begins.";
}
/// What a ticket is about, in full.
pub type Description = Text<DescriptionText>;

/// Marks the body of a message or note.
#[derive(Debug)]
pub enum BodyText {}
impl TextKind for BodyText {
    const NAME: &'static str = "Body";
    const MIN: usize = 1;
    const MAX: usize = 10_000;
    const ALLOWS_CONTROLS: bool = true;
    const DESCRIPTION: &'static str = "What a message or a note says.";
    const EXAMPLE: &'static str = "Please update the app and try again; your appointment is kept.";
}
/// What a message or a note says.
pub type Body = Text<BodyText>;

/// Marks a reason.
#[derive(Debug)]
pub enum ReasonText {}
impl TextKind for ReasonText {
    const NAME: &'static str = "Reason";
    const MIN: usize = 10;
    const MAX: usize = 4_000;
    const ALLOWS_CONTROLS: bool = true;
    const DESCRIPTION: &'static str = "Why something was done, for later readers of the record.";
    const EXAMPLE: &'static str = "The customer rang from her sister's account.";
}
/// Why something was done.
pub type Reason = Text<ReasonText>;

/// Marks a summary.
#[derive(Debug)]
pub enum SummaryText {}
impl TextKind for SummaryText {
    const NAME: &'static str = "Summary";
    const MIN: usize = 10;
    const MAX: usize = 5_000;
    const ALLOWS_CONTROLS: bool = true;
    const DESCRIPTION: &'static str = "The result of an interaction, for the staff of the next one.";
    const EXAMPLE: &'static str = "She asked for an earlier appointment; moved to Thursday at nine.";
}
/// The result of an interaction.
pub type Summary = Text<SummaryText>;

/// Marks a transcript.
#[derive(Debug)]
pub enum TranscriptText {}
impl TextKind for TranscriptText {
    const NAME: &'static str = "Transcript";
    const MIN: usize = 1;
    const MAX: usize = 100_000;
    const ALLOWS_CONTROLS: bool = true;
    const DESCRIPTION: &'static str = "A chat or an e-mail as it was written, or notes of a call.";
    const EXAMPLE: &'static str = "Patient: Can I come earlier? Agent: Thursday at nine is free.";
}
/// What was said in an interaction, word for word.
pub type Transcript = Text<TranscriptText>;

/// Marks an outcome.
#[derive(Debug)]
pub enum OutcomeText {}
impl TextKind for OutcomeText {
    const NAME: &'static str = "Outcome";
    const MIN: usize = 10;
    const MAX: usize = 4_000;
    const ALLOWS_CONTROLS: bool = true;
    const DESCRIPTION: &'static str = "The answer to an escalation.";
    const EXAMPLE: &'static str = "Stop the tablets and come in today; I have kept a place at four.";
}
/// The answer to an escalation.
pub type Outcome = Text<OutcomeText>;

/// Marks the full name of a staff member.
#[derive(Debug)]
pub enum FullNameText {}
impl TextKind for FullNameText {
    const NAME: &'static str = "FullName";
    const MIN: usize = 1;
    const MAX: usize = 200;
    const ALLOWS_CONTROLS: bool = false;
    const DESCRIPTION: &'static str = "The full name of a staff member, as colleagues see it.";
    const EXAMPLE: &'static str = "Dr. Ngozi Eze";
}
/// The full name of a staff member, as colleagues see it.
pub type FullName = Text<FullNameText>;

#[cfg(test)]
mod tests;
