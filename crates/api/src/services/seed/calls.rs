//! Who is on the phone when: nobody has two calls at once.

use caredesk_domain::Timestamp;

/// The calls of everybody at the desk, as far as they still matter.
#[derive(Debug)]
pub(super) struct Calls {
    calls: Vec<Vec<(Timestamp, Timestamp)>>,
    /// Nothing is asked of what was before.
    since: Timestamp,
}

impl Calls {
    pub(super) fn new(people: usize, since: Timestamp) -> Self {
        Self { calls: vec![Vec::new(); people], since }
    }

    /// Whether nobody speaks with `person` from `from` to `to`.
    pub(super) fn are_free(&self, person: usize, from: Timestamp, to: Timestamp) -> bool {
        self.calls[person].iter().all(|(began, ended)| *ended <= from || to <= *began)
    }

    /// The first instant from `from` on at which `person` has so many seconds for a call.
    pub(super) fn free_from(&self, person: usize, from: Timestamp, seconds: i64) -> Timestamp {
        let mut begin = from;
        while let Some((_, ended)) = self.calls[person].iter().find(|(began, ended)| begin < *ended && *began < begin.plus_seconds(seconds))
        {
            begin = ended.plus_seconds(20);
        }
        begin
    }

    pub(super) fn take(&mut self, person: usize, from: Timestamp, to: Timestamp) {
        let since = self.since;
        let calls = &mut self.calls[person];
        calls.retain(|(_, ended)| *ended > since);
        calls.push((from, to));
    }

    /// Calls that ended before `since` are forgotten by and by.
    pub(super) const fn forget_before(&mut self, since: Timestamp) {
        self.since = since;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_waits_until_the_one_before_it_is_over_and_what_is_long_past_is_forgotten() {
        let at: Timestamp = "2026-03-02T10:00:00Z".parse().unwrap();
        let mut calls = Calls::new(2, at);
        calls.take(0, at, at.plus_seconds(300));
        calls.take(0, at.plus_seconds(330), at.plus_seconds(400));
        assert!(!calls.are_free(0, at.plus_seconds(299), at.plus_seconds(310)));
        assert!(calls.are_free(0, at.plus_seconds(300), at.plus_seconds(330)) && calls.are_free(1, at, at.plus_seconds(500)));
        assert_eq!(calls.free_from(0, at.plus_seconds(100), 60), at.plus_seconds(420));
        calls.forget_before(at.plus_seconds(1_000));
        calls.take(0, at.plus_seconds(2_000), at.plus_seconds(2_100));
        assert_eq!(calls.calls[0].len(), 1);
    }
}
