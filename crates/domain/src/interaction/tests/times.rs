//! The times of an interaction: its end, late logging and corrections.

use super::*;

#[test]
fn log_past_interaction_keeps_given_times() {
    let late = NewInteraction { summary: Some(summary()), started_at: Some(at(-600)), ended_at: Some(at(-480)), ..chat() };
    let late = log(late, &ada()).unwrap();
    assert_eq!((late.phase, late.duration_seconds(), late.created_at), (InteractionPhase::Ended(at(-480)), Some(120), at(0)));
    let still = log(NewInteraction { started_at: Some(at(-600)), ..chat() }, &ada()).unwrap();
    assert_eq!((still.phase, still.started_at), (InteractionPhase::Active, at(-600)));
}

#[test]
fn log_interaction_with_invalid_times_is_invalid_by_field() {
    let with = |started, ended, summary| {
        refused(log(NewInteraction { started_at: Some(at(started)), ended_at: ended, summary, ..chat() }, &ada()))
    };
    assert_eq!(with(1, None, None), ("started_at", "future"));
    assert_eq!(with(-60, Some(at(1)), Some(summary())), ("ended_at", "future"));
    assert_eq!(with(-60, Some(at(-61)), Some(summary())), ("ended_at", "before_start"));
    assert_eq!(with(-60, Some(at(-30)), None), ("summary", "required"));
    let both = NewInteraction { pending: true, ended_at: Some(at(0)), summary: Some(summary()), ..chat() };
    assert_eq!(refused(log(both, &ada())), ("status", "ended"));
}

#[test]
fn end_interaction_sets_duration() {
    for from in [active(), pending()] {
        let ended = out(from.end(end(None), None, &ada(), at(90)));
        assert_eq!((ended.phase, ended.duration_seconds()), (InteractionPhase::Ended(at(90)), Some(90)));
    }
    let earlier = out(active().end(end(Some(at(30))), None, &ada(), at(90)));
    assert_eq!((earlier.phase, earlier.duration_seconds(), earlier.updated_at), (InteractionPhase::Ended(at(30)), Some(30), at(90)));
    let event = only_event(active().end(end(None), None, &ada(), at(90)));
    let changes = json!({
        "status": { "from": "active", "to": "resolved" }, "ended_at": { "from": null, "to": at(90) }, "summary": {},
    });
    assert_eq!(json!(event.changes()), changes);
}

#[test]
fn end_interaction_without_summary_is_invalid() {
    assert_eq!(refused(active().end(InteractionEnd::default(), None, &ada(), at(90))), ("summary", "required"));
    let known = log(NewInteraction { summary: Some(summary()), ..chat() }, &ada()).unwrap();
    assert_eq!(out(known.end(InteractionEnd::default(), None, &ada(), at(90))).summary, Some(summary()));
}

#[test]
fn end_ended_interaction_is_conflict() {
    assert_eq!(refused(ended().end(end(None), None, &ada(), at(99))), ("", "already_ended"));
}

#[test]
fn end_interaction_before_start_or_in_future_is_invalid() {
    assert_eq!(refused(active().end(end(Some(at(-1))), None, &ada(), at(90))), ("ended_at", "before_start"));
    assert_eq!(refused(active().end(end(Some(at(91))), None, &ada(), at(90))), ("ended_at", "future"));
    assert_eq!(out(active().end(end(Some(at(0))), None, &ada(), at(90))).duration_seconds(), Some(0));
}

/// Regression: a start in 1926 gave a duration that fits no column.
#[test]
fn log_interaction_over_10_years_ago_is_invalid() {
    let log = |started_at| {
        let new = NewInteraction { started_at: Some(started_at), ..chat() };
        Interaction::log(new, &customer(7), None, &ada(), at(0))
    };
    let ten_years = 3653;
    assert_eq!(out(log(at(0).plus_days(-ten_years))).started_at, at(0).plus_days(-ten_years));
    assert_eq!(refused(log(at(-1).plus_days(-ten_years))), ("started_at", "too_early"));
    let patch = InteractionPatch { started_at: Some(at(-1).plus_days(-ten_years)), ..InteractionPatch::default() };
    assert_eq!(refused(ended().edit(patch, None, &ada(), at(100))), ("started_at", "too_early"));
}

#[test]
fn edit_times_records_event_and_recalculates_duration() {
    let patch = InteractionPatch { started_at: Some(at(-600)), ended_at: Some(at(-300)), ..InteractionPatch::default() };
    let event = only_event(ended().edit(patch.clone(), None, &ada(), at(100)));
    let changes = json!({
        "started_at": { "from": at(0), "to": at(-600) }, "ended_at": { "from": at(90), "to": at(-300) }, "end_given": { "from": null, "to": true },
    });
    assert_eq!(json!(event.changes()), changes);
    let corrected = out(ended().edit(patch, None, &ada(), at(100)));
    assert_eq!((corrected.duration_seconds(), corrected.version), (Some(300), 3));
}

#[test]
fn edit_interaction_with_invalid_times_is_invalid() {
    let edit = |of: Interaction, patch| refused(of.edit(patch, None, &ada(), at(100)));
    let none = InteractionPatch::default;
    assert_eq!(edit(ended(), InteractionPatch { started_at: Some(at(91)), ..none() }), ("ended_at", "before_start"));
    assert_eq!(edit(ended(), InteractionPatch { ended_at: Some(at(-1)), ..none() }), ("ended_at", "before_start"));
    assert_eq!(edit(ended(), InteractionPatch { ended_at: Some(at(101)), ..none() }), ("ended_at", "future"));
    assert_eq!(edit(active(), InteractionPatch { started_at: Some(at(101)), ..none() }), ("started_at", "future"));
    assert_eq!(edit(ended(), InteractionPatch { summary: Some(None), ..none() }), ("summary", "required"));
    for open in [active(), pending()] {
        let Err(DomainError::Conflict { code, allowed, .. }) =
            open.edit(InteractionPatch { ended_at: Some(at(1)), ..none() }, None, &ada(), at(100))
        else {
            panic!("an edit ended it")
        };
        assert_eq!((code, allowed), ("not_ended", vec!["end"]));
    }
}

#[test]
fn edit_interaction_unchanged_writes_nothing() {
    assert!(writes_nothing(active().edit(InteractionPatch::default(), None, &ada(), at(1))));
    let same = InteractionPatch { channel: Some(Channel::Chat), ended_at: Some(at(90)), ..InteractionPatch::default() };
    assert!(writes_nothing(ended().edit(same, None, &ada(), at(100))));
}

#[test]
fn end_given_is_true_only_with_given_end() {
    let given = |ended_at| out(active().end(end(ended_at), None, &ada(), at(90))).end_given;
    assert_eq!((given(None), given(Some(at(80))), given(Some(at(90)))), (false, true, true));
    let logged =
        |ended_at| Interaction::log(NewInteraction { ended_at, summary: Some(summary()), ..chat() }, &customer(7), None, &ada(), at(0));
    assert_eq!((out(logged(None)).end_given, out(logged(Some(at(0)))).end_given), (false, true));
}

#[test]
fn end_interaction_with_open_escalation_succeeds() {
    let ended = out(moving::escalated(active()).end(end(None), None, &ada(), at(90)));
    assert!(ended.open_escalation.is_some());
    assert_eq!(ended.duration_seconds(), Some(90));
}
