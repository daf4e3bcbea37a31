//! Files with invalid lines, and truncated files.

use caredesk_persistence::testing::on_both_engines;

use super::*;

fn broken_file() -> Vec<u8> {
    let long = patient_with(6, json!({ "text": "x".repeat(2 * 1024 * 1024) }));
    let mut file = Vec::new();
    let nul_in_name = patient_with(5, json!({ "name": [{ "family": "Bel\0lo" }] }));
    for line in [
        patient(1).to_string(),
        patient(2).to_string().split_at(80).0.to_owned(),
        json!({ "resourceType": "Observation", "id": "4" }).to_string(),
        patient_with(4, json!({ "name": [] })).to_string(),
        nul_in_name.to_string(),
        long.to_string(),
        String::new(),
        patient(8).to_string(),
        patient(9).to_string().replace("Ada", "A\0da"),
        "[]".to_owned(),
        patient_with(11, json!({ "birthDate": "1956-13-45" })).to_string(),
        patient_with(12, json!({ "birthDate": "2026-03-09" })).to_string(),
        patient_with(13, json!({ "identifier": [{ "system": "http://hl7.org/fhir/sid/us-ssn", "value": "999-22-1962" }] })).to_string(),
    ] {
        file.extend_from_slice(line.as_bytes());
        file.push(b'\n');
    }
    file.extend_from_slice(b"{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"\xFF\xFE\"}]}\r\n");
    file.extend_from_slice(patient(15).to_string().replace("Ada", "Ádám 😀").as_bytes());
    file
}

const REFUSED: [&str; 11] = [
    "2 json -",
    "3 resource_type resourceType",
    "4 required name",
    "5 nul name[0].family",
    "6 too_long -",
    "9 nul -",
    "10 wrong_type -",
    "11 format birthDate",
    "12 future birthDate",
    "13 no_identifier identifier",
    "14 not_utf8 -",
];

#[tokio::test]
async fn import_broken_lines_are_refused_by_number_and_others_imported() {
    on_both_engines(async |test| {
        let desk = Desk::at(test).await;
        let report = desk.import(&broken_file()).await;
        assert_eq!(refusals(&report), REFUSED);
        assert_eq!(counts(&report), [14, 3, 0, 0, 11]);
        let names: Vec<_> = desk.customers().await.iter().map(|customer| customer.full_name()).collect();
        assert_eq!(names, ["Ada Family1", "Ada Family8", "Ádám 😀 Family15"]);
    })
    .await;
}

#[tokio::test]
async fn import_refusal_reasons_omit_input() {
    let test = TestDatabase::sqlite().await;
    let desk = Desk::at(&test).await;
    let secret = "canary".repeat(60);
    let lines = [
        patient_with(1, json!({ "name": [{ "family": secret }] })),
        patient_with(2, json!({ "name": [{ "family": "A", "given": ["canary", 4] }] })),
        patient_with(3, json!({ "gender": "canary" })),
        patient_with(4, json!({ "birthDate": "canary" })),
        patient_with(5, json!({ "deceasedDateTime": "canary" })),
        patient_with(6, json!({ "telecom": [{ "system": "email", "value": "canary" }] })),
        patient_with(7, json!({ "telecom": [{ "system": "phone", "value": "canary" }] })),
        patient_with(8, json!({ "communication": [{ "language": { "coding": [{ "code": "canary!" }] } }] })),
        patient_with(9, json!({ "identifier": [{ "system": "canary", "value": secret }] })),
        patient_with(10, json!({ "resourceType": "canary" })),
        json!("canary"),
    ];
    let mut file = ndjson(&lines);
    file.push_str("{\"name\":canary}\n{\"canary\":\"canary");
    let report = desk.import(file.as_bytes()).await;
    assert_eq!(report.refused, 13);
    assert!(!json!(report).to_string().contains("canary"), "{report:?}");
}

