//! The read log: who read whose data, and which read log belongs to a desk.

pub(crate) mod entity;
mod registry;
mod writer;

pub(crate) use entity::read_log::ReadAction;
pub(crate) use registry::{attach, check_file, current_read_log, insert, read_or_create_id};
pub(crate) use writer::ReadEntry;
pub use writer::ReadLog;
