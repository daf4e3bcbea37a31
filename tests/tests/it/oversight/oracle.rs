//! Calculates each figure by a full scan of all records.

mod figures;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Duration, NaiveDate};
use chrono_tz::Tz;
use uuid::Uuid;

pub(super) use figures::Figure;

use super::{
    log::{Escalation, Interaction, Log, Resolution, Ticket, Timestamp},
    model::FORMS,
};

/// Filters: the records and days to report.
#[derive(Debug, Clone, Copy)]
pub(super) struct Oracle<'l> {
    pub(super) log: &'l Log,
    pub(super) zone: Tz,
    pub(super) now: Timestamp,
    /// First and last day.
    pub(super) days: (NaiveDate, NaiveDate),
    pub(super) agent: Option<Uuid>,
    pub(super) category: Option<&'static str>,
    pub(super) customer: Option<Uuid>,
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap()
}

impl<'l> Oracle<'l> {
    fn within(&self, at: Timestamp) -> bool {
        let day = at.with_timezone(&self.zone).date_naive();
        day >= self.days.0 && day <= self.days.1
    }

    fn credited(&self, person: Option<Uuid>) -> bool {
        self.agent.is_none() || person == self.agent
    }

    /// The tickets that are not deleted, of the category and customer asked for.
    fn undeleted_tickets(&self) -> impl Iterator<Item = (&'l Uuid, &'l Ticket)> {
        let (category, customer) = (self.category, self.customer);
        self.log.tickets.iter().filter(move |(_, ticket)| {
            !ticket.deleted
                && category.is_none_or(|category| ticket.category == category)
                && customer.is_none_or(|customer| ticket.customer == Some(customer))
        })
    }

    fn opened(&self) -> Vec<(&'l Uuid, &'l Ticket)> {
        self.undeleted_tickets().filter(|(_, ticket)| self.within(ticket.opened) && self.credited(ticket.assignee)).collect()
    }

    fn responded(&self) -> Vec<(&'l Uuid, i64)> {
        let took = |(id, ticket): (&'l Uuid, &'l Ticket)| {
            let (at, by) = ticket.first.filter(|_| !ticket.answered_at_opening)?;
            (self.within(at) && self.credited(Some(by))).then(|| (id, (at - ticket.opened).num_seconds()))
        };
        self.undeleted_tickets().filter_map(took).collect()
    }

    /// The resolutions in the period, of the agent asked for.
    fn resolutions(&self) -> Vec<(&'l Uuid, &'l Ticket, usize, Resolution)> {
        let mut all = Vec::new();
        for (id, ticket) in self.undeleted_tickets() {
            for (number, one) in ticket.resolutions.iter().enumerate() {
                if self.within(one.at) && self.credited(Some(one.by)) {
                    all.push((id, ticket, number, *one));
                }
            }
        }
        all
    }

    fn is_past_reopen_window(&self, one: &Resolution) -> bool {
        !one.duplicate && one.at + Duration::days(7) <= self.now
    }

    fn escalated(&self, ticket: &Uuid, until: Option<Timestamp>) -> bool {
        let mut of = self.log.escalations.values().filter(|one| one.ticket.as_ref() == Some(ticket) && !one.deleted);
        of.any(|one| until.is_none_or(|until| one.raised <= until))
    }

    fn is_repeat(&self, ticket: &Ticket) -> bool {
        let before = |other: &&Ticket| {
            !other.deleted
                && !other.duplicate
                && other.customer == ticket.customer
                && other.category == ticket.category
                && other.opened < ticket.opened
                && other.opened >= ticket.opened - Duration::days(30)
        };
        !ticket.duplicate && self.log.tickets.values().any(|other| before(&other))
    }

