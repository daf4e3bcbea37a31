//! Creating, editing, deleting and upserting customers.

#![expect(clippy::disallowed_methods, reason = "a test makes its own actors")]

use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::{
    CustomerId, DomainError, StaffId, Timestamp,
    actor::{Actor, Role, SystemJob},
    change::{Change, RecordWrite, Version},
    policy::Action,
};

fn admin() -> Actor {
    Actor::staff(StaffId::from_uuid(Uuid::from_u128(1)), Role::Admin)
}

fn import() -> Actor {
    Actor::system(SystemJob::Import)
}

fn id(number: u128) -> CustomerId {
    CustomerId::from_uuid(Uuid::from_u128(number))
}

fn at(seconds: i64) -> Timestamp {
    "2026-03-01T09:00:00Z".parse::<Timestamp>().unwrap().plus_seconds(seconds)
}

fn created() -> Customer {
    Customer::create(id(7), CustomerDetails::named("Adebayo".parse().unwrap()), &admin(), at(0)).unwrap().into_parts().0
}

fn mrn() -> Identifier {
    Identifier { system: "https://hospital.example/mrn".parse().unwrap(), value: "42".parse().unwrap() }
}

fn patch(family_name: &str, given_name: &str) -> CustomerPatch {
    CustomerPatch {
        family_name: Some(family_name.parse().unwrap()),
        given_name: Some(Some(given_name.parse().unwrap())),
        ..CustomerPatch::default()
    }
}

fn sent_again(customer: Customer, source: &ImportSnapshot, patch: CustomerPatch) -> (Customer, Upserted, Option<ImportSnapshot>) {
    let known = PreviousImport { customer, snapshot: Some(source.clone()) };
    let change = Customer::upsert(Some(known), id(99), mrn(), patch, &import(), at(60)).unwrap();
    let ((customer, outcome), writes, _) = change.into_parts();
    let source = writes.into_iter().find_map(|write| match write {
        RecordWrite::ImportSnapshot(source) => Some((*source).clone()),
        RecordWrite::Customer(_)
        | RecordWrite::Ticket(_)
        | RecordWrite::Interaction(_)
        | RecordWrite::Message(_)
        | RecordWrite::RedactHistory { .. } => None,
        RecordWrite::Escalation(_)
        | RecordWrite::EscalationMessage(_)
        | RecordWrite::Staff(_)
        | RecordWrite::ServiceAccount(_)
        | RecordWrite::Secret(_) => None,
    });
    (customer, outcome, source)
}

fn first_sent(patch: CustomerPatch) -> (Customer, ImportSnapshot) {
    let change = Customer::upsert(None, id(7), mrn(), patch, &import(), at(0)).unwrap();
    let ((customer, outcome), mut writes, _) = change.into_parts();
    assert_eq!(outcome, Upserted::Created);
    let Some(RecordWrite::ImportSnapshot(source)) = writes.pop() else { panic!("no source was written") };
    (customer, (*source).clone())
}

#[test]
fn import_unchanged_customer_writes_nothing() {
    let (customer, source) = first_sent(patch("Adebayo", "Ife"));
    let (again, outcome, written) = sent_again(customer.clone(), &source, patch("Adebayo", "Ife"));
    assert_eq!((again, outcome, written), (customer, Upserted::Unchanged, None));
}

#[test]
fn import_unchanged_field_keeps_local_edit() {
    let (customer, source) = first_sent(patch("Adebayo", "Ife"));
    let corrected = customer.edit(patch("Adebayo", "Ifeoma"), &admin(), at(5)).unwrap().into_parts().0;
    let (kept, outcome, _) = sent_again(corrected.clone(), &source, patch("Adebayo", "Ife"));
    assert_eq!((kept.full_name(), outcome), ("Ifeoma Adebayo".to_owned(), Upserted::Unchanged));
    let (renamed, outcome, source) = sent_again(corrected, &source, patch("Bello", "Ife"));
    assert_eq!((renamed.full_name(), outcome), ("Ifeoma Bello".to_owned(), Upserted::Updated));
    assert_eq!(json!(source.unwrap().sent), json!({ "family_name": "Bello", "given_name": "Ife" }));
}

