//! What must hold of every call, chat and e-mail of a seeded desk.

use std::collections::BTreeMap;

use caredesk_domain::{
    interaction::{Interaction, InteractionPhase},
    message::{Channel, Message},
    policy::Action,
};

use super::*;

/// The contact that an event of a ticket tells of.
pub(super) fn of_event<'m>(event: &TimelineEntry, made: &'m SeededDesk) -> &'m Interaction {
    let id = event.changes["interaction"].as_str().unwrap();
    &made.interactions.iter().find(|case| case.row.id.to_string() == id).unwrap().row
}

pub(super) fn check_interactions(made: &SeededDesk, plan: &Plan) {
    for case in &made.interactions {
        check_interaction_events(case, plan);
        check_interaction_ticket(&case.row, made);
    }
    check_calls(made, plan);
}

fn check_interaction_events(case: &RecordHistory<Interaction, Message>, plan: &Plan) {
    let RecordHistory { row: contact, messages, events } = case;
    assert_eq!((events[0].action, events[0].at), (Action::LogInteraction, contact.created_at));
    assert!(in_order(events) && events[1..].iter().all(|one| one.action != Action::LogInteraction), "{:?}", lines(events));
    assert!(contact.updated_at <= plan.until && events.last().unwrap().at == contact.updated_at);
    let fields = ["status", "agent", "customer", "ticket", "open_escalation", "started_at", "ended_at"];
    let row = [
        serde_json::json!(contact.phase.status()),
        serde_json::json!(contact.agent),
        serde_json::json!(contact.customer),
        serde_json::json!(contact.ticket),
        serde_json::json!(contact.open_escalation),
        serde_json::json!(contact.started_at),
        serde_json::json!(contact.phase.ended_at()),
    ];
    assert_eq!(final_values(fields, events), row, "{fields:?} of {}", contact.id);
    assert!(contact.started_at <= contact.created_at);
    match contact.phase {
        InteractionPhase::Ended(at) => {
            assert!(contact.started_at < at && contact.summary.is_some() && contact.agent.is_some());
            // It was ended as it ended, or logged when it was over.
            let ended = events.iter().find(|one| one.changes.contains_key("ended_at")).unwrap();
            assert!(ended.action == Action::End && ended.at == at || ended.action == Action::LogInteraction && at < ended.at);
            let longest = match contact.channel {
                Channel::Call => 31,
                Channel::Chat => 41,
                Channel::Email => 16,
            };
            assert!((50..=longest * 60).contains(&contact.duration_seconds().unwrap()), "{:?}", contact.duration_seconds());
        }
        InteractionPhase::Active | InteractionPhase::Pending => assert!(plan.until.seconds_since(contact.started_at) < 3 * 24 * 60 * 60),
    }
    let noted: Vec<_> = events.iter().filter(|one| one.action == Action::Note).map(|one| one.at).collect();
    assert_eq!(messages.iter().map(|note| note.created_at).collect::<Vec<_>>(), noted);
}

fn check_interaction_ticket(contact: &Interaction, made: &SeededDesk) {
    let Some(ticket) = contact.ticket else { return };
    let ticket = &made.tickets.iter().find(|case| case.row.id == ticket).unwrap().row;
    assert_eq!(ticket.customer, contact.customer);
    assert_eq!(ticket.interaction == Some(contact.id), contact.created_at < ticket.created_at);
    if let Some(summary) = contact.summary.as_ref().filter(|_| contact.phase.ended_at().is_some()) {
        let about = [ticket.number.to_string(), ticket.subject.to_string(), "opened".to_owned()];
        assert!(about.iter().any(|messages| summary.as_str().contains(messages)), "{summary} is not about {}", ticket.subject);
    }
}

fn check_calls(made: &SeededDesk, plan: &Plan) {
    let mut calls: BTreeMap<StaffId, Vec<(Timestamp, Timestamp)>> = BTreeMap::new();
    for contact in made.interactions.iter().map(|case| &case.row).filter(|contact| contact.channel == Channel::Call) {
        let ended = contact.phase.ended_at().unwrap_or(plan.until);
        calls.entry(contact.agent.unwrap()).or_default().push((contact.started_at, ended));
    }
    for calls in calls.values_mut() {
        calls.sort_unstable();
        assert!(calls.is_sorted_by(|(_, ended), (next, _)| ended <= next), "{calls:?}");
    }
}
