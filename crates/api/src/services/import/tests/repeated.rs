//! Repeated files, and several lines about one customer.

use caredesk_domain::customer::{CustomerDetails, CustomerPatch, Death, Identifier};
use caredesk_persistence::testing::on_both_engines;

use super::*;
use crate::services::ExpectedVersion;

async fn corrected(desk: &Desk, customer: &Customer, patch: CustomerPatch) {
    customers::edit(&desk.store, &actor(Role::Agent), customer.id, &ExpectedVersion::Any, patch).await.unwrap();
}

#[tokio::test]
async fn import_unchanged_line_keeps_local_edit() {
    on_both_engines(async |test| {
        let desk = Desk::at(test).await;
        let line = patient_with(1, json!({ "birthDate": "1956-08-03", "telecom": [{ "system": "phone", "value": "0803 123 4567" }] }));
        desk.import_lines(std::slice::from_ref(&line)).await;
        let customer = desk.named("Ada Family1").await;
        let patch = CustomerPatch {
            birth_date: Some(Some("1956-03-08".parse().unwrap())),
            other_phones: Some(vec!["0803 765 4321".parse::<caredesk_domain::phone::PhoneText>().unwrap().in_region(region())]),
            former_names: Some(vec!["Ada Bello".parse().unwrap()]),
            death: Some(Some(Death { at: None })),
            ..CustomerPatch::default()
        };
        corrected(&desk, &customer, patch).await;
        let before = desk.customers().await;
        assert_eq!(counts(&desk.import_lines(&[line]).await), [1, 0, 0, 1, 0]);
        assert_eq!(desk.customers().await, before);
        let news = patient_with(1, json!({ "birthDate": "1956-08-04" }));
        assert_eq!(counts(&desk.import_lines(&[news]).await), [1, 0, 1, 0, 0]);
        let details = desk.named("Ada Family1").await.details.clone();
        let expected = CustomerDetails { birth_date: Some("1956-08-04".parse().unwrap()), ..before[0].details.clone() };
        assert_eq!(details, expected);
    })
    .await;
}

#[tokio::test]
async fn import_removed_values_are_deleted_and_local_edits_kept() {
    on_both_engines(async |test| {
        let desk = Desk::at(test).await;
        let number = |value: &str| json!({ "system": "phone", "value": value });
        let full = patient_with(
            1,
            json!({
                "name": [{ "family": "Eze", "given": ["Ada"] }, { "use": "maiden", "family": "Bello", "given": ["Ada"] }],
                "telecom": [number("0803 123 4567"), number("0803 765 4321")],
                "deceasedBoolean": true,
            }),
        );
        let spare =
            patient_with(1, json!({ "name": [{ "family": "Eze" }], "telecom": [number("0803 123 4567")], "deceasedBoolean": false }));
        desk.import_lines(&[full]).await;
        assert_eq!(counts(&desk.import_lines(std::slice::from_ref(&spare)).await), [1, 0, 1, 0, 0]);
        let details = desk.named("Eze").await.details.clone();
        assert_eq!((details.former_names.len(), details.other_phones.len(), details.death), (0, 0, None));

        let mut own = spare;
        own["identifier"][0]["value"] = json!("MRN-2");
        let details = CustomerDetails {
            given_name: Some("Ngozi".parse().unwrap()),
            former_names: vec!["Ngozi Obi".parse().unwrap()],
            death: Some(Death { at: None }),
            identifiers: vec![serde_json::from_value::<Identifier>(own["identifier"][0].clone()).unwrap()],
            ..CustomerDetails::named("Eze".parse().unwrap())
        };
        customers::create(&desk.store, &actor(Role::Agent), details.clone()).await.unwrap();
        assert_eq!(counts(&desk.import_lines(&[own]).await), [1, 0, 1, 0, 0]);
        let kept = desk.named("Ngozi Eze").await.details.clone();
        let expected = CustomerDetails { phone: kept.phone.clone(), ..details };
        assert_eq!(kept, expected);
    })
    .await;
}

