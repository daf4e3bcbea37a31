//! Integration tests: over HTTP, on both engines, and of the program itself.

// The future of a test nests those of the harness, the client and the store.
#![recursion_limit = "512"]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic, also in its helpers")]

mod another_person;
mod bad_input;
mod canaries;
mod conversations;
mod counts;
mod customer_history;
mod customers;
mod dashboard;
mod deleted_records;
mod denials;
mod durability;
mod escalations;
mod examples;
mod executable;
mod fixtures;
mod global_search;
mod guide;
mod idempotency;
mod import_rights;
mod interactions;
mod interleaved;
mod jobs;
mod long_reads;
mod matrix;
mod messages;
mod model;
mod note_times;
mod notes;
mod notices;
mod offboarding;
mod openapi;
mod oversight;
mod own_account;
mod paging;
mod passwords;
mod races;
mod raw_requests;
mod read_log;
mod read_scopes;
mod recall;
mod redaction;
mod request_limits;
mod roles;
mod scope;
mod search;
mod service_account_scopes;
mod service_accounts;
mod sign_in;
mod smoke;
mod staff;
mod structure;
mod text;
mod throttle;
mod ticket_links;
mod ticket_lists;
mod ticket_search;
mod tickets;
mod unfetched;
mod upsert;
mod waiting;
