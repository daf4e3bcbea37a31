//! The most items of the lists of a patient.

use caredesk_domain::FieldError;

use crate::services::import::{element::Element, report::LineError};

/// The most items of a list. Fewer are stored, but some items may be unusable here.
const MAX_ITEMS: usize = 100;

/// A field that repeats, at most 100 times.
pub(super) fn bounded_list<'a>(element: &Element<'a>, field: &str) -> Result<Vec<Element<'a>>, LineError> {
    let list = element.list(field)?;
    at_most(MAX_ITEMS, element, field, &list)?;
    Ok(list)
}

/// Checks the number of items of a list.
pub(super) fn at_most<T>(most: usize, element: &Element<'_>, field: &str, list: &[T]) -> Result<(), LineError> {
    if list.len() <= most {
        Ok(())
    } else {
        Err(element.fault(field, FieldError::new("too_many", format!("must have at most {most} items"))))
    }
}
