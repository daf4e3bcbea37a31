//! Imports the 615 synthetic patients of the shared file.

use std::collections::HashSet;

use caredesk_persistence::testing::on_both_engines;

use super::*;

#[tokio::test]
async fn import_shared_patients_twice_writes_nothing_second_time() {
    let Some(file) = shared_patients() else { return };
    on_both_engines(async |test| {
        let desk = Desk::at(test).await;
        assert_eq!(counts(&desk.import(&file).await), [615, 615, 0, 0, 0]);
        let before = desk.customers().await;
        assert_eq!(before.len(), 615);
        desk.clock.advance(60);
        assert_eq!(counts(&desk.import(&file).await), [615, 0, 0, 615, 0]);
        assert_eq!(desk.customers().await, before);
        for customer in before.iter().step_by(20) {
            assert_eq!(desk.events(customer).await, 1, "{}", customer.id);
        }
    })
    .await;
}

#[tokio::test]
async fn import_shared_patient_stores_fields_of_file() {
    let Some(file) = shared_patients() else { return };
    on_both_engines(async |test| {
        let desk = Desk::at(test).await;
        desk.import(&file).await;
        let customers = desk.customers().await;
        let kirsten = customers.iter().find(|customer| customer.full_name() == "Kirsten Witting").unwrap();
        assert_eq!(
            json!(kirsten.details.identifiers),
            json!([
                { "system": "https://github.com/synthetichealth/synthea", "value": "a09212a3-af3e-4194-b1d1-3f0a543222f6" },
                { "system": "http://hospital.smarthealthit.org", "value": "a09212a3-af3e-4194-b1d1-3f0a543222f6" },
            ])
        );
        assert_eq!(json!(kirsten.details.former_names), json!(["Kirsten Schroeder"]));
        assert_eq!(json!(kirsten.details.phone), json!("555-258-5879"));
        assert_eq!(json!(kirsten.details.birth_date), json!("1948-06-14"));
        assert_eq!(json!(kirsten.details.gender), json!("female"));
        assert_eq!(json!(kirsten.details.preferred_language), json!("en-US"));
        assert_eq!((kirsten.details.death, &kirsten.details.email), (None, &None));
        assert_eq!(customers.iter().filter(|customer| customer.details.death.is_some()).count(), 124);
        assert_eq!(customers.iter().filter(|customer| !customer.details.former_names.is_empty()).count(), 172);
        assert_eq!(customers.iter().filter(|customer| customer.details.phone.is_some()).count(), 615);
    })
    .await;
}

#[tokio::test]
async fn import_shared_patients_stores_no_official_document_numbers() {
    let Some(file) = shared_patients() else { return };
    let mut documents = HashSet::new();
    for line in file.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let patient: Value = serde_json::from_slice(line).unwrap();
        for identifier in patient["identifier"].as_array().unwrap() {
            if ["DL", "PPN", "SS"].contains(&identifier["type"]["coding"][0]["code"].as_str().unwrap_or_default()) {
                documents.insert(identifier["value"].as_str().unwrap().to_owned());
            }
        }
    }
    assert!(documents.len() > 1_000, "the file holds none: the test shows nothing");
    let test = TestDatabase::sqlite().await;
    let desk = Desk::at(&test).await;
    desk.import(&file).await;
    let customers = desk.customers().await;
    let kept: Vec<_> = customers.iter().flat_map(|customer| &customer.details.identifiers).collect();
    assert_eq!(kept.len(), 2 * 615);
    assert!(!kept.iter().any(|identifier| documents.contains(identifier.value.as_str())));
    for document in documents.iter().take(5) {
        assert!(desk.found(document).await.is_empty(), "found by an official document");
    }
}

/// Lines 131 and 332 have the same driver's licence: matching by any identifier would merge them.
#[tokio::test]
async fn import_shared_patients_with_same_licence_stay_separate() {
    let Some(file) = shared_patients() else { return };
    on_both_engines(async |test| {
        let desk = Desk::at(test).await;
        let lines: Vec<&[u8]> = file.split(|byte| *byte == b'\n').collect();
        let two = [lines[130], lines[331]].join(&b'\n');
        assert_eq!(counts(&desk.import(&two).await), [2, 2, 0, 0, 0]);
        let names: Vec<_> = desk.customers().await.iter().map(|customer| customer.full_name()).collect();
        assert_eq!(names, ["Clint Champlin", "Kirsten Witting"]);
    })
    .await;
}

#[tokio::test]
async fn search_imported_patients_by_names_phones_and_typos_finds_them() {
    let Some(file) = shared_patients() else { return };
    on_both_engines(async |test| {
        let desk = Desk::at(test).await;
        desk.import(&file).await;
        for (query, name) in [
            ("Witting kirsten", "Kirsten Witting"),
            ("Schroeder kirsten", "Kirsten Witting"),
            ("Kirsten Wittnig", "Kirsten Witting"),
            ("raul gomez", "Raúl Gómez"),
            ("Ordonez", "Bernardo Ordóñez"),
            ("echevaria carla", "Carla Echevarría"),
            ("concepcion elsa", "Elsa Vargas"),
            ("555-258-5879", "Kirsten Witting"),
            ("(555) 258 58 79", "Kirsten Witting"),
            ("kirs 5879", "Kirsten Witting"),
            ("a09212a3-af3e-4194-b1d1-3f0a543222f6", "Kirsten Witting"),
        ] {
            let found = desk.found(query).await;
            assert_eq!(found.first().map(String::as_str), Some(name), "{query}: {found:?}");
        }
    })
    .await;
}
