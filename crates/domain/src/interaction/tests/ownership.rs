//! Which actors may change an interaction.

use super::*;

#[test]
fn edit_interaction_by_other_agent_is_forbidden_until_assigned() {
    let patch = InteractionPatch { channel: Some(Channel::Call), ..InteractionPatch::default() };
    assert_eq!(refused(active().edit(patch.clone(), None, &ben(), at(1))), ("", "forbidden"));
    assert_eq!(refused(active().set_status(InteractionStatus::Pending, &ben(), at(1))), ("", "forbidden"));
    assert_eq!(refused(active().end(end(None), None, &ben(), at(1))), ("", "forbidden"));
    assert_eq!(refused(active().move_to_customer(&customer(6), LinkedTickets::MoveTickets, &reason(), &ben(), at(1))), ("", "forbidden"));
    let given = out(active().assign(Some(colleague()), None, None, &ben(), at(1)));
    assert_eq!(given.agent, Some(staff_id(5)));
    let cleo = Actor::staff(staff_id(5), Role::Agent);
    assert_eq!(out(given.clone().edit(patch.clone(), None, &cleo, at(2))).channel, Channel::Call);
    assert_eq!(refused(given.clone().edit(patch.clone(), None, &ada(), at(2))), ("", "forbidden"), "she is no longer the agent");
    assert_eq!(out(given.edit(patch, None, &admin(), at(2))).channel, Channel::Call);
}

#[test]
fn assign_interaction_event_has_from_and_to_and_separate_note() {
    let event = only_event(active().assign(Some(colleague()), Some("She expects a call.".parse().unwrap()), None, &ada(), at(1)));
    assert_eq!(json!(event.changes()), json!({ "agent": { "from": staff_id(1), "to": staff_id(5) }, "note": {} }));
    assert_eq!(json!(event.personal()), json!({ "note": "She expects a call." }));
    let nobodys = out(active().assign(None, None, None, &ben(), at(1)));
    assert_eq!(nobodys.agent, None);
    assert!(writes_nothing(nobodys.assign(None, None, None, &ben(), at(2))));
    assert_eq!(refused(ended().assign(Some(colleague()), None, None, &ada(), at(99))), ("", "already_ended"));
}

#[test]
fn delete_and_restore_interaction_by_admin_requires_no_open_escalation() {
    assert_eq!(refused(active().delete(None, &ada(), at(1))), ("", "forbidden"));
    let hidden = out(active().delete(None, &admin(), at(1)));
    assert_eq!(hidden.deleted, Some(Deletion { at: at(1), by: staff_id(3) }));
    assert_eq!(refused(hidden.clone().delete(None, &admin(), at(2))), ("", "deleted"));
    assert_eq!(refused(hidden.clone().restore(None, &ada(), at(2))), ("", "forbidden"));
    assert_eq!(out(hidden.restore(None, &admin(), at(2))).deleted, None);
    assert_eq!(refused(active().restore(None, &admin(), at(2))), ("", "not_deleted"));
    let escalated = moving::escalated(active());
    let Err(DomainError::Conflict { code, allowed, .. }) = escalated.delete(None, &admin(), at(3)) else { panic!("it was deleted") };
    assert_eq!((code, allowed), ("open_escalation", vec!["withdraw"]));
}

#[test]
fn interaction_changes_by_doctor_or_auditor_are_forbidden() {
    for role in [Role::Doctor, Role::Auditor] {
        let actor = Actor::staff(staff_id(1), role);
        assert_eq!(refused(log(chat(), &actor)), ("", "forbidden"));
        assert_eq!(refused(active().edit(InteractionPatch::default(), None, &actor, at(1))), ("", "forbidden"));
        assert_eq!(refused(active().set_status(InteractionStatus::Pending, &actor, at(1))), ("", "forbidden"));
        assert_eq!(refused(active().end(end(None), None, &actor, at(1))), ("", "forbidden"));
        assert_eq!(refused(active().assign(None, None, None, &actor, at(1))), ("", "forbidden"));
        assert_eq!(
            refused(active().move_to_customer(&customer(6), LinkedTickets::MoveTickets, &reason(), &actor, at(1))),
            ("", "forbidden")
        );
        assert_eq!(refused(active().note(MessageId::from_uuid(Uuid::nil()), "Hello".parse().unwrap(), &actor, at(1))), ("", "forbidden"));
        assert_eq!(refused(active().delete(None, &actor, at(1))), ("", "forbidden"));
        assert!(active().allowed_actions(&actor).is_empty());
    }
}

#[test]
fn allowed_is_what_policy_and_state_allow() {
    use Action::{
        AssignInteraction, DeleteInteraction, EditInteraction, End, Escalate, MoveInteraction, Note, OpenTicket, ReadNotes, Redact,
        RestoreInteraction, SetInteractionStatus,
    };
    let mine = [EditInteraction, SetInteractionStatus, End, AssignInteraction, MoveInteraction, Escalate, OpenTicket, ReadNotes, Note];
    assert_eq!(active().allowed_actions(&ada()), mine);
    assert_eq!(active().allowed_actions(&ben()), [AssignInteraction, Escalate, OpenTicket, ReadNotes, Note]);
    assert_eq!(ended().allowed_actions(&ada()), [EditInteraction, MoveInteraction, Escalate, OpenTicket, ReadNotes, Note]);
    assert!(ended().allowed_actions(&admin()).contains(&DeleteInteraction));
    assert!(!moving::escalated(active()).allowed_actions(&admin()).contains(&Escalate));
    assert_eq!(out(active().delete(None, &admin(), at(1))).allowed_actions(&admin()), [RestoreInteraction, Redact]);
    assert!(out(active().delete(None, &admin(), at(1))).allowed_actions(&ada()).is_empty());
}
