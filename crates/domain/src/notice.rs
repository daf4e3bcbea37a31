//! Whom what happened concerns: the notices that follow from a change, derived from its events and the records as they are then.
//!
//! A notice holds ids and kinds, never words. Nobody is told of their own doings. A notice that asks to take something on is settled, and goes,
//! as soon as that is done or given to somebody else.

use serde_json::{Value, json};

use crate::{
    PrincipalId, StaffId, Timestamp,
    actor::Role,
    change::Write,
    escalation::{Escalation, Source, Target},
    event::{Event, Record, Subject, SubjectKind},
    interaction::{Interaction, InteractionStatus},
    message::Channel,
    policy::Action,
    ticket::{Priority, Ticket, TicketStatus},
    words::words,
};

words! {
    /// What a notice is about.
    pub enum NoticeKind {
        /// A ticket or an interaction was given to them.
        Assigned = "assigned",
        /// The customer of a ticket of theirs wrote or called.
        CustomerWrote = "customer_wrote",
        /// An escalation asks them, or waits in their pool.
        Escalation = "escalation",
        /// Whoever an escalation of theirs asks has asked back.
        EscalationQuestion = "escalation_question",
        /// The care team wrote to them within an escalation.
        EscalationReply = "escalation_reply",
        /// An escalation of theirs is answered.
        EscalationAnswer = "escalation_answer",
        /// An escalation of theirs was declined, and waits in its pool.
        EscalationDecline = "escalation_decline",
        /// An escalation they had taken on was withdrawn.
        EscalationWithdrawn = "escalation_withdrawn",
        /// An urgent ticket is in the queue.
        UrgentInQueue = "urgent_in_queue",
        /// A ticket of high priority is in the queue.
        HighInQueue = "high_in_queue",
        /// A live chat or call has no agent.
        Unattended = "unattended",
        /// The app has not fetched a reply of theirs in time.
        ReplyNotFetched = "reply_not_fetched",
    }
}

/// Whom a notice is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recipient {
    /// A colleague.
    Person(StaffId),
    /// All of a role.
    Everybody(Role),
    /// Whoever raised an escalation; where that is a program or no agent or admin any more, whoever works the record it was raised from; else the agents.
    CareTeam {
        /// Who raised it.
        raised_by: PrincipalId,
        /// What it was raised from.
        source: Source,
    },
}

/// Something that somebody should know of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notice {
    /// Since when.
    pub at: Timestamp,
    /// Whom it is for.
    pub to: Recipient,
    /// Of what kind.
    pub kind: NoticeKind,
    /// The record to look at.
    pub subject: Subject,
    /// Who caused it, and need not be told.
    pub caused_by: Option<PrincipalId>,
}

/// What a change means for the notices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// Somebody is to be told.
    Tell(Notice),
    /// The notices of this kind about this record have done their work.
    Settle(NoticeKind, Subject),
    /// A colleague has left, or is in another role: where they can no longer pass the answers to their escalations on, these are for others.
    Inherit {
        /// Who.
        from: StaffId,
        /// When.
        at: Timestamp,
    },
}

/// What a change with these events and writes means for the notices, in the order in which it happened.
pub fn words(events: &[Event], writes: &[Write]) -> Vec<Word> {
    events.iter().flat_map(|event| follows(event, writes)).collect()
}

fn follows(event: &Event, writes: &[Write]) -> Vec<Word> {
    let about = Telling { event };
    match event.subject.kind {
        SubjectKind::Ticket => last(writes, |write| if let Write::Ticket(put) = write { Some(&**put) } else { None }, event)
            .map_or_else(Vec::new, |ticket| of_ticket(about, ticket, writes)),
        SubjectKind::Interaction => last(writes, |write| if let Write::Interaction(put) = write { Some(&**put) } else { None }, event)
            .map_or_else(Vec::new, |interaction| of_interaction(about, interaction)),
        SubjectKind::Escalation => last(writes, |write| if let Write::Escalation(put) = write { Some(&**put) } else { None }, event)
            .map_or_else(Vec::new, |escalation| of_escalation(about, escalation)),
        SubjectKind::Staff => of_staff(event),
        SubjectKind::Customer | SubjectKind::Message | SubjectKind::ServiceAccount | SubjectKind::ReadLog => Vec::new(),
    }
}