#[test]
fn import_without_field_keeps_it() {
    let (customer, source) = first_sent(patch("Adebayo", "Ife"));
    let only_name = CustomerPatch { family_name: Some("Bello".parse().unwrap()), ..CustomerPatch::default() };
    let (renamed, _, _) = sent_again(customer, &source, only_name);
    assert_eq!(renamed.full_name(), "Ife Bello");
}

#[test]
fn import_deleted_customer_is_conflict() {
    let (customer, source) = first_sent(patch("Adebayo", "Ife"));
    let deleted = customer.delete(Unended::default(), &admin(), at(5)).unwrap().into_parts().0;
    let known = PreviousImport { customer: deleted, snapshot: Some(source) };
    let refusal = Customer::upsert(Some(known), id(99), mrn(), patch("Bello", "Ife"), &import(), at(60)).unwrap_err();
    assert!(matches!(refusal, DomainError::Conflict { code: "deleted", .. }));
}

#[test]
fn import_new_customer_without_family_name_is_invalid() {
    let refusal = Customer::upsert(None, id(7), mrn(), CustomerPatch::default(), &import(), at(0)).unwrap_err();
    assert!(matches!(refusal, DomainError::Invalid { field: "family_name", .. }));
}

#[test]
fn delete_customer_with_unresolved_tickets_is_conflict() {
    let ongoing = [
        (Unended { tickets: 1, ..Unended::default() }, "unresolved_tickets"),
        (Unended { interactions: 1, ..Unended::default() }, "active_interactions"),
        (Unended { tickets: 1, interactions: 1, escalations: 1 }, "open_escalation"),
    ];
    for (ongoing, expected) in ongoing {
        assert!(matches!(created().delete(ongoing, &admin(), at(1)), Err(DomainError::Conflict { code, .. }) if code == expected));
    }
    let deleted = created().delete(Unended::default(), &admin(), at(1)).unwrap().into_parts().0;
    assert!(deleted.deleted.is_some());
    assert!(matches!(deleted.clone().delete(Unended::default(), &admin(), at(2)), Err(DomainError::Conflict { code: "deleted", .. })));
    assert!(deleted.restore(&admin(), at(3)).unwrap().into_parts().0.deleted.is_none());
    assert!(matches!(created().restore(&admin(), at(3)), Err(DomainError::Conflict { code: "not_deleted", .. })));
}

#[test]
fn create_customer_with_future_birth_or_death_is_invalid() {
    let unborn = CustomerPatch { birth_date: Some(Some("2026-03-03".parse().unwrap())), ..CustomerPatch::default() };
    assert!(matches!(created().edit(unborn, &admin(), at(1)), Err(DomainError::Invalid { field: "birth_date", .. })));
    let death = CustomerPatch { death: Some(Some(Death { at: Some(at(9)) })), ..CustomerPatch::default() };
    assert!(matches!(created().edit(death, &admin(), at(1)), Err(DomainError::Invalid { field: "deceased_at", .. })));
}

#[test]
fn edit_customer_event_omits_personal_values() {
    let (_, _, events) = created().edit(patch("Bello", "Ife"), &admin(), at(1)).unwrap().into_parts();
    assert_eq!(json!(events[0].changes()), json!({ "given_name": {}, "family_name": {} }));
    assert_eq!(json!(events[0].personal())["family_name"], json!({ "from": "Adebayo", "to": "Bello" }));
}

