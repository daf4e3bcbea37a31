//! Service accounts: who manages them, and how long they and their secrets are valid.
#![expect(clippy::disallowed_methods, reason = "a test makes its own actors")]

use serde_json::json;

use super::*;
use crate::{
    DomainError, ServiceAccountId, StaffId, Timestamp,
    actor::{Actor, Role, SystemJob},
    change::{Change, RecordWrite},
    policy::Action,
    scopes::{OAuthScope, Scopes},
};

const DAY: i64 = 86_400;

fn at(seconds: i64) -> Timestamp {
    "2026-03-01T09:00:00Z".parse::<Timestamp>().unwrap().plus_seconds(seconds)
}

fn admin() -> Actor {
    Actor::staff(StaffId::from_uuid(uuid::Uuid::from_u128(99)), Role::Admin)
}

fn secret(number: u8) -> NewSecret {
    NewSecret { id: crate::SecretId::from_uuid(uuid::Uuid::from_u128(number.into())), hash: SecretHash([number; 32]) }
}

fn scopes(scopes: &[OAuthScope]) -> Scopes {
    scopes.iter().copied().collect()
}

fn new() -> NewServiceAccount {
    NewServiceAccount {
        id: ServiceAccountId::from_uuid(uuid::Uuid::from_u128(1)),
        name: "Telehealth app".parse().unwrap(),
        scopes: scopes(&[OAuthScope::TicketsRead, OAuthScope::TicketsWrite]),
        expires_at: at(100 * DAY),
    }
}

fn account() -> ServiceAccount {
    ServiceAccount::create(new(), secret(1), &admin(), at(0)).unwrap().into_parts().0
}

/// The secrets that a change writes.
fn secrets<T>(change: Change<T>) -> Vec<Secret> {
    let (_, writes, _) = change.into_parts();
    let secret = |write| if let RecordWrite::Secret(put) = write { Some((*put).clone()) } else { None };
    writes.into_iter().filter_map(secret).collect()
}

fn refusal<T>(outcome: Result<Change<T>, DomainError>) -> (String, String) {
    match outcome.map(|_| ()).unwrap_err() {
        DomainError::Invalid { field, fault } => (field.to_owned(), fault.code.to_string()),
        DomainError::Conflict { code, .. } => (String::new(), code.to_owned()),
        DomainError::Forbidden { action, .. } => ("forbidden".to_owned(), action.to_string()),
        DomainError::AlreadyAssigned { .. } => panic!("taken"),
    }
}

fn pair(field: &str, code: &str) -> (String, String) {
    (field.to_owned(), code.to_owned())
}

#[test]
fn create_service_account_has_one_secret_valid_until_account_expiry() {
    let change = ServiceAccount::create(new(), secret(1), &admin(), at(0)).unwrap();
    let (out, _, events) = ServiceAccount::create(new(), secret(1), &admin(), at(0)).unwrap().into_parts();
    let told = json!(events[0].changes());
    assert_eq!((events[0].action(), &told["scopes"]["to"]), (Action::CreateServiceAccount, &json!(["tickets:read", "tickets:write"])));
    assert!(!told.to_string().contains("hash"), "{told}");
    let first = secrets(change);
    assert_eq!((first.len(), first[0].account, first[0].expires_at), (1, out.id, None));
    assert!(out.is_valid(at(100 * DAY - 1)) && !out.is_valid(at(100 * DAY)));
}

#[test]
fn create_service_account_with_invalid_scopes_or_expiry_is_invalid() {
    let with = |scopes: Scopes| NewServiceAccount { scopes, ..new() };
    for (faulty, field, code) in [
        (with(Scopes::default()), "scopes", "too_few"),
        (with(scopes(&[OAuthScope::TicketsRead, OAuthScope::StaffRead])), "scopes", "people_only"),
        (with(scopes(&[OAuthScope::StaffWrite])), "scopes", "people_only"),
        (NewServiceAccount { expires_at: at(0), ..new() }, "expires_at", "past"),
    ] {
        assert_eq!(refusal(ServiceAccount::create(faulty, secret(1), &admin(), at(0))), pair(field, code));
    }
}

#[test]
fn service_account_changes_by_non_admin_are_forbidden() {
    let program = Actor::service(account().id, OAuthScope::ALL.iter().copied().collect());
    let people = [Role::Agent, Role::Doctor, Role::Auditor].map(|role| Actor::staff(StaffId::from_uuid(uuid::Uuid::from_u128(5)), role));
    for actor in people.iter().chain([&program, &Actor::system(SystemJob::Bootstrap)]) {
        assert_eq!(refusal(ServiceAccount::create(new(), secret(1), actor, at(0))), pair("forbidden", "create_service_account"));
        let patch = ServiceAccountPatch { expires_at: Some(at(200 * DAY)), ..ServiceAccountPatch::default() };
        assert_eq!(refusal(account().edit(patch, actor, at(1))), pair("forbidden", "edit_service_account"));
        assert_eq!(refusal(account().issue_secret(secret(2), Vec::new(), actor, at(1))), pair("forbidden", "issue_secret"));
        assert_eq!(refusal(account().delete(actor, at(1))), pair("forbidden", "delete_service_account"));
        assert!(account().allowed_actions(actor, at(1)).is_empty());
    }
}