/// The record of an event as the change leaves it.
fn last<'w, R: Record>(writes: &'w [Write], of: impl Fn(&'w Write) -> Option<&'w R>, event: &Event) -> Option<&'w R> {
    writes.iter().rev().filter_map(of).find(|record| record.subject() == event.subject)
}

#[derive(Clone, Copy)]
struct Telling<'e> {
    event: &'e Event,
}

impl Telling<'_> {
    fn by(self) -> Option<PrincipalId> {
        self.event.actor.principal()
    }

    fn tell(self, to: Recipient, kind: NoticeKind) -> Option<Word> {
        let own = match to {
            Recipient::Person(staff) => self.event.actor.staff_id() == Some(staff),
            // Found out when it is known who they are.
            Recipient::Everybody(_) | Recipient::CareTeam { .. } => false,
        };
        let notice = Notice { at: self.event.at, to, kind, subject: self.event.subject, caused_by: self.by() };
        (!own).then_some(Word::Tell(notice))
    }

    fn settle(self, kind: NoticeKind) -> Word {
        Word::Settle(kind, self.event.subject)
    }

    /// What a field was before, where the record was there already; `now` is what it is.
    fn before(self, field: &str, now: Value) -> Option<Value> {
        match self.event.changes.get(field) {
            Some(change) => change.get("from").cloned(),
            None => Some(now),
        }
    }

    /// Whether this event gave the record to `now`.
    fn gave(self, field: &str, now: Option<StaffId>) -> Option<StaffId> {
        let to = self.event.changes.get(field).and_then(|change| change.get("to"));
        now.filter(|staff| to == Some(&json!(staff)))
    }
}

fn of_ticket(about: Telling<'_>, ticket: &Ticket, writes: &[Write]) -> Vec<Word> {
    let mut words = Vec::new();
    if let Some(assignee) = about.gave("assignee", ticket.assignee) {
        words.extend(about.tell(Recipient::Person(assignee), NoticeKind::Assigned));
    }
    let asks = |write: &Write| matches!(write, Write::Interaction(put) if put.asks());
    // Or got in touch, and nobody has attended to it.
    let asked = || about.event.action == Action::LogInteraction && ticket.waiting_since.is_some() && writes.iter().any(asks);
    let wrote = about.event.action == Action::RecordCustomerMessage || asked();
    if let (true, Some(assignee)) = (wrote, ticket.assignee) {
        words.extend(about.tell(Recipient::Person(assignee), NoticeKind::CustomerWrote));
    }
    let (before, now) = (was_in_queue(about, ticket), is_in_queue(ticket));
    if before != now {
        words.extend(before.map(|kind| about.settle(kind)));
        words.extend(now.and_then(|kind| about.tell(Recipient::Everybody(Role::Agent), kind)));
    }
    words
}

/// What is told of a ticket of this priority as long as it is in the queue.
const fn in_queue(priority: Priority) -> Option<NoticeKind> {
    match priority {
        Priority::Urgent => Some(NoticeKind::UrgentInQueue),
        Priority::High => Some(NoticeKind::HighInQueue),
        Priority::Medium | Priority::Low => None,
    }
}

fn is_in_queue(ticket: &Ticket) -> Option<NoticeKind> {
    let waits = ticket.returns_to().is_some() && ticket.deleted.is_none() && ticket.assignee.is_none();
    in_queue(ticket.priority).filter(|_| waits)
}