#[test]
fn is_official_document_by_identifier_system() {
    let is_official = |system: &str| Identifier::is_official_document(&system.parse().unwrap());
    for system in [
        "http://hl7.org/fhir/sid/us-ssn",
        "https://HL7.org/fhir/sid/us-ssn/",
        "urn:oid:2.16.840.1.113883.4.1",
        "URN:OID:2.16.840.1.113883.4.3.25",
        "2.16.840.1.113883.4.3.25",
        "urn:oid:2.16.840.1.113883.4.330.840",
        "http://hl7.org/fhir/sid/passport-NGA",
        "http://standardhealthrecord.org/fhir/StructureDefinition/passportNumber",
    ] {
        assert!(is_official(system), "{system}");
    }
    for system in [
        "https://hospital.example/mrn",
        "http://hospital.smarthealthit.org",
        "https://github.com/synthetichealth/synthea",
        "urn:oid:2.16.840.1.113883.4.12",
        "urn:oid:2.16.840.1.113883.4.30",
        "http://hl7.org/fhir/sid/us-npi",
        "https://hospital.example/http://hl7.org/fhir/sid/us-ssn",
    ] {
        assert!(!is_official(system), "{system}");
    }
}

#[test]
fn create_customer_with_official_document_is_invalid() {
    let ssn = Identifier { system: "http://hl7.org/fhir/sid/us-ssn".parse().unwrap(), value: "999-22-1962".parse().unwrap() };
    let kept = CustomerPatch { identifiers: Some(vec![ssn.clone()]), ..CustomerPatch::default() };
    assert!(matches!(created().edit(kept, &admin(), at(1)), Err(DomainError::Invalid { field: "identifiers", .. })));
    let refusal = Customer::upsert(None, id(7), ssn, patch("Adebayo", "Ife"), &import(), at(0)).unwrap_err();
    assert!(matches!(refusal, DomainError::Invalid { field: "identifier", .. }));
}

/// The expected versions of the customers that a change writes.
fn expected<T>(change: Change<T>) -> Vec<Option<Version>> {
    let (_, writes, _) = change.into_parts();
    writes.iter().filter_map(|write| if let RecordWrite::Customer(put) = write { Some(put.expected_version()) } else { None }).collect()
}

#[test]
fn edit_customer_increments_version_and_expects_previous() {
    let new = Customer::create(id(7), CustomerDetails::named("Adebayo".parse().unwrap()), &admin(), at(0)).unwrap();
    assert_eq!((new.out().version, expected(new)), (1, vec![None]));
    let corrected = created().edit(patch("Bello", "Ife"), &admin(), at(5)).unwrap();
    assert_eq!((corrected.out().version, expected(corrected)), (2, vec![Some(1)]));
}

#[test]
fn customer_events_are_in_customer_timeline() {
    let (_, _, events) = created().edit(patch("Bello", "Ife"), &admin(), at(5)).unwrap().into_parts();
    assert_eq!((events.len(), events[0].customer()), (1, Some(id(7))));
}

#[test]
fn deleted_customer_is_rejected_until_restored() {
    let hidden = created().delete(Unended::default(), &admin(), at(5)).unwrap().into_parts().0;
    assert!(matches!(hidden.ensure_active(), Err(DomainError::Conflict { code: "deleted", .. })));
    let back = hidden.restore(&admin(), at(6)).unwrap().into_parts().0;
    assert_eq!(back.ensure_active(), Ok(()));
}

#[test]
fn allowed_is_what_policy_and_state_allow() {
    use Action::{DeleteCustomer, EditCustomer, LogInteraction, OpenTicket, RestoreCustomer};
    let agent = Actor::staff(StaffId::from_uuid(Uuid::from_u128(2)), Role::Agent);
    assert_eq!(created().allowed_actions(&admin()), [EditCustomer, DeleteCustomer, OpenTicket, LogInteraction]);
    assert_eq!(created().allowed_actions(&agent), [EditCustomer, OpenTicket, LogInteraction]);
    let hidden = created().delete(Unended::default(), &admin(), at(5)).unwrap().into_parts().0;
    assert_eq!((hidden.allowed_actions(&admin()), hidden.allowed_actions(&agent)), (vec![RestoreCustomer], vec![]));
}
