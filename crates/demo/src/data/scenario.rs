//! Scenarios: what a ticket or a contact is about, and all that is said in it.

use std::collections::BTreeMap;

use caredesk_domain::{
    escalation::TargetRole,
    message::Channel,
    person::Gender,
    ticket::{Category, Priority},
};
use serde::Deserialize;

use crate::rng::Rng;

/// The ages of adults, in years: who writes for themselves.
const ADULTS: (u32, u32) = (18, 120);

/// Values of placeholders by name.
pub(crate) type Values = BTreeMap<String, Vec<String>>;

/// What a ticket is about, and all that is said in it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Scenario {
    pub(crate) id: String,
    pub(crate) category: Category,
    pub(crate) priority: Priority,
    /// How often it comes beside other scenarios.
    #[serde(default = "usual_weight")]
    weight: u32,
    /// The youngest and the oldest age of the customer in years.
    #[serde(default = "adults")]
    pub(crate) ages: (u32, u32),
    pub(crate) gender: Option<Gender>,
    #[serde(default)]
    pub(crate) values: Values,
    pub(crate) subjects: Vec<String>,
    /// The body of the customer's e-mail.
    pub(crate) email: String,
    /// What the customer writes in a chat.
    pub(crate) chat: String,
    /// What the agent writes down of a call.
    pub(crate) call: String,
    /// The agent's first reply.
    pub(crate) question: String,
    /// The customer's answer to it.
    pub(crate) details: String,
    /// The agent's internal note.
    pub(crate) finding: String,
    /// The agent's last reply, without an escalation.
    pub(crate) solution: String,
    /// Why the customer comes back after the solution.
    pub(crate) reopened: String,
    /// The agent's last reply to that.
    pub(crate) second_solution: String,
    pub(crate) escalation: Option<Escalation>,
}

/// A question to a doctor or an admin, with its answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Escalation {
    pub(crate) to: TargetRole,
    /// How many in a thousand such tickets are escalated.
    #[serde(default)]
    pub(crate) per_mille: u32,
    /// The care team's question.
    pub(crate) reason: String,
    /// What is asked back.
    pub(crate) question: String,
    /// The care team's answer to that.
    pub(crate) details: String,
    pub(crate) outcome: String,
    /// What the customer is told.
    pub(crate) reply: String,
}

/// A contact that needs no ticket.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Enquiry {
    pub(crate) id: String,
    /// The youngest and the oldest age of the customer in years.
    #[serde(default = "adults")]
    pub(crate) ages: (u32, u32),
    #[serde(default = "all_channels")]
    pub(crate) channels: Vec<Channel>,
    #[serde(default)]
    pub(crate) values: Values,
    pub(crate) topic: String,
    /// What the customer writes.
    pub(crate) text: String,
    /// What the agent answers in a chat.
    pub(crate) answer: String,
    pub(crate) summaries: Vec<String>,
    /// A question that only a doctor may answer.
    pub(crate) escalation: Option<Escalation>,
}

impl Enquiry {
    pub(crate) const fn fits(&self, age: u32) -> bool {
        includes(self.ages, age)
    }
}

/// A scenario of `category` for a customer; `escalated` asks for one with an escalation.
pub(crate) fn pick_scenario(
    scenarios: &'static [Scenario],
    category: Category,
    (age, gender): (u32, Option<Gender>),
    escalated: bool,
    rng: &mut Rng,
) -> Option<&'static Scenario> {
    let fits = |one: &&Scenario| {
        let for_customer = includes(one.ages, age) && (one.gender.is_none() || one.gender == gender);
        one.category == category && for_customer && (one.escalation.is_some() || !escalated)
    };
    let fitting: Vec<(u32, &Scenario)> = scenarios.iter().filter(fits).map(|scenario| (scenario.weight, scenario)).collect();
    if fitting.is_empty() { None } else { Some(rng.weighted(&fitting)) }
}

const fn includes((youngest, oldest): (u32, u32), age: u32) -> bool {
    youngest <= age && age <= oldest
}

const fn adults() -> (u32, u32) {
    ADULTS
}

const fn usual_weight() -> u32 {
    4
}

fn all_channels() -> Vec<Channel> {
    Channel::ALL.to_vec()
}
