//! Book-keeping of signing in: sessions, password links, preferences, throttles. Events are the record of what happened.

pub(crate) mod password_link;
pub(crate) mod preference;
pub(crate) mod session;
pub(crate) mod sign_in_throttle;
