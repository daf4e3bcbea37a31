//! Who is on the phone when: nobody has two calls at once.

use caredesk_domain::Timestamp;

/// The recent calls of all staff.
#[derive(Debug)]
pub(crate) struct Calls {
    calls: Vec<Vec<(Timestamp, Timestamp)>>,
    /// Nothing asks about earlier times.
    since: Timestamp,
}

impl Calls {
    pub(crate) fn new(staff: usize, since: Timestamp) -> Self {
        Self { calls: vec![Vec::new(); staff], since }
    }

    /// Whether `person` has no call from `from` to `to`.
    pub(crate) fn is_free(&self, person: usize, from: Timestamp, to: Timestamp) -> bool {
        self.calls[person].iter().all(|(began, ended)| *ended <= from || to <= *began)
    }

    /// The first instant from `from` on at which `person` has `seconds` for a call.
    pub(crate) fn free_from(&self, person: usize, from: Timestamp, seconds: i64) -> Timestamp {
        let mut begin = from;
        while let Some((_, ended)) = self.calls[person].iter().find(|(began, ended)| begin < *ended && *began < begin.plus_seconds(seconds))
        {
            begin = ended.plus_seconds(20);
        }
        begin
    }

    pub(crate) fn reserve(&mut self, person: usize, from: Timestamp, to: Timestamp) {
        let since = self.since;
        let calls = &mut self.calls[person];
        calls.retain(|(_, ended)| *ended > since);
        calls.push((from, to));
    }

    /// Lets calls be dropped that ended before `since`.
    pub(crate) const fn forget_before(&mut self, since: Timestamp) {
        self.since = since;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_from_waits_for_the_call_before_and_past_calls_are_dropped() {
        let at: Timestamp = "2026-03-02T10:00:00Z".parse().unwrap();
        let mut calls = Calls::new(2, at);
        calls.reserve(0, at, at.plus_seconds(300));
        calls.reserve(0, at.plus_seconds(330), at.plus_seconds(400));
        assert!(!calls.is_free(0, at.plus_seconds(299), at.plus_seconds(310)));
        assert!(calls.is_free(0, at.plus_seconds(300), at.plus_seconds(330)) && calls.is_free(1, at, at.plus_seconds(500)));
        assert_eq!(calls.free_from(0, at.plus_seconds(100), 60), at.plus_seconds(420));
        calls.forget_before(at.plus_seconds(1_000));
        calls.reserve(0, at.plus_seconds(2_000), at.plus_seconds(2_100));
        assert_eq!(calls.calls[0].len(), 1);
    }
}
