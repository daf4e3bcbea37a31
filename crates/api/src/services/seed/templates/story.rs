//! How a case goes.

use caredesk_domain::ticket::Priority;

/// How a case of one kind goes: what the patient says, what the desk asks, what it finds, and how it ends.
#[derive(Debug)]
pub(in super::super) struct Story {
    /// How urgent such a case mostly is.
    pub(in super::super) priority: Priority,
    /// What it is about in a line, said in different ways.
    pub(in super::super) subjects: &'static [&'static str],
    /// What the patient says at first.
    pub(in super::super) tells: &'static [&'static str],
    /// What the desk asks or says first.
    pub(in super::super) asks: &'static str,
    /// What the patient answers.
    pub(in super::super) adds: &'static str,
    /// What the desk writes down for itself.
    pub(in super::super) finds: &'static str,
    /// What the desk says in the end.
    pub(in super::super) solves: &'static str,
}
