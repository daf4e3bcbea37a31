//! Where the desk is kept: SQLite and PostgreSQL through SeaORM.
//!
//! [`Store`] reads, [`Work`] writes. What is read comes back as [`Seen`] and is given away only once the read is on the ledger;
//! records are written only by [`Work::save`], rows and events in one transaction.

mod batch;
pub mod clock;
mod column;
mod customer;
pub mod database;
mod dialect;
pub mod engine;
mod entity;
mod event;
mod failure;
pub mod ids;
mod ledger;
mod message;
mod page;
mod row;
pub mod schema;
mod search;
mod seen;
mod session;
mod staff;
mod store;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod ticket;
mod versioned;
mod work;

pub use clock::Clock;
pub use customer::{CustomerFilter, CustomerRef, CustomerSort};
pub use database::{Database, OpenError};
pub use engine::Engine;
pub use event::{Doer, Happening};
pub use ids::Ids;
pub use ledger::Ledger;
pub use message::MessageView;
pub use page::{COUNTED, Page, PageRequest, Position, Total};
pub use row::Row;
pub use search::{CANDIDATES, Found};
pub use seen::Seen;
pub use session::Session;
pub use staff::{StaffFilter, StaffRef};
pub use store::{Retry, Store, StoreError};
pub use ticket::{Assigned, TicketFilter, TicketSort, TicketView};
pub use work::Work;

#[cfg(doctest)]
#[doc = include_str!("../tests/proofs.md")]
mod proofs {}