    fn beyond_first_contact(&self, id: &Uuid, ticket: &Ticket, one: &Resolution) -> bool {
        let held = |with: &(&Uuid, &Interaction)| {
            let about = with.1.ticket.as_ref() == Some(id) || ticket.interaction.as_ref() == Some(with.0);
            about && !with.1.deleted && !with.1.no_answer && with.1.started <= one.at
        };
        let contacts = self.log.interactions.iter().filter(held).count() + ticket.said.iter().filter(|said| **said <= one.at).count();
        is_reopened_within_7_days(one) || contacts > 1 || self.escalated(id, Some(one.at))
    }

    fn raised(&self) -> Vec<&'l Escalation> {
        let of = |one: &&Escalation| {
            let category = one.ticket.map(|id| self.log.tickets[&id].category.as_str());
            !one.deleted
                && self.within(one.raised)
                && self.credited(Some(one.by))
                && self.category.is_none_or(|asked| category == Some(asked))
                && self.customer.is_none_or(|customer| one.customer == Some(customer))
        };
        self.log.escalations.values().filter(of).collect()
    }

    fn handled(&self) -> Vec<&'l Interaction> {
        let of = |one: &&Interaction| {
            !one.deleted
                && one.ended.is_some_and(|ended| self.within(ended))
                && self.credited(one.agent)
                && self.customer.is_none_or(|customer| one.customer == Some(customer))
        };
        self.log.interactions.values().filter(of).collect()
    }

    /// The tickets of a value of the `counted` parameter.
    pub(super) fn drilldown(&self, counted: &str) -> BTreeSet<Uuid> {
        let of_opened = |fits: &dyn Fn(&Uuid, &Ticket) -> bool| {
            self.opened().into_iter().filter(|(id, ticket)| fits(id, ticket)).map(|(id, _)| *id).collect::<BTreeSet<_>>()
        };
        let of_resolved = |fits: &dyn Fn(&Uuid, &Ticket, &Resolution) -> bool| {
            let fit = self.resolutions().into_iter().filter(|(id, ticket, _, one)| fits(id, ticket, one));
            fit.map(|(id, ..)| *id).collect::<BTreeSet<_>>()
        };
        match counted {
            "opened" => of_opened(&|_, _| true),
            "escalated" => of_opened(&|id, _| self.escalated(id, None)),
            "repeats" => of_opened(&|_, ticket| self.is_repeat(ticket)),
            "duplicates" => of_opened(&|_, ticket| ticket.duplicate),
            "without_duplicates" => of_opened(&|_, ticket| !ticket.duplicate),
            "answered_at_opening" => of_opened(&|_, ticket| ticket.answered_at_opening),
            "unanswered" => of_opened(&|_, ticket| !ticket.answered_at_opening && ticket.first.is_none()),
            "responded" => self.responded().into_iter().map(|(id, _)| *id).collect(),
            "resolved" => of_resolved(&|_, _, one| !one.duplicate),
            "resolved_still" => of_resolved(&|_, _, one| is_not_reopened(one)),
            "reopened_since" => self.drilldown("resolved").difference(&self.drilldown("resolved_still")).copied().collect(),
            "first_resolved" => self.first_resolved(false),
            "first_resolved_as_duplicates" => self.first_resolved(true),
            "too_recent" => self.drilldown("resolved").difference(&self.drilldown("past_reopen_window")).copied().collect(),
            "resolved_as_duplicates" => of_resolved(&|_, _, one| one.duplicate),
            "past_reopen_window" => of_resolved(&|_, _, one| self.is_past_reopen_window(one)),
            "reopened" => of_resolved(&|_, _, one| self.is_past_reopen_window(one) && is_reopened_within_7_days(one)),
            "first_contact" => {
                let beyond = of_resolved(&|id, ticket, one| self.is_past_reopen_window(one) && self.beyond_first_contact(id, ticket, one));
                of_resolved(&|_, _, one| self.is_past_reopen_window(one)).difference(&beyond).copied().collect()
            }
            "backlog" => {
                let end = self.end();
                self.undeleted_tickets()
                    .filter(|(_, ticket)| ticket.unresolved(end) && self.credited(ticket.assignee))
                    .map(|(id, _)| *id)
                    .collect()
            }
            other => panic!("unknown drilldown key {other}"),
        }
    }

    fn first_resolved(&self, duplicate: bool) -> BTreeSet<Uuid> {
        let first = self.resolutions().into_iter().filter(|(_, _, number, one)| *number == 0 && one.duplicate == duplicate);
        first.map(|(id, ..)| *id).collect()
    }

    /// Just after the last instant of the period, or after now if that is earlier.
    pub(super) fn end(&self) -> Timestamp {
        let after_now = self.now + Duration::microseconds(1);
        let mut at = after_now;
        // Back from now in quarters of an hour to the end of the period: no zone offset is finer.
        while (at - Duration::microseconds(1)).with_timezone(&self.zone).date_naive() > self.days.1 {
            let rest = at.timestamp_micros().rem_euclid(900_000_000);
            at -= Duration::microseconds(if rest == 0 { 900_000_000 } else { rest });
        }
        at
    }

    /// Tickets opened in the period by the terms of their subjects, keyed by the first form: their customers, and a count of each form.
    pub(super) fn terms(&self) -> BTreeMap<&'static str, Term<'l>> {
        let mut terms: BTreeMap<&str, Term<'_>> = BTreeMap::new();
        for (_, ticket) in self.opened() {
            for forms in FORMS {
                let written: Vec<&str> = ticket.subject.split(' ').filter(|word| forms.contains(word)).collect();
                if !written.is_empty() {
                    let term = terms.entry(forms[0]).or_default();
                    term.customers.push(ticket.customer);
                    written.into_iter().for_each(|word| *term.written.entry(word).or_default() += 1);
                }
            }
        }
        terms
    }

    /// Counts by agent and customer in the period: interactions, tickets resolved, replies.
    pub(super) fn activity(&self) -> BTreeMap<(Uuid, Uuid), [i64; 3]> {
        let mut did: BTreeMap<(Uuid, Uuid), [i64; 3]> = BTreeMap::new();
        for one in self.handled() {
            if let Some((agent, customer)) = one.agent.zip(one.customer) {
                did.entry((agent, customer)).or_default()[0] += 1;
            }
        }
        let mut resolved = BTreeSet::new();
        for (id, ticket, _, one) in self.resolutions() {
            if !one.duplicate && resolved.insert((one.by, *id)) {
                did.entry((one.by, ticket.customer.unwrap())).or_default()[1] += 1;
            }
        }
        for (_, ticket) in self.undeleted_tickets() {
            for (at, by) in &ticket.replies {
                if self.within(*at) && self.credited(Some(*by)) {
                    did.entry((*by, ticket.customer.unwrap())).or_default()[2] += 1;
                }
            }
        }
        did
    }
}

const fn is_not_reopened(one: &Resolution) -> bool {
    !one.duplicate && one.reopened.is_none()
}

fn is_reopened_within_7_days(one: &Resolution) -> bool {
    one.reopened.is_some_and(|reopened| reopened < one.at + Duration::days(7))
}

/// A term of ticket subjects.
#[derive(Default)]
pub(super) struct Term<'l> {
    /// The customer of each ticket that has it.
    pub(super) customers: Vec<Option<Uuid>>,
    written: BTreeMap<&'l str, usize>,
}

impl<'l> Term<'l> {
    /// Whether at least three tickets of three customers have it.
    pub(super) fn is_frequent(&self) -> bool {
        self.customers.len() >= 3 && self.customers.iter().collect::<BTreeSet<_>>().len() >= 3
    }

    /// The most frequent form; of equally frequent ones the first.
    pub(super) fn word(&self) -> &'l str {
        let most = self.written.values().max().unwrap();
        self.written.iter().find(|(_, times)| *times == most).unwrap().0
    }
}
