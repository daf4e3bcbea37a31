//! Parsing of `Patient` resources.

use serde_json::{Map, json};

use super::*;

fn read_patient(fields: Value) -> Result<ParsedPatient, LineError> {
    let mut patient = json!({
        "resourceType": "Patient",
        "identifier": [{ "system": "https://hospital.example/mrn", "value": "MRN-1" }],
        "name": [{ "family": "Eze", "given": ["Ada"] }],
    });
    let Value::Object(fields) = fields else { panic!("fields must be an object") };
    patient.as_object_mut().unwrap().extend(fields);
    read(patient.to_string().as_bytes(), "NG".parse().unwrap(), None)
}

/// The parsed patch as JSON, without the identifiers.
fn said(fields: Value) -> Map<String, Value> {
    let Value::Object(mut said) = json!(read_patient(fields).unwrap().patch) else { panic!("a patch is an object") };
    said.remove("identifiers");
    said
}

fn names(names: Value) -> Value {
    let said = said(json!({ "name": names }));
    json!([said["given_name"], said["family_name"], said["former_names"]])
}

fn why(fields: Value) -> String {
    let reason = read_patient(fields).unwrap_err();
    format!("{} {}", reason.fault.code, reason.path.unwrap_or_default())
}

#[test]
fn read_patient_without_element_leaves_field_out() {
    let Value::Object(expected) = json!({ "given_name": "Ada", "family_name": "Eze", "former_names": [] }) else { panic!() };
    assert_eq!(said(json!({})), expected);
    assert_eq!(said(json!({ "birthDate": null, "gender": "", "telecom": [], "communication": [{}], "deceasedDateTime": " " })), expected);
}

#[test]
fn read_patient_prefers_official_then_usual_name() {
    let (official, usual) = (json!({ "use": "official", "family": "O" }), json!({ "use": "usual", "family": "U" }));
    let (plain, temp) = (json!({ "family": "P" }), json!({ "use": "temp", "family": "T" }));
    let (nick, old) = (json!({ "use": "nickname", "given": ["N"] }), json!({ "use": "old", "family": "X" }));
    for (list, family) in [
        (json!([old, nick, plain, usual, official]), "O"),
        (json!([old, nick, plain, usual]), "U"),
        (json!([old, nick, temp, plain]), "T"),
        (json!([old, nick]), "N"),
        (json!([old]), "X"),
        (json!([null, { "use": "official" }, { "use": "official", "family": " " }, nick]), "N"),
    ] {
        assert_eq!(names(list)[1], family);
    }
}

#[test]
fn read_patient_without_family_uses_text_or_given_names() {
    assert_eq!(names(json!([{ "text": "Ada Lovelace", "given": ["Ada"] }])), json!([null, "Ada Lovelace", []]));
    assert_eq!(names(json!([{ "given": ["Ada", null, "Augusta"] }])), json!([null, "Ada Augusta", []]));
    assert_eq!(why(json!({ "name": [{ "prefix": ["Dr."] }] })), "required name");
}

#[test]
fn read_patient_drops_titles_and_keeps_digits_and_accents() {
    let name = json!([{ "family": "Gómez218", "given": ["María", "del Carmen"], "prefix": ["Mrs."], "suffix": ["PhD"] }]);
    assert_eq!(names(name), json!(["María del Carmen", "Gómez218", []]));
}

#[test]
fn read_patient_maps_maiden_old_and_ended_names_to_former_names() {
    let list = json!([
        { "use": "maiden", "family": "Bello", "given": ["Ada"] },
        { "use": "old", "text": "Ada Bello" },
        { "use": "official", "family": "Obi", "given": ["Ada"], "period": { "start": "1990", "end": "2001" } },
        { "use": "nickname", "given": ["Addy"] },
        { "use": "official", "family": "Eze", "given": ["Ada"], "period": { "start": "2001" } },
    ]);
    assert_eq!(names(list), json!(["Ada", "Eze", ["Ada Bello", "Ada Obi"]]));
}

