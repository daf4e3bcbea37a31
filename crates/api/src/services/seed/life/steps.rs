//! The single steps of a life: time passes, somebody is there, something is said.

use super::{
    Body, Chance, Change, Colleague, Fate, HOUR, Life, MINUTE, Message, NewMessage, Priority, Refusal, Stop, Ticket, TicketStatus,
    Timestamp, words,
};

impl Life<'_> {
    /// Goes on to `at`, if that has come and it is not for later.
    pub(super) fn reach(&mut self, at: Timestamp) -> Result<(), Stop> {
        if at > self.desk.until {
            return Err(Stop::NotYet);
        }
        if let Fate::Unfinished(left) = &mut self.fate {
            *left = left.checked_sub(1).ok_or(Stop::NotYet)?;
        }
        self.now = at;
        Ok(())
    }

    /// Waits, typically for so many seconds.
    pub(super) fn wait(&mut self, typical: i64) -> Result<(), Stop> {
        let at = self.chance.after(self.now, typical);
        self.reach(at)
    }

    /// Goes on by `first` to `last` seconds.
    pub(super) fn briefly(&mut self, first: i64, last: i64) -> Result<(), Stop> {
        let at = self.chance.within(self.now, first, last);
        self.reach(at)
    }

    /// Waits until whoever works the ticket turns to it. When they would be long in coming, a colleague takes it over.
    pub(super) fn attend(&mut self, typical: i64) -> Result<(), Stop> {
        let ready = self.chance.after(self.now, typical);
        let there = self.desk.roster.next_on_duty(self.worker, ready, &mut self.chance);
        let patience = match self.ticket.priority {
            Priority::Urgent => 10 * MINUTE,
            Priority::High => 6 * HOUR,
            Priority::Medium => 40 * HOUR,
            Priority::Low => 80 * HOUR,
        };
        if there.seconds_since(ready) <= patience {
            return self.reach(there);
        }
        self.reach(ready)?;
        let colleague = self.desk.roster.agent_on_duty(self.now, &mut self.chance);
        self.give_to(colleague, colleague)?;
        let soon = self.chance.within(self.now, 90, 20 * MINUTE);
        let soon = self.desk.roster.next_on_duty(colleague, soon, &mut self.chance);
        self.reach(soon)
    }

    /// `by` gives the ticket to `colleague`.
    pub(super) fn give_to(&mut self, colleague: usize, by: usize) -> Result<(), Stop> {
        let to = self.desk.people[colleague].assignee;
        self.worker = by;
        let note = if self.chance.percent(60) { Some(self.body(words::HANDED_OVER)?) } else { None };
        let given = if self.ticket.assignee == Some(to.id()) && note.is_none() {
            Ok(())
        } else {
            self.changed(|ticket, by, at| ticket.assign(Some(to), note, &by.actor, at))
        };
        self.worker = colleague;
        given
    }

    /// The patient says one of `sentences`, at an hour at which people are awake; whoever is there writes it down.
    pub(super) fn patient_says(&mut self, sentences: &[&str]) -> Result<(), Stop> {
        let typical = self.chance.weighed(&[(60, 25 * MINUTE), (30, 5 * HOUR), (10, 22 * HOUR)]);
        let at = self.chance.after(self.now, typical);
        let at = awake(self, at);
        self.reach(at)?;
        let roster = &self.desk.roster;
        let heard_by = if roster.is_on_duty(self.worker, at) { self.worker } else { roster.agent_on_duty(at, &mut self.chance) };
        let via = if self.chance.percent(92) { Some(self.via) } else { None };
        let new = self.message(sentences, None)?;
        let worker = std::mem::replace(&mut self.worker, heard_by);
        let said = self.said(|ticket, by, at| ticket.record_customer_message(new, via, &by.actor, at));
        self.worker = worker;
        said
    }

    pub(super) fn reply(&mut self, sentences: &[&str], status: Option<TicketStatus>) -> Result<(), Stop> {
        let new = self.message(sentences, status)?;
        self.said(|ticket, by, at| ticket.reply(new, &by.actor, at))
    }

    pub(super) fn note(&mut self, sentences: &[&str]) -> Result<(), Stop> {
        let new = self.message(sentences, None)?;
        self.said(|ticket, by, at| ticket.note(new, &by.actor, at))
    }

    fn message(&mut self, sentences: &[&str], status: Option<TicketStatus>) -> Result<NewMessage, Stop> {
        Ok(NewMessage { id: self.desk.ids.id(self.now), body: self.body(sentences)?, status })
    }

    /// One of `sentences`, as whoever works the ticket says or hears it.
    pub(super) fn body(&mut self, sentences: &[&str]) -> Result<Body, Stop> {
        let sentence = self.chance.one(sentences);
        Ok(self.blanks.fill(sentence, &self.desk.people[self.worker].signs).parse()?)
    }

    /// Whoever works the ticket changes it.
    pub(super) fn changed(
        &mut self,
        transition: impl FnOnce(Ticket, &Colleague, Timestamp) -> Result<Change<Ticket>, Refusal>,
    ) -> Result<(), Stop> {
        let change = transition(self.ticket.clone(), &self.desk.people[self.worker], self.now)?;
        self.ticket = change.out().clone();
        self.changes.push(change.map(drop));
        Ok(())
    }

    fn said(
        &mut self,
        transition: impl FnOnce(Ticket, &Colleague, Timestamp) -> Result<Change<(Ticket, Message)>, Refusal>,
    ) -> Result<(), Stop> {
        self.messages += 1;
        self.changed(|ticket, by, at| Ok(transition(ticket, by, at)?.map(|(ticket, _)| ticket)))
    }
}

/// `at`, or the next morning when that is at night.
fn awake(life: &mut Life<'_>, at: Timestamp) -> Timestamp {
    const AWAKE_FROM: usize = 6;
    const AWAKE_UNTIL: usize = 23;
    let hour = life.desk.roster.hour(at) % 24;
    if (AWAKE_FROM..AWAKE_UNTIL).contains(&hour) {
        return at;
    }
    let hours = i64::try_from((24 + AWAKE_FROM - hour) % 24).unwrap_or(0);
    let chance: &mut Chance = &mut life.chance;
    chance.within(at.plus_seconds(hours * HOUR), 0, 90 * MINUTE)
}
