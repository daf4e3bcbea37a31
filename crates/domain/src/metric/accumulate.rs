//! Sums of the totals of several agents.

use super::{MetricTotals, ResolvedTickets};

impl MetricTotals {
    /// Adds the totals of another agent, except `resolved`: two agents may have resolved the same ticket, so the team's are counted
    /// separately.
    pub fn add(&mut self, other: &Self) {
        let Self { opened, responses, resolved: ResolvedTickets { .. }, resolutions, handled, raised } = other;
        self.opened.tickets += opened.tickets;
        self.opened.duplicates += opened.duplicates;
        self.opened.escalated += opened.escalated;
        self.opened.repeats += opened.repeats;
        self.opened.answered_at_opening += opened.answered_at_opening;
        self.opened.unanswered += opened.unanswered;
        self.responses.add_all(responses);
        self.resolutions.last.add_all(&resolutions.last);
        self.resolutions.first.add_all(&resolutions.first);
        self.resolutions.first_duplicates += resolutions.first_duplicates;
        self.handled.interactions += handled.interactions;
        self.handled.calls.add_all(&handled.calls);
        self.handled.chats.add_all(&handled.chats);
        self.handled.emails.add_all(&handled.emails);
        self.handled.emails_without_end += handled.emails_without_end;
        self.raised.escalations += raised.escalations;
        self.raised.answered += raised.answered;
        self.raised.by_target += raised.by_target;
        self.raised.withdrawn += raised.withdrawn;
        self.raised.withdrawn_accepted += raised.withdrawn_accepted;
        self.raised.accepted.add_all(&raised.accepted);
        self.raised.answers.add_all(&raised.answers);
    }
}
