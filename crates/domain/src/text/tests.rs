use super::*;

fn code<L: TextKind>(text: &str) -> &'static str {
    text.parse::<Text<L>>().unwrap_err().code
}

#[test]
fn length_limits_are_in_characters_and_inclusive() {
    for letter in ["a", "é", "ש", "😀", "\u{10FFFF}"] {
        assert_eq!(code::<SubjectText>(&letter.repeat(4)), "too_short");
        assert_eq!(letter.repeat(5).parse::<Subject>().unwrap().as_str(), letter.repeat(5));
        assert_eq!(letter.repeat(255).parse::<Subject>().unwrap().as_str(), letter.repeat(255));
        assert_eq!(code::<SubjectText>(&letter.repeat(256)), "too_long");
    }
    assert_eq!(code::<DescriptionText>(&"b".repeat(10_001)), "too_long");
    assert_eq!(code::<ReasonText>("too brief"), "too_short");
    assert_eq!(code::<BodyText>(""), "too_short");
}

#[test]
fn length_fault_names_both_limits() {
    assert_eq!("abc".parse::<Subject>().unwrap_err().detail, "must have 5 to 255 characters");
}

#[test]
fn parse_text_keeps_every_byte() {
    for text in
        ["  leading and trailing \n", "caf\u{e9}", "cafe\u{301}", "שלום, איך אפשר לעזור?", "\u{202e}abc\u{202c}", "👩‍⚕️ says: a\tb\r\nc"]
    {
        assert_eq!(text.parse::<Body>().unwrap().to_string(), text);
        assert_eq!(Body::try_from(text.to_owned()).unwrap().into_string(), text);
    }
}

#[test]
fn composed_and_decomposed_text_differ() {
    assert_ne!("caf\u{e9}s".parse::<Subject>().unwrap(), "cafe\u{301}s".parse::<Subject>().unwrap());
}

#[test]
fn parse_text_with_nul_is_error_before_other_checks() {
    for text in ["\0", "abc\0def", "\0\0\0\0\0\0"] {
        assert_eq!(code::<SubjectText>(text), "nul");
        assert_eq!(code::<FullNameText>(text), "nul");
    }
}

#[test]
fn parse_invisible_text_is_error() {
    for text in ["     ", "\n\t\r\n  ", "\u{a0}\u{2003}\u{3000}\u{2028}\u{85}", "\u{200b}\u{200b}\u{200b}\u{feff}\u{2060}"] {
        assert_eq!(code::<SubjectText>(text), "blank");
    }
}

#[test]
fn line_break_is_error_in_single_line_text_only() {
    assert_eq!(code::<FullNameText>("Ngozi\nEze"), "control");
    assert_eq!(code::<FullNameText>("Ngozi\u{7f}Eze"), "control");
    assert!("Ngozi\nEze".parse::<Body>().is_ok());
}

#[test]
fn text_debug_shows_length_only() {
    let subject: Subject = "schöne Bescherung".parse().unwrap();
    assert_eq!(format!("{subject:?}"), "Subject(17 characters)");
}

#[test]
fn text_json_is_validated() {
    let subject: Subject = serde_json::from_str(r#""Caf\u00e9 \ud83d\ude00""#).unwrap();
    assert_eq!(serde_json::to_string(&subject).unwrap(), r#""Café 😀""#);
    assert!(serde_json::from_str::<Subject>(r#""abc""#).unwrap_err().to_string().contains("must have 5 to 255 characters"));
}

#[test]
fn text_schema_has_limits_and_valid_example() {
    fn schema_of<L: TextKind>() {
        let schema = serde_json::to_value(<Text<L> as utoipa::PartialSchema>::schema()).unwrap();
        assert_eq!(schema["minLength"], L::MIN);
        assert_eq!(schema["maxLength"], L::MAX);
        assert_eq!(schema["type"], "string");
        schema["examples"][0].as_str().unwrap().parse::<Text<L>>().unwrap();
        assert_eq!(<Text<L> as utoipa::ToSchema>::name(), L::NAME);
    }
    schema_of::<SubjectText>();
    schema_of::<DescriptionText>();
    schema_of::<BodyText>();
    schema_of::<ReasonText>();
    schema_of::<FullNameText>();
    schema_of::<crate::name::NamePartText>();
    schema_of::<crate::name::FormerNameText>();
    schema_of::<crate::search::QueryText>();
}