#[tokio::test]
async fn import_later_line_of_batch_matches_earlier_one() {
    on_both_engines(async |test| {
        let desk = Desk::at(test).await;
        let mrn = |value: &str| json!({ "system": "https://hospital.example/mrn", "value": value });
        let lab = json!({ "system": "https://lab.example", "value": "7" });
        let report = desk
            .import_lines(&[
                patient(1),
                patient_with(1, json!({ "gender": "female" })),
                patient(1),
                patient_with(2, json!({ "identifier": [mrn("MRN-2"), lab] })),
                // This line's source system knows the same person by the second identifier of the line before.
                patient_with(2, json!({ "identifier": [lab, mrn("MRN-2")] })),
                patient_with(2, json!({ "identifier": [mrn("MRN-2"), lab], "gender": "male" })),
                // Both identifiers have been sent for one person: each finds what the other wrote.
                patient_with(2, json!({ "identifier": [lab], "birthDate": "1990-01-01" })),
            ])
            .await;
        assert_eq!((counts(&report), refusals(&report)), ([7, 2, 4, 1, 0], vec![]));
        let customers = desk.customers().await;
        assert_eq!(customers.len(), 2);
        assert_eq!(json!(customers[0].details.gender), json!("female"));
        assert_eq!((json!(customers[1].details.gender), json!(customers[1].details.birth_date)), (json!("male"), json!("1990-01-01")));
    })
    .await;
}

#[tokio::test]
async fn import_two_systems_of_one_customer_in_batch_keeps_both() {
    on_both_engines(async |test| {
        let desk = Desk::at(test).await;
        let (one, other) =
            (json!({ "system": "https://one.example", "value": "1" }), json!({ "system": "https://other.example", "value": "2" }));
        let both = |first: &Value, second: &Value| patient_with(1, json!({ "identifier": [first, second] }));
        desk.import_lines(&[both(&one, &other)]).await;
        desk.import_lines(&[both(&other, &one)]).await;
        let report = desk
            .import_lines(&[
                patient_with(1, json!({ "identifier": [one], "gender": "female" })),
                patient_with(1, json!({ "identifier": [other], "birthDate": "1990-01-01" })),
            ])
            .await;
        assert_eq!((counts(&report), refusals(&report)), ([2, 0, 2, 0, 0], vec![]));
        let details = desk.named("Ada Family1").await.details.clone();
        assert_eq!((json!(details.gender), json!(details.birth_date)), (json!("female"), json!("1990-01-01")));
    })
    .await;
}

#[tokio::test]
async fn import_match_system_is_used_and_official_document_is_rejected() {
    on_both_engines(async |test| {
        let desk = Desk::at(test).await;
        let lab = |value: &str| json!({ "system": "https://lab.example", "value": value });
        let mrn = json!({ "system": "https://hospital.example/mrn", "value": "MRN-1" });
        let options = |system: &str| Options { match_system: Some(system.parse().unwrap()) };
        // One record number for two people: only the laboratory's identifiers differ.
        let file = ndjson(&[
            patient_with(1, json!({ "identifier": [mrn, lab("a")] })),
            patient_with(1, json!({ "identifier": [mrn, lab("b")] })),
            patient(3),
        ]);
        let chunks = || futures::stream::iter([Ok::<_, Infallible>(file.as_bytes())]);
        let report = import(&desk.store, &task(), region(), options("https://lab.example"), chunks(), |_| {}).await.unwrap();
        assert_eq!((counts(&report), refusals(&report)), ([3, 2, 0, 0, 1], vec!["3 no_identifier identifier".to_owned()]));
        let stopped =
            import(&desk.store, &task(), region(), options("http://hl7.org/fhir/sid/us-ssn"), chunks(), |_| {}).await.unwrap_err();
        assert!(matches!(stopped.why, ImportError::Service(ServiceError::Invalid { field: "match_system", .. })));
        // The record number matches both.
        assert_eq!(refusals(&desk.import_lines(&[patient(1)]).await), ["1 ambiguous identifier"]);
    })
    .await;
}

#[tokio::test]
async fn import_line_of_deleted_customer_is_refused_alone() {
    on_both_engines(async |test| {
        let desk = Desk::at(test).await;
        desk.import_lines(&[patient(1)]).await;
        let customer = desk.named("Ada Family1").await;
        customers::delete(&desk.store, &actor(Role::Admin), customer.id, &ExpectedVersion::Any).await.unwrap();
        let report = desk.import_lines(&[patient_with(1, json!({ "gender": "male" })), patient(2)]).await;
        assert_eq!((counts(&report), refusals(&report)), ([2, 1, 0, 0, 1], vec!["1 deleted -".to_owned()]));
    })
    .await;
}

/// On PostgreSQL both start to add the same people; the second transaction fails, retries and finds them.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn import_same_file_concurrently_creates_each_customer_once() {
    on_both_engines(async |test| {
        let desk = Desk::at(test).await;
        let file = ndjson(&(0..1_200).map(patient).collect::<Vec<_>>());
        let (one, other) = futures::join!(desk.import(file.as_bytes()), desk.import(file.as_bytes()));
        assert_eq!(one.created + other.created, 1_200);
        assert_eq!(one.unchanged + other.unchanged, 1_200);
        assert_eq!(desk.customers().await.len(), 1_200);
    })
    .await;
}
