//! Staff transitions: who may edit staff, and the invariants.
#![expect(clippy::disallowed_methods, reason = "a test makes its own actors and colleagues")]

use serde_json::json;

use super::*;
use crate::{
    DomainError, SessionId, StaffId, Timestamp,
    actor::{Actor, Role, SystemJob},
    change::Change,
    policy::Action,
};

fn at(seconds: i64) -> Timestamp {
    "2026-03-01T09:00:00Z".parse::<Timestamp>().unwrap().plus_seconds(seconds)
}

fn id(number: u128) -> StaffId {
    StaffId::from_uuid(uuid::Uuid::from_u128(number))
}

fn session(number: u128) -> SessionId {
    SessionId::from_uuid(uuid::Uuid::from_u128(number))
}

fn colleague(number: u128, role: Role, active: bool) -> Staff {
    Staff::from_row(StaffRecord {
        id: id(number),
        email: format!("colleague-{number}@desk.example").parse().unwrap(),
        name: "Ben Musa".parse().unwrap(),
        role,
        active,
        password: Some(PasswordHash::from_phc("$argon2id$earlier".to_owned())),
        created_at: at(0),
        updated_at: at(0),
        version: 4,
    })
}

fn admin() -> Actor {
    Actor::staff(id(99), Role::Admin)
}

/// The one event of a change: its action, and its public fields.
fn told<T>(change: Change<T>) -> (T, Action, serde_json::Value) {
    let (out, _, events) = change.into_parts();
    let [event] = events.as_slice() else { panic!("{} events", events.len()) };
    (out, event.action(), json!(event.changes()))
}

fn patch(role: Option<Role>, active: Option<bool>) -> StaffPatch {
    StaffPatch { role, active, ..StaffPatch::default() }
}

#[test]
fn edit_staff_by_admin_changes_name_role_and_active() {
    let email = Some("ben.musa@desk.example".parse().unwrap());
    let all = StaffPatch { email, name: Some("Ben A. Musa".parse().unwrap()), role: Some(Role::Doctor), active: Some(false) };
    let (after, action, changes) = told(colleague(1, Role::Agent, true).edit(all, 1, &admin(), at(9)).unwrap());
    assert_eq!((after.name.to_string().as_str(), after.role, after.active), ("Ben A. Musa", Role::Doctor, false));
    assert_eq!((after.version, after.updated_at, action), (5, at(9), Action::EditStaff));
    let expected = json!({"role": {"from": "agent", "to": "doctor"}, "active": {"from": true, "to": false}, "name": {}, "email": {}});
    assert_eq!(changes, expected);
    let (back, ..) = told(after.edit(patch(None, Some(true)), 1, &admin(), at(10)).unwrap());
    assert!(back.active);
}

#[test]
fn edit_staff_unchanged_writes_nothing() {
    let same = StaffPatch { email: None, name: Some("Ben Musa".parse().unwrap()), role: Some(Role::Agent), active: Some(true) };
    let change = colleague(1, Role::Agent, true).edit(same, 1, &admin(), at(9)).unwrap();
    assert!(!change.has_events());
    assert_eq!(change.out().version, 4);
}

#[test]
fn edit_staff_by_non_admin_or_own_role_is_rejected() {
    for role in [Role::Agent, Role::Doctor, Role::Auditor] {
        for own in [1, 2] {
            let refused = colleague(1, Role::Agent, true).edit(patch(None, Some(false)), 1, &Actor::staff(id(own), role), at(9));
            assert!(matches!(refused, Err(DomainError::Forbidden { action: Action::EditStaff, .. })));
        }
    }
    let me = Actor::staff(id(1), Role::Admin);
    for others in [0, 5] {
        let refused = colleague(1, Role::Admin, true).edit(patch(Some(Role::Agent), None), others, &me, at(9)).unwrap_err();
        assert!(matches!(refused, DomainError::Conflict { code: "own_role", .. }), "{refused:?}");
    }
    // Setting one's own present role is not a change.
    assert!(colleague(1, Role::Admin, true).edit(patch(Some(Role::Admin), Some(false)), 1, &me, at(9)).is_ok());
}

