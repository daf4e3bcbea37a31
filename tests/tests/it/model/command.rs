//! Commands, and their HTTP requests.

use caredesk_tests::TestRng;
use reqwest::Method;
use serde_json::{Value, json};

use super::{
    REASON,
    actors::{Actor, Role},
    state::{ModelState, Target, Word},
};

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Command {
    Open { customer: usize, queued: bool },
    OnTicket(usize, TicketAction),
    OnEscalation(usize, EscalationAction),
}

/// An operation on a ticket.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum TicketAction {
    SetStatus(Word),
    DuplicateOf(usize),
    Undo(Word),
    Reply(Option<Word>),
    Note(Option<Word>),
    CustomerSays(Option<Word>),
    Claim,
    Assign(Option<Actor>),
    Move(usize),
    Delete,
    Restore,
    Raise(Target),
}

/// An operation on an escalation.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum EscalationAction {
    Accept,
    Decline,
    Reassign(Target),
    Resolve,
    Close,
    Withdraw,
    Discuss,
    Delete,
    Restore,
}

const STATUSES: [Word; 4] = ["open", "pending", "resolved", "escalated"];
/// The maximum number of tickets in a sequence.
const MAX_TICKETS: usize = 4;

/// A random actor and command; it need not be allowed or possible.
pub(super) fn draw(chance: &mut TestRng, world: &ModelState) -> (Actor, Command) {
    let who = chance.pick(&Actor::ALL);
    let tickets = world.tickets.len();
    if tickets == 0 || tickets < MAX_TICKETS && chance.percent(8) {
        return (who, Command::Open { customer: usize::from(chance.percent(25)), queued: chance.percent(60) });
    }
    let escalations = world.escalations.len();
    if escalations > 0 && chance.percent(45) {
        // Mostly the latest, which is usually the open one.
        let place = if chance.percent(70) { escalations - 1 } else { chance.below(escalations) };
        return (who, Command::OnEscalation(place, deed(chance)));
    }
    let place = chance.below(tickets);
    let undone = world.tickets[place].undo.as_ref().map(|undo| undo.status).filter(|_| chance.percent(80));
    (who, Command::OnTicket(place, act(chance, tickets, undone)))
}

fn act(chance: &mut TestRng, tickets: usize, undone: Option<Word>) -> TicketAction {
    let status = |chance: &mut TestRng| chance.percent(35).then(|| chance.pick(&STATUSES));
    match chance.below(32) {
        0..=5 => TicketAction::SetStatus(chance.pick(&STATUSES)),
        6..=7 => TicketAction::DuplicateOf(chance.below(tickets)),
        8..=11 => TicketAction::Undo(undone.unwrap_or_else(|| chance.pick(&STATUSES))),
        12..=14 => TicketAction::Reply(status(chance)),
        15..=16 => TicketAction::Note(status(chance)),
        17..=19 => TicketAction::CustomerSays(status(chance)),
        20..=21 => TicketAction::Claim,
        22..=23 => TicketAction::Assign(chance.percent(70).then(|| chance.pick(&Actor::ALL))),
        24 => TicketAction::Move(chance.below(2)),
        25 => TicketAction::Delete,
        26 => TicketAction::Restore,
        _ => TicketAction::Raise(target(chance)),
    }
}

fn deed(chance: &mut TestRng) -> EscalationAction {
    match chance.below(20) {
        0..=4 => EscalationAction::Accept,
        5..=6 => EscalationAction::Decline,
        7..=9 => EscalationAction::Reassign(target(chance)),
        10..=12 => EscalationAction::Resolve,
        13..=14 => EscalationAction::Close,
        15 => EscalationAction::Withdraw,
        16..=17 => EscalationAction::Discuss,
        18 => EscalationAction::Delete,
        _ => EscalationAction::Restore,
    }
}

fn target(chance: &mut TestRng) -> Target {
    let role = if chance.percent(65) { Role::Doctor } else { Role::Admin };
    let of = |role| Actor::ALL.into_iter().filter(move |who| who.role() == role).collect::<Vec<_>>();
    let staff = match chance.below(20) {
        0..=8 => None,
        9..=18 => Some(chance.pick(&of(role))),
        // Usually of the wrong role.
        _ => Some(chance.pick(&Actor::ALL)),
    };
    Target { role, staff }
}

