//! Commands, and their HTTP requests.

use caredesk_tests::Chance;
use reqwest::Method;
use serde_json::{Value, json};

use super::{
    REASON,
    cast::{Role, Who},
    world::{Target, Word, World},
};

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Command {
    Open { customer: usize, queued: bool },
    On(usize, Act),
    With(usize, Deed),
}

/// An operation on a ticket.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Act {
    SetStatus(Word),
    DuplicateOf(usize),
    Undo(Word),
    Reply(Option<Word>),
    Note(Option<Word>),
    CustomerSays(Option<Word>),
    Claim,
    Assign(Option<Who>),
    Move(usize),
    Delete,
    Restore,
    Raise(Target),
}

/// An operation on an escalation.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Deed {
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
const MOST: usize = 4;

/// A random actor and command; it need not be allowed or possible.
pub(super) fn draw(chance: &mut Chance, world: &World) -> (Who, Command) {
    let who = chance.one(&Who::ALL);
    let tickets = world.tickets.len();
    if tickets == 0 || tickets < MOST && chance.percent(8) {
        return (who, Command::Open { customer: usize::from(chance.percent(25)), queued: chance.percent(60) });
    }
    let escalations = world.escalations.len();
    if escalations > 0 && chance.percent(45) {
        // Mostly the latest, which is usually the open one.
        let place = if chance.percent(70) { escalations - 1 } else { chance.below(escalations) };
        return (who, Command::With(place, deed(chance)));
    }
    let place = chance.below(tickets);
    let undone = world.tickets[place].undo.as_ref().map(|undo| undo.status).filter(|_| chance.percent(80));
    (who, Command::On(place, act(chance, tickets, undone)))
}

fn act(chance: &mut Chance, tickets: usize, undone: Option<Word>) -> Act {
    let status = |chance: &mut Chance| chance.percent(35).then(|| chance.one(&STATUSES));
    match chance.below(32) {
        0..=5 => Act::SetStatus(chance.one(&STATUSES)),
        6..=7 => Act::DuplicateOf(chance.below(tickets)),
        8..=11 => Act::Undo(undone.unwrap_or_else(|| chance.one(&STATUSES))),
        12..=14 => Act::Reply(status(chance)),
        15..=16 => Act::Note(status(chance)),
        17..=19 => Act::CustomerSays(status(chance)),
        20..=21 => Act::Claim,
        22..=23 => Act::Assign(chance.percent(70).then(|| chance.one(&Who::ALL))),
        24 => Act::Move(chance.below(2)),
        25 => Act::Delete,
        26 => Act::Restore,
        _ => Act::Raise(target(chance)),
    }
}

fn deed(chance: &mut Chance) -> Deed {
    match chance.below(20) {
        0..=4 => Deed::Accept,
        5..=6 => Deed::Decline,
        7..=9 => Deed::Reassign(target(chance)),
        10..=12 => Deed::Resolve,
        13..=14 => Deed::Close,
        15 => Deed::Withdraw,
        16..=17 => Deed::Discuss,
        18 => Deed::Delete,
        _ => Deed::Restore,
    }
}

fn target(chance: &mut Chance) -> Target {
    let role = if chance.percent(65) { Role::Doctor } else { Role::Admin };
    let of = |role| Who::ALL.into_iter().filter(move |who| who.role() == role).collect::<Vec<_>>();
    let staff = match chance.below(20) {
        0..=8 => None,
        9..=18 => Some(chance.one(&of(role))),
        // Usually of the wrong role.
        _ => Some(chance.one(&Who::ALL)),
    };
    Target { role, staff }
}

/// An HTTP request.
pub(super) struct Ask {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) body: Option<Value>,
}

fn post(path: String, body: Value) -> Ask {
    Ask { method: Method::POST, path, body: Some(body) }
}

impl Command {
    /// Its HTTP request. `customers` and `people` are ids.
    pub(super) fn ask(&self, world: &World, customers: &[String], people: &[String]) -> Ask {
        let id = |who: &Who| people[who.place()].clone();
        let target = |target: &Target| match &target.staff {
            Some(staff) => json!({"role": role_word(target.role), "staff_id": id(staff)}),
            None => json!({"role": role_word(target.role)}),
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
            Self::On(ticket, act) => {
                let path = |tail: &str| format!("/tickets/{}{tail}", world.tickets[*ticket].id);
                match act {
                    Act::SetStatus(to) => post(path("/status"), json!({"status": to})),
                    Act::DuplicateOf(of) => post(path("/status"), json!({"status": "resolved", "duplicate_of": world.tickets[*of].id})),
                    Act::Undo(to) => post(path("/status"), json!({"status": to, "undo": true})),
                    Act::Reply(status) => post(path("/messages"), said(json!({"kind": "reply"}), *status)),
                    Act::Note(status) => post(path("/messages"), said(json!({"kind": "note"}), *status)),
                    Act::CustomerSays(status) => {
                        post(path("/messages"), said(json!({"kind": "reply", "author": "customer", "via": "chat"}), *status))
                    }
                    Act::Claim => post(path("/claim"), json!({})),
                    Act::Assign(to) => post(path("/assignment"), json!({"assignee_id": to.as_ref().map(id)})),
                    Act::Move(to) => post(path("/customer"), json!({"customer_id": customers[*to], "reason": REASON})),
                    Act::Delete => Ask { method: Method::DELETE, path: path(""), body: None },
                    Act::Restore => post(path("/restore"), json!({})),
                    Act::Raise(whom) => post(path("/escalations"), json!({"target": target(whom), "reason": REASON})),
                }
            }
            Self::With(escalation, deed) => {
                let path = |tail: &str| format!("/escalations/{}{tail}", world.escalations[*escalation].id);
                match deed {
                    Deed::Accept => post(path("/accept"), json!({})),
                    Deed::Decline => post(path("/decline"), json!({"reason": REASON})),
                    Deed::Reassign(whom) => post(path("/reassign"), json!({"target": target(whom)})),
                    Deed::Resolve => post(path("/resolve"), json!({"outcome": super::OUTCOME})),
                    Deed::Close => post(path("/close"), json!({})),
                    Deed::Withdraw => post(path("/withdraw"), json!({"reason": REASON})),
                    Deed::Discuss => post(path("/messages"), json!({"body": "Since when does she use it?"})),
                    Deed::Delete => Ask { method: Method::DELETE, path: path(""), body: None },
                    Deed::Restore => post(path("/restore"), json!({})),
                }
            }
        }
    }
}

/// A role's name in the API.
pub(super) fn role_word(role: Role) -> Word {
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
