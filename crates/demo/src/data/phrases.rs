//! Texts that fit every scenario.

use serde::Deserialize;

/// Variants of a text, one of which is picked.
type Variants = Vec<String>;

/// Texts that fit every scenario.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Phrases {
    pub(crate) frame: Frames,
    pub(crate) message: Messages,
    pub(crate) note: Notes,
    pub(crate) summary: Summaries,
}

/// What surrounds a text in a channel; `{text}` stands for it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Frames {
    /// The customer's first e-mail.
    pub(crate) email: Variants,
    /// A later e-mail of the customer.
    pub(crate) email_reply: Variants,
    /// What an agent records of a call of the customer.
    pub(crate) by_phone: Variants,
    /// The agent's reply to an e-mail.
    pub(crate) agent_email: Variants,
    /// The agent's reply in the app.
    pub(crate) agent_message: Variants,
    /// The transcript of a chat with the customer's `{text}` and the agent's `{answer}`.
    pub(crate) chat: Variants,
}

/// Messages to and from customers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Messages {
    /// The customer asks for news.
    pub(crate) chase: Variants,
    /// The customer thanks for news.
    pub(crate) thanks: Variants,
    /// The customer thanks for the solution.
    pub(crate) solved_thanks: Variants,
    /// The agent says that work goes on.
    pub(crate) interim: Variants,
    /// The agent takes up a reopened ticket.
    pub(crate) apology: Variants,
    /// The agent closes a ticket whose answer was given before.
    pub(crate) closing: Variants,
    /// The agent closes a ticket whose customer did not answer.
    pub(crate) no_answer: Variants,
    /// The agent closes a duplicate.
    pub(crate) duplicate: Variants,
    /// What an agent answers in a chat in which a ticket is opened.
    pub(crate) ticket_opened: Variants,
    /// What an agent answers in a chat about an open ticket.
    pub(crate) added: Variants,
}

/// Internal notes and reasons.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Notes {
    pub(crate) handover: Variants,
    pub(crate) unassigned: Variants,
    pub(crate) duplicate: Variants,
    /// Why a ticket moves to another customer.
    pub(crate) wrong_customer: Variants,
    /// A note on a contact, by channel.
    pub(crate) call: Variants,
    pub(crate) chat: Variants,
    pub(crate) email: Variants,
    /// To the colleague who continues a contact.
    pub(crate) contact_handover: Variants,
    /// To the agent who takes a contact that is left unassigned.
    pub(crate) contact_released: Variants,
    /// Why an escalation is declined.
    pub(crate) declined: Variants,
    /// Why an escalation is withdrawn.
    pub(crate) withdrawn: Variants,
}

/// Summaries of contacts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Summaries {
    /// Of a contact in which a ticket was opened, by channel.
    pub(crate) opened_call: Variants,
    pub(crate) opened_chat: Variants,
    pub(crate) opened_email: Variants,
    /// The customer gave what was missing.
    pub(crate) details: Variants,
    /// The customer asked for news.
    pub(crate) chase: Variants,
    /// The customer had to come back.
    pub(crate) reopened: Variants,
    /// The agent called with a question.
    pub(crate) called: Variants,
    /// The agent called with the answer to an escalation.
    pub(crate) answer_called: Variants,
    /// Nobody took the agent's call.
    pub(crate) no_answer: Variants,
    /// A call without a ticket that carries a doctor's answer.
    pub(crate) doctor_answered: Variants,
    /// A call that the desk began by itself.
    pub(crate) outbound: Variants,
}