#[test]
fn deactivate_or_demote_last_admin_is_conflict() {
    for (change, actor) in [
        (patch(None, Some(false)), admin()),
        (patch(Some(Role::Agent), None), admin()),
        (patch(Some(Role::Agent), Some(false)), admin()),
        (patch(None, Some(false)), Actor::staff(id(1), Role::Admin)),
    ] {
        let refused = colleague(1, Role::Admin, true).edit(change.clone(), 0, &actor, at(9)).unwrap_err();
        assert!(matches!(refused, DomainError::Conflict { code: "last_admin", .. }), "{refused:?}");
        assert!(colleague(1, Role::Admin, true).edit(change, 1, &actor, at(9)).is_ok());
    }
    let renamed = StaffPatch { name: Some("Ada".parse().unwrap()), ..StaffPatch::default() };
    assert!(colleague(1, Role::Admin, true).edit(renamed, 0, &admin(), at(9)).is_ok());
    assert!(colleague(1, Role::Admin, false).edit(patch(Some(Role::Agent), None), 0, &admin(), at(9)).is_ok());
    assert!(colleague(1, Role::Agent, true).edit(patch(None, Some(false)), 0, &admin(), at(9)).is_ok());
}

#[test]
fn assignee_must_be_active_agent_or_admin() {
    for (role, active, code) in [
        (Role::Agent, true, None),
        (Role::Admin, true, None),
        (Role::Agent, false, Some("not_active")),
        (Role::Doctor, true, Some("wrong_role")),
        (Role::Auditor, true, Some("wrong_role")),
    ] {
        let refused = colleague(1, role, active).assignable("assignee_id").err();
        let found = refused.map(|refusal| {
            let DomainError::Invalid { field: "assignee_id", fault } = refusal else { panic!("{refusal:?}") };
            fault.code
        });
        assert_eq!(found, code, "{role} {active}");
    }
}

#[test]
fn set_password_of_other_staff_is_forbidden() {
    let hash = || PasswordHash::from_phc("$argon2id$later".to_owned());
    let me = Actor::staff(id(1), Role::Agent);
    let (after, action, changes) = told(colleague(1, Role::Agent, true).set_password(hash(), &[session(7)], &me, at(9)).unwrap());
    assert_eq!((after.password.clone(), after.version, action), (Some(hash()), 5, Action::SetPassword));
    assert_eq!(changes, json!({"ended": [session(7)]}), "the event holds no hash and no password");
    for other in [admin(), Actor::staff(id(2), Role::Agent), Actor::system(SystemJob::Bootstrap), Actor::system(SystemJob::Authentication)]
    {
        let refused = colleague(1, Role::Agent, true).set_password(hash(), &[], &other, at(9)).unwrap_err();
        assert!(matches!(refused, DomainError::Forbidden { action: Action::SetPassword, .. }), "{refused:?}");
    }
    let refused = colleague(1, Role::Agent, false).set_password(hash(), &[], &me, at(9)).unwrap_err();
    assert!(matches!(refused, DomainError::Conflict { code: "not_active", .. }), "{refused:?}");
}

#[test]
fn issue_password_link_requires_admin_and_active_staff() {
    assert_eq!(told(colleague(1, Role::Agent, true).password_link_issued(&admin(), at(9)).unwrap()).1, Action::IssuePasswordLink);
    let refused = colleague(1, Role::Agent, false).password_link_issued(&admin(), at(9)).unwrap_err();
    assert!(matches!(refused, DomainError::Conflict { code: "not_active", .. }), "{refused:?}");
    let refused = colleague(1, Role::Agent, true).password_link_issued(&Actor::staff(id(1), Role::Agent), at(9)).unwrap_err();
    assert!(matches!(refused, DomainError::Forbidden { action: Action::IssuePasswordLink, .. }), "{refused:?}");
}

#[test]
fn end_access_event_lists_ended_sessions() {
    let ended = [session(7), session(8)];
    let (_, action, changes) = told(colleague(1, Role::Agent, false).sessions_revoked(&ended, &admin(), at(9)).unwrap());
    assert_eq!((action, changes), (Action::RevokeSession, json!({"ended": ended})));
    let (_, action, changes) =
        told(colleague(1, Role::Agent, true).signed_out(session(7), &Actor::staff(id(1), Role::Agent), at(9)).unwrap());
    assert_eq!((action, changes), (Action::SignOut, json!({"ended": [session(7)]})));
    assert!(colleague(1, Role::Agent, true).signed_out(session(7), &admin(), at(9)).is_err());
}

#[test]
fn staff_allowed_is_shown_to_admins_only() {
    use Action::{EditStaff, IssuePasswordLink};
    assert_eq!(colleague(1, Role::Agent, true).allowed_actions(&admin()), [EditStaff, IssuePasswordLink]);
    assert_eq!(colleague(1, Role::Agent, false).allowed_actions(&admin()), [EditStaff]);
    assert!(colleague(1, Role::Agent, true).allowed_actions(&Actor::staff(id(1), Role::Agent)).is_empty());
}

#[test]
fn password_hash_keeps_text_and_debug_omits_it() {
    let hash = PasswordHash::from_phc("$argon2id$later".to_owned());
    assert_eq!((hash.phc(), format!("{hash:?}").as_str()), ("$argon2id$later", "PasswordHash(…)"));
}
