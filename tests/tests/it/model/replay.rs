//! Replaying a timeline from its beginning leads to the current record.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    actors::Actor,
    command::{Command, EscalationAction, TicketAction, role_name},
    fixture::ModelFixture,
    state::ModelState,
};

/// All timeline entries of one record, the earliest first.
async fn timeline_entries(stage: &mut ModelFixture<'_>, kind: &str, id: &str) -> Vec<Value> {
    let (mut rows, mut next) = (Vec::new(), String::new());
    loop {
        let page = stage.get(Actor::Uche, &format!("/{kind}s/{id}/timeline?limit=20{next}")).await.ok();
        rows.extend(page.rows().iter().filter(|row| row["subject"]["kind"] == kind).cloned());
        let Some(cursor) = page["page"]["next_cursor"].as_str() else { break };
        next = format!("&cursor={cursor}");
    }
    rows.reverse();
    rows
}

/// The final value of every field; the `from` of each change must equal the `to` of the change before.
fn replayed(rows: &[Value]) -> BTreeMap<String, Value> {
    let mut facts = BTreeMap::new();
    for row in rows {
        // A move also has an entry for the old customer, with `moved_to`; it is skipped here.
        let changes = row["changes"].as_object().unwrap().iter().filter(|_| row["changes"]["moved_to"].is_null());
        for (field, change) in changes.filter(|(_, change)| change.get("to").is_some()) {
            let was = facts.insert(field.clone(), change["to"].clone()).unwrap_or(Value::Null);
            assert_eq!(was, change["from"], "{field} of {row}");
        }
    }
    facts
}

/// The number of reopenings of a resolved ticket that were not undone.
fn reopened(rows: &[Value]) -> usize {
    let status = |row: &Value, end: &str| row["changes"]["status"][end] == "resolved";
    let (undone, done): (Vec<&Value>, Vec<&Value>) = rows.iter().partition(|row| row["action"] == "undo_status");
    let taken_up = done.into_iter().filter(|row| status(row, "from")).count();
    taken_up - undone.into_iter().filter(|row| status(row, "to")).count()
}

pub(super) async fn timelines(stage: &mut ModelFixture<'_>, world: &ModelState) {
    for ticket in &world.tickets {
        if ticket.deleted {
            // A deleted record is restored first.
            let back = Command::OnTicket(world.tickets.iter().position(|other| other.id == ticket.id).unwrap(), TicketAction::Restore);
            stage.send(Actor::Uche, back.to_call(world, &stage.customers, &stage.people)).await.ok();
        }
        let rows = timeline_entries(stage, "ticket", &ticket.id).await;
        let facts = replayed(&rows);
        let is = |field: &str| facts.get(field).cloned().unwrap_or(Value::Null);
        let expected = json!({
            "customer": stage.customers[ticket.customer],
            "assignee": ticket.assignee.map(|who| stage.people[who.index()].clone()),
            "status": ticket.status,
            "duplicate_of": ticket.duplicate_of.map(|of| world.tickets[of].id.clone()),
            "open_escalation": ticket.escalation.map(|escalation| world.escalations[escalation].id.clone()),
            "deleted": null,
        });
        for (field, value) in expected.as_object().unwrap() {
            assert_eq!(is(field), *value, "{field} of the ticket, replayed");
        }
        assert_eq!(reopened(&rows), usize::try_from(ticket.reopened).unwrap(), "{rows:?}");
    }
    for escalation in &world.escalations {
        if escalation.deleted {
            let place = world.escalations.iter().position(|other| other.id == escalation.id).unwrap();
            let back = Command::OnEscalation(place, EscalationAction::Restore);
            stage.send(Actor::Uche, back.to_call(world, &stage.customers, &stage.people)).await.ok();
        }
        let facts = replayed(&timeline_entries(stage, "escalation", &escalation.id).await);
        let is = |field: &str| facts.get(field).cloned().unwrap_or(Value::Null);
        let withdrawn = escalation.outcome == Some("withdrawn");
        let expected = json!({
            "customer": stage.customers[escalation.customer],
            "source": world.tickets[escalation.ticket].id,
            "target_role": role_name(escalation.target.role),
            "target": escalation.target.staff.map(|who| stage.people[who.index()].clone()),
            "status": escalation.status,
            "outcome": escalation.outcome.filter(|_| !withdrawn),
            "withdrawn": withdrawn.then_some(true),
            "deleted": null,
        });
        for (field, value) in expected.as_object().unwrap() {
            assert_eq!(is(field), *value, "{field} of the escalation, replayed");
        }
    }
}