/// An HTTP request.
pub(super) struct ApiCall {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) body: Option<Value>,
}

fn post(path: String, body: Value) -> ApiCall {
    ApiCall { method: Method::POST, path, body: Some(body) }
}

impl Command {
    /// Its HTTP request. `customers` and `people` are ids.
    pub(super) fn to_call(&self, world: &ModelState, customers: &[String], people: &[String]) -> ApiCall {
        let id = |who: &Actor| people[who.index()].clone();
        let target = |target: &Target| match &target.staff {
            Some(staff) => json!({"role": role_name(target.role), "staff_id": id(staff)}),
            None => json!({"role": role_name(target.role)}),
        };
        match self {
            Self::Open { customer, queued } => {
                let mut body = json!({
                    "customer_id": customers[*customer], "category": "billing", "subject": "Charged twice",
                    "description": "The card was charged twice for the appointment on 3 March.",
                });
                if *queued {
                    body["assignee_id"] = Value::Null;
                }
                post("/tickets".to_owned(), body)
            }
            Self::OnTicket(ticket, act) => {
                let path = |tail: &str| format!("/tickets/{}{tail}", world.tickets[*ticket].id);
                match act {
                    TicketAction::SetStatus(to) => post(path("/status"), json!({"status": to})),
                    TicketAction::DuplicateOf(of) => {
                        post(path("/status"), json!({"status": "resolved", "duplicate_of": world.tickets[*of].id}))
                    }
                    TicketAction::Undo(to) => post(path("/status"), json!({"status": to, "undo": true})),
                    TicketAction::Reply(status) => post(path("/messages"), said(json!({"kind": "reply"}), *status)),
                    TicketAction::Note(status) => post(path("/messages"), said(json!({"kind": "note"}), *status)),
                    TicketAction::CustomerSays(status) => {
                        post(path("/messages"), said(json!({"kind": "reply", "author": "customer", "via": "chat"}), *status))
                    }
                    TicketAction::Claim => post(path("/claim"), json!({})),
                    TicketAction::Assign(to) => post(path("/assignment"), json!({"assignee_id": to.as_ref().map(id)})),
                    TicketAction::Move(to) => post(path("/customer"), json!({"customer_id": customers[*to], "reason": REASON})),
                    TicketAction::Delete => ApiCall { method: Method::DELETE, path: path(""), body: None },
                    TicketAction::Restore => post(path("/restore"), json!({})),
                    TicketAction::Raise(whom) => post(path("/escalations"), json!({"target": target(whom), "reason": REASON})),
                }
            }
            Self::OnEscalation(escalation, deed) => {
                let path = |tail: &str| format!("/escalations/{}{tail}", world.escalations[*escalation].id);
                match deed {
                    EscalationAction::Accept => post(path("/accept"), json!({})),
                    EscalationAction::Decline => post(path("/decline"), json!({"reason": REASON})),
                    EscalationAction::Reassign(whom) => post(path("/reassign"), json!({"target": target(whom)})),
                    EscalationAction::Resolve => post(path("/resolve"), json!({"outcome": super::OUTCOME})),
                    EscalationAction::Close => post(path("/close"), json!({})),
                    EscalationAction::Withdraw => post(path("/withdraw"), json!({"reason": REASON})),
                    EscalationAction::Discuss => post(path("/messages"), json!({"body": "Since when does she use it?"})),
                    EscalationAction::Delete => ApiCall { method: Method::DELETE, path: path(""), body: None },
                    EscalationAction::Restore => post(path("/restore"), json!({})),
                }
            }
        }
    }
}

/// A role's name in the API.
pub(super) fn role_name(role: Role) -> Word {
    match role {
        Role::Agent => "agent",
        Role::Doctor => "doctor",
        Role::Admin => "admin",
    }
}

fn said(mut body: Value, status: Option<Word>) -> Value {
    body["body"] = "We look into it.".into();
    if let Some(status) = status {
        body["status"] = status.into();
    }
    body
}