#[test]
fn issue_secret_expires_previous_secrets_after_24_h() {
    let first = secrets(ServiceAccount::create(new(), secret(1), &admin(), at(0)).unwrap());
    let written = secrets(account().issue_secret(secret(2), first, &admin(), at(50)).unwrap());
    let (second, earlier) = (written[0].clone(), written[1].clone());
    assert_eq!((written.len(), second.expires_at, earlier.expires_at), (2, None, Some(at(50 + DAY))));
    assert!(earlier.is_valid(at(50 + DAY - 1)) && !earlier.is_valid(at(50 + DAY)) && second.is_valid(at(99 * DAY)));
    // A secret that expires sooner is not extended by a day.
    let written = secrets(account().issue_secret(secret(3), vec![second, earlier], &admin(), at(60)).unwrap());
    let ends: Vec<_> = written.iter().map(|secret| (secret.id, secret.expires_at)).collect();
    assert_eq!(ends, [(secret(3).id, None), (secret(2).id, Some(at(60 + DAY)))]);
}

#[test]
fn issue_secret_of_expired_account_is_conflict_until_extended() {
    let over = at(100 * DAY);
    assert_eq!(refusal(account().issue_secret(secret(2), Vec::new(), &admin(), over)), pair("", "expired"));
    assert_eq!(account().allowed_actions(&admin(), over), [Action::EditServiceAccount, Action::DeleteServiceAccount]);
    let renamed = ServiceAccountPatch { name: Some("App".parse().unwrap()), ..ServiceAccountPatch::default() };
    assert!(account().edit(renamed, &admin(), over).is_ok());
    let later = |end| ServiceAccountPatch { expires_at: Some(end), ..ServiceAccountPatch::default() };
    assert!(!account().edit(later(over), &admin(), over.plus_seconds(1)).unwrap().has_events(), "the same end is no change");
    assert_eq!(refusal(account().edit(later(over.plus_seconds(-1)), &admin(), over)), pair("expires_at", "past"));
    let longer = account().edit(later(over.plus_seconds(DAY)), &admin(), over).unwrap().into_parts().0;
    assert!(longer.is_valid(over) && longer.issue_secret(secret(2), Vec::new(), &admin(), over).is_ok());
}

#[test]
fn delete_deleted_service_account_is_conflict() {
    let (ended, _, events) = account().delete(&admin(), at(1)).unwrap().into_parts();
    assert_eq!(json!(events[0].changes()), json!({"deleted": {"from": null, "to": true}}));
    assert!(!ended.is_valid(at(1)) && ended.allowed_actions(&admin(), at(1)).is_empty());
    assert_eq!(refusal(ended.delete(&admin(), at(2))), pair("", "deleted"));
}

#[test]
fn sign_in_and_refusal_of_service_account_are_events() {
    let (me, other) = (account(), ServiceAccountId::from_uuid(uuid::Uuid::from_u128(2)));
    assert!(me.signed_in(&Actor::service(me.id, Scopes::default()), at(1)).unwrap().has_events());
    assert!(me.signed_in(&Actor::service(other, Scopes::default()), at(1)).is_err());
    assert!(me.sign_in_rejected(&Actor::system(SystemJob::Authentication), at(1)).unwrap().has_events());
    assert!(me.sign_in_rejected(&admin(), at(1)).is_err());
    let (_, _, events) = me.sign_in_rejections(7, at(0), &Actor::system(SystemJob::Authentication), at(1)).unwrap().into_parts();
    assert_eq!(json!(events[0].changes()), json!({"attempts": 7, "since": at(0)}));
}

#[test]
fn service_account_changes_increment_version() {
    assert_eq!(account().version, 1);
    let renamed = ServiceAccountPatch { name: Some("App".parse().unwrap()), ..ServiceAccountPatch::default() };
    assert_eq!(account().edit(renamed, &admin(), at(1)).unwrap().out().version, 2);
    let first = secrets(ServiceAccount::create(new(), secret(1), &admin(), at(0)).unwrap());
    let change = account().issue_secret(secret(2), first, &admin(), at(50)).unwrap();
    assert_eq!(change.out().version, 2);
    let versions: Vec<_> = secrets(change).iter().map(|secret| secret.version).collect();
    assert_eq!(versions, [1, 2], "the new one, and the earlier one that now ends");
}

#[test]
fn secret_hash_debug_omits_bytes() {
    assert_eq!(format!("{:?}", SecretHash([7; 32])), "SecretHash(…)");
}
