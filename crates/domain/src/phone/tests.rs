use super::*;

fn region(text: &str) -> Region {
    text.parse().unwrap()
}

fn lagos(text: &str) -> Phone {
    Phone::parse(text, region("NG")).unwrap()
}

/// Whether a query in Nigeria would find a stored number.
fn finds(query: &str, stored: &Phone) -> bool {
    let key = stored.search_key();
    phone_query_keys(query, region("NG")).iter().any(|prefix| key.starts_with(prefix))
}

const SPELLINGS: &[&str] = &[
    "0803 123 4567",
    "08031234567",
    "+234 803 123 4567",
    "2348031234567",
    "00234 803 123 4567",
    "009 234 803 123 4567",
    "+234 (0)803-123-4567",
    "(+234) 803.123.4567",
    "803/123/4567",
];

#[test]
fn parse_phone_in_every_format_is_same_number() {
    for &typed in SPELLINGS {
        let phone = lagos(typed);
        assert_eq!(phone.e164(), Some("+2348031234567"), "{typed}");
        assert_eq!(phone.display_number(), "+2348031234567");
        assert_eq!(phone.typed().as_str(), typed);
        assert_eq!(phone, lagos("0803 123 4567"));
        assert_eq!(phone.search_key(), "7654321308432");
    }
}

#[test]
fn phone_matches_every_format_and_last_digits() {
    let stored = lagos("0803 123 4567");
    for query in SPELLINGS.iter().chain(&["4567", "123 4567", "567", "34567"]) {
        assert!(finds(query, &stored), "{query}");
    }
    for query in ["4568", "0803 123 4568", "67", "", "+", "1234"] {
        assert!(!finds(query, &stored), "{query}");
    }
}

#[test]
fn fictitious_number_keeps_text_and_matches() {
    let stored = lagos("555-978-4581");
    assert_eq!((stored.e164(), stored.display_number()), (None, "555-978-4581"));
    assert_eq!(stored.search_key(), "1854879555");
    for query in ["555-978-4581", "5559784581", "(555) 978 4581", "+1 555 978 4581", "001 555 978 4581", "4581", "978-4581"] {
        assert!(finds(query, &stored), "{query}");
    }
    assert!(!finds("4582", &stored));
}

#[test]
fn parse_foreign_number_uses_its_country_rules() {
    for (typed, e164) in [
        ("+1 650 253 0000", "+16502530000"),
        ("001 650 253 0000", "+16502530000"),
        ("+44 20 7946 0958", "+442079460958"),
        // Read by the rules of Nigeria, the zero of an Italian number is lost.
        ("+39 02 3661 8300", "+390236618300"),
        ("0039 02 3661 8300", "+390236618300"),
        ("+49 30 123456", "+4930123456"),
    ] {
        assert_eq!(lagos(typed).e164(), Some(e164), "{typed}");
    }
    assert_eq!(Phone::parse("011 234 803 123 4567", region("US")).unwrap().e164(), Some("+2348031234567"));
    assert_eq!(Phone::parse("02 3661 8300", region("IT")).unwrap().e164(), Some("+390236618300"));
}

#[test]
fn phones_are_equal_by_e164_or_digits() {
    assert_ne!(lagos("0803 123 4567"), lagos("0803 123 4568"));
    assert_eq!(lagos("555-978-4581"), lagos("(555) 978 4581"));
    assert_ne!(lagos("555-978-4581"), lagos("555-978-4582"));
}

#[test]
fn display_phone_keeps_extension() {
    let phone = lagos("0803 123 4567 x12");
    assert_eq!(phone.e164(), Some("+2348031234567"));
    assert_eq!(phone.display_number(), "0803 123 4567 x12");
}

#[test]
fn parse_invalid_phone_is_error() {
    for (text, code) in [
        ("", "too_short"),
        ("12", "too_short"),
        ("1 2 -", "format"),
        ("+++", "format"),
        ("call me", "format"),
        ("0803 123 4567 ext 2", "format"),
        ("٠٨٠٣١٢٣٤٥٦٧", "format"),
        ("0803\u{a0}123", "format"),
        ("08031234😀", "format"),
        ("\u{202d}08031234567", "format"),
        ("0803\n123", "format"),
        ("0803\x00123", "nul"),
        ("123456789012345678901234567890123", "too_long"),
    ] {
        assert_eq!(text.parse::<PhoneText>().unwrap_err().code, code, "{text:?}");
        assert_eq!(Phone::parse(text, region("NG")).unwrap_err().code, code, "{text:?}");
    }
}

#[test]
fn phone_text_is_accepted_in_every_region() {
    for text in [
        "112",
        "000",
        "***123",
        "12345678901234567890123456789012",
        "x1x2x3",
        "00 00 00",
        "+00000",
        "+1 234",
        "#1/2/3#",
        "(((((9)(9)(9",
        "009",
        "0000234",
        "+234",
        "+1 x 23",
    ] {
        for name in ["NG", "US", "IT", "GB", "BR", "AR", "SG", "AU"] {
            let phone = Phone::parse(text, region(name)).unwrap();
            assert_eq!(phone.typed().as_str(), text);
            assert!(!phone.search_key().is_empty());
            assert!(phone_query_keys(text, region(name)).iter().all(|key| !key.is_empty()));
        }
    }
}

#[test]
fn parse_region_requires_numbering_plan() {
    assert_eq!(region("NG").to_string(), "NG");
    for text in ["", "ng", "XX", "NGA", "001", "N\0", "😀"] {
        assert_eq!(text.parse::<Region>().unwrap_err().code, "format", "{text:?}");
    }
}

#[test]
fn stored_phone_round_trips_in_any_region() {
    let phone = Phone::from_row("0803 123 4567".parse().unwrap(), Some("+2348031234567".to_owned()));
    assert_eq!(phone, lagos("08031234567"));
}

#[test]
fn phone_debug_omits_digits() {
    assert_eq!(
        format!("{:?} {:?}", lagos("08031234567"), lagos("08031234567").typed()),
        "Phone(11 digits, valid: true) PhoneText(11 digits)"
    );
}

#[test]
fn phone_json_reads_typed_and_writes_displayed_number() {
    let typed: PhoneText = serde_json::from_str(r#""0803 123 4567""#).unwrap();
    assert_eq!(serde_json::to_value(typed.in_region(region("NG"))).unwrap(), "+2348031234567");
}
