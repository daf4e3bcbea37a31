//! What each actor can do with an escalation in each of its states.

use super::*;

/// The result: the status afterwards, `same` where nothing is written, or the code of the rejection.
#[expect(clippy::wildcard_enum_match_arm, reason = "the other actions do not apply to an escalation")]
fn becomes(action: Action, (case, escalation): (EscalatedRecord, Escalation), actor: &Actor) -> String {
    let (role, id) = (escalation.target.role, MessageId::from_uuid(Uuid::from_u128(13)));
    let other = if role == TargetRole::Doctor { 11 } else { 21 };
    let change = match action {
        Action::Accept => escalation.accept(actor, at(50)),
        Action::Decline => escalation.decline(&reason(), actor, at(50)),
        Action::Reassign => escalation.reassign(Target::from_row(role, Some(staff_id(other))), actor, at(50)),
        Action::RaisePriority => escalation.raise_priority(Priority::Urgent, actor, at(50)),
        Action::ResolveEscalation => {
            escalation.resolve(case, outcome(), actor, at(50)).map(|change| change.map(|(escalation, _)| escalation))
        }
        Action::Withdraw => escalation.withdraw(case, reason(), actor, at(50)).map(|change| change.map(|(escalation, _)| escalation)),
        Action::Close => escalation.close(actor, at(50)),
        Action::Discuss => {
            escalation.discuss(id, "Since when?".parse().unwrap(), actor, at(50)).map(|change| change.map(|(escalation, _)| escalation))
        }
        Action::DeleteEscalation => escalation.delete(actor, at(50)),
        other => panic!("{other}"),
    };
    match change {
        Ok(change) if change.has_events() => change.out().state.status().to_string(),
        Ok(_) => "same".to_owned(),
        Err(DomainError::Forbidden { .. }) => "forbidden".to_owned(),
        Err(DomainError::AlreadyAssigned { .. }) => "taken".to_owned(),
        Err(DomainError::Conflict { code, .. }) => code.to_owned(),
        Err(DomainError::Invalid { fault, .. }) => fault.code.to_owned(),
    }
}

/// One line for each actor: the result in each of the [`STATES`].
fn table(action: Action, role: TargetRole) -> Vec<(&'static str, [String; 6])> {
    let actors = [
        ("agent", agent()),
        ("ngozi", ngozi()),
        ("obi", obi()),
        ("tunde", tunde()),
        ("zainab", zainab()),
        ("auditor", person(40, Role::Auditor)),
        ("program", program()),
    ];
    actors.into_iter().map(|(name, actor)| (name, STATES.map(|state| becomes(action, standing(state, role), &actor)))).collect()
}

#[track_caller]
fn is(action: Action, role: TargetRole, expected: [(&str, [&str; 6]); 7]) {
    let found = table(action, role);
    let found: Vec<(&str, [&str; 6])> = found.iter().map(|(name, row)| (*name, row.each_ref().map(String::as_str))).collect();
    assert_eq!(found, expected, "{action} of one addressed to a {role}, by who and by {STATES:?}");
}

const NO: &str = "forbidden";
const NOT_NOW: &str = "illegal_transition";
const NOBODY: [&str; 6] = [NO; 6];

#[test]
fn accept_is_allowed_to_target_or_pool_members() {
    let ngozi = ["in_progress", "in_progress", "same", NOT_NOW, NOT_NOW, NOT_NOW];
    let obi = ["in_progress", NO, "taken", NO, NO, NO];
    is(
        Action::Accept,
        TargetRole::Doctor,
        [
            ("agent", NOBODY),
            ("ngozi", ngozi),
            ("obi", obi),
            ("tunde", NOBODY),
            ("zainab", NOBODY),
            ("auditor", NOBODY),
            ("program", NOBODY),
        ],
    );
    is(
        Action::Accept,
        TargetRole::Admin,
        [
            ("agent", NOBODY),
            ("ngozi", NOBODY),
            ("obi", NOBODY),
            ("tunde", ngozi),
            ("zainab", obi),
            ("auditor", NOBODY),
            ("program", NOBODY),
        ],
    );
}

#[test]
fn decline_is_allowed_to_named_target_only() {
    let named = ["in_the_pool", "pending", "pending", NOT_NOW, NOT_NOW, NOT_NOW];
    let other = ["in_the_pool", NO, NO, NO, NO, NO];
    is(
        Action::Decline,
        TargetRole::Doctor,
        [
            ("agent", NOBODY),
            ("ngozi", named),
            ("obi", other),
            ("tunde", NOBODY),
            ("zainab", NOBODY),
            ("auditor", NOBODY),
            ("program", NOBODY),
        ],
    );
    is(
        Action::Decline,
        TargetRole::Admin,
        [
            ("agent", NOBODY),
            ("ngozi", NOBODY),
            ("obi", NOBODY),
            ("tunde", named),
            ("zainab", other),
            ("auditor", NOBODY),
            ("program", NOBODY),
        ],
    );
}

#[test]
fn reassign_is_allowed_to_admins_and_target_doctors() {
    let open = ["pending", "pending", "pending", NOT_NOW, NOT_NOW, NOT_NOW];
    let pool_only = ["pending", NO, NO, NO, NO, NO];
    is(
        Action::Reassign,
        TargetRole::Doctor,
        [
            ("agent", NOBODY),
            ("ngozi", open),
            ("obi", pool_only),
            ("tunde", open),
            ("zainab", open),
            ("auditor", NOBODY),
            ("program", NOBODY),
        ],
    );
    is(
        Action::Reassign,
        TargetRole::Admin,
        [
            ("agent", NOBODY),
            ("ngozi", NOBODY),
            ("obi", NOBODY),
            ("tunde", open),
            ("zainab", open),
            ("auditor", NOBODY),
            ("program", NOBODY),
        ],
    );
}

