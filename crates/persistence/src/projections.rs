//! Rows that follow from changes, written in the same transaction: search text, keywords, open periods, notices, unfetched replies.

pub(crate) mod keyword_index;
pub(crate) mod notice;
pub(crate) mod open_period;
pub(crate) mod search_dictionary_cleanup;
pub(crate) mod search_keys;
pub(crate) mod search_text;
pub(crate) mod unfetched_reply;
