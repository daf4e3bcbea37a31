//! A script: the steps of one case, drawn before the first of them is carried out.

mod contact;
mod escalation;
mod ticket;

use caredesk_domain::{
    Timestamp,
    escalation::TargetRole,
    interaction::Direction,
    message::Channel,
    ticket::{Priority, TicketStatus},
    ticket_number::TicketNumber,
};

pub(crate) use self::{
    contact::usual_channel,
    escalation::EscalationStage,
    ticket::{Outcome, TicketSpec},
};
use crate::{
    data::{Data, Scenario},
    rng::Rng,
    staff::Desk,
};

/// When something is done, and what.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    pub(crate) due: Due,
    pub(crate) action: Action,
}

/// When a step is due, in seconds after the step before it. Where there is one number, it is the typical wait.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Due {
    At(Timestamp),
    /// At that time, but not before some minutes have passed.
    NotBefore(Timestamp),
    Within(i64, i64),
    After(i64),
    /// When the ticket's agent turns to it, or a colleague when the agent is away for long.
    Agent(i64),
    /// The same, after so many seconds.
    AgentWithin(i64, i64),
    /// When the customer is awake, or at any time when it is urgent.
    Customer(i64),
    /// When the target of the escalation is on duty.
    Target(i64),
    /// After the beginning of the contact.
    ContactBegin(i64, i64),
    /// Percent of what is left of the contact.
    ContactPart(i64, i64),
    /// After the end of the contact.
    ContactEnd(i64, i64),
}

/// What is done in a step. Texts are templates with placeholders.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Action {
    BeginContact(ContactSpec),
    LogContact,
    HoldContact,
    ResumeContact,
    TransferContact(&'static str),
    ReleaseContact(&'static str),
    EndContact,
    WriteTranscript,
    NoteContact(&'static str),
    OpenTicket(OpeningSpec),
    Claim,
    /// An admin assigns it.
    Assign(Option<&'static str>),
    Unassign(&'static str),
    SetPriority(Priority),
    MoveToCustomer(&'static str),
    Reply(&'static str, Option<TicketStatus>),
    Note(&'static str),
    /// The customer's message comes by a contact that goes on, else by the given channel.
    CustomerMessage(&'static str, Channel),
    Resolve,
    UndoResolve,
    ResolveAsDuplicate,
    /// To a role, or to one of its staff.
    Escalate {
        to: TargetRole,
        target: Option<usize>,
        reason: &'static str,
    },
    Withdraw(&'static str),
    Decline(&'static str),
    Reassign,
    Accept,
    /// The target asks the care team.
    AskBack(&'static str),
    AnswerBack(&'static str),
    ResolveEscalation(&'static str),
    CloseEscalation,
}

/// A call, chat or e-mail.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ContactSpec {
    pub(crate) channel: Channel,
    pub(crate) direction: Direction,
    /// How long it takes.
    pub(crate) seconds: i64,
    /// What the customer writes, and what the agent answers in a chat.
    pub(crate) text: &'static str,
    pub(crate) answer: &'static str,
    pub(crate) summary: &'static str,
    pub(crate) no_answer: bool,
}

/// A ticket to open.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OpeningSpec {
    pub(crate) scenario: &'static Scenario,
    pub(crate) number: TicketNumber,
    pub(crate) priority: Priority,
    pub(crate) channel: Channel,
    pub(crate) assignee: FirstAssignee,
}

/// Who has a ticket when it is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FirstAssignee {
    Nobody,
    Opener,
    Colleague,
}

/// Draws the steps of a script.
pub(crate) struct ScriptBuilder<'a> {
    pub(crate) desk: &'a Desk,
    pub(crate) data: &'static Data,
    pub(crate) rng: Rng,
    steps: Vec<Step>,
}

impl<'a> ScriptBuilder<'a> {
    pub(crate) const fn new(desk: &'a Desk, data: &'static Data, rng: Rng) -> Self {
        Self { desk, data, rng, steps: Vec::new() }
    }

    /// The steps, and the random numbers with which they are carried out.
    pub(crate) fn finish(self) -> (Vec<Step>, Rng) {
        (self.steps, self.rng)
    }

    fn add(&mut self, due: Due, action: Action) {
        self.steps.push(Step { due, action });
    }

    fn pick(&mut self, variants: &'static [String]) -> &'static str {
        self.rng.pick(variants).as_str()
    }
}
