//! The errors of the fields of one request, collected while garde visits them.

use std::cell::RefCell;

use caredesk_domain::FieldError;
use garde::{Path, Report, Validate};

/// The errors of one request: path (names and indexes) and error. Fields add theirs while garde visits them: the report of garde itself holds only texts, and
/// stays empty.
#[derive(Debug, Default)]
pub struct FieldErrors(RefCell<Vec<(Vec<String>, FieldError)>>);

impl FieldErrors {
    /// The errors of a struct of lenient fields.
    ///
    /// garde sorts fields by name; `names` restores the order of the struct.
    pub(super) fn of(fields: &impl Validate<Context = Self>, names: &[&str]) -> Vec<(Vec<String>, FieldError)> {
        let errors = Self::default();
        fields.validate_into(&errors, &mut Path::empty, &mut Report::new());
        let mut errors = errors.0.into_inner();
        errors.sort_by_key(|(place, _)| place.first().map(|field| names.iter().position(|name| is_field(name, field))));
        errors
    }

    /// Adds the error of the field at `path`.
    pub(super) fn push(&self, path: &Path, error: FieldError) {
        self.0.borrow_mut().push((steps(path), error));
    }

    /// Adds the error of a name that is not a field of the object at `path`.
    pub(super) fn push_unknown(&self, path: &Path, name: &str, error: FieldError) {
        let place = steps(path).into_iter().chain([name.to_owned()]).collect();
        self.0.borrow_mut().push((place, error));
    }
}

/// The steps of a path such as `phones[2].number`: Rust names, which contain neither of the separators, and indexes.
fn steps(path: &Path) -> Vec<String> {
    let steps = path.to_string();
    steps
        .split(['.', '['])
        .map(|step| step.trim_end_matches(']').trim_start_matches("r#").to_owned())
        .filter(|step| !step.is_empty())
        .collect()
}

/// Whether a serde name (`created_at[gte]`) is that of a Rust field (`created_at_gte`).
pub(super) fn is_field(name: &str, field: &str) -> bool {
    name.replace('[', "_").replace(']', "") == field
}