#[test]
fn read_patient_sorts_phones_by_rank_and_use_without_old_ones() {
    let phone = |value: &str, usage: &str| json!({ "system": "phone", "value": value, "use": usage });
    let said = said(json!({ "telecom": [
        phone("0803 000 0003", "work"),
        phone("0803 000 0002", "home"),
        { "system": "sms", "value": "0803 000 0001", "use": "mobile" },
        phone("0803 000 0009", "old"),
        phone("+234 803 000 0002", "work"),
        { "system": "fax", "value": "0803 000 0008" },
        { "system": "phone", "value": "0803 000 0004", "use": "work", "rank": 1 },
        { "system": "url", "value": "https://example.org" },
        { "system": "phone" },
    ] }));
    assert_eq!(said["phone"], "+2348030000004");
    assert_eq!(said["other_phones"], json!(["+2348030000001", "+2348030000002", "+2348030000003"]));
    assert!(!said.contains_key("email"));
}

#[test]
fn read_patient_keeps_first_email() {
    let email = |value: &str, usage: &str| json!({ "system": "email", "value": value, "use": usage });
    let list = json!([email("old@example.org", "old"), email("work@example.org", "work"), email("home@example.org", "home")]);
    let said = said(json!({ "telecom": list }));
    assert_eq!(said["email"], "home@example.org");
    assert!(!said.contains_key("phone") && !said.contains_key("other_phones"));
}

#[test]
fn read_patient_drops_partial_birth_date_and_rejects_invalid_one() {
    assert_eq!(said(json!({ "birthDate": "1956-08-03" }))["birth_date"], "1956-08-03");
    for partial in ["1956", "1956-08"] {
        assert!(!said(json!({ "birthDate": partial })).contains_key("birth_date"));
    }
    for wrong in ["56", "1956-8", "1956-02-30", "03.08.1956", "1956-08-03T00:00:00Z"] {
        assert_eq!(why(json!({ "birthDate": wrong })), "format birthDate", "{wrong}");
    }
    assert_eq!(why(json!({ "birthDate": "1756-08-03" })), "out_of_range birthDate");
}

#[test]
fn read_patient_partial_death_date_is_start_of_period_in_utc() {
    for (text, at) in [
        ("2019", "2019-01-01T00:00:00.000000Z"),
        ("2019-06", "2019-06-01T00:00:00.000000Z"),
        ("2019-06-02", "2019-06-02T00:00:00.000000Z"),
        ("2019-06-02T01:30:00+02:00", "2019-06-01T23:30:00.000000Z"),
    ] {
        assert_eq!(said(json!({ "deceasedDateTime": text }))["death"], json!({ "at": at }), "{text}");
    }
    assert_eq!(said(json!({ "deceasedBoolean": true }))["death"], json!({ "at": null }));
    assert_eq!(said(json!({ "deceasedBoolean": false }))["death"], Value::Null);
    for wrong in ["2019-13", "201", "yesterday", "2019-06-02T01:30:00", "😀"] {
        assert_eq!(why(json!({ "deceasedDateTime": wrong })), "format deceasedDateTime", "{wrong}");
    }
}

#[test]
fn read_patient_uses_preferred_communication_language() {
    let own = json!({ "system": "https://codes.example", "code": "X!" });
    let speaks = |code: &str| json!({ "language": { "coding": [own, { "system": "urn:ietf:bcp:47", "code": code }] } });
    let mut preferred = speaks("yo");
    preferred["preferred"] = json!(true);
    assert_eq!(said(json!({ "communication": [speaks("en"), preferred] }))["preferred_language"], "yo");
    assert_eq!(said(json!({ "communication": [speaks("en"), speaks("fr")] }))["preferred_language"], "en");
    let only_text = json!({ "communication": [{ "language": { "text": "Yoruba" } }] });
    assert!(!said(only_text).contains_key("preferred_language"));
}