#[test]
fn raise_priority_is_allowed_to_admins_and_target_doctors() {
    let open = ["pending", "pending", "in_progress", NOT_NOW, NOT_NOW, NOT_NOW];
    let pool_only = ["pending", NO, NO, NO, NO, NO];
    for (role, named, pooled) in [(TargetRole::Doctor, open, pool_only), (TargetRole::Admin, NOBODY, NOBODY)] {
        is(
            Action::RaisePriority,
            role,
            [
                ("agent", NOBODY),
                ("ngozi", named),
                ("obi", pooled),
                ("tunde", open),
                ("zainab", open),
                ("auditor", NOBODY),
                ("program", NOBODY),
            ],
        );
    }
}

#[test]
fn resolve_is_allowed_to_target_accepter_and_admins() {
    let open = ["resolved", "resolved", "resolved", NOT_NOW, NOT_NOW, NOT_NOW];
    let named = [NO, "resolved", "resolved", NOT_NOW, NOT_NOW, NOT_NOW];
    is(
        Action::ResolveEscalation,
        TargetRole::Doctor,
        [("agent", NOBODY), ("ngozi", named), ("obi", NOBODY), ("tunde", open), ("zainab", open), ("auditor", NOBODY), ("program", NOBODY)],
    );
    is(
        Action::ResolveEscalation,
        TargetRole::Admin,
        [
            ("agent", NOBODY),
            ("ngozi", NOBODY),
            ("obi", NOBODY),
            ("tunde", open),
            ("zainab", open),
            ("auditor", NOBODY),
            ("program", NOBODY),
        ],
    );
}

#[test]
fn withdraw_open_and_close_resolved_is_allowed_to_agents_and_admins() {
    let withdraw = ["closed", "closed", "closed", NOT_NOW, NOT_NOW, NOT_NOW];
    let close = [NOT_NOW, NOT_NOW, NOT_NOW, "closed", NOT_NOW, NOT_NOW];
    for role in [TargetRole::Doctor, TargetRole::Admin] {
        for (action, row) in [(Action::Withdraw, withdraw), (Action::Close, close)] {
            is(
                action,
                role,
                [
                    ("agent", row),
                    ("ngozi", NOBODY),
                    ("obi", NOBODY),
                    ("tunde", row),
                    ("zainab", row),
                    ("auditor", NOBODY),
                    ("program", NOBODY),
                ],
            );
        }
    }
}

#[test]
fn discuss_is_allowed_to_target_agents_and_admins_until_closed() {
    let team = ["pending", "pending", "in_progress", "resolved", NOT_NOW, NOT_NOW];
    let pool_only = ["pending", NO, NO, NO, NO, NO];
    is(
        Action::Discuss,
        TargetRole::Doctor,
        [("agent", team), ("ngozi", team), ("obi", pool_only), ("tunde", team), ("zainab", team), ("auditor", NOBODY), ("program", NOBODY)],
    );
    is(
        Action::Discuss,
        TargetRole::Admin,
        [("agent", team), ("ngozi", NOBODY), ("obi", NOBODY), ("tunde", team), ("zainab", team), ("auditor", NOBODY), ("program", NOBODY)],
    );
}

#[test]
fn delete_ended_escalation_is_allowed_to_admins_only() {
    let row = ["open_escalation", "open_escalation", "open_escalation", "resolved", "closed", "closed"];
    is(
        Action::DeleteEscalation,
        TargetRole::Doctor,
        [("agent", NOBODY), ("ngozi", NOBODY), ("obi", NOBODY), ("tunde", row), ("zainab", row), ("auditor", NOBODY), ("program", NOBODY)],
    );
    let (_, escalation) = standing("closed", TargetRole::Doctor);
    let hidden = out(escalation.delete(&tunde(), at(60)));
    assert_eq!(hidden.deleted, Some(Deletion { at: at(60), by: staff_id(20) }));
    assert_eq!(hidden.allowed_actions(&tunde()), [Action::RestoreEscalation, Action::Redact]);
    assert!(matches!(hidden.clone().delete(&tunde(), at(61)), Err(DomainError::Conflict { code: "deleted", .. })));
    assert!(matches!(hidden.clone().restore(&agent(), at(61)), Err(DomainError::Forbidden { .. })));
    let back = out(hidden.restore(&tunde(), at(61)));
    assert_eq!(back.deleted, None);
    assert!(matches!(back.restore(&tunde(), at(62)), Err(DomainError::Conflict { code: "not_deleted", .. })));
}

#[test]
fn allowed_equals_actions_that_succeed() {
    let actions = [
        Action::Accept,
        Action::Decline,
        Action::Reassign,
        Action::RaisePriority,
        Action::Discuss,
        Action::ResolveEscalation,
        Action::Withdraw,
        Action::Close,
        Action::DeleteEscalation,
    ];
    let done = ["pending", "in_progress", "resolved", "closed"];
    for role in [TargetRole::Doctor, TargetRole::Admin] {
        for state in STATES {
            for actor in [agent(), ngozi(), obi(), tunde(), zainab(), person(40, Role::Auditor), program()] {
                let (case, escalation) = standing(state, role);
                let mut possible: Vec<Action> = actions
                    .into_iter()
                    .filter(|action| done.contains(&becomes(*action, (case.clone(), escalation.clone()), &actor).as_str()))
                    .collect();
                let texts = BTreeSet::from([EscalationText::Reason]);
                possible.extend(escalation.clone().redact(&texts, &reason(), &actor, at(60)).is_ok().then_some(Action::Redact));
                assert_eq!(escalation.allowed_actions(&actor), possible, "{actor:?}: {state}, {role}");
            }
        }
    }
}