fn was_in_queue(about: Telling<'_>, ticket: &Ticket) -> Option<NoticeKind> {
    let before = |field, now| about.before(field, now);
    let status = before("status", json!(ticket.standing.status()));
    let waited = [TicketStatus::Open, TicketStatus::Pending].iter().any(|waits| status == Some(json!(waits)))
        && before("assignee", json!(ticket.assignee)) == Some(Value::Null)
        && before("deleted", json!(ticket.deleted.map(|_| true))) == Some(Value::Null);
    let priority = before("priority", json!(ticket.priority));
    Priority::ALL.iter().find(|known| priority == Some(json!(known))).and_then(|priority| in_queue(*priority)).filter(|_| waited)
}

fn of_interaction(about: Telling<'_>, interaction: &Interaction) -> Vec<Word> {
    let agent = about.gave("agent", interaction.agent);
    let mut words: Vec<Word> = agent.and_then(|agent| about.tell(Recipient::Person(agent), NoticeKind::Assigned)).into_iter().collect();
    match (was_unattended(about, interaction), interaction.is_unattended()) {
        (false, true) => words.extend(about.tell(Recipient::Everybody(Role::Agent), NoticeKind::Unattended)),
        (true, false) => words.push(about.settle(NoticeKind::Unattended)),
        (true, true) | (false, false) => {}
    }
    words
}

fn was_unattended(about: Telling<'_>, interaction: &Interaction) -> bool {
    let before = |field, now| about.before(field, now);
    let status = before("status", json!(interaction.course.status()));
    let channel = before("channel", json!(interaction.channel));
    [InteractionStatus::Active, InteractionStatus::Pending].iter().any(|live| status == Some(json!(live)))
        && [Channel::Call, Channel::Chat].iter().any(|live| channel == Some(json!(live)))
        && before("agent", json!(interaction.agent)) == Some(Value::Null)
        && before("deleted", json!(interaction.deleted.map(|_| true))) == Some(Value::Null)
}

#[expect(clippy::wildcard_enum_match_arm, reason = "of all that can be done these few concern somebody; the tests go through them")]
fn of_escalation(about: Telling<'_>, escalation: &Escalation) -> Vec<Word> {
    use NoticeKind as Kind;
    let raiser = Recipient::CareTeam { raised_by: escalation.escalated_by, source: escalation.source };
    let asked = || about.tell(asked(escalation.target), Kind::Escalation);
    let settled = Some(about.settle(Kind::Escalation));
    let words = match about.event.action {
        Action::Escalate => vec![asked()],
        Action::Accept => vec![settled],
        Action::Decline => vec![settled, asked(), about.tell(raiser, Kind::EscalationDecline)],
        Action::Reassign => vec![settled, asked()],
        Action::Discuss if escalation.asks(&about.event.actor) => vec![about.tell(raiser, Kind::EscalationQuestion)],
        Action::Discuss => {
            let target = escalation.target.staff();
            vec![target.and_then(|staff| about.tell(Recipient::Person(staff), Kind::EscalationReply))]
        }
        Action::ResolveEscalation => vec![settled, about.tell(raiser, Kind::EscalationAnswer)],
        Action::Withdraw => {
            let taken_on = escalation.progress.accepted();
            vec![settled, taken_on.and_then(|accepted| about.tell(Recipient::Person(accepted.by), Kind::EscalationWithdrawn))]
        }
        _ => Vec::new(),
    };
    words.into_iter().flatten().collect()
}

fn asked(target: Target) -> Recipient {
    target.staff().map_or(Recipient::Everybody(target.role().role()), Recipient::Person)
}

fn of_staff(event: &Event) -> Vec<Word> {
    let left = event.changes.get("active").and_then(|change| change.get("to")) == Some(&json!(false));
    // In another role they may not pass an answer on.
    let moved = event.action == Action::EditStaff && event.changes.contains_key("role");
    let from = StaffId::from_uuid(event.subject.id);
    (left || moved).then_some(Word::Inherit { from, at: event.at }).into_iter().collect()
}

#[cfg(test)]
mod tests;