#[test]
fn read_patient_drops_official_document_identifiers() {
    let typed = |code: &str| json!({ "type": { "coding": [{ "code": code }] }, "system": "https://state.example", "value": "S1" });
    let incoming = read_patient(json!({ "identifier": [
        typed("DL"), typed("PPN"), typed("SS"),
        { "system": "http://hl7.org/fhir/sid/us-ssn", "value": "999-22-1962" },
        { "value": "no system" }, { "system": "https://no-value.example" },
        { "type": { "coding": [{ "code": "MR" }] }, "system": "https://hospital.example/mrn", "value": "1" },
        { "system": "https://hospital.example/mrn", "value": "1" },
        { "system": "https://other.example", "value": "2" },
    ] }))
    .unwrap();
    let expected = json!([{ "system": "https://hospital.example/mrn", "value": "1" }, { "system": "https://other.example", "value": "2" }]);
    assert_eq!(json!(incoming.patch.identifiers), expected);
    assert_eq!(json!(incoming.identifier), expected[0]);
    assert_eq!(why(json!({ "identifier": [typed("DL")] })), "no_identifier identifier");
}

#[test]
fn read_patient_with_invalid_element_is_error_with_path() {
    for (fields, expected) in [
        (json!({ "name": "Ada" }), "wrong_type name"),
        (json!({ "name": ["Ada"] }), "wrong_type name[0]"),
        (json!({ "name": [{ "family": 4 }] }), "wrong_type name[0].family"),
        (json!({ "name": [{ "family": "A", "given": ["B", 4] }] }), "wrong_type name[0].given[1]"),
        (json!({ "name": [{ "family": "A".repeat(101) }] }), "too_long name[0].family"),
        (json!({ "name": [{ "family": "A\tB" }] }), "control name[0].family"),
        (json!({ "name": vec![json!({}); 101] }), "too_many name"),
        (json!({ "telecom": [{ "value": "0803" }] }), "required telecom[0].system"),
        (json!({ "telecom": [{ "system": "phone", "value": "call me" }] }), "format telecom[0].value"),
        (json!({ "telecom": [{ "system": "email", "value": "ada" }] }), "format telecom[0].value"),
        (json!({ "telecom": [{ "system": "email", "value": "a@b.c", "rank": "1" }] }), "wrong_type telecom[0].rank"),
        (json!({ "gender": "F" }), "unknown gender"),
        (json!({ "gender": ["female"] }), "wrong_type gender"),
        (json!({ "deceasedBoolean": "yes" }), "wrong_type deceasedBoolean"),
        (
            json!({ "communication": [{ "language": { "coding": [{ "code": "en_US" }] } }] }),
            "format communication[0].language.coding[0].code",
        ),
        (json!({ "identifier": [{ "system": "s", "value": "v".repeat(256) }] }), "too_long identifier[0].value"),
        (
            json!({ "identifier": (0..21).map(|n| json!({ "system": "s", "value": n.to_string() })).collect::<Vec<_>>() }),
            "too_many identifier",
        ),
        (json!({ "resourceType": "Person" }), "resource_type resourceType"),
        (json!({ "resourceType": null }), "resource_type resourceType"),
    ] {
        assert_eq!(why(fields.clone()), expected, "{fields}");
    }
}

#[test]
fn read_line_that_is_no_json_object_is_error() {
    let region = "NG".parse().unwrap();
    for (line, code) in
        [("{", "json"), ("{} {}", "json"), ("nothing", "json"), ("[]", "wrong_type"), ("4", "wrong_type"), ("\"\\ud800\"", "json")]
    {
        assert_eq!(read(line.as_bytes(), region, None).unwrap_err().fault.code, code, "{line}");
    }
    let deep = "[".repeat(100_000);
    assert_eq!(read(deep.as_bytes(), region, None).unwrap_err().fault.code, "too_complex");
}