#[tokio::test]
async fn import_in_chunks_of_any_size_is_same() {
    let file = format!("\u{FEFF}{}\r\n\n{}", patient(1).to_string().replace("Ada", "Ádám 😀"), patient(2));
    for size in [1, 2, 3, 7, file.len()] {
        let test = TestDatabase::sqlite().await;
        let desk = Desk::at(&test).await;
        let report = desk.import_in_chunks(file.as_bytes(), size).await;
        assert_eq!(counts(&report), [2, 2, 0, 0, 0], "chunks of {size}");
        let names: Vec<_> = desk.customers().await.iter().map(|customer| customer.full_name()).collect();
        assert_eq!(names, ["Ádám 😀 Family1", "Ada Family2"], "chunks of {size}");
    }
}

#[tokio::test]
async fn import_of_truncated_file_keeps_committed_batches_only() {
    on_both_engines(async |test| {
        let desk = Desk::at(test).await;
        let whole = ndjson(&(0..600).map(patient).collect::<Vec<_>>());
        let half = &whole.as_bytes()[..whole.len() - 20];
        let chunks = half.chunks(1_000).map(Ok).chain([Err("the caller is gone")]);
        let mut told = Vec::new();
        let progress = |report: &ImportReport| told.push(counts(report));
        let stopped =
            import(&desk.store, &task(), region(), Options::default(), futures::stream::iter(chunks), progress).await.unwrap_err();
        assert!(matches!(stopped.why, ImportError::Source("the caller is gone")));
        assert_eq!(counts(&stopped.report), [500, 500, 0, 0, 0]);
        assert_eq!(told, [[500, 500, 0, 0, 0]]);
        assert_eq!(desk.customers().await.len(), 500);
        assert_eq!(counts(&desk.import(whole.as_bytes()).await), [600, 100, 0, 500, 0]);
    })
    .await;
}

#[tokio::test]
async fn import_refusals_beyond_1000_are_only_counted() {
    let test = TestDatabase::sqlite().await;
    let desk = Desk::at(&test).await;
    let file = format!("{}{}", "{}\n".repeat(1_200), patient(1));
    let report = desk.import(file.as_bytes()).await;
    assert_eq!(counts(&report), [1_201, 1, 0, 0, 1_200]);
    assert_eq!((report.refusals.len(), report.refusals.last().map(|last| last.line)), (1_000, Some(1_000)));
}

#[tokio::test]
async fn import_empty_file_creates_nothing() {
    let test = TestDatabase::sqlite().await;
    assert_eq!(Desk::at(&test).await.import(b"\n \r\n\n").await, ImportReport::default());
}

#[tokio::test]
async fn import_without_permission_is_rejected_before_reading() {
    let test = TestDatabase::sqlite().await;
    let desk = Desk::at(&test).await;
    for role in [Role::Agent, Role::Doctor, Role::Auditor] {
        let unread = futures::stream::poll_fn(|_| -> std::task::Poll<Option<Result<Vec<u8>, Infallible>>> { panic!("it was read") });
        let stopped = import(&desk.store, &actor(role), region(), Options::default(), unread, |_| {}).await.unwrap_err();
        assert!(
            matches!(stopped.why, ImportError::Service(ServiceError::Domain(caredesk_domain::DomainError::Forbidden { .. }))),
            "{role}"
        );
    }
}

/// A former name of squared katakana words expands to many times its length when folded.
#[tokio::test]
async fn import_name_with_longest_search_words_is_stored() {
    on_both_engines(async |test| {
        let desk = Desk::at(test).await;
        let long: String = (0..100_u32).map(|n| char::from_u32(0x3300 + (n * 37 + n * n) % 0x58).unwrap()).collect();
        let letters: String = (0..100_u32).map(|n| char::from_u32(0x20000 + n * 331).unwrap()).collect();
        let names = json!([{ "family": long, "given": [letters] }, { "use": "old", "family": long, "given": [long] }]);
        let report = desk.import_lines(&[patient_with(1, json!({ "name": names }))]).await;
        assert_eq!((counts(&report), refusals(&report)), ([1, 1, 0, 0, 0], vec![]));
    })
    .await;
}
